//! Demonstrations that are like the row at hand.

use dataset::Fields;
use measures::{Bm25, SparseVector, TfIdf, words};
use recipe::{Demonstration, Recipe, Select};

use super::{Chooser, compared, joined};
use crate::draw::text;
use crate::prompt::{Prompt, PromptError, Scene};

/// How like the rows of a source are to a query.
#[derive(Debug)]
pub(super) struct Likeness {
    /// Fields that are compared.
    compared: Vec<String>,
    measure: Measure,
    query: Option<Prompt>,
}

#[derive(Debug)]
enum Measure {
    /// Cosine of TF-IDF vectors.
    Cosine { weights: TfIdf, vectors: Vec<SparseVector> },
    /// BM25, for long documents.
    Bm25(Bm25),
}

impl Likeness {
    pub(super) fn new(
        recipe: &Recipe,
        spec: &Demonstration,
        rows: &[Fields],
        given: Option<&Fields>,
    ) -> Result<Self, PromptError> {
        let compared = compared(rows, given, spec.matching.as_deref());
        let texts: Vec<Vec<String>> = rows.iter().map(|row| words(&joined(row, &compared))).collect();
        let measure = match spec.select {
            Select::Bm25 => Measure::Bm25(Bm25::fit(&texts)),
            _ => {
                let weights = TfIdf::fit(&texts);
                let vectors = texts.iter().map(|text| weights.vector(text)).collect();
                Measure::Cosine { weights, vectors }
            }
        };
        let place = format!("the query of '{}'", spec.name);
        let query = spec.query.as_ref().map(|query| Prompt::compile(recipe, &place, query)).transpose()?;
        Ok(Self { compared, measure, query })
    }

    /// The candidates nearest to the draw's query, the nearest last.
    pub(super) fn nearest(
        &self,
        chooser: &Chooser<'_>,
        candidates: Vec<usize>,
        count: usize,
    ) -> Result<Vec<usize>, PromptError> {
        let query = match (&self.query, chooser.given) {
            (Some(query), given) => {
                let scene = Scene {
                    conditions: chooser.conditions,
                    input: given.map(|given| given.fields),
                    shown: &[],
                    fields: &Fields::new(),
                    item: None,
                    pending: false,
                };
                query.pieces(chooser.recipe, &scene)?.into_iter().map(|piece| piece.text).collect()
            }
            (None, Some(given)) => joined(given.fields, &self.compared),
            (None, None) => chooser.conditions.values().map(text).collect::<Vec<_>>().join(" "),
        };
        let query = words(&query);
        let mut scored: Vec<(f64, usize)> = match &self.measure {
            Measure::Cosine { weights, vectors } => {
                let query = weights.vector(&query);
                candidates.into_iter().map(|at| (vectors[at].cosine(&query), at)).collect()
            }
            Measure::Bm25(bm25) => {
                let scores = bm25.scores(&query);
                candidates.into_iter().map(|at| (scores[at], at)).collect()
            }
        };
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(count);
        Ok(scored.into_iter().rev().map(|(_, at)| at).collect())
    }
}
