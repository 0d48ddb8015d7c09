//! What students of tables make of rows: they read columns in place of the text.

use std::borrow::Cow;

use students::{BoostedOptions, BoostedTrees, Cell, Dynamics, TableRow};

use crate::measure::{StepError, View, students::uncontradicted};
use crate::study::{Labelled, Study};
use crate::{Gold, Labels, Measured};

/// How trees of gold rows, which may be few, are boosted. Each round counts as an epoch.
const OPTIONS: BoostedOptions = BoostedOptions { rounds: 100, depth: 3, rate: 0.1, penalty: 1.0, least: 1.0 };

/// The larger of confidence and aleatoric uncertainty of each row, over the rounds of boosted trees that learn gold rows.
pub(super) fn dynamics(view: View<'_>, study: &Study<'_>, columns: &[String]) -> Result<Measured, StepError> {
    let gold: Vec<&Gold> = study.teachers().collect();
    if gold.is_empty() {
        return Err(StepError::NoGold);
    }
    let cells = rows(view, columns)?;
    let gold_cells = of_gold(view, &gold, columns)?;
    let names = Labels::of(gold.iter().map(|gold| gold.label.as_str()));
    let learnt = gold
        .iter()
        .zip(&gold_cells)
        .filter_map(|(gold, cells)| Some(TableRow { cells, class: names.class(&gold.label)?, weight: 1.0 }));
    let trees = BoostedTrees::fit(&learnt.collect::<Vec<_>>(), names.len(), &OPTIONS);
    let labelled = Labelled::of(view);
    let watched = labelled.rows.iter().zip(&labelled.classes).map(|(row, class)| {
        let rounds = trees.staged_probabilities(&cells[*row]);
        let class = labelled.labels.name(*class).and_then(|label| names.class(label));
        Dynamics::of(rounds.iter().map(Vec::as_slice), class)
    });
    Ok(uncontradicted(view, &labelled, watched))
}

/// The cells of all rows, column by column: numbers where a column has some.
fn rows(view: View<'_>, columns: &[String]) -> Result<Vec<Vec<Cell>>, StepError> {
    let mut cells = vec![Vec::with_capacity(columns.len()); view.rows.len()];
    for name in columns {
        if let Some(numbers) = view.rows.numbers(name) {
            let of = |number: &Option<f64>| number.map_or(Cell::Missing, Cell::Number);
            cells.iter_mut().zip(numbers).for_each(|(row, number)| row.push(of(number)));
        } else {
            let values = view.rows.values(name).ok_or_else(|| StepError::NoColumn(name.clone()))?;
            let of = |value: Option<Cow<'_, str>>| {
                value.map_or(Cell::Missing, |value| Cell::Category(value.into_owned()))
            };
            cells.iter_mut().zip(values).for_each(|(row, value)| row.push(of(value)));
        }
    }
    Ok(cells)
}

/// The same columns of gold rows.
fn of_gold(view: View<'_>, gold: &[&Gold], columns: &[String]) -> Result<Vec<Vec<Cell>>, StepError> {
    if let Some(missing) =
        columns.iter().find(|name| gold.iter().all(|gold| !gold.fields.contains_key(*name)))
    {
        return Err(StepError::NoGoldColumn(missing.clone()));
    }
    let cell = |gold: &Gold, name: &String| match gold.fields.get(name).map(|value| value.trim()) {
        None | Some("") => Cell::Missing,
        Some(value) if view.rows.numbers(name).is_some() => value.parse().map_or(Cell::Missing, Cell::Number),
        Some(value) => Cell::Category(value.to_owned()),
    };
    Ok(gold.iter().map(|gold| columns.iter().map(|name| cell(gold, name)).collect()).collect())
}
