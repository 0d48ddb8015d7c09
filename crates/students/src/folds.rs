//! Predictions for rows by students that did not see them.

use rand::{SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::rows::classes;
use crate::{Row, TextClassifier, TextOptions};

/// What a student says of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probabilities {
    /// The classes.
    pub classes: Vec<String>,
    /// Of each row the probability of each class; they sum to 1.
    pub rows: Vec<Vec<f64>>,
}

impl Probabilities {
    /// The place of a class.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<usize> {
        self.classes.iter().position(|class| class == name)
    }
}

/// Of each row the fold in which it is held out, from 0: every class is spread evenly over the folds, and the folds are
/// of one size but for one row. There are as many folds as asked for, but at least two and at most one for each row.
#[must_use]
pub fn stratified_folds(classes: &[usize], folds: usize, seed: u64) -> Vec<usize> {
    let folds = folds.min(classes.len()).max(2);
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    order.sort_by_key(|row| classes[*row]);
    let mut fold = vec![0; classes.len()];
    order.into_iter().enumerate().for_each(|(at, row)| fold[row] = at % folds);
    fold
}

/// What is said of each row by the call that does not have it among its first argument: `predict` gets the rows to learn
/// from and the rows to judge, in ascending order, and judges each. Folds are computed beside each other.
#[must_use]
pub fn cross_fit<T: Send>(
    fold_of_rows: &[usize],
    predict: impl Fn(&[usize], &[usize]) -> Vec<T> + Sync,
) -> Vec<T> {
    let folds = fold_of_rows.iter().max().map_or(0, |last| last + 1);
    let judge = |fold: usize| {
        let (held, seen): (Vec<usize>, Vec<usize>) =
            (0..fold_of_rows.len()).partition(|row| fold_of_rows[*row] == fold);
        let said = if held.is_empty() { Vec::new() } else { predict(&seen, &held) };
        held.into_iter().zip(said).collect::<Vec<_>>()
    };
    let mut said: Vec<(usize, T)> = (0..folds).into_par_iter().flat_map_iter(judge).collect();
    said.sort_by_key(|(row, _)| *row);
    said.into_iter().map(|(_, said)| said).collect()
}

/// Of each row the probabilities by a student of text that learnt from the other folds alone. The classes are the labels
/// in the order in which they appear; a label that only one row has is improbable for it. The same on every machine.
#[must_use]
pub fn out_of_fold(rows: &[Row<'_>], folds: usize, seed: u64, options: &TextOptions) -> Probabilities {
    let (names, classes) = classes(rows.iter().map(|row| row.label));
    let judged = cross_fit(&stratified_folds(&classes, folds, seed), |seen, held| {
        let learnt: Vec<Row<'_>> = seen.iter().map(|row| rows[*row]).collect();
        let labels: Vec<usize> = seen.iter().map(|row| classes[*row]).collect();
        let student = TextClassifier::fit_classes(&learnt, &labels, names.clone(), options);
        held.iter().map(|row| student.probabilities(rows[*row].input)).collect()
    });
    Probabilities { classes: names, rows: judged }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn a_row_is_judged_by_those_that_did_not_see_it() {
        // Each text is a word of its own, so a student that saw it would know its label.
        let words: Vec<String> = (0..12).map(|at| format!("word{at}")).collect();
        let label = |at: usize| if at.is_multiple_of(2) { "even" } else { "odd" };
        let rows: Vec<Row<'_>> =
            words.iter().enumerate().map(|(at, word)| Row::text(word, label(at))).collect();
        let seen = TextClassifier::fit_rows(&rows, &TextOptions::words());
        let held = out_of_fold(&rows, 4, 7, &TextOptions::words());
        assert_eq!(held.classes, ["even", "odd"]);
        for (row, p) in rows.iter().zip(&held.rows) {
            let own = held.class(row.label).unwrap();
            assert!(seen.probabilities(row.input)[own] > 0.9);
            assert!((p[own] - 0.5).abs() < 0.2, "{p:?}");
        }
        assert_eq!(held, out_of_fold(&rows, 4, 7, &TextOptions::words()));
    }

    #[test]
    fn too_few_rows_are_judged_all_the_same() {
        let check = |labels: &[&str], folds: usize, expected: &[&[f64]]| {
            let rows: Vec<Row<'_>> = labels.iter().map(|label| Row::text("same", label)).collect();
            assert_eq!(out_of_fold(&rows, folds, 1, &TextOptions::default()).rows, expected, "{labels:?}");
        };
        check(&[], 5, &[]);
        check(&["a"], 5, &[&[1.0]]);
        check(&["a", "a"], 0, &[&[1.0], &[1.0]]);
    }

    proptest! {
        #[test]
        fn folds_are_even_in_all_classes(classes in vec(0usize..4, 0..60), folds in 0usize..9, seed in any::<u64>()) {
            let fold = stratified_folds(&classes, folds, seed);
            let folds = folds.min(classes.len()).max(2);
            prop_assert_eq!(fold.len(), classes.len());
            let spread = |rows: Vec<usize>| {
                let counts = (0..folds).map(|f| rows.iter().filter(|row| fold[**row] == f).count());
                counts.clone().max().unwrap_or(0) - counts.min().unwrap_or(0)
            };
            prop_assert!(fold.iter().all(|f| *f < folds));
            prop_assert!(spread((0..classes.len()).collect()) <= 1);
            for class in 0..4 {
                prop_assert!(spread((0..classes.len()).filter(|row| classes[*row] == class).collect()) <= 1);
            }
        }

        #[test]
        fn every_row_is_judged_once_and_never_by_itself(fold in vec(0usize..5, 0..40)) {
            let judged = cross_fit(&fold, |seen, held| {
                held.iter().map(|row| (*row, !seen.contains(row) && seen.len() + held.len() == fold.len())).collect()
            });
            prop_assert_eq!(judged, (0..fold.len()).map(|row| (row, true)).collect::<Vec<_>>());
        }
    }
}
