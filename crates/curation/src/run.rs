//! Making the steps of a pipeline.

use std::cell::RefCell;

use crate::measure::{View, measure};
use crate::{
    Curated, Force, GateOptions, GateReport, Gold, Measured, Outcome, Pipeline, PipelineStep, Purpose, Rows,
    Step, StepError, StepOutcome, Study, compare,
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
    /// Number of the step in the document, from 1.
    pub step: usize,
    /// Its kind.
    pub kind: &'static str,
    /// Why.
    pub error: StepError,
}

/// Makes the steps in order, each on the rows and labels that those before it left; those that are switched off are left
/// out. A step that the gate holds back shows what it measured and leaves the rows as they were, unless the pipeline says
/// that it counts all the same.
///
/// # Errors
/// A step lacks what it reads.
pub fn curate(pipeline: &Pipeline, rows: &Rows, setting: Setting<'_>) -> Result<Outcome, RunError> {
    Ok(curate_again(pipeline, rows, setting, None, &mut |_| true)?.unwrap_or_default())
}

/// As [`curate`], after the pipeline was changed: steps at the beginning that are as they were in `before`, an outcome
/// of the same rows in the same setting, are taken from it, and of later ones what they measured where they would measure
/// the same again. `watch` hears the number of each step before it is made, and while one takes long; its `false` ends the
/// work, which gives `None`.
///
/// # Errors
/// A step lacks what it reads.
pub fn curate_again(
    pipeline: &Pipeline,
    rows: &Rows,
    setting: Setting<'_>,
    before: Option<&Outcome>,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Result<Option<Outcome>, RunError> {
    let gate = setting.gate.filter(|_| !setting.gold.is_empty());
    let study = Study::new(rows, setting.gold, setting.seed);
    let study = if gate.is_some() { study.spared() } else { study };
    let earlier = before.map_or(&[][..], |before| &before.steps);
    let steps: Vec<(usize, &PipelineStep)> = pipeline.made().collect();
    let same = earlier.iter().zip(&steps).take_while(|(made, (_, step))| made.is_of(step)).count();
    let mut outcome = Outcome::start(rows);
    outcome.steps.extend_from_slice(&earlier[..same]);
    let mut state = outcome.rows();
    let mut known = None;
    let watch = RefCell::new(watch);
    for (at, (number, PipelineStep { step, gate: at_gate, .. })) in steps.into_iter().enumerate().skip(same) {
        let go_on = || (watch.borrow_mut())(at);
        if !go_on() {
            return Ok(None);
        }
        let known_before = known.take();
        let correct_before =
            gate.map(|gate| known_before.unwrap_or_else(|| study.correct(&state, gate.students)));
        let view = Before::of(&state);
        let made = match earlier.iter().find(|made| measures_as(made, step) && view.is_that_of(made)) {
            Some(made) => decide(step, made.measured.clone(), view),
            None => match make(step, rows, view, &study, &go_on) {
                Err(StepError::Stopped) => return Ok(None),
                made => made.map_err(|error| RunError { step: number + 1, kind: step.kind(), error })?,
            },
        };
        outcome.steps.push(made);
        let changed = outcome.rows();
        let is_same = changed == state;
        // Students of the same rows know the same.
        let correct_after = match &correct_before {
            Some(before) if is_same => Some(before.clone()),
            _ => gate.map(|gate| study.correct(&changed, gate.students)),
        };
        let judging = |of: &Option<Vec<f64>>| Some(study.judging(step, of.as_deref()?));
        let report =
            gate.and_then(|gate| compare(&judging(&correct_before)?, &judging(&correct_after)?, gate));
        let report = if is_same { report.map(GateReport::unchanged) } else { report };
        let passes = gate.is_none()
            || step.purpose() == Purpose::Policy
            || report.is_some_and(|report| report.verdict.passes());
        let force = if passes { Force::InForce } else { Force::HeldBack.under(*at_gate) };
        if let Some(made) = outcome.steps.last_mut() {
            (made.gate, made.force) = (report, force);
        }
        known = if force.counts() { correct_after } else { correct_before };
        if force.counts() {
            state = changed;
        }
    }
    Ok(Some(outcome))
}

/// What students make of rows as they are `after`, beside what they make of them `before`. Where one of the steps that led
/// from one to the other learns from gold rows, only those that it did not see judge. `None` without gate or gold rows.
#[must_use]
pub fn judged_by_students<'s>(
    rows: &Rows,
    setting: Setting<'_>,
    steps: impl IntoIterator<Item = &'s Step>,
    before: &[Curated],
    after: &[Curated],
) -> Option<GateReport> {
    let gate = setting.gate.filter(|_| !setting.gold.is_empty())?;
    let study = Study::new(rows, setting.gold, setting.seed).spared();
    let taught = steps.into_iter().find(|step| step.learns_from_gold());
    let correct = |state: &[Curated]| {
        let correct = study.correct(state, gate.students);
        match taught {
            Some(step) => study.judging(step, &correct),
            None => correct,
        }
    };
    let report = compare(&correct(before), &correct(after), gate)?;
    Some(if before == after { report.unchanged() } else { report })
}

/// What a step sees of the rows.
struct Before {
    kept: Vec<bool>,
    labels: Vec<Option<String>>,
    weights: Vec<f64>,
}

impl Before {
    fn of(state: &[Curated]) -> Self {
        Self {
            kept: state.iter().map(|row| row.dropped_by.is_none()).collect(),
            labels: state.iter().map(|row| row.label.clone()).collect(),
            weights: state.iter().map(|row| row.weight).collect(),
        }
    }

    /// Whether a step that was made saw the same; weights are read by a balance alone, which is measured at once.
    fn is_that_of(&self, made: &StepOutcome) -> bool {
        !matches!(made.step, Step::Balance { .. }) && self.kept == made.kept && self.labels == made.labels
    }
}

impl StepOutcome {
    /// Whether it is what a step of a pipeline would come to on the same rows.
    fn is_of(&self, step: &PipelineStep) -> bool {
        self.step == step.step && self.force == self.force.under(step.gate)
    }
}

/// Whether a step, held against the same rows, would measure what was measured: the two differ in their rule alone.
fn measures_as(made: &StepOutcome, step: &Step) -> bool {
    let without_rule = |step: &Step| {
        let mut value = serde_json::to_value(step).unwrap_or_default();
        if let Some(table) = value.as_object_mut() {
            let rule: &[&str] = match step {
                Step::Length { .. } => &["words"],
                Step::GenerationProbability { .. } | Step::Ambiguity { .. } => &["share"],
                // Below this, fewer pairs are looked at than a lower limit asks for.
                Step::NearDuplicate { limit, .. } if *limit < crate::measure::NEAR_FLOOR => &[],
                _ => &["limit"],
            };
            rule.iter().for_each(|name| drop(table.remove(*name)));
        }
        value
    };
    without_rule(&made.step) == without_rule(step)
}

fn make(
    step: &Step,
    rows: &Rows,
    before: Before,
    study: &Study<'_>,
    go_on: &dyn Fn() -> bool,
) -> Result<StepOutcome, StepError> {
    let measured = measure(
        step,
        View { rows, kept: &before.kept, labels: &before.labels, weights: &before.weights },
        study,
        go_on,
    )?;
    Ok(decide(step, measured, before))
}

fn decide(step: &Step, measured: Measured, before: Before) -> StepOutcome {
    let effects = measured.decide(step.rule(), &before.labels);
    let Before { kept, labels, .. } = before;
    StepOutcome { step: step.clone(), measured, kept, labels, effects, gate: None, force: Force::InForce }
}
