//! The student that judges rows: n-grams and vectors, and logistic regression.

use measures::SparseVector;
use students::{
    Example, FeatureOptions, Features, Input, LogisticRegression, Precision, cross_fit, stratified_folds,
};

/// Sum of the penalties of all rows: λ is this over the number of rows, which is the `C` = 2 of scikit-learn.
const PENALTY: f64 = 0.5;
/// Folds of judging.
pub(crate) const FOLDS: usize = 5;
/// Probability of a class from which on a student learns from it: what lies below hardly moves it.
const LEAST: f64 = 0.01;

/// Rows in the space of their features, computed once for many trainings.
#[derive(Clone, Debug)]
pub(crate) struct Learner {
    features: Features,
    pub(crate) vectors: Vec<SparseVector>,
}

/// A row to learn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lesson {
    /// Number of the row.
    pub row: usize,
    /// Its class, from 0.
    pub class: usize,
    /// How much it counts, at least 0.
    pub weight: f64,
}

impl Learner {
    /// Learns the features of rows.
    pub(crate) fn new(inputs: &[Input<'_>]) -> Self {
        let features = Features::fit(inputs, &FeatureOptions::default());
        let vectors = inputs.iter().map(|input| features.vector(*input)).collect();
        Self { features, vectors }
    }

    /// The features of another row.
    pub(crate) fn see(&self, input: Input<'_>) -> SparseVector {
        self.features.vector(input)
    }

    /// Number of features.
    pub(crate) fn dimensions(&self) -> usize {
        self.features.dimensions()
    }

    /// Rows with their features.
    pub(crate) fn examples(&self, lessons: &[Lesson]) -> Vec<Example<'_>> {
        let example = |lesson: &Lesson| {
            let features = self.vectors.get(lesson.row)?;
            Some(Example { features, class: lesson.class, weight: lesson.weight })
        };
        lessons.iter().filter_map(example).collect()
    }

    /// Trains a student.
    pub(crate) fn train(
        &self,
        lessons: &[Lesson],
        classes: usize,
        precision: Precision,
    ) -> LogisticRegression {
        let weight: f64 = lessons.iter().map(|lesson| lesson.weight).sum();
        let penalty = PENALTY / weight.max(1.0);
        LogisticRegression::fit(&self.examples(lessons), self.dimensions(), classes, penalty, precision)
    }

    /// What students say of `rows` that learnt the probable classes (`targets`, one entry for each of the rows) of others.
    /// Every class counts the same while they learn, so that a rare one is not smoothed away, and by its share when
    /// they judge. `given` are classes by which the folds are spread evenly.
    pub(crate) fn judge(
        &self,
        rows: &[usize],
        targets: &[Vec<f64>],
        given: &[usize],
        seed: u64,
    ) -> Vec<Vec<f64>> {
        let classes = targets.first().map_or(0, Vec::len);
        cross_fit(&stratified_folds(given, FOLDS, seed), |seen, held| {
            let mut shares = vec![0.0; classes];
            for at in seen {
                shares.iter_mut().zip(&targets[*at]).for_each(|(share, p)| *share += p / seen.len() as f64);
            }
            let lesson = |at: usize| {
                let probable = targets[at].iter().enumerate().filter(|(_, p)| **p >= LEAST);
                let shares = &shares;
                probable.map(move |(class, p)| Lesson {
                    row: rows[at],
                    class,
                    weight: p / (shares[class] * classes as f64),
                })
            };
            let lessons: Vec<Lesson> = seen.iter().flat_map(|at| lesson(*at)).collect();
            let student = self.train(&lessons, classes, Precision::ROUGH);
            let judge = |at: &usize| {
                let p = student.probabilities(&self.vectors[rows[*at]]);
                let p: Vec<f64> = p.iter().zip(&shares).map(|(p, share)| p * share).collect();
                let total: f64 = p.iter().sum();
                if total > 0.0 {
                    p.into_iter().map(|p| p / total).collect()
                } else {
                    vec![1.0 / classes.max(1) as f64; classes]
                }
            };
            held.iter().map(judge).collect()
        })
    }
}
