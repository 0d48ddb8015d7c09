//! Rows with their labels, as a student reads them.

use ::project::{AttemptId, Reader, RunId};
use ::recipe::Recipe;

use crate::error::Result;

/// In how many parts rows are cut for a student that judges each by the others.
pub const FOLDS: usize = 5;

/// A row with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Its text.
    pub text: String,
    /// The label that it carries.
    pub label: String,
}

/// The accepted rows of a run with their texts and labels; `None` where its recipe gives them none.
pub fn labelled(reader: &Reader, recipe: &Recipe, run: RunId) -> Result<Option<Vec<(AttemptId, Labelled)>>> {
    let (Some(field), Some(label)) = (recipe.text_column(), recipe.label_column()) else { return Ok(None) };
    let rows = reader.accepted(run).map(|row| {
        let row = row?;
        let text = |name: &str| row.values.get(name).map(generation::text).unwrap_or_default();
        Ok((row.id, Labelled { text: text(&field), label: text(&label) }))
    });
    rows.collect::<Result<_>>().map(Some)
}
