//! Agreement of two annotators.

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
