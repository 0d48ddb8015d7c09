//! TF-IDF vectors: likeness of texts by their words where no encoder is installed.

use std::collections::{BTreeMap, HashMap};

/// A vector of few entries, by ascending dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SparseVector(Vec<(u32, f64)>);

impl SparseVector {
    /// The entries of a dense vector that are not 0.
    #[must_use]
    pub fn from_dense(values: &[f64]) -> Self {
        Self((0..).zip(values).filter(|(_, value)| **value != 0.0).map(|(at, value)| (at, *value)).collect())
    }

    /// How often each dimension occurs in a list.
    #[must_use]
    pub fn from_occurrences(mut dimensions: Vec<u32>) -> Self {
        dimensions.sort_unstable();
        Self(dimensions.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f64)).collect())
    }

    /// Cosine of the angle between two vectors, in [0, 1] for TF-IDF; 0 where one has no entries.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f64 {
        let (mut dot, mut left, mut right) = (0.0, 0, 0);
        while let (Some((a, x)), Some((b, y))) = (self.0.get(left), other.0.get(right)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => left += 1,
                std::cmp::Ordering::Greater => right += 1,
                std::cmp::Ordering::Equal => {
                    dot += x * y;
                    left += 1;
                    right += 1;
                }
            }
        }
        let norms = self.norm() * other.norm();
        if norms == 0.0 { 0.0 } else { dot / norms }
    }

    /// Product with a dense vector that has every dimension.
    #[must_use]
    pub fn dot(&self, dense: &[f64]) -> f64 {
        self.0.iter().map(|(dimension, value)| value * dense[*dimension as usize]).sum()
    }

    /// Adds a multiple of itself to a dense vector that has every dimension.
    pub fn add_to(&self, dense: &mut [f64], factor: f64) {
        for (dimension, value) in &self.0 {
            dense[*dimension as usize] += factor * value;
        }
    }

    /// Its entries: dimension and value, by ascending dimension.
    #[must_use]
    pub fn entries(&self) -> &[(u32, f64)] {
        &self.0
    }

    /// Vectors of several spaces as one of the joined space: of each its dimensions and a vector, which is multiplied by
    /// `factor`.
    #[must_use]
    pub fn join(parts: &[(usize, Self)], factor: f64) -> Self {
        let mut before = 0;
        let mut joined = Vec::with_capacity(parts.iter().map(|(_, vector)| vector.0.len()).sum());
        for (dimensions, vector) in parts {
            joined.extend(vector.0.iter().map(|(at, value)| (before + at, factor * value)));
            before += *dimensions as u32;
        }
        Self(joined)
    }

    /// The vector of length 1 in its direction; itself where it has no length.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        let norm = self.norm();
        if norm > 0.0 {
            self.0.iter_mut().for_each(|(_, value)| *value /= norm);
        }
        self
    }

    /// Euclidean length.
    #[must_use]
    pub fn norm(&self) -> f64 {
        self.0.iter().map(|(_, value)| value * value).sum::<f64>().sqrt()
    }
}

/// What counts of a term that a text holds several times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermFrequency {
    /// How often it occurs.
    #[default]
    Count,
    /// `1 + ln` of how often it occurs, so that a repeated term does not outweigh the others.
    Sublinear,
}

/// Word weights of a set of texts: how often a word occurs, times `ln((1 + n) / (1 + df)) + 1` for n texts of which df
/// hold the word; vectors have length 1. These are scikit-learn's defaults.
#[derive(Clone, Debug)]
pub struct TfIdf {
    words: HashMap<String, u32>,
    weights: Vec<f64>,
    frequency: TermFrequency,
}

impl TfIdf {
    /// Learns the weights from texts, given by their words.
    #[must_use]
    pub fn fit(texts: &[Vec<String>]) -> Self {
        Self::fit_terms(texts, TermFrequency::Count, 1)
    }

    /// Learns the weights of any terms, such as n-grams, that at least `least` texts hold.
    #[must_use]
    pub fn fit_terms(texts: &[Vec<String>], frequency: TermFrequency, least: u32) -> Self {
        let mut words: HashMap<String, u32> = HashMap::new();
        let mut holders: Vec<(u32, usize)> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            for word in text {
                let next = words.len() as u32;
                let id = *words.entry(word.clone()).or_insert(next);
                if id == next {
                    holders.push((1, at));
                } else if let Some((count, last)) = holders.get_mut(id as usize)
                    && *last != at
                {
                    *count += 1;
                    *last = at;
                }
            }
        }
        // Terms keep the order of their appearance.
        let mut kept = 0;
        let places: Vec<Option<u32>> = (holders.iter())
            .map(|(df, _)| {
                kept += u32::from(*df >= least);
                (*df >= least).then(|| kept - 1)
            })
            .collect();
        words.retain(|_, id| {
            let place = places[*id as usize];
            *id = place.unwrap_or(*id);
            place.is_some()
        });
        let n = texts.len() as f64;
        let weight = |df: u32| ((1.0 + n) / (1.0 + f64::from(df))).ln() + 1.0;
        let weights = holders.into_iter().filter(|(df, _)| *df >= least).map(|(df, _)| weight(df)).collect();
        Self { words, weights, frequency }
    }

    /// Number of words, which is that of a vector's dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.weights.len()
    }

    /// A text's vector; words that the set does not hold are left out.
    #[must_use]
    pub fn vector(&self, words: &[String]) -> SparseVector {
        let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
        for id in words.iter().filter_map(|word| self.words.get(word)) {
            *counts.entry(*id).or_default() += 1.0;
        }
        let frequency = |count: f64| match self.frequency {
            TermFrequency::Count => count,
            TermFrequency::Sublinear => 1.0 + count.ln(),
        };
        let weighted = |(id, count): (u32, f64)| (id, frequency(count) * self.weights[id as usize]);
        SparseVector(counts.into_iter().map(weighted).collect()).normalized()
    }
}

/// Cosine of the angle between two vectors, in [-1, 1]; 0 where one of them is zero. Entries that one vector lacks
/// count as zero.
#[must_use]
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let product =
        |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    let norms = (product(a, a) * product(b, b)).sqrt();
    if norms == 0.0 { 0.0 } else { (product(a, b) / norms).clamp(-1.0, 1.0) }
}
