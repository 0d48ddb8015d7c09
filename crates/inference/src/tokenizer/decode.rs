//! Text from tokens, one at a time.

use super::Tokenizer;

/// Turns tokens into text as they come and never hands out half a character.
pub struct Decoder<'t> {
    tokenizer: &'t Tokenizer,
    /// Bytes of a character that is not complete.
    pending: Vec<u8>,
    /// The next token starts the text.
    at_start: bool,
}

impl<'t> Decoder<'t> {
    pub(super) fn new(tokenizer: &'t Tokenizer) -> Self {
        Self { tokenizer, pending: Vec::new(), at_start: true }
    }

    /// The text that `id` completes. Bytes that can never become a character are written as U+FFFD.
    pub fn push(&mut self, id: u32) -> String {
        if !self.tokenizer.is_special(id) {
            let mut bytes = self.tokenizer.token_bytes(id);
            if self.at_start && self.tokenizer.writes_space_first() {
                bytes = bytes.strip_prefix(b" ").unwrap_or(bytes);
            }
            self.at_start = false;
            self.pending.extend_from_slice(bytes);
        }
        let mut text = String::new();
        let mut waiting = 0;
        let mut chunks = self.pending.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            if chunks.peek().is_none() && may_continue(invalid) {
                waiting = invalid.len();
            } else if !invalid.is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        self.pending.drain(..self.pending.len() - waiting);
        text
    }

    /// What is left when no token follows: U+FFFD where a character was never completed.
    #[must_use]
    pub fn finish(self) -> String {
        String::from_utf8_lossy(&self.pending).into_owned()
    }
}

/// Whether more bytes could make a character of these.
fn may_continue(bytes: &[u8]) -> bool {
    matches!(std::str::from_utf8(bytes), Err(error) if error.error_len().is_none())
}
