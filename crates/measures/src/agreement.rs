//! Agreement of annotators beyond what chance gives.

use std::{collections::HashMap, hash::Hash};

/// Cohen's kappa of two annotators' labels for the same items, in [-1, 1]: `(p_o − p_e) / (1 − p_e)` (Cohen, 1960). `None`
/// without items, and where both used one and the same label throughout, so that chance alone agrees fully.
#[must_use]
pub fn cohen_kappa<T: Eq + Hash>(pairs: &[(T, T)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mut counts: HashMap<&T, (f64, f64)> = HashMap::new();
    for (a, b) in pairs {
        counts.entry(a).or_default().0 += 1.0;
        counts.entry(b).or_default().1 += 1.0;
    }
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / n;
    // Whole numbers: the sum does not depend on the order of the map.
    let chance = counts.into_values().map(|(a, b)| a * b).sum::<f64>() / (n * n);
    (!pairs.is_empty() && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Fleiss' kappa of several annotators, at most 1 (Fleiss, 1971). For each item, how many annotators chose each label; the
/// same number of annotators, at least two, for every item, but not always the same ones. `None` where that does not hold,
/// without items, and where only one label was used.
#[must_use]
pub fn fleiss_kappa(counts: &[Vec<u64>]) -> Option<f64> {
    let annotators: u64 = counts.first()?.iter().sum();
    if annotators < 2 || counts.iter().any(|item| item.iter().sum::<u64>() != annotators) {
        return None;
    }
    let (items, n) = (counts.len() as f64, annotators as f64);
    let pairs = |count: &u64| *count as f64 * (*count as f64 - 1.0);
    let observed = counts.iter().flatten().map(pairs).sum::<f64>() / (items * n * (n - 1.0));
    let labels = counts.iter().map(Vec::len).max().unwrap_or(0);
    let share = |label: usize| {
        counts.iter().filter_map(|item| item.get(label)).map(|count| *count as f64).sum::<f64>() / (items * n)
    };
    let chance: f64 = (0..labels).map(|label| share(label).powi(2)).sum();
    (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
}

/// Of each label its specific agreement, in [0, 1]: where one annotator chose it, the probability that another one of the
/// same item, drawn at random, did so too (Dice's coefficient for two annotators, Cicchetti and Feinstein 1990; for
/// several, Fleiss 1971). For each item, how many annotators chose each label; items of one annotator say nothing. `None`
/// for a label that nobody chose where another could have agreed.
#[must_use]
pub fn specific_agreement(counts: &[Vec<u64>]) -> Vec<Option<f64>> {
    let labels = counts.iter().map(Vec::len).max().unwrap_or(0);
    let of = |label: usize| {
        let (mut agreed, mut possible) = (0.0, 0.0);
        for item in counts {
            let chosen = item.get(label).copied().unwrap_or(0) as f64;
            agreed += chosen * (chosen - 1.0);
            possible += chosen * (item.iter().sum::<u64>() as f64 - 1.0);
        }
        (possible > 0.0).then(|| agreed / possible)
    };
    (0..labels).map(of).collect()
}

/// What differences between values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Names: equal or not.
    Nominal,
    /// Ranks: how many values lie between.
    Ordinal,
    /// Numbers: the square of the difference.
    Interval,
}

/// Krippendorff's alpha of any number of annotators, at most 1: `1 - D_o / D_e` (Krippendorff 2011, "Computing
/// Krippendorff's Alpha-Reliability"). For each item, the values that it got, in any order; a missing value is left out,
/// and one that is not finite counts as missing. Names are given by numbers of one's choice. `None` where no item has two
/// values, or all values are equal.
#[must_use]
pub fn krippendorff_alpha(items: &[Vec<f64>], level: Level) -> Option<f64> {
    let finite = |item: &Vec<f64>| item.iter().copied().filter(|value| value.is_finite()).collect();
    let items: Vec<Vec<f64>> = items.iter().map(finite).filter(|item: &Vec<f64>| item.len() > 1).collect();
    let mut sorted: Vec<f64> = items.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let values: Vec<(f64, f64)> =
        sorted.chunk_by(|a, b| a == b).map(|equal| (equal[0], equal.len() as f64)).collect();
    // Of each value how many lie below it, and half of its own.
    let mut below = 0.0;
    let ranks: Vec<f64> = (values.iter())
        .map(|(_, count)| {
            below += count;
            below - count / 2.0
        })
        .collect();
    let distance = |a: usize, b: usize| match level {
        Level::Nominal => f64::from(u8::from(a != b)),
        Level::Ordinal => (ranks[a] - ranks[b]).powi(2),
        Level::Interval => (values[a].0 - values[b].0).powi(2),
    };
    let observed: f64 = (items.iter())
        .map(|item| {
            let places: Vec<usize> =
                item.iter().map(|value| values.partition_point(|(known, _)| known < value)).collect();
            let pairs = places.iter().flat_map(|a| places.iter().map(|b| distance(*a, *b)));
            pairs.sum::<f64>() / (item.len() as f64 - 1.0)
        })
        .sum();
    let expected: f64 = (0..values.len())
        .flat_map(|a| (0..values.len()).map(move |b| (a, b)))
        .map(|(a, b)| values[a].1 * values[b].1 * distance(a, b))
        .sum();
    (expected > 0.0).then(|| 1.0 - (sorted.len() as f64 - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[track_caller]
    fn close(found: Option<f64>, expected: Option<f64>) {
        match (found, expected) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 5e-5, "{found}, not {expected}")
            }
            (found, expected) => assert_eq!(found, expected),
        }
    }

    /// Ten subjects, fourteen psychiatrists and five diagnoses, the example of Wikipedia's page on Fleiss' kappa.
    const DIAGNOSES: [[u64; 5]; 10] = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];

    #[test]
    fn fleiss_equals_the_published_value() {
        let check = |counts: &[&[u64]], expected: Option<f64>| {
            close(fleiss_kappa(&counts.iter().map(|item| item.to_vec()).collect::<Vec<_>>()), expected);
        };
        check(&DIAGNOSES.each_ref().map(<[u64; 5]>::as_slice), Some(0.2099));
        check(&[&[2, 0], &[0, 2]], Some(1.0));
        check(&[&[1, 1], &[1, 1]], Some(-1.0));
        check(&[], None);
        check(&[&[1, 0], &[0, 1]], None);
        check(&[&[2, 0], &[0, 3]], None);
        check(&[&[2, 0], &[2, 0]], None);
        check(&[&[2], &[0, 2]], Some(1.0));
    }

    #[test]
    fn specific_agreement_by_hand() {
        let check = |counts: &[&[u64]], expected: &[Option<f64>]| {
            let counts: Vec<Vec<u64>> = counts.iter().map(|item| item.to_vec()).collect();
            assert_eq!(specific_agreement(&counts), expected);
        };
        // Two annotators, 2 × 20 of 2 × 20 + 15 for the first label of Cohen's table, 2 × 15 of 2 × 15 + 15.
        let table: [(&[u64], usize); 3] = [(&[2, 0], 20), (&[1, 1], 15), (&[0, 2], 15)];
        let table: Vec<&[u64]> =
            table.into_iter().flat_map(|(item, count)| std::iter::repeat_n(item, count)).collect();
        check(&table, &[Some(40.0 / 55.0), Some(30.0 / 45.0)]);
        // Three annotators: of the two that chose the first label each had one of two others agree.
        check(&[&[2, 1, 0]], &[Some(0.5), Some(0.0), None]);
        check(&[&[1, 0], &[]], &[None, None]);
        check(&[], &[]);
    }

    /// The example of Wikipedia's page on Krippendorff's alpha: 15 items, three annotators, `*` is missing. Ordinal by the
    /// package krippendorff 0.9.0 for Python.
    #[test]
    fn alpha_equals_the_published_value() {
        let annotators = [
            "* * * * * 3 4 1 2 1 1 3 3 * 3",
            "1 * 2 1 3 3 4 3 * * * * * * *",
            "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
        ];
        let mut items = vec![Vec::new(); 15];
        for annotator in annotators {
            for (item, value) in items.iter_mut().zip(annotator.split(' ')) {
                item.push(value.parse().unwrap_or(f64::NAN));
            }
        }
        let check = |level: Level, expected: f64| close(krippendorff_alpha(&items, level), Some(expected));
        check(Level::Nominal, 0.6914);
        check(Level::Interval, 0.8108);
        check(Level::Ordinal, 0.8067);
        let check = |items: &[&[f64]], expected: Option<f64>| {
            let items: Vec<Vec<f64>> = items.iter().map(|item| item.to_vec()).collect();
            close(krippendorff_alpha(&items, Level::Nominal), expected);
        };
        check(&[], None);
        check(&[&[1.0], &[2.0]], None);
        check(&[&[1.0, 1.0], &[1.0, 1.0]], None);
        check(&[&[1.0, 1.0], &[2.0, 2.0], &[f64::INFINITY, 1.0]], Some(1.0));
    }

    proptest! {
        /// With nothing missing, alpha is Fleiss' kappa but for the size of the sample.
        #[test]
        fn alpha_is_fleiss_for_a_small_sample(items in vec(vec(0usize..3, 4), 2..20)) {
            let counts: Vec<Vec<u64>> = items.iter()
                .map(|item| (0..3).map(|label| item.iter().filter(|value| **value == label).count() as u64).collect())
                .collect();
            let values: Vec<Vec<f64>> =
                items.iter().map(|item| item.iter().map(|value| *value as f64).collect()).collect();
            let n = 4.0 * items.len() as f64;
            let (alpha, kappa) = (krippendorff_alpha(&values, Level::Nominal), fleiss_kappa(&counts));
            prop_assert_eq!(alpha.is_some(), kappa.is_some());
            if let (Some(alpha), Some(kappa)) = (alpha, kappa) {
                // 1 - alpha = (1 - kappa)(n - 1) / n.
                prop_assert!(((1.0 - alpha) - (1.0 - kappa) * (n - 1.0) / n).abs() < 1e-9, "{} {}", alpha, kappa);
                prop_assert!(alpha <= 1.0);
            }
        }

        #[test]
        fn alpha_ignores_scale_and_order(items in vec(vec(0i32..4, 0..4), 0..12), factor in 0.1..9.0f64) {
            let values = |map: &dyn Fn(i32) -> f64, turn: bool| -> Vec<Vec<f64>> {
                items.iter().map(|item| {
                    let mut item: Vec<f64> = item.iter().map(|value| map(*value)).collect();
                    if turn { item.reverse(); }
                    item
                }).collect()
            };
            for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
                let plain = krippendorff_alpha(&values(&f64::from, false), level);
                let other = krippendorff_alpha(&values(&|value| 5.0 - factor * f64::from(value), true), level);
                prop_assert_eq!(plain.is_some(), other.is_some());
                if let (Some(plain), Some(other)) = (plain, other) {
                    prop_assert!((plain - other).abs() < 1e-9, "{:?}: {} {}", level, plain, other);
                }
            }
        }
    }
}
