//! What the steps of an applied pipeline did, in sentences for a dataset card and a report.

use ::project::{Reader, RunId};
use curation::{GateReport, Verdict};
use evaluation::signed_points;
use serde_json::Value;

use crate::error::Result;
use crate::types::StepReport;

/// What the steps of the pipeline that stands on the rows of a run did; none where an older program applied it.
pub fn standing_steps(reader: &Reader, run: RunId) -> Result<Vec<StepReport>> {
    Ok(reader.curation(run)?.map(|standing| steps_of(standing.steps)).unwrap_or_default())
}

/// The steps as a project keeps them.
pub fn steps_of(kept: Value) -> Vec<StepReport> {
    serde_json::from_value(kept).unwrap_or_default()
}

/// A step by its kind: `Near duplicate`.
pub fn title(step: &StepReport) -> String {
    let mut words = step.kind.replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What a step did: `dropped 12 rows`.
pub fn said(step: &StepReport) -> String {
    let counts = step.counts;
    let rows = |count: usize| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let deeds = [
        (counts.dropped, "dropped"),
        (counts.relabelled, "gave another label to"),
        (counts.weighed, "weighed"),
    ];
    let done: Vec<String> = deeds
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, deed)| format!("{deed} {}", rows(*count)))
        .collect();
    let done = if done.is_empty() { "changed nothing".to_owned() } else { done.join(" and ") };
    let gate = step.gate.as_ref().map(judged);
    match (step.in_force, step.against_gate, gate) {
        (false, _, Some(gate)) => format!("held back, so it changed nothing: {gate}."),
        (false, _, None) => "held back, as no gold rows could judge it; it changed nothing.".to_owned(),
        (true, true, Some(gate)) => format!("{done}. Used against the gate: {gate}."),
        (true, true, None) => format!("{done}. Used although no gold rows could judge it."),
        (true, false, Some(gate)) => format!("{done}. Tried on students: {gate}."),
        (true, false, None) => format!("{done}."),
    }
}

/// `costs 3.1 points on 200 gold rows (−5.0 to −1.2)`.
fn judged(gate: &GateReport) -> String {
    let points = 100.0 * (gate.after - gate.before);
    let what = match gate.verdict {
        Verdict::Hurts => format!("it costs {:.1} points", -points),
        Verdict::Helps => format!("it gains {points:.1} points"),
        Verdict::Harmless => "it does no harm".to_owned(),
        Verdict::CannotTell => "it cannot be told whether it does harm".to_owned(),
    };
    let rows = if gate.gold == 1 { "1 gold row".to_owned() } else { format!("{} gold rows", gate.gold) };
    format!("{what} on {rows} ({} to {} points)", signed_points(gate.low), signed_points(gate.high))
}

#[cfg(test)]
mod tests {
    use curation::Counts;

    use super::*;

    #[test]
    fn steps_say_what_they_did() {
        let gate =
            |verdict| GateReport { before: 0.8, after: 0.769, low: -0.05, high: -0.012, gold: 200, verdict };
        let step = StepReport {
            kind: "label-errors".into(),
            policy: false,
            in_force: true,
            against_gate: false,
            counts: Counts { measured: 9, dropped: 1, ..Counts::default() },
            gate: None,
            features: None,
        };
        let check = |step: StepReport, expected: &str| assert_eq!(said(&step), expected);
        assert_eq!(title(&step), "Label errors");
        check(step.clone(), "dropped 1 row.");
        check(StepReport { counts: Counts::default(), ..step.clone() }, "changed nothing.");
        let both = Counts { dropped: 2, weighed: 7, ..step.counts };
        check(StepReport { counts: both, ..step.clone() }, "dropped 2 rows and weighed 7 rows.");
        let hurts = StepReport { gate: Some(gate(Verdict::Hurts)), ..step.clone() };
        check(
            StepReport { against_gate: true, ..hurts.clone() },
            "dropped 1 row. Used against the gate: it costs 3.1 points on 200 gold rows (−5.0 to −1.2 points).",
        );
        check(
            StepReport { in_force: false, ..hurts },
            "held back, so it changed nothing: it costs 3.1 points on 200 gold rows (−5.0 to −1.2 points).",
        );
        check(
            StepReport { in_force: false, ..step },
            "held back, as no gold rows could judge it; it changed nothing.",
        );
    }
}
