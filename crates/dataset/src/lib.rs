//! Rows, fields and their lineage; readers and writers of Parquet, JSONL, CSV and XLSX.

mod lineage;

pub use lineage::{Attempt, CheckResult, Shown, Stage, StepTrace, TokenTrace, Verdict};

/// Named values of a row, in order.
pub type Fields = serde_json::Map<String, serde_json::Value>;
