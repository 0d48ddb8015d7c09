//! Rows like one that a person changed: what that change would be for others, and how like they are.

use ::project::{BulkChange, BulkPlan, Change, Column, Filter, Planned, Replacement, RowQuery, Show, Test};
use ::recipe::{Output, Recipe};
use dataset::Verdict;
use measures::{TfIdf, cosine, words};

use crate::app::App;
use crate::bulk::text_of;
use crate::error::{Result, WireError};
use crate::types::Compared;
use crate::vectors;

/// The last change of a row, stated so that it can be made to others.
pub struct Fix {
    /// The change.
    pub change: BulkChange,
    /// The rows to which it could be made.
    pub candidates: RowQuery,
    /// The value that these share with the row as it was.
    pub shared: Option<String>,
}

impl Fix {
    /// States a change for other rows.
    ///
    /// # Errors
    /// It says nothing about other rows.
    pub fn of(change: Change, recipe: &Recipe) -> Result<Self> {
        let all = |show| RowQuery { show, ..RowQuery::default() };
        match change {
            Change::Verdict { after: Verdict::Accepted { .. }, .. } => {
                Ok(Self { change: BulkChange::Accept, candidates: all(Show::Rejected), shared: None })
            }
            Change::Verdict { after: Verdict::Rejected { reason, .. }, .. } => Ok(Self {
                change: BulkChange::Reject { reason },
                candidates: all(Show::Accepted),
                shared: None,
            }),
            Change::Field { name, before: Some(before), after: Some(after) } => {
                if let (Some(old), Some(new), true) =
                    (before.as_str(), after.as_str(), is_free_text(recipe, &name))
                {
                    let replacement = Replacement::between(old, new).ok_or_else(|| {
                        WireError::input(
                            "This edit cannot be told as words that were replaced by others, so it says nothing about \
                             other rows.",
                        )
                    })?;
                    let change = BulkChange::Replace { field: name, replacement };
                    return Ok(Self { change, candidates: all(Show::Accepted), shared: None });
                }
                let shared = Some(generation::text(&before));
                let filter = Filter { column: Column::Value(name.clone()), test: Test::Is(before) };
                let candidates = RowQuery { filters: vec![filter], ..all(Show::Accepted) };
                Ok(Self { change: BulkChange::Set { field: name, value: after }, candidates, shared })
            }
            Change::Field { .. } => Err(WireError::input(
                "The last change of this row gave it a field or took one away; it says nothing about other rows.",
            )),
        }
    }
}

/// Whether a field holds free text, of which words can be replaced, and not one of some values.
fn is_free_text(recipe: &Recipe, field: &str) -> bool {
    match recipe.output(field) {
        Some(output) => matches!(output, Output::String { .. }),
        None => recipe.conditions.iter().all(|condition| condition.name != field),
    }
}

impl App {
    /// How like the texts of planned rows are to a text, each in [0, 1], in the same order: by meaning where nearly all
    /// vectors are there already, by words otherwise.
    pub(crate) fn similarities(
        &self,
        text: String,
        plan: &BulkPlan,
        column: Option<&str>,
    ) -> (Compared, Vec<f64>) {
        let of = |planned: &Planned| text_of(&planned.values, column);
        let texts: Vec<String> = std::iter::once(text).chain(plan.changes.iter().map(of)).collect();
        if let Ok(encoder) = self.encoder()
            && vectors::at_hand(&self.kept, &encoder, &texts)
            && let Ok(vectors) = vectors::vectors_or_zeros(&self.kept, &encoder, &texts)
        {
            let compared = Compared::Meaning { encoder: encoder.name() };
            return (compared, to_first(&vectors, |a, b| cosine(a, b)));
        }
        let texts: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
        let weights = TfIdf::fit(&texts);
        let vectors: Vec<_> = texts.iter().map(|text| weights.vector(text)).collect();
        (Compared::Words, to_first(&vectors, |a, b| a.cosine(b)))
    }
}

/// The similarity of all but the first to the first.
fn to_first<V>(vectors: &[V], similarity: impl Fn(&V, &V) -> f64) -> Vec<f64> {
    let Some((first, others)) = vectors.split_first() else { return Vec::new() };
    others.iter().map(|other| similarity(first, other).clamp(0.0, 1.0)).collect()
}

/// The least similarity that is worth a look: two standard deviations above the mean, whatever made the vectors, but never
/// above the greatest. 0 without any.
pub fn threshold(similarities: &[f64]) -> f64 {
    let n = similarities.len().max(1) as f64;
    let mean = similarities.iter().sum::<f64>() / n;
    let variance = similarities.iter().map(|similarity| (similarity - mean).powi(2)).sum::<f64>() / n;
    let most = similarities.iter().copied().fold(0.0, f64::max);
    (mean + 2.0 * variance.sqrt()).min(most)
}
