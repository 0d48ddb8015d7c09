//! What the rows brought with them.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::Measured;
use crate::measure::{StepError, View};

/// A column of numbers.
pub(super) fn column(view: View<'_>, name: &str) -> Result<Measured, StepError> {
    let column = view.rows.numbers(name).ok_or_else(|| StepError::NoColumn(name.to_owned()))?;
    Ok(Measured::of(column.iter().zip(view.kept).map(|(number, kept)| number.filter(|_| *kept)).collect()))
}

/// Weights with which every label, or every value of a column, counts the same: `n / (values · rows of the value)`. Rows
/// without one get none.
pub(super) fn balance(view: View<'_>, column: Option<&str>) -> Result<Measured, StepError> {
    let values = match column {
        Some(name) => view.rows.values(name).ok_or_else(|| StepError::NoColumn(name.to_owned()))?,
        None => view.labels.iter().map(|label| label.as_deref().map(Cow::Borrowed)).collect(),
    };
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for value in view.positions().filter_map(|at| values.get(at)?.as_deref()) {
        *counts.entry(value).or_default() += 1;
    }
    let share = counts.values().sum::<usize>() as f64 / counts.len() as f64;
    let weight = |(value, kept): (&Option<Cow<'_, str>>, &bool)| {
        let count = counts.get(value.as_deref()?)?;
        kept.then(|| share / *count as f64)
    };
    Ok(Measured::of(values.iter().zip(view.kept).map(weight).collect()))
}
