//! BM25: how well texts answer a query by its words (Robertson and Zaragoza 2009).

use std::collections::HashMap;

/// How soon further occurrences of a word count less.
const SATURATION: f64 = 1.2;
/// How much long texts are held back.
const LENGTH: f64 = 0.75;

/// The words of a set of texts. A word's weight is `ln(1 + (n - df + 0.5) / (df + 0.5))` for n texts of which df hold
/// it, so it is never negative.
#[derive(Clone, Debug, Default)]
pub struct Bm25 {
    /// For each word, the texts that hold it with how often.
    holders: HashMap<String, Vec<(u32, u32)>>,
    lengths: Vec<f64>,
    mean: f64,
}

impl Bm25 {
    /// Learns from texts, given by their words.
    #[must_use]
    pub fn fit(texts: &[Vec<String>]) -> Self {
        let mut holders: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        for (at, text) in (0..).zip(texts) {
            for word in text {
                let list = holders.entry(word.clone()).or_default();
                match list.last_mut() {
                    Some((last, count)) if *last == at => *count += 1,
                    _ => list.push((at, 1)),
                }
            }
        }
        let lengths: Vec<f64> = texts.iter().map(|text| text.len() as f64).collect();
        let mean = lengths.iter().sum::<f64>() / (lengths.len().max(1)) as f64;
        Self { holders, lengths, mean }
    }

    /// The score of every text for a query, given by its words; each word counts once.
    #[must_use]
    pub fn scores(&self, query: &[String]) -> Vec<f64> {
        let mut scores = vec![0.0; self.lengths.len()];
        let mut seen: Vec<&String> = Vec::new();
        for word in query {
            if seen.contains(&word) {
                continue;
            }
            seen.push(word);
            let Some(holders) = self.holders.get(word) else { continue };
            let (n, df) = (self.lengths.len() as f64, holders.len() as f64);
            let weight = (1.0 + (n - df + 0.5) / (df + 0.5)).ln();
            for (text, count) in holders {
                let (text, count) = (*text as usize, f64::from(*count));
                let length = 1.0 - LENGTH + LENGTH * self.lengths[text] / self.mean;
                scores[text] += weight * count * (SATURATION + 1.0) / (count + SATURATION * length);
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn scores_follow_the_formula() {
        let texts = ["the cat sat on the mat", "a dog and a cat", "birds sing"];
        let texts: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
        let bm25 = Bm25::fit(&texts);
        let by_hand = |count: f64, df: f64, length: f64| {
            let weight = (1.0 + (3.0 - df + 0.5) / (df + 0.5)).ln();
            weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / (13.0 / 3.0)))
        };
        let expected = [by_hand(1.0, 2.0, 6.0) + by_hand(2.0, 1.0, 6.0), by_hand(1.0, 2.0, 5.0), 0.0];
        let found = bm25.scores(&words("the cat, the unknown"));
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert!(Bm25::fit(&[]).scores(&words("cat")).is_empty());
    }
}
