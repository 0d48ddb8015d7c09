//! Readers of tables (CSV, JSONL, JSON, Parquet), of knowledge graphs (Turtle, N-Triples) and of documents.

mod csv;
mod documents;
mod error;
mod graph;
mod json;
mod mapping;
mod parquet;
mod text;

use std::fs;
use std::path::Path;

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use crate::{Table, sha256_of_file};
pub use documents::Chunks;
pub use error::{ReadCause, ReadError};

/// How a file is read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Our field names and the file's column for each; empty takes all columns under their own names.
    pub fields: IndexMap<String, String>,
    /// Whether the first line of a CSV file names the columns. Without, they are called `1`, `2` and so on.
    pub header: bool,
    /// How documents are cut. A `.txt` file is a document where this is given, else a table.
    pub chunks: Option<Chunks>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { fields: IndexMap::new(), header: true, chunks: None }
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

/// Whether the ending of a name is one that [`read`] knows.
#[must_use]
pub fn can_read(path: &Path) -> bool {
    let ending = ending(path);
    matches!(ending.as_str(), "parquet" | "csv" | "tsv" | "txt" | "jsonl" | "ndjson" | "json" | "ttl" | "nt")
        || documents::is_document(&ending)
}

/// Reads a table; the ending of the name says the format: `.csv`, `.tsv`, `.txt`, `.jsonl`, `.ndjson`, `.json` or
/// `.parquet`; `.ttl` and `.nt` for graphs; `.md`, `.html`, `.docx` and `.pdf` for documents, and a folder of them.
///
/// # Errors
/// [`ReadError`] names the file and, where there is one, the line.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Loaded, ReadError> {
    load(path, options).map_err(|cause| ReadError { path: path.to_path_buf(), cause })
}

/// Reads a table that is part of the program, in a text format; the ending of `name` says which.
///
/// # Errors
/// As [`read`].
pub fn read_embedded(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Loaded, ReadError> {
    let path = Path::new(name);
    let load = || {
        let mut notices = Vec::new();
        let table = read_text(&ending(path), bytes.to_vec(), options, &mut notices)?;
        loaded(table, hex::encode(Sha256::digest(bytes)), notices, options)
    };
    load().map_err(|cause| ReadError { path: path.to_path_buf(), cause })
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}

fn read_text(
    ending: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    notices: &mut Vec<String>,
) -> Result<Table, ReadCause> {
    match ending {
        "csv" | "tsv" | "txt" => csv::read(&text::decode(bytes, notices)?, options.header),
        "jsonl" | "ndjson" | "json" => json::read(&text::decode(bytes, notices)?),
        "ttl" | "nt" => graph::read(ending, &bytes),
        _ => Err(ReadCause::UnknownFormat),
    }
}

/// A digest of what a folder of documents held.
fn digest(table: &Table) -> String {
    let mut hash = Sha256::new();
    for row in &table.rows {
        hash.update(serde_json::to_vec(row).unwrap_or_default());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}

fn loaded(
    table: Table,
    sha256: String,
    notices: Vec<String>,
    options: &ReadOptions,
) -> Result<Loaded, ReadCause> {
    if table.rows.is_empty() {
        return Err(ReadCause::Empty);
    }
    Ok(Loaded { table: mapping::apply(table, &options.fields)?, sha256, notices })
}

fn load(path: &Path, options: &ReadOptions) -> Result<Loaded, ReadCause> {
    let mut notices = Vec::new();
    let is_text = options.chunks.is_some() && ending(path) == "txt";
    if is_text || path.is_dir() || documents::is_document(&ending(path)) {
        let table = documents::read(path, options.chunks.unwrap_or_default(), &mut notices)?;
        let sha256 = if path.is_dir() { digest(&table) } else { sha256_of_file(path)? };
        return loaded(table, sha256, notices, options);
    }
    let size = fs::metadata(path)?.len();
    if size > MOST_BYTES {
        return Err(ReadCause::TooLarge { what: "bytes", most: MOST_BYTES });
    }
    let table = match ending(path).as_str() {
        "parquet" => parquet::read(fs::File::open(path)?, &mut notices)?,
        text => read_text(text, fs::read(path)?, options, &mut notices)?,
    };
    loaded(table, sha256_of_file(path)?, notices, options)
}
