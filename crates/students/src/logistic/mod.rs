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

/// Examples of the same features, as one row with a share of each class: they add the same probabilities to the loss and its
/// derivatives, so a soft label costs no more than a hard one.
#[derive(Clone, Debug)]
struct SoftRow<'x> {
    features: &'x SparseVector,
    /// Classes with their weights.
    classes: Vec<(usize, f64)>,
    /// Sum of these weights.
    weight: f64,
}

/// Joins examples that follow each other and share their features.
fn soft_rows<'x>(examples: &[Example<'x>]) -> Vec<SoftRow<'x>> {
    let of_one_row = |a: &Example<'_>, b: &Example<'_>| std::ptr::eq(a.features, b.features);
    let row = |examples: &[Example<'x>]| {
        let first = examples.first()?;
        Some(SoftRow {
            features: first.features,
            classes: examples.iter().map(|example| (example.class, example.weight())).collect(),
            weight: total(examples),
        })
    };
    examples.chunk_by(of_one_row).filter_map(row).collect()
}

/// Sum of the weights of soft rows.
fn soft_total(rows: &[SoftRow<'_>]) -> f64 {
    rows.iter().map(|row| row.weight).sum()
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
    /// `[feature][class]`, the bias last: a row reads and writes the classes of each of its features in one run of memory.
    weights: Vec<f64>,
}

/// The value of each class's linear function, given as in [`LogisticRegression::weights`].
fn scores(weights: &[f64], features: &SparseVector, classes: usize) -> Vec<f64> {
    let mut scores = weights[weights.len() - classes..].to_vec();
    for (feature, value) in features.entries() {
        let of_feature = &weights[*feature as usize * classes..][..classes];
        scores.iter_mut().zip(of_feature).for_each(|(score, weight)| *score += value * weight);
    }
    scores
}

/// Adds a row to the linear function of each class, times a factor of the class.
fn add_row(weights: &mut [f64], features: &SparseVector, factors: &[f64]) {
    let classes = factors.len();
    for (feature, value) in features.entries() {
        let of_feature = &mut weights[*feature as usize * classes..][..classes];
        of_feature.iter_mut().zip(factors).for_each(|(weight, factor)| *weight += value * factor);
    }
    let bias = weights.len() - classes;
    weights[bias..].iter_mut().zip(factors).for_each(|(weight, factor)| *weight += factor);
}

/// Adds a multiple of the gradient of one row's loss, given the probabilities of its classes.
fn add_row_gradient(example: &Example<'_>, probabilities: &[f64], factor: f64, gradient: &mut [f64]) {
    let error = |(class, p): (usize, &f64)| factor * (p - f64::from(class == example.class));
    let errors: Vec<f64> = probabilities.iter().enumerate().map(error).collect();
    add_row(gradient, example.features, &errors);
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
        let rows = soft_rows(examples);
        let mut probabilities = model.all_probabilities(&rows);
        let mut loss = model.loss(&rows, &probabilities);
        for _ in 0..STEPS {
            let gradient = model.gradient(&rows, &probabilities);
            if gradient.iter().all(|g| g.abs() <= precision.gradient) {
                break;
            }
            let direction = model.solve(&rows, &probabilities, &gradient, precision.residual);
            let slope: f64 = gradient.iter().zip(&direction).map(|(g, d)| g * d).sum();
            let start = model.weights.clone();
            let before = loss;
            let mut step = 1.0;
            for _ in 0..HALVINGS {
                let moved = start.iter().zip(&direction);
                model.weights.iter_mut().zip(moved).for_each(|(weight, (w, d))| *weight = w - step * d);
                probabilities = model.all_probabilities(&rows);
                loss = model.loss(&rows, &probabilities);
                if loss <= before - 1e-4 * step * slope {
                    break;
                }
                step /= 2.0;
            }
            if loss >= before {
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
        let probabilities: Vec<Vec<f64>> = rows.iter().map(|row| self.probabilities(row.features)).collect();
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
    pub(crate) fn lines(&self) -> impl Iterator<Item = (impl Iterator<Item = f64>, f64)> {
        let of = |class| self.weights.iter().skip(class).step_by(self.classes).copied();
        let bias = self.weights.len() - self.classes;
        (0..self.classes).map(move |class| (of(class).take(self.width - 1), self.weights[bias + class]))
    }

    /// Probability of each class.
    #[must_use]
    pub fn probabilities(&self, features: &SparseVector) -> Vec<f64> {
        softmax(&scores(&self.weights, features, self.classes))
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
        let rows = soft_rows(examples);
        let solved = self.solve(&rows, &self.all_probabilities(&rows), &target, Precision::EXACT.residual);
        let influence = |example: &Example<'_>| {
            let probabilities = self.probabilities(example.features);
            let along = scores(&solved, example.features, self.classes);
            let of_class =
                |(class, (p, along)): (usize, (&f64, &f64))| along * (p - f64::from(class == example.class));
            -probabilities.iter().zip(&along).enumerate().map(of_class).sum::<f64>()
        };
        examples.iter().map(influence).collect()
    }

    fn loss(&self, rows: &[SoftRow<'_>], probabilities: &[Vec<f64>]) -> f64 {
        let squares: f64 = self.weights.iter().map(|w| w * w).sum();
        let of_row = |(row, p): (&SoftRow<'_>, &Vec<f64>)| {
            // A class without weight may have an infinite loss.
            let counted = row.classes.iter().filter(|(_, weight)| *weight > 0.0);
            counted.map(|(class, weight)| weight * -p[*class].ln()).sum::<f64>()
        };
        let total = soft_total(rows);
        let losses: f64 = rows.iter().zip(probabilities).map(of_row).sum();
        losses / total + self.penalty / 2.0 * squares
    }

    fn gradient(&self, rows: &[SoftRow<'_>], probabilities: &[Vec<f64>]) -> Vec<f64> {
        let mut gradient: Vec<f64> = self.weights.iter().map(|w| self.penalty * w).collect();
        let total = soft_total(rows);
        for (row, p) in rows.iter().zip(probabilities) {
            let mut errors: Vec<f64> = p.iter().map(|p| row.weight * p).collect();
            row.classes.iter().for_each(|(class, weight)| errors[*class] -= weight);
            errors.iter_mut().for_each(|error| *error /= total);
            add_row(&mut gradient, row.features, &errors);
        }
        gradient
    }

    fn all_probabilities(&self, rows: &[SoftRow<'_>]) -> Vec<Vec<f64>> {
        rows.iter().map(|row| self.probabilities(row.features)).collect()
    }

    /// Writes the product of the Hessian of the training loss with a vector: of each row, `(diag(p) - p pᵀ) ⊗ x xᵀ`.
    fn hessian_times(
        &self,
        rows: &[SoftRow<'_>],
        probabilities: &[Vec<f64>],
        v: &[f64],
        product: &mut [f64],
    ) {
        product.iter_mut().zip(v).for_each(|(product, v)| *product = self.penalty * v);
        let total = soft_total(rows);
        for (row, p) in rows.iter().zip(probabilities) {
            let share = row.weight / total;
            let mut factors = scores(v, row.features, self.classes);
            let mean: f64 = factors.iter().zip(p).map(|(along, p)| along * p).sum();
            factors.iter_mut().zip(p).for_each(|(along, p)| *along = share * p * (*along - mean));
            add_row(product, row.features, &factors);
        }
    }

    /// Solves `H s = b` by conjugate gradients until the squared length of the rest is `residual` of that of b. The
    /// penalty makes H positive definite.
    fn solve(&self, rows: &[SoftRow<'_>], probabilities: &[Vec<f64>], b: &[f64], residual: f64) -> Vec<f64> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut solution = vec![0.0; b.len()];
        let mut rest = b.to_vec();
        let mut direction = rest.clone();
        let mut product = vec![0.0; b.len()];
        let mut length = dot(&rest, &rest);
        let enough = length * residual;
        for _ in 0..b.len().min(1000) {
            if length <= enough {
                break;
            }
            self.hessian_times(rows, probabilities, &direction, &mut product);
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
