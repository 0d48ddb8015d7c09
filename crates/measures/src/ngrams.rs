//! Counts of words and n-grams.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// Number of distinct words in a set of texts.
#[must_use]
pub fn vocabulary<T: Eq + Hash>(texts: &[Vec<T>]) -> usize {
    texts.iter().flatten().collect::<HashSet<_>>().len()
}

/// Distinct words over all words, in (0, 1]; `None` without words. It falls with the number of texts, so compare
/// sets of one size.
#[must_use]
pub fn type_token_ratio<T: Eq + Hash>(texts: &[Vec<T>]) -> Option<f64> {
    distinct_n(texts, 1)
}

/// distinct-n: distinct n-grams over all n-grams of a set of texts, in (0, 1] (Li et al., 2016). No n-gram reaches
/// from one text into the next. `None` where no text has `n` words, or `n` is 0.
#[must_use]
pub fn distinct_n<T: Eq + Hash>(texts: &[Vec<T>], n: usize) -> Option<f64> {
    if n == 0 {
        return None;
    }
    let mut seen = HashSet::new();
    let mut total = 0usize;
    for ngram in texts.iter().flat_map(|text| text.windows(n)) {
        seen.insert(ngram);
        total += 1;
    }
    (total > 0).then(|| seen.len() as f64 / total as f64)
}

/// N-gram diversity: the sum of distinct-n for n from 1 to `most`, in (0, `most`] (Shaib et al., 2024). Sizes that no
/// text reaches add nothing; `None` without words.
#[must_use]
pub fn ngram_diversity<T: Eq + Hash>(texts: &[Vec<T>], most: usize) -> Option<f64> {
    let parts: Vec<f64> = (1..=most).filter_map(|n| distinct_n(texts, n)).collect();
    (!parts.is_empty()).then(|| parts.iter().sum())
}

/// An n-gram that several texts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedNgram<'t, T> {
    /// Its words.
    pub words: &'t [T],
    /// In how many texts it occurs.
    pub texts: usize,
}

/// The n-grams that most texts share, at least two of them, most frequent first and then in order of appearance.
#[must_use]
pub fn repeated_ngrams<T: Eq + Hash>(texts: &[Vec<T>], n: usize, most: usize) -> Vec<RepeatedNgram<'_, T>> {
    if n == 0 {
        return Vec::new();
    }
    struct Seen {
        first: usize,
        last: usize,
        texts: usize,
    }
    let mut seen: HashMap<&[T], Seen> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        for ngram in text.windows(n) {
            let next = seen.len();
            let entry = seen.entry(ngram).or_insert(Seen { first: next, last: at, texts: 1 });
            if entry.last != at {
                entry.last = at;
                entry.texts += 1;
            }
        }
    }
    let mut found: Vec<(&[T], Seen)> = seen.into_iter().filter(|(_, seen)| seen.texts > 1).collect();
    found.sort_by_key(|(_, seen)| (std::cmp::Reverse(seen.texts), seen.first));
    found.truncate(most);
    found.into_iter().map(|(words, seen)| RepeatedNgram { words, texts: seen.texts }).collect()
}
