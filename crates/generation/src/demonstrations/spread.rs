//! Demonstrations that stand for all rows: the same ones in every prompt.

use std::collections::HashMap;

use dataset::Fields;
use measures::{SparseVector, TfIdf, k_center, neighbours, sample, vote_k, words};
use recipe::{Demonstration, Select};

use super::{compared, joined};
use crate::draw::text;

/// Neighbours that an item votes for at most (Su et al. 2023, for 3,000 items); a tenth of fewer.
const VOTES: usize = 150;
/// Items that vote at most: every pair of them is compared.
const VOTERS: usize = 3000;

/// The rows chosen for each value of the field that must match.
#[derive(Debug)]
pub(super) struct Spread {
    matching: Option<String>,
    chosen: HashMap<Option<String>, Vec<usize>>,
}

impl Spread {
    pub(super) fn new(spec: &Demonstration, rows: &[Fields]) -> Self {
        let mut groups: HashMap<Option<String>, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let value = spec.matching.as_ref().and_then(|field| row.get(field)).map(text);
            groups.entry(value).or_default().push(at);
            // Where a draw has no such condition, all rows stand together.
            if spec.matching.is_some() {
                groups.entry(None).or_default().push(at);
            }
        }
        let chosen = groups.into_iter().map(|(value, group)| (value, choose(spec, rows, group))).collect();
        Self { matching: spec.matching.clone(), chosen }
    }

    /// The rows chosen for a draw.
    pub(super) fn of(&self, conditions: &Fields) -> &[usize] {
        let value = self.matching.as_ref().and_then(|field| conditions.get(field)).map(text);
        self.chosen.get(&value).map(Vec::as_slice).unwrap_or_default()
    }
}

/// As many rows of a group as a prompt shows, and as many more as might be the given row or pinned.
pub(super) fn choose(spec: &Demonstration, rows: &[Fields], group: Vec<usize>) -> Vec<usize> {
    let fields = compared(rows, None, spec.matching.as_deref());
    let texts: Vec<Vec<String>> = group.iter().map(|at| words(&joined(&rows[*at], &fields))).collect();
    let weights = TfIdf::fit(&texts);
    let vectors: Vec<SparseVector> = texts.iter().map(|text| weights.vector(text)).collect();
    let likeness = |a: usize, b: usize| vectors[a].cosine(&vectors[b]);
    let count = spec.count + spec.pinned.len() + 1;
    let chosen = match spec.select {
        Select::VoteK => {
            let voters = sample(group.len(), VOTERS, 0);
            let votes = VOTES.min(voters.len().div_ceil(10));
            let near = neighbours(voters.len(), votes, |a, b| likeness(voters[a], voters[b]));
            vote_k(&near, count).into_iter().map(|at| voters[at]).collect()
        }
        _ => k_center(group.len(), &[], count, |a, b| 1.0 - likeness(a, b)),
    };
    chosen.into_iter().map(|at| group[at]).collect()
}
