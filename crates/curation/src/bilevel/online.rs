//! Weights found anew for each batch (LLMaAA, Zhang et al. 2023, arXiv:2310.19596, after Ren et al. 2018, arXiv:1803.09050).
//!
//! What a row is worth is how fast the loss on validation rows falls when the student takes a step along this row a little:
//! with `θ(ε) = θ − rate Σ εᵢ ∇ℓᵢ(θ)` it is `w̃ᵢ = max(−∂L_val(θ(ε))/∂εᵢ at ε = 0, 0)`, which is
//! `max(rate ∇L_val(θ) · ∇ℓᵢ(θ), 0)`. The weights of a batch are divided by their sum, and with these the student takes the step
//! that counts.

use crate::bilevel::{BatchOptions, Bilevel};

impl Bilevel<'_> {
    /// Weights of the rows, at least 0: the mean over the epochs in units of the mean weight of a batch. Batches are drawn by a
    /// seed. All 0 without validation rows.
    #[must_use]
    pub fn online_weights(&self, options: BatchOptions, seed: u64) -> Vec<f64> {
        self.in_batches(options, seed, |batch, student| {
            let (_, direction) = self.validate(student);
            shares(&self.products(batch, &direction))
        })
    }
}

/// The positive products over their sum; all 0 where there is none.
fn shares(products: &[f64]) -> Vec<f64> {
    let total: f64 = products.iter().map(|product| product.max(0.0)).sum();
    let share = |product: &f64| if total > 0.0 { product.max(0.0) / total } else { 0.0 };
    products.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use measures::SparseVector;
    use students::Example;

    use super::*;
    use crate::bilevel::Batch;

    /// The product is what the validation loss loses when a virtual step weighs the row a little: central differences.
    #[test]
    fn products_are_slopes_of_the_virtual_step() {
        let dense = [[0.5, -0.25, 0.0], [0.0, 1.0, 0.5], [-0.75, 0.0, 0.25], [0.3, 0.3, -0.9]];
        let vectors = dense.map(|row| SparseVector::from_dense(&row));
        let rows: Vec<Example<'_>> = (vectors.iter().zip([0, 1, 2, 1]))
            .map(|(features, class)| Example { features, class, weight: 1.0 })
            .collect();
        let bilevel = Bilevel { rows: &rows[..3], validation: &rows[1..], dimensions: 3, classes: 3 };
        let student: Vec<f64> = (0..12).map(|at| f64::from(at * 7 % 11) / 10.0 - 0.5).collect();
        let see = |row: &usize| bilevel.probabilities(&student, rows[*row].features);
        let batch = Batch { rows: &[0, 1, 2], rate: 0.5, probabilities: [0, 1, 2].iter().map(see).collect() };
        let found = bilevel.products(&batch, &bilevel.validate(&student).1);
        for (at, found) in found.iter().enumerate() {
            let loss = |step: f64| {
                let mut moved = student.clone();
                bilevel.descend(&mut moved, &rows[at], &batch.probabilities[at], step);
                bilevel.validate(&moved).0
            };
            let slope = (loss(-1e-6) - loss(1e-6)) / 2e-6;
            assert!((found - slope).abs() < 1e-8, "row {at}: {found} {slope}");
        }
        assert_eq!(shares(&[1.0, -2.0, 3.0]), [0.25, 0.0, 0.75]);
        assert_eq!(shares(&[-1.0, 0.0]), [0.0, 0.0]);
    }

    #[test]
    fn rows_against_the_validation_rows_get_no_weight() {
        let words = [[1.0, 0.0], [0.0, 1.0]].map(|row| SparseVector::from_dense(&row));
        let row = |at: usize| {
            let wrong = at.is_multiple_of(5);
            Example { features: &words[at % 2], class: if wrong { 1 - at % 2 } else { at % 2 }, weight: 1.0 }
        };
        let rows: Vec<Example<'_>> = (0..40).map(row).collect();
        let validation: Vec<Example<'_>> =
            (0..2).map(|class| Example { features: &words[class], class, weight: 1.0 }).collect();
        let bilevel = Bilevel { rows: &rows, validation: &validation, dimensions: 2, classes: 2 };
        let weights = bilevel.online_weights(BatchOptions::default(), 1);
        for (at, weight) in weights.iter().enumerate() {
            assert_eq!(*weight > 0.0, !at.is_multiple_of(5), "row {at}: {weight}");
        }
        let mean = weights.iter().sum::<f64>() / 40.0;
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        assert_eq!(weights, bilevel.online_weights(BatchOptions::default(), 1));
    }

    #[test]
    fn nothing_to_learn_from() {
        let word = SparseVector::from_dense(&[1.0]);
        let row = [Example { features: &word, class: 0, weight: 1.0 }];
        let check = |rows: &[Example<'_>], validation: &[Example<'_>], classes, expected: &[f64]| {
            let bilevel = Bilevel { rows, validation, dimensions: 1, classes };
            assert_eq!(bilevel.online_weights(BatchOptions::default(), 1), expected);
        };
        check(&[], &[], 0, &[]);
        check(&row, &[], 2, &[0.0]);
        check(&row, &row, 1, &[0.0]);
        check(&row, &row, 2, &[1.0]);
    }
}
