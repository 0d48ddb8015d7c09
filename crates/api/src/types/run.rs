//! Previews and runs.

use recipe::Recipe;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Starts a preview: a few rows that are shown and not kept.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PreviewRequest {
    /// The document.
    pub recipe: Recipe,
    /// Number of rows, at most 20.
    pub rows: usize,
    /// Seed of all random draws.
    pub seed: u64,
    /// First draw.
    pub draw: u64,
    /// Conditions held to a value, each as an alternative gave it.
    #[ts(type = "Record<string, unknown>")]
    pub pins: dataset::Fields,
}

/// Names a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewId {
    /// Its number; events carry it.
    pub preview: u64,
}

/// Asks what a run would cost.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct EstimateRequest {
    /// The document.
    pub recipe: Recipe,
    /// Accepted rows wanted.
    pub rows: usize,
}

/// What a run would cost.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Estimate {
    /// Expected duration; `None` before the model was measured, which the first preview or run does.
    pub seconds: Option<f64>,
    /// Expected main memory: weights, KV cache of a full batch, working memory.
    pub memory: u64,
    /// Expected growth of the project file.
    pub disk: u64,
    /// Free space where the project lies.
    pub free_disk: u64,
    /// Prompt tokens of one row, mean over some draws.
    pub prompt_tokens: f64,
    /// What the estimate rests on, in words.
    pub basis: String,
}

/// Starts a run of the saved recipe.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct StartRun {
    /// Accepted rows wanted; the schedule's where absent.
    pub rows: Option<usize>,
    /// Seed of all random draws.
    pub seed: u64,
}

/// Names a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunId {
    /// Its number in the project.
    pub run: u64,
}

/// State of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    /// Rows are being made.
    Running,
    /// Held by the user, or interrupted when the program ended; can go on.
    Paused,
    /// All rows wanted were accepted.
    Completed,
    /// The budget of attempts is used up.
    Exhausted,
    /// Stopped by the user.
    Cancelled,
    /// Stopped by an error.
    Failed,
}

/// A run in a list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RunSummary {
    /// Its number in the project, from 1.
    pub run: u64,
    /// State.
    pub status: RunStatus,
    /// Why it failed, in a sentence.
    pub failure: Option<String>,
    /// Hash of the recipe version.
    pub recipe: String,
    /// Number of the recipe version.
    pub version: u64,
    /// Name of the model.
    pub model: String,
    /// Seed of all random draws.
    pub seed: u64,
    /// Accepted rows.
    pub accepted: u64,
    /// Of these, rows that curation puts out of the dataset.
    pub dropped: u64,
    /// Accepted rows wanted.
    pub wanted: u64,
    /// Answers tried.
    pub attempts: u64,
    /// When it was started.
    pub started: i64,
    /// When it ended.
    pub finished: Option<i64>,
}

/// How a run goes.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RunProgress {
    /// The run.
    pub summary: RunSummary,
    /// Answers that may be tried.
    pub budget: u64,
    /// Draws in the making now.
    pub running: u64,
    /// From generated to accepted.
    pub funnel: Funnel,
    /// Rejected attempts by the check that failed, most frequent first.
    pub rejected: Vec<Count>,
    /// Seconds spent making rows, pauses left out.
    pub elapsed: f64,
    /// Accepted rows per minute over the last minutes.
    pub rows_per_minute: Option<f64>,
    /// Output tokens per second over the last seconds.
    pub tokens_per_second: Option<f64>,
    /// Seconds to go at the present rate.
    pub remaining: Option<f64>,
}

/// How far attempts came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Funnel {
    /// Answers made.
    pub generated: u64,
    /// Read into fields.
    pub parsed: u64,
    /// Passed the checks of the row alone.
    pub valid: u64,
    /// Unlike all rows accepted before.
    pub unique: u64,
    /// Rows of the dataset.
    pub accepted: u64,
}

/// A value and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How often.
    pub count: u64,
}

/// A run as its page shows it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RunView {
    /// How it goes.
    pub progress: RunProgress,
    /// Share of new 3-grams in each accepted row, averaged over consecutive rows: does it still bring new phrases?
    pub novelty: Vec<NoveltyPoint>,
    /// Accepted rows for each value of each condition.
    pub coverage: Vec<ConditionCoverage>,
    /// Combinations of conditions that have an accepted row, of all; `None` where they are unbounded.
    pub combinations: Option<CombinationCoverage>,
    /// Rows for each label, where the task has labels.
    pub labels: Vec<Count>,
}

/// One point of the novelty curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct NoveltyPoint {
    /// Accepted rows so far.
    pub rows: u64,
    /// Share of 3-grams not seen before, in [0, 1].
    pub share: f64,
}

/// Accepted rows for each value of one condition.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ConditionCoverage {
    /// The condition.
    pub condition: String,
    /// Its values.
    pub values: Vec<Covered>,
}

/// Accepted rows of one value.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Covered {
    /// The value as shown.
    pub value: String,
    /// Expected rows at the end of the run.
    pub expected: f64,
    /// Accepted rows.
    pub accepted: u64,
}

/// Combinations that have a row.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct CombinationCoverage {
    /// Combinations with at least one accepted row.
    pub covered: u64,
    /// All combinations.
    pub all: u64,
}
