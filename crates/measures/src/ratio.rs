//! Sums over sums, and how certain they are.

use crate::Interval;

/// A figure of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its interval; `None` where a single item tells nothing of the spread.
    pub interval: Option<Interval>,
}

/// The ratio of two sums over items, `R = Σ a / Σ b`, such as wrong names over names, where an item has several. Its interval is
/// `z` standard errors either way, `√(n / (n - 1) Σ (a - R b)²) / Σ b` (Cochran 1977, Sampling Techniques, 2.11): what
/// belongs to one item is not taken for independent. With every `b` at 1 this is a mean. `None` without items or where
/// `Σ b` is not above 0.
#[must_use]
pub fn ratio(items: &[(f64, f64)], z: f64) -> Option<Estimate> {
    let (a, b) = items.iter().fold((0.0, 0.0), |(a, b), item| (a + item.0, b + item.1));
    let value = a / b;
    if b.is_nan() || b <= 0.0 || !value.is_finite() {
        return None;
    }
    let n = items.len() as f64;
    let interval = (items.len() > 1).then(|| {
        let squares: f64 = items.iter().map(|(a, b)| (a - value * b).powi(2)).sum();
        let reach = z * (n / (n - 1.0) * squares).sqrt() / b;
        Interval { low: value - reach, high: value + reach }
    });
    Some(Estimate { value, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_by_hand() {
        let check = |items: &[(f64, f64)], expected: Option<(f64, Option<f64>)>| {
            let found = ratio(items, 2.0);
            match (found, expected) {
                (Some(found), Some((value, reach))) => {
                    assert!((found.value - value).abs() < 1e-12, "{found:?}");
                    let half = found.interval.map(|i| (i.high - i.low) / 2.0);
                    assert_eq!(half.is_some(), reach.is_some());
                    assert!((half.unwrap_or(0.0) - reach.unwrap_or(0.0)).abs() < 1e-12, "{found:?}");
                }
                (found, expected) => assert_eq!(found.is_some(), expected.is_some(), "{items:?}"),
            }
        };
        check(&[], None);
        check(&[(1.0, 0.0)], None);
        check(&[(f64::NAN, 1.0)], None);
        check(&[(1.0, 4.0)], Some((0.25, None)));
        // A mean: 2 √(var / n) with a variance of 2 among 2 and 4.
        check(&[(2.0, 1.0), (4.0, 1.0)], Some((3.0, Some(2.0))));
        // R = 3/6; residuals 1 - 1, 2 - 2 + ... = 0, 0.5, -0.5.
        check(&[(1.0, 2.0), (1.5, 2.0), (0.5, 2.0)], Some((0.5, Some(2.0 * (1.5_f64 * 0.5).sqrt() / 6.0))));
    }
}
