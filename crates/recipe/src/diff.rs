//! Differences between two recipes, in the words of the form.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One difference between two recipes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Change {
    /// Where: `conditions[1].values`.
    pub path: String,
    /// What changed, in the form's words: 'Values of condition topic'.
    pub what: String,
    /// How it was; `None` where it is new.
    pub before: Option<String>,
    /// How it is; `None` where it is gone.
    pub after: Option<String>,
}
