//! Personal data of the sources: what is proposed, and what was decided.

use privacy::Kind;
use recipe::Recipe;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for personal data in a source.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PersonalRequest {
    /// The document.
    pub recipe: Recipe,
    /// Name of the source.
    pub source: String,
    /// Values that the user added by hand.
    pub added: Vec<PersonalAddition>,
}

/// A value that the user added by hand.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PersonalAddition {
    /// The value.
    pub value: String,
    /// What it tells.
    pub kind: Kind,
}

/// What seems personal in a source, for a person to decide on.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PersonalScan {
    /// Values added, values decided before and values proposed, each with where it occurs; of the last the sure ones
    /// first.
    pub values: Vec<PersonalProposal>,
    /// Number of rows looked at.
    pub rows: usize,
}

/// A value that seems personal.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PersonalProposal {
    /// The value.
    pub value: String,
    /// What it seems to tell.
    pub kind: Kind,
    /// Whether little else looks like it.
    pub sure: bool,
    /// Number of places in the source where it would be replaced.
    pub count: usize,
    /// Field of the first place.
    pub field: String,
    /// Some of the text before it there.
    pub before: String,
    /// Some of the text after it there.
    pub after: String,
    /// What stands in its place; `None` where nothing was decided on it yet.
    pub surrogate: Option<String>,
    /// Whether it is replaced or kept; `None` where nothing was decided on it yet.
    pub replaced: Option<bool>,
}

/// Decisions on values.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PersonalDecisions {
    /// The decisions. New values get their surrogates in this order.
    pub decisions: Vec<PersonalDecision>,
}

/// A decision on a value.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PersonalDecision {
    /// The value.
    pub value: String,
    /// What it tells; for a value that was decided before, what was said then stays.
    pub kind: Kind,
    /// Whether to replace it.
    pub replace: bool,
}

/// A value on which was decided, in any source of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PersonalValue {
    /// The value.
    pub value: String,
    /// What it tells.
    pub kind: Kind,
    /// What stands in its place in every prompt.
    pub surrogate: String,
    /// Whether it is replaced.
    pub replaced: bool,
}
