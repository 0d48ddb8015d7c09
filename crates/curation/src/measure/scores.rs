//! What the rows brought with them.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::Value;

use crate::measure::{StepError, View};
use crate::{Evidence, Measured};

/// A column of numbers.
pub(super) fn column(view: View<'_>, name: &str) -> Result<Measured, StepError> {
    let column = view.rows.numbers(name).ok_or_else(|| StepError::NoColumn(name.to_owned()))?;
    Ok(Measured::of(column.iter().zip(view.kept).map(|(number, kept)| number.filter(|_| *kept)).collect()))
}

/// How sure a model is of another label than the row's, with the label that it names; 0 where that is the row's own.
pub(super) fn model_label(view: View<'_>, column: &str, certainty: &str) -> Result<Measured, StepError> {
    let missing = |name: &str| StepError::NoColumn(name.to_owned());
    let named = view.rows.values(column).ok_or_else(|| missing(column))?;
    let certain = view.rows.numbers(certainty).ok_or_else(|| missing(certainty))?;
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for at in view.positions() {
        if let (Some(own), Some(named), Some(certain)) = (&view.labels[at], &named[at], certain[at]) {
            measured.values[at] = Some(if *own == **named { 0.0 } else { certain });
            measured.evidence[at] = Some(Evidence::Label(named.to_string()));
        }
    }
    Ok(measured)
}

/// Factors with which every label, or every value of a column, counts the same, and rows 1 on average: of weights w,
/// `n / (values · Σ w of the value)` where n rows have a value. Rows without one get none.
pub(super) fn balance(view: View<'_>, column: Option<&str>) -> Result<Measured, StepError> {
    let values = match column {
        Some(name) => view.rows.values(name).ok_or_else(|| StepError::NoColumn(name.to_owned()))?,
        None => view.labels.iter().map(|label| label.as_deref().map(Cow::Borrowed)).collect(),
    };
    let mut sums: IndexMap<&str, f64> = IndexMap::new();
    let mut rows = 0.0;
    for (at, value) in view.positions().filter_map(|at| Some((at, values.get(at)?.as_deref()?))) {
        *sums.entry(value).or_default() += view.weights[at];
        rows += 1.0;
    }
    let share = rows / sums.len() as f64;
    let weight = |(value, kept): (&Option<Cow<'_, str>>, &bool)| {
        let sum = sums.get(value.as_deref()?).filter(|sum| **sum > 0.0)?;
        kept.then(|| share / sum)
    };
    Ok(Measured::of(values.iter().zip(view.kept).map(weight).collect()))
}

/// Share of the most frequent of a row's answers, with that answer as it first came. Of one answer alone nothing can be said.
pub(super) fn consistency(view: View<'_>, columns: &[String]) -> Result<Measured, StepError> {
    let column = |name: &String| view.rows.values(name).ok_or_else(|| StepError::NoColumn(name.clone()));
    let columns = columns.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for at in view.positions() {
        let values = columns.iter().filter_map(|column| column.get(at)?.as_deref());
        let answers: Vec<String> = values.flat_map(answers).collect();
        let mut counts: IndexMap<String, (usize, &String)> = IndexMap::new();
        answers.iter().for_each(|answer| counts.entry(key(answer)).or_insert((0, answer)).0 += 1);
        let most = counts.values().reduce(|best, other| if other.0 > best.0 { other } else { best });
        if let Some((count, answer)) = most.filter(|_| answers.len() > 1) {
            measured.values[at] = Some(*count as f64 / answers.len() as f64);
            measured.evidence[at] = Some(Evidence::Words((*answer).clone()));
        }
    }
    Ok(measured)
}

/// The answers that a value holds: those of a JSON list, or the value itself.
fn answers(value: &str) -> Vec<String> {
    let written = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        other => Some(other.to_string()),
    };
    match serde_json::from_str(value) {
        Ok(Value::Array(list)) => list.into_iter().filter_map(written).collect(),
        _ => vec![value.to_owned()],
    }
}

/// Equal for answers that say the same: numbers by what they are, texts by their words, others as they are written.
fn key(answer: &str) -> String {
    let written = answer.trim();
    match written.parse::<f64>() {
        // 0 and -0 are one number.
        Ok(number) if number.is_finite() => (number + 0.0).to_string(),
        _ => Some(measures::words(written).join(" "))
            .filter(|words| !words.is_empty())
            .unwrap_or(written.to_owned()),
    }
}
