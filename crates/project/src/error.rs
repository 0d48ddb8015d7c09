//! What can go wrong with a project file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a project could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What went wrong with which file, while it was opened or made.
    #[error("'{}' cannot be opened: {cause}", path.display())]
    Open {
        /// The project file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        cause: Box<Error>,
    },
    /// There is no such file.
    #[error("there is no such file; check the name, or make a new project")]
    Missing,
    /// A new project would replace a file.
    #[error("a file of this name exists already; choose another name")]
    Exists,
    /// Not one of our files.
    #[error("it is not a Seedbed project; choose a file that ends in .seedbed")]
    NotAProject,
    /// The file's format is newer than this program.
    #[error("it was made by a newer Seedbed (format {version}); update Seedbed to open it")]
    Newer {
        /// Version of the file's tables.
        version: i32,
    },
    /// The file's format is older than this program, and it was opened for reading.
    #[error(
        "it was made by an older Seedbed (format {version}); copy it to a folder that can be written and open it there, which renews it"
    )]
    Older {
        /// Version of the file's tables.
        version: i32,
    },
    /// The file holds tables, triggers or views that are not ours.
    #[error(
        "it holds something that Seedbed does not put into a project ({object}); it was not opened, for safety"
    )]
    Foreign {
        /// Kind and name of the object.
        object: String,
    },
    /// The file's content contradicts itself.
    #[error("the project file is damaged ({detail}); restore it from a backup")]
    Damaged {
        /// What SQLite or the reader found.
        detail: String,
    },
    /// Another program, or another window, writes to the project.
    #[error("the project is open in another window; close it there, or open it here for reading")]
    InUse,
    /// The file or its folder may not be written.
    #[error("the project file or its folder cannot be written; check the permissions, or copy it elsewhere")]
    NotWritable,
    /// No space is left.
    #[error("the disk is full; free some space and try again{}", safe(*rows))]
    DiskFull {
        /// Accepted rows of the run that are stored.
        rows: Option<u64>,
    },
    /// A recipe, run or row that the project does not hold.
    #[error("the project holds no {what}")]
    Unknown {
        /// Kind and name of what was asked for.
        what: String,
    },
    /// A decision came before the run's own verdict.
    #[error("the run has not judged this row yet; decide once it has")]
    Unjudged,
    /// A file that was to be merged was not made for a reviewer.
    #[error("it was not made for a reviewer; choose a file that 'assign' wrote")]
    NoExchange,
    /// A reviewer's file holds rows of another run.
    #[error("its rows are of another run; merge it into the project that it was made from")]
    OtherRun,
    /// The open project is a reviewer's file itself.
    #[error(
        "this project is a reviewer's file; assign, merge and adjudicate in the project that it was made from"
    )]
    Reviewers,
    /// A change of many rows is about other rows than those that were looked at before.
    #[error(
        "the rows have changed since the preview: {now} would be changed instead of {before}; look at the preview again"
    )]
    OtherRows {
        /// How many the preview told.
        before: u64,
        /// How many it would be now.
        now: u64,
    },
    /// A text to find that cannot be searched for.
    #[error("the text to find is empty or too long; give a few words")]
    NothingToFind,
    /// A record contradicts one that is stored.
    #[error("{what} is stored already")]
    Repeated {
        /// Kind and name of the record.
        what: String,
    },
    /// Any other failure of the disk or of SQLite.
    #[error("the project file could not be read or written: {detail}")]
    Storage {
        /// What the operating system or SQLite says.
        detail: String,
    },
}

fn safe(rows: Option<u64>) -> String {
    rows.map_or_else(String::new, |rows| format!(". {rows} accepted rows are safe in the project"))
}

impl Error {
    /// Names the file.
    pub(crate) fn at(self, path: &Path) -> Self {
        Self::Open { path: path.to_path_buf(), cause: Box::new(self) }
    }

    pub(crate) fn unknown(what: impl Into<String>) -> Self {
        Self::Unknown { what: what.into() }
    }

    pub(crate) fn damaged(detail: impl ToString) -> Self {
        Self::Damaged { detail: detail.to_string() }
    }

    /// The failure itself, without the name of the file.
    #[must_use]
    pub fn kind(&self) -> &Self {
        match self {
            Self::Open { cause, .. } => cause.kind(),
            other => other,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { rows: None },
            Some(ErrorCode::NotADatabase) => Self::NotAProject,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { detail },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable
            }
            Some(_) => Self::Storage { detail },
            // What is left are values of another type than the tables' columns have.
            None => Self::Damaged { detail },
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::damaged(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NotWritable,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { rows: None },
            _ => Self::Storage { detail: error.to_string() },
        }
    }
}
