//! Schedule: how many rows, and in which order conditions are drawn (dataset-wise decomposition, survey §3.1.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a run proceeds. It ends at exactly `rows` accepted rows or when `attempts` are used up, and says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Schedule {
    /// Order in which conditions are drawn.
    pub strategy: Strategy,
    /// Accepted rows wanted.
    pub rows: usize,
    /// Answers that may be tried, retries included; by default four for each row.
    pub attempts: Option<usize>,
    /// Rows that are drawn, made and judged together. Checks against other rows are judged in row order at the end of
    /// each round, so the result does not depend on which row finishes first.
    pub round: usize,
    /// How often a row that fails a check of its own is tried again at once, with the same conditions.
    pub retries: usize,
    /// Expressions over the conditions, such as `genre != "horror" or style != "cheerful"`. Only combinations of values
    /// for which all of them are true are drawn.
    pub rules: Vec<String>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { strategy: Strategy::Grid, rows: 100, attempts: None, round: 64, retries: 2, rules: Vec::new() }
    }
}

impl Schedule {
    /// Answers that may be tried.
    #[must_use]
    pub fn attempts(&self) -> usize {
        self.attempts.unwrap_or(self.rows.saturating_mul(4))
    }
}

/// Order in which conditions are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Every combination of values equally often, in shuffled order.
    #[default]
    Grid,
    /// Each row by the weights, independently.
    Random,
    /// Each condition's shares met as exactly as the number of rows allows.
    Quota,
    /// Each row unlike those made before: of 16 combinations drawn by the weights, the one whose values, alone and in
    /// pairs, the accepted rows have least often.
    Diverse,
}
