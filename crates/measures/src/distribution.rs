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
