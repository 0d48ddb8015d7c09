//! Groups: a condition and all that depends on it, counted and enumerated as one tree of cases.

use super::variable::{Case, Kind, Variable};

/// Which case each condition has, by position among the cases that apply to it; `None` for conditions that are drawn
/// freely.
pub(super) type Hand = Vec<Option<usize>>;

/// A condition that depends on none, with its descendants.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub root: usize,
    /// Number of its combinations, held at `u64::MAX` where there are more.
    pub size: u64,
}

/// The groups of the listed conditions, the smallest first. The order decides what stays balanced in a part of a
/// cycle: a few labels before a hundred topics.
pub(super) fn groups(variables: &[Variable]) -> Vec<Group> {
    let mut groups: Vec<Group> = variables
        .iter()
        .enumerate()
        .filter_map(|(root, variable)| match &variable.kind {
            Kind::Listed(cases) => Some(Group { root, size: size_of(variables, root, cases) }),
            Kind::Dependent { .. } | Kind::Free(_) => None,
        })
        .collect();
    groups.sort_by_key(|group| group.size);
    groups
}

/// The cases of a dependent condition where its parent has the value `text`.
pub(super) fn cases_under<'a>(variable: &'a Variable, text: &str) -> &'a [Case] {
    match &variable.kind {
        Kind::Dependent { cases, .. } => cases.get(text).map_or(&[], Vec::as_slice),
        Kind::Listed(cases) => cases,
        Kind::Free(_) => &[],
    }
}

/// Combinations of a condition's cases with everything that depends on them.
fn size_of(variables: &[Variable], at: usize, cases: &[Case]) -> u64 {
    cases.iter().fold(0, |sum: u64, case| sum.saturating_add(weight_of(variables, at, case)))
}

/// Combinations of everything that depends on one case.
pub(super) fn weight_of(variables: &[Variable], at: usize, case: &Case) -> u64 {
    variables[at].children.iter().fold(1, |product: u64, child| {
        product.saturating_mul(size_of(variables, *child, cases_under(&variables[*child], &case.key)))
    })
}

/// Writes combination number `index` of the condition's tree into the hand.
pub(super) fn decode(variables: &[Variable], at: usize, cases: &[Case], mut index: u64, hand: &mut Hand) {
    for (position, case) in cases.iter().enumerate() {
        let weight = weight_of(variables, at, case);
        if index >= weight {
            index -= weight;
            continue;
        }
        hand[at] = Some(position);
        for child in &variables[at].children {
            let cases = cases_under(&variables[*child], &case.key);
            let size = size_of(variables, *child, cases).max(1);
            decode(variables, *child, cases, index % size, hand);
            index /= size;
        }
        return;
    }
}
