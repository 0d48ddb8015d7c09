//! Writers of tables: Parquet, JSONL, CSV and XLSX. Equal tables make equal files, byte for byte.

pub(crate) mod atomic;
mod csv;
mod error;
mod formula;
mod jsonl;
pub(crate) mod parquet;
mod xlsx;

use std::path::Path;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Table;
pub use error::{WriteCause, WriteError};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Apache Parquet; keeps types, lists and records.
    Parquet,
    /// One JSON object a line; keeps everything.
    Jsonl,
    /// Comma-separated values in UTF-8.
    Csv,
    /// Excel workbook.
    Xlsx,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Parquet, Self::Jsonl, Self::Csv, Self::Xlsx];

    /// The format that the ending of a name says.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The ending of its file names, without a point.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Writes a table. The file appears whole or not at all; an older one of the same name stays until then.
///
/// # Errors
/// [`WriteError`] names the file and the remedy.
pub fn write(path: &Path, table: &Table, format: Format) -> Result<(), WriteError> {
    atomic::write(path, |file| match format {
        Format::Parquet => parquet::write(file, table),
        Format::Jsonl => jsonl::write(file, table),
        Format::Csv => csv::write(file, table),
        Format::Xlsx => xlsx::write(file, table),
    })
}

/// Writes a text, such as a dataset card, in the same way.
///
/// # Errors
/// As [`write`].
pub fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    write_bytes(path, text.as_bytes())
}

/// Writes bytes, such as a picture, in the same way.
///
/// # Errors
/// As [`write`].
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    use std::io::Write as _;
    atomic::write(path, |file| Ok(file.write_all(bytes)?))
}
