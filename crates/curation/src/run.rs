//! Making the steps of a pipeline.

use crate::measure::{View, measure};
use crate::{Outcome, Pipeline, Rows, StepError, StepOutcome};

/// A step could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("step {step} ({kind}): {error}")]
pub struct RunError {
    /// Number of the step, from 1.
    pub step: usize,
    /// Its kind.
    pub kind: &'static str,
    /// Why.
    pub error: StepError,
}

/// Makes the steps in order, each on the rows and labels that those before it left.
///
/// # Errors
/// A step lacks what it reads.
pub fn curate(pipeline: &Pipeline, rows: &Rows) -> Result<Outcome, RunError> {
    let mut outcome = Outcome::start(rows);
    for (at, step) in pipeline.steps.iter().enumerate() {
        let state = outcome.rows();
        let kept: Vec<bool> = state.iter().map(|row| row.dropped_by.is_none()).collect();
        let labels: Vec<Option<String>> = state.into_iter().map(|row| row.label).collect();
        let measured = measure(step, View { rows, kept: &kept, labels: &labels })
            .map_err(|error| RunError { step: at + 1, kind: step.kind(), error })?;
        let effects = measured.decide(step.rule(), &labels);
        outcome.steps.push(StepOutcome { step: step.clone(), measured, labels, effects, in_force: true });
    }
    Ok(outcome)
}
