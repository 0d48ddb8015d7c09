//! Why a model file cannot be used.

use crate::checkpoint::CheckpointError;
use crate::decoder::ComputeError;
use crate::gguf::{GgmlType, GgufError};
use crate::tokenizer::TokenizerError;

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The model's files are not sound.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The metadata is not sound.
    #[error(transparent)]
    Gguf(#[from] GgufError),
    /// Its vocabulary cannot be used.
    #[error(transparent)]
    Tokenizer(#[from] TokenizerError),
    /// The file cannot be read.
    #[error("The model file cannot be read: {0}.")]
    Io(#[from] std::io::Error),
    /// The family of models is not known.
    #[error(
        "Models of the architecture '{name}' cannot be run; known are Llama, Mistral, SmolLM, Qwen 2 and 3, Gemma 2 and 3, Phi-3 and 4, Granite 3 and OLMo 2. Choose another model."
    )]
    Architecture {
        /// The file's `general.architecture`.
        name: String,
    },
    /// A part of a known family that is not known.
    #[error("The model uses {what}, which cannot be run; choose another model.")]
    Unsupported {
        /// The part.
        what: String,
    },
    /// A number that cannot be.
    #[error(
        "The model file says '{key}' is {found}, which does not fit the rest of the model; it may be damaged."
    )]
    Dimension {
        /// The key in the metadata.
        key: String,
        /// The number.
        found: u64,
    },
    /// A number that cannot be.
    #[error(
        "The model file says '{key}' is {found}, where only numbers above 0 make sense; it may be damaged."
    )]
    Number {
        /// The key in the metadata.
        key: String,
        /// The number.
        found: f32,
    },
    /// A tensor is not there.
    #[error("The model file has no tensor '{name}'; it may be incomplete.")]
    MissingTensor {
        /// The tensor.
        name: String,
    },
    /// A tensor has a shape that does not follow from the metadata.
    #[error(
        "The tensor '{name}' has the shape {found:?} instead of {expected:?}; the model file may be damaged."
    )]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape in the file.
        found: Vec<usize>,
        /// The shape that the metadata calls for.
        expected: Vec<usize>,
    },
    /// A tensor is stored in a form that cannot be used in its place.
    #[error("The tensor '{name}' is stored as {kind}, which cannot be used there.")]
    Kind {
        /// The tensor.
        name: String,
        /// Its storage format.
        kind: GgmlType,
    },
    /// The device has no room for the model, or fails.
    #[error("The device cannot hold the model: {0}.")]
    Device(#[from] ComputeError),
    /// The vocabulary cannot be used for constraints.
    #[error("The model's vocabulary cannot be used for constrained output: {reason}.")]
    Constraint {
        /// What is wrong.
        reason: String,
    },
}
