//! Byte-pair encoding over bytes or characters, ordered by merges or by scores.

use std::collections::HashMap;

use super::merge::{Merger, NONE, Symbol};
use super::split::Splitter;
use super::vocabulary::Vocabulary;

/// What a text is made of before the first merge.
pub(super) enum Symbols {
    /// Bytes.
    Bytes,
    /// Characters; one that the vocabulary lacks is written as its bytes.
    Characters,
}

/// Pairs of tokens that merge: rank in the list and token made.
pub(super) type Merges = HashMap<(u32, u32), (u32, u32)>;

/// Which neighbours merge, and in which order.
pub(super) enum Rules {
    /// Listed pairs, in the order of the list.
    Merges(Merges),
    /// Whatever makes a token, by the token's rank; `ranks[id]` is smaller for a higher score.
    Scores(Vec<u32>),
}

/// Turns text into tokens, special tokens aside.
pub(super) struct Bpe {
    pub(super) symbols: Symbols,
    pub(super) rules: Rules,
    pub(super) splitter: Splitter,
    /// A piece that is a token as a whole is not merged step by step.
    pub(super) whole_pieces: bool,
    /// The token of each byte, or the one for unknown text, or [`NONE`] where the byte is left out.
    pub(super) bytes: [u32; 256],
}

impl Bpe {
    /// Appends the tokens of `text`.
    pub(super) fn encode(&self, vocabulary: &Vocabulary, text: &str, ids: &mut Vec<u32>) {
        let mut merger = Merger::default();
        self.splitter.split(text, &mut |piece| {
            if self.whole_pieces
                && let Some(id) = vocabulary.by_bytes(piece.as_bytes())
            {
                ids.push(id);
                return;
            }
            self.encode_piece(vocabulary, &mut merger, piece, ids);
        });
    }

    fn encode_piece(&self, vocabulary: &Vocabulary, merger: &mut Merger, piece: &str, ids: &mut Vec<u32>) {
        let bytes = piece.as_bytes();
        let emit = |symbol: &Symbol| match symbol.id {
            // A character without a token.
            NONE => {
                let written = &bytes[symbol.start as usize..symbol.end as usize];
                ids.extend(written.iter().map(|b| self.bytes[*b as usize]).filter(|id| *id != NONE));
            }
            id => ids.push(id),
        };
        let rule = |left: &Symbol, right: &Symbol| match &self.rules {
            Rules::Merges(merges) => merges.get(&(left.id, right.id)).copied(),
            Rules::Scores(ranks) => {
                let id = vocabulary.by_bytes(&bytes[left.start as usize..right.end as usize])?;
                Some((*ranks.get(id as usize)?, id))
            }
        };
        match self.symbols {
            Symbols::Bytes => {
                let symbols = (1_u32..).zip(bytes).map(|(end, b)| (end, self.bytes[*b as usize]));
                merger.merge(symbols, rule, emit);
            }
            Symbols::Characters => {
                let symbols = piece.char_indices().map(|(start, c)| {
                    let end = start + c.len_utf8();
                    (end as u32, vocabulary.by_bytes(&bytes[start..end]).unwrap_or(NONE))
                });
                merger.merge(symbols, rule, emit);
            }
        }
    }
}
