//! Making the steps of a pipeline.

use crate::measure::{View, measure};
use crate::{
    Curated, GateOptions, GateReport, Gold, Outcome, Pipeline, Purpose, Rows, StepError, StepOutcome, Study,
    compare,
};

/// What a pipeline is made with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'r> {
    /// Rows whose labels people vouch for; none of them may be among those that are curated.
    pub gold: &'r [Gold],
    /// How each step is tried on students; without, or without gold rows, every step is in force.
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
    let study = Study::new(rows, setting.gold, setting.seed);
    let mut outcome = Outcome::start(rows);
    let gate = setting.gate.filter(|_| !setting.gold.is_empty());
    let mut state = outcome.rows();
    let mut before = gate.map(|gate| study.correct(&state, gate.students));
    for (at, step) in pipeline.steps.iter().enumerate() {
        let kept: Vec<bool> = state.iter().map(|row| row.dropped_by.is_none()).collect();
        let labels: Vec<Option<String>> = state.iter().map(|row| row.label.clone()).collect();
        let measured = measure(step, View { rows, kept: &kept, labels: &labels }, &study)
            .map_err(|error| RunError { step: at + 1, kind: step.kind(), error })?;
        let effects = measured.decide(step.rule(), &labels);
        outcome.steps.push(StepOutcome {
            step: step.clone(),
            measured,
            labels,
            effects,
            gate: None,
            in_force: true,
        });
        let after = outcome.rows();
        let tried = gate.zip(before.as_ref()).map(|(gate, before)| attempt(&study, gate, before, &after));
        let Some(last) = outcome.steps.last_mut() else { continue };
        let mut known = None;
        if let Some((correct, report)) = tried {
            last.gate = report;
            let passes = report.is_some_and(|report| report.verdict.passes());
            last.in_force = passes || step.purpose() == Purpose::Policy;
            known = Some(correct);
        }
        if last.in_force {
            state = after;
            before = known.or(before);
        }
    }
    Ok(outcome)
}

fn attempt(
    study: &Study<'_>,
    gate: GateOptions,
    before: &[f64],
    after: &[Curated],
) -> (Vec<f64>, Option<GateReport>) {
    let correct = study.correct(after, gate.students);
    let report = compare(before, &correct, gate);
    (correct, report)
}
