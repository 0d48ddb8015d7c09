//! Do those who rate on a scale agree, where a near miss is less than a far one?

use measures::{Disagreement, Level, bootstrap, krippendorff_alpha, weighted_kappa};
use serde::Serialize;
use ts_rs::TS;

use super::{Figure, PairAgreement, pairs_of, share_of_equal};

/// Levels that raters gave items.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Names of the raters.
    pub raters: Vec<String>,
    /// For each item the level that each rater gave, in the order of raters, from 0; `None` where one did not rate it.
    pub items: Vec<Vec<Option<usize>>>,
}

/// How far raters agree on a scale.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LevelAgreement {
    /// Share of pairs of raters of an item that gave the same level, in [0, 1], over all pairs.
    pub raw: Figure,
    /// Share of pairs that are at most one level apart.
    pub near: Figure,
    /// Krippendorff's alpha for ranks, of the items that two or more rated.
    pub alpha: Figure,
    /// Of each two raters, in the order of raters; kappa is weighted by the square of the levels between.
    pub pairs: Vec<PairAgreement>,
    /// Of each rater, in the order of raters, how many items they rated and their mean level, from 0.
    pub raters: Vec<RaterMean>,
}

/// A rater's mean level.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RaterMean {
    /// The rater.
    pub rater: String,
    /// The mean, from 0, the worst.
    pub mean: Figure,
}

impl Levels {
    /// All figures of agreement. The seed decides which samples the intervals are computed from.
    #[must_use]
    pub fn agreement(&self, seed: u64) -> LevelAgreement {
        let given = |item: &Vec<Option<usize>>| item.iter().flatten().copied().collect();
        let items: Vec<Vec<usize>> =
            self.items.iter().map(given).filter(|levels: &Vec<usize>| levels.len() > 1).collect();
        let figures = |items: &[&Vec<usize>]| -> Vec<Option<f64>> {
            let numbers = |item: &&Vec<usize>| item.iter().map(|level| *level as f64).collect();
            let values: Vec<Vec<f64>> = items.iter().map(numbers).collect();
            vec![within(items, 0), within(items, 1), krippendorff_alpha(&values, Level::Ordinal)]
        };
        let all: Vec<&Vec<usize>> = items.iter().collect();
        let intervals = bootstrap(items.len(), seed, |places| {
            figures(&places.iter().filter_map(|place| items.get(*place)).collect::<Vec<_>>())
        });
        let interval = |at: usize| intervals.get(at).copied().flatten();
        let mut found =
            (0..).zip(figures(&all)).map(|(at, value)| Figure::new(value, interval(at), all.len()));
        let mut next = || found.next().unwrap_or_default();
        LevelAgreement {
            raw: next(),
            near: next(),
            alpha: next(),
            pairs: pairs_of(&self.raters, &self.items, seed, |both| {
                [share_of_equal(both), weighted_kappa(both, Disagreement::Quadratic)]
            }),
            raters: self.raters.iter().enumerate().map(|(at, rater)| self.mean(at, rater, seed)).collect(),
        }
    }

    fn mean(&self, at: usize, rater: &str, seed: u64) -> RaterMean {
        let levels: Vec<f64> = self.items.iter().filter_map(|item| Some((*item.get(at)?)? as f64)).collect();
        let mean =
            |levels: &[f64]| (!levels.is_empty()).then(|| levels.iter().sum::<f64>() / levels.len() as f64);
        let intervals = bootstrap(levels.len(), seed, |places| {
            vec![mean(&places.iter().filter_map(|place| levels.get(*place).copied()).collect::<Vec<_>>())]
        });
        let interval = intervals.first().copied().flatten();
        RaterMean { rater: rater.to_owned(), mean: Figure::new(mean(&levels), interval, levels.len()) }
    }
}

/// Share of pairs of raters of an item whose levels are at most so far apart.
fn within(items: &[&Vec<usize>], apart: usize) -> Option<f64> {
    let (mut near, mut all) = (0_u64, 0_u64);
    for item in items {
        for (at, first) in item.iter().enumerate() {
            for second in item.iter().skip(at + 1) {
                all += 1;
                near += u64::from(first.abs_diff(*second) <= apart);
            }
        }
    }
    (all > 0).then(|| near as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;

    fn levels(rows: &[&str]) -> Levels {
        let item =
            |row: &&str| row.chars().map(|level| level.to_digit(10).map(|level| level as usize)).collect();
        let raters = ["anna", "ben", "cem"].map(str::to_owned).to_vec();
        Levels { raters, items: rows.iter().map(item).collect() }
    }

    /// The example of Wikipedia's page on Krippendorff's alpha, one column for each annotator, `*` is missing; ordinal alpha by
    /// the package krippendorff 0.9.0 for Python.
    #[test]
    fn figures_equal_those_of_other_programs() {
        let annotators = [
            "* * * * * 3 4 1 2 1 1 3 3 * 3",
            "1 * 2 1 3 3 4 3 * * * * * * *",
            "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
        ];
        let mut items = vec![Vec::new(); 15];
        for annotator in annotators {
            for (item, level) in items.iter_mut().zip(annotator.split(' ')) {
                item.push(level.parse::<usize>().ok().map(|level| level - 1));
            }
        }
        let raters = ["anna", "ben", "cem"].map(str::to_owned).to_vec();
        let found = Levels { raters, items }.agreement(7);
        assert!((found.alpha.value.unwrap() - 0.8067).abs() < 5e-5, "{found:?}");
        let (low, high) = (found.alpha.low.unwrap(), found.alpha.high.unwrap());
        assert!(low < 0.8067 && 0.8067 < high, "{low} {high}");
        assert_eq!((found.alpha.n, found.raters[0].mean.n), (12, 9));
        // Of 16 pairs 12 are equal and one is more than a level apart.
        assert_eq!((found.raw.value, found.near.value), (Some(12.0 / 16.0), Some(15.0 / 16.0)));
    }

    #[test]
    fn a_near_miss_is_less_than_a_far_one() {
        let alpha = |rows: &[&str]| levels(rows).agreement(1).alpha.value.unwrap();
        let kappa = |rows: &[&str]| levels(rows).agreement(1).pairs[0].kappa.value.unwrap();
        let (near, far) = (["00-", "44-", "23-", "11-"], ["00-", "44-", "04-", "11-"]);
        assert!(alpha(&near) > alpha(&far) && kappa(&near) > kappa(&far));
    }

    #[test]
    fn too_little_has_no_figure() {
        let check = |rows: &[&str], raw: Option<f64>, alpha: Option<f64>| {
            let found = levels(rows).agreement(1);
            assert_eq!((found.raw.value, found.alpha.value), (raw, alpha));
            assert_eq!(found.pairs.len(), 3);
        };
        check(&[], None, None);
        check(&["4--", "-3-"], None, None);
        check(&["44-"], Some(1.0), None);
        assert_eq!(Levels::default().agreement(1).pairs, []);
    }

    proptest! {
        /// No levels, of whatever form, make it panic or leave the ranges of the figures.
        #[test]
        fn any_levels_are_measured(items in vec(vec(option::of(0_usize..5), 0..5), 0..10), seed: u64) {
            let raters = ["a", "b", "c"].map(str::to_owned).to_vec();
            let levels = Levels { raters, items };
            let found = levels.agreement(seed);
            prop_assert_eq!(&levels.agreement(seed), &found);
            let pairs = found.pairs.iter().flat_map(|pair| [pair.raw, pair.kappa]);
            for figure in pairs.chain([found.raw, found.near, found.alpha]) {
                for end in [figure.value, figure.low, figure.high].into_iter().flatten() {
                    prop_assert!(end.is_finite() && end <= 1.0 + 1e-9, "{:?}", figure);
                }
            }
            prop_assert!(found.raw.value <= found.near.value);
        }
    }
}
