//! Rows, fields and their lineage; readers and writers of Parquet, JSONL, CSV and XLSX.

mod by_hand;
mod card;
mod digest;
mod export;
mod lineage;
mod preset;
mod read;
mod scale;
mod span;
mod split;
mod table;
mod vectors;
mod write;

pub use by_hand::{ByHand, HandWork};
pub use card::{Balance, Card, CardFile, Measure};
pub use digest::sha256_of_file;
pub use export::{BY_HAND_COLUMN, ExportRow, PROVENANCE_COLUMNS, Provenance, WEIGHT_COLUMN, export_table};
pub use lineage::{Attempt, CheckResult, Judgment, Shown, Stage, StepTrace, TokenTrace, Verdict};
pub use preset::{MissingField, Preset, Shape};
pub use read::{
    Chunks, Loaded, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, ReadCause, ReadError, ReadOptions, can_read, read,
    read_embedded,
};
pub use scale::{Rating, Scale};
pub use span::{Span, SpanError};
pub use split::{Part, Shares, split};
pub use table::{Column, Kind, Table, text_of};
pub use vectors::Vectors;
pub use write::{Format, WriteCause, WriteError, write, write_bytes, write_text};

/// Named values of a row, in order.
pub type Fields = serde_json::Map<String, serde_json::Value>;
