//! How well a model follows a codebook, and whether refining it helps (Pangakis et al. 2023, arXiv:2306.00176).
//!
//! People label a sample by the codebook without seeing the model's answers; the model labels it by the same one; where they
//! part says what to word anew. What refining did is judged on a half of the sample that nobody looked at while refining.

use indexmap::{IndexMap, IndexSet};
use measures::{Interval, Z95, bootstrap, cohen_kappa, wilson};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "AimStanding")]
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
    /// Its 95 % interval, a bootstrap of the rows; `None` where too few samples have a kappa.
    pub kappa_interval: Option<Interval>,
    /// The labels, the worst agreement (F1) first.
    pub labels: Vec<LabelAgreement>,
    /// Pairs of labels, the most frequent confusion first.
    pub confusions: Vec<Confusion>,
}

impl Comparison {
    /// Compares the labels of rows; those that one of them did not label are left out. Rows are drawn for the interval of
    /// kappa by a seed.
    #[must_use]
    pub fn of(human: &[Option<String>], model: &[Option<String>], seed: u64) -> Self {
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
        let kappa = cohen_kappa(&pairs);
        let drawn = |places: &[usize]| -> Vec<(&str, &str)> {
            places.iter().filter_map(|at| pairs.get(*at).copied()).collect()
        };
        let intervals = bootstrap(pairs.len(), seed, |places| vec![cohen_kappa(&drawn(places))]);
        let kappa_interval = intervals.into_iter().next().flatten().filter(|_| kappa.is_some());
        Self { agreement, kappa, kappa_interval, labels, confusions }
    }
}

/// Deals the rows that people labelled into those to refine the codebook by and those held out. The side of a row follows
/// from its name and a seed alone, so that no row changes sides, and what was held out stays unseen, when people label more.
/// Rows without a name are left out.
#[must_use]
pub fn halves(human: &[Option<String>], names: &[u64], seed: u64) -> (Vec<usize>, Vec<usize>) {
    let labelled = human.iter().zip(names).enumerate().filter(|(_, (label, _))| label.is_some());
    let (refine, held): (Vec<_>, Vec<_>) =
        labelled.partition(|(_, (_, name))| scattered(**name, seed) & 1 == 0);
    let rows = |of: Vec<(usize, _)>| of.into_iter().map(|(row, _)| row).collect();
    (rows(refine), rows(held))
}

/// A number that looks like chance, from a name and a seed (SplitMix64, Steele et al. 2014).
fn scattered(name: u64, seed: u64) -> u64 {
    let mixed =
        name.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
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
        let found = Comparison::of(&human, &model, 1);
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
        let (kappa, within) = (found.kappa.unwrap(), found.kappa_interval.unwrap());
        assert!((kappa - 0.654_676).abs() < 1e-6, "{kappa}");
        assert!(within.low < kappa && kappa < within.high, "{within:?}");
        let pairs: Vec<(&str, &str, &[usize])> =
            found.confusions.iter().map(|one| (&*one.human, &*one.model, &*one.rows)).collect();
        assert_eq!(pairs, [("a", "b", &[8][..]), ("a", "c", &[9]), ("b", "a", &[14])]);
        let none = Comparison::of(&labels("--"), &labels("ab"), 1);
        assert!(none.agreement.is_none() && none.labels.is_empty() && none.kappa.is_none());
    }

    #[test]
    fn only_labels_that_surely_miss_the_aim_are_to_be_worded_anew() {
        let human = labels(&["a".repeat(60), "b".repeat(60), "c".repeat(4)].concat());
        let model = labels(&["a".repeat(60), "b".repeat(20), "d".repeat(40), "c".repeat(4)].concat());
        let found = Comparison::of(&human, &model, 1);
        let standing =
            |label: &str, aim: f64| found.labels.iter().find(|one| one.label == label).unwrap().standing(aim);
        assert_eq!(standing("a", 0.9), Standing::Reached);
        assert_eq!(standing("b", 0.9), Standing::Missed);
        assert_eq!(standing("c", 0.9), Standing::CannotTell);
    }

    #[test]
    fn refining_is_judged_on_rows_that_nobody_looked_at() {
        let human = labels(&["ab".repeat(100), "-".repeat(9)].concat());
        let names: Vec<u64> = (0..209).collect();
        let (refine, held) = halves(&human, &names, 3);
        assert_eq!(refine.len() + held.len(), 200);
        assert!((80..=120).contains(&held.len()), "{}", held.len());
        assert!(held.iter().all(|row| !refine.contains(row) && human[*row].is_some()));
        assert_ne!(halves(&human, &names, 4).1, held);
        // With fewer rows, and in another order, each is on the side where it was.
        let fewer: Vec<u64> = (0..150).rev().collect();
        let (_, before) = halves(&human[..150], &fewer, 3);
        let mut before: Vec<usize> = before.into_iter().map(|row| fewer[row] as usize).collect();
        before.sort_unstable();
        assert_eq!(before, held.iter().copied().filter(|row| *row < 150).collect::<Vec<_>>());
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
        assert_eq!(halves(&[], &[], 1), (vec![], vec![]));
    }
}
