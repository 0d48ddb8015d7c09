//! Weights of rows by bilevel optimisation (SunGen, Gao et al. 2023, arXiv:2205.12679).
//!
//! Inside, a linear student learns the weighted rows by a few steps of gradient descent on the cross-entropy, from
//! zero. Outside, the weights go where the student's loss on validation rows falls: the reverse cross-entropy, which
//! is robust to wrong labels, so that the validation rows may be the noisy rows themselves. The gradient through the
//! steps is exact: they are gone through backwards. For softmax regression that takes the probabilities of each step
//! alone, not its weights.

use crate::bilevel::{Adam, Bilevel, Student, product};

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

impl Bilevel<'_> {
    /// Weights of the rows in (0, 1), one half at first. Without validation rows they stay there.
    #[must_use]
    pub fn weights(&self, options: SunGenOptions) -> Vec<f64> {
        let mut logits = vec![0.0; self.rows.len()];
        let mut adam = Adam::new(logits.len());
        for _ in 0..options.rounds {
            let weights: Vec<f64> = logits.iter().copied().map(sigmoid).collect();
            let (_, mut gradient) = self.loss_and_gradient(&weights, options.steps, options.rate);
            gradient.iter_mut().zip(&weights).for_each(|(gradient, w)| *gradient *= w * (1.0 - w));
            adam.step(&mut logits, &gradient, options.weight_rate);
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
                self.rows.iter().map(|row| self.probabilities(&student, row.features)).collect();
            for ((row, p), weight) in self.rows.iter().zip(&probabilities).zip(weights) {
                self.descend(&mut student, row, p, step * weight);
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
                gradient[at] -= step * product(&along, p, row.class);
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
            let p = self.probabilities(student, row.features);
            let cost = |class: usize| if class == row.class { right } else { right + SHARPNESS };
            let mean: f64 = p.iter().enumerate().map(|(class, p)| p * cost(class)).sum();
            loss += share * mean;
            let slope = p.iter().enumerate().map(|(class, p)| share * p * (cost(class) - mean));
            self.add(&mut gradient, row.features, slope);
        }
        (loss, gradient)
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests;
