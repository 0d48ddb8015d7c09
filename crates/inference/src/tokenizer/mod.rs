//! Text to tokens and back.
//!
//! One engine of byte-pair encoding serves both families of vocabularies: byte-level ones with listed
//! merges (GPT-2, Llama 3, Qwen) and SentencePiece ones with scores (Llama 2, Gemma, Mistral). Results
//! equal those of llama.cpp, with one deliberate difference: what a row of data says never becomes a
//! special token, only text from the chat template may.

mod alphabet;
mod assemble;
mod bpe;
mod decode;
mod error;
mod from_gguf;
mod from_json;
mod merge;
mod specials;
mod split;
mod vocabulary;

use bpe::Bpe;
use specials::{Part, Specials};
use vocabulary::Vocabulary;

pub use decode::Decoder;
pub use error::TokenizerError;
pub use vocabulary::TokenKind;

/// A stretch of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Special tokens written out in the text are read as such. True for the chat template's own text,
    /// false for everything that comes from data.
    pub trusted: bool,
}

impl Segment {
    /// Text of the chat template.
    #[must_use]
    pub fn trusted(text: impl Into<String>) -> Self {
        Self { text: text.into(), trusted: true }
    }

    /// Text from data.
    #[must_use]
    pub fn data(text: impl Into<String>) -> Self {
        Self { text: text.into(), trusted: false }
    }
}

/// The vocabulary of a model and how it splits text.
pub struct Tokenizer {
    vocabulary: Vocabulary,
    bpe: Bpe,
    specials: Specials,
    /// A space is written before text that follows a special token or nothing.
    space_first: bool,
    /// The token that starts every prompt.
    start: Option<u32>,
    bos: Option<u32>,
    eos: Option<u32>,
    /// The token that ends the model's turn.
    end_of_turn: u32,
    /// All tokens that end the model's turn, sorted.
    ends: Vec<u32>,
}

impl Tokenizer {
    /// Number of tokens; they are numbered from 0.
    #[must_use]
    pub fn size(&self) -> usize {
        self.vocabulary.len()
    }

    /// Tokens of plain text. Nothing in it is read as a special token and none is added.
    #[must_use]
    pub fn encode_text(&self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        self.encode_plain(text, &mut true, &mut ids);
        ids
    }

    /// Tokens of a prompt. Special tokens are read in trusted segments only. Text on both sides of a
    /// border between segments is tokenized together. The token that the model wants at the start of
    /// every prompt is there exactly once.
    #[must_use]
    pub fn encode_segments(&self, segments: &[Segment]) -> Vec<u32> {
        let mut ids: Vec<u32> = Vec::new();
        let mut plain = String::new();
        let mut after_special = true;
        for segment in segments {
            if !segment.trusted {
                plain.push_str(&segment.text);
                continue;
            }
            self.specials.markup.split(&segment.text, &mut |part| match part {
                Part::Text(text) => plain.push_str(text),
                Part::Token(id) => {
                    self.encode_plain(&plain, &mut after_special, &mut ids);
                    plain.clear();
                    ids.push(id);
                    after_special = true;
                }
            });
        }
        self.encode_plain(&plain, &mut after_special, &mut ids);
        if let Some(start) = self.start
            && ids.first() != Some(&start)
        {
            ids.insert(0, start);
        }
        ids
    }

    fn encode_plain(&self, text: &str, after_special: &mut bool, ids: &mut Vec<u32>) {
        self.specials.text.split(text, &mut |part| match part {
            Part::Text(text) => {
                if self.space_first && *after_special {
                    let spaced = format!(" {text}");
                    self.bpe.encode(&self.vocabulary, &spaced, ids);
                } else {
                    self.bpe.encode(&self.vocabulary, text, ids);
                }
                *after_special = false;
            }
            Part::Token(id) => {
                ids.push(id);
                *after_special = true;
            }
        });
    }

    /// The text of `ids` without special tokens. Bytes that are no UTF-8 are written as U+FFFD.
    #[must_use]
    pub fn decode(&self, ids: &[u32]) -> String {
        let mut decoder = self.decoder();
        let mut text: String = ids.iter().map(|id| decoder.push(*id)).collect();
        text.push_str(&decoder.finish());
        text
    }

    /// Turns tokens into text as they come.
    #[must_use]
    pub fn decoder(&self) -> Decoder<'_> {
        Decoder::new(self)
    }

    /// The bytes that a token stands for; for a special token its name, such as `<|im_end|>`. Empty for
    /// a number outside the vocabulary.
    #[must_use]
    pub fn token_bytes(&self, id: u32) -> &[u8] {
        self.vocabulary.bytes(id)
    }

    /// What a token is for.
    #[must_use]
    pub fn kind(&self, id: u32) -> TokenKind {
        self.vocabulary.kind(id)
    }

    /// Whether the token is structure and writes no text.
    #[must_use]
    pub fn is_special(&self, id: u32) -> bool {
        matches!(self.kind(id), TokenKind::Control | TokenKind::Unknown | TokenKind::Unused)
    }

    /// The token that the vocabulary writes so, such as `<|im_start|>`.
    #[must_use]
    pub fn token(&self, text: &str) -> Option<u32> {
        self.vocabulary.by_text(text)
    }

    /// The token with which the model wants every text to begin.
    #[must_use]
    pub fn start_of_text(&self) -> Option<u32> {
        self.start
    }

    /// The token for the beginning of a text.
    #[must_use]
    pub fn bos(&self) -> Option<u32> {
        self.bos
    }

    /// The token for the end of a text.
    #[must_use]
    pub fn eos(&self) -> Option<u32> {
        self.eos
    }

    /// The token with which the model ends its turn.
    #[must_use]
    pub fn end_of_turn(&self) -> u32 {
        self.end_of_turn
    }

    /// All tokens that end the model's turn, in ascending order.
    #[must_use]
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Whether this token ends the model's turn.
    #[must_use]
    pub fn is_end(&self, id: u32) -> bool {
        self.ends.binary_search(&id).is_ok()
    }

    /// Whether texts are tokenized with a space before them, as SentencePiece does; the first space of
    /// a decoded text is then left out.
    #[must_use]
    pub fn writes_space_first(&self) -> bool {
        self.space_first
    }
}
