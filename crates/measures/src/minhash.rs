//! Near-duplicate texts without comparing all with all.
//!
//! A text is the set of its shingles. MinHash (Broder 1997, "On the resemblance and containment of documents") gives sets
//! that share much equal minima under random orders; texts that agree in a whole band of minima are candidates
//! (locality-sensitive hashing, Indyk and Motwani 1998), and each candidate is compared exactly.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::shingle::{fingerprint, jaccard};

/// Minima for each text.
const MINIMA: usize = 128;
/// Largest share of the pairs exactly at the threshold that are missed; of pairs above it, fewer are.
const MISSED: f64 = 1e-4;

/// Rows of a band: as many as leave no more than [`MISSED`], as longer bands have fewer false candidates.
fn band(threshold: f64) -> usize {
    let missed = |rows: usize| (1.0 - threshold.powf(rows as f64)).powf((MINIMA / rows) as f64);
    (1..=MINIMA).take_while(|rows| missed(*rows) <= MISSED).last().unwrap_or(1)
}

/// A pair of rows that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The earlier row.
    pub first: usize,
    /// The later row.
    pub second: usize,
    /// Their Jaccard index.
    pub similarity: f64,
}

/// Texts that are alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NearDuplicates {
    /// Rows that links connect: at least two, in ascending order; groups in the order of their first rows. Rows of a group
    /// may be unlike each other where a chain of links leads from one to the other.
    pub groups: Vec<Vec<usize>>,
    /// Compared pairs at or above the threshold, of each group as many as connect it: one less than its rows.
    pub links: Vec<Link>,
}

/// Finds texts, given by their [`shingles`](crate::shingles), with a Jaccard index of at least `threshold`, in (0, 1]. Groups that a pair
/// would connect stay apart with a probability of at most 0.0001 (for thresholds of 0.07 and more). Texts without
/// shingles are like none.
#[must_use]
pub fn near_duplicates(texts: &[Vec<u64>], threshold: f64, seed: u64) -> NearDuplicates {
    let rows = band(threshold.clamp(f64::MIN_POSITIVE, 1.0));
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let orders: Vec<(u64, u64)> =
        (0..MINIMA / rows * rows).map(|_| (random.random::<u64>() | 1, random.random())).collect();
    let signatures: Vec<Vec<u64>> = texts.par_iter().map(|shingles| bands(shingles, &orders, rows)).collect();
    let mut sets = Sets((0..texts.len()).collect());
    let mut links = Vec::new();
    for band in 0..MINIMA / rows {
        let mut keys: Vec<(u64, usize)> = signatures
            .iter()
            .enumerate()
            .filter_map(|(row, signature)| Some((*signature.get(band)?, row)))
            .collect();
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
            links.extend(link(bucket, &mut sets, |first, second| {
                let similarity = jaccard(&texts[first], &texts[second]);
                (similarity >= threshold).then_some(Link { first, second, similarity })
            }));
        }
    }
    NearDuplicates { groups: sets.groups(), links }
}

/// One key for each band of minima; none for a text without shingles.
fn bands(shingles: &[u64], orders: &[(u64, u64)], rows: usize) -> Vec<u64> {
    if shingles.is_empty() {
        return Vec::new();
    }
    // Fingerprints are mixed well, so a multiplication and its upper half make an order (multiply-shift).
    let minimum = |(factor, shift): &(u64, u64)| {
        let place = |shingle: &u64| shingle.wrapping_mul(*factor).wrapping_add(*shift) >> 32;
        shingles.iter().map(place).min().unwrap_or(0)
    };
    orders.chunks(rows).map(|band| fingerprint(band.iter().map(minimum))).collect()
}

/// Links the rows of a bucket, in ascending order, that are alike. Rows that are connected already are not compared again,
/// so a bucket of copies costs one comparison for each.
fn link(
    bucket: &[(u64, usize)],
    sets: &mut Sets,
    compare: impl Fn(usize, usize) -> Option<Link>,
) -> Vec<Link> {
    let mut links = Vec::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (_, row) in bucket {
        let mut own = vec![*row];
        groups.retain_mut(|group| {
            let mut connected = sets.root(group[0]) == sets.root(*row);
            if !connected && let Some(link) = group.iter().find_map(|member| compare(*member, *row)) {
                sets.join(link.first, link.second);
                links.push(link);
                connected = true;
            }
            if connected {
                if group.len() > own.len() {
                    std::mem::swap(group, &mut own);
                }
                own.append(group);
            }
            !connected
        });
        groups.push(own);
    }
    links
}

/// Disjoint sets of rows; the root of each is its first row.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut row: usize) -> usize {
        while self.0[row] != row {
            self.0[row] = self.0[self.0[row]];
            row = self.0[row];
        }
        row
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); self.0.len()];
        for row in 0..self.0.len() {
            groups[self.root(row)].push(row);
        }
        groups.retain(|group| group.len() > 1);
        groups
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::{Shingle, shingles};

    #[test]
    fn bands_are_as_long_as_the_threshold_allows() {
        let check = |threshold: f64, expected: usize| assert_eq!(band(threshold), expected, "{threshold}");
        // (1 - 0.8^5)^25 = 4.9e-5, but (1 - 0.8^6)^21 = 1.7e-3.
        check(0.8, 5);
        // (1 - 0.5^2)^64 = 1.0e-8, but (1 - 0.5^3)^42 = 3.7e-3.
        check(0.5, 2);
        check(1.0, MINIMA);
        check(0.01, 1);
    }

    #[test]
    fn groups_are_linked_pairs() {
        let base = "the quick brown fox jumps over the lazy dog and runs far away from the old red barn";
        let texts = [
            "something else",
            base,
            &base.replace("quick", "slow"),
            "",
            &format!("{base}!"),
            "Something, else",
            "…",
            &base.replace("quick", "slow").replace("barn", "house"),
        ];
        let check = |threshold: f64, expected: &[&[usize]]| {
            let sets: Vec<Vec<u64>> = texts.iter().map(|text| shingles(text, Shingle::Words(1))).collect();
            assert_eq!(near_duplicates(&sets, threshold, 1).groups, expected, "{threshold}");
        };
        // 15 different words each: one changed is 14/16, two are 13/17, but both changes are linked by one.
        check(0.85, &[&[0, 5], &[1, 2, 4, 7]]);
        check(0.9, &[&[0, 5], &[1, 4]]);
        check(1.0, &[&[0, 5], &[1, 4]]);
        assert_eq!(near_duplicates(&[], 0.8, 1), NearDuplicates::default());
    }

    #[test]
    fn many_copies_are_one_group() {
        let sets: Vec<Vec<u64>> =
            (0..3000).map(|_| shingles("one and the same", Shingle::Words(1))).collect();
        let found = near_duplicates(&sets, 0.8, 1);
        assert_eq!(found.groups, [(0..3000).collect::<Vec<usize>>()]);
        assert_eq!(found.links.len(), 2999);
    }

    /// The groups by comparing all with all.
    fn all_pairs(sets: &[Vec<u64>], threshold: f64) -> Vec<Vec<usize>> {
        let mut links = Sets((0..sets.len()).collect());
        for a in 0..sets.len() {
            (0..a).filter(|b| jaccard(&sets[a], &sets[*b]) >= threshold).for_each(|b| links.join(a, b));
        }
        links.groups()
    }

    proptest! {
        #[test]
        fn what_comparing_all_finds_is_found(texts in vec(vec(0u64..12, 0..9), 0..40), seed in any::<u64>()) {
            let sets: Vec<Vec<u64>> = texts.iter()
                .map(|text| {
                    let mut set: Vec<u64> = text.iter().map(|part| fingerprint([*part].into_iter())).collect();
                    set.sort_unstable();
                    set.dedup();
                    set
                })
                .collect();
            // At 0.3 a band is one minimum, and a pair is overlooked once in 1e20; at 0.8 one of the cases might be.
            prop_assert_eq!(near_duplicates(&sets, 0.3, seed).groups, all_pairs(&sets, 0.3));
            let found = near_duplicates(&sets, 0.8, seed);
            let connected: usize = found.groups.iter().map(|group| group.len() - 1).sum();
            prop_assert_eq!(found.links.len(), connected);
            let all = all_pairs(&sets, 0.8);
            for link in found.links {
                prop_assert!(link.first < link.second && link.similarity >= 0.8);
                prop_assert_eq!(link.similarity, jaccard(&sets[link.first], &sets[link.second]));
                prop_assert!(all.iter().any(|group| group.contains(&link.first) && group.contains(&link.second)));
            }
        }
    }
}
