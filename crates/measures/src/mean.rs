//! Means of a few values and how certain they are.

use std::f64::consts::FRAC_2_PI;

use crate::Interval;

/// A mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// The 95 % interval by Student's t; `None` for a single value, whose spread nobody knows.
    pub interval: Option<Interval>,
}

/// The mean of values with its 95 % interval by Student's t (Student 1908): `m ± t s / √n`. It is exact where the values
/// are drawn independently from a normal distribution. Values that are not finite are left out; `None` without others.
#[must_use]
pub fn mean_interval(values: &[f64]) -> Option<Mean> {
    let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let freedom = values.len().checked_sub(1)? as u64;
    let interval = student_t(freedom).map(|t| {
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let reach = t * (squares / (n - 1.0) / n).sqrt();
        Interval { low: mean - reach, high: mean + reach }
    });
    Some(Mean { mean, interval })
}

/// Half the width of a 95 % interval of Student's t with so many degrees of freedom, in standard deviations: 12.706 for
/// one, near [`Z95`](crate::Z95) for many. `None` for 0.
#[must_use]
pub fn student_t(freedom: u64) -> Option<f64> {
    if freedom == 0 {
        return None;
    }
    let (mut low, mut high) = (1.0, 13.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if within(middle, freedom) < 0.95 { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high))
}

/// Probability that |T| ≤ `t` (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
fn within(t: f64, freedom: u64) -> f64 {
    let angle = (t / (freedom as f64).sqrt()).atan();
    let square = angle.cos().powi(2);
    // Even: sin θ (1 + ½ cos² θ + …); odd: 2/π (θ + sin θ (cos θ + ⅔ cos³ θ + …)). The series falls, so it may end early.
    let odd = freedom % 2 == 1;
    let (mut term, mut sum) = (if odd { angle.cos() } else { 1.0 }, 0.0);
    for step in 1..=freedom / 2 {
        sum += term;
        let at = 2.0 * step as f64 - if odd { 0.0 } else { 1.0 };
        term *= at / (at + 1.0) * square;
        if term < 1e-17 {
            break;
        }
    }
    if odd { FRAC_2_PI * (angle + angle.sin() * sum) } else { angle.sin() * sum }
}

/// The 95 % interval of a mean difference of paired values in [-1, 1], such as the shares of students that answer a row
/// rightly before and after: for `z` of [`Z95`](crate::Z95). After Agresti and Min (2005) half a pair is added to each of the four
/// combinations of right and wrong, so that no change among few rows is not taken for certainty. `None` without pairs.
#[must_use]
pub fn paired_interval(differences: &[f64], z: f64) -> Option<Interval> {
    if differences.is_empty() {
        return None;
    }
    let n = differences.len() as f64 + 2.0;
    let difference = differences.iter().sum::<f64>() / n;
    let squares = differences.iter().map(|d| d * d).sum::<f64>() + 1.0;
    let reach = z * (squares - n * difference * difference).max(0.0).sqrt() / n;
    Some(Interval { low: difference - reach, high: difference + reach })
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// scipy 1.17.1: `scipy.stats.t.ppf(0.975, df)`.
    #[test]
    fn quantiles_are_students() {
        let check = |freedom: u64, expected: Option<f64>| match (student_t(freedom), expected) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-9, "{freedom}: {found} {expected}")
            }
            (found, expected) => assert_eq!(found, expected, "{freedom}"),
        };
        check(0, None);
        check(1, Some(12.706204736175));
        check(2, Some(4.302652729749));
        check(3, Some(3.182446305284));
        check(4, Some(2.776445105198));
        check(5, Some(2.570581835636));
        check(9, Some(2.262157162798));
        check(30, Some(2.042272456301));
        check(199, Some(1.971956544252));
        check(1000, Some(1.962339080826));
        check(100000, Some(1.959987707535));
    }

    /// numpy: `mean ± t.ppf(0.975, n - 1) * std(ddof=1) / sqrt(n)` of 0.81, 0.83, 0.80, 0.84, 0.82.
    #[test]
    fn a_mean_has_the_interval_of_its_spread() {
        let found = mean_interval(&[0.81, 0.83, f64::NAN, 0.80, 0.84, 0.82]).unwrap();
        let interval = found.interval.unwrap();
        for (found, expected) in [found.mean, interval.low, interval.high].iter().zip([
            0.8200000000000001,
            0.8003675683852245,
            0.8396324316147756,
        ]) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(mean_interval(&[2.0]), Some(Mean { mean: 2.0, interval: None }));
        assert_eq!(mean_interval(&[]), None);
        assert_eq!(mean_interval(&[f64::INFINITY]), None);
    }

    proptest! {
        #[test]
        fn a_paired_interval_mirrors(differences in vec(-1.0..=1.0f64, 1..40)) {
            let mirrored: Vec<f64> = differences.iter().map(|d| -d).collect();
            let (one, other) = (paired_interval(&differences, 2.0), paired_interval(&mirrored, 2.0));
            let (one, other) = (one.unwrap(), other.unwrap());
            prop_assert!((one.low + other.high).abs() < 1e-12 && (one.high + other.low).abs() < 1e-12);
            prop_assert!(one.low < one.high);
        }

        #[test]
        fn a_mean_lies_in_its_interval(values in vec(-1e6..1e6f64, 2..20)) {
            let found = mean_interval(&values).unwrap();
            let interval = found.interval.unwrap();
            prop_assert!(interval.low <= found.mean && found.mean <= interval.high);
        }
    }
}
