//! The review page: one row after another, judged by a person.

use dataset::Judgment;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RowRequest;

/// Which rows come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOrder {
    /// A random sample: the only one from which the share of right rows can be told.
    Random,
    /// As they were made.
    Made,
    /// Those that the model wrote with the least probability.
    LeastProbable,
    /// Those whose label a student that learned from the other rows finds least probable.
    Suspicious,
}

/// Asks for the rows of a run that are to be judged.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReviewRequest {
    /// The run.
    pub run: u64,
    /// Which come first.
    pub order: ReviewOrder,
}

/// The rows of a run that are to be judged.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReviewQueue {
    /// Rows without a judgment of this reviewer, and at the end those that were put off.
    pub rows: Vec<QueuedRow>,
    /// How far the reviewer is.
    pub progress: ReviewProgress,
    /// The field that holds the label, where rows have one of the recipe's labels.
    pub label_field: Option<String>,
    /// These labels, in the order of the recipe.
    pub labels: Vec<ReviewLabel>,
    /// What the recipe tells annotators, in Markdown; may be empty.
    pub codebook: String,
}

/// A label as the codebook has it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReviewLabel {
    /// Its name, as rows hold it.
    pub name: String,
    /// What it means; may be empty.
    pub definition: String,
}

/// A row in the queue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QueuedRow {
    /// The row.
    pub row: RowRequest,
    /// Why it comes here, as a sentence; empty where the order has no reason.
    pub why: String,
    /// The reviewer put it off before.
    pub put_off: bool,
}

/// What the reviewer found so far.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct ReviewProgress {
    /// Accepted rows of the run, and those that this reviewer took out.
    pub rows: u64,
    /// Rows judged, those put off not among them.
    pub judged: u64,
    /// Of these, rows that were right as the model made them: accepted, with their label, and not edited.
    pub right: u64,
    /// 95 % interval of the share of right rows (Wilson), each in [0, 1]; none before the first judgment, and none where
    /// a row was judged that had not come at random.
    pub interval: Option<[f64; 2]>,
    /// Half the width of the interval at which the share is known well enough to stop.
    pub enough: f64,
}

/// Judges a row.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct JudgeRow {
    /// The row.
    pub row: RowRequest,
    /// The word.
    pub judgment: Judgment,
    /// Remark; may be empty.
    pub note: String,
    /// The order in which it came.
    pub order: ReviewOrder,
}

/// What stands after a judgment was taken back.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JudgmentTakenBack {
    /// The row whose judgment it was.
    pub row: RowRequest,
    /// How far the reviewer is now.
    pub progress: ReviewProgress,
}
