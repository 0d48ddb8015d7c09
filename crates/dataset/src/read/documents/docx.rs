//! Word documents: a ZIP archive whose part `word/document.xml` holds the text (ECMA-376).
//!
//! Nothing is unpacked to disk and no other part is read, so names in the archive and links out of it reach nothing.

use std::fs::File;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::read::ReadCause;

/// The part with the text.
const PART: &str = "word/document.xml";
/// Most bytes of it, unpacked: a small file can claim any amount.
const MOST_BYTES: u64 = 256 << 20;
/// Deepest nesting; real documents have some twenty levels.
const DEPTH: usize = 200;

/// The text of a document, paragraphs apart.
pub(super) fn text(file: File) -> Result<String, ReadCause> {
    let damaged = |detail: String| ReadCause::Damaged { detail };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(error.to_string()))?;
    let part = archive.by_name(PART).map_err(|_missing| damaged(format!("it has no part '{PART}'")))?;
    // What the archive claims is not believed: reading stops at the limit.
    let mut xml = Vec::new();
    part.take(MOST_BYTES + 1).read_to_end(&mut xml).map_err(|error| damaged(error.to_string()))?;
    if xml.len() as u64 > MOST_BYTES {
        return Err(ReadCause::TooLarge { what: "bytes when it is unpacked", most: MOST_BYTES });
    }
    paragraphs(&xml).map_err(damaged)
}

fn paragraphs(xml: &[u8]) -> Result<String, String> {
    let mut reader = Reader::from_reader(xml);
    let (mut out, mut in_text, mut depth) = (String::new(), false, 0_usize);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err("its parts are nested too deeply".into());
                }
                in_text = tag.local_name().as_ref() == "t";
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                in_text = false;
                match tag.local_name().as_ref() {
                    "p" => out.push_str("\n\n"),
                    "tc" => out.push(' '),
                    _ => {}
                }
            }
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "br" | "cr" => out.push('\n'),
                "tab" => out.push('\t'),
                _ => {}
            },
            Event::Text(text) if in_text => {
                out.push_str(&text);
            }
            Event::GeneralRef(name) if in_text => match name.resolve_char_ref() {
                Ok(Some(letter)) => out.push(letter),
                // Only the five names of XML itself mean anything; documents define none of their own.
                _ => out.push_str(match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                }),
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}
