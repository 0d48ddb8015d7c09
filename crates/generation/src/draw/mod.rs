//! Drawing of conditions: what each row is about, as a function of seed and slot alone.
//!
//! A *slot* is one place in the schedule: rejected draws of a grid or quota run are made up for by later draws of
//! the same slot, so that the balance is exact at the end.

mod deal;
mod expected;
mod facts;
mod group;
mod rules;
mod value;
mod variable;

use std::sync::Arc;

use dataset::Fields;
use recipe::Recipe;
use serde_json::Value as Json;

pub use expected::{Expected, combinations, expected, marginal, shares};
pub use value::{band, key, text};

use deal::Dealer;
use group::{Hand, cases_under, groups};
use rules::Rules;
use variable::{Case, Kind, Variable, circular, variables};

use crate::prompt::PromptError;
use crate::random::{Purpose, Stream};
use crate::sources::Sources;

/// Why conditions cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// A condition has no value where one is needed.
    #[error("The condition '{condition}' has no values{}; add some.", under(.parent))]
    Empty {
        /// The condition.
        condition: String,
        /// The value of the condition on which it depends, if any.
        parent: Option<String>,
    },
    /// Conditions depend on each other in a circle.
    #[error("The condition '{condition}' depends on itself through others; let one of them stand alone.")]
    Circular {
        /// One of them.
        condition: String,
    },
    /// A rule, or the query of demonstrations, cannot be computed.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The rules forbid all combinations that were tried.
    #[error("Of {tries} combinations of the conditions, none fulfils the rules; loosen one of them.")]
    Forbidden {
        /// How many were tried.
        tries: u64,
    },
}

/// Draws of one slot until the rules hold.
const REDRAWS: u64 = 20_000;
/// Combinations of which the one least like the accepted rows is taken.
const CANDIDATES: usize = 16;
/// Exchanges that are tried for a slot whose values break the rules.
const EXCHANGES: u64 = 200;

fn under(parent: &Option<String>) -> String {
    parent.as_ref().map_or_else(String::new, |value| format!(" for '{value}'"))
}

/// The conditions of a recipe, ready to be dealt.
#[derive(Clone, Debug)]
pub struct Deck {
    variables: Vec<Variable>,
    dealer: Dealer,
    rules: Option<Arc<Rules>>,
    seed: u64,
    pins: Fields,
}

impl Deck {
    /// A deck for `slots` rows. Conditions named in `pins` have the value given there in every slot.
    ///
    /// # Errors
    /// A condition has no values or depends on itself, or the rules leave nothing to draw.
    pub fn new(
        recipe: &Recipe,
        sources: &Sources,
        seed: u64,
        slots: u64,
        pins: Fields,
    ) -> Result<Self, DrawError> {
        let variables = variables(recipe, sources);
        check(&variables)?;
        let dealer = Dealer::new(recipe.schedule.strategy, &variables, seed, slots);
        let rules = Rules::of(recipe)?.map(Arc::new);
        let mut deck = Self { variables, dealer, rules, seed, pins };
        if let Some(rules) = deck.rules.clone() {
            // A rule that cannot be computed is said here, not in every row.
            rules.hold(&deck.dealt(0, 0))?;
            deck.exchange(&rules, slots);
            deck.deal(0)?;
        }
        Ok(deck)
    }

    /// The values of all conditions in a slot, in the order of the document.
    ///
    /// # Errors
    /// No combination was found that fulfils the rules.
    pub fn deal(&self, slot: u64) -> Result<Fields, DrawError> {
        let Some(rules) = &self.rules else { return Ok(self.dealt(slot, 0)) };
        let (found, tries) = match self.dealer {
            Dealer::Grid(_) => {
                let dealt = |slot| self.dealt(slot, 0);
                (rules.slot(slot, dealt).map(dealt), rules::PASSED_OVER)
            }
            Dealer::Random | Dealer::Quota(_) => {
                let allowed = |values: &Fields| rules.allow(values);
                ((0..REDRAWS).map(|redraw| self.dealt(slot, redraw)).find(allowed), REDRAWS)
            }
        };
        match found {
            Some(values) => Ok(values),
            // What is pinned may break the rules: the person who looks at a value decides.
            None if !self.pins.is_empty() => Ok(self.dealt(slot, 0)),
            None => Err(DrawError::Forbidden { tries }),
        }
    }

    /// Of some combinations drawn for a slot, the one with the least likeness to what is there; the first of equals.
    pub(crate) fn deal_unlike(
        &self,
        slot: u64,
        likeness: impl Fn(&Fields) -> u64,
    ) -> Result<Fields, DrawError> {
        let allowed = |values: &Fields| self.rules.as_ref().is_none_or(|rules| rules.allow(values));
        let drawn = (0..REDRAWS).map(|redraw| self.dealt(slot, redraw)).filter(allowed);
        drawn.take(CANDIDATES).min_by_key(likeness).map_or_else(|| self.deal(slot), Ok)
    }

    /// Where shares are dealt out and a slot breaks the rules, exchanges a condition and all that depends on it with
    /// another slot, so that the rules hold and the shares stay as they are. Slots for which no exchange is found are
    /// drawn anew, by the weights, when they are dealt.
    fn exchange(&mut self, rules: &Rules, slots: u64) {
        if !matches!(self.dealer, Dealer::Quota(_)) || !self.pins.is_empty() {
            return;
        }
        let families: Vec<Vec<usize>> =
            groups(&self.variables).iter().map(|group| family(&self.variables, group.root)).collect();
        let holds = |deck: &Self, slot| rules.allow(&deck.dealt(slot, 0));
        for slot in (0..slots).filter(|_| !families.is_empty()) {
            if holds(self, slot) {
                continue;
            }
            let mut stream = Stream::new(self.seed, Purpose::Exchange, [slot, 0]);
            for _ in 0..EXCHANGES {
                let other = stream.below(slots);
                let family = &families[stream.below(families.len() as u64) as usize];
                let fitted = holds(self, other);
                self.dealer.swap(family, slot, other);
                if holds(self, slot) && (!fitted || holds(self, other)) {
                    break;
                }
                self.dealer.swap(family, slot, other);
            }
        }
    }

    /// What a slot gets whatever the rules say. From the second draw of a slot on everything is drawn by the weights.
    fn dealt(&self, slot: u64, redraw: u64) -> Fields {
        let hand = match redraw {
            0 => self.dealer.deal(&self.variables, self.seed, slot),
            _ => vec![None; self.variables.len()],
        };
        let draw = Draw { slot, redraw, hand };
        let mut values: Vec<Option<Json>> =
            self.variables.iter().map(|variable| self.pins.get(&variable.name).cloned()).collect();
        for at in 0..self.variables.len() {
            self.resolve(at, &draw, &mut values);
        }
        self.variables
            .iter()
            .zip(values)
            .filter_map(|(variable, value)| Some((variable.name.clone(), value?)))
            .collect()
    }

    /// Decides the value of one condition, after that of the condition on which it depends.
    fn resolve(&self, at: usize, draw: &Draw, values: &mut Vec<Option<Json>>) {
        if values[at].is_some() {
            return;
        }
        let hand = &draw.hand;
        let mut stream =
            Stream::new(self.seed, Purpose::Condition, [draw.slot, at as u64 | draw.redraw << 32]);
        let variable = &self.variables[at];
        values[at] = match &variable.kind {
            Kind::Free(free) => Some(free.draw(&mut stream)),
            Kind::Listed(cases) => pick(cases, hand[at], &mut stream),
            Kind::Dependent { on, .. } => {
                self.resolve(*on, draw, values);
                let parent = values[*on].as_ref().map(key).unwrap_or_default();
                let dealt = if self.pinned_above(at) { None } else { hand[at] };
                pick(cases_under(variable, &parent), dealt, &mut stream)
            }
        };
    }

    /// Whether a condition on which this one depends was pinned: what was dealt then belongs to another value.
    fn pinned_above(&self, mut at: usize) -> bool {
        while let Kind::Dependent { on, .. } = self.variables[at].kind {
            if self.pins.contains_key(&self.variables[on].name) {
                return true;
            }
            at = on;
        }
        false
    }
}

/// A condition and all that depends on it.
fn family(variables: &[Variable], root: usize) -> Vec<usize> {
    let below = variables[root].children.iter().flat_map(|child| family(variables, *child));
    std::iter::once(root).chain(below).collect()
}

/// One draw of a slot.
struct Draw {
    slot: u64,
    /// How often the slot was drawn before.
    redraw: u64,
    hand: Hand,
}

/// The case that was dealt, or one drawn by the shares.
fn pick(cases: &[Case], dealt: Option<usize>, stream: &mut Stream) -> Option<Json> {
    let at = dealt.unwrap_or_else(|| stream.weighted(cases.iter().map(|case| case.share)));
    cases.get(at).map(|case| case.value.clone())
}

fn check(variables: &[Variable]) -> Result<(), DrawError> {
    if let Some(condition) = circular(variables) {
        return Err(DrawError::Circular { condition: condition.into() });
    }
    let empty = |variable: &Variable, parent: Option<&str>| DrawError::Empty {
        condition: variable.name.clone(),
        parent: parent.map(Into::into),
    };
    for variable in variables {
        match &variable.kind {
            Kind::Listed(cases) if cases.is_empty() => return Err(empty(variable, None)),
            Kind::Dependent { on, cases } => {
                let parents: Vec<&Case> = match &variables[*on].kind {
                    Kind::Listed(cases) => cases.iter().collect(),
                    Kind::Dependent { cases, .. } => cases.values().flatten().collect(),
                    Kind::Free(_) => Vec::new(),
                };
                let missing = parents.iter().find(|parent| cases.get(&parent.key).is_none_or(Vec::is_empty));
                if let Some(parent) = missing {
                    return Err(empty(variable, Some(&parent.key)));
                }
            }
            Kind::Listed(_) | Kind::Free(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
