//! All tokens of a model: what each one writes and what it is for.

use std::collections::HashMap;

use super::TokenizerError;

/// Largest vocabulary; the largest published ones have about a quarter of this.
pub(super) const SIZE_LIMIT: usize = 1 << 20;

/// What a token is for. Numbers are those of `tokenizer.ggml.token_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Text.
    Normal,
    /// Stands where the vocabulary has no token.
    Unknown,
    /// Structure, such as the start of a turn; it writes nothing.
    Control,
    /// Text that the makers of the model added as one token.
    UserDefined,
    /// A place kept free.
    Unused,
    /// One byte.
    Byte,
}

impl TokenKind {
    /// The kind with this number in a GGUF file.
    pub(super) fn from_code(code: u32) -> Self {
        match code {
            2 => Self::Unknown,
            3 => Self::Control,
            4 => Self::UserDefined,
            5 => Self::Unused,
            6 => Self::Byte,
            _ => Self::Normal,
        }
    }
}

/// A token as the model file describes it.
pub(super) struct Entry {
    /// As written in the file.
    pub(super) text: String,
    /// What it writes.
    pub(super) bytes: Vec<u8>,
    pub(super) kind: TokenKind,
}

/// Tokens by number and, where they are text, by their bytes.
pub(super) struct Vocabulary {
    /// What all tokens write, one after the other.
    bytes: Vec<u8>,
    /// Where each token ends in `bytes`.
    ends: Vec<usize>,
    kinds: Vec<TokenKind>,
    by_text: HashMap<String, u32>,
    by_bytes: HashMap<Box<[u8]>, u32>,
}

impl Vocabulary {
    /// Collects the tokens; `mergeable` says which kinds ordinary text may become.
    pub(super) fn new(
        entries: Vec<Entry>,
        mergeable: impl Fn(TokenKind) -> bool,
    ) -> Result<Self, TokenizerError> {
        let size = entries.len();
        if !(1..=SIZE_LIMIT).contains(&size) {
            return Err(TokenizerError::Size { found: size, limit: SIZE_LIMIT });
        }
        let mut vocabulary = Self {
            bytes: Vec::new(),
            ends: Vec::with_capacity(size),
            kinds: Vec::with_capacity(size),
            by_text: HashMap::with_capacity(size),
            by_bytes: HashMap::with_capacity(size),
        };
        for (id, entry) in (0_u32..).zip(entries) {
            vocabulary.bytes.extend_from_slice(&entry.bytes);
            vocabulary.ends.push(vocabulary.bytes.len());
            vocabulary.kinds.push(entry.kind);
            if mergeable(entry.kind) && !entry.bytes.is_empty() {
                vocabulary.by_bytes.entry(entry.bytes.into_boxed_slice()).or_insert(id);
            }
            // Files fill unused places with empty texts; those are never looked up.
            if entry.text.is_empty() {
                continue;
            }
            if let Some(first) = vocabulary.by_text.insert(entry.text, id) {
                return Err(TokenizerError::Duplicate { first, second: id });
            }
        }
        Ok(vocabulary)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What the token writes; nothing for a number outside the vocabulary.
    pub(super) fn bytes(&self, id: u32) -> &[u8] {
        let id = id as usize;
        let Some(end) = self.ends.get(id) else { return &[] };
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.bytes[start..*end]
    }

    pub(super) fn kind(&self, id: u32) -> TokenKind {
        self.kinds.get(id as usize).copied().unwrap_or(TokenKind::Unused)
    }

    /// Makes a token structure, which no text becomes.
    pub(super) fn make_control(&mut self, id: u32) {
        if self.by_bytes(self.bytes(id)) == Some(id) {
            let bytes = self.bytes(id).to_vec();
            self.by_bytes.remove(&*bytes);
        }
        if let Some(kind) = self.kinds.get_mut(id as usize) {
            *kind = TokenKind::Control;
        }
    }

    /// The token written so in the file.
    pub(super) fn by_text(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// The token that ordinary text of these bytes becomes.
    pub(super) fn by_bytes(&self, bytes: &[u8]) -> Option<u32> {
        self.by_bytes.get(bytes).copied()
    }

    /// Tokens that ordinary text may become, in no order.
    pub(super) fn mergeable(&self) -> impl Iterator<Item = &[u8]> {
        self.by_bytes.keys().map(|bytes| &**bytes)
    }
}
