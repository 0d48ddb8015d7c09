//! Do new rows still bring new phrases?

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use measures::Ngrams;

use crate::rows::Rows;

/// One point of the novelty curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Novelty {
    /// Rows so far.
    pub rows: u64,
    /// Share of 3-grams of the rows since the last point that no earlier row has, in [0, 1].
    pub share: f64,
}

/// Counts new 3-grams row by row. Keeps a 64-bit hash of each, so one in about 10^10 pairs is taken for another.
#[derive(Debug, Default)]
pub struct NoveltyCounter {
    seen: HashSet<u64>,
}

impl NoveltyCounter {
    /// New 3-grams and all 3-grams of the next row's words.
    pub fn add(&mut self, words: &[String]) -> (u64, u64) {
        let (mut new, mut all) = (0, 0);
        for ngram in words.windows(3) {
            let mut hasher = DefaultHasher::new();
            ngram.hash(&mut hasher);
            all += 1;
            new += u64::from(self.seen.insert(hasher.finish()));
        }
        (new, all)
    }
}

const POINTS: usize = 50;

/// The share of new 3-grams over the rows, at most 50 points.
#[must_use]
pub fn curve(rows: &[Vec<String>]) -> Vec<Novelty> {
    let mut counter = NoveltyCounter::default();
    points(&rows.iter().map(|words| counter.add(words)).collect::<Vec<_>>())
}

/// The same curve of rows whose n-grams are counted: a 3-gram is new in the first row that holds it.
pub(crate) fn curve_of(rows: &Rows) -> Vec<Novelty> {
    let mut counts: Vec<(u64, u64)> =
        rows.words().iter().map(|words| (0, words.len().saturating_sub(2) as u64)).collect();
    for ngram in rows.ngrams().get(2).map_or(&[][..], Ngrams::each) {
        counts[ngram.text as usize].0 += 1;
    }
    points(&counts)
}

/// Points over rows of which the new and all 3-grams are known.
fn points(rows: &[(u64, u64)]) -> Vec<Novelty> {
    let span = rows.len().div_ceil(POINTS).max(1);
    let mut points = Vec::new();
    for (at, chunk) in rows.chunks(span).enumerate() {
        let (new, all) = chunk.iter().fold((0, 0), |(new, all), (n, a)| (new + n, all + a));
        if all > 0 {
            points.push(Novelty { rows: (at * span + chunk.len()) as u64, share: new as f64 / all as f64 });
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::Row;

    proptest! {
        #[test]
        fn counted_ngrams_give_the_same_curve(texts in vec("[ab ]{0,12}", 0..120)) {
            let row = |text: String| Row { text, label: None, conditions: dataset::Fields::default(), mean_log_probability: None };
            let rows = Rows::new(texts.into_iter().map(row).collect());
            prop_assert_eq!(curve_of(&rows), curve(rows.words()));
        }
    }
}
