//! Vote-k once a model has judged the rows.

use measures::SparseVector;

use crate::nearest::nearest;
use crate::selection::batch::VOTES;

/// Share of the rows that are chosen from, the most confident ones: what is left are outliers.
const CONFIDENT: f64 = 0.9;

/// The second half of vote-k (Su et al. 2023, "Selective Annotation Makes Language Models Better Few-Shot Learners"): `count` rows
/// of all degrees of difficulty. A model that was shown the rows of the first half, `labelled`, has judged the others;
/// `confidences` say how sure it was, and what is no number counts as least. The others are sorted by them, the last tenth is left
/// out, and the rest is cut into as many even parts as rows are wanted. Of each part the row with the highest score is chosen, the
/// first of equals: the sum of `10^(−votes for chosen rows)` over the rows outside the chosen ones that vote for it. Rows vote for
/// the nearest to them by their `vectors`. Fewer rows where there are fewer.
#[must_use]
pub fn vote_k_by_confidence(
    vectors: &[SparseVector],
    confidences: &[f64],
    labelled: &[usize],
    count: usize,
) -> Vec<usize> {
    let rows: Vec<&SparseVector> = vectors.iter().collect();
    let mut voters = vec![Vec::new(); rows.len()];
    for (voter, near) in nearest(&rows, VOTES).into_iter().enumerate() {
        near.into_iter().for_each(|row| voters[row].push(voter));
    }
    let mut chosen = vec![false; rows.len()];
    let mut fulfilled = vec![0_i32; rows.len()];
    let choose = |row: usize, chosen: &mut Vec<bool>, fulfilled: &mut Vec<i32>| {
        if row < chosen.len() && !std::mem::replace(&mut chosen[row], true) {
            voters[row].iter().for_each(|voter| fulfilled[*voter] += 1);
        }
    };
    labelled.iter().for_each(|row| choose(*row, &mut chosen, &mut fulfilled));
    let sure =
        |row: usize| confidences.get(row).copied().filter(|p| !p.is_nan()).unwrap_or(f64::NEG_INFINITY);
    let mut rest: Vec<usize> = (0..rows.len()).filter(|row| !chosen[*row]).collect();
    rest.sort_by(|a, b| sure(*b).total_cmp(&sure(*a)).then(a.cmp(b)));
    // More rows than nine in ten can only be had from all of them.
    let confident = (CONFIDENT * rest.len() as f64).ceil() as usize;
    rest.truncate(confident.max(count));
    let parts = count.min(rest.len());
    let mut found = Vec::with_capacity(parts);
    for part in 0..parts {
        let part = &rest[part * rest.len() / parts..(part + 1) * rest.len() / parts];
        let score = |row: usize| -> f64 {
            let counted = voters[row].iter().filter(|voter| !chosen[**voter]);
            counted.map(|voter| 10_f64.powi(-fulfilled[*voter])).sum()
        };
        let scored = part.iter().map(|row| (score(*row), *row));
        if let Some((_, row)) = scored.reduce(|best, other| if other.0 > best.0 { other } else { best }) {
            choose(row, &mut chosen, &mut fulfilled);
            found.push(row);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// Rows that all vote for each other, but for the last, which is like none: 0 is labelled, so every voter has one vote
    /// fulfilled and each row's score is the same, and of each part the first is taken. With two parts of 1 to 9, the rows
    /// 9 to 5 and 4 to 1 by their confidence; row 10 has the least and is left out.
    #[test]
    fn rows_of_all_degrees_are_chosen() {
        let mut vectors: Vec<SparseVector> = (0..10).map(|_| SparseVector::from_dense(&[1.0])).collect();
        vectors.push(SparseVector::from_dense(&[0.0, 1.0]));
        let confidences: Vec<f64> =
            (0..11).map(|row| if row == 10 { f64::NAN } else { f64::from(row) }).collect();
        assert_eq!(vote_k_by_confidence(&vectors, &confidences, &[0], 2), [9, 5]);
        // Everything is wanted.
        let mut all = vote_k_by_confidence(&vectors, &confidences, &[0], 99);
        all.sort_unstable();
        assert_eq!(all, (1..11).collect::<Vec<_>>());
    }

    /// Of one part the row for which most rows vote.
    #[test]
    fn typical_rows_are_chosen() {
        let points = [[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let vectors = points.map(|point| SparseVector::from_dense(&point));
        assert_eq!(vote_k_by_confidence(&vectors, &[0.9, 0.8, 0.7, 0.6], &[], 1), [1]);
        // Once it is labelled, its neighbours have one vote fulfilled, and its own vote counts no more: nobody is left.
        assert_eq!(vote_k_by_confidence(&vectors, &[0.9, 0.8, 0.7, 0.6], &[1], 1), [0]);
    }

    proptest! {
        #[test]
        fn rows_are_chosen_once_and_only_free_ones(
            points in vec([0.0f64..1.0, 0.0f64..1.0], 0..12),
            confidences in vec(prop_oneof![Just(f64::NAN), 0.0f64..1.0], 0..12),
            labelled in vec(0usize..15, 0..6),
            count in 0usize..15,
        ) {
            let vectors: Vec<SparseVector> = points.iter().map(|point| SparseVector::from_dense(point)).collect();
            let free = (0..points.len()).filter(|row| !labelled.contains(row)).count();
            let mut chosen = vote_k_by_confidence(&vectors, &confidences, &labelled, count);
            prop_assert!(chosen.iter().all(|row| *row < points.len() && !labelled.contains(row)));
            chosen.sort_unstable();
            chosen.dedup();
            prop_assert_eq!(chosen.len(), count.min(free));
        }
    }
}
