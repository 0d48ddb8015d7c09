//! Why a model file was turned away.

use std::io;

/// Why a GGUF file cannot be used. Each message names the thing and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum GgufError {
    /// The file cannot be read at all.
    #[error("The model file cannot be read ({0}); check that it exists and that you may read it.")]
    Io(#[from] io::Error),
    /// The first four bytes are not `GGUF`.
    #[error("This is not a GGUF model file: it starts with {found:02x?}; choose a file that ends in .gguf.")]
    NotGguf {
        /// The bytes found.
        found: [u8; 4],
    },
    /// A version other than 2 and 3, or big-endian byte order (which shows as a huge version).
    #[error(
        "This GGUF file has version {version}, but only little-endian versions 2 and 3 can be read; \
         get a newer conversion of the model."
    )]
    Version {
        /// The version found.
        version: u32,
    },
    /// The file ends inside its header.
    #[error(
        "The model file ends at byte {length}, in the middle of {what}; it is incomplete, download it again."
    )]
    Truncated {
        /// What was being read.
        what: String,
        /// Length of the file, in bytes.
        length: u64,
    },
    /// A count or length is larger than any real model's.
    #[error(
        "The model file declares {found} for {what}, more than the {limit} allowed; \
         it is damaged or hostile, get it from a source you trust."
    )]
    TooLarge {
        /// What is counted.
        what: String,
        /// The value found.
        found: u64,
        /// The largest value allowed.
        limit: u64,
    },
    /// A text that is not UTF-8.
    #[error("The model file holds text that is not UTF-8 in {what}; it is damaged, download it again.")]
    NotUtf8 {
        /// Where.
        what: String,
    },
    /// A value type outside the format.
    #[error(
        "The metadata value {key} has the unknown type {code}; the file is damaged or newer than this program."
    )]
    ValueType {
        /// The metadata key.
        key: String,
        /// The type code found.
        code: u32,
    },
    /// A boolean that is neither 0 nor 1.
    #[error(
        "The metadata value {key} should be true or false but is {found}; the file is damaged, download it again."
    )]
    Boolean {
        /// The metadata key.
        key: String,
        /// The byte found.
        found: u8,
    },
    /// Two metadata values or two tensors of one name.
    #[error(
        "The model file holds {what} {name} twice; it is damaged or hostile, get it from a source you trust."
    )]
    Duplicate {
        /// `the metadata value` or `the tensor`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// `general.alignment` is not a sane power of two.
    #[error(
        "The model file declares an alignment of {found} bytes; only powers of two from 8 to 1048576 are valid, \
         get another conversion of the model."
    )]
    Alignment {
        /// The alignment found.
        found: u64,
    },
    /// A tensor with no or too many dimensions.
    #[error("The tensor {tensor} has {found} dimensions; 1 to 4 are valid, the file is damaged or hostile.")]
    Dimensions {
        /// The tensor.
        tensor: String,
        /// The number found.
        found: u32,
    },
    /// A tensor with an impossible shape.
    #[error(
        "The tensor {tensor} has the impossible shape {shape:?}: {reason}; the file is damaged or hostile."
    )]
    Shape {
        /// The tensor.
        tensor: String,
        /// The dimensions as stored, the fastest first.
        shape: Vec<u64>,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A weight format that this program does not compute with.
    #[error(
        "The tensor {tensor} is stored as {kind}, which cannot be computed here; \
         choose a Q4_K_M, Q6_K, Q8_0 or F16 file of the model."
    )]
    TensorType {
        /// The tensor.
        tensor: String,
        /// Name of the format where it is known, else its number.
        kind: String,
    },
    /// A tensor that starts off the alignment.
    #[error(
        "The tensor {tensor} starts at offset {offset}, off the alignment of {alignment} bytes; the file is damaged."
    )]
    Unaligned {
        /// The tensor.
        tensor: String,
        /// Its offset in the data section.
        offset: u64,
        /// The alignment.
        alignment: u64,
    },
    /// A tensor that reaches beyond the file.
    #[error(
        "The tensor {tensor} ends at byte {end} but the file has {length} bytes; it is incomplete, download it again."
    )]
    BeyondFile {
        /// The tensor.
        tensor: String,
        /// Where it would end.
        end: u64,
        /// Length of the file.
        length: u64,
    },
    /// Two tensors share bytes.
    #[error("The tensors {first} and {second} share the same bytes; the file is damaged or hostile.")]
    Overlap {
        /// The tensor that starts first.
        first: String,
        /// The tensor that starts inside it.
        second: String,
    },
    /// A metadata value that must be there is not.
    #[error("The model file lacks the metadata value {key}; get another conversion of the model.")]
    MissingKey {
        /// The metadata key.
        key: String,
    },
    /// A metadata value has another type than expected, or is out of range.
    #[error(
        "The metadata value {key} should be {expected} but is {found}; get another conversion of the model."
    )]
    WrongType {
        /// The metadata key.
        key: String,
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
}
