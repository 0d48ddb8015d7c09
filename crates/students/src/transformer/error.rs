//! Why there is no transformer.

/// Why a transformer could not learn or judge.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// The weights do not fit each other, or a computation failed.
    #[error("the transformer could not compute: {0}")]
    Compute(#[from] candle_core::Error),
    /// What it computes is no number any more.
    #[error("the numbers of the transformer left their range; its encoder may be damaged")]
    NotFinite,
    /// A text cannot be cut into tokens.
    #[error("a text cannot be cut into tokens: {0}")]
    Tokens(String),
    /// Its caller stopped it.
    #[error("the training was stopped")]
    Stopped,
}
