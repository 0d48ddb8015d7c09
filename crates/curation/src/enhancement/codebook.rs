//! How well a model follows a codebook, and whether refining it helps (Pangakis et al. 2023, arXiv:2306.00176).
//!
//! People label a sample by the codebook without seeing the model's answers; the model labels it by the same one; where they
//! part says what to word anew. What refining did is judged on a half of the sample that nobody looked at while refining.

use indexmap::{IndexMap, IndexSet};
use measures::{Interval, Z95, cohen_kappa, wilson};
use students::stratified_folds;

use crate::{GateOptions, GateReport, compare};

/// A share of some rows and how certain it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    /// Rows for which it holds.
    pub hits: u64,
    /// All of them, at least 1.
    pub rows: u64,
    /// Wilson's interval of 95 %.
    pub interval: Interval,
}

impl Proportion {
    fn of(hits: u64, rows: u64) -> Option<Self> {
        Some(Self { hits, rows, interval: wilson(hits, rows, Z95)? })
    }

    /// The share, in [0, 1].
    #[must_use]
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.rows as f64
    }
}

/// Whether something reaches an aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The whole interval is at or above it.
    Reached,
    /// Too few rows to tell.
    CannotTell,
    /// The whole interval is below it: word the label anew.
    Missed,
}

/// How people and the model agree about one label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelAgreement {
    /// The label.
    pub label: String,
    /// Of the rows to which people gave it, those to which the model did too; `None` where people gave it to none.
    pub recall: Option<Proportion>,
    /// Of the rows to which the model gave it, those to which people did too; `None` where the model gave it to none.
    pub precision: Option<Proportion>,
    /// Harmonic mean of both shares, in [0, 1].
    pub f1: f64,
}

impl LabelAgreement {
    /// The worse of recall and precision against an aim, such as 0.8.
    #[must_use]
    pub fn standing(&self, aim: f64) -> Standing {
        let of = |proportion: &Proportion| match proportion.interval {
            Interval { low, .. } if low >= aim => Standing::Reached,
            Interval { high, .. } if high < aim => Standing::Missed,
            _ => Standing::CannotTell,
        };
        let each: Vec<Standing> = self.recall.iter().chain(&self.precision).map(of).collect();
        if each.contains(&Standing::Missed) {
            Standing::Missed
        } else if each.len() < 2 || each.contains(&Standing::CannotTell) {
            Standing::CannotTell
        } else {
            Standing::Reached
        }
    }
}

/// Rows to which people gave one label and the model another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// The people's label.
    pub human: String,
    /// The model's.
    pub model: String,
    /// The rows, in ascending order: examples for the codebook.
    pub rows: Vec<usize>,
}

/// People's labels beside a model's.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Rows on which they agree; `None` without rows that both labelled.
    pub agreement: Option<Proportion>,
    /// Cohen's kappa; `None` where chance alone agrees fully.
    pub kappa: Option<f64>,
    /// The labels, the worst agreement (F1) first.
    pub labels: Vec<LabelAgreement>,
    /// Pairs of labels, the most frequent confusion first.
    pub confusions: Vec<Confusion>,
}

impl Comparison {
    /// Compares the labels of rows; those that one of them did not label are left out.
    #[must_use]
    pub fn of(human: &[Option<String>], model: &[Option<String>]) -> Self {
        let both = |(row, (human, model)): (usize, (&'_ Option<String>, &'_ Option<String>))| {
            Some((row, human.clone()?, model.clone()?))
        };
        let rows: Vec<(usize, String, String)> =
            human.iter().zip(model).enumerate().filter_map(both).collect();
        let pairs: Vec<(&str, &str)> = rows.iter().map(|(_, human, model)| (&**human, &**model)).collect();
        let count = |of: &dyn Fn(&(&str, &str)) -> bool| pairs.iter().filter(|pair| of(pair)).count() as u64;
        let names: IndexSet<&str> = pairs.iter().flat_map(|(human, model)| [*human, *model]).collect();
        let agreement = |label: &&str| {
            let hits = count(&|pair| pair.0 == *label && pair.1 == *label);
            let (people, machine) = (count(&|pair| pair.0 == *label), count(&|pair| pair.1 == *label));
            LabelAgreement {
                label: (*label).to_owned(),
                recall: Proportion::of(hits, people),
                precision: Proportion::of(hits, machine),
                f1: 2.0 * hits as f64 / (people + machine) as f64,
            }
        };
        let mut labels: Vec<LabelAgreement> = names.iter().map(agreement).collect();
        labels.sort_by(|a, b| a.f1.total_cmp(&b.f1));
        let mut confused: IndexMap<(&str, &str), Vec<usize>> = IndexMap::new();
        for (row, human, model) in rows.iter().filter(|(_, human, model)| human != model) {
            confused.entry((human, model)).or_default().push(*row);
        }
        let mut confusions: Vec<Confusion> = confused
            .into_iter()
            .map(|((human, model), rows)| Confusion {
                human: human.to_owned(),
                model: model.to_owned(),
                rows,
            })
            .collect();
        confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.rows.len()));
        let agreed = count(&|pair| pair.0 == pair.1);
        let agreement = Proportion::of(agreed, pairs.len() as u64);
        Self { agreement, kappa: cohen_kappa(&pairs), labels, confusions }
    }

    /// The labels to word anew, the worst first: those that surely miss the aim. Each with the confusions that it is part of.
    #[must_use]
    pub fn refine(&self, aim: f64) -> Vec<(&LabelAgreement, Vec<&Confusion>)> {
        let missed = self.labels.iter().filter(|label| label.standing(aim) == Standing::Missed);
        let part = |label: &LabelAgreement| {
            let about = |pair: &&Confusion| pair.human == label.label || pair.model == label.label;
            self.confusions.iter().filter(about).collect()
        };
        missed.map(|label| (label, part(label))).collect()
    }
}

/// Deals the rows that people labelled into those to refine the codebook by and those held out, every label evenly, by a
/// seed.
#[must_use]
pub fn halves(human: &[Option<String>], seed: u64) -> (Vec<usize>, Vec<usize>) {
    let (rows, labels): (Vec<usize>, Vec<&str>) =
        human.iter().enumerate().filter_map(|(row, label)| Some((row, label.as_deref()?))).unzip();
    let names: IndexSet<&str> = labels.iter().copied().collect();
    let classes: Vec<usize> = labels.iter().filter_map(|label| names.get_index_of(label)).collect();
    let folds = stratified_folds(&classes, 2, seed);
    let (refine, held): (Vec<_>, Vec<_>) = rows.into_iter().zip(folds).partition(|(_, fold)| *fold == 0);
    let rows = |of: Vec<(usize, usize)>| of.into_iter().map(|(row, _)| row).collect();
    (rows(refine), rows(held))
}

/// What another wording did: the model's agreement with people before and after it on the held-out rows, and the interval of
/// the difference, row by row. A row without an answer of the model counts as not agreed. `None` where people labelled none of
/// the rows.
#[must_use]
pub fn improvement(
    held: &[usize],
    human: &[Option<String>],
    before: &[Option<String>],
    after: &[Option<String>],
) -> Option<GateReport> {
    let labelled = || held.iter().filter_map(|row| Some((*row, human.get(*row)?.as_deref()?)));
    let agreed = |model: &[Option<String>]| -> Vec<f64> {
        let agrees = |(row, label): (usize, &str)| model.get(row).and_then(Option::as_deref) == Some(label);
        labelled().map(|row| f64::from(agrees(row))).collect()
    };
    compare(&agreed(before), &agreed(after), GateOptions::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verdict;

    fn labels(text: &str) -> Vec<Option<String>> {
        text.chars().map(|c| (c != '-').then(|| c.to_string())).collect()
    }

    /// Wilson's interval of 8 in 10 is .490 to .943.
    #[test]
    fn people_and_model_side_by_side() {
        let human = labels("aaaaaaaaaabbbbbc-b");
        let model = labels("aaaaaaaabcbbbbacb-");
        let found = Comparison::of(&human, &model);
        let all = found.agreement.unwrap();
        assert_eq!((all.hits, all.rows), (13, 16));
        let of = |label: &str| found.labels.iter().find(|one| one.label == label).unwrap();
        let recall = of("a").recall.unwrap();
        assert_eq!((recall.hits, recall.rows), (8, 10));
        assert!((recall.interval.low - 0.490).abs() < 5e-4 && (recall.interval.high - 0.943).abs() < 5e-4);
        let precision = of("b").precision.unwrap();
        assert_eq!((precision.hits, precision.rows), (4, 5));
        // scikit-learn 1.9.1, f1_score(average=None) and cohen_kappa_score: 0.842105, 0.8, 0.666667; 0.654676.
        let f1: Vec<(&str, f64)> = found.labels.iter().map(|one| (one.label.as_str(), one.f1)).collect();
        for ((label, f1), (name, expected)) in f1.iter().zip([("c", 0.666_667), ("b", 0.8), ("a", 0.842_105)])
        {
            assert!(*label == name && (f1 - expected).abs() < 1e-6, "{label} {f1}");
        }
        assert!((found.kappa.unwrap() - 0.654_676).abs() < 1e-6, "{:?}", found.kappa);
        let pairs: Vec<(&str, &str, &[usize])> =
            found.confusions.iter().map(|one| (&*one.human, &*one.model, &*one.rows)).collect();
        assert_eq!(pairs, [("a", "b", &[8][..]), ("a", "c", &[9]), ("b", "a", &[14])]);
        let none = Comparison::of(&labels("--"), &labels("ab"));
        assert!(none.agreement.is_none() && none.labels.is_empty() && none.kappa.is_none());
    }

    #[test]
    fn labels_that_surely_miss_the_aim_are_worded_anew() {
        let human = labels(&["a".repeat(60), "b".repeat(60), "c".repeat(4)].concat());
        let model = labels(&["a".repeat(60), "b".repeat(20), "d".repeat(40), "c".repeat(4)].concat());
        let found = Comparison::of(&human, &model);
        let standing =
            |label: &str, aim: f64| found.labels.iter().find(|one| one.label == label).unwrap().standing(aim);
        assert_eq!(standing("a", 0.9), Standing::Reached);
        assert_eq!(standing("b", 0.9), Standing::Missed);
        assert_eq!(standing("c", 0.9), Standing::CannotTell);
        let refine: Vec<(&str, usize)> = found
            .refine(0.9)
            .iter()
            .map(|(label, pairs)| (label.label.as_str(), pairs[0].rows.len()))
            .collect();
        assert_eq!(refine, [("d", 40), ("b", 40)]);
    }

    #[test]
    fn refining_is_judged_on_rows_that_nobody_looked_at() {
        let human = labels(&["ab".repeat(100), "-".repeat(9)].concat());
        let (refine, held) = halves(&human, 3);
        assert_eq!((refine.len(), held.len()), (100, 100));
        assert!(held.iter().all(|row| !refine.contains(row) && human[*row].is_some()));
        assert_eq!(held.iter().filter(|row| **row % 2 == 0).count(), 50);
        let wrong_in = |rows: &[usize]| {
            let mut model = human.clone();
            rows.iter().for_each(|row| model[*row] = None);
            model
        };
        let check = |before: &[usize], after: &[usize], expected: Verdict| {
            let report = improvement(&held, &human, &wrong_in(before), &wrong_in(after)).unwrap();
            assert_eq!(report.verdict, expected, "{report:?}");
        };
        check(&held[..30], &held[..5], Verdict::Helps);
        check(&held[..5], &held[..30], Verdict::Hurts);
        // What is right on the rows that were looked at says nothing.
        check(&refine, &[], Verdict::CannotTell);
        assert_eq!(improvement(&[], &human, &human, &human), None);
        assert_eq!(improvement(&[999], &human, &human, &human), None);
        assert_eq!(halves(&[], 1), (vec![], vec![]));
    }
}
