//! Vendi score: how many different things a set holds in effect (Friedman and Dieng 2023, arXiv:2210.02410).

use std::hash::Hash;

use crate::dense::{Points, dot, scatter};
use crate::ngrams::intern;
use crate::spectrum::eigenvalues;
use crate::tfidf::SparseVector;

/// Vendi score of vectors by their cosine: from 1, all alike, to their number, all at right angles. It is the exponential
/// of the entropy of the eigenvalues of `K / n`; where there are more vectors than dimensions they are had from the
/// vectors' second moments, which are the same but for zeros. It grows with the number of vectors, up to that of the
/// dimensions: compare sets of one size. Vectors without length are left out, as they are like nothing; `None` without
/// others.
#[must_use]
pub fn vendi_score(points: &Points) -> Option<f64> {
    let places: Vec<usize> = (0..points.len()).filter(|at| points.norm(*at) > 0.0).collect();
    let (n, width) = (places.len(), points.width());
    if n <= width {
        let units: Vec<Vec<f64>> = places.iter().map(|at| points.unit(*at)).collect();
        return vendi_of_kernel(n, |a, b| dot(&units[a], &units[b]));
    }
    let mut table = scatter(n, width, |at| points.unit(places[at]));
    table.iter_mut().for_each(|sum| *sum /= n as f64);
    Some(effective_number(&eigenvalues(width, table)))
}

/// Vendi score of `n` items by their likeness: 1 with itself, the same both ways, and positive semidefinite. What is not
/// finite counts as 0. `None` without items. Takes time by the cube of their number.
#[must_use]
pub fn vendi_of_kernel(n: usize, kernel: impl Fn(usize, usize) -> f64) -> Option<f64> {
    let mut table = vec![0.0; n * n];
    for a in 0..n {
        for b in a..n {
            let value = kernel(a, b) / n as f64;
            let value = if value.is_finite() { value } else { 0.0 };
            table[a * n + b] = value;
            table[b * n + a] = value;
        }
    }
    (n > 0).then(|| effective_number(&eigenvalues(n, table)))
}

/// Vendi score of texts by the n-grams that they share: the kernel is the mean over n from 1 to `most` of the cosines of
/// n-gram counts. A text without any n-gram of a size is like no text there, itself included. `None` without texts. Takes
/// time by the cube of the number of texts: give it a sample.
#[must_use]
pub fn ngram_vendi<T: Eq + Hash>(texts: &[Vec<T>], most: usize) -> Option<f64> {
    let kernels: Vec<Vec<SparseVector>> = (1..=most).map(|n| count_vectors(texts, n)).collect();
    vendi_of_kernel(texts.len(), |a, b| {
        kernels.iter().map(|vectors| vectors[a].cosine(&vectors[b])).sum::<f64>() / most as f64
    })
}

fn count_vectors<T: Eq + Hash>(texts: &[Vec<T>], n: usize) -> Vec<SparseVector> {
    let windows: Vec<Vec<&[T]>> = texts.iter().map(|text| text.windows(n).collect()).collect();
    intern(&windows).into_iter().map(SparseVector::from_occurrences).collect()
}

fn effective_number(eigenvalues: &[f64]) -> f64 {
    let entropy: f64 =
        eigenvalues.iter().filter(|value| **value > 0.0).map(|value| -value * value.ln()).sum();
    entropy.exp()
}
