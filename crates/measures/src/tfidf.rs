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

    fn norm(&self) -> f64 {
        self.0.iter().map(|(_, value)| value * value).sum::<f64>().sqrt()
    }
}

/// Word weights of a set of texts: how often a word occurs, times `ln((1 + n) / (1 + df)) + 1` for n texts of which df
/// hold the word; vectors have length 1. These are scikit-learn's defaults.
#[derive(Clone, Debug)]
pub struct TfIdf {
    words: HashMap<String, u32>,
    weights: Vec<f64>,
}

impl TfIdf {
    /// Learns the weights from texts, given by their words.
    #[must_use]
    pub fn fit(texts: &[Vec<String>]) -> Self {
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
        let n = texts.len() as f64;
        let weights =
            holders.into_iter().map(|(df, _)| ((1.0 + n) / (1.0 + f64::from(df))).ln() + 1.0).collect();
        Self { words, weights }
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
        let mut vector = SparseVector(
            counts.into_iter().map(|(id, count)| (id, count * self.weights[id as usize])).collect(),
        );
        let norm = vector.norm();
        for (_, value) in &mut vector.0 {
            *value /= norm;
        }
        vector
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
