//! Figures as JSON and as a table of text.

use api::WireError;
use api::types::{Evaluation, Measure};
use serde_json::{Value, json};

use super::Sets;
use crate::output;

/// Letters of a name at the head of a column.
const NAME: usize = 12;

pub(super) fn json(sets: &Sets) -> Result<(), WireError> {
    let data = &sets.data.found;
    let measures: Vec<Value> = data
        .measures
        .iter()
        .map(|measure| {
            let mut figure = figure(measure);
            if let Some(reference) = &sets.reference {
                figure["reference"] = counterpart(measure, data, &reference.found).map_or(Value::Null, |other| {
                    json!({ "value": other.value, "low": other.low, "high": other.high, "n": other.n })
                });
            }
            figure
        })
        .collect();
    let mut all = json!({ "measures": measures });
    if !sets.others.is_empty() {
        let other = |other: &super::Measured| {
            let measures: Vec<Value> = other.found.measures.iter().map(figure).collect();
            json!({ "data": other.name, "measures": measures })
        };
        all["data"] = sets.data.name.as_str().into();
        all["beside"] = sets.others.iter().map(other).collect();
    }
    output::json(&all)
}

fn figure(m: &Measure) -> Value {
    json!({ "id": m.id, "value": m.value, "low": m.low, "high": m.high, "n": m.n, "encoder": m.encoder })
}

pub(super) fn table(sets: &Sets) -> Result<(), WireError> {
    let data = &sets.data.found;
    for finding in &data.findings {
        output::line(&finding.sentence)?;
    }
    let beside: Vec<(&str, &Evaluation)> = sets.beside().map(|(name, set)| (name, &set.found)).collect();
    if !beside.is_empty() {
        let own = if sets.others.is_empty() { "data" } else { &sets.data.name };
        let names = [own].into_iter().chain(beside.iter().map(|(name, _)| *name));
        let names: String = names.map(|name| format!(" {:>NAME$}", head(name))).collect();
        output::line(&format!("{:<40}{names}", ""))?;
    }
    for measure in &data.measures {
        let (mut line, mut rows) =
            (format!("{:<40} {:>NAME$}", measure.title, shown(measure.value)), measure.n.to_string());
        if beside.is_empty() {
            let interval = measure.low.zip(measure.high);
            let interval =
                interval.map(|(low, high)| format!("{} to {}", shown(Some(low)), shown(Some(high))));
            line += &format!("  {:<22}", interval.unwrap_or_default());
        }
        for (_, other) in &beside {
            let other = counterpart(measure, data, other);
            line += &format!(" {:>NAME$}", shown(other.and_then(|other| other.value)));
            rows += &other.map_or_else(String::new, |other| format!(", {}", other.n));
        }
        output::line(&format!("{line}  (n = {rows})"))?;
    }
    Ok(())
}

/// The end of a name, where files differ.
fn head(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.chars().count() {
        length if length > NAME => format!("…{}", name.chars().skip(length + 1 - NAME).collect::<String>()),
        _ => name.to_owned(),
    }
}

/// The figure of the same kind of other rows. Their labels may stand in a column of another name.
fn counterpart<'e>(measure: &Measure, data: &Evaluation, other: &'e Evaluation) -> Option<&'e Measure> {
    let evenness = |label: &String| format!("balance-{label}");
    let of_labels = data.label.as_ref().is_some_and(|label| measure.id == evenness(label));
    let theirs = other.label.as_ref().filter(|_| of_labels).map(evenness);
    let wanted = theirs.as_ref().unwrap_or(&measure.id);
    other.measures.iter().find(|other| other.id == *wanted)
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
}
