//! Figures about rows: of a run, or of a file.

pub use evaluation::Measure;
use evaluation::{Chart, Finding};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known of rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Evaluation {
    /// The run; `None` for rows of a file.
    pub run: Option<u64>,
    /// Rows that were measured; of a run, the accepted ones.
    pub rows: u64,
    /// Field that was measured.
    pub field: String,
    /// Column of the labels, where there is one.
    pub label: Option<String>,
    /// One answer to each question that the rows can answer: diverse? faithful? balanced?
    pub findings: Vec<Finding>,
    /// All figures.
    pub measures: Vec<Measure>,
    /// Charts of the dashboards.
    pub charts: Vec<Chart>,
    /// What is worth knowing of how the rows were read, in sentences.
    pub notices: Vec<String>,
}

/// A file of rows, and what is looked at in it.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DataFile {
    /// A CSV, JSONL, JSON or Parquet file.
    pub path: String,
    /// Column that holds the texts; `text`, or the only one, where absent.
    pub text: Option<String>,
    /// Column that holds the labels; `label`, where there is one, where absent.
    pub label: Option<String>,
    /// The first line of a CSV file names the columns; otherwise they are called `1`, `2` and so on.
    pub header: bool,
    /// Rows that are taken, drawn by a fixed seed; all of them where absent.
    pub rows: Option<usize>,
}

/// Starts the re-scoring of a run's labels by the model.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AgreementRequest {
    /// The run.
    pub run: u64,
}
