//! How evenly things are spread over classes.

/// Entropy of counts in nats, `−Σ p ln p`, from 0 to the logarithm of the number of classes.
#[must_use]
pub fn entropy(counts: &[u64]) -> f64 {
    let total: u64 = counts.iter().sum();
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = *count as f64 / total as f64;
            -share * share.ln()
        })
        .sum()
}

/// Entropy over its largest possible value, in [0, 1]: 1 where all classes are equally frequent. Classes without
/// any count must be given too. `None` for fewer than two classes or nothing counted.
#[must_use]
pub fn balance(counts: &[u64]) -> Option<f64> {
    let counted = counts.iter().any(|count| *count > 0);
    (counts.len() > 1 && counted).then(|| entropy(counts) / (counts.len() as f64).ln())
}

/// Entropy of probabilities that sum to 1, in nats, `−Σ p ln p`: 0 where one is certain, the logarithm of their number
/// where all are equal. What is not above 0 adds nothing.
#[must_use]
pub fn predictive_entropy(probabilities: &[f64]) -> f64 {
    probabilities.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum()
}

/// Least confidence, `1 − max p`, in [0, 1] (Lewis and Gale 1994); 1 without probabilities.
#[must_use]
pub fn least_confidence(probabilities: &[f64]) -> f64 {
    1.0 - probabilities.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uncertainty_of_a_distribution() {
        let check = |probabilities: &[f64], entropy: f64, least: f64| {
            let found = (predictive_entropy(probabilities), least_confidence(probabilities));
            assert!((found.0 - entropy).abs() < 1e-12 && (found.1 - least).abs() < 1e-12, "{found:?}");
        };
        check(&[1.0, 0.0], 0.0, 0.0);
        check(&[0.25; 4], 4_f64.ln(), 0.75);
        check(&[0.5, 0.3, 0.2], 1.029_653_014_064_573_7, 0.5);
        check(&[], 0.0, 1.0);
        check(&[f64::NAN, 1.0], 0.0, 0.0);
    }
}
