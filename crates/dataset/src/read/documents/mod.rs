//! Documents cut into rows: text, Markdown, HTML, Word and PDF.

mod chunk;
mod docx;
mod html;
mod pdf;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::{ReadCause, ReadError, ending, text};
use crate::{Column, Fields, Kind, Table};
pub use chunk::Chunks;

/// Largest document that is read, in bytes.
pub const MOST_BYTES: u64 = 64 << 20;
/// Longest text of a document, in bytes.
const MOST_TEXT: usize = 64 << 20;
/// Most documents of a folder.
const MOST_DOCUMENTS: usize = 10_000;

/// Whether the ending of a name is that of a document.
pub(super) fn is_document(ending: &str) -> bool {
    matches!(ending, "md" | "markdown" | "html" | "htm" | "docx" | "pdf")
}

/// Reads a document, or all documents of a folder in the order of their names, and cuts them into rows with the fields
/// `text`, `document` and `part`.
pub(super) fn read(path: &Path, chunks: Chunks, notices: &mut Vec<String>) -> Result<Table, ReadCause> {
    let mut rows = Vec::new();
    for document in documents(path)? {
        let text = text_of(&document, notices).map_err(|cause| match document == path {
            true => cause,
            false => ReadCause::Document(Box::new(ReadError { path: document.clone(), cause })),
        })?;
        let name = document.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let parts = chunk::cut(&text, chunks);
        if parts.is_empty() {
            notices.push(format!("'{name}' holds no text."));
        }
        for (part, text) in (1..).zip(parts) {
            let mut row = Fields::new();
            row.insert("text".into(), text.into());
            row.insert("document".into(), name.as_str().into());
            row.insert("part".into(), Json::from(part));
            rows.push(row);
        }
    }
    let column = |name: &str, kind| Column { name: name.into(), kind };
    let columns =
        vec![column("text", Kind::Text), column("document", Kind::Text), column("part", Kind::Integer)];
    Ok(Table { columns, rows })
}

/// The document itself, or those of a folder.
fn documents(path: &Path) -> Result<Vec<PathBuf>, ReadCause> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let path = entry.path();
        let ending = ending(&path);
        // Links are not followed: a folder from elsewhere must not reach out of itself.
        if entry.file_type()?.is_file() && (is_document(&ending) || ending == "txt") {
            found.push(path);
        }
        if found.len() > MOST_DOCUMENTS {
            return Err(ReadCause::TooLarge { what: "documents", most: MOST_DOCUMENTS as u64 });
        }
    }
    found.sort();
    Ok(found)
}

fn text_of(path: &Path, notices: &mut Vec<String>) -> Result<String, ReadCause> {
    if fs::metadata(path)?.len() > MOST_BYTES {
        return Err(ReadCause::TooLarge { what: "bytes", most: MOST_BYTES });
    }
    let text = match ending(path).as_str() {
        "docx" => docx::text(File::open(path)?)?,
        "pdf" => pdf::text(fs::read(path)?)?,
        "html" | "htm" => html::text(&text::decode(fs::read(path)?, notices)?)?,
        _ => text::decode(fs::read(path)?, notices)?,
    };
    if text.len() > MOST_TEXT {
        return Err(ReadCause::TooLarge { what: "bytes of text", most: MOST_TEXT as u64 });
    }
    Ok(text)
}
