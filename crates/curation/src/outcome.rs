//! What a pipeline did, step by step. Nothing is deleted: what a row has become is worked out from the marks of the
//! steps that are in force, so taking one out undoes it.

mod lists;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AtGate, Effect, Evidence, GateReport, Measured, Rows, Rule, Step};

pub use lists::{DuplicateCopy, DuplicateGroup, LabelError};

/// What one step measured and did.
#[derive(Clone, Debug, PartialEq)]
pub struct StepOutcome {
    /// The step.
    pub step: Step,
    /// What it measured.
    pub measured: Measured,
    /// Whether each row was still kept before it.
    pub kept: Vec<bool>,
    /// The labels that the rows had before it.
    pub labels: Vec<Option<String>>,
    /// What it does to each row.
    pub effects: Vec<Option<Effect>>,
    /// What it did to students, where it was tried.
    pub gate: Option<GateReport>,
    /// Whether it counts.
    pub force: Force,
}

/// Whether a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// It does.
    InForce,
    /// The gate holds it back.
    HeldBack,
    /// It does although the gate would hold it back, as the pipeline says.
    AgainstGate,
}

impl Force {
    /// Whether the step does anything to rows.
    #[must_use]
    pub fn counts(self) -> bool {
        self != Self::HeldBack
    }

    /// The same verdict of the gate where the pipeline says this of it.
    pub(crate) fn under(self, gate: AtGate) -> Self {
        match (self, gate) {
            (Self::InForce, _) => Self::InForce,
            (_, AtGate::Obey) => Self::HeldBack,
            (_, AtGate::Ignore) => Self::AgainstGate,
        }
    }
}

/// What a rule would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "CurationCounts")]
pub struct Counts {
    /// Rows with a value.
    pub measured: usize,
    /// Rows that it drops.
    pub dropped: usize,
    /// Rows that it relabels.
    pub relabelled: usize,
    /// Rows that it weighs.
    pub weighed: usize,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "CuratedRow")]
pub struct Curated {
    /// Number of the step that dropped it.
    pub dropped_by: Option<usize>,
    /// Its label now.
    pub label: Option<String>,
    /// Its weight, 1 at first.
    pub weight: f64,
}

/// What a step did to a row and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(rename = "CurationMark")]
pub struct Mark {
    /// Number of the step, from 0.
    pub step: usize,
    /// Its kind.
    pub kind: String,
    /// The value that decided.
    pub value: f64,
    /// What the value was taken from.
    pub evidence: Option<Evidence>,
    /// What was done.
    pub effect: Effect,
}

/// What a pipeline did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The labels that the rows came with.
    pub labels: Vec<Option<String>>,
    /// The steps, in order.
    pub steps: Vec<StepOutcome>,
}

impl StepOutcome {
    /// What another rule, such as the same with another limit, would do to each row with the same values.
    #[must_use]
    pub fn preview(&self, rule: Rule) -> Vec<Option<Effect>> {
        self.measured.decide(rule, &self.labels)
    }

    /// What the step does.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.measured, &self.effects)
    }

    /// The values of the rows, for a histogram.
    #[must_use]
    pub fn histogram(&self, bins: usize) -> Vec<measures::Bin> {
        let values: Vec<f64> = self.measured.values.iter().copied().flatten().collect();
        match values.first() {
            // A limit that cut a wide bin of one value would seem to act on a part of its rows.
            Some(value) if values.iter().all(|other| other == value) => {
                vec![measures::Bin { low: *value, high: *value, count: values.len() as u64 }]
            }
            _ => measures::histogram(&values, bins),
        }
    }
}

impl Counts {
    /// Counts what is done to rows.
    #[must_use]
    pub fn of(measured: &Measured, effects: &[Option<Effect>]) -> Self {
        let mut counts = Self { measured: measured.values.iter().flatten().count(), ..Self::default() };
        for effect in effects.iter().flatten() {
            match effect {
                Effect::Drop => counts.dropped += 1,
                Effect::Relabel { .. } => counts.relabelled += 1,
                Effect::Weigh { .. } => counts.weighed += 1,
            }
        }
        counts
    }
}

impl Outcome {
    /// Before any step.
    #[must_use]
    pub fn start(rows: &Rows) -> Self {
        Self { labels: rows.labels().to_vec(), steps: Vec::new() }
    }

    /// What became of each row.
    #[must_use]
    pub fn rows(&self) -> Vec<Curated> {
        let start = |label: &Option<String>| Curated { dropped_by: None, label: label.clone(), weight: 1.0 };
        let mut rows: Vec<Curated> = self.labels.iter().map(start).collect();
        for (number, step) in self.steps.iter().enumerate().filter(|(_, step)| step.force.counts()) {
            for (row, effect) in rows.iter_mut().zip(&step.effects) {
                apply(row, number, effect.as_ref());
            }
        }
        rows
    }

    /// Rows left at first and after each step; a step that is not in force leaves as many as there were.
    #[must_use]
    pub fn funnel(&self) -> Vec<usize> {
        let mut dropped = vec![0_usize; self.steps.len()];
        self.rows().iter().filter_map(|row| row.dropped_by).for_each(|step| dropped[step] += 1);
        let mut left = self.labels.len();
        let after = dropped.into_iter().map(|dropped| {
            left -= dropped;
            left
        });
        std::iter::once(self.labels.len()).chain(after).collect()
    }

    /// What was done to a row, in order, by the steps in force.
    #[must_use]
    pub fn marks(&self, row: usize) -> Vec<Mark> {
        let steps = self.steps.iter().enumerate().filter(|(_, step)| step.force.counts());
        let mark = |(number, step): (usize, &StepOutcome)| {
            Some(Mark {
                step: number,
                kind: step.step.kind().to_owned(),
                value: (*step.measured.values.get(row)?)?,
                evidence: step.measured.evidence.get(row)?.clone(),
                effect: step.effects.get(row)?.clone()?,
            })
        };
        steps.filter_map(mark).collect()
    }
}

fn apply(row: &mut Curated, number: usize, effect: Option<&Effect>) {
    match effect {
        // Undoing an earlier step can leave two that drop a row: the first has done it.
        Some(Effect::Drop) => row.dropped_by = row.dropped_by.or(Some(number)),
        Some(Effect::Weigh { factor }) => row.weight *= factor,
        Some(Effect::Relabel { to, .. }) => row.label = Some(to.clone()),
        None => {}
    }
}

#[cfg(test)]
mod tests;
