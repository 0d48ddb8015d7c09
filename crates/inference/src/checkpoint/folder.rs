//! The small files of a folder in which a model is published.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};

use serde::de::DeserializeOwned;

use super::CheckpointError;

/// Longest file of settings or vocabulary, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// A file as text.
pub fn text(path: &Path) -> Result<String, CheckpointError> {
    let unreadable = |source| CheckpointError::File { path: path.to_owned(), source };
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    let length = file.take(TEXT_LIMIT + 1).read_to_string(&mut text).map_err(unreadable)?;
    if length as u64 > TEXT_LIMIT {
        let reason = "it is too long".to_owned();
        return Err(CheckpointError::Damaged { path: path.to_owned(), reason });
    }
    Ok(text)
}

/// The text of a JSON file as what it tells.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, CheckpointError> {
    serde_json::from_str(text)
        .map_err(|error| CheckpointError::Damaged { path: path.to_owned(), reason: error.to_string() })
}

/// What a JSON file tells.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, CheckpointError> {
    parse(path, &text(path)?)
}

/// Whether a name that a file gives stays in its folder: lists come from strangers.
pub fn is_plain_name(name: &str) -> bool {
    let mut components = Path::new(name).components();
    matches!((components.next(), components.next()), (Some(Component::Normal(_)), None))
}
