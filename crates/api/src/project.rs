//! The open project: one writer, one reader beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::project::{Error, Exchange, Project, Reader};

use crate::error::{Code, Result, WireError};
use crate::sync::lock;
use crate::types::ProjectInfo;

/// An open project.
pub struct OpenProject {
    path: PathBuf,
    reader: Mutex<Reader>,
    /// `None` where the file is open elsewhere or write-protected.
    writer: Option<Mutex<Project>>,
    exchange: Option<Exchange>,
}

impl OpenProject {
    /// Makes a new project file.
    pub fn create(path: &Path) -> Result<Self> {
        Self::of(path, Some(Mutex::new(Project::create(path)?)))
    }

    /// Opens a project file, for reading only where it cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let writer = match Project::open(path) {
            Ok(project) => Some(Mutex::new(project)),
            Err(error) if matches!(error.kind(), Error::InUse | Error::NotWritable) => None,
            Err(error) => return Err(error.into()),
        };
        Self::of(path, writer)
    }

    fn of(path: &Path, writer: Option<Mutex<Project>>) -> Result<Self> {
        let reader = Reader::open(path)?;
        let exchange = reader.exchange()?;
        Ok(Self { path: path.to_path_buf(), reader: Mutex::new(reader), writer, exchange })
    }

    /// Closes the file, so that it is complete by itself. While a job still uses the project this is left to its end.
    ///
    /// # Errors
    /// The disk is full; every record is safe all the same.
    pub fn close(self: Arc<Self>) -> Result<()> {
        let Some(project) = Arc::into_inner(self) else { return Ok(()) };
        let Self { reader, writer, .. } = project;
        drop(reader);
        match writer {
            Some(writer) => Ok(writer.into_inner().unwrap_or_else(PoisonError::into_inner).close()?),
            None => Ok(()),
        }
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whose file it is, where it was made for a reviewer.
    pub fn exchange(&self) -> Option<&Exchange> {
        self.exchange.as_ref()
    }

    /// Reads.
    pub fn read(&self) -> MutexGuard<'_, Reader> {
        lock(&self.reader)
    }

    /// Writes.
    ///
    /// # Errors
    /// The project is open for reading only.
    pub fn write(&self) -> Result<MutexGuard<'_, Project>> {
        self.writer.as_ref().map(lock).ok_or_else(|| {
            WireError::busy(
                "This project is open for reading only; close it elsewhere or copy the file to a folder that you can write.",
            )
        })
    }

    /// What the shell shows of it.
    pub fn info(&self, opened: i64) -> ProjectInfo {
        let name = self.path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        ProjectInfo {
            path: self.path.to_string_lossy().into_owned(),
            name,
            read_only: self.writer.is_none(),
            opened,
        }
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            Error::Missing | Error::Unknown { .. } => Code::NotFound,
            Error::Exists
            | Error::NotAProject
            | Error::Newer { .. }
            | Error::Older { .. }
            | Error::Foreign { .. }
            | Error::NoExchange
            | Error::OtherRun
            | Error::NothingToFind
            | Error::Reviewers => Code::Input,
            Error::InUse | Error::Unjudged | Error::OtherRows { .. } => Code::Busy,
            _ => Code::Failed,
        };
        Self { code, message: sentence(&error.to_string()), detail: None }
    }
}

/// Starts with a capital letter and ends with a full stop.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let mut out: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    out.push_str(chars.as_str());
    if !out.ends_with(['.', '!', '?']) {
        out.push('.');
    }
    out
}
