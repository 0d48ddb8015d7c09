//! Preflight of GGUF model files.
//!
//! A model file comes from strangers, and the numeric library trusts what a file declares. So every
//! count, length, shape and offset is checked here, with caps and against the file's own length,
//! before any other code sees a byte. The format is described in `docs/gguf.md` of ggml.

mod error;
mod kind;
mod metadata;
mod reader;
mod tensors;

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use indexmap::IndexMap;
use reader::BoundedReader;

pub use error::GgufError;
pub use kind::GgmlType;
pub use metadata::{Array, Metadata, Value};
pub use tensors::TensorInfo;

/// Alignment of the data section where the file declares none, in bytes.
const DEFAULT_ALIGNMENT: u32 = 32;

/// The checked header of a model file.
#[derive(Clone, Debug, PartialEq)]
pub struct Gguf {
    /// Version of the format, 2 or 3.
    pub version: u32,
    /// Keys and values.
    pub metadata: Metadata,
    /// Tensors by name, in the file's order.
    pub tensors: IndexMap<String, TensorInfo>,
    /// Length of the file, in bytes.
    pub length: u64,
}

impl Gguf {
    /// Reads and checks the header of the file at `path`.
    ///
    /// # Errors
    /// The file cannot be read, or anything in its header is not as it must be.
    pub fn open(path: &Path) -> Result<Self, GgufError> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Self::preflight(BufReader::with_capacity(1 << 16, file), length)
    }

    /// Reads and checks the header of a file of `length` bytes.
    ///
    /// # Errors
    /// The file cannot be read, or anything in its header is not as it must be.
    pub fn preflight(mut reader: impl Read + Seek, length: u64) -> Result<Self, GgufError> {
        reader.seek(SeekFrom::Start(0))?;
        let mut reader = BoundedReader::new(reader, length);
        let magic = reader.array::<4>("the first four bytes")?;
        if &magic != b"GGUF" {
            return Err(GgufError::NotGguf { found: magic });
        }
        let version = reader.u32("the version")?;
        if !matches!(version, 2 | 3) {
            return Err(GgufError::Version { version });
        }
        let tensor_count = reader.u64("the number of tensors")?;
        let value_count = reader.u64("the number of metadata values")?;
        let metadata = Metadata::read(&mut reader, value_count)?;
        let mut tensors = tensors::read(&mut reader, tensor_count)?;

        let alignment = u64::from(metadata.opt_u32("general.alignment")?.unwrap_or(DEFAULT_ALIGNMENT));
        if !alignment.is_power_of_two() || !(8..=1 << 20).contains(&alignment) {
            return Err(GgufError::Alignment { found: alignment });
        }
        // The position lies within the file and the alignment is small, so this cannot overflow
        // on any file that exists; a forged length saturates and fails the bounds check.
        let data_start = reader.position().checked_next_multiple_of(alignment).unwrap_or(u64::MAX);
        tensors::place(&mut tensors, data_start, alignment, length)?;
        Ok(Self { version, metadata, tensors, length })
    }
}
