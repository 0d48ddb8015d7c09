//! Which part of the rows helps: students that never saw it answer worse, or better.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Effect, Learnt};
use crate::Row;

/// A part of the synthetic rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The condition.
    pub column: String,
    /// Its value.
    pub value: Value,
    /// The label, where the group holds rows of one label alone.
    pub label: Option<String>,
    /// Places of its rows, ascending.
    pub rows: Vec<usize>,
}

/// What a part of the rows does.
#[derive(Clone, Debug, PartialEq)]
pub struct Ablation {
    /// The part, with all its rows, whichever of them a sample holds.
    pub group: Group,
    /// How much better students of all rows answer than students of all others: above 0 it helps.
    pub effect: Effect,
}

impl Ablation {
    pub(super) fn new(group: &Part, all: &Learnt, without: &Learnt) -> Option<Self> {
        Some(Self { group: group.group.clone(), effect: Effect::of(all, without)? })
    }
}

/// The rows of each value of each condition, and of each label within it, of at least `fewest` rows; the largest `most` of
/// them, and how many others there are. A group that holds all rows is none.
#[must_use]
pub fn condition_groups(rows: &[&Row], fewest: usize, most: usize) -> (Vec<Group>, usize) {
    let mut groups: IndexMap<(String, String, Option<String>), Group> = IndexMap::new();
    for (at, row) in rows.iter().enumerate() {
        for (column, value) in &row.conditions {
            let labels = [None, row.label.clone()];
            for label in labels.into_iter().take(1 + usize::from(row.label.is_some())) {
                let key = (column.clone(), value.to_string(), label.clone());
                let group =
                    || Group { column: column.clone(), value: value.clone(), label, rows: Vec::new() };
                groups.entry(key).or_insert_with(group).rows.push(at);
            }
        }
    }
    let mut groups: Vec<Group> = groups
        .into_values()
        .filter(|group| group.rows.len() >= fewest.max(1) && group.rows.len() < rows.len())
        .collect();
    // A label within a value is the value again where all its rows have that label.
    let values: Vec<Vec<usize>> =
        groups.iter().filter(|group| group.label.is_none()).map(|group| group.rows.clone()).collect();
    groups.retain(|group| group.label.is_none() || !values.contains(&group.rows));
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows.len()));
    let others = groups.len().saturating_sub(most);
    groups.truncate(most);
    (groups, others)
}

/// A group among the rows that are used.
pub(super) struct Part {
    group: Group,
    /// Places among the rows that are used.
    places: Vec<usize>,
}

/// The groups among the `used` rows, ascending; those that hold none or all of them are left out.
pub(super) fn parts(groups: &[Group], used: &[usize]) -> Vec<Part> {
    let part = |group: &Group| {
        let place = |row: &usize| used.binary_search(row).ok();
        let places: Vec<usize> = group.rows.iter().filter_map(place).collect();
        let whole = places.is_empty() || places.len() >= used.len();
        (!whole).then(|| Part { group: group.clone(), places })
    };
    groups.iter().filter_map(part).collect()
}

/// Of each part which of `used` rows belong to it.
pub(super) fn masks(parts: &[Part], used: usize) -> impl Iterator<Item = Vec<bool>> {
    parts.iter().map(move |part| {
        let mut mask = vec![false; used];
        part.places.iter().for_each(|place| mask[*place] = true);
        mask
    })
}
