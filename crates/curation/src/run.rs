//! Making the steps of a pipeline.

use crate::measure::{View, measure};
use crate::{
    Curated, GateOptions, Gold, Outcome, Pipeline, Purpose, Rows, Step, StepError, StepOutcome, Study,
    compare,
};

/// What a pipeline is made with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'r> {
    /// Rows whose labels people vouch for; none of them may be among those that are curated.
    pub gold: &'r [Gold],
    /// How each step is tried on students; without, or without gold rows, every step is in force. Steps that learn from gold
    /// rows then see half of them and are tried on the other half.
    pub gate: Option<GateOptions>,
    /// Decides how rows are dealt into folds.
    pub seed: u64,
}

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

/// Makes the steps in order, each on the rows and labels that those before it left. A step that the gate holds back
/// shows what it measured and leaves the rows as they were.
///
/// # Errors
/// A step lacks what it reads.
pub fn curate(pipeline: &Pipeline, rows: &Rows, setting: Setting<'_>) -> Result<Outcome, RunError> {
    let gate = setting.gate.filter(|_| !setting.gold.is_empty());
    let study = Study::new(rows, setting.gold, setting.seed);
    let study = if gate.is_some() { study.spared() } else { study };
    let mut outcome = Outcome::start(rows);
    let mut state = outcome.rows();
    let mut before = gate.map(|gate| study.correct(&state, gate.students));
    for (at, step) in pipeline.steps.iter().enumerate() {
        let made = make(step, rows, &state, &study).map_err(|error| RunError {
            step: at + 1,
            kind: step.kind(),
            error,
        })?;
        outcome.steps.push(made);
        let changed = outcome.rows();
        let after = gate.map(|gate| study.correct(&changed, gate.students));
        let judging = |of: &Option<Vec<f64>>| Some(study.judging(step, of.as_deref()?));
        let report = gate.and_then(|gate| compare(&judging(&before)?, &judging(&after)?, gate));
        let in_force = gate.is_none()
            || step.purpose() == Purpose::Policy
            || report.is_some_and(|report| report.verdict.passes());
        if let Some(made) = outcome.steps.last_mut() {
            (made.gate, made.in_force) = (report, in_force);
        }
        if in_force {
            (state, before) = (changed, after);
        }
    }
    Ok(outcome)
}

fn make(step: &Step, rows: &Rows, state: &[Curated], study: &Study<'_>) -> Result<StepOutcome, StepError> {
    let kept: Vec<bool> = state.iter().map(|row| row.dropped_by.is_none()).collect();
    let labels: Vec<Option<String>> = state.iter().map(|row| row.label.clone()).collect();
    let measured = measure(step, View { rows, kept: &kept, labels: &labels }, study)?;
    let effects = measured.decide(step.rule(), &labels);
    Ok(StepOutcome { step: step.clone(), measured, labels, effects, gate: None, in_force: true })
}
