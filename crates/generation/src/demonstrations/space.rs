//! How near texts are to each other and to a query.

use std::fmt;

use measures::{Bm25, SparseVector, TfIdf, cosine, words};
use recipe::{Demonstration, Select, Similarity};

use crate::prompt::PromptError;

/// Turns texts into vectors of equal length: a sentence encoder, or a language model's hidden states.
pub trait Embed: fmt::Debug + Send + Sync {
    /// One vector for each text; zeros for one without words.
    ///
    /// # Errors
    /// The texts cannot be embedded; says why in one sentence.
    fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, String>;
}

/// Texts with what is needed to compare them.
#[derive(Debug)]
pub(super) enum Space {
    /// Cosine of TF-IDF vectors.
    TfIdf { weights: TfIdf, vectors: Vec<SparseVector> },
    /// BM25, for long documents; compares with queries only.
    Bm25(Bm25),
    /// Cosine of embeddings.
    Embedding(Vec<Vec<f32>>),
}

impl Space {
    pub(super) fn new(
        spec: &Demonstration,
        texts: &[String],
        encoder: Option<&dyn Embed>,
    ) -> Result<Self, PromptError> {
        let words = || texts.iter().map(|text| words(text)).collect::<Vec<_>>();
        Ok(match (spec.select, spec.similarity) {
            (Select::Bm25, _) => Self::Bm25(Bm25::fit(&words())),
            (_, Similarity::TfIdf) => {
                let texts = words();
                let weights = TfIdf::fit(&texts);
                let vectors = texts.iter().map(|text| weights.vector(text)).collect();
                Self::TfIdf { weights, vectors }
            }
            (_, Similarity::Embedding) => Self::Embedding(embedded(spec, texts, encoder)?),
        })
    }

    /// How like two of the texts are.
    pub(super) fn likeness(&self, a: usize, b: usize) -> f64 {
        match self {
            Self::TfIdf { vectors, .. } => vectors[a].cosine(&vectors[b]),
            Self::Bm25(_) => 0.0,
            Self::Embedding(vectors) => cosine(&vectors[a], &vectors[b]),
        }
    }

    /// How like each of the texts is to a query.
    pub(super) fn to_query(
        &self,
        spec: &Demonstration,
        query: String,
        encoder: Option<&dyn Embed>,
    ) -> Result<Vec<f64>, PromptError> {
        Ok(match self {
            Self::TfIdf { weights, vectors } => {
                let query = weights.vector(&words(&query));
                vectors.iter().map(|vector| vector.cosine(&query)).collect()
            }
            Self::Bm25(bm25) => bm25.scores(&words(&query)),
            Self::Embedding(vectors) => {
                let query = embedded(spec, &[query], encoder)?;
                vectors.iter().map(|vector| query.iter().map(|query| cosine(vector, query)).sum()).collect()
            }
        })
    }
}

fn embedded(
    spec: &Demonstration,
    texts: &[String],
    encoder: Option<&dyn Embed>,
) -> Result<Vec<Vec<f32>>, PromptError> {
    let failed = |reason: &str| PromptError::Embedding { name: spec.name.clone(), reason: reason.to_owned() };
    let encoder = encoder.ok_or_else(|| failed("No model is loaded; choose one."))?;
    encoder.embed(texts).map_err(|reason| failed(&reason))
}
