//! Self-BLEU: how well each text is covered by the others (Zhu et al., 2018).

use std::{collections::HashMap, hash::Hash};

/// What stands for a count of zero (Chen & Cherry, 2014, method 1).
const EPSILON: f64 = 0.1;

/// BLEU of each text against all the others, in [0, 1], with n-grams up to `order` words in equal parts and
/// method 1 smoothing, as NLTK's `sentence_bleu` computes it. Empty for fewer than two texts or order 0.
#[must_use]
pub fn self_bleu<T: Eq + Hash>(texts: &[Vec<T>], order: usize) -> Vec<f64> {
    if texts.len() < 2 || order == 0 {
        return Vec::new();
    }
    let tables: Vec<Highest<'_, T>> = (1..=order).map(|n| Highest::new(texts, n)).collect();
    let mut lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    texts.iter().enumerate().map(|(at, text)| bleu(at, text, &tables, &lengths)).collect()
}

/// Mean of [`self_bleu`], in [0, 1]; higher is more alike. It rises with the number of texts, so compare samples of one
/// size ([`crate::sample`]).
#[must_use]
pub fn mean_self_bleu<T: Eq + Hash>(texts: &[Vec<T>], order: usize) -> Option<f64> {
    let each = self_bleu(texts, order);
    (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
}

fn bleu<T: Eq + Hash>(at: usize, text: &[T], tables: &[Highest<'_, T>], lengths: &[usize]) -> f64 {
    let mut log_sum = 0.0;
    for (n, table) in (1..).zip(tables) {
        let (matched, total) = table.matched(at, text, n);
        if matched == 0 && n == 1 {
            return 0.0;
        }
        let matched = if matched == 0 { EPSILON } else { matched as f64 };
        log_sum += (matched / total.max(1) as f64).ln();
    }
    brevity(text.len(), closest(text.len(), lengths)) * (log_sum / tables.len() as f64).exp()
}

/// Penalty of a text shorter than the reference nearest in length.
fn brevity(length: usize, reference: usize) -> f64 {
    if length > reference { 1.0 } else { (1.0 - reference as f64 / length as f64).exp() }
}

/// The length nearest to that of one text among the others; the shorter of two equally near.
fn closest(length: usize, sorted: &[usize]) -> usize {
    // One entry of the sorted list is the text itself.
    let start = sorted.partition_point(|other| *other < length);
    let end = sorted.partition_point(|other| *other <= length);
    if end - start > 1 {
        return length;
    }
    let below = start.checked_sub(1).map(|at| sorted[at]);
    let above = sorted.get(end).copied();
    match (below, above) {
        (Some(below), Some(above)) if above - length < length - below => above,
        (Some(below), _) => below,
        (None, Some(above)) => above,
        (None, None) => length,
    }
}

/// For each n-gram, how often it occurs in the text that holds it most often and in the next one, so that the most
/// frequent use outside any one text is known at once.
struct Highest<'t, T> {
    counts: HashMap<&'t [T], [(usize, u32); 2]>,
}

impl<'t, T: Eq + Hash> Highest<'t, T> {
    fn new(texts: &'t [Vec<T>], n: usize) -> Self {
        let mut counts: HashMap<&[T], [(usize, u32); 2]> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            for (ngram, count) in count(text, n) {
                let top = counts.entry(ngram).or_insert([(usize::MAX, 0); 2]);
                if count > top[0].1 {
                    *top = [(at, count), top[0]];
                } else if count > top[1].1 {
                    top[1] = (at, count);
                }
            }
        }
        Self { counts }
    }

    /// How many of a text's n-grams the others cover, and how many it has.
    fn matched(&self, at: usize, text: &[T], n: usize) -> (u32, u32) {
        let (mut matched, mut total) = (0, 0);
        for (ngram, count) in count(text, n) {
            let [first, second] = self.counts.get(ngram).copied().unwrap_or_default();
            let elsewhere = if first.0 == at { second.1 } else { first.1 };
            matched += count.min(elsewhere);
            total += count;
        }
        (matched, total)
    }
}

/// The n-grams of a text and how often each occurs, in order of appearance.
fn count<T: Eq + Hash>(text: &[T], n: usize) -> Vec<(&[T], u32)> {
    let mut places: HashMap<&[T], usize> = HashMap::new();
    let mut counts: Vec<(&[T], u32)> = Vec::new();
    for ngram in text.windows(n) {
        let place = *places.entry(ngram).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((ngram, 1)),
        }
    }
    counts
}
