//! Train, validation and test parts.

use indexmap::IndexMap;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Part of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// To learn from.
    Train,
    /// To choose settings by.
    Validation,
    /// To judge by, once.
    Test,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// Its name in file names and cards.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// Shares of train, validation and test, relative to their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shares {
    /// Share of the training rows.
    pub train: u32,
    /// Share of the validation rows.
    pub validation: u32,
    /// Share of the test rows.
    pub test: u32,
}

/// Assigns each row to a part, with each stratum (such as a label) spread alike. The sizes of the parts are exact:
/// shares of all rows, rounded by largest remainder; those of each stratum differ from its exact shares by less than
/// one row wherever the sizes of the parts allow. Rows are chosen by the seed; equal input gives equal parts. Where all shares are 0, every row
/// is for training.
#[must_use]
pub fn split<S: AsRef<str>>(strata: &[S], shares: Shares, seed: u64) -> Vec<Part> {
    let shares = [shares.train, shares.validation, shares.test].map(u128::from);
    if shares == [0; 3] {
        return vec![Part::Train; strata.len()];
    }
    let mut groups: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for (row, stratum) in strata.iter().enumerate() {
        groups.entry(stratum.as_ref()).or_default().push(row);
    }
    let sizes: Vec<usize> = groups.values().map(Vec::len).collect();
    let quotas = quotas(&sizes, shares);
    let mut parts = vec![Part::Train; strata.len()];
    for (stream, (mut rows, quota)) in (0_u64..).zip(groups.into_values().zip(quotas)) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(stream);
        rows.shuffle(&mut random);
        let named =
            Part::ALL.into_iter().zip(quota).flat_map(|(part, count)| std::iter::repeat_n(part, count));
        for (row, part) in rows.into_iter().zip(named) {
            parts[row] = part;
        }
    }
    parts
}

/// Rows of each part for strata of these sizes.
fn quotas(sizes: &[usize], shares: [u128; 3]) -> Vec<[usize; 3]> {
    let sum: u128 = shares.iter().sum();
    // Exact share times `sum`, as whole rows and what is left, so that nothing is rounded.
    let exact = |size: usize, part: usize| {
        let product = size as u128 * shares[part];
        (usize::try_from(product / sum).unwrap_or(size), product % sum)
    };
    let mut wanted = largest_remainder(sizes.iter().sum(), exact);
    let mut quotas: Vec<[usize; 3]> =
        sizes.iter().map(|size| [0, 1, 2].map(|part| exact(*size, part).0)).collect();
    let mut left: Vec<usize> =
        sizes.iter().zip(&quotas).map(|(size, quota)| size - quota.iter().sum::<usize>()).collect();
    for quota in &quotas {
        for part in 0..3 {
            wanted[part] -= quota[part];
        }
    }
    // The rest goes where the remainder is largest and both stratum and part still want a row; what is left then
    // goes wherever a part wants one.
    let mut places: Vec<(u128, usize, usize)> = (0..sizes.len())
        .flat_map(|stratum| [0, 1, 2].map(|part| (exact(sizes[stratum], part).1, stratum, part)))
        .collect();
    places.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let rounds = [places.clone(), places.clone(), places];
    for (_, stratum, part) in rounds.into_iter().flatten() {
        if left[stratum] > 0 && wanted[part] > 0 {
            quotas[stratum][part] += 1;
            left[stratum] -= 1;
            wanted[part] -= 1;
        }
    }
    quotas
}

fn largest_remainder(total: usize, exact: impl Fn(usize, usize) -> (usize, u128)) -> [usize; 3] {
    let mut sizes = [0, 1, 2].map(|part| exact(total, part).0);
    let mut order = [0, 1, 2];
    order.sort_by_key(|part| std::cmp::Reverse(exact(total, *part).1));
    let left = total - sizes.iter().sum::<usize>();
    for part in order.into_iter().take(left) {
        sizes[part] += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(parts: &[Part]) -> [usize; 3] {
        Part::ALL.map(|part| parts.iter().filter(|p| **p == part).count())
    }

    #[test]
    fn sizes_are_exact() {
        let check = |rows: usize, (train, validation, test), expected: [usize; 3]| {
            let strata: Vec<&str> = (0..rows).map(|n| ["a", "b", "c"][n % 3]).collect();
            let parts = split(&strata, Shares { train, validation, test }, 7);
            assert_eq!(counts(&parts), expected, "{rows} rows");
        };
        check(200, (80, 10, 10), [160, 20, 20]);
        check(10, (1, 1, 1), [4, 3, 3]);
        check(7, (80, 20, 0), [6, 1, 0]);
        check(0, (80, 10, 10), [0, 0, 0]);
        check(5, (0, 0, 0), [5, 0, 0]);
        check(1, (u32::MAX, 1, 0), [1, 0, 0]);
    }

    #[test]
    fn the_seed_decides() {
        let strata = vec!["a"; 100];
        let shares = Shares { train: 50, validation: 25, test: 25 };
        assert_eq!(split(&strata, shares, 1), split(&strata, shares, 1));
        assert_ne!(split(&strata, shares, 1), split(&strata, shares, 2));
    }

    proptest! {
        #[test]
        fn every_stratum_gets_its_share(
            strata in prop::collection::vec("[a-e]", 0..120),
            train in 0_u32..100, validation in 0_u32..100, test in 1_u32..100, seed: u64,
        ) {
            let parts = split(&strata, Shares { train, validation, test }, seed);
            let sum = f64::from(train + validation + test);
            let shares = [train, validation, test].map(|share| f64::from(share) / sum);
            for (size, share) in counts(&parts).into_iter().zip(shares) {
                prop_assert!((size as f64 - strata.len() as f64 * share).abs() < 1.0);
            }
            for stratum in ["a", "b", "c", "d", "e"] {
                let of: Vec<Part> =
                    strata.iter().zip(&parts).filter(|(s, _)| *s == stratum).map(|(_, part)| *part).collect();
                for (size, share) in counts(&of).into_iter().zip(shares) {
                    let exact = of.len() as f64 * share;
                    prop_assert!((size as f64 - exact).abs() < 2.0, "{stratum}: {size} of {exact}");
                }
            }
        }
    }
}
