//! Why a file could not be read.

use std::path::PathBuf;

use super::{MOST_COLUMNS, MOST_ROWS};

/// Why a file could not be read as a table.
#[derive(Debug, thiserror::Error)]
#[error("'{}' cannot be read: {cause}", path.display())]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub cause: ReadCause,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ReadCause {
    /// The operating system does not let it be read.
    #[error("{}", in_words(_0))]
    Io(#[from] std::io::Error),
    /// The name ends in something else.
    #[error(
        "its name must end in .csv, .tsv, .txt, .jsonl, .ndjson, .json or .parquet, for a graph in .ttl or .nt, or for a document in .txt, .md, .html, .docx or .pdf; rename or convert the file"
    )]
    UnknownFormat,
    /// A limit is passed.
    #[error("it has more than {most} {what}; split the file")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// A small file that grows beyond a limit when it is unpacked.
    #[error("it unpacks to more than {most} {what}; print it to a new file, or save its text as .txt")]
    Unpacked {
        /// What is counted.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// Parts within parts beyond a limit.
    #[error("its parts are nested more than {most} levels deep; save its text as .txt")]
    TooDeep {
        /// The limit.
        most: u64,
    },
    /// No rows.
    #[error("it holds no rows; check that it is the right file")]
    Empty,
    /// Not a text file.
    #[error("it is not a text file; export it as CSV in UTF-8, or as JSONL")]
    NotText,
    /// A row of a CSV file with too few or too many values.
    #[error(
        "line {line} has {found} values, but there are {expected} columns; put values that hold the separator or line breaks into quotes"
    )]
    Ragged {
        /// Line where the row begins, from 1.
        line: u64,
        /// Values in the row.
        found: u64,
        /// Columns.
        expected: u64,
    },
    /// Two columns of one name.
    #[error("two columns are called '{0}'; rename one of them")]
    RepeatedColumn(String),
    /// Broken JSON.
    #[error("line {line} is not valid JSON ({detail}); write one object per line, or one list of objects")]
    Json {
        /// Line of the file, from 1.
        line: usize,
        /// What the parser says.
        detail: String,
    },
    /// JSON, but not an object.
    #[error("{place} is not an object with named fields; write each row as {{\"field\": value}}")]
    NotAnObject {
        /// Which row or line.
        place: String,
    },
    /// Broken or unusual Parquet.
    #[error("it is not a Parquet file that can be read ({detail}); write it again with pyarrow or as JSONL")]
    Parquet {
        /// What the reader says.
        detail: String,
    },
    /// A document or graph that cannot be understood.
    #[error("it cannot be understood ({detail}); open it in the program that made it and save it again")]
    Damaged {
        /// What the reader says.
        detail: String,
    },
    /// One document of a folder.
    #[error("{0}")]
    Document(Box<ReadError>),
    /// A mapping names a column that is not there.
    #[error("it has no column '{wanted}' for the field '{field}'; its columns are {found}")]
    NoColumn {
        /// Our field.
        field: String,
        /// The column that the mapping names.
        wanted: String,
        /// The columns of the file, joined by commas.
        found: String,
    },
}

impl ReadCause {
    pub(super) fn too_many_rows() -> Self {
        Self::TooLarge { what: "rows", most: MOST_ROWS as u64 }
    }

    pub(super) fn too_many_columns() -> Self {
        Self::TooLarge { what: "columns", most: MOST_COLUMNS as u64 }
    }
}

fn in_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file; check the name and the folder".to_owned(),
        ErrorKind::PermissionDenied => "it may not be read; check its permissions".to_owned(),
        ErrorKind::IsADirectory => "it is a folder; choose a file".to_owned(),
        _ => error.to_string(),
    }
}
