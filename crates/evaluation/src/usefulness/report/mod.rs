//! What students learnt, in figures, charts and a sentence.

mod charts;
mod figures;

use measures::Interval;
use serde_json::Value;

use super::{Ablation, Learnt, Source, UsefulnessOutcome};
use crate::finding::{Finding, Question, Tone, percent};

pub use charts::charts;
pub use figures::measure;

/// Shares do not leave [0, 1].
fn within_one(interval: Option<Interval>) -> Option<Interval> {
    interval.map(|Interval { low, high }| Interval { low: low.max(0.0), high: high.min(1.0) })
}

fn name(one: &Ablation) -> String {
    let value = match &one.group.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let label = one.group.label.as_ref().map_or(String::new(), |label| format!(", {label}"));
    format!("{} {value}{label}", one.group.column)
}

/// Loss against as many real rows up to which synthetic rows are a fair stand-in.
const FAIR: f64 = 0.05;

/// How useful the rows are, in a sentence.
#[must_use]
pub fn finding(outcome: &UsefulnessOutcome) -> Finding {
    let synthetic = outcome
        .curves
        .iter()
        .find(|(source, _)| *source == Source::Synthetic)
        .and_then(|(_, points)| points.last());
    let (Some(all), true) = (synthetic, outcome.gold.used > 0) else {
        return Finding {
            question: Question::Useful,
            tone: Tone::Unknown,
            sentence: match outcome.gold.of {
                0 => "What students learn from these rows has not been asked yet.".to_owned(),
                all => format!(
                    "All {all} gold rows stand among the rows that students learn, so none can test them."
                ),
            },
            advice: Some("Give other rows whose labels people vouch for.".to_owned()),
            measures: Vec::new(),
        };
    };
    let said = |learnt: &Learnt| {
        let interval = within_one(learnt.accuracy.interval)
            .map_or(String::new(), |i| format!(" ({} to {})", percent(i.low), percent(i.high)));
        format!("{}{interval}", percent(learnt.accuracy.mean))
    };
    let mut sentence = format!("Students of these rows answer {} of the gold rows rightly", said(all));
    let mut measures = vec!["accuracy-synthetic".to_owned()];
    let tone = match &outcome.equal {
        None => Tone::Unknown,
        Some((synthetic, real, effect)) => {
            let as_many = if synthetic.rows == all.rows {
                format!("students of as many real rows {}", said(real))
            } else {
                format!(
                    "of {} rows each, students of synthetic ones {}, of real ones {}",
                    real.rows,
                    said(synthetic),
                    said(real)
                )
            };
            sentence = format!("{sentence}; {as_many}");
            measures.extend(
                ["accuracy-synthetic-equal", "accuracy-real-equal", "accuracy-gap"].map(str::to_owned),
            );
            if effect.interval.low >= -FAIR {
                Tone::Good
            } else if effect.interval.high < 0.0 {
                Tone::Doubtful
            } else {
                Tone::Unknown
            }
        }
    };
    let advice = match (tone, &outcome.equal) {
        (Tone::Good, _) => None,
        (Tone::Unknown, None) => Some("Give real rows to compare with.".to_owned()),
        (Tone::Unknown, Some(_)) => Some("More gold rows would tell the two apart.".to_owned()),
        (Tone::Doubtful, _) => {
            Some("Look at what is taken for what and at the parts that help; check the labels.".to_owned())
        }
    };
    Finding { question: Question::Useful, tone, sentence: format!("{sentence}."), advice, measures }
}
