//! Demonstrations that stand for all rows: the same ones in every prompt.

use std::collections::HashMap;
use std::sync::OnceLock;

use dataset::Fields;
use measures::{k_center, neighbours, sample, vote_k};
use recipe::{Demonstration, Select};

use super::space::{Embed, Space};
use super::{compared, joined, made_once};
use crate::draw::text;
use crate::prompt::PromptError;

/// Neighbours that an item votes for at most (Su et al. 2023, for 3,000 items); a tenth of fewer.
const VOTES: usize = 150;
/// Items that vote at most: every pair of them is compared.
const VOTERS: usize = 3000;

/// The rows chosen for each value of the field that must match.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// Made when it is first asked: embeddings take a model.
    chosen: OnceLock<HashMap<Option<String>, Vec<usize>>>,
}

impl Spread {
    /// The rows chosen for a draw.
    pub(super) fn of(
        &self,
        spec: &Demonstration,
        rows: &[Fields],
        conditions: &Fields,
        encoder: Option<&dyn Embed>,
    ) -> Result<&[usize], PromptError> {
        let chosen = made_once(&self.chosen, || by_value(spec, rows, encoder))?;
        let value = spec.matching.as_ref().and_then(|field| conditions.get(field)).map(text);
        Ok(chosen.get(&value).map(Vec::as_slice).unwrap_or_default())
    }
}

fn by_value(
    spec: &Demonstration,
    rows: &[Fields],
    encoder: Option<&dyn Embed>,
) -> Result<HashMap<Option<String>, Vec<usize>>, PromptError> {
    let mut groups: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let value = spec.matching.as_ref().and_then(|field| row.get(field)).map(text);
        groups.entry(value).or_default().push(at);
        // Where a draw has no such condition, all rows stand together.
        if spec.matching.is_some() {
            groups.entry(None).or_default().push(at);
        }
    }
    groups.into_iter().map(|(value, group)| Ok((value, choose(spec, rows, group, encoder)?))).collect()
}

/// As many rows of a group as a prompt shows, and as many more as might be the given row or pinned.
pub(super) fn choose(
    spec: &Demonstration,
    rows: &[Fields],
    group: Vec<usize>,
    encoder: Option<&dyn Embed>,
) -> Result<Vec<usize>, PromptError> {
    let fields = compared(rows, None, spec.matching.as_deref());
    let texts: Vec<String> = group.iter().map(|at| joined(&rows[*at], &fields)).collect();
    let space = Space::new(spec, &texts, encoder)?;
    let count = spec.count + spec.pinned.len() + 1;
    let chosen = match spec.select {
        Select::VoteK => {
            let voters = sample(group.len(), VOTERS, 0);
            let votes = VOTES.min(voters.len().div_ceil(10));
            let near = neighbours(voters.len(), votes, |a, b| space.likeness(voters[a], voters[b]));
            vote_k(&near, &[], count).into_iter().map(|at| voters[at]).collect()
        }
        _ => k_center(group.len(), &[], count, |a, b| 1.0 - space.likeness(a, b)),
    };
    Ok(chosen.into_iter().map(|at| group[at]).collect())
}
