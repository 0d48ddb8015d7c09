//! Rows of a run.

use dataset::{Attempt, Fields, Verdict};
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

/// Which attempts a table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Show {
    /// Rows of the dataset.
    Accepted,
    /// Attempts that failed.
    Rejected,
    /// Both.
    All,
}

/// Holds rows to a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Filter {
    /// A field, a condition, or `_row` (number in the dataset), `_check` (the check that failed), `_stage`, `_words` (words
    /// of the first text field).
    pub column: String,
    /// How it compares.
    pub op: FilterOp,
    /// The value; for `one-of` an array; for `between` an array of two numbers, low included, high excluded.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// How a filter compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FilterOp {
    /// Equal.
    Is,
    /// Equal to one of the values of an array.
    OneOf,
    /// Different.
    IsNot,
    /// The text contains the value, whatever its case.
    Contains,
    /// The number lies between two.
    Between,
}

/// Order of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sort {
    /// A field, a condition, `_row`, `_words` or `_surprise` (mean log-probability, negated).
    pub column: String,
    /// Largest first.
    pub descending: bool,
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
    /// The row.
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
    /// The row as it stands now.
    pub row: RowSummary,
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
