//! Why a file could not be written.

use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;

/// Why a file could not be written. No part of it is left behind.
#[derive(Debug, thiserror::Error)]
#[error("'{}' cannot be written: {cause}", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What stands in the way.
    #[source]
    pub cause: WriteCause,
}

/// What stands in the way of a file.
#[derive(Debug, thiserror::Error)]
pub enum WriteCause {
    /// The operating system refuses.
    #[error("{}", in_words(_0))]
    Io(#[from] IoError),
    /// A text longer than a cell of Excel.
    #[error(
        "row {row} has {length} characters in column '{column}', but an Excel cell holds at most 32,767; export as CSV or Parquet"
    )]
    LongCell {
        /// Number of the row in the file, from 1.
        row: usize,
        /// The column.
        column: String,
        /// Characters of the text.
        length: usize,
    },
    /// More rows or columns than a sheet of Excel.
    #[error(
        "it has {rows} rows and {columns} columns, but an Excel sheet holds at most 1,048,575 and 16,384; export as CSV or Parquet"
    )]
    LargeSheet {
        /// Rows of the table.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
    /// The library of the format refuses.
    #[error("{0}; export in another format")]
    Format(String),
}

fn in_words(error: &IoError) -> String {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            "its folder does not exist; choose another place".to_owned()
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "its folder may not be written; check the permissions or choose another place".to_owned()
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full; free some space and try again".to_owned()
        }
        ErrorKind::IsADirectory => "there is a folder of this name; choose another name".to_owned(),
        _ => error.to_string(),
    }
}
