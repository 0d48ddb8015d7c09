//! Agreement on ordered levels, where a near miss is less than a far one.

/// How much a disagreement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// By the levels between.
    Linear,
    /// By their square.
    Quadratic,
}

/// Weighted kappa of two annotators' levels for the same items, at most 1: `1 - Σ w o / Σ w e`, where `o` and `e` are how
/// often a pair of levels occurs and would by chance, and `w` grows with their distance (Cohen 1968). Levels are numbers
/// from 0, in order. `None` without items, and where both used one and the same level throughout.
#[must_use]
pub fn weighted_kappa(pairs: &[(usize, usize)], weight: Disagreement) -> Option<f64> {
    let levels = pairs.iter().map(|(a, b)| a.max(b) + 1).max()?;
    let (mut first, mut second) = (vec![0.0; levels], vec![0.0; levels]);
    for (a, b) in pairs {
        first[*a] += 1.0;
        second[*b] += 1.0;
    }
    let weigh = |a: usize, b: usize| {
        let distance = a.abs_diff(b) as f64;
        match weight {
            Disagreement::Linear => distance,
            Disagreement::Quadratic => distance * distance,
        }
    };
    let observed: f64 = pairs.iter().map(|(a, b)| weigh(*a, *b)).sum();
    let chance: f64 = (0..levels)
        .flat_map(|a| (0..levels).map(move |b| (a, b)))
        .map(|(a, b)| weigh(a, b) * first[a] * second[b])
        .sum::<f64>()
        / pairs.len() as f64;
    (chance > 0.0).then(|| 1.0 - observed / chance)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::cohen_kappa;

    /// scikit-learn 1.9.1: `cohen_kappa_score(a, b, weights=...)`.
    #[test]
    fn values_equal_the_reference() {
        let check = |pairs: &[(usize, usize)], weight: Disagreement, expected: Option<f64>| {
            let found = weighted_kappa(pairs, weight);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
                (found, expected) => found == expected,
            };
            assert!(near, "{found:?}, expected {expected:?}");
        };
        let pairs = [(0, 0), (1, 1), (2, 1), (3, 4), (4, 4), (4, 2), (2, 2), (0, 1), (3, 3), (1, 3)];
        check(&pairs, Disagreement::Linear, Some(0.545_454_545_454_545_4));
        check(&pairs, Disagreement::Quadratic, Some(0.702_702_702_702_702_6));
        check(&[], Disagreement::Linear, None);
        check(&[(2, 2), (2, 2)], Disagreement::Quadratic, None);
    }

    proptest! {
        #[test]
        fn two_levels_are_cohens(pairs in vec((0usize..2, 0usize..2), 1..40)) {
            let (weighted, plain) = (weighted_kappa(&pairs, Disagreement::Linear), cohen_kappa(&pairs));
            prop_assert_eq!(weighted.is_some(), plain.is_some());
            prop_assert!((weighted.unwrap_or(0.0) - plain.unwrap_or(0.0)).abs() < 1e-9);
        }
    }
}
