//! Rules: which combinations of conditions are never drawn.

use std::sync::{Mutex, PoisonError};

use dataset::Fields;
use recipe::Recipe;

use crate::expression::Expression;
use crate::prompt::{PromptError, Scene};

/// Slots of a grid that are passed over in a row before the search ends.
pub(super) const PASSED_OVER: u64 = 20_000;

/// The rules of a recipe.
#[derive(Debug)]
pub(super) struct Rules {
    recipe: Recipe,
    tests: Vec<Expression>,
    /// The first slots of a grid whose combinations are allowed, as far as they were asked for.
    allowed: Mutex<Vec<u64>>,
}

impl Rules {
    /// The rules of a recipe, or `None` where it has none.
    pub(super) fn of(recipe: &Recipe) -> Result<Option<Self>, PromptError> {
        if recipe.schedule.rules.is_empty() {
            return Ok(None);
        }
        let compile =
            |(at, rule): (usize, &String)| Expression::compile(recipe, format!("rule {}", at + 1), rule);
        let tests = recipe.schedule.rules.iter().enumerate().map(compile).collect::<Result<_, _>>()?;
        Ok(Some(Self { recipe: recipe.clone(), tests, allowed: Mutex::default() }))
    }

    /// Whether all rules are true of these conditions.
    pub(super) fn hold(&self, conditions: &Fields) -> Result<bool, PromptError> {
        let fields = Fields::new();
        let scene =
            Scene { conditions, input: None, shown: &[], fields: &fields, item: None, pending: false };
        for test in &self.tests {
            if !test.holds(&self.recipe, &scene)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether all rules can be computed and are true of these conditions.
    pub(super) fn allow(&self, conditions: &Fields) -> bool {
        matches!(self.hold(conditions), Ok(true))
    }

    /// The slot of a grid without rules that stands for a slot of the grid with them, so that all allowed combinations
    /// come equally often; `None` where too many in a row are forbidden.
    pub(super) fn slot(&self, slot: u64, deal: impl Fn(u64) -> Fields) -> Option<u64> {
        let mut allowed = self.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        while allowed.len() as u64 <= slot {
            let next = allowed.last().map_or(0, |last| last + 1);
            let found = (next..next + PASSED_OVER).find(|slot| self.allow(&deal(*slot)));
            allowed.push(found?);
        }
        allowed.get(slot as usize).copied()
    }
}
