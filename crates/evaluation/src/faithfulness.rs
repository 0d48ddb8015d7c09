//! How well rows keep to what was asked.

use serde_json::Value;

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
    let mut measures = vec![Measure::share(
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
        Measure::new(
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
    measures.push(match agreement {
        Some(Agreement { asked, agreed }) => Measure::share(
            "label-agreement",
            "Label agreement",
            "Share of rows to which the model, asked again, gives the label that they carry.",
            agreed,
            asked,
        )
        .noted("The same model judges its own rows; a review by people is the stronger proof."),
        None => Measure::new(
            "label-agreement",
            "Label agreement",
            "Share of rows to which the model, asked again, gives the label that they carry.",
            Unit::Share,
            0,
            None,
        )
        .noted("Not asked yet."),
    });
    measures
}

/// For each condition that a rule can judge, the share of rows that keep to it. A band is kept where the text's number
/// of words lies in it; a list of words is kept where each occurs in the text.
#[must_use]
pub fn adherence(rows: &Rows) -> Vec<Measure> {
    let measure = |(condition, kept, judged): (String, u64, u64)| {
        Measure::share(
            format!("adherence-{condition}"),
            format!("Keeps to {condition}"),
            "Share of rows that do what the condition asks, judged by a rule.",
            kept,
            judged,
        )
        .noted(
            "Bands of words are counted, texts must occur in the row by their words; conditions that no rule can judge \
             are left out.",
        )
    };
    judged(rows).into_iter().map(measure).collect()
}

/// Each condition that a rule can judge, rows that keep to it, and rows judged.
fn judged(rows: &Rows) -> Vec<(String, u64, u64)> {
    let Some(first) = rows.rows().first() else { return Vec::new() };
    let names: Vec<String> = first.conditions.keys().cloned().collect();
    names
        .into_iter()
        .filter_map(|name| {
            let judged: Vec<bool> = rows
                .rows()
                .iter()
                .zip(rows.words())
                .filter_map(|(row, words)| keeps(row.conditions.get(&name)?, words))
                .collect();
            let kept = judged.iter().filter(|kept| **kept).count() as u64;
            (!judged.is_empty()).then_some((name, kept, judged.len() as u64))
        })
        .collect()
}

/// Whether a text keeps to a condition's value, where a rule can say: bands count words, lists ask for each of their
/// words.
fn keeps(value: &Value, words: &[String]) -> Option<bool> {
    let Value::Array(parts) = value else { return None };
    if let [Value::Number(low), Value::Number(high)] = parts.as_slice() {
        let (low, high) = (low.as_u64()? as usize, high.as_u64()? as usize);
        return Some((low..=high).contains(&words.len()));
    }
    let wanted: Vec<&str> = parts.iter().map(Value::as_str).collect::<Option<_>>()?;
    Some(wanted.iter().all(|text| {
        let wanted = measures::words(text);
        !wanted.is_empty() && words.windows(wanted.len()).any(|window| window == wanted)
    }))
}

/// Log-probabilities, and adherence by condition.
#[must_use]
pub fn charts(rows: &Rows) -> Vec<Chart> {
    let mut charts = Vec::new();
    let kept = judged(rows);
    if let Some((weakest, hits, n)) = kept.iter().min_by(|a, b| (a.1 * b.2).cmp(&(b.1 * a.2))) {
        charts.push(Chart {
            id: "adherence".to_owned(),
            dashboard: Dashboard::Faithfulness,
            title: match (kept.len(), percent(*hits as f64 / *n as f64)) {
                (1, share) => format!("{share} of rows keep to {weakest}"),
                (_, share) => format!("Rows keep least to {weakest}: {share} do"),
            },
            x: "Rows that keep to it in %".to_owned(),
            y: "Condition".to_owned(),
            drawing: Drawing::Bars {
                points: kept
                    .iter()
                    .map(|(name, hits, n)| Point::new(name.clone(), 100.0 * *hits as f64 / *n as f64, None))
                    .collect(),
            },
        });
    }
    let logs: Vec<f64> = rows.rows().iter().filter_map(|row| row.mean_log_probability).collect();
    if !logs.is_empty() {
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        charts.push(Chart {
            id: "log-probability".to_owned(),
            dashboard: Dashboard::Faithfulness,
            title: format!("Rows have a mean log-probability of {mean:.2} per token"),
            x: "Mean log-probability per token (natural logarithm)".to_owned(),
            y: "Rows".to_owned(),
            drawing: Drawing::Histogram {
                points: measures::histogram(&logs, 20)
                    .into_iter()
                    .map(|bin| {
                        let behind = crate::chart::Behind::Between {
                            column: "_log_probability".to_owned(),
                            low: bin.low,
                            high: bin.high,
                        };
                        Point::new(format!("{:.2}", bin.low), bin.count as f64, Some(behind))
                    })
                    .collect(),
            },
        });
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
