//! Rows of a run.

use dataset::{Attempt, Fields, Verdict};
pub use project::{Filter, Show, Sort};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PromptMessage, RecipeVersion};

/// Asks for a window of rows.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RowsRequest {
    /// The run.
    pub run: u64,
    /// Which attempts.
    pub show: Show,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Words that must occur in the row's fields.
    pub search: String,
    /// Column to sort by; row order where absent.
    pub sort: Option<Sort>,
    /// Rows after this cursor, from a window's `next`.
    pub after: Option<String>,
    /// Number of rows, at most 500.
    pub limit: usize,
}

/// A window of rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowsWindow {
    /// The rows.
    pub rows: Vec<RowSummary>,
    /// Rows that match in all.
    pub total: u64,
    /// Cursor of the next window; `None` at the end.
    pub next: Option<String>,
}

/// Asks for some rows of the dataset, drawn by chance.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct SampleRequest {
    /// The run.
    pub run: u64,
    /// How many; all where there are no more.
    pub size: usize,
}

/// A row in a table.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowSummary {
    /// The run.
    pub run: u64,
    /// Which draw.
    pub draw: u64,
    /// Which try at it.
    pub attempt: u32,
    /// What became of it; `None` while rows before it are in the making.
    pub verdict: Option<Verdict>,
    /// Fields after edits.
    #[ts(type = "Record<string, unknown>")]
    pub fields: Fields,
    /// Value of each condition.
    #[ts(type = "Record<string, unknown>")]
    pub conditions: Fields,
    /// Mean log-probability of the tokens that were free, over all steps.
    pub mean_log_probability: Option<f64>,
    /// It was edited by hand.
    pub edited: bool,
    /// A person asked for it beside the run's own attempts.
    pub extra: bool,
    /// Kind of the step of curation that drops it.
    pub dropped_by: Option<String>,
    /// Weight from curation; 1 where it gives none.
    pub weight: f64,
}

/// Names an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowRequest {
    /// The run.
    pub run: u64,
    /// Which draw.
    pub draw: u64,
    /// Which try at it.
    pub attempt: u32,
}

/// Everything about one row.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowDetail {
    /// As in the table.
    pub summary: RowSummary,
    /// The attempt as it was made.
    pub attempt: Attempt,
    /// Each step's prompt, rendered again.
    pub prompts: Vec<StepPrompt>,
    /// Edits and decisions, oldest first.
    pub history: Vec<HistoryEntry>,
    /// Row of the dataset that another attempt at the same draw gave.
    pub other_row: Option<u64>,
    /// The recipe version.
    pub version: RecipeVersion,
    /// The model's name.
    pub model: String,
    /// Seed of the run.
    pub seed: u64,
}

/// The prompt of one step of a row.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepPrompt {
    /// The step's id.
    pub step: String,
    /// The messages in parts.
    pub messages: Vec<PromptMessage>,
    /// The prompt rendered now has the hash recorded when the row was made.
    pub proven: bool,
}

/// An edit or a decision.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryEntry {
    /// When.
    pub at: i64,
    /// Who.
    pub who: String,
    /// What, in words.
    pub what: String,
    /// Text before an edit.
    pub before: Option<String>,
    /// Text after an edit.
    pub after: Option<String>,
}

/// Changes one field of a row.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct EditRow {
    /// The row.
    pub row: RowRequest,
    /// The field.
    pub field: String,
    /// Its new value.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// Accepts or rejects a row by hand.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DecideRow {
    /// The row.
    pub row: RowRequest,
    /// Make it a row of the dataset, or take it out.
    pub accept: bool,
    /// Why.
    pub note: String,
}

/// An edit or a decision that undo or redo is about.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HandChange {
    /// The row, or the first of several that were changed at once.
    pub row: RowRequest,
    /// What was done, in words that follow 'undo': `the change of text`.
    pub what: String,
}

/// What undo and redo would do next in a run.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NextChanges {
    /// The last edit or decision that stands.
    pub undo: Option<HandChange>,
    /// The one that was taken back last, unless something was changed since.
    pub redo: Option<HandChange>,
}

/// What undo or redo did.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChangeDone {
    /// The row as it stands now, or the first of several that were changed at once.
    pub row: RowSummary,
    /// How many rows there are of them.
    pub rows: u64,
    /// What was taken back or made again, in words: `the change of text`.
    pub what: String,
}

/// Asks how often each value of a column occurs.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CountsRequest {
    /// The run.
    pub run: u64,
    /// A field or a condition, or `_check`.
    pub column: String,
    /// Which attempts.
    pub show: Show,
}
