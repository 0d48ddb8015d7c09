//! What reviewers say of rows beside that they are right or wrong: spans, which of two texts is better, and ratings.

pub use dataset::{Rating, Scale};
pub use evaluation::{LevelAgreement, SpanAgreement};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RowRequest;

/// What there is to say of a recipe's rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ReviewKind {
    /// Whether they are right.
    Rows,
    /// Which label they have.
    Labels,
    /// Which stretches of their text are what.
    Spans {
        /// The field that holds the spans.
        field: String,
        /// The field that holds the text.
        of: String,
        /// The types of spans.
        types: Vec<String>,
    },
    /// Which of two texts is better.
    Pair {
        /// Their fields. Without labels the first is the one that the recipe calls better.
        fields: [String; 2],
        /// The labels that call the first and the second one better, where a label says it.
        labels: Option<[String; 2]>,
    },
}

/// Rates a row. That changes nothing of it.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RateRow {
    /// The row.
    pub row: RowRequest,
    /// The rating.
    pub rating: Rating,
    /// Remark; may be empty.
    pub note: String,
}

/// How far the reviewers of a run agree on a scale.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ScaleAgreement {
    /// The scale.
    pub scale: Scale,
    /// Names of its levels, from worst to best.
    pub levels: Vec<String>,
    /// Agreement of those who rated rows on it.
    pub agreement: LevelAgreement,
}
