//! Rows for the next round of labelling.

use measures::{SparseVector, k_center, least_confidence, predictive_entropy, vote_k};
use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

use crate::nearest::nearest;
use crate::selection::{Strategy, clusters};

/// Rows that can be chosen, and what is known of them.
#[derive(Clone, Copy, Debug)]
pub struct Candidates<'c> {
    /// Features of all rows, such as their embeddings, of length 1.
    pub vectors: &'c [SparseVector],
    /// Of each row the probability of each class by a student of the rows that are labelled.
    pub probabilities: &'c [Vec<f64>],
    /// The rows that are labelled already.
    pub labelled: &'c [usize],
}

/// Neighbours for which a row votes in [`Strategy::VoteK`], as its authors have it.
pub(super) const VOTES: usize = 150;

/// Up to `count` rows that are not labelled yet, without repetition; fewer where there are no more. A strategy of
/// uncertainty needs probabilities: rows without any count as certain. Ties fall by a seed.
#[must_use]
pub fn select(strategy: Strategy, candidates: Candidates<'_>, count: usize, seed: u64) -> Vec<usize> {
    let mut is_free = vec![true; candidates.vectors.len()];
    candidates.labelled.iter().for_each(|row| {
        if let Some(free) = is_free.get_mut(*row) {
            *free = false;
        }
    });
    let mut free: Vec<usize> = (0..is_free.len()).filter(|row| is_free[*row]).collect();
    free.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let count = count.min(free.len());
    let vectors = candidates.vectors;
    match strategy {
        Strategy::Random => free.truncate(count),
        Strategy::MaximumEntropy => {
            most(&mut free, count, |row| candidates.uncertainty(row, predictive_entropy))
        }
        Strategy::LeastConfidence => {
            most(&mut free, count, |row| candidates.uncertainty(row, least_confidence))
        }
        Strategy::KMeans => {
            let chosen: Vec<&SparseVector> = free.iter().map(|row| &vectors[*row]).collect();
            let centres = clusters::medoids(&chosen, count, seed);
            free = centres.into_iter().map(|place| free[place]).collect();
        }
        Strategy::KCenter => {
            let cosines = |a: usize, b: usize| 1.0 - vectors[a].cosine(&vectors[b]);
            let labelled: Vec<usize> = (0..is_free.len()).filter(|row| !is_free[*row]).collect();
            // Without a labelled row a row drawn by the seed begins.
            let first: Vec<usize> =
                free.first().copied().filter(|_| labelled.is_empty()).into_iter().take(count).collect();
            let known = if labelled.is_empty() { &first } else { &labelled };
            let more = k_center(vectors.len(), known, count - first.len(), cosines);
            free = first.iter().copied().chain(more).collect();
        }
        Strategy::VoteK => {
            let labelled = (0..is_free.len()).filter(|row| !is_free[*row]);
            let order: Vec<usize> = labelled.chain(free.iter().copied()).collect();
            let rows: Vec<&SparseVector> = order.iter().map(|row| &vectors[*row]).collect();
            let known: Vec<usize> = (0..order.len() - free.len()).collect();
            let chosen = vote_k(&nearest(&rows, VOTES), &known, count);
            free = chosen.into_iter().map(|place| order[place]).collect();
        }
    }
    free
}

impl Candidates<'_> {
    fn uncertainty(&self, row: usize, of: impl Fn(&[f64]) -> f64) -> f64 {
        self.probabilities.get(row).map_or(0.0, |p| of(p))
    }
}

/// Leaves the rows with the largest values.
fn most(rows: &mut Vec<usize>, count: usize, value: impl Fn(usize) -> f64) {
    let mut valued: Vec<(f64, usize)> = rows.iter().map(|row| (value(*row), *row)).collect();
    valued.sort_by(|a, b| b.0.total_cmp(&a.0));
    *rows = valued.into_iter().take(count).map(|(_, row)| row).collect();
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::selection::Strategy;

    fn vectors(points: &[[f64; 2]]) -> Vec<SparseVector> {
        points.iter().map(|point| SparseVector::from_dense(point)).collect()
    }

    #[test]
    fn strategies_choose_what_they_say() {
        let vectors = vectors(&[[1.0, 0.0], [1.0, 0.1], [1.0, 0.2], [0.0, 1.0], [0.1, 1.0], [0.2, 1.0]]);
        let probabilities = [
            [0.9, 0.1, 0.0],
            [0.5, 0.5, 0.0],
            [0.45, 0.3, 0.25],
            [1.0, 0.0, 0.0],
            [0.48, 0.47, 0.05],
            [0.6, 0.2, 0.2],
        ];
        let probabilities: Vec<Vec<f64>> = probabilities.map(Vec::from).to_vec();
        let check = |strategy, labelled: &[usize], count, expected: &[usize]| {
            let candidates = Candidates { vectors: &vectors, probabilities: &probabilities, labelled };
            assert_eq!(select(strategy, candidates, count, 1), expected, "{strategy:?}");
        };
        check(Strategy::MaximumEntropy, &[2], 2, &[5, 4]);
        check(Strategy::LeastConfidence, &[2], 2, &[4, 1]);
        check(Strategy::KCenter, &[0], 1, &[3]);
        let clusters = Candidates { vectors: &vectors, probabilities: &[], labelled: &[] };
        let mut centres = select(Strategy::KMeans, clusters, 2, 1);
        centres.sort_unstable();
        assert_eq!(centres, [1, 4]);
    }

    proptest! {
        #[test]
        fn rows_are_chosen_once_and_only_free_ones(
            points in vec([-1.0f64..1.0, -1.0f64..1.0], 0..12),
            labelled in vec(0usize..15, 0..6),
            count in 0usize..15,
            seed: u64,
        ) {
            let vectors = vectors(&points);
            let free = (0..points.len()).filter(|row| !labelled.contains(row)).count();
            for strategy in Strategy::ALL {
                let candidates = Candidates { vectors: &vectors, probabilities: &[vec![0.5, 0.5]], labelled: &labelled };
                let mut chosen = select(strategy, candidates, count, seed);
                prop_assert_eq!(&chosen, &select(strategy, candidates, count, seed));
                prop_assert_eq!(chosen.len(), count.min(free), "{:?}", strategy);
                prop_assert!(chosen.iter().all(|row| *row < points.len() && !labelled.contains(row)));
                chosen.sort_unstable();
                chosen.dedup();
                prop_assert_eq!(chosen.len(), count.min(free), "{:?}", strategy);
            }
        }
    }
}
