//! Lines on standard output. A closed pipe ends the program quietly, as it does for other tools.

use std::io::{self, Write};

use api::WireError;
use serde_json::Value;

/// Writes one line.
pub fn line(text: &str) -> Result<(), WireError> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).or_else(|error| stopped(&error))
}

/// What follows when standard output takes no more.
pub fn stopped(error: &io::Error) -> Result<(), WireError> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    Err(WireError::failed("Standard output cannot be written.").with_detail(error.to_string()))
}

/// Writes a value as JSON over several lines.
pub fn json(value: &Value) -> Result<(), WireError> {
    line(&format!("{value:#}"))
}
