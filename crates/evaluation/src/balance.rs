//! How evenly labels and conditions are spread.

use dataset::Fields;
use indexmap::IndexMap;
use serde_json::Value;

use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, percentage_points};
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// How often each value of a column was planned and occurred.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The label field or the condition.
    pub column: String,
    /// Each value as shown, planned rows where a plan says so, and rows.
    pub values: Vec<(Value, Option<f64>, u64)>,
}

/// Counts the values of a column. `planned` gives values with their planned rows; values that occur beside them follow.
#[must_use]
pub fn spread(column: &str, planned: &[(Value, f64)], occurring: impl Iterator<Item = Value>) -> Spread {
    let mut counts: IndexMap<String, (Value, Option<f64>, u64)> =
        planned.iter().map(|(value, rows)| (value.to_string(), (value.clone(), Some(*rows), 0))).collect();
    for value in occurring {
        counts.entry(value.to_string()).or_insert_with(|| (value, None, 0)).2 += 1;
    }
    Spread { column: column.to_owned(), values: counts.into_values().collect() }
}

/// The values of a condition over all rows.
pub fn condition<'r>(rows: &'r Rows, name: &'r str) -> impl Iterator<Item = Value> + 'r {
    rows.rows().iter().filter_map(move |row| Fields::get(&row.conditions, name).cloned())
}

impl Spread {
    fn rows(&self) -> u64 {
        self.values.iter().map(|(_, _, count)| count).sum()
    }

    fn is_planned(&self) -> bool {
        self.values.iter().any(|(_, planned, _)| planned.is_some())
    }

    /// Largest difference between the share planned and the share found, in [0, 1]; `None` without a plan or rows.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        let total: f64 = self.values.iter().filter_map(|(_, planned, _)| *planned).sum();
        let rows = self.rows() as f64;
        if total <= 0.0 || rows == 0.0 {
            return None;
        }
        self.values
            .iter()
            .map(|(_, planned, count)| (planned.unwrap_or(0.0) / total - *count as f64 / rows).abs())
            .max_by(f64::total_cmp)
    }
}

/// Evenness of each column, and its distance from the plan where there is one.
#[must_use]
pub fn measure(spreads: &[Spread]) -> Vec<Measure> {
    let mut measures = Vec::new();
    for spread in spreads {
        let counts: Vec<u64> = spread.values.iter().map(|(_, _, count)| *count).collect();
        let column = &spread.column;
        measures.push(Dashboard::Balance.measure(
            format!("balance-{column}"),
            format!("Evenness of {column}"),
            "Entropy of the values over its largest possible value; 1 means all values are equally frequent.",
            Unit::Share,
            spread.rows() as usize,
            measures::balance(&counts),
        ));
        if !spread.is_planned() {
            continue;
        }
        measures.push(Dashboard::Balance.measure(
            format!("deviation-{column}"),
            format!("Distance of {column} from the plan"),
            "Largest difference between the planned and the real share of a value.",
            Unit::Share,
            spread.rows() as usize,
            spread.deviation(),
        ));
    }
    measures
}

/// One chart for each column.
#[must_use]
pub fn charts(spreads: &[Spread]) -> Vec<Chart> {
    spreads.iter().filter(|spread| spread.rows() > 0).map(chart).collect()
}

fn chart(spread: &Spread) -> Chart {
    let total: f64 = spread.values.iter().filter_map(|(_, planned, _)| *planned).sum();
    let rows = spread.rows() as f64;
    let missing = spread.values.iter().filter(|(_, planned, count)| planned.is_some() && *count == 0).count();
    let title = match (missing, spread.deviation()) {
        (0, Some(deviation)) if deviation < 0.01 => format!("Shares of {} are as planned", spread.column),
        (0, Some(deviation)) => {
            format!("Shares of {} are within {} of the plan", spread.column, percentage_points(deviation))
        }
        (1, _) => format!("One value of {} has no row", spread.column),
        (missing, Some(_)) => format!("{missing} values of {} have no row", spread.column),
        (_, None) => format!("How often each value of {} occurs", spread.column),
    };
    let points = spread
        .values
        .iter()
        .map(|(value, planned, count)| {
            let behind = Behind::Is { column: spread.column.clone(), value: value.clone() };
            let mut point = Point::new(shown(value), *count as f64, Some(behind));
            point.expected = planned.map(|planned| planned / total * rows);
            point
        })
        .collect();
    Chart {
        id: format!("balance-{}", spread.column),
        dashboard: Dashboard::Balance,
        title,
        x: "Rows".to_owned(),
        y: spread.column.clone(),
        drawing: Drawing::Bars { points },
    }
}

/// One sentence about the spread.
#[must_use]
pub fn finding(spreads: &[Spread]) -> Finding {
    let worst = spreads
        .iter()
        .filter_map(|spread| Some((spread, spread.deviation()?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let question = Question::Balanced;
    match worst {
        None => Finding {
            question,
            tone: Tone::Unknown,
            sentence: "The recipe plans no shares to compare with.".to_owned(),
            advice: None,
            measures: Vec::new(),
        },
        Some((spread, deviation)) => {
            let good = deviation <= 0.05;
            Finding {
                question,
                tone: if good { Tone::Good } else { Tone::Doubtful },
                sentence: if good {
                    format!(
                        "Shares of labels and conditions are within {} of the plan.",
                        percentage_points(deviation)
                    )
                } else {
                    format!("A share of {} is {} off the plan.", spread.column, percentage_points(deviation))
                },
                advice: (!good).then(|| "Use the schedule 'grid' or 'quota', or make more rows.".to_owned()),
                measures: vec![format!("deviation-{}", spread.column), format!("balance-{}", spread.column)],
            }
        }
    }
}

/// A value as people read it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(shown).collect::<Vec<_>>().join(" to "),
        other => other.to_string(),
    }
}
