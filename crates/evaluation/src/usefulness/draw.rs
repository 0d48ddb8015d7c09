//! Samples in which each class keeps its share.

use std::collections::BTreeMap;

use rand::{RngExt as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

/// The rows of each class.
fn strata(classes: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut strata: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    classes.iter().enumerate().for_each(|(row, class)| strata.entry(*class).or_default().push(row));
    strata
}

/// How many of each stratum make `count` together: its share, the largest remainders rounded up.
fn quotas(sizes: &[usize], count: usize) -> Vec<usize> {
    let total = sizes.iter().sum::<usize>().max(1);
    let mut quotas: Vec<usize> = sizes.iter().map(|size| size * count / total).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(sizes[*at] * count % total));
    let missing = count.saturating_sub(quotas.iter().sum());
    order.into_iter().take(missing).for_each(|at| quotas[at] += 1);
    quotas
}

/// Rows drawn without replacement, in ascending order; all where there are no more than `most`.
pub(super) fn subsample(classes: &[usize], most: usize, seed: u64) -> Vec<usize> {
    if classes.len() <= most {
        return (0..classes.len()).collect();
    }
    let strata = strata(classes);
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = Vec::with_capacity(most);
    for (mut rows, quota) in strata.into_values().zip(quotas(&sizes, most)) {
        rows.shuffle(&mut random);
        drawn.extend(rows.into_iter().take(quota));
    }
    drawn.sort_unstable();
    drawn
}

/// How often each row is drawn when `count` rows are drawn with replacement. Of one seed and `student`, a smaller sample is a
/// part of a larger one, so that curves rise by what the added rows teach.
pub(super) fn bootstrap(classes: &[usize], count: usize, seed: u64, student: u64) -> Vec<f64> {
    let strata = strata(classes);
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let mut times = vec![0.0; classes.len()];
    for ((class, rows), quota) in strata.iter().zip(quotas(&sizes, count)) {
        let mut random = ChaCha8Rng::seed_from_u64(seed.wrapping_add(*class as u64));
        random.set_stream(student);
        (0..quota).for_each(|_| times[rows[random.random_range(0..rows.len())]] += 1.0);
    }
    times
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn quotas_are_shares() {
        let check = |sizes: &[usize], count: usize, expected: &[usize]| {
            assert_eq!(quotas(sizes, count), expected);
        };
        check(&[90, 10], 10, &[9, 1]);
        check(&[50, 30, 20], 7, &[4, 2, 1]);
        check(&[2, 1], 3, &[2, 1]);
        check(&[], 3, &[]);
        check(&[5], 0, &[0]);
    }

    proptest! {
        #[test]
        fn classes_keep_their_shares(classes in vec(0usize..4, 0..60), most in 0usize..70, seed in any::<u64>()) {
            let share = |class: usize, weight: f64| {
                classes.iter().filter(|own| **own == class).count() as f64 / classes.len().max(1) as f64 * weight
            };
            let drawn = subsample(&classes, most, seed);
            prop_assert_eq!(drawn.len(), most.min(classes.len()));
            prop_assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]));
            let times = bootstrap(&classes, most, seed, 1);
            prop_assert_eq!(times.iter().sum::<f64>(), if classes.is_empty() { 0.0 } else { most as f64 });
            for class in 0..4 {
                let of = |rows: &mut dyn Iterator<Item = f64>| rows.sum::<f64>();
                let sub = drawn.iter().filter(|row| classes[**row] == class).count() as f64;
                let boot = of(&mut times.iter().zip(&classes).filter(|(_, own)| **own == class).map(|(t, _)| *t));
                prop_assert!((sub - share(class, drawn.len() as f64)).abs() < 1.0);
                prop_assert!((boot - share(class, most as f64)).abs() < 1.0);
            }
            let fewer = bootstrap(&classes, most / 2, seed, 1);
            // A class may round to one more in a smaller sample, so nesting holds but for one draw of each class.
            let over: f64 = fewer.iter().zip(&times).map(|(few, many)| (few - many).max(0.0)).sum();
            prop_assert!(over <= 4.0);
        }
    }
}
