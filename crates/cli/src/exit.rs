//! Exit codes.

use std::process::ExitCode;

use api::{Code, WireError};

/// Says what went wrong on standard error and turns it into an exit code.
pub fn code(result: Result<(), WireError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seedbed: {}", error.message);
            if let Some(detail) = &error.detail {
                eprintln!("  ({detail})");
            }
            match error.code {
                Code::Input | Code::NotFound | Code::Exists => ExitCode::from(2),
                Code::Busy | Code::Failed => ExitCode::from(1),
                Code::Cancelled => ExitCode::from(130),
            }
        }
    }
}
