//! Temperature scaling: one number that makes a student as sure as it is right.

use crate::softmax::softmax;

/// A temperature (Guo et al. 2017, arXiv:1706.04599): above 1 it makes probabilities more even, below 1 less. The most
/// probable class stays the most probable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temperature(f64);

/// Largest logarithm of a temperature, which is about 20, and negative the least.
const REACH: f64 = 3.0;
/// Halvings of the reach, after which no digit changes.
const HALVINGS: usize = 60;

impl Temperature {
    /// The temperature at which the mean negative log-likelihood of rows is least, given the probabilities that a student
    /// gave them without having seen them, and their classes; 1 where none is better. It stays between 1/20 and 20, which
    /// rows that are all right or all wrong reach.
    #[must_use]
    pub fn fit(rows: &[Vec<f64>], classes: &[usize]) -> Self {
        // In 1 / T the likelihood is concave, so its derivative has one sign before the best and one behind it.
        let rising = |inverse: f64| {
            let slope = |(row, class): (&Vec<f64>, &usize)| {
                let own = row.get(*class).map_or(0.0, |p| log(*p));
                let expected: f64 = scaled(row, inverse).iter().zip(row).map(|(p, q)| p * log(*q)).sum();
                own - expected
            };
            rows.iter().zip(classes).map(slope).sum::<f64>()
        };
        if rising(1.0).abs() <= 1e-12 * rows.len() as f64 {
            return Self(1.0);
        }
        let (mut low, mut high) = (-REACH, REACH);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if rising(middle.exp()) >= 0.0 { low = middle } else { high = middle }
        }
        Self((-f64::midpoint(low, high)).exp())
    }

    /// The temperature itself, above 0.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// Probabilities at this temperature.
    #[must_use]
    pub fn apply(self, probabilities: &[f64]) -> Vec<f64> {
        scaled(probabilities, 1.0 / self.0)
    }
}

/// The softmax of the logarithms of probabilities times a factor.
fn scaled(probabilities: &[f64], factor: f64) -> Vec<f64> {
    softmax(&probabilities.iter().map(|p| factor * log(*p)).collect::<Vec<_>>())
}

/// The logarithm of a probability; one of 0 is taken for the least that is no rounding.
fn log(p: f64) -> f64 {
    p.max(f64::MIN_POSITIVE).ln()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn a_student_becomes_as_sure_as_it_is_right() {
        let check = |said: f64, right: usize, of: usize, expected: f64| {
            let rows = vec![vec![said, 1.0 - said]; of];
            let classes: Vec<usize> = (0..of).map(|row| usize::from(row >= right)).collect();
            let found = Temperature::fit(&rows, &classes);
            assert!((found.value() - expected).abs() < 1e-9 * expected, "{found:?}, expected {expected}");
        };
        // The best probability is the share that is right; T is the quotient of the two log-odds.
        check(0.9, 7, 10, 9_f64.ln() / (7.0 / 3.0_f64).ln());
        check(0.6, 9, 10, 1.5_f64.ln() / 9_f64.ln());
        check(0.75, 3, 4, 1.0);
        check(0.5, 3, 4, 1.0);
        check(0.9, 10, 10, (-REACH).exp());
        check(0.9, 0, 10, REACH.exp());
        check(0.9, 0, 0, 1.0);
    }

    proptest! {
        #[test]
        fn the_likelihood_is_greatest(
            raw in vec(vec(prop_oneof![Just(0.0), 0.01..1.0f64], 3), 1..20), shift in 0.5..2.0f64,
        ) {
            let rows: Vec<Vec<f64>> = raw.iter()
                .map(|row| row.iter().map(|p| (p + 1e-9) / (row.iter().sum::<f64>() + 3e-9)).collect())
                .collect();
            let classes: Vec<usize> = (0..rows.len()).map(|row| row * 7 % 3).collect();
            let likelihood = |t: Temperature| {
                rows.iter().zip(&classes).map(|(row, class)| log(t.apply(row)[*class])).sum::<f64>()
            };
            let best = Temperature::fit(&rows, &classes);
            let other = Temperature((best.value() * shift).clamp((-REACH).exp(), REACH.exp()));
            prop_assert!(likelihood(best) >= likelihood(other) - 1e-9);
            for row in &rows {
                let scaled = best.apply(row);
                prop_assert!((scaled.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                let most = |p: &[f64]| p.iter().copied().fold(0.0, f64::max);
                let place = row.iter().position(|p| *p == most(row)).unwrap();
                prop_assert_eq!(scaled[place], most(&scaled));
            }
        }
    }
}
