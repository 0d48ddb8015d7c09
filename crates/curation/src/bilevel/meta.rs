//! Weights by a small network that reads a row's loss (Meta-Weight-Net, Shu et al. 2019, arXiv:1902.07379; FewGen, Meng et al.
//! 2023, arXiv:2211.03044, for tokens).
//!
//! The weights of a batch are the softmax of the network's answers to the losses of its rows, as FewGen has it. The student
//! takes a virtual step with them; the network goes where the loss of the moved student on validation rows falls; then the
//! student takes the step again with the new weights. FewGen reads how much a token tells labels apart, and its validation loss
//! is that difference; rows have labels, so both are the cross-entropy here.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::bilevel::{Adam, Batch, BatchOptions, Bilevel, Student, own, softmax};

/// How the network learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetaOptions {
    /// How the student learns beside it.
    pub batches: BatchOptions,
    /// Units of its hidden layer.
    pub hidden: usize,
    /// How far its parameters go (Adam).
    pub net_rate: f64,
}

impl Default for MetaOptions {
    /// A hundred units; the network's rate is that of FewGen's authors.
    fn default() -> Self {
        Self { batches: BatchOptions::default(), hidden: 100, net_rate: 1e-2 }
    }
}

/// `Σ out · relu(slope · loss + bias)`; a bias behind it would leave the softmax as it is.
#[derive(Clone, Debug)]
struct WeightNet {
    /// `[slope, bias, out]` of each hidden unit.
    units: Vec<f64>,
}

impl WeightNet {
    /// Drawn evenly by a seed: what is before the hidden layer in [-1, 1], what is behind it in ±1/√hidden.
    fn drawn(hidden: usize, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let reach = 1.0 / (hidden.max(1) as f64).sqrt();
        let mut draw = |reach: f64| reach * (2.0 * random.random::<f64>() - 1.0);
        let units = (0..hidden).flat_map(|_| [draw(1.0), draw(1.0), draw(reach)]).collect();
        Self { units }
    }

    fn answer(&self, loss: f64) -> f64 {
        self.units.chunks_exact(3).map(|unit| unit[2] * (unit[0] * loss + unit[1]).max(0.0)).sum()
    }

    /// Adds `slope` times the gradient of the answer by the parameters.
    fn add_gradient(&self, loss: f64, slope: f64, gradient: &mut [f64]) {
        for (unit, gradient) in self.units.chunks_exact(3).zip(gradient.chunks_exact_mut(3)) {
            let inner = unit[0] * loss + unit[1];
            if inner > 0.0 {
                gradient[0] += slope * unit[2] * loss;
                gradient[1] += slope * unit[2];
                gradient[2] += slope * inner;
            }
        }
    }

    fn shares(&self, losses: &[f64]) -> Vec<f64> {
        softmax(losses.iter().map(|loss| self.answer(*loss)).collect())
    }
}

impl Bilevel<'_> {
    /// Weights of the rows, at least 0: the mean over the epochs in units of the mean weight of a batch, which makes the mean
    /// weight 1. Batches and the network's start are drawn by a seed. Without validation rows the network stays as it was
    /// drawn, so ask for them first.
    #[must_use]
    pub fn meta_weights(&self, options: MetaOptions, seed: u64) -> Vec<f64> {
        let mut net = WeightNet::drawn(options.hidden, seed);
        let mut adam = Adam::new(net.units.len());
        self.in_batches(options.batches, seed, |batch, student| {
            let losses = self.losses(batch);
            let (_, gradient) = self.net_gradient(&net, batch, &losses, student, batch.rate);
            adam.step(&mut net.units, &gradient, options.net_rate);
            net.shares(&losses)
        })
    }

    fn losses(&self, batch: &Batch<'_>) -> Vec<f64> {
        let rows = batch.rows.iter().zip(&batch.probabilities);
        rows.map(|(row, p)| -own(p, self.rows[*row].class).ln()).collect()
    }

    /// Loss on the validation rows after a virtual step with the network's weights, and its gradient by the network.
    fn net_gradient(
        &self,
        net: &WeightNet,
        batch: &Batch<'_>,
        losses: &[f64],
        student: &Student,
        rate: f64,
    ) -> (f64, Vec<f64>) {
        let shares = net.shares(losses);
        let mut moved = student.clone();
        for ((row, p), share) in batch.rows.iter().zip(&batch.probabilities).zip(&shares) {
            self.descend(&mut moved, &self.rows[*row], p, rate * share);
        }
        let (loss, direction) = self.validate(&moved);
        let products = self.products(batch, &direction);
        let mean: f64 = products.iter().zip(&shares).map(|(product, share)| product * share).sum();
        let mut gradient = vec![0.0; net.units.len()];
        for ((loss, product), share) in losses.iter().zip(&products).zip(&shares) {
            net.add_gradient(*loss, -rate * share * (product - mean), &mut gradient);
        }
        (loss, gradient)
    }
}

#[cfg(test)]
mod tests {
    use measures::SparseVector;
    use students::Example;

    use super::*;

    /// Central differences in every parameter of the network.
    #[test]
    fn the_meta_gradient_is_that_of_the_virtual_step() {
        let dense = [[0.5, -0.25, 0.0], [0.0, 1.0, 0.5], [-0.75, 0.0, 0.25], [0.3, 0.3, -0.9]];
        let vectors = dense.map(|row| SparseVector::from_dense(&row));
        let rows: Vec<Example<'_>> = (vectors.iter().zip([0, 1, 2, 1]))
            .map(|(features, class)| Example { features, class, weight: 1.0 })
            .collect();
        let bilevel = Bilevel { rows: &rows[..3], validation: &rows[2..], dimensions: 3, classes: 3 };
        let student: Student = (0..12).map(|at| f64::from(at * 7 % 11) / 10.0 - 0.5).collect();
        let see = |row: &usize| bilevel.probabilities(&student, rows[*row].features);
        let batch = Batch { rows: &[0, 1, 2], rate: 0.5, probabilities: [0, 1, 2].iter().map(see).collect() };
        let losses = bilevel.losses(&batch);
        let net = WeightNet::drawn(20, 3);
        let of = |net: &WeightNet| bilevel.net_gradient(net, &batch, &losses, &student, 1.5);
        let (_, gradient) = of(&net);
        assert!(gradient.iter().filter(|slope| slope.abs() > 1e-4).count() > 5, "{gradient:?}");
        for (at, found) in gradient.iter().enumerate() {
            let moved = |by: f64| {
                let mut net = net.clone();
                net.units[at] += by;
                of(&net).0
            };
            let slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            assert!((found - slope).abs() < 1e-8, "{at}: {found} {slope}");
        }
    }

    /// Two words for two classes, a fifth of the labels wrong: their losses are large, and the network learns to weigh them
    /// less.
    #[test]
    fn rows_of_large_loss_lose_weight() {
        let words = [[1.0, 0.0], [0.0, 1.0]].map(|row| SparseVector::from_dense(&row));
        let row = |at: usize| {
            let wrong = at.is_multiple_of(5);
            Example { features: &words[at % 2], class: if wrong { 1 - at % 2 } else { at % 2 }, weight: 1.0 }
        };
        let rows: Vec<Example<'_>> = (0..200).map(row).collect();
        let validation: Vec<Example<'_>> =
            (0..2).map(|class| Example { features: &words[class], class, weight: 1.0 }).collect();
        let bilevel = Bilevel { rows: &rows, validation: &validation, dimensions: 2, classes: 2 };
        let batches = BatchOptions { epochs: 40, ..BatchOptions::default() };
        let weights = bilevel.meta_weights(MetaOptions { batches, ..MetaOptions::default() }, 1);
        let mean = |wrong: bool| {
            let of: Vec<f64> =
                (0..200_usize).filter(|at| at.is_multiple_of(5) == wrong).map(|at| weights[at]).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        assert!(mean(false) > 2.0 * mean(true), "{} {}", mean(false), mean(true));
        assert!((weights.iter().sum::<f64>() / 200.0 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_learn_from() {
        let word = SparseVector::from_dense(&[1.0]);
        let row = [Example { features: &word, class: 0, weight: 1.0 }];
        let check = |rows: &[Example<'_>], validation: &[Example<'_>], classes, hidden, expected: &[f64]| {
            let bilevel = Bilevel { rows, validation, dimensions: 1, classes };
            let options = MetaOptions { hidden, ..MetaOptions::default() };
            let found = bilevel.meta_weights(options, 1);
            assert!(found.len() == expected.len(), "{found:?}");
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        };
        check(&[], &[], 0, 3, &[]);
        check(&row, &[], 2, 3, &[1.0]);
        check(&row, &row, 1, 3, &[1.0]);
        check(&row, &row, 2, 0, &[1.0]);
    }
}
