//! Rows, fields and their lineage; readers and writers of Parquet, JSONL, CSV and XLSX.

mod digest;
mod lineage;
mod read;
mod table;
mod write;

pub use digest::sha256_of_file;
pub use lineage::{Attempt, CheckResult, Shown, Stage, StepTrace, TokenTrace, Verdict};
pub use read::{Loaded, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, ReadCause, ReadError, ReadOptions, read};
pub use table::{Column, Kind, Table, text_of};
pub use write::{Format, WriteCause, WriteError, write, write_text};

/// Named values of a row, in order.
pub type Fields = serde_json::Map<String, serde_json::Value>;
