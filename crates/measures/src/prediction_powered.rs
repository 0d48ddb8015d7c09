//! A mean that few people's labels and many predictions tell of together (Angelopoulos et al. 2023, "Prediction-powered
//! inference", Science 382; ARES, Saad-Falcon et al. 2023, arXiv:2311.09476).

use crate::Interval;

/// An item with what is true of it and what was predicted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// What people say, such as 1 for right and 0 for wrong.
    pub truth: f64,
    /// What a model says, on the same scale.
    pub predicted: f64,
}

/// How much the predictions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Fully, λ = 1: the estimate of ARES.
    Full,
    /// By the λ in [0, 1] at which the estimated variance is least (PPI++, Angelopoulos et al. 2023, arXiv:2311.01453):
    /// useless predictions get none, and the interval is never wider than that of the people's labels alone.
    Tuned,
}

/// A prediction-powered mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictionPowered {
    /// The mean. It may lie outside the range of the values by a little.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// λ, how much the predictions count, in [0, 1].
    pub lambda: f64,
    /// Its interval.
    pub interval: Interval,
}

/// `λ mean(ŷ_U) - mean(λ ŷ_L - y_L)` over items that people labelled (L) and others (U), with the variance
/// `λ² σ²(ŷ_U) / N + σ²(λ ŷ_L - y_L) / n` and an interval of `z` standard errors either way. Both must be drawn at random
/// from the same items. `None` for fewer than two of either, or a number that is not finite.
#[must_use]
pub fn prediction_powered(
    labelled: &[Judged],
    others: &[f64],
    weight: Weight,
    z: f64,
) -> Option<PredictionPowered> {
    let truth: Vec<f64> = labelled.iter().map(|item| item.truth).collect();
    let predicted: Vec<f64> = labelled.iter().map(|item| item.predicted).collect();
    if labelled.len() < 2
        || others.len() < 2
        || truth.iter().chain(&predicted).chain(others).any(|value| !value.is_finite())
    {
        return None;
    }
    let (n, all) = (labelled.len() as f64, others.len() as f64);
    let (of_truth, both, of_predicted) =
        (covariance(&truth, &truth), covariance(&truth, &predicted), covariance(&predicted, &predicted));
    let of_others = covariance(others, others);
    let lambda = match weight {
        Weight::Full => 1.0,
        Weight::Tuned => {
            let noise = of_predicted / n + of_others / all;
            if noise > 0.0 { (both / n / noise).clamp(0.0, 1.0) } else { 0.0 }
        }
    };
    let estimate = mean(&truth) + lambda * (mean(others) - mean(&predicted));
    let rest = of_truth - 2.0 * lambda * both + lambda * lambda * of_predicted;
    let error = (lambda * lambda * of_others / all + rest.max(0.0) / n).sqrt();
    let interval = Interval { low: estimate - z * error, high: estimate + z * error };
    Some(PredictionPowered { mean: estimate, error, lambda, interval })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The covariance of a sample, with one degree of freedom less than values.
fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>() / (a.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use rand::SeedableRng as _;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::Z95;

    fn judged(of: &[(f64, f64)]) -> Vec<Judged> {
        of.iter().map(|(truth, predicted)| Judged { truth: *truth, predicted: *predicted }).collect()
    }

    /// ppi-python 0.2.3: `ppi_mean_pointestimate(y, f, u, lam=lam)`; the errors by numpy, `(lam² var(u, ddof=1) / N +
    /// var(y - lam f, ddof=1) / n) ** 0.5` (the package divides by n and N instead), λ by a search over a million values
    /// for the least error.
    #[test]
    fn estimates_equal_the_reference() {
        let labelled = judged(&[(1.0, 0.9), (0.0, 0.4), (1.0, 0.7), (1.0, 0.2), (0.0, 0.1), (1.0, 0.8)]);
        let others = [0.9, 0.8, 0.3, 0.7, 0.6, 0.95, 0.2, 0.5, 0.85, 0.75];
        let check = |weight: Weight, lambda: f64, mean: f64, error: f64| {
            let found = prediction_powered(&labelled, &others, weight, Z95).unwrap();
            for (found, expected, by) in
                [(found.lambda, lambda, 1e-5), (found.mean, mean, 1e-5), (found.error, error, 1e-6)]
            {
                assert!((found - expected).abs() < by, "{weight:?}: {found}, expected {expected}");
            }
            assert!((found.interval.high - found.interval.low - 2.0 * Z95 * found.error).abs() < 1e-12);
        };
        check(Weight::Full, 1.0, 0.805, 0.183_249_981_051_992_36);
        check(Weight::Tuned, 0.719_991, 0.766_265_42, 0.177_889_303_901_174_66);
        assert_eq!(prediction_powered(&labelled[..1], &others, Weight::Full, Z95), None);
        assert_eq!(prediction_powered(&labelled, &[1.0, f64::NAN], Weight::Tuned, Z95), None);
    }

    /// In 2,000 draws of 200 labelled items and 2,000 others, 80 % of which are right and of which a judge with a lean tells
    /// most, the interval holds the truth in 93 to 97 of 100; tuned, it is narrower than that of the labels alone.
    #[test]
    fn the_interval_covers_the_truth() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let mut draw = || {
            let truth = random.random_bool(0.8);
            let predicted = random.random_bool(if truth { 0.95 } else { 0.25 });
            Judged { truth: f64::from(u8::from(truth)), predicted: f64::from(u8::from(predicted)) }
        };
        let draws = 2000;
        let (mut covered, mut width, mut classical) = ([0_u32; 2], 0.0, 0.0);
        for _ in 0..draws {
            let labelled: Vec<Judged> = (0..200).map(|_| draw()).collect();
            let others: Vec<f64> = (0..2000).map(|_| draw().predicted).collect();
            for (covered, weight) in covered.iter_mut().zip([Weight::Full, Weight::Tuned]) {
                let found = prediction_powered(&labelled, &others, weight, Z95).unwrap();
                *covered += u32::from((found.interval.low..=found.interval.high).contains(&0.8));
                width = if weight == Weight::Tuned { width + found.error } else { width };
            }
            let truth: Vec<f64> = labelled.iter().map(|item| item.truth).collect();
            classical += (covariance(&truth, &truth) / 200.0).sqrt();
        }
        for covered in covered {
            let share = f64::from(covered) / f64::from(draws);
            assert!((0.93..=0.97).contains(&share), "{share}");
        }
        assert!(width < 0.8 * classical, "{width} of {classical}");
    }

    proptest! {
        #[test]
        fn tuned_is_never_wider(
            labelled in vec((0.0..1.0f64, 0.0..1.0f64), 2..40), others in vec(0.0..1.0f64, 2..80),
        ) {
            let labelled = judged(&labelled);
            let truth: Vec<f64> = labelled.iter().map(|item| item.truth).collect();
            let alone = (covariance(&truth, &truth) / truth.len() as f64).sqrt();
            let tuned = prediction_powered(&labelled, &others, Weight::Tuned, Z95).unwrap();
            let full = prediction_powered(&labelled, &others, Weight::Full, Z95).unwrap();
            prop_assert!(tuned.error <= alone + 1e-9 && tuned.error <= full.error + 1e-9);
            prop_assert!((0.0..=1.0).contains(&tuned.lambda));
        }

        /// A judge that is always right is as good as labels of everything.
        #[test]
        fn perfect_predictions_count_fully(truth in vec(any::<bool>(), 2..20), others in vec(any::<bool>(), 2..40)) {
            let number = |value: &bool| f64::from(u8::from(*value));
            let labelled: Vec<Judged> =
                truth.iter().map(number).map(|truth| Judged { truth, predicted: truth }).collect();
            let others: Vec<f64> = others.iter().map(number).collect();
            let found = prediction_powered(&labelled, &others, Weight::Full, Z95).unwrap();
            prop_assert!((found.mean - mean(&others)).abs() < 1e-12);
        }
    }
}
