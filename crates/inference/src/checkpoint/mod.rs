//! A model on disk, whatever its form: what it says of itself, its tensors and where they lie.
//!
//! The engine reads GGUF files, GGUF models split into several files, and folders with safetensors. All
//! become one [`Checkpoint`] in the terms of GGUF, checked before any weight is read.

mod error;
pub mod folder;
mod hugging_face;
pub mod safetensors;
mod split;

use std::collections::HashMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

pub use error::CheckpointError;

use crate::gguf::{Gguf, GgufError, Metadata, TensorInfo};
use crate::tokenizer::{Tokenizer, TokenizerError};

/// How weights are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As llama.cpp's converter leaves them: heads of some families permuted, norms complete.
    Gguf,
    /// As they were trained: pairs of components half a head apart.
    HuggingFace {
        /// What is added to each weight of a norm: 1 for families that store the difference from it.
        norm_offset: u8,
    },
}

/// A checked model on disk.
#[derive(Clone)]
pub struct Checkpoint {
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its tensors; [`TensorInfo::file`] counts [`Checkpoint::files`].
    pub tensors: IndexMap<String, TensorInfo>,
    /// Small tensors that no file holds.
    pub computed: HashMap<String, Vec<f32>>,
    /// Arrangement of the weights.
    pub layout: Layout,
    /// Files with weights; empty where they are part of the program.
    pub files: Vec<PathBuf>,
    /// How to read text, where that is not part of the metadata.
    vocabulary: Option<hugging_face::Vocabulary>,
    /// Size of all files with weights, in bytes.
    pub bytes: u64,
}

impl Checkpoint {
    /// Opens a GGUF file, any part of a split one, a folder with safetensors or a file in such a folder.
    ///
    /// # Errors
    /// A file cannot be read, or anything that is read before the weights is not as it must be.
    pub fn open(path: &Path) -> Result<Self, CheckpointError> {
        if path.is_dir() {
            return hugging_face::open(path);
        }
        if path.extension().is_some_and(|ending| ending == "safetensors") {
            return hugging_face::open(path.parent().unwrap_or(Path::new("")));
        }
        split::open(path)
    }

    /// A GGUF file that is part of the program.
    ///
    /// # Errors
    /// Anything in its header is not as it must be.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, GgufError> {
        let length = bytes.len() as u64;
        Ok(Self::of_gguf(Gguf::preflight(Cursor::new(bytes), length)?, Vec::new(), length))
    }

    fn of_gguf(gguf: Gguf, files: Vec<PathBuf>, bytes: u64) -> Self {
        Self {
            metadata: gguf.metadata,
            tensors: gguf.tensors,
            computed: HashMap::new(),
            layout: Layout::Gguf,
            files,
            vocabulary: None,
            bytes,
        }
    }

    /// Its tokenizer.
    ///
    /// # Errors
    /// The vocabulary is not sound or of a kind that is not known.
    pub fn tokenizer(&self) -> Result<Arc<Tokenizer>, TokenizerError> {
        match &self.vocabulary {
            None => Tokenizer::from_gguf(&self.metadata).map(Arc::new),
            Some(vocabulary) => Ok(Arc::clone(&vocabulary.tokenizer)),
        }
    }

    /// All files on which its answers depend, in a fixed order: their bytes identify the model.
    pub fn identifying_files(&self) -> impl Iterator<Item = &Path> {
        let texts = self.vocabulary.iter().flat_map(|vocabulary| &vocabulary.files);
        self.files.iter().chain(texts).map(PathBuf::as_path)
    }
}
