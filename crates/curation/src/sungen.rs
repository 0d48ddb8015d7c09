//! Weights of rows by bilevel optimisation (SunGen, Gao et al. 2023, arXiv:2205.12679).
//!
//! Inside, a linear student learns the weighted rows by a few steps of gradient descent on the cross-entropy, from
//! zero. Outside, the weights go where the student's loss on validation rows falls: the reverse cross-entropy, which
//! is robust to wrong labels, so that the validation rows may be the noisy rows themselves. The gradient through the
//! steps is exact: they are gone through backwards. For softmax regression that takes the probabilities of each step
//! alone, not its weights.

use measures::SparseVector;
use students::Example;

/// How weights are learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SunGenOptions {
    /// Changes of the weights.
    pub rounds: usize,
    /// Steps of the student in each round.
    pub steps: usize,
    /// How far the student goes along the mean gradient. For rows of length 1 every rate up to 2 is stable.
    pub rate: f64,
    /// How far the logits of the weights go (Adam).
    pub weight_rate: f64,
}

impl Default for SunGenOptions {
    /// Fifty rounds; the weights' rate is that of the authors.
    fn default() -> Self {
        Self { rounds: 50, steps: 10, rate: 2.0, weight_rate: 0.25 }
    }
}

/// Logits of the target distribution of the reverse cross-entropy: `q = softmax(A · onehot)`, A = 10 as the authors have
/// it. So `-ln q` is about A for wrong classes, and small for the right one.
const SHARPNESS: f64 = 10.0;

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

/// A linear student: `[class][feature]`, the bias last in each class.
type Student = Vec<f64>;

impl Bilevel<'_> {
    /// Weights of the rows in (0, 1), one half at first. Without validation rows they stay there.
    #[must_use]
    pub fn weights(&self, options: SunGenOptions) -> Vec<f64> {
        let mut logits = vec![0.0; self.rows.len()];
        let (mut first, mut second) = (logits.clone(), logits.clone());
        for round in 1..=options.rounds {
            let weights: Vec<f64> = logits.iter().copied().map(sigmoid).collect();
            let (_, gradient) = self.loss_and_gradient(&weights, options.steps, options.rate);
            let (one, two) = (1.0 - 0.9_f64.powf(round as f64), 1.0 - 0.999_f64.powf(round as f64));
            for (at, gradient) in gradient.iter().enumerate() {
                let gradient = gradient * weights[at] * (1.0 - weights[at]);
                first[at] = 0.9 * first[at] + 0.1 * gradient;
                second[at] = 0.999 * second[at] + 0.001 * gradient * gradient;
                // Gradients of single rows are far below Adam's usual floor of 1e-8 in large sets.
                let scale = (second[at] / two).sqrt() + f64::MIN_POSITIVE;
                logits[at] -= options.weight_rate * first[at] / one / scale;
            }
        }
        logits.into_iter().map(sigmoid).collect()
    }

    /// Mean reverse cross-entropy on the validation rows of a student that took `steps` steps on weighted rows, and its
    /// gradient by the weights.
    #[must_use]
    pub fn loss_and_gradient(&self, weights: &[f64], steps: usize, rate: f64) -> (f64, Vec<f64>) {
        let step = rate / self.rows.len().max(1) as f64;
        let mut student = vec![0.0; self.classes * (self.dimensions + 1)];
        let mut taken = Vec::with_capacity(steps);
        for _ in 0..steps {
            let probabilities: Vec<Vec<f64>> =
                self.rows.iter().map(|row| softmax(self.scores(&student, row.features))).collect();
            for ((row, p), weight) in self.rows.iter().zip(&probabilities).zip(weights) {
                let error = |(class, p): (usize, &f64)| -step * weight * (p - f64::from(class == row.class));
                self.add(&mut student, row.features, p.iter().enumerate().map(error));
            }
            taken.push(probabilities);
        }
        let (loss, mut adjoint) = self.outer(&student);
        let mut gradient = vec![0.0; self.rows.len()];
        for probabilities in taken.iter().rev() {
            let before = adjoint.clone();
            for (at, (row, p)) in self.rows.iter().zip(probabilities).enumerate() {
                let along = self.scores(&before, row.features);
                let mean: f64 = along.iter().zip(p).map(|(a, p)| a * p).sum();
                gradient[at] -= step * (mean - along.get(row.class).copied().unwrap_or(0.0));
                let weight = weights.get(at).copied().unwrap_or(0.0);
                let curved = along.iter().zip(p).map(|(a, p)| -step * weight * p * (a - mean));
                self.add(&mut adjoint, row.features, curved);
            }
        }
        (loss, gradient)
    }

    /// Loss on the validation rows and its gradient by the student.
    fn outer(&self, student: &Student) -> (f64, Student) {
        let (mut loss, mut gradient) = (0.0, vec![0.0; student.len()]);
        let share = 1.0 / self.validation.len().max(1) as f64;
        let rest = self.classes.saturating_sub(1) as f64;
        let right = (rest * (-SHARPNESS).exp()).ln_1p();
        for row in self.validation {
            let p = softmax(self.scores(student, row.features));
            let cost = |class: usize| if class == row.class { right } else { right + SHARPNESS };
            let mean: f64 = p.iter().enumerate().map(|(class, p)| p * cost(class)).sum();
            loss += share * mean;
            let slope = p.iter().enumerate().map(|(class, p)| share * p * (cost(class) - mean));
            self.add(&mut gradient, row.features, slope);
        }
        (loss, gradient)
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
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn softmax(scores: Vec<f64>) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores.into_iter().map(|score| (score - most).exp()).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

#[cfg(test)]
mod tests;
