//! Do those who judge rows agree, beyond what chance gives?

use measures::{Level, bootstrap, cohen_kappa, fleiss_kappa, krippendorff_alpha, specific_agreement};
use serde::Serialize;
use ts_rs::TS;

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
        let rated: Vec<Vec<usize>> = (self.items.iter())
            .map(|item| item.iter().flatten().copied().collect())
            .filter(|item: &Vec<usize>| item.len() > 1)
            .collect();
        let counts: Vec<Vec<u64>> = rated.iter().map(|item| tally(item, self.categories.len())).collect();
        let values: Vec<Vec<f64>> =
            rated.iter().map(|item| item.iter().map(|category| *category as f64).collect()).collect();
        let fleiss_raters = usual(rated.iter().map(Vec::len));
        let equal: Vec<Vec<u64>> =
            counts.iter().filter(|item| item.iter().sum::<u64>() == fleiss_raters).cloned().collect();
        let alpha = |items: &[Vec<f64>]| krippendorff_alpha(items, Level::Nominal);
        let category = |(at, name): (usize, &String)| {
            let against: Vec<Vec<u64>> = (counts.iter())
                .map(|item| {
                    let chosen = item.get(at).copied().unwrap_or(0);
                    vec![chosen, item.iter().sum::<u64>() - chosen]
                })
                .collect();
            let chosen: Vec<Vec<u64>> =
                against.iter().filter(|item| item.first() != Some(&0)).cloned().collect();
            let indicators: Vec<Vec<f64>> = (rated.iter())
                .map(|item| item.iter().map(|category| f64::from(u8::from(*category == at))).collect())
                .collect();
            CategoryAgreement {
                category: name.clone(),
                specific: figure(&chosen, seed, |items| specific_agreement(items).first().copied().flatten()),
                alpha: figure(&indicators, seed, alpha),
            }
        };
        RatingAgreement {
            raw: figure(&counts, seed, raw_agreement),
            fleiss: figure(&equal, seed, fleiss_kappa),
            fleiss_raters,
            alpha: figure(&values, seed, alpha),
            categories: self.categories.iter().enumerate().map(category).collect(),
            pairs: self.pairs(seed),
        }
    }

    fn pairs(&self, seed: u64) -> Vec<PairAgreement> {
        let raters = self.raters.iter().enumerate();
        let two = raters
            .clone()
            .flat_map(|first| raters.clone().skip(first.0 + 1).map(move |second| (first, second)));
        let pair = |((a, first), (b, second)): ((usize, &String), (usize, &String))| {
            let of = |item: &[Option<usize>], at: usize| item.get(at).copied().flatten();
            let both: Vec<(usize, usize)> =
                self.items.iter().filter_map(|item| Some((of(item, a)?, of(item, b)?))).collect();
            let equal = |items: &[(usize, usize)]| {
                let equal = items.iter().filter(|(a, b)| a == b).count() as f64;
                (!items.is_empty()).then(|| equal / items.len() as f64)
            };
            PairAgreement {
                first: first.clone(),
                second: second.clone(),
                raw: figure(&both, seed, equal),
                kappa: figure(&both, seed, cohen_kappa),
            }
        };
        two.map(pair).collect()
    }
}

/// A figure of items, with its interval.
fn figure<T: Clone>(items: &[T], seed: u64, value: impl Fn(&[T]) -> Option<f64>) -> Figure {
    let sample = |places: &[usize]| {
        let drawn: Vec<T> = places.iter().filter_map(|place| items.get(*place).cloned()).collect();
        value(&drawn)
    };
    let known = value(items);
    let interval = known.and_then(|_| bootstrap(items.len(), seed, sample));
    Figure {
        value: known,
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        n: items.len() as u64,
    }
}

/// How many raters chose each category.
fn tally(item: &[usize], categories: usize) -> Vec<u64> {
    let mut counts = vec![0; categories];
    for category in item {
        if let Some(count) = counts.get_mut(*category) {
            *count += 1;
        }
    }
    counts
}

/// The most frequent number, the greatest of several; 0 where there is none.
fn usual(numbers: impl Iterator<Item = usize>) -> u64 {
    let mut sorted: Vec<usize> = numbers.collect();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).and_then(|run| run.first()).map_or(0, |number| *number as u64)
}

/// Mean over items of the share of pairs of raters that agree (Fleiss, 1971, equation 2).
fn raw_agreement(counts: &[Vec<u64>]) -> Option<f64> {
    let share = |item: &Vec<u64>| {
        let raters = item.iter().sum::<u64>() as f64;
        let agreed: f64 = item.iter().map(|count| *count as f64 * (*count as f64 - 1.0)).sum();
        agreed / (raters * (raters - 1.0))
    };
    (!counts.is_empty()).then(|| counts.iter().map(share).sum::<f64>() / counts.len() as f64)
}
