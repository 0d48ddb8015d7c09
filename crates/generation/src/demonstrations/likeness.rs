//! Demonstrations that are like the row at hand.

use std::sync::OnceLock;

use dataset::Fields;
use recipe::{Demonstration, Recipe};

use super::space::Space;
use super::{Chooser, compared, joined, made_once};
use crate::draw::text;
use crate::prompt::{Prompt, PromptError, Scene};

/// How like the rows of a source are to a query.
#[derive(Debug)]
pub(super) struct Likeness {
    /// Fields that are compared.
    compared: Vec<String>,
    texts: Vec<String>,
    /// Made when it is first asked: embeddings take a model.
    space: OnceLock<Space>,
    query: Option<Prompt>,
}

impl Likeness {
    pub(super) fn new(
        recipe: &Recipe,
        spec: &Demonstration,
        rows: &[Fields],
        given: Option<&Fields>,
    ) -> Result<Self, PromptError> {
        let compared = compared(rows, given, spec.matching.as_deref());
        let texts = rows.iter().map(|row| joined(row, &compared)).collect();
        let place = format!("the query of '{}'", spec.name);
        let query = spec.query.as_ref().map(|query| Prompt::compile(recipe, &place, query)).transpose()?;
        Ok(Self { compared, texts, space: OnceLock::new(), query })
    }

    /// The candidates nearest to the draw's query, the nearest last.
    pub(super) fn nearest(
        &self,
        spec: &Demonstration,
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
        let space = made_once(&self.space, || Space::new(spec, &self.texts, chooser.encoder))?;
        let likeness = space.to_query(spec, query, chooser.encoder)?;
        let mut scored: Vec<(f64, usize)> = candidates.into_iter().map(|at| (likeness[at], at)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(count);
        Ok(scored.into_iter().rev().map(|(_, at)| at).collect())
    }
}
