//! Readers of tables: CSV, JSONL, JSON and Parquet.

mod csv;
mod error;
mod json;
mod mapping;
mod parquet;
mod text;

use std::fs;
use std::path::Path;

use indexmap::IndexMap;

use crate::{Table, sha256_of_file};
pub use error::{ReadCause, ReadError};

/// How a file is read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Our field names and the file's column for each; empty takes all columns under their own names.
    pub fields: IndexMap<String, String>,
    /// Whether the first line of a CSV file names the columns. Without, they are called `1`, `2` and so on.
    pub header: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { fields: IndexMap::new(), header: true }
    }
}

/// What a file held.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// Its rows. Values of CSV files are texts as they stand there.
    pub table: Table,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// Largest file that is read, in bytes.
pub const MOST_BYTES: u64 = 1 << 30;
/// Most rows that are read from a file.
pub const MOST_ROWS: usize = 5_000_000;
/// Most columns of a file.
pub const MOST_COLUMNS: usize = 2_000;

/// Reads a table; the ending of the name says the format: `.csv`, `.tsv`, `.txt`, `.jsonl`, `.ndjson`, `.json` or
/// `.parquet`.
///
/// # Errors
/// [`ReadError`] names the file and, where there is one, the line.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Loaded, ReadError> {
    load(path, options).map_err(|cause| ReadError { path: path.to_path_buf(), cause })
}

fn load(path: &Path, options: &ReadOptions) -> Result<Loaded, ReadCause> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let size = fs::metadata(path)?.len();
    if size > MOST_BYTES {
        return Err(ReadCause::TooLarge { what: "bytes", most: MOST_BYTES });
    }
    let mut notices = Vec::new();
    let table = match ending.as_str() {
        "csv" | "tsv" | "txt" => csv::read(&text::decode(fs::read(path)?, &mut notices)?, options.header)?,
        "jsonl" | "ndjson" | "json" => json::read(&text::decode(fs::read(path)?, &mut notices)?)?,
        "parquet" => parquet::read(fs::File::open(path)?, &mut notices)?,
        _ => return Err(ReadCause::UnknownFormat),
    };
    let sha256 = sha256_of_file(path)?;
    if table.rows.is_empty() {
        return Err(ReadCause::Empty);
    }
    Ok(Loaded { table: mapping::apply(table, &options.fields)?, sha256, notices })
}
