//! Whether rows reach all of what was planned: the grid of conditions, the leaves of a tree.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::balance::shown;
use crate::chart::{Behind, Cell, Chart, Dashboard, Drawing, Point};
use crate::finding::percent;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// A condition with its planned values and their weights, which are above 0. Conditions are planned to be drawn apart from
/// each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The condition.
    pub condition: String,
    /// Each value and its weight.
    pub values: Vec<(Value, f64)>,
}

impl Planned {
    /// The number of the value that a row has.
    fn place(&self, rows: &Rows, row: usize) -> Option<usize> {
        let value = rows.rows()[row].conditions.get(&self.condition)?;
        self.values.iter().position(|(planned, _)| planned == value)
    }

    fn share(&self, at: usize) -> f64 {
        let total: f64 = self.values.iter().map(|(_, weight)| weight).sum();
        self.values[at].1 / total
    }
}

/// For each pair of conditions, and for all together, the share of planned cells that have rows. A cell is one value of
/// each.
#[must_use]
pub fn measure_grid(rows: &Rows, planned: &[Planned]) -> Vec<Measure> {
    let places = places(rows, planned);
    let measure = |id: String, title: String, conditions: &[usize]| {
        let found: BTreeSet<Vec<usize>> = places
            .iter()
            .filter_map(|row| conditions.iter().map(|at| row[*at]).collect::<Option<Vec<usize>>>())
            .collect();
        let cells: f64 = conditions.iter().map(|at| planned[*at].values.len() as f64).product();
        let value = (cells > 0.0).then(|| found.len() as f64 / cells);
        let meaning = "Share of the planned combinations of values that at least one row has.";
        let measure = Dashboard::Diversity.measure(id, title, meaning, Unit::Share, rows.len(), value);
        let most = rows.len() as f64 / cells;
        if most < 1.0 {
            measure.noted(format!(
                "So many rows can reach {} of {cells:.0} combinations at most.",
                percent(most)
            ))
        } else {
            measure
        }
    };
    let mut found: Vec<Measure> = pairs(planned.len())
        .map(|(a, b)| {
            let (left, right) = (&planned[a].condition, &planned[b].condition);
            measure(format!("coverage-{left}-{right}"), format!("Coverage of {left} by {right}"), &[a, b])
        })
        .collect();
    if planned.len() > 2 {
        let all: Vec<usize> = (0..planned.len()).collect();
        found.push(measure(
            "coverage-grid".to_owned(),
            "Coverage of all conditions together".to_owned(),
            &all,
        ));
    }
    found
}

/// For each pair of conditions a grid of rows found beside rows expected.
#[must_use]
pub fn charts_grid(rows: &Rows, planned: &[Planned]) -> Vec<Chart> {
    let places = places(rows, planned);
    pairs(planned.len()).filter_map(|(a, b)| grid(&places, a, &planned[a], b, &planned[b])).collect()
}

fn grid(
    places: &[Vec<Option<usize>>],
    a: usize,
    down: &Planned,
    b: usize,
    across: &Planned,
) -> Option<Chart> {
    let mut counts = vec![vec![0_u64; across.values.len()]; down.values.len()];
    let mut met = 0_u64;
    for row in places {
        if let (Some(row), Some(column)) = (row[a], row[b]) {
            counts[row][column] += 1;
            met += 1;
        }
    }
    let is = |planned: &Planned, at: usize| Behind::Is {
        column: planned.condition.clone(),
        value: planned.values[at].0.clone(),
    };
    let mut cells = Vec::new();
    for (row, counts) in counts.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            cells.push(Cell {
                column: column as u32,
                row: row as u32,
                value: *count as f64,
                expected: Some(met as f64 * down.share(row) * across.share(column)),
                behind: vec![is(down, row), is(across, column)],
            });
        }
    }
    let empty = cells.iter().filter(|cell| cell.value == 0.0).count();
    let (left, right) = (&down.condition, &across.condition);
    let title = match empty {
        0 => format!("Each value of {left} meets each of {right}"),
        empty => format!("{empty} of {} combinations of {left} and {right} have no row", cells.len()),
    };
    let names = |planned: &Planned| planned.values.iter().map(|(value, _)| shown(value)).collect();
    (!cells.is_empty()).then(|| Chart {
        id: format!("coverage-{left}-{right}"),
        dashboard: Dashboard::Diversity,
        title,
        x: right.clone(),
        y: left.clone(),
        drawing: Drawing::Grid { columns: names(across), rows: names(down), cells },
    })
}

/// Of each row the number of its value of each condition.
fn places(rows: &Rows, planned: &[Planned]) -> Vec<Vec<Option<usize>>> {
    (0..rows.len()).map(|row| planned.iter().map(|planned| planned.place(rows, row)).collect()).collect()
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// A condition whose values are paths through a tree, from the root's children to a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTree {
    /// The condition; a row's value is an array of strings.
    pub condition: String,
    /// The path of each leaf.
    pub leaves: Vec<Vec<String>>,
}

/// The share of leaves that have rows, and how evenly rows are spread over the leaves.
#[must_use]
pub fn measure_tree(rows: &Rows, planned: &PlannedTree) -> Vec<Measure> {
    let leaves: BTreeSet<&Vec<String>> = planned.leaves.iter().collect();
    let mut counts: BTreeMap<&Vec<String>, u64> = leaves.iter().map(|leaf| (*leaf, 0)).collect();
    for path in paths(rows, &planned.condition).into_iter().flatten() {
        if let Some(count) = counts.get_mut(&path) {
            *count += 1;
        }
    }
    let counts: Vec<u64> = counts.into_values().collect();
    let reached = counts.iter().filter(|count| **count > 0).count();
    let condition = &planned.condition;
    vec![
        Dashboard::Diversity.measure(
            format!("coverage-{condition}"),
            format!("Coverage of {condition}"),
            "Share of the tree's leaves that at least one row was made for.",
            Unit::Share,
            rows.len(),
            (!leaves.is_empty()).then(|| reached as f64 / leaves.len() as f64),
        ),
        Dashboard::Diversity.measure(
            format!("balance-leaves-{condition}"),
            format!("Evenness over the leaves of {condition}"),
            "Entropy of the leaves over its largest possible value; 1 means that all leaves have equally many rows.",
            Unit::Share,
            rows.len(),
            measures::balance(&counts),
        ),
    ]
}

/// Rows below each of the root's children, beside those expected by the leaves that each has.
#[must_use]
pub fn chart_tree(rows: &Rows, planned: &PlannedTree) -> Option<Chart> {
    let leaves: BTreeSet<&Vec<String>> = planned.leaves.iter().collect();
    let mut branches: BTreeMap<&str, (u64, Vec<u64>)> = BTreeMap::new();
    for branch in leaves.iter().filter_map(|leaf| leaf.first()) {
        branches.entry(branch).or_default().0 += 1;
    }
    let (all, mut met) = (branches.values().map(|(leaves, _)| leaves).sum::<u64>(), 0_u64);
    for (row, path) in (0..).zip(paths(rows, &planned.condition)) {
        let branch = path.as_ref().and_then(|path| branches.get_mut(path.first()?.as_str()));
        if let Some((_, rows)) = branch {
            rows.push(row);
            met += 1;
        }
    }
    let empty = branches.values().filter(|(_, rows)| rows.is_empty()).count();
    let title = match empty {
        0 => format!("Each branch of {} has rows", planned.condition),
        empty => format!("{empty} of {} branches of {} have no row", branches.len(), planned.condition),
    };
    let points: Vec<Point> = branches
        .into_iter()
        .map(|(branch, (leaves, rows))| {
            let mut point = Point::new(branch, rows.len() as f64, Some(Behind::Rows { rows }));
            point.expected = Some(met as f64 * leaves as f64 / all as f64);
            point
        })
        .collect();
    (!points.is_empty()).then(|| Chart {
        id: format!("coverage-{}", planned.condition),
        dashboard: Dashboard::Diversity,
        title,
        x: "Rows".to_owned(),
        y: planned.condition.clone(),
        drawing: Drawing::Bars { points },
    })
}

/// The path of each row, where it has one.
fn paths(rows: &Rows, condition: &str) -> Vec<Option<Vec<String>>> {
    let path = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|part| part.as_str().map(str::to_owned)).collect()
    };
    rows.rows().iter().map(|row| path(row.conditions.get(condition)?)).collect()
}
