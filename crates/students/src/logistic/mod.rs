//! Multinomial logistic regression with an L2 penalty, trained by Newton's method.
//!
//! Loss: `L(W) = Σ aᵢ · -ln p(yᵢ | xᵢ) / Σ aᵢ + (λ/2) ‖W‖²`, where `aᵢ` is the weight of a row and `p(· | x)` is the
//! softmax of one linear function for each class. Gradient and Hessian are exact; the Hessian is never written down, only multiplied with vectors (Pearlmutter
//! 1994), which is all that conjugate gradients ask for. The bias is the weight of a feature that is always 1 and is
//! penalised like the others, so the minimum is unique.

use measures::SparseVector;

use crate::softmax::softmax;

/// A row as the student sees it.
#[derive(Clone, Copy, Debug)]
pub struct Example<'x> {
    /// Its features.
    pub features: &'x SparseVector,
    /// Its class, from 0 and below the number of classes.
    pub class: usize,
    /// How much it counts beside others, at least 0; anything else is 0.
    pub weight: f64,
}

impl Example<'_> {
    pub(crate) fn weight(&self) -> f64 {
        if self.weight.is_finite() { self.weight.max(0.0) } else { 0.0 }
    }
}

/// Sum of the weights.
fn total(examples: &[Example<'_>]) -> f64 {
    examples.iter().map(Example::weight).sum()
}

/// A trained model.
#[derive(Clone, Debug)]
pub struct LogisticRegression {
    classes: usize,
    /// Features and the bias.
    width: usize,
    penalty: f64,
    /// `[class][feature]`, the bias last.
    weights: Vec<f64>,
}

/// Adds a multiple of the gradient of one row's loss, given the probabilities of its classes.
fn add_row_gradient(example: &Example<'_>, probabilities: &[f64], factor: f64, gradient: &mut [f64]) {
    let width = gradient.len() / probabilities.len().max(1);
    for ((class, p), part) in probabilities.iter().enumerate().zip(gradient.chunks_exact_mut(width.max(1))) {
        let error = factor * (p - f64::from(class == example.class));
        example.features.add_to(part, error);
        part[width - 1] += error;
    }
}

/// How near to the minimum a training comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Largest component of the gradient at which it ends.
    pub gradient: f64,
    /// Squared length of what a Newton step leaves unsolved, over that of the gradient.
    pub residual: f64,
}

impl Precision {
    /// To the last digits, for influences and everything that is differentiated.
    pub const EXACT: Self = Self { gradient: 1e-9, residual: 1e-20 };
    /// Probabilities to about four digits, several times faster: steps are solved roughly, as many follow (truncated
    /// Newton, Dembo and Steihaug 1983).
    pub const ROUGH: Self = Self { gradient: 1e-6, residual: 1e-2 };
}

/// Newton steps at most; fewer than ten are usual.
const STEPS: usize = 50;
/// Halvings of a step that would not lower the loss.
const HALVINGS: usize = 30;

impl LogisticRegression {
    /// Trains on rows with features of `dimensions` dimensions. `penalty` is λ, above 0. Without rows, or where none has
    /// a weight, every class is equally probable.
    #[must_use]
    pub fn fit(
        examples: &[Example<'_>],
        dimensions: usize,
        classes: usize,
        penalty: f64,
        precision: Precision,
    ) -> Self {
        let mut model = Self { penalty, ..Self::untrained(dimensions, classes) };
        if total(examples) == 0.0 {
            return model;
        }
        for _ in 0..STEPS {
            let gradient = model.gradient(examples);
            if gradient.iter().all(|g| g.abs() <= precision.gradient) {
                break;
            }
            let probabilities = model.all_probabilities(examples);
            let direction = model.solve(examples, &probabilities, &gradient, precision.residual);
            let slope: f64 = gradient.iter().zip(&direction).map(|(g, d)| g * d).sum();
            let (start, before) = (model.weights.clone(), model.loss(examples));
            let mut step = 1.0;
            for _ in 0..HALVINGS {
                model.weights = start.iter().zip(&direction).map(|(w, d)| w - step * d).collect();
                if model.loss(examples) <= before - 1e-4 * step * slope {
                    break;
                }
                step /= 2.0;
            }
            if model.loss(examples) >= before {
                model.weights = start;
                break;
            }
        }
        model
    }

    /// A model without a penalty for which every class is equally probable.
    pub(crate) fn untrained(dimensions: usize, classes: usize) -> Self {
        let width = dimensions + 1;
        Self { classes, width, penalty: 0.0, weights: vec![0.0; classes * width] }
    }

    /// Goes `step` against the sum of the weighted gradients of some rows, without the penalty.
    pub(crate) fn descend(&mut self, rows: &[Example<'_>], step: f64) {
        let probabilities = self.all_probabilities(rows);
        for (row, p) in rows.iter().zip(&probabilities) {
            add_row_gradient(row, p, -step * row.weight(), &mut self.weights);
        }
    }

    /// Number of classes.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Of each class the weights of the features, and the bias.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&[f64], f64)> {
        self.weights.chunks_exact(self.width).map(|line| (&line[..self.width - 1], line[self.width - 1]))
    }

    /// Probability of each class.
    #[must_use]
    pub fn probabilities(&self, features: &SparseVector) -> Vec<f64> {
        let score = |class: usize| {
            let weights = &self.weights[class * self.width..][..self.width];
            features.dot(weights) + weights[self.width - 1]
        };
        softmax(&(0..self.classes).map(score).collect::<Vec<_>>())
    }

    /// Weighted mean negative log-likelihood of rows, without the penalty, in nats.
    #[must_use]
    pub fn cross_entropy(&self, examples: &[Example<'_>]) -> f64 {
        self.mean(examples, |p| -p.ln())
    }

    /// Weighted mean reverse cross-entropy `1 - p(y | x)` of rows (Wang et al. 2019, arXiv:1908.06112, with A = 1): unlike the
    /// cross-entropy it is bounded, so rows with a wrong label cannot outweigh all others.
    #[must_use]
    pub fn reverse_cross_entropy(&self, examples: &[Example<'_>]) -> f64 {
        self.mean(examples, |p| 1.0 - p)
    }

    fn mean(&self, examples: &[Example<'_>], loss: fn(f64) -> f64) -> f64 {
        let loss = |example: &Example<'_>| {
            example.weight() * loss(self.probabilities(example.features)[example.class])
        };
        let total = total(examples);
        // A row without weight may have an infinite loss.
        let counted = examples.iter().filter(|example| example.weight() > 0.0);
        if total == 0.0 { 0.0 } else { counted.map(loss).sum::<f64>() / total }
    }

    /// How the reverse cross-entropy on `validation` would change, to first order, for each row of the training set if
    /// it weighed more: `I(z) = -∇L_val · H⁻¹ ∇ℓ(z)` (Koh and Liang 2017, arXiv:1703.04730; the loss for validation
    /// that may itself be noisy: ProGen, Ye et al. 2022, arXiv:2210.12329). Negative values are helpful rows. The rows
    /// must be those of the training.
    #[must_use]
    pub fn influences(&self, examples: &[Example<'_>], validation: &[Example<'_>]) -> Vec<f64> {
        let held = total(validation);
        if total(examples) == 0.0 || held == 0.0 {
            return vec![0.0; examples.len()];
        }
        let mut target = vec![0.0; self.weights.len()];
        for example in validation {
            // The gradient of 1 - p is that of -ln p, times p.
            let p = self.probabilities(example.features);
            add_row_gradient(example, &p, p[example.class] * example.weight() / held, &mut target);
        }
        let probabilities = self.all_probabilities(examples);
        let solved = self.solve(examples, &probabilities, &target, Precision::EXACT.residual);
        let influence = |example: &Example<'_>| {
            let probabilities = self.probabilities(example.features);
            let classes = probabilities.iter().enumerate().map(|(class, p)| {
                let weights = &solved[class * self.width..][..self.width];
                let error = p - f64::from(class == example.class);
                error * (example.features.dot(weights) + weights[self.width - 1])
            });
            -classes.sum::<f64>()
        };
        examples.iter().map(influence).collect()
    }

    fn loss(&self, examples: &[Example<'_>]) -> f64 {
        let squares: f64 = self.weights.iter().map(|w| w * w).sum();
        self.cross_entropy(examples) + self.penalty / 2.0 * squares
    }

    fn gradient(&self, examples: &[Example<'_>]) -> Vec<f64> {
        let mut gradient: Vec<f64> = self.weights.iter().map(|w| self.penalty * w).collect();
        let total = total(examples);
        for example in examples {
            let p = self.probabilities(example.features);
            add_row_gradient(example, &p, example.weight() / total, &mut gradient);
        }
        gradient
    }

    fn all_probabilities(&self, examples: &[Example<'_>]) -> Vec<Vec<f64>> {
        examples.iter().map(|example| self.probabilities(example.features)).collect()
    }

    /// Product of the Hessian of the training loss with a vector: of each row, `(diag(p) - p pᵀ) ⊗ x xᵀ`.
    fn hessian_times(&self, examples: &[Example<'_>], probabilities: &[Vec<f64>], v: &[f64]) -> Vec<f64> {
        let mut product: Vec<f64> = v.iter().map(|v| self.penalty * v).collect();
        let total = total(examples);
        for (example, p) in examples.iter().zip(probabilities) {
            let share = example.weight() / total;
            let along = |class: usize| {
                let part = &v[class * self.width..][..self.width];
                example.features.dot(part) + part[self.width - 1]
            };
            let along: Vec<f64> = (0..self.classes).map(along).collect();
            let mean: f64 = along.iter().zip(p).map(|(a, p)| a * p).sum();
            for class in 0..self.classes {
                let factor = share * p[class] * (along[class] - mean);
                let part = &mut product[class * self.width..][..self.width];
                example.features.add_to(part, factor);
                part[self.width - 1] += factor;
            }
        }
        product
    }

    /// Solves `H s = b` by conjugate gradients until the squared length of the rest is `residual` of that of b. The
    /// penalty makes H positive definite.
    fn solve(
        &self,
        examples: &[Example<'_>],
        probabilities: &[Vec<f64>],
        b: &[f64],
        residual: f64,
    ) -> Vec<f64> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut solution = vec![0.0; b.len()];
        let mut rest = b.to_vec();
        let mut direction = rest.clone();
        let mut length = dot(&rest, &rest);
        let enough = length * residual;
        for _ in 0..b.len().min(1000) {
            if length <= enough {
                break;
            }
            let product = self.hessian_times(examples, probabilities, &direction);
            let step = length / dot(&direction, &product);
            for i in 0..solution.len() {
                solution[i] += step * direction[i];
                rest[i] -= step * product[i];
            }
            let next = dot(&rest, &rest);
            let turn = next / length;
            direction.iter_mut().zip(&rest).for_each(|(d, r)| *d = r + turn * *d);
            length = next;
        }
        solution
    }
}

#[cfg(test)]
mod tests;
