//! Keeping data out of the template.
//!
//! The template never sees what the messages say. It gets one private-use character for each, between two
//! rare spaces, and afterwards the content takes the character's place as data. Like real content, a
//! placeholder can be trimmed, joined, searched and split; where the template trimmed it, the space on
//! that side is gone, and the content is trimmed there too.

use super::ChatError;
use crate::model::Message;
use crate::tokenizer::Segment;

/// The first character of a private-use plane; message `i` is the `i`-th after it.
const FIRST: u32 = 0xF_0000;

/// Messages of one chat.
const LIMIT: usize = 0xFFFD;

/// OGHAM SPACE MARK, before the placeholder.
const BEFORE: char = '\u{1680}';

/// MEDIUM MATHEMATICAL SPACE, after the placeholder.
const AFTER: char = '\u{205F}';

/// What the template sees of each message's content. An empty text stays empty, so that a template may ask.
pub(super) fn placeholders(messages: &[Message]) -> Result<Vec<String>, ChatError> {
    if messages.len() > LIMIT {
        return Err(ChatError::TooManyMessages { found: messages.len(), limit: LIMIT });
    }
    Ok((FIRST..)
        .zip(messages)
        .map(|(code, message)| match char::from_u32(code) {
            Some(mark) if !message.content.is_empty() => format!("{BEFORE}{mark}{AFTER}"),
            _ => String::new(),
        })
        .collect())
}

/// Puts the contents back, as data, and checks that none is missing.
pub(super) fn fill(rendered: &str, messages: &[Message]) -> Result<Vec<Segment>, ChatError> {
    let mut segments = Vec::new();
    let mut seen = vec![false; messages.len()];
    let mut template_text = String::new();
    let mut chars = rendered.chars().peekable();
    let mut space_before = false;
    while let Some(c) = chars.next() {
        let index = (c as u32).checked_sub(FIRST).map(|index| index as usize);
        let Some((index, message)) = index.and_then(|index| Some((index, messages.get(index)?))) else {
            // A space that lost its placeholder says nothing.
            space_before = c == BEFORE;
            if !matches!(c, BEFORE | AFTER) {
                template_text.push(c);
            }
            continue;
        };
        let space_after = chars.next_if_eq(&AFTER).is_some();
        let mut content = message.content.as_str();
        if !space_before {
            content = content.trim_start();
        }
        if !space_after {
            content = content.trim_end();
        }
        space_before = false;
        seen[index] = true;
        if !template_text.is_empty() {
            segments.push(Segment::trusted(std::mem::take(&mut template_text)));
        }
        if !content.is_empty() {
            segments.push(Segment::data(content));
        }
    }
    if !template_text.is_empty() {
        segments.push(Segment::trusted(template_text));
    }
    let missing = messages.iter().zip(seen).position(|(message, seen)| !seen && !message.content.is_empty());
    match missing {
        Some(index) => Err(ChatError::Dropped { number: index + 1, role: messages[index].role }),
        None => Ok(segments),
    }
}
