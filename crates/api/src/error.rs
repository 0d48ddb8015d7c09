//! The one form in which an error reaches the user.

use serde::Serialize;
use ts_rs::TS;

/// An error as the window and the command line show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct WireError {
    /// What kind of error, for programs.
    pub code: Code,
    /// One clear sentence that names the thing and the remedy.
    pub message: String,
    /// What lies behind it, for a report; may name paths but holds no text of rows.
    pub detail: Option<String>,
}

/// Kinds of errors that a caller treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The recipe, an option or a file is not as it must be. The command line exits with 2.
    Input,
    /// There is no such thing.
    NotFound,
    /// A file that the user did not name would be replaced.
    Exists,
    /// It cannot be done now: something else is running, or the project is read-only.
    Busy,
    /// It was begun and failed. The command line exits with 1.
    Failed,
    /// The user stopped it. The command line exits with 130.
    Cancelled,
}

/// Result of a command.
pub type Result<T> = std::result::Result<T, WireError>;

impl WireError {
    /// An error about what the user gave.
    pub fn input(message: impl Into<String>) -> Self {
        Self { code: Code::Input, message: message.into(), detail: None }
    }

    /// Something is missing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self { code: Code::NotFound, message: message.into(), detail: None }
    }

    /// A file that was not named would be replaced.
    pub fn exists(message: impl Into<String>) -> Self {
        Self { code: Code::Exists, message: message.into(), detail: None }
    }

    /// Something stands in the way.
    pub fn busy(message: impl Into<String>) -> Self {
        Self { code: Code::Busy, message: message.into(), detail: None }
    }

    /// Something went wrong.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: Code::Failed, message: message.into(), detail: None }
    }

    /// The user stopped it.
    pub fn cancelled(message: impl Into<String>) -> Self {
        Self { code: Code::Cancelled, message: message.into(), detail: None }
    }

    /// Adds what lies behind it.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
