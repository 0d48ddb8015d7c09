//! Planning with the model.

use ::recipe::{Change, Recipe};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a recipe.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftRequest {
    /// What the dataset is for, in the user's words; may be empty where examples are given.
    pub goal: String,
    /// Path of a file of examples.
    pub examples: Option<String>,
    /// Seed of the model's answers; another one gives other proposals.
    pub seed: u64,
}

/// A recipe that the model proposes.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecipeDraft {
    /// The document.
    pub recipe: Recipe,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// Asks for edits.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ImproveRequest {
    /// The document as it is edited.
    pub recipe: Recipe,
    /// Seed of the rows that are tried.
    pub seed: u64,
}

/// What became of the rows that were tried, and what that suggests.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Improvement {
    /// Rows tried.
    pub tried: u64,
    /// Rows accepted.
    pub accepted: u64,
    /// Edits, each for itself.
    pub proposals: Vec<Proposal>,
}

/// An edit of one place of the document.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Proposal {
    /// What was seen that speaks for it.
    pub why: String,
    /// Keys and positions that lead to the place.
    #[ts(type = "Array<string | number>")]
    pub path: Vec<serde_json::Value>,
    /// What stands there afterwards.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
    /// The difference, in the form's words.
    pub changes: Vec<Change>,
}
