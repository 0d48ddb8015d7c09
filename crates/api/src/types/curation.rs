//! Curation: what a pipeline makes of rows.

use curation::{Counts, GateReport, Mark};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DataFile;

/// Asks what a pipeline makes of the rows of a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CurateFile {
    /// The rows.
    pub data: DataFile,
    /// The pipeline, as TOML.
    pub pipeline: String,
    /// Rows whose labels people vouch for, none of them among the others. With them each step that is there to teach
    /// students better is tried on students, and held back where it cannot be shown to do no harm.
    pub gold: Option<DataFile>,
    /// Decides how rows are dealt into folds.
    pub seed: u64,
}

/// What a pipeline made of rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationReport {
    /// Rows at first, and after each step.
    pub funnel: Vec<u64>,
    /// The steps, in order.
    pub steps: Vec<StepReport>,
    /// The rows in the order of the file.
    pub rows: Vec<RowReport>,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// What one step did.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepReport {
    /// Its kind.
    pub kind: String,
    /// Whether it counts; the gate may have held it back.
    pub in_force: bool,
    /// Rows that it measured, dropped, relabelled and weighed, or would have.
    pub counts: Counts,
    /// What it did to students, where it was tried.
    pub gate: Option<GateReport>,
}

/// What became of one row.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowReport {
    /// Whether it is kept.
    pub kept: bool,
    /// Its label now.
    pub label: Option<String>,
    /// Its weight, 1 where no step weighs.
    pub weight: f64,
    /// What each step did to it, and why.
    pub marks: Vec<Mark>,
}
