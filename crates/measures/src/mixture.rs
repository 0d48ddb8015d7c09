//! A mixture of two normal distributions: low values told from high ones.

/// Rounds of expectation and maximization at most, the gain of the mean log-likelihood below which they end, and what is
/// added to variances: the settings of FreeAL (Xiao et al. 2023, arXiv:2311.15614) for scikit-learn's `GaussianMixture`.
const ROUNDS: usize = 10;
const TOLERANCE: f64 = 1e-2;
const LEAST_VARIANCE: f64 = 5e-4;

#[derive(Clone, Copy, Debug)]
struct Normal {
    /// Share of the values that it explains.
    weight: f64,
    mean: f64,
    variance: f64,
}

impl Normal {
    /// The distribution of values, each as far as it belongs to it.
    fn fit(values: &[f64], shares: impl Iterator<Item = f64> + Clone) -> Self {
        let total = shares.clone().sum::<f64>() + 10.0 * f64::EPSILON;
        let mean = values.iter().zip(shares.clone()).map(|(x, share)| share * x).sum::<f64>() / total;
        let squares = values.iter().zip(shares).map(|(x, share)| share * (x - mean).powi(2));
        let variance = squares.sum::<f64>() / total + LEAST_VARIANCE;
        Self { weight: total / values.len() as f64, mean, variance }
    }

    fn log_density(&self, x: f64) -> f64 {
        let spread = (x - self.mean).powi(2) / self.variance;
        self.weight.ln() - 0.5 * (spread + (std::f64::consts::TAU * self.variance).ln())
    }
}

/// Of each value, such as a row's loss, the probability that it belongs to the lower of two normal distributions, in
/// [0, 1], found by expectation and maximization (Dempster et al. 1977) on the values scaled to [0, 1]. It begins with the
/// split of least squares, so nothing is drawn. Values that are not finite have a probability of 0; where all are equal,
/// every probability is 0.5, as nothing tells the two apart.
#[must_use]
pub fn low_mean_posterior(values: &[f64]) -> Vec<f64> {
    let finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Half of each, as the difference of two finite numbers may not be one.
    let scaled = |value: f64| (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
    let pair = (low < high).then(|| mixture(&finite.into_iter().map(scaled).collect::<Vec<_>>()));
    let posterior = |value: f64| pair.map_or(0.5, |pair| lower(&pair, scaled(value)).0);
    values.iter().map(|value| if value.is_finite() { posterior(*value) } else { 0.0 }).collect()
}

/// The two distributions, that of the lower mean first.
fn mixture(values: &[f64]) -> [Normal; 2] {
    let threshold = split(values);
    let mut shares: Vec<f64> = values.iter().map(|x| f64::from(u8::from(*x <= threshold))).collect();
    let fit = |shares: &[f64]| {
        let of = |low: bool| shares.iter().map(move |share| if low { *share } else { 1.0 - share });
        [Normal::fit(values, of(true)), Normal::fit(values, of(false))]
    };
    let mut pair = fit(&shares);
    let mut before = f64::NEG_INFINITY;
    for _ in 0..ROUNDS {
        let judged: Vec<(f64, f64)> = values.iter().map(|x| lower(&pair, *x)).collect();
        let likelihood = judged.iter().map(|(_, log)| log).sum::<f64>() / values.len() as f64;
        shares = judged.into_iter().map(|(share, _)| share).collect();
        pair = fit(&shares);
        if (likelihood - before).abs() < TOLERANCE {
            break;
        }
        before = likelihood;
    }
    if pair[0].mean > pair[1].mean {
        pair.reverse();
    }
    pair
}

/// The probability that a value belongs to the first of two distributions, and the logarithm of its density under both.
fn lower(pair: &[Normal; 2], x: f64) -> (f64, f64) {
    let [low, high] = pair.map(|normal| normal.log_density(x));
    let most = low.max(high);
    let both = most + ((low - most).exp() + (high - most).exp()).ln();
    ((low - both).exp(), both)
}

/// The greatest of the lower values where two groups have the least sum of squared distances from their means.
fn split(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (n, total) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    let (mut sum, mut best) = (0.0, (f64::NEG_INFINITY, f64::INFINITY));
    for (at, pair) in sorted.windows(2).enumerate() {
        sum += pair[0];
        let count = (at + 1) as f64;
        // The squares are least where those of the means, by their sizes, are most.
        let between = sum * sum / count + (total - sum) * (total - sum) / (n - count);
        if pair[0] < pair[1] && between > best.0 {
            best = (between, pair[0]);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn losses(count: u32) -> Vec<f64> {
        (0..count).map(|at| f64::from(at * at % 37) / 20.0 + if at % 3 == 0 { 2.5 } else { 0.0 }).collect()
    }

    /// `GaussianMixture(2, max_iter=10, tol=1e-2, reg_covar=5e-4, random_state=0)` of scikit-learn 1.9.1 on the values
    /// scaled to [0, 1], `predict_proba` of the component with the lower mean.
    #[test]
    fn posteriors_are_those_of_scikit_learn() {
        let check = |values: &[f64], expected: &[f64]| {
            let found = low_mean_posterior(values);
            for ((value, found), expected) in values.iter().zip(&found).zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{value}: {found}, expected {expected}");
            }
        };
        check(
            &[0.1, 0.2, 0.15, 0.3, 2.0, 2.5, 1.0],
            &[1.00000000, 1.00000000, 1.00000000, 1.00000000, 0.00001778, 0.00000000, 0.99997786],
        );
        check(
            &losses(24),
            &[
                0.07527866, 0.99991364, 0.99986543, 0.00314918, 0.99885353, 0.99163307, 0.00000003,
                0.99947414, 0.98643594, 0.00664827, 0.98936507, 0.99963505, 0.00000011, 0.99667402,
                0.99956281, 0.02780181, 0.92042869, 0.97134476, 0.00000111, 0.98264437, 0.97134476,
                0.00000007, 0.99988440, 0.99956281,
            ],
        );
    }

    #[test]
    fn nothing_to_tell_apart() {
        let check = |values: &[f64], expected: &[f64]| assert_eq!(low_mean_posterior(values), expected);
        check(&[], &[]);
        check(&[3.0], &[0.5]);
        check(&[3.0, 3.0, f64::NAN, f64::INFINITY], &[0.5, 0.5, 0.0, 0.0]);
        let far = low_mean_posterior(&[f64::MIN, f64::MAX]);
        assert!(far[0] > 0.99 && far[1] < 0.01, "{far:?}");
    }

    proptest! {
        #[test]
        fn posteriors_do_not_depend_on_scale_or_order(
            values in vec(0.0..5.0f64, 2..30), factor in 0.5..20.0f64, shift in -5.0..5.0f64,
        ) {
            let plain = low_mean_posterior(&values);
            prop_assert!(plain.iter().all(|p| (0.0..=1.0).contains(p)));
            let mut moved: Vec<f64> = values.iter().map(|value| value * factor + shift).collect();
            moved.reverse();
            for (a, b) in plain.iter().zip(low_mean_posterior(&moved).iter().rev()) {
                prop_assert!((a - b).abs() < 1e-6, "{} {}", a, b);
            }
        }
    }
}
