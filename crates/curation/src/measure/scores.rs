//! What the rows brought with them.

use indexmap::IndexMap;

use crate::Measured;
use crate::measure::{StepError, View};

/// A column of numbers.
pub(super) fn column(view: View<'_>, name: &str) -> Result<Measured, StepError> {
    let column = view.rows.numbers(name).ok_or_else(|| StepError::NoColumn(name.to_owned()))?;
    Ok(Measured::of(column.iter().zip(view.kept).map(|(number, kept)| number.filter(|_| *kept)).collect()))
}

/// Weights with which every label counts the same: `n / (labels · rows of the label)`. Rows without a label get none.
pub(super) fn balance(view: View<'_>) -> Measured {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for at in view.positions() {
        if let Some(label) = &view.labels[at] {
            *counts.entry(label).or_default() += 1;
        }
    }
    let share = counts.values().sum::<usize>() as f64 / counts.len() as f64;
    let weight = |at: usize| {
        let count = counts.get(view.labels[at].as_deref()?)?;
        view.kept[at].then(|| share / *count as f64)
    };
    Measured::of((0..view.rows.len()).map(weight).collect())
}
