//! How well a score tells right from wrong, over all thresholds.

use crate::{Estimate, Interval};

/// The area under the ROC curve: the probability that something right scores higher than something wrong, ties counted
/// half (Mann and Whitney 1947), with DeLong's interval of `z` standard errors, kept in [0, 1] (DeLong et al. 1988). `None`
/// where either is missing, lengths differ, or a score is not a number; no interval with fewer than two of either.
#[must_use]
pub fn auc(scores: &[f64], right: &[bool], z: f64) -> Option<Estimate> {
    let placements = Placements::of(scores, right)?;
    let value = mean(&placements.right);
    let interval = placements.variance().map(|variance| {
        let reach = z * variance.sqrt();
        Interval { low: (value - reach).max(0.0), high: (value + reach).min(1.0) }
    });
    Some(Estimate { value, interval })
}

/// How much larger the area under the curve is for the first scores than for the second ones of the same items, with
/// DeLong's interval. `None` as for [`auc`].
#[must_use]
pub fn auc_difference(first: &[f64], second: &[f64], right: &[bool], z: f64) -> Option<Estimate> {
    let (first, second) = (Placements::of(first, right)?, Placements::of(second, right)?);
    let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
    // DeLong's variance of a difference is that of the differences of the placements.
    let difference =
        Placements { right: minus(&first.right, &second.right), wrong: minus(&first.wrong, &second.wrong) };
    let value = mean(&difference.right);
    let interval = difference.variance().map(|variance| {
        let reach = z * variance.sqrt();
        Interval { low: value - reach, high: value + reach }
    });
    Some(Estimate { value, interval })
}

/// The threshold at which a score best tells right from wrong: where the shares of right ones that reach it and of wrong
/// ones that do not have the largest sum (Youden 1950); the least of equals. `None` as for [`auc`].
#[must_use]
pub fn best_threshold(scores: &[f64], right: &[bool]) -> Option<f64> {
    let sorted = sorted(scores, right)?;
    let of_right = sorted.iter().filter(|(_, right)| *right).count() as f64;
    let of_wrong = sorted.len() as f64 - of_right;
    let (mut best, mut sum) = ((f64::NEG_INFINITY, sorted.first()?.0), 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        if sum > best.0 {
            best = (sum, tied[0].0);
        }
        sum +=
            tied.iter().map(|(_, right)| if *right { -1.0 / of_right } else { 1.0 / of_wrong }).sum::<f64>();
    }
    Some(best.1)
}

/// Scores in ascending order, where there are right and wrong ones.
fn sorted(scores: &[f64], right: &[bool]) -> Option<Vec<(f64, bool)>> {
    let both = right.contains(&true) && right.contains(&false);
    if !both || scores.len() != right.len() || scores.iter().any(|score| score.is_nan()) {
        return None;
    }
    let mut sorted: Vec<(f64, bool)> = scores.iter().copied().zip(right.iter().copied()).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(sorted)
}

/// Of each right item the share of wrong ones that score lower, and of each wrong one the share of right ones that score
/// higher, ties half; in the order of the items.
struct Placements {
    right: Vec<f64>,
    wrong: Vec<f64>,
}

impl Placements {
    fn of(scores: &[f64], right: &[bool]) -> Option<Self> {
        let sorted = sorted(scores, right)?;
        let of = |wanted: bool| -> Vec<f64> {
            sorted.iter().filter(|(_, right)| *right == wanted).map(|(score, _)| *score).collect()
        };
        let (all_right, all_wrong) = (of(true), of(false));
        // Share of sorted scores below one score, those that equal it counted half.
        let below = |scores: &[f64], score: f64| {
            let (low, high) =
                (scores.partition_point(|s| *s < score), scores.partition_point(|s| *s <= score));
            (low + high) as f64 / 2.0 / scores.len() as f64
        };
        let items = || scores.iter().zip(right);
        Some(Self {
            right: items().filter(|item| *item.1).map(|item| below(&all_wrong, *item.0)).collect(),
            wrong: items().filter(|item| !item.1).map(|item| 1.0 - below(&all_right, *item.0)).collect(),
        })
    }

    fn variance(&self) -> Option<f64> {
        let part = |values: &[f64]| {
            let (n, mean) = (values.len() as f64, mean(values));
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            (values.len() > 1).then(|| squares / (n - 1.0) / n)
        };
        Some(part(&self.right)? + part(&self.wrong)?)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::Z95;

    const SCORES: [f64; 10] = [0.9, 0.8, 0.7, 0.7, 0.6, 0.5, 0.4, 0.4, 0.3, 0.1];
    const OTHER: [f64; 10] = [0.6, 0.9, 0.2, 0.7, 0.8, 0.1, 0.4, 0.5, 0.3, 0.6];
    const RIGHT: [bool; 10] = [true, true, false, true, true, false, true, false, false, false];

    /// scikit-learn 1.9.1 `roc_auc_score`; the variances by DeLong's definition written out over all pairs in numpy.
    #[test]
    fn areas_equal_the_reference() {
        let close = |found: Option<Estimate>, value: f64, error: f64| {
            let found = found.unwrap();
            assert!((found.value - value).abs() < 1e-9, "{found:?}, expected {value}");
            let interval = found.interval.unwrap();
            let low = (value - Z95 * error).max(if value > 0.4 { 0.0 } else { -1.0 });
            assert!((interval.low - low).abs() < 1e-9, "{found:?}, expected {low}");
        };
        close(auc(&SCORES, &RIGHT, Z95), 0.84, 0.131_148_770_486_04);
        close(auc(&OTHER, &RIGHT, Z95), 0.9, 0.1);
        close(auc_difference(&SCORES, &OTHER, &RIGHT, Z95), -0.06, 0.145_602_197_785_610_34);
    }

    #[test]
    fn nothing_is_said_of_one_kind() {
        for (scores, right) in [
            (&[][..], &[][..]),
            (&[0.5], &[true]),
            (&[0.5, f64::NAN], &[true, false]),
            (&[0.5], &[true, false]),
        ] {
            assert_eq!(auc(scores, right, Z95), None);
            assert_eq!(best_threshold(scores, right), None);
        }
        assert_eq!(auc(&[0.2, 0.1], &[true, false], Z95), Some(Estimate { value: 1.0, interval: None }));
    }

    #[test]
    fn the_threshold_parts_best() {
        let check = |scores: &[f64], right: &[bool], expected: f64| {
            assert_eq!(best_threshold(scores, right), Some(expected));
        };
        check(&[1.0, 2.0, 3.0, 4.0], &[false, false, true, true], 3.0);
        check(&[1.0, 2.0, 3.0, 4.0], &[false, true, false, true], 2.0);
        check(&[1.0, 1.0], &[false, true], 1.0);
        check(&[2.0, 1.0], &[false, true], 1.0);
        check(&SCORES, &RIGHT, 0.6);
    }

    proptest! {
        #[test]
        fn turning_scores_round_turns_the_area(items in vec((0u8..6, any::<bool>()), 2..40)) {
            let scores: Vec<f64> = items.iter().map(|item| f64::from(item.0)).collect();
            let turned: Vec<f64> = scores.iter().map(|score| -score).collect();
            let right: Vec<bool> = items.iter().map(|item| item.1).collect();
            let (one, other) = (auc(&scores, &right, Z95), auc(&turned, &right, Z95));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((one.value + other.value - 1.0).abs() < 1e-12);
                let none = auc_difference(&scores, &scores, &right, Z95).unwrap();
                prop_assert_eq!(none.value, 0.0);
            }
        }

        #[test]
        fn no_threshold_parts_better(items in vec((0u8..6, any::<bool>()), 2..40)) {
            let scores: Vec<f64> = items.iter().map(|item| f64::from(item.0)).collect();
            let right: Vec<bool> = items.iter().map(|item| item.1).collect();
            if let Some(best) = best_threshold(&scores, &right) {
                let of = right.iter().filter(|right| **right).count() as f64;
                let sum = |threshold: f64| items.iter().map(|(score, right)| match (f64::from(*score) >= threshold, right) {
                    (true, true) => 1.0 / of,
                    (false, false) => 1.0 / (items.len() as f64 - of),
                    _ => 0.0,
                }).sum::<f64>();
                for threshold in 0..7 {
                    prop_assert!(sum(best) >= sum(f64::from(threshold)) - 1e-9);
                }
            }
        }
    }
}
