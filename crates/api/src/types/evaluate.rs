//! Figures about a run's rows.

use evaluation::{Chart, Finding, Measure};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of a run's rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Evaluation {
    /// The run.
    pub run: u64,
    /// Accepted rows that were measured.
    pub rows: u64,
    /// Field that was measured.
    pub field: String,
    /// One answer to each question: diverse? faithful? balanced?
    pub findings: Vec<Finding>,
    /// All figures.
    pub measures: Vec<Measure>,
    /// Charts of the dashboards.
    pub charts: Vec<Chart>,
}

/// Starts the re-scoring of a run's labels by the model.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AgreementRequest {
    /// The run.
    pub run: u64,
}
