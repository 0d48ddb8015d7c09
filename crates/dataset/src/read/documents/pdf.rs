//! PDF documents.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crate::read::ReadCause;

/// Stack for reading: objects of a hostile file refer to each other as deeply as it likes.
const STACK: usize = 64 << 20;

/// The text of a document. Pages that are pictures hold none.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, ReadCause> {
    let damaged = |detail: String| ReadCause::Damaged { detail };
    // The library gives up on some damaged files by a panic; in a thread of its own that is an error like others.
    let read = move || catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem(&bytes)));
    let thread = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(read)?;
    match thread.join().unwrap_or_else(Err) {
        Ok(Ok(text)) if text.trim().is_empty() => Err(damaged(
            "it holds no text, only pictures of it; recognise the text with another program".into(),
        )),
        Ok(Ok(text)) => Ok(text),
        Ok(Err(error)) => Err(damaged(error.to_string())),
        Err(_) => Err(damaged("its structure is broken".into())),
    }
}
