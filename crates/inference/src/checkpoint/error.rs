//! Why a model on disk was turned away.

use std::path::PathBuf;

use crate::gguf::GgufError;

/// Why a model's files cannot be used together.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// A GGUF file is not sound.
    #[error(transparent)]
    Gguf(#[from] GgufError),
    /// A file cannot be read.
    #[error("The model file '{}' cannot be read ({source}); check that all files of the model are there.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A part of a split model is of another model.
    #[error("'{}' is not part {part} of {count} of this model; download the model again.", path.display())]
    Part {
        /// The file.
        path: PathBuf,
        /// Which part it should be.
        part: usize,
        /// How many there are.
        count: usize,
    },
    /// The name of a split model's file does not say which part it is.
    #[error("'{}' is one of {count} parts, which must keep their names, such as 'model-00001-of-00003.gguf'.", path.display())]
    PartName {
        /// The file.
        path: PathBuf,
        /// How many parts there are.
        count: usize,
    },
    /// A file of a folder with safetensors is not sound.
    #[error("'{}' is damaged ({reason}); download it again.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}
