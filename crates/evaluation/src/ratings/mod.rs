//! Do those who judge rows agree, beyond what chance gives?

mod ordinal;
mod spans;
mod sums;

use measures::{
    Interval, Level, bootstrap, cohen_kappa, fleiss_kappa, krippendorff_alpha, specific_agreement,
};
use serde::Serialize;
use ts_rs::TS;

pub use ordinal::{LevelAgreement, Levels, RaterMean};
pub use spans::{Marks, SpanAgreement, SpanPairAgreement, SpanTypeAgreement};
use sums::ItemSums;

/// What raters said of items, as categories.
#[derive(Clone, Debug, Default)]
pub struct Ratings {
    /// Names of the raters.
    pub raters: Vec<String>,
    /// Names of the categories.
    pub categories: Vec<String>,
    /// For each item the number of the category that each rater chose, in the order of raters; `None` where one did not
    /// rate it.
    pub items: Vec<Vec<Option<usize>>>,
}

/// A figure of agreement with its 95 % interval, a bootstrap of the items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, TS)]
pub struct Figure {
    /// The figure; `None` where there is too little to compute it, or only one category was chosen.
    pub value: Option<f64>,
    /// Lower end of its interval, where one is known.
    pub low: Option<f64>,
    /// Upper end of its interval, where one is known.
    pub high: Option<f64>,
    /// Items that it rests on.
    pub n: u64,
}

/// How far raters agree.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RatingAgreement {
    /// Share of pairs of raters of an item that agree, in [0, 1], mean over the items that two or more rated.
    pub raw: Figure,
    /// Fleiss' kappa of the items that `fleiss_raters` rated.
    pub fleiss: Figure,
    /// The number of raters, at least two, that most items have; 0 where no item has two.
    pub fleiss_raters: u64,
    /// Krippendorff's alpha for names, of the items that two or more rated.
    pub alpha: Figure,
    /// Of each category, in the order of categories.
    pub categories: Vec<CategoryAgreement>,
    /// Of each two raters, in the order of raters.
    pub pairs: Vec<PairAgreement>,
}

/// How far raters agree on one category.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CategoryAgreement {
    /// Its name.
    pub category: String,
    /// Where one rater chose it, the probability that another one of the same item did, in [0, 1]; rests on the items where
    /// anybody chose it.
    pub specific: Figure,
    /// Krippendorff's alpha of this category against all others.
    pub alpha: Figure,
}

/// How far two raters agree, on the items that both rated.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PairAgreement {
    /// Name of one.
    pub first: String,
    /// Name of the other.
    pub second: String,
    /// Share of items on which they agree, in [0, 1].
    pub raw: Figure,
    /// Cohen's kappa.
    pub kappa: Figure,
}

impl Ratings {
    /// All figures of agreement. The seed decides which samples the intervals are computed from.
    #[must_use]
    pub fn agreement(&self, seed: u64) -> RatingAgreement {
        let counts: Vec<Vec<u64>> = (self.items.iter())
            .map(|item| tally(item, self.categories.len()))
            .filter(|item| item.iter().sum::<u64>() > 1)
            .collect();
        let fleiss_raters = usual(counts.iter().map(|item| item.iter().sum()));
        let equal: Vec<Vec<u64>> =
            counts.iter().filter(|item| item.iter().sum::<u64>() == fleiss_raters).cloned().collect();
        let specific = specific_agreement(&counts);
        let (sums, sums_of_equal) = (ItemSums::of(&counts), ItemSums::of(&equal));
        let categories = 0..self.categories.len();

        // One set of samples for all figures of the same items.
        let intervals = bootstrap(counts.len(), seed, |places| {
            let sums = sums.of_places(places);
            let of_categories =
                categories.clone().flat_map(|at| [sums.specific(at), sums.alpha_against_rest(at)]);
            [sums.raw(), sums.alpha()].into_iter().chain(of_categories).collect()
        });
        let mut intervals = intervals.into_iter();
        let mut figure = |value: Option<f64>, n: usize| Figure::new(value, intervals.next().flatten(), n);
        let raw = figure(raw_agreement(&counts), counts.len());
        let alpha = figure(krippendorff_alpha(&values(&counts), Level::Nominal), counts.len());
        let of_category = |(at, name): (usize, &String)| {
            let chosen = |item: &&Vec<u64>| item.get(at).is_some_and(|count| *count > 0);
            let against: Vec<Vec<u64>> = counts.iter().map(|item| against_rest(item, at)).collect();
            CategoryAgreement {
                category: name.clone(),
                specific: figure(specific.get(at).copied().flatten(), counts.iter().filter(chosen).count()),
                alpha: figure(krippendorff_alpha(&values(&against), Level::Nominal), counts.len()),
            }
        };
        let categories = self.categories.iter().enumerate().map(of_category).collect();
        let interval = bootstrap(equal.len(), seed, |places| vec![sums_of_equal.of_places(places).fleiss()]);
        RatingAgreement {
            raw,
            fleiss: Figure::new(fleiss_kappa(&equal), interval.first().copied().flatten(), equal.len()),
            fleiss_raters,
            alpha,
            categories,
            pairs: self.pairs(seed),
        }
    }

    fn pairs(&self, seed: u64) -> Vec<PairAgreement> {
        let known = |category: Option<usize>| category.filter(|category| *category < self.categories.len());
        let items: Vec<Vec<Option<usize>>> =
            self.items.iter().map(|item| item.iter().copied().map(known).collect()).collect();
        pairs_of(&self.raters, &items, seed, |both| [share_of_equal(both), cohen_kappa(both)])
    }
}

/// Each two raters with their places.
fn two_of(raters: &[String]) -> impl Iterator<Item = ((usize, &String), (usize, &String))> {
    let all = || raters.iter().enumerate();
    all().flat_map(move |first| all().skip(first.0 + 1).map(move |second| (first, second)))
}

/// The raw agreement and the kappa of each two raters, on the items that both rated.
fn pairs_of(
    raters: &[String],
    items: &[Vec<Option<usize>>],
    seed: u64,
    figures: impl Fn(&[(usize, usize)]) -> [Option<f64>; 2],
) -> Vec<PairAgreement> {
    let rated = |item: &[Option<usize>], at: usize| item.get(at).copied().flatten();
    let pair = |((a, first), (b, second)): ((usize, &String), (usize, &String))| {
        let both: Vec<(usize, usize)> =
            items.iter().filter_map(|item| Some((rated(item, a)?, rated(item, b)?))).collect();
        let intervals = bootstrap(both.len(), seed, |places| {
            let drawn: Vec<(usize, usize)> = places.iter().filter_map(|at| both.get(*at).copied()).collect();
            figures(&drawn).to_vec()
        });
        let [raw, kappa] = figures(&both);
        let figure = |value: Option<f64>, at: usize| {
            Figure::new(value, intervals.get(at).copied().flatten(), both.len())
        };
        PairAgreement {
            first: first.clone(),
            second: second.clone(),
            raw: figure(raw, 0),
            kappa: figure(kappa, 1),
        }
    };
    two_of(raters).map(pair).collect()
}

impl Figure {
    fn new(value: Option<f64>, interval: Option<Interval>, n: usize) -> Self {
        let interval = interval.filter(|_| value.is_some());
        Self {
            value,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            n: n as u64,
        }
    }
}

/// How many raters chose each category; a category that there is not counts as missing.
fn tally(item: &[Option<usize>], categories: usize) -> Vec<u64> {
    let mut counts = vec![0; categories];
    for category in item.iter().flatten() {
        if let Some(count) = counts.get_mut(*category) {
            *count += 1;
        }
    }
    counts
}

/// How many raters chose a category, and how many another one.
fn against_rest(item: &[u64], category: usize) -> Vec<u64> {
    let chosen = item.get(category).copied().unwrap_or(0);
    vec![chosen, item.iter().sum::<u64>() - chosen]
}

/// Each item's categories as numbers.
fn values(counts: &[Vec<u64>]) -> Vec<Vec<f64>> {
    let of_item = |item: &Vec<u64>| {
        let times = item.iter().enumerate();
        times.flat_map(|(category, count)| (0..*count).map(move |_| category as f64)).collect()
    };
    counts.iter().map(of_item).collect()
}

/// The most frequent number, the greatest of several; 0 where there is none.
fn usual(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = numbers.collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first()).copied().unwrap_or(0)
}

/// Mean over items of the share of pairs of raters that agree (Fleiss, 1971, equation 2).
fn raw_agreement(counts: &[Vec<u64>]) -> Option<f64> {
    (!counts.is_empty())
        .then(|| counts.iter().map(|item| pairs_agreed(item)).sum::<f64>() / counts.len() as f64)
}

/// Share of pairs of an item's raters, at least two, that agree.
fn pairs_agreed(item: &[u64]) -> f64 {
    let raters = item.iter().sum::<u64>() as f64;
    let agreed: f64 = item.iter().map(|count| *count as f64 * (*count as f64 - 1.0)).sum();
    agreed / (raters * (raters - 1.0))
}

fn share_of_equal(pairs: &[(usize, usize)]) -> Option<f64> {
    let equal = pairs.iter().filter(|(a, b)| a == b).count() as f64;
    (!pairs.is_empty()).then(|| equal / pairs.len() as f64)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;

    fn ratings(rows: &[&str]) -> Ratings {
        let item = |row: &&str| row.chars().map(|chosen| "abc".find(chosen)).collect();
        Ratings {
            raters: ["anna", "ben", "cem"].map(str::to_owned).to_vec(),
            categories: ["a", "b", "c"].map(str::to_owned).to_vec(),
            items: rows.iter().map(item).collect(),
        }
    }

    /// Sixteen items, three raters, `-` is missing. Alpha by krippendorff 0.9.0, Cohen's kappa by scikit-learn 1.9.1,
    /// Fleiss' by statsmodels 0.15.0, raw and specific agreement by their formulas in NumPy.
    #[test]
    fn figures_equal_those_of_other_programs() {
        let rows = "aaa aab abb bbb ccc c-c ac- -aa b-- bbc abc ccb aaa bab -cc --a";
        let found = ratings(&rows.split(' ').collect::<Vec<_>>()).agreement(7);
        let check = |figure: Figure, value: f64, n: u64| {
            assert!((figure.value.unwrap() - value).abs() < 1e-9, "{figure:?}, not {value}");
            assert_eq!(figure.n, n);
            let (low, high) = (figure.low.unwrap(), figure.high.unwrap());
            assert!(low < value && value < high, "{figure:?}");
        };
        check(found.raw, 0.619_047_619_047_619, 14);
        check(found.alpha, 0.421_875, 14);
        check(found.fleiss, 0.334_470_989_761_092_1, 10);
        assert_eq!(found.fleiss_raters, 3);
        let pairs = [
            ("anna", "ben", 0.636_363_636_363_636_4, 0.443_037_974_683_544_33, 11),
            ("anna", "cem", 0.545_454_545_454_545_4, 0.345_238_095_238_095_23, 11),
            ("ben", "cem", 0.583_333_333_333_333_4, 0.381_443_298_969_072_25, 12),
        ];
        for (pair, (first, second, raw, kappa, n)) in found.pairs.iter().zip(pairs) {
            assert_eq!((pair.first.as_str(), pair.second.as_str()), (first, second));
            check(pair.raw, raw, n);
            check(pair.kappa, kappa, n);
        }
        let categories = [
            (0.64, 8, 0.449_404_761_904_761_9),
            (0.5, 7, 0.288_461_538_461_538_44),
            (0.631_578_947_368_421, 7, 0.525_641_025_641_025_5),
        ];
        for (category, (specific, n, alpha)) in found.categories.iter().zip(categories) {
            check(category.specific, specific, n);
            check(category.alpha, alpha, 14);
        }
    }

    #[test]
    fn too_little_has_no_figure() {
        let check = |rows: &[&str], raw: Option<f64>, alpha: Option<f64>, fleiss_raters: u64| {
            let found = ratings(rows).agreement(1);
            assert_eq!(
                (found.raw.value, found.alpha.value, found.fleiss_raters),
                (raw, alpha, fleiss_raters)
            );
            assert_eq!(found.pairs.len(), 3);
        };
        check(&[], None, None, 0);
        check(&["a--", "-b-"], None, None, 0);
        check(&["aa-", "-aa"], Some(1.0), None, 2);
        check(&["aa-", "bbb", "-bb"], Some(1.0), Some(1.0), 2);
        // Of equally many the rows with more raters.
        check(&["ab-", "bbb"], Some(0.5), Some(0.0), 3);
        assert_eq!(Ratings::default().agreement(1).pairs, []);
    }

    proptest! {
        /// No ratings, of whatever form, make it panic or leave the ranges of the figures.
        #[test]
        fn any_ratings_are_measured(items in vec(vec(option::of(0_usize..4), 0..5), 0..12), seed: u64) {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let ratings = Ratings { raters: names(&["a", "b", "c"]), categories: names(&["x", "y", "z"]), items };
            let found = ratings.agreement(seed);
            prop_assert_eq!(&ratings.agreement(seed), &found);
            let figures = found.categories.iter().flat_map(|category| [category.specific, category.alpha]);
            let figures = figures.chain(found.pairs.iter().flat_map(|pair| [pair.raw, pair.kappa]));
            for figure in figures.chain([found.raw, found.fleiss, found.alpha]) {
                for end in [figure.value, figure.low, figure.high].into_iter().flatten() {
                    prop_assert!(end.is_finite() && end <= 1.0 + 1e-9, "{:?}", figure);
                }
            }
        }
    }
}
