//! Demonstrations: which rows of a source a prompt shows.

use dataset::Fields;
use measures::{SparseVector, TfIdf, words};
use recipe::{Demonstration, Recipe, Select};

use crate::draw::text;
use crate::prompt::{Prompt, PromptError, Scene};
use crate::random::{Purpose, Stream};
use crate::sources::Sources;

/// How nearness is measured where demonstrations are chosen by similarity: it needs no model, so it is the same on
/// every machine.
pub const SIMILARITY: &str = "cosine of TF-IDF vectors";

/// The rows that one block of demonstrations chooses from.
#[derive(Debug)]
pub(crate) struct Shots {
    spec: Demonstration,
    position: u64,
    rows: Vec<Fields>,
    similar: Option<Similar>,
}

#[derive(Debug)]
struct Similar {
    /// Fields that are compared.
    compared: Vec<String>,
    weights: TfIdf,
    vectors: Vec<SparseVector>,
    query: Option<Prompt>,
}

/// The given row for which demonstrations are chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub source: &'a str,
    pub at: u64,
    pub fields: &'a Fields,
}

impl Shots {
    pub(crate) fn new(
        recipe: &Recipe,
        position: usize,
        spec: &Demonstration,
        sources: &Sources,
    ) -> Result<Self, PromptError> {
        let rows = sources.get(&spec.source).unwrap_or_default().to_vec();
        let similar = match spec.select {
            Select::Random => None,
            Select::Similar => {
                let given = recipe.task.input.as_deref().and_then(|name| sources.get(name)?.first());
                let compared = compared(&rows, given, spec.matching.as_deref());
                let texts: Vec<Vec<String>> = rows.iter().map(|row| words(&joined(row, &compared))).collect();
                let weights = TfIdf::fit(&texts);
                let vectors = texts.iter().map(|text| weights.vector(text)).collect();
                let place = format!("the query of '{}'", spec.name);
                let query =
                    spec.query.as_ref().map(|query| Prompt::compile(recipe, &place, query)).transpose()?;
                Some(Similar { compared, weights, vectors, query })
            }
        };
        Ok(Self { spec: spec.clone(), position: position as u64, rows, similar })
    }

    pub(crate) fn name(&self) -> &str {
        &self.spec.name
    }

    pub(crate) fn row(&self, at: usize) -> Option<&Fields> {
        self.rows.get(at)
    }

    /// Positions of the rows that a draw shows, in the order shown: the pinned ones, then the chosen ones, of which the
    /// nearest is last. The given row itself is never among them.
    pub(crate) fn choose(
        &self,
        recipe: &Recipe,
        seed: u64,
        draw: u64,
        conditions: &Fields,
        given: Option<Given<'_>>,
    ) -> Result<Vec<usize>, PromptError> {
        let mut shown: Vec<usize> = self
            .spec
            .pinned
            .iter()
            .copied()
            .filter(|at| self.rows.get(*at).is_some_and(|row| !self.is_given(*at, row, given)))
            .collect();
        shown.truncate(self.spec.count);
        let candidates: Vec<usize> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(at, row)| {
                !shown.contains(at) && !self.is_given(*at, row, given) && self.matches(row, conditions)
            })
            .map(|(at, _)| at)
            .collect();
        let count = self.spec.count - shown.len();
        let chosen = match &self.similar {
            None => {
                let mut stream = Stream::new(seed, Purpose::Demonstrations, [draw, self.position]);
                stream.choose(candidates.len(), count).into_iter().map(|at| candidates[at]).collect()
            }
            Some(similar) => similar.nearest(recipe, candidates, count, conditions, given)?,
        };
        shown.extend(chosen);
        Ok(shown)
    }

    fn is_given(&self, at: usize, row: &Fields, given: Option<Given<'_>>) -> bool {
        given.is_some_and(|given| {
            let same_place = given.source == self.spec.source && given.at == at as u64;
            // The same row may stand in a second source, with its answer beside it.
            let mut shared =
                given.fields.iter().filter_map(|(name, value)| Some((value, row.get(name)?))).peekable();
            same_place || (shared.peek().is_some() && shared.all(|(a, b)| a == b))
        })
    }

    fn matches(&self, row: &Fields, conditions: &Fields) -> bool {
        let Some(field) = &self.spec.matching else { return true };
        match (row.get(field), conditions.get(field)) {
            (Some(row), Some(condition)) => text(row) == text(condition),
            (None, _) => false,
            (_, None) => true,
        }
    }
}

impl Similar {
    fn nearest(
        &self,
        recipe: &Recipe,
        candidates: Vec<usize>,
        count: usize,
        conditions: &Fields,
        given: Option<Given<'_>>,
    ) -> Result<Vec<usize>, PromptError> {
        let query = match (&self.query, given) {
            (Some(query), given) => {
                let input = given.map(|given| given.fields);
                let scene = Scene {
                    conditions,
                    input,
                    shown: &[],
                    fields: &Fields::new(),
                    item: None,
                    pending: false,
                };
                query.pieces(recipe, &scene)?.into_iter().map(|piece| piece.text).collect()
            }
            (None, Some(given)) => joined(given.fields, &self.compared),
            (None, None) => conditions.values().map(text).collect::<Vec<_>>().join(" "),
        };
        let query = self.weights.vector(&words(&query));
        let mut scored: Vec<(f64, usize)> =
            candidates.into_iter().map(|at| (self.vectors[at].cosine(&query), at)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(count);
        Ok(scored.into_iter().rev().map(|(_, at)| at).collect())
    }
}

/// The fields whose texts are compared: those that given rows have too, or all, but never the one that must match.
fn compared(rows: &[Fields], given: Option<&Fields>, matching: Option<&str>) -> Vec<String> {
    let Some(first) = rows.first() else { return Vec::new() };
    let names = |shared: bool| -> Vec<String> {
        first
            .keys()
            .filter(|name| Some(name.as_str()) != matching)
            .filter(|name| !shared || given.is_some_and(|given| given.contains_key(*name)))
            .cloned()
            .collect()
    };
    let shared = names(true);
    if shared.is_empty() { names(false) } else { shared }
}

fn joined(row: &Fields, fields: &[String]) -> String {
    fields.iter().filter_map(|name| row.get(name)).map(text).collect::<Vec<_>>().join(" ")
}
