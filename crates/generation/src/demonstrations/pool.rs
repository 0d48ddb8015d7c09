//! The rows made so far, and what a student that learns from them says.
//!
//! Between two rounds the student may be trained again; within a round nothing changes, so what a draw shows depends on
//! the rows accepted before its round and on nothing else.

use std::collections::{BTreeMap, HashMap};

use dataset::{Fields, Shown};
use inference::Model;
use recipe::{Recipe, Select, Strategy};
use students::TextClassifier;

use super::{Embed, Shots, spread};
use crate::draw::{key, text};
use crate::plan::Plan;
use crate::prompt::PromptError;

/// Tokens that are held back.
const FREQUENT: usize = 100;
/// Fewest rows that a student learns from.
const FEWEST: usize = 20;
/// Of so many rows one is held out, to see what a row teaches.
const HELD_OUT: usize = 5;
/// Rows with the best influence for each label (ProGen, Ye et al. 2022).
const BEST: usize = 50;

/// An accepted row as its attempt made it.
#[derive(Debug)]
pub(crate) struct Made {
    pub row: Fields,
    pub conditions: Fields,
    /// All that was made on the way to the row.
    pub fields: Fields,
    /// What its prompts showed.
    pub shown: Vec<Shown>,
}

/// Rows accepted so far, by their numbers.
#[derive(Debug, Default)]
pub struct Pool {
    rows: Vec<Fields>,
    /// By condition and by pair of conditions, how often the rows have each value or pair of values, where draws keep away
    /// from them.
    drawn: HashMap<String, HashMap<String, u64>>,
    /// How often accepted rows were shown each row, by block of demonstrations.
    shown: HashMap<String, HashMap<usize, u64>>,
    /// For each block of demonstrations the rows that it prefers, once they are known.
    preferred: Vec<Option<Vec<usize>>>,
    /// Number of rows at which the student is trained again.
    next: usize,
    /// For each step that holds frequent tokens back, how often the rows use each token.
    used: BTreeMap<usize, HashMap<u32, u64>>,
    /// By how much each of the most frequent ones is pushed down.
    suppressed: BTreeMap<usize, Vec<(u32, f32)>>,
}

impl Pool {
    /// The rows of a run, by their numbers, for showing again what its prompts showed.
    #[must_use]
    pub fn of(rows: Vec<Fields>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// How much the rows have of a combination of values, alone and in pairs. A value counts the more the more others its
    /// condition has, as it is then expected the less.
    pub(crate) fn likeness(&self, conditions: &Fields) -> u64 {
        let counted = |(of, values): &(String, String)| {
            let known = self.drawn.get(of)?;
            Some(known.get(values)? * known.len() as u64)
        };
        combined(conditions).iter().filter_map(counted).sum()
    }

    /// Takes an accepted row.
    pub(crate) fn push(&mut self, plan: &Plan, model: &dyn Model, made: Made) {
        let Made { row, conditions, fields, shown } = made;
        self.rows.push(row);
        for Shown { name, rows } in shown {
            let counts = self.shown.entry(name).or_default();
            rows.into_iter().for_each(|at| *counts.entry(at).or_default() += 1);
        }
        if plan.recipe().schedule.strategy == Strategy::Diverse {
            for (of, values) in combined(&conditions) {
                *self.drawn.entry(of).or_default().entry(values).or_default() += 1;
            }
        }
        for (position, step) in plan.recipe().steps.iter().enumerate() {
            if step.sampling.suppression == 0.0 {
                continue;
            }
            let used = self.used.entry(position).or_default();
            for value in step.output.keys().filter_map(|name| fields.get(name)) {
                model
                    .tokenize(&text(value))
                    .into_iter()
                    .for_each(|token| *used.entry(token).or_default() += 1);
            }
        }
    }

    /// What is added to the logits of a step (Chung et al. 2023: of the 100 most frequent tokens, in proportion to their
    /// share in percent, with a floor).
    pub(crate) fn suppressed(&self, step: usize) -> Vec<(u32, f32)> {
        self.suppressed.get(&step).cloned().unwrap_or_default()
    }

    fn suppress(&mut self, recipe: &Recipe) {
        for (step, used) in &self.used {
            let strength = f64::from(recipe.steps[*step].sampling.suppression);
            let all: u64 = used.values().sum();
            let mut ranked: Vec<(u32, u64)> = used.iter().map(|(token, count)| (*token, *count)).collect();
            ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let bias = |(token, count): (u32, u64)| {
                let percent = 100.0 * count as f64 / all as f64;
                (token, -(strength * percent).min(strength) as f32)
            };
            self.suppressed.insert(*step, ranked.into_iter().take(FREQUENT).map(bias).collect());
        }
    }

    /// How often accepted rows were shown a row of a block.
    pub(super) fn shown(&self, name: &str, at: usize) -> u64 {
        self.shown.get(name).and_then(|counts| counts.get(&at)).copied().unwrap_or_default()
    }

    pub(super) fn rows(&self) -> &[Fields] {
        &self.rows
    }

    pub(super) fn preferred(&self, position: usize) -> Option<&[usize]> {
        self.preferred.get(position)?.as_deref()
    }

    /// Looks at the rows between two rounds: when they are a quarter more than the last time, every block chooses anew
    /// which of them it prefers.
    pub(crate) fn settle(
        &mut self,
        recipe: &Recipe,
        shots: &[Shots],
        encoder: Option<&dyn Embed>,
    ) -> Result<(), PromptError> {
        self.suppress(recipe);
        if self.rows.len() < self.next.max(FEWEST) || !shots.iter().any(Shots::reads_rows) {
            return Ok(());
        }
        self.next = self.rows.len() + self.rows.len().div_ceil(4);
        let labelled = Labelled::of(recipe);
        let preferred = shots.iter().map(|shots| match shots.spec.select {
            Select::Informative if shots.is_synthetic() => {
                Ok(labelled.as_ref().map(|labelled| labelled.informative(&self.rows)))
            }
            Select::Hard => {
                Ok(labelled.as_ref().map(|labelled| labelled.hard(&self.rows, shots.candidates(self))))
            }
            Select::Diverse | Select::VoteK if shots.is_synthetic() => {
                let all = (0..self.rows.len()).collect();
                spread::choose(&shots.spec, &self.rows, all, encoder).map(Some)
            }
            _ => Ok(None),
        });
        self.preferred = preferred.collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// The conditions with their values, each alone and in pairs.
fn combined(conditions: &Fields) -> Vec<(String, String)> {
    let single: Vec<(String, String)> =
        conditions.iter().map(|(name, value)| (name.clone(), key(value))).collect();
    let join = |a: &str, b: &str| format!("{a}\0{b}");
    let pairs = single.iter().enumerate().flat_map(|(at, (name, value))| {
        let others = single[at + 1..].iter();
        others.map(move |(other, its)| (join(name, other), join(value, its)))
    });
    single.iter().cloned().chain(pairs).collect()
}

/// Which fields of a row hold its text and its label.
struct Labelled {
    text: String,
    label: String,
}

impl Labelled {
    fn of(recipe: &Recipe) -> Option<Self> {
        Some(Self { text: recipe.text_column()?, label: recipe.label_column()? })
    }

    fn pair(&self, row: &Fields) -> Option<(String, String)> {
        Some((text(row.get(&self.text)?), text(row.get(&self.label)?)))
    }

    /// Of each label the rows that help most on rows held out, the most helpful first (ProGen).
    fn informative(&self, rows: &[Fields]) -> Vec<usize> {
        let pairs: Vec<(usize, (String, String))> =
            rows.iter().enumerate().filter_map(|(at, row)| Some((at, self.pair(row)?))).collect();
        let (held, taught): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(at, _)| at % HELD_OUT == 0);
        let (places, taught): (Vec<usize>, Vec<(String, String)>) = taught.into_iter().unzip();
        let held: Vec<(String, String)> = held.into_iter().map(|(_, pair)| pair).collect();
        let student = TextClassifier::fit(&taught);
        let influences = student.influences(&held);
        let mut ranked: Vec<usize> = (0..taught.len()).filter(|at| influences[*at] < 0.0).collect();
        ranked.sort_by(|a, b| influences[*a].total_cmp(&influences[*b]).then(a.cmp(b)));
        let best = student.labels().iter().flat_map(|label| {
            ranked.iter().copied().filter(|at| taught[*at].1 == *label).take(BEST).collect::<Vec<_>>()
        });
        best.map(|at| places[at]).collect()
    }

    /// The candidates that a student of the rows gives another label (S3, Wang et al. 2023).
    fn hard(&self, rows: &[Fields], candidates: &[Fields]) -> Vec<usize> {
        let pairs: Vec<(String, String)> = rows.iter().filter_map(|row| self.pair(row)).collect();
        let student = TextClassifier::fit(&pairs);
        let wrong = |row: &Fields| {
            let (text, label) = self.pair(row)?;
            Some(student.predict(&text)? != label)
        };
        candidates.iter().enumerate().filter(|(_, row)| wrong(row) == Some(true)).map(|(at, _)| at).collect()
    }
}
