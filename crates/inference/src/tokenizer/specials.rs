//! Finding special tokens written out in text.

use aho_corasick::{AhoCorasick, MatchKind};

use super::TokenizerError;
use super::vocabulary::{TokenKind, Vocabulary};

/// Finds tokens by their text, the longest at the leftmost place.
pub(super) struct Finder {
    automaton: AhoCorasick,
    ids: Vec<u32>,
}

/// A part of a text.
pub(super) enum Part<'t> {
    Text(&'t str),
    Token(u32),
}

impl Finder {
    fn new(tokens: Vec<(u32, &[u8])>) -> Result<Self, TokenizerError> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(tokens.iter().map(|(_, text)| *text))
            .map_err(|error| TokenizerError::Pattern { what: "special tokens", reason: error.to_string() })?;
        Ok(Self { automaton, ids: tokens.into_iter().map(|(id, _)| id).collect() })
    }

    /// Hands out `text` in parts.
    pub(super) fn split<'t>(&self, text: &'t str, emit: &mut dyn FnMut(Part<'t>)) {
        let mut done = 0;
        for found in self.automaton.find_iter(text) {
            if found.start() > done {
                emit(Part::Text(&text[done..found.start()]));
            }
            emit(Part::Token(self.ids[found.pattern().as_usize()]));
            done = found.end();
        }
        if done < text.len() {
            emit(Part::Text(&text[done..]));
        }
    }
}

/// Both kinds of tokens that are found by their text.
pub(super) struct Specials {
    /// Structure; found in trusted text only.
    pub(super) markup: Finder,
    /// Text that the makers of the model added as tokens; found anywhere.
    pub(super) text: Finder,
}

impl Specials {
    /// `added_text` says whether a user-defined token counts as text rather than as structure.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        added_text: impl Fn(&[u8]) -> bool,
    ) -> Result<Self, TokenizerError> {
        let (mut markup, mut text) = (Vec::new(), Vec::new());
        for id in 0..vocabulary.len() as u32 {
            let written = vocabulary.bytes(id);
            if written.is_empty() {
                continue;
            }
            match vocabulary.kind(id) {
                TokenKind::Control | TokenKind::Unknown => markup.push((id, written)),
                TokenKind::UserDefined if added_text(written) => text.push((id, written)),
                TokenKind::UserDefined => markup.push((id, written)),
                TokenKind::Normal | TokenKind::Unused | TokenKind::Byte => {}
            }
        }
        Ok(Self { markup: Finder::new(markup)?, text: Finder::new(text)? })
    }
}
