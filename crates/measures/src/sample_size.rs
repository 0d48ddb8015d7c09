//! How many rows to review until a share is known well enough.
//!
//! Sizes are those of Wilson's interval, which is the one that is shown, so a plan that is fulfilled holds.

use crate::Interval;
use crate::proportion::wilson_of_share;

/// Wilson's interval of a share, `hits` of `n` rows drawn at random without replacement from a population of so many: the
/// variance of such a draw is `p (1 - p) / n · (N - n) / (N - 1)` (Cochran 1977, Sampling Techniques, 2.8), that of
/// `n (N - 1) / (N - n)` rows drawn with replacement, which take the place of `n`. Once all are drawn the share is
/// certain. `None` where `n` is 0, `hits` exceeds it or it exceeds the population.
#[must_use]
pub fn wilson_finite(hits: u64, n: u64, population: u64, z: f64) -> Option<Interval> {
    if n == 0 || hits > n || n > population {
        return None;
    }
    let share = hits as f64 / n as f64;
    if n == population {
        return Some(Interval { low: share, high: share });
    }
    let (drawn, all) = (n as f64, population as f64);
    Some(wilson_of_share(share, drawn * (all - 1.0) / (all - drawn), z))
}

/// Rows to draw so that Wilson's interval of a share that turns out to be `share` is at most `2 half_width` wide, at least
/// one and at most the population where one is given. Solved for n, the width is a quadratic in `m = n + z²`:
/// `w² m² - z² p (1 - p) m - z⁴ (1/4 - p (1 - p)) = 0`; at a share of a half this is Cochran's `z² / 4w²` less `z²`. `None`
/// where the share is not in [0, 1], the half width not above 0, or the population empty.
#[must_use]
pub fn sample_size(share: f64, half_width: f64, population: Option<u64>, z: f64) -> Option<u64> {
    let asked = (0.0..=1.0).contains(&share) && half_width > 0.0 && half_width.is_finite();
    if !asked || population == Some(0) {
        return None;
    }
    let (spread, square, width) = (share * (1.0 - share), z * z, half_width * half_width);
    let root = (square * square * (spread * spread + 4.0 * width * (0.25 - spread).max(0.0))).sqrt();
    let infinite = ((square * spread + root) / (2.0 * width) - square).max(0.0);
    // A hair below the next whole number is rounding.
    let whole = |n: f64| (n - 1e-9).ceil().max(1.0) as u64;
    Some(match population {
        None => whole(infinite),
        Some(all) => {
            let all = all as f64;
            whole(infinite * all / (all - 1.0 + infinite)).min(all as u64)
        }
    })
}

/// Rows to draw beside those that were, `hits` of `n`, for an interval of at most `2 half_width`: 0 where it is so already.
/// The share is expected to be the middle of Wilson's interval, which is nearer to a half than what was found and so errs
/// on the safe side; a half where nothing was drawn. `None` as in [`sample_size`] and [`wilson_finite`].
#[must_use]
pub fn further_rows(hits: u64, n: u64, half_width: f64, population: Option<u64>, z: f64) -> Option<u64> {
    if n == 0 {
        return sample_size(0.5, half_width, population, z);
    }
    let interval = match population {
        Some(all) => wilson_finite(hits, n, all, z),
        None => crate::wilson(hits, n, z),
    }?;
    let square = z * z;
    let middle = (hits as f64 + square / 2.0) / (n as f64 + square);
    let wanted = sample_size(middle, half_width, population, z)?;
    let enough = interval.high - interval.low <= 2.0 * half_width;
    Some(if enough { 0 } else { wanted.saturating_sub(n).max(1) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Z95, wilson};

    /// The least n at which half the width of `statsmodels.stats.proportion.proportion_confint(p * n, n,
    /// method="wilson")` is at most w (statsmodels 0.15.0).
    #[test]
    fn sizes_are_those_of_the_interval() {
        let check = |share: f64, width: f64, population: Option<u64>, expected: Option<u64>| {
            assert_eq!(
                sample_size(share, width, population, Z95),
                expected,
                "{share} {width} {population:?}"
            );
        };
        check(0.5, 0.05, None, Some(381));
        check(0.9, 0.05, None, Some(141));
        check(0.99, 0.02, None, Some(150));
        check(1.0, 0.05, None, Some(35));
        // Cochran's correction, n / (1 + (n - 1) / N), of 380.3.
        check(0.5, 0.05, Some(1000), Some(276));
        check(0.5, 0.05, Some(1), Some(1));
        check(0.5, 0.9, None, Some(1));
        check(0.5, 0.05, Some(0), None);
        check(0.5, 0.0, None, None);
        check(0.5, f64::NAN, None, None);
        check(1.5, 0.05, None, None);
    }

    #[test]
    fn what_was_found_shortens_the_review() {
        let check = |hits: u64, n: u64, population: Option<u64>, expected: Option<u64>| {
            assert_eq!(further_rows(hits, n, 0.05, population, Z95), expected, "{hits} of {n}");
        };
        check(0, 0, None, Some(381));
        check(5, 10, None, Some(371));
        check(381, 381, None, Some(0));
        check(100, 100, Some(100), Some(0));
        check(20, 20, Some(10), None);
        check(3, 2, None, None);
    }

    proptest! {
        #[test]
        fn the_size_is_the_least_that_does(share in 0.0..=1.0f64, width in 0.005..0.4f64, population in 2u64..100_000) {
            for all in [None, Some(population)] {
                let n = sample_size(share, width, all, Z95).unwrap();
                let half = |n: u64| {
                    let (n, all) = (n as f64, all.map(|all| all as f64));
                    let effective = all.map_or(n, |all| n * (all - 1.0) / (all - n));
                    let interval = wilson_of_share(share, effective, Z95);
                    (interval.high - interval.low) / 2.0
                };
                if all != Some(n) {
                    prop_assert!(half(n) <= width + 1e-9);
                }
                if n > 1 {
                    prop_assert!(half(n - 1) > width - 1e-6, "{} rows do too", n - 1);
                }
            }
        }

        #[test]
        fn a_large_population_makes_no_difference(hits in 0u64..50, more in 0u64..50) {
            let n = hits + more + 1;
            let (finite, infinite) = (wilson_finite(hits, n, u64::MAX, Z95).unwrap(), wilson(hits, n, Z95).unwrap());
            prop_assert!((finite.low - infinite.low).abs() < 1e-9 && (finite.high - infinite.high).abs() < 1e-9);
            let small = wilson_finite(hits, n, n + 5, Z95).unwrap();
            prop_assert!(small.high - small.low <= infinite.high - infinite.low + 1e-12);
        }
    }
}
