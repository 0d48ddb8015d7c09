//! Labels against the truth: which are taken for which.

use std::collections::BTreeSet;

use crate::{Estimate, Interval};

/// How often each label was given where each was true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// The labels, in alphabetical order.
    pub labels: Vec<String>,
    /// `[true label][given label]`.
    pub counts: Vec<Vec<u64>>,
}

/// How well one label was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassScores {
    /// Items that were given the label rightly.
    pub hits: u64,
    /// Items that were given it.
    pub given: u64,
    /// Items of which it is true.
    pub truly: u64,
    /// F1, the harmonic mean of `hits / given` and `hits / truly`; 0 where both are.
    pub f1: Estimate,
}

impl Confusion {
    /// Counts pairs of true and given label.
    #[must_use]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let labels: BTreeSet<&str> = pairs.iter().flat_map(|(truth, given)| [*truth, *given]).collect();
        let labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
        let mut confusion = Self { counts: vec![vec![0; labels.len()]; labels.len()], labels };
        for (truth, given) in pairs {
            if let (Some(truth), Some(given)) = (confusion.place(truth), confusion.place(given)) {
                confusion.counts[truth][given] += 1;
            }
        }
        confusion
    }

    /// The place of a label.
    #[must_use]
    pub fn place(&self, label: &str) -> Option<usize> {
        self.labels.binary_search_by(|known| known.as_str().cmp(label)).ok()
    }

    /// Number of items.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Items with the true label.
    #[must_use]
    pub fn hits(&self) -> u64 {
        (0..self.labels.len()).map(|label| self.counts[label][label]).sum()
    }

    /// Each label's scores, in their order; intervals of `z` standard errors, kept in [0, 1].
    #[must_use]
    pub fn scores(&self, z: f64) -> Vec<ClassScores> {
        let scores = |label: usize| {
            let (hits, given, truly) = self.of_label(label);
            ClassScores { hits, given, truly, f1: self.spread(z, &[label]) }
        };
        (0..self.labels.len()).map(scores).collect()
    }

    /// The mean of the F1 of all labels, with its interval. `None` without items.
    #[must_use]
    pub fn macro_f1(&self, z: f64) -> Option<Estimate> {
        let all: Vec<usize> = (0..self.labels.len()).collect();
        (!all.is_empty()).then(|| self.spread(z, &all))
    }

    /// Hits, given and true of a label.
    fn of_label(&self, label: usize) -> (u64, u64, u64) {
        let given = self.counts.iter().map(|row| row[label]).sum();
        (self.counts[label][label], given, self.counts[label].iter().sum())
    }

    /// The mean F1 of some labels. Its interval is the delta method's (Takahashi et al. 2022, "Confidence interval for
    /// micro-averaged F1 and macro-averaged F1 scores"): F1 is a ratio of sums over the items, so each item moves it by
    /// `(2 [hit] - F1 ([given] + [true])) / mean([given] + [true])`.
    fn spread(&self, z: f64, labels: &[usize]) -> Estimate {
        let n = self.total() as f64;
        let f1: Vec<(f64, f64)> = (labels.iter())
            .map(|label| {
                let (hits, given, truly) = self.of_label(*label);
                let both = (given + truly) as f64;
                (if both > 0.0 { 2.0 * hits as f64 / both } else { 0.0 }, both / n)
            })
            .collect();
        let value = f1.iter().map(|(f1, _)| f1).sum::<f64>() / labels.len() as f64;
        let mut squares = 0.0;
        for (truth, row) in self.counts.iter().enumerate() {
            for (given, count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
                let moved = labels.iter().zip(&f1).map(|(label, (f1, both))| {
                    let (is, said) =
                        (f64::from(u8::from(*label == truth)), f64::from(u8::from(*label == given)));
                    if *both > 0.0 { (2.0 * is * said - f1 * (is + said)) / both } else { 0.0 }
                });
                squares += *count as f64 * (moved.sum::<f64>() / labels.len() as f64).powi(2);
            }
        }
        let interval = (n > 1.0).then(|| {
            let reach = z * (squares / (n - 1.0) / n).sqrt();
            Interval { low: (value - reach).max(0.0), high: (value + reach).min(1.0) }
        });
        Estimate { value, interval }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::{Z95, percentile_interval, resample};

    /// scikit-learn 1.9.1: `precision_recall_fscore_support(truth, given)` and `f1_score(average="macro")`.
    #[test]
    fn scores_equal_the_reference() {
        let truth = ["a", "a", "b", "b", "b", "c", "c", "a", "d", "b"];
        let given = ["a", "b", "b", "b", "c", "c", "a", "a", "a", "b"];
        let pairs: Vec<(&str, &str)> = truth.into_iter().zip(given).collect();
        let confusion = Confusion::of(&pairs);
        assert_eq!(confusion.labels, ["a", "b", "c", "d"]);
        assert_eq!(confusion.counts, [[2, 1, 0, 0], [0, 3, 1, 0], [1, 0, 1, 0], [1, 0, 0, 0]]);
        assert_eq!((confusion.hits(), confusion.total()), (6, 10));
        let scores = confusion.scores(Z95);
        for (scores, expected) in scores.iter().zip([4.0 / 7.0, 0.75, 0.5, 0.0]) {
            assert!((scores.f1.value - expected).abs() < 1e-12, "{scores:?}, expected {expected}");
        }
        assert_eq!((scores[0].hits, scores[0].given, scores[0].truly), (2, 4, 3));
        assert!((confusion.macro_f1(Z95).unwrap().value - 0.455_357_142_857_142_85).abs() < 1e-12);
        assert_eq!(Confusion::of(&[]).macro_f1(Z95), None);
        assert!(Confusion::of(&[]).scores(Z95).is_empty());
    }

    /// The interval that needs no resampling is near that of resampling.
    #[test]
    fn the_interval_is_that_of_the_bootstrap() {
        let pairs: Vec<(&str, &str)> = (0..600)
            .map(|at| {
                (
                    ["a", "b", "c"][at % 3],
                    if at % 7 < 5 { ["a", "b", "c"][at % 3] } else { ["b", "a"][at % 2] },
                )
            })
            .collect();
        let macro_f1 = |pairs: &[(&str, &str)]| Confusion::of(pairs).macro_f1(Z95).unwrap();
        let values: Vec<f64> = (0..1000)
            .map(|round| {
                let drawn: Vec<(&str, &str)> =
                    resample(600, 3, round).into_iter().map(|at| pairs[at]).collect();
                macro_f1(&drawn).value
            })
            .collect();
        let (drawn, direct) = (percentile_interval(&values).unwrap(), macro_f1(&pairs).interval.unwrap());
        assert!(
            (drawn.low - direct.low).abs() < 0.006 && (drawn.high - direct.high).abs() < 0.006,
            "{drawn:?} {direct:?}"
        );
    }

    proptest! {
        #[test]
        fn all_items_are_counted(pairs in vec(("[a-d]", "[a-d]"), 0..40)) {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let confusion = Confusion::of(&pairs);
            prop_assert_eq!(confusion.total(), pairs.len() as u64);
            prop_assert_eq!(confusion.hits(), pairs.iter().filter(|(a, b)| a == b).count() as u64);
            for scores in confusion.scores(Z95) {
                prop_assert!((0.0..=1.0).contains(&scores.f1.value));
                prop_assert!(scores.hits <= scores.given.min(scores.truly));
            }
        }
    }
}
