//! Linear support vector machines, one class against the rest, by dual coordinate descent (Hsieh et al. 2008, "A Dual
//! Coordinate Descent Method for Large-scale Linear SVM").
//!
//! For each class: `min ½ ‖w‖² + C Σ aᵢ ℓ(yᵢ w·xᵢ)`, where `aᵢ` is the weight of a row and ℓ the hinge `max(0, 1 − m)` or its
//! square. The bias is the weight of a feature that is always 1 and is penalised like the others. This is what LIBLINEAR
//! solves; its Rust crates bind C++, and the machines of linfa-svm and smartcore are kernel machines over dense rows.

use measures::SparseVector;
use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::Example;

/// What a row on the wrong side of its margin costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hinge {
    /// `max(0, 1 − m)`.
    Linear,
    /// `max(0, 1 − m)²`.
    #[default]
    Squared,
}

/// How a machine is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SvmOptions {
    /// What a row on the wrong side costs.
    pub hinge: Hinge,
    /// C, above 0: how much rows count beside the penalty of 1.
    pub cost: f64,
    /// Largest difference of two projected gradients at which the training ends.
    pub tolerance: f64,
    /// How often it goes over all rows at most.
    pub passes: usize,
}

impl Default for SvmOptions {
    fn default() -> Self {
        Self { hinge: Hinge::default(), cost: 1.0, tolerance: 1e-3, passes: 1000 }
    }
}

/// One linear function for each class.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearSvm {
    /// `[class][feature]`, the bias last.
    weights: Vec<Vec<f64>>,
}

impl LinearSvm {
    /// Trains on rows with features of `dimensions` dimensions, which it visits in orders drawn by a seed.
    #[must_use]
    pub fn fit(
        examples: &[Example<'_>],
        dimensions: usize,
        classes: usize,
        seed: u64,
        options: &SvmOptions,
    ) -> Self {
        let one = |class: usize| against_the_rest(examples, dimensions, class, seed, options);
        Self { weights: (0..classes).into_par_iter().map(one).collect() }
    }

    /// Of each class the value of its function: above 0 on its own side. No probability.
    #[must_use]
    pub fn margins(&self, features: &SparseVector) -> Vec<f64> {
        self.weights.iter().map(|weights| margin(features, weights)).collect()
    }
}

fn margin(features: &SparseVector, weights: &[f64]) -> f64 {
    features.dot(weights) + weights[weights.len() - 1]
}

fn against_the_rest(
    examples: &[Example<'_>],
    dimensions: usize,
    class: usize,
    seed: u64,
    options: &SvmOptions,
) -> Vec<f64> {
    struct Dual<'x> {
        features: &'x SparseVector,
        side: f64,
        /// The multiplier, from 0 to `most`.
        value: f64,
        most: f64,
        diagonal: f64,
        /// Second derivative of the dual along it.
        curvature: f64,
    }
    let mut duals: Vec<Dual<'_>> = examples
        .iter()
        .filter(|example| example.weight() > 0.0)
        .map(|example| {
            let cost = options.cost * example.weight();
            let (most, diagonal) = match options.hinge {
                Hinge::Linear => (cost, 0.0),
                Hinge::Squared => (f64::INFINITY, 0.5 / cost),
            };
            let side = if example.class == class { 1.0 } else { -1.0 };
            let curvature = example.features.norm().powi(2) + 1.0 + diagonal;
            Dual { features: example.features, side, value: 0.0, most, diagonal, curvature }
        })
        .collect();
    let mut weights = vec![0.0; dimensions + 1];
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for _ in 0..options.passes {
        duals.shuffle(&mut random);
        let (mut highest, mut lowest) = (f64::NEG_INFINITY, f64::INFINITY);
        for dual in &mut duals {
            let gradient = dual.side * margin(dual.features, &weights) - 1.0 + dual.diagonal * dual.value;
            let projected = if dual.value <= 0.0 {
                gradient.min(0.0)
            } else if dual.value >= dual.most {
                gradient.max(0.0)
            } else {
                gradient
            };
            (highest, lowest) = (highest.max(projected), lowest.min(projected));
            let before = dual.value;
            dual.value = (before - gradient / dual.curvature).clamp(0.0, dual.most);
            let change = (dual.value - before) * dual.side;
            dual.features.add_to(&mut weights, change);
            weights[dimensions] += change;
        }
        if highest - lowest <= options.tolerance {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const POINTS: [([f64; 2], usize); 9] = [
        ([0.0, 0.2], 0),
        ([0.3, 0.1], 0),
        ([0.9, 0.8], 0),
        ([1.0, 0.1], 1),
        ([0.8, 0.3], 1),
        ([0.2, 0.2], 1),
        ([0.1, 1.0], 2),
        ([0.4, 0.9], 2),
        ([0.7, 0.7], 2),
    ];

    fn fit(hinge: Hinge, cost: f64, weights: &[f64], seed: u64) -> LinearSvm {
        let vectors = POINTS.map(|(point, _)| SparseVector::from_dense(&point));
        let examples: Vec<Example<'_>> = (vectors.iter().zip(POINTS).zip(weights.iter().cycle()))
            .map(|((features, (_, class)), weight)| Example { features, class, weight: *weight })
            .collect();
        let options = SvmOptions { hinge, cost, tolerance: 1e-10, passes: 1_000_000 };
        LinearSvm::fit(&examples, 2, 3, seed, &options)
    }

    /// scikit-learn 1.9.1: `LinearSVC(dual=True, loss=..., C=..., tol=1e-12, max_iter=10**7).fit(x, y, sample_weight)`,
    /// then `coef_` with `intercept_` last.
    #[test]
    fn weights_are_those_of_liblinear() {
        let check = |hinge: Hinge, cost: f64, weights: &[f64], expected: [[f64; 3]; 3]| {
            for seed in [1, 2] {
                let found = fit(hinge, cost, weights, seed).weights;
                for (found, expected) in found.iter().flatten().zip(expected.as_flattened()) {
                    assert!(
                        (found - expected).abs() < 1e-6,
                        "{hinge:?}, {cost}: {found}, expected {expected}"
                    );
                }
            }
        };
        check(
            Hinge::Linear,
            1.0,
            &[1.0],
            [
                [-0.436137072, -0.436137072, -0.520249221],
                [0.419591837, -0.915918367, -0.644897959],
                [-0.475698035, 1.189245088, -0.976215098],
            ],
        );
        check(
            Hinge::Linear,
            5.0,
            &[1.0],
            [
                [-0.809968847, -0.809968847, -0.109034268],
                [1.754385965, -2.456140351, -0.508771930],
                [-0.317460317, 2.539682540, -1.507936508],
            ],
        );
        check(
            Hinge::Squared,
            1.0,
            &[1.0],
            [
                [-0.336710754, -0.423079898, 0.031660092],
                [0.685367324, -1.139064085, -0.139784472],
                [-0.443461024, 1.373254045, -0.736458766],
            ],
        );
        check(
            Hinge::Squared,
            3.0,
            &[1.0, 0.5, 2.0],
            [
                [0.148161148, 0.048003728, -0.427902957],
                [0.574339933, -2.175947654, 0.384910385],
                [-0.657443082, 1.856170927, -0.964062998],
            ],
        );
    }

    #[test]
    fn nothing_to_learn_from() {
        let none = LinearSvm::fit(&[], 2, 3, 1, &SvmOptions::default());
        assert_eq!(none.margins(&SparseVector::from_dense(&[1.0, 2.0])), [0.0; 3]);
        assert_eq!(fit(Hinge::Linear, 1.0, &[0.0, f64::NAN], 1), none);
    }

    proptest! {
        /// No other weights have a lower objective.
        #[test]
        fn the_objective_is_least(
            shift in vec(-0.5..0.5f64, 3), class in 0usize..3, squared in any::<bool>(), cost in 0.1..5.0f64,
        ) {
            let hinge = if squared { Hinge::Squared } else { Hinge::Linear };
            let weights = fit(hinge, cost, &[1.0], 1).weights.swap_remove(class);
            let objective = |weights: &[f64]| {
                let losses = POINTS.iter().map(|(point, of)| {
                    let side = if *of == class { 1.0 } else { -1.0 };
                    let loss = (1.0 - side * margin(&SparseVector::from_dense(point), weights)).max(0.0);
                    if squared { loss * loss } else { loss }
                });
                weights.iter().map(|w| w * w).sum::<f64>() / 2.0 + cost * losses.sum::<f64>()
            };
            let moved: Vec<f64> = weights.iter().zip(&shift).map(|(w, s)| w + s).collect();
            prop_assert!(objective(&weights) <= objective(&moved) + 1e-8);
        }
    }
}
