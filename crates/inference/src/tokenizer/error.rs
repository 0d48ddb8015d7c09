//! Why a vocabulary was turned away.

use crate::gguf::GgufError;

/// Why no tokenizer can be made of what a model brings.
#[derive(Debug, thiserror::Error)]
pub enum TokenizerError {
    /// A metadata value is missing or has another type.
    #[error(transparent)]
    Metadata(#[from] GgufError),
    /// `tokenizer.json` is not what it should be.
    #[error("The file tokenizer.json cannot be read: {reason}; download the model again.")]
    Json {
        /// What is wrong with it.
        reason: String,
    },
    /// A kind of tokenizer that is not built in.
    #[error("The model splits text with the {what} {name:?}, which is not supported; choose another model.")]
    Unsupported {
        /// Which part of the tokenizer.
        what: &'static str,
        /// How the file names it.
        name: String,
    },
    /// No tokens, or more than any model has.
    #[error(
        "The model's vocabulary has {found} tokens; 1 to {limit} are valid, get another conversion of the model."
    )]
    Size {
        /// The number of tokens.
        found: usize,
        /// The largest number allowed.
        limit: usize,
    },
    /// Scores or types are not as many as tokens.
    #[error("The model brings {found} {what} for {tokens} tokens; get another conversion of the model.")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        tokens: usize,
    },
    /// Two tokens of one text.
    #[error(
        "The tokens {first} and {second} are the same text; the vocabulary is damaged, download the model again."
    )]
    Duplicate {
        /// The first token.
        first: u32,
        /// The second token.
        second: u32,
    },
    /// A byte token that names no byte, or a byte already taken.
    #[error("The token {token} should stand for one byte but reads {text:?}; the vocabulary is damaged.")]
    ByteToken {
        /// The token.
        token: u32,
        /// Its text.
        text: String,
    },
    /// Some text could not be written with this vocabulary.
    #[error(
        "The model's vocabulary has no token for the byte {byte:#04x} and none for unknown text; it is incomplete."
    )]
    MissingByte {
        /// The byte.
        byte: u8,
    },
    /// A merge that is not two tokens which make a third.
    #[error(
        "The merge {merge:?} (number {number}) names a token that the vocabulary lacks; the vocabulary is damaged."
    )]
    Merge {
        /// The merge as written.
        merge: String,
        /// Its place in the list, from 0.
        number: usize,
    },
    /// A score that is not a number.
    #[error(
        "The score of token {token} is not a number; the vocabulary is damaged, download the model again."
    )]
    Score {
        /// The token.
        token: u32,
    },
    /// A special token outside the vocabulary.
    #[error(
        "The model's {what} is token {found}, but the vocabulary ends at {size}; get another conversion of the model."
    )]
    SpecialToken {
        /// Which special token.
        what: &'static str,
        /// Its number.
        found: u32,
        /// The size of the vocabulary.
        size: usize,
    },
    /// No token ends the model's turn.
    #[error("The model names no token that ends its turn; get another conversion of the model.")]
    NoEnd,
    /// A pattern or table that the libraries refuse.
    #[error("The model's {what} cannot be used: {reason}.")]
    Pattern {
        /// Which part of the tokenizer.
        what: &'static str,
        /// What the library says.
        reason: String,
    },
}
