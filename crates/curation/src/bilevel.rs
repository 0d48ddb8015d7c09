//! Weights of rows, learnt so that a student of the weighted rows does well on other rows.
//!
//! The student is linear, so that what weights do to it can be differentiated exactly and in moments.

mod meta;
mod online;
mod sungen;

use measures::SparseVector;
use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use students::Example;

pub use meta::MetaOptions;
pub use sungen::SunGenOptions;

/// Rows to learn from and rows to judge by, in one space of features.
#[derive(Clone, Copy, Debug)]
pub struct Bilevel<'x> {
    /// Rows that are weighed; their own weights are ignored.
    pub rows: &'x [Example<'x>],
    /// Rows that the student is judged by; their weights are ignored.
    pub validation: &'x [Example<'x>],
    /// Number of features.
    pub dimensions: usize,
    /// Number of classes.
    pub classes: usize,
}

/// How a student learns rows in batches while their weights are learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchOptions {
    /// How often it sees all rows.
    pub epochs: usize,
    /// Rows for one step, at least 1.
    pub batch: usize,
    /// How far a step goes along the weighted mean gradient in the first epoch; it falls evenly to 0. For rows of length 1 every rate up to 2 is stable.
    pub rate: f64,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self { epochs: 10, batch: 64, rate: 1.0 }
    }
}

/// A linear student: `[class][feature]`, the bias last in each class.
type Student = Vec<f64>;

/// A batch as the student finds it.
#[derive(Debug)]
struct Batch<'b> {
    /// Numbers of the rows.
    rows: &'b [usize],
    /// How far the student's step goes.
    rate: f64,
    /// Of each the probabilities of the classes.
    probabilities: Vec<Vec<f64>>,
}

impl Bilevel<'_> {
    fn probabilities(&self, student: &[f64], features: &SparseVector) -> Vec<f64> {
        softmax(self.scores(student, features))
    }

    fn scores(&self, student: &[f64], features: &SparseVector) -> Vec<f64> {
        let of = |part: &[f64]| features.dot(part) + part[self.dimensions];
        student.chunks_exact(self.dimensions + 1).map(of).collect()
    }

    fn add(&self, student: &mut [f64], features: &SparseVector, factors: impl Iterator<Item = f64>) {
        for (part, factor) in student.chunks_exact_mut(self.dimensions + 1).zip(factors) {
            features.add_to(part, factor);
            part[self.dimensions] += factor;
        }
    }

    /// Goes `step` against the gradient of one row's cross-entropy.
    fn descend(&self, student: &mut [f64], row: &Example<'_>, p: &[f64], step: f64) {
        let error = |(class, p): (usize, &f64)| -step * (p - f64::from(class == row.class));
        self.add(student, row.features, p.iter().enumerate().map(error));
    }

    /// Mean cross-entropy of a student on the validation rows, and its gradient by the student.
    fn validate(&self, student: &[f64]) -> (f64, Student) {
        let (mut loss, mut gradient) = (0.0, vec![0.0; student.len()]);
        let share = 1.0 / self.validation.len().max(1) as f64;
        for row in self.validation {
            let p = self.probabilities(student, row.features);
            loss -= share * own(&p, row.class).ln();
            self.descend(&mut gradient, row, &p, -share);
        }
        (loss, gradient)
    }

    /// Of each row of a batch the product of its gradient with a direction.
    fn products(&self, batch: &Batch<'_>, direction: &[f64]) -> Vec<f64> {
        let rows = batch.rows.iter().zip(&batch.probabilities);
        let of = |(at, p): (&usize, &Vec<f64>)| {
            let row = &self.rows[*at];
            product(&self.scores(direction, row.features), p, row.class)
        };
        rows.map(of).collect()
    }

    /// Trains a student from zero in batches drawn by a seed. `weigh` gives the rows of a batch their shares of a step, which
    /// sum to 1, or to 0 where none of them is to be learnt. Returned is the mean share of each row over the epochs in units
    /// of an equal one, so that the mean weight is 1 where every batch is learnt.
    fn in_batches(
        &self,
        options: BatchOptions,
        seed: u64,
        mut weigh: impl FnMut(&Batch<'_>, &Student) -> Vec<f64>,
    ) -> Vec<f64> {
        let mut student = vec![0.0; self.classes * (self.dimensions + 1)];
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut weights = vec![0.0; self.rows.len()];
        for epoch in 0..options.epochs {
            // Shares sum to 1 however little is left to learn, so only shorter steps let the student settle.
            let rate = options.rate * (1.0 - epoch as f64 / options.epochs as f64);
            order.shuffle(&mut random);
            for rows in order.chunks(options.batch.max(1)) {
                let see = |row: &usize| self.probabilities(&student, self.rows[*row].features);
                let batch = Batch { rows, rate, probabilities: rows.iter().map(see).collect() };
                let shares = weigh(&batch, &student);
                for ((row, p), share) in rows.iter().zip(&batch.probabilities).zip(shares) {
                    self.descend(&mut student, &self.rows[*row], p, rate * share);
                    weights[*row] += share * rows.len() as f64;
                }
            }
        }
        weights.iter_mut().for_each(|weight| *weight /= options.epochs.max(1) as f64);
        weights
    }
}

/// Product of a row's gradient with a direction, given what the direction says of the row: for softmax regression
/// `Σ (p − [own]) along`.
fn product(along: &[f64], p: &[f64], class: usize) -> f64 {
    let mean: f64 = along.iter().zip(p).map(|(a, p)| a * p).sum();
    mean - along.get(class).copied().unwrap_or(0.0)
}

/// The probability of a class, above 0 so that it has a logarithm.
fn own(p: &[f64], class: usize) -> f64 {
    p.get(class).copied().unwrap_or(0.0).max(f64::MIN_POSITIVE)
}

fn softmax(scores: Vec<f64>) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores.into_iter().map(|score| (score - most).exp()).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// Adam (Kingma and Ba 2015, arXiv:1412.6980) with the usual decays.
#[derive(Clone, Debug)]
struct Adam {
    first: Vec<f64>,
    second: Vec<f64>,
    /// What the decays have left of the start.
    left: [f64; 2],
}

impl Adam {
    fn new(parameters: usize) -> Self {
        Self { first: vec![0.0; parameters], second: vec![0.0; parameters], left: [1.0; 2] }
    }

    fn step(&mut self, parameters: &mut [f64], gradient: &[f64], rate: f64) {
        self.left = [self.left[0] * 0.9, self.left[1] * 0.999];
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((parameter, gradient), (first, second)) in parameters.iter_mut().zip(gradient).zip(moments) {
            *first = 0.9 * *first + 0.1 * gradient;
            *second = 0.999 * *second + 0.001 * gradient * gradient;
            // Gradients of single rows are far below Adam's usual floor of 1e-8 in large sets.
            let scale = (*second / (1.0 - self.left[1])).sqrt() + f64::MIN_POSITIVE;
            *parameter -= rate * *first / (1.0 - self.left[0]) / scale;
        }
    }
}
