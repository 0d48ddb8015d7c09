//! PDF documents.
//!
//! The library that reads them believes what a file says, and running out of memory or of stack ends the program. So the
//! file is measured before it is opened ([`scan`]), while it is opened ([`open`]) and before its pages are drawn
//! ([`pages`]).
//!
//! What is not measured: objects that stand in the file as they are, which take up to fifty times their length; tables
//! of characters of a font that claim long ranges; and time, beyond what follows from these limits.

mod open;
mod pages;
mod room;
mod scan;
mod unpack;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use pdf_extract::{ConvertToFmt, OutputError, PlainTextOutput, output_doc};

use super::MOST_TEXT;
use crate::read::ReadCause;

/// Stack for reading: objects of a hostile file refer to each other as deeply as it likes.
const STACK: usize = 64 << 20;

/// The text of a document. Pages that are pictures hold none.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, ReadCause> {
    // The library gives up on some damaged files by a panic; in a thread of its own that is an error like others.
    let read = move || catch_unwind(AssertUnwindSafe(|| extract(bytes)));
    let thread = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(read)?;
    match thread.join().unwrap_or_else(Err) {
        Ok(Ok(text)) if text.trim().is_empty() => {
            Err(damaged("it holds no text, only pictures of it; recognise the text with another program"))
        }
        Ok(read) => read,
        Err(_) => Err(damaged("its structure is broken")),
    }
}

fn extract(mut bytes: Vec<u8>) -> Result<String, ReadCause> {
    let encrypted = scan::check(&mut bytes)?;
    let document = open::open(&bytes, encrypted)?;
    drop(bytes);
    pages::check(&document)?;
    let mut text = Text::default();
    match output_doc(&document, &mut PlainTextOutput::new(&mut text)) {
        Err(OutputError::FormatError(_)) => {
            Err(ReadCause::TooLarge { what: "bytes of text", most: MOST_TEXT as u64 })
        }
        Err(error) => Err(damaged(error.to_string())),
        Ok(()) => Ok(text.0),
    }
}

/// Text that refuses to grow beyond what a document may hold.
#[derive(Default)]
struct Text(String);

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > MOST_TEXT {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

impl<'t> ConvertToFmt for &'t mut Text {
    type Writer = &'t mut Text;

    fn convert(self) -> Self::Writer {
        self
    }
}

fn damaged(detail: impl Into<String>) -> ReadCause {
    ReadCause::Damaged { detail: detail.into() }
}

fn unpacked(what: &'static str, most: usize) -> ReadCause {
    ReadCause::Unpacked { what, most: most as u64 }
}
