//! How well rows keep to what was asked, and how far they are true.
//!
//! Each module answers one question: it takes rows and what people, students or models said of them, and gives a
//! [`Panel`] of figures, charts whose parts open the rows behind them, and a sentence.

pub mod adherence;
pub mod answers;
pub mod arithmetic;
pub mod audit;
pub mod calibration;
pub mod entities;
pub mod estimate;
pub mod ground_truth;
pub mod labels;
mod number;
pub mod oracle;
mod panel;
pub mod perplexity;
mod review;
pub mod rubric;
mod student;
pub mod trained_judge;

pub use panel::Panel;
pub use review::{Drawn, Review, Verdict};
pub use student::{Refused, StudentOptions};

use crate::chart::{Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percent};
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// How many attempts passed which checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Answers made.
    pub generated: u64,
    /// Of these, passed every check on the row alone.
    pub valid: u64,
}

/// The model's own answer when asked again for each row's label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Rows asked about.
    pub asked: u64,
    /// Rows whose label the model gave again.
    pub agreed: u64,
}

/// Validity, adherence to the conditions that a rule can judge, log-probability, and agreement where it was asked.
#[must_use]
pub fn measure(rows: &Rows, attempts: Attempts, agreement: Option<Agreement>) -> Vec<Measure> {
    let mut measures = vec![Dashboard::Faithfulness.share(
        "valid-share",
        "Valid answers",
        "Share of the model's answers that could be read and passed every check of the row alone.",
        attempts.valid,
        attempts.generated,
    )];
    measures.extend(adherence(rows));
    let logs: Vec<f64> = rows.rows().iter().filter_map(|row| row.mean_log_probability).collect();
    let mean = (!logs.is_empty()).then(|| logs.iter().sum::<f64>() / logs.len() as f64);
    measures.push(
        Dashboard::Faithfulness.measure(
            "log-probability-mean",
            "Mean log-probability",
            "How expected the texts were to the model itself, per token; nearer to 0 is more expected.",
            Unit::LogProbability,
            logs.len(),
            mean,
        )
        .noted(
            "Forced tokens are left out. Expected is not the same as right: it favours short, general texts.",
        ),
    );
    measures.push(label_agreement(agreement));
    measures
}

/// How often the model, asked again for a row's label, gives the one that it carries.
#[must_use]
pub fn label_agreement(agreement: Option<Agreement>) -> Measure {
    match agreement {
        Some(Agreement { asked, agreed }) => Dashboard::Faithfulness
            .share(
                "label-agreement",
                "Label agreement",
                "Share of rows to which the model, asked again, gives the label that they carry.",
                agreed,
                asked,
            )
            .noted(
                "A model that wrote the rows judges its own work; a review by people is the stronger proof.",
            ),
        None => Dashboard::Faithfulness
            .measure(
                "label-agreement",
                "Label agreement",
                "Share of rows to which the model, asked again, gives the label that they carry.",
                Unit::Share,
                0,
                None,
            )
            .noted("Not asked yet."),
    }
}

/// For each condition that a rule can judge, the share of rows that keep to it ([`adherence::by_rule`]).
#[must_use]
pub fn adherence(rows: &Rows) -> Vec<Measure> {
    adherence::by_rule(rows).iter().map(adherence::Adherence::measure).collect()
}

/// Log-probabilities, and adherence by condition.
#[must_use]
pub fn charts(rows: &Rows) -> Vec<Chart> {
    let mut charts = Vec::new();
    let kept = adherence::by_rule(rows);
    let share = |condition: &adherence::Adherence| {
        let (kept, judged) = condition.counts();
        kept as f64 / judged as f64
    };
    if let Some(weakest) = kept.iter().min_by(|a, b| share(a).total_cmp(&share(b))) {
        let name = &weakest.condition;
        let title = match (kept.len(), percent(share(weakest))) {
            (1, share) => format!("{share} of rows keep to {name}"),
            (_, share) => format!("Rows keep least to {name}: {share} do"),
        };
        let points = kept.iter().map(|condition| {
            let missed = panel::behind(&condition.missed());
            Point::new(condition.condition.clone(), 100.0 * share(condition), Some(missed))
        });
        let drawing = Drawing::Bars { points: points.collect() };
        let x = "Rows that keep to it in % (click for the others)";
        charts.push(panel::chart("adherence", title, x, "Condition", drawing));
    }
    let logs = (0..).zip(rows.rows()).filter_map(|(row, one)| Some((row, one.mean_log_probability?)));
    let logs: Vec<(u64, f64)> = logs.collect();
    if !logs.is_empty() {
        let mean = logs.iter().map(|(_, log)| log).sum::<f64>() / logs.len() as f64;
        let title = format!("Rows have a mean log-probability of {mean:.2} per token");
        let x = "Mean log-probability per token (natural logarithm)";
        charts.push(panel::chart("log-probability", title, x, "Rows", panel::histogram(&logs, 20)));
    }
    charts
}

/// One sentence about the faithfulness.
#[must_use]
pub fn finding(measures: &[Measure]) -> Finding {
    let value = |id: &str| measures.iter().find(|m| m.id == id).and_then(|m| m.value);
    let question = Question::Faithful;
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let weakest = measures
        .iter()
        .filter(|m| m.id.starts_with("adherence-"))
        .filter_map(|m| Some((m, m.value?)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    match (value("label-agreement"), weakest) {
        (Some(agreement), _) if agreement < 0.9 => Finding {
            question,
            tone: Tone::Doubtful,
            sentence: format!(
                "Asked again, the model gives the same label to {} of rows.",
                percent(agreement)
            ),
            advice: Some(
                "Look at the rows in doubt; sharpen the codebook or the label definitions.".to_owned(),
            ),
            measures: ids(&["label-agreement", "valid-share"]),
        },
        (_, Some((measure, share))) if share < 0.9 => Finding {
            question,
            tone: Tone::Doubtful,
            sentence: format!(
                "{} of rows keep to {}.",
                percent(share),
                measure.id.trim_start_matches("adherence-")
            ),
            advice: Some("Add a check for it, or reword the condition.".to_owned()),
            measures: vec![measure.id.clone(), "valid-share".to_owned()],
        },
        (Some(agreement), _) => Finding {
            question,
            tone: Tone::Good,
            sentence: format!(
                "Labels hold: asked again, the model agrees with {} of rows.",
                percent(agreement)
            ),
            advice: None,
            measures: ids(&["label-agreement", "valid-share"]),
        },
        (None, _) => Finding {
            question,
            tone: Tone::Unknown,
            sentence: "Whether the labels hold has not been asked yet.".to_owned(),
            advice: Some("Let the model label the rows again, and review some by hand.".to_owned()),
            measures: ids(&["valid-share", "log-probability-mean"]),
        },
    }
}
