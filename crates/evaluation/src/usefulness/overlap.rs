//! Gold rows that stand among the rows to learn from too: students would not have to know them.

use std::collections::BTreeSet;

use measures::{Shingle, jaccard, near_duplicates, shingles};
use students::Row;

use super::UsefulnessData;

/// Jaccard index of words from which on two texts are taken for one.
const LIMIT: f64 = 0.8;

/// Gold rows with the same words as a row to learn from, or nearly so: a Jaccard index of words of at least 0.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Places of gold rows that stand among the synthetic rows.
    pub synthetic: BTreeSet<usize>,
    /// Places of gold rows that stand among the real rows.
    pub real: BTreeSet<usize>,
}

impl Overlap {
    /// Whether a gold row stands among either.
    #[must_use]
    pub fn holds(&self, gold: usize) -> bool {
        self.synthetic.contains(&gold) || self.real.contains(&gold)
    }
}

pub(super) fn find(data: UsefulnessData<'_>, seed: u64) -> Overlap {
    Overlap { synthetic: among(data.gold, data.synthetic, seed), real: among(data.gold, data.real, seed) }
}

fn among(gold: &[Row<'_>], rows: &[Row<'_>], seed: u64) -> BTreeSet<usize> {
    let texts: Vec<Vec<u64>> =
        gold.iter().chain(rows).map(|row| shingles(row.input.text, Shingle::Words(1))).collect();
    let mut found = BTreeSet::new();
    for group in near_duplicates(&texts, LIMIT, seed).groups {
        let (asked, learnt) = group.split_at(group.partition_point(|row| *row < gold.len()));
        // A chain of others may have led from one to the other.
        let alike = |row: &&usize| learnt.iter().any(|other| jaccard(&texts[**row], &texts[*other]) >= LIMIT);
        found.extend(asked.iter().filter(alike));
    }
    found
}
