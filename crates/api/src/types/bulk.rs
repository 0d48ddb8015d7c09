//! One change made to many rows at once.

pub use project::{BulkChange, Filter, Left, Replacement, Show};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RowRequest;

/// Which rows of a run a change is for.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum RowSelection {
    /// All that a query of the table finds.
    Found {
        /// Which attempts.
        show: Show,
        /// All must hold.
        filters: Vec<Filter>,
        /// Words that must occur in the row's fields.
        search: String,
    },
    /// These.
    These {
        /// The rows.
        rows: Vec<RowRequest>,
    },
}

/// A change of many rows.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangeRows {
    /// The run.
    pub run: u64,
    /// Which of its rows.
    pub rows: RowSelection,
    /// What is to become of each.
    pub change: BulkChange,
}

/// Makes a change that was looked at before.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ApplyChange {
    /// The change.
    pub wanted: ChangeRows,
    /// How many rows the preview said would change; where it is another number now, nothing is changed.
    pub expected: u64,
}

/// What a change of many rows would do.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChangePreview {
    /// Rows that would change.
    pub changes: u64,
    /// Rows that would stay as they are, by why.
    pub left: Vec<LeftRows>,
    /// Some of those that would change, as they are spread over all.
    pub examples: Vec<ChangedRow>,
}

/// Rows that stay as they are.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct LeftRows {
    /// Why.
    pub why: Left,
    /// How many.
    pub rows: u64,
}

/// A row before and after a change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChangedRow {
    /// The row.
    pub row: RowRequest,
    /// Its number in the dataset; `None` where it is none of its rows.
    pub number: Option<u64>,
    /// The start of its text.
    pub text: String,
    /// The field's value before, or the part of it that changes; `None` for a decision.
    pub before: Option<String>,
    /// The same after.
    pub after: Option<String>,
}

/// What a change of many rows did.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowsChanged {
    /// Rows that changed.
    pub rows: u64,
    /// What was done, in words that follow 'undo': `the change of label in 312 rows`.
    pub what: String,
}

/// Rows to which the last change of a row might be made as well.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SimilarRows {
    /// That change, as it would be made to them.
    pub change: BulkChange,
    /// The value that they share with the row as it was; `None` where they need not.
    pub shared: Option<String>,
    /// How their texts were compared.
    pub compared: Compared,
    /// The least similarity that is worth a look, in [0, 1].
    pub threshold: f64,
    /// The rows, the most similar first.
    pub rows: Vec<SimilarRow>,
    /// Rows left out because a reviewer judged them.
    pub judged: u64,
}

/// How texts were compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Compared {
    /// By the words that they share: the cosine of their TF-IDF vectors.
    Words,
    /// By what they mean: the cosine of an encoder's vectors.
    Meaning {
        /// The encoder.
        encoder: String,
    },
}

/// A row that is like another.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SimilarRow {
    /// The row before and after the change.
    pub changed: ChangedRow,
    /// How like its text is, in [0, 1].
    pub similarity: f64,
}
