//! The nearest of many texts by their terms, found without comparing all with all.

use crate::SparseVector;

/// Texts by their terms: for each term the texts that hold it.
#[derive(Debug)]
pub struct CosineIndex {
    holders: Vec<Vec<(u32, f64)>>,
    texts: usize,
}

/// The text that is most like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Its number, from 0.
    pub text: usize,
    /// The cosine of the two, above 0 and at most 1.
    pub cosine: f64,
}

impl CosineIndex {
    /// Of texts by vectors of one space, such as that of [`TfIdf`](crate::TfIdf).
    #[must_use]
    pub fn new(vectors: impl IntoIterator<Item = SparseVector>) -> Self {
        let mut holders: Vec<Vec<(u32, f64)>> = Vec::new();
        let mut texts = 0;
        for (at, vector) in (0_u32..).zip(vectors) {
            for (term, value) in vector.normalized().entries() {
                let term = *term as usize;
                if holders.len() <= term {
                    holders.resize_with(term + 1, Vec::new);
                }
                holders[term].push((at, *value));
            }
            texts += 1;
        }
        Self { holders, texts }
    }

    /// The text with the largest cosine with a vector, the first of equals; `except` is left out. `None` where no other text
    /// shares a term.
    #[must_use]
    pub fn nearest(&self, vector: &SparseVector, except: Option<usize>) -> Option<Nearest> {
        let mut products = vec![0.0; self.texts];
        for (term, value) in vector.entries() {
            for (text, its) in self.holders.get(*term as usize).into_iter().flatten() {
                products[*text as usize] += value * its;
            }
        }
        let others =
            products.iter().enumerate().filter(|(text, product)| Some(*text) != except && **product > 0.0);
        let (text, product) = others.reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        Some(Nearest { text, cosine: (product / vector.norm()).min(1.0) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_nearest_of_all(
            rows in vec(vec(prop_oneof![Just(0.0), 0.1..2.0f64], 4), 0..12),
            query in vec(prop_oneof![Just(0.0), 0.1..2.0f64], 5),
            except in prop::option::of(0usize..12),
        ) {
            let vectors: Vec<SparseVector> = rows.iter().map(|row| SparseVector::from_dense(row)).collect();
            let query = SparseVector::from_dense(&query);
            let found = CosineIndex::new(vectors.clone()).nearest(&query, except);
            let best = vectors.iter().enumerate()
                .filter(|(at, _)| Some(*at) != except)
                .map(|(_, vector)| vector.cosine(&query))
                .fold(0.0, f64::max);
            prop_assert_eq!(found.is_some(), best > 0.0);
            if let Some(found) = found {
                prop_assert!((found.cosine - best).abs() < 1e-12);
                prop_assert!((vectors[found.text].cosine(&query) - best).abs() < 1e-12);
                prop_assert_ne!(Some(found.text), except);
            }
        }
    }
}
