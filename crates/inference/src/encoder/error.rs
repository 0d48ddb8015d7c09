//! Why there are no vectors.

use crate::checkpoint::CheckpointError;

/// Why an encoder could not be loaded or asked.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// A file of the folder is missing or not sound.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The kind of encoder is not known.
    #[error(
        "Encoders with {what} cannot be run; those of the BERT family can, such as MiniLM, BGE, GTE and E5 for English."
    )]
    Unsupported {
        /// What it has.
        what: String,
    },
    /// The weights do not fit the settings, or the computation failed.
    #[error("The encoder could not compute: {0}.")]
    Compute(#[from] candle_core::Error),
    /// A text cannot be cut into tokens.
    #[error("The text cannot be cut into tokens: {reason}.")]
    Words {
        /// What the tokenizer says.
        reason: String,
    },
    /// The caller stopped it.
    #[error("The request was cancelled.")]
    Cancelled,
}
