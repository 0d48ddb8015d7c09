//! Linear machines that answer in probabilities.

use measures::SparseVector;

use crate::{Example, LinearSvm, Platt, SvmOptions, cross_fit, stratified_folds};

/// A linear machine and a sigmoid for each class, which learns from margins of rows that the machine had not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedSvm {
    machine: LinearSvm,
    sigmoids: Vec<Platt>,
}

/// Folds of the margins that the sigmoids learn from.
const FOLDS: usize = 3;

impl CalibratedSvm {
    /// Trains on rows with features of `dimensions` dimensions, which are dealt into folds and visited in orders drawn by a
    /// seed.
    #[must_use]
    pub fn fit(
        examples: &[Example<'_>],
        dimensions: usize,
        classes: usize,
        seed: u64,
        options: &SvmOptions,
    ) -> Self {
        let given: Vec<usize> = examples.iter().map(|example| example.class).collect();
        let margins = cross_fit(&stratified_folds(&given, FOLDS, seed), |seen, held| {
            let seen: Vec<Example<'_>> = seen.iter().map(|row| examples[*row]).collect();
            let machine = LinearSvm::fit(&seen, dimensions, classes, seed, options);
            held.iter().map(|row| machine.margins(examples[*row].features)).collect()
        });
        let sigmoid = |class: usize| {
            let scores: Vec<f64> = margins.iter().map(|margins| margins[class]).collect();
            let is_class: Vec<bool> = given.iter().map(|given| *given == class).collect();
            Platt::fit(&scores, &is_class)
        };
        let machine = LinearSvm::fit(examples, dimensions, classes, seed, options);
        Self { machine, sigmoids: (0..classes).map(sigmoid).collect() }
    }

    /// The probability of each class: those of the sigmoids over their sum.
    #[must_use]
    pub fn probabilities(&self, features: &SparseVector) -> Vec<f64> {
        let margins = self.machine.margins(features);
        let raw: Vec<f64> =
            self.sigmoids.iter().zip(margins).map(|(sigmoid, margin)| sigmoid.probability(margin)).collect();
        let total: f64 = raw.iter().sum();
        let even = 1.0 / raw.len().max(1) as f64;
        raw.iter().map(|p| if total > 0.0 { p / total } else { even }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three groups of points around the corners of a triangle, each with one row of another class.
    #[test]
    fn answers_are_probabilities_and_mostly_right() {
        let corners = [[1.0, 0.0], [-0.5, 0.8], [-0.5, -0.8]];
        let point = |at: usize| {
            let [x, y] = corners[at % 3];
            let wobble = (at * 7 % 11) as f64 / 22.0 - 0.25;
            SparseVector::from_dense(&[x + wobble, y - wobble])
        };
        let points: Vec<SparseVector> = (0..60).map(point).collect();
        let row = |(at, features)| Example { features, class: (at + usize::from(at < 3)) % 3, weight: 1.0 };
        let rows: Vec<Example<'_>> = points.iter().enumerate().map(row).collect();
        let machine = CalibratedSvm::fit(&rows, 2, 3, 1, &SvmOptions::default());
        for (at, point) in points.iter().enumerate() {
            let p = machine.probabilities(point);
            assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(p[at % 3] > 0.5 && p[at % 3] < 1.0, "{at}: {p:?}");
        }
        assert_eq!(machine, CalibratedSvm::fit(&rows, 2, 3, 1, &SvmOptions::default()));
    }

    #[test]
    fn nothing_to_learn_from() {
        let point = SparseVector::from_dense(&[1.0]);
        let check = |rows: &[Example<'_>], classes: usize, expected: &[f64]| {
            let machine = CalibratedSvm::fit(rows, 1, classes, 1, &SvmOptions::default());
            assert_eq!(machine.probabilities(&point), expected);
        };
        check(&[], 0, &[]);
        check(&[], 2, &[0.5, 0.5]);
        check(&[Example { features: &point, class: 0, weight: 1.0 }], 1, &[1.0]);
    }
}
