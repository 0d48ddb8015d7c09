//! What is wrong with a recipe, where, and what to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something wrong or doubtful in a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// Where: `conditions[1].values`.
    pub path: String,
    /// Line in the document, from 1, where it was read from text.
    pub line: Option<usize>,
    /// Whether a run can be started all the same.
    pub severity: Severity,
    /// What is wrong, in one sentence that names the thing.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// No row can be made.
    Error,
    /// Rows can be made, but perhaps not what was meant.
    Warning,
}
