//! Export.

use dataset::{Format, Preset, Shares};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ExportOptions {
    /// The run.
    pub run: u64,
    /// File format.
    pub format: Format,
    /// Shape of a row for fine-tuning, or the plain table.
    pub preset: Option<Preset>,
    /// Shares of train, validation and test; one file where absent.
    pub split: Option<Shares>,
    /// Write the dataset card beside the data.
    pub card: bool,
    /// Add prompts and raw answers as columns.
    pub include_prompts: bool,
    /// Names of private sources whose text may leave with prompts and raw answers.
    pub include_private: Vec<String>,
}

/// What an export would write.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExportPlan {
    /// Columns in order.
    pub columns: Vec<String>,
    /// First rows as they would be written.
    #[ts(type = "Array<Record<string, unknown>>")]
    pub sample: Vec<dataset::Fields>,
    /// File names and their rows, with `data` in place of the name that the user will choose.
    pub files: Vec<ExportFile>,
    /// Private sources of this run.
    pub private_sources: Vec<String>,
    /// Longest copied span between a row and a private source, in words; `None` without private sources.
    pub copied_span: Option<CopiedSpan>,
    /// What the user should know before writing, in sentences.
    pub warnings: Vec<String>,
}

/// A file of an export.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExportFile {
    /// Its name.
    pub name: String,
    /// Rows in it; `None` for the card.
    pub rows: Option<u64>,
}

/// Words that a row shares with a private source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CopiedSpan {
    /// Number of words in a row.
    pub words: usize,
    /// The words.
    pub text: String,
    /// Number of the row.
    pub row: u64,
    /// Name of the source.
    pub source: String,
}

/// Writes an export.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ExportRequest {
    /// What is to be written.
    pub options: ExportOptions,
    /// Path of the data file; splits and card lie beside it.
    pub path: String,
    /// Replace splits and a card that are there already. The file at `path` itself is always replaced.
    pub replace: bool,
}

/// What an export wrote.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExportReport {
    /// The files.
    pub files: Vec<String>,
    /// Rows written.
    pub rows: u64,
}
