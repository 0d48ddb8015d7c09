//! What a model file says about itself, read without loading any weights.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::chat::{self, TemplateReview};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::decoder::config::Family;
use crate::gguf::{GgmlType, GgufError};
use crate::model::Cancel;

/// Summary of a model file for the one who is to choose or import it. All texts come from the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ModelFile {
    /// Name from the metadata, else the file's name without its ending.
    pub name: String,
    /// Architecture, such as `qwen3`.
    pub architecture: String,
    /// Number of layers.
    pub layers: u32,
    /// Number of attention heads.
    pub heads: u32,
    /// Number of heads of keys and values.
    pub kv_heads: u32,
    /// Width of a head.
    pub head_dim: u32,
    /// Width of the hidden states.
    pub width: u32,
    /// Context window, in tokens.
    pub context: u32,
    /// Number of tokens in the vocabulary.
    pub vocabulary: usize,
    /// How the file names its tokenizer, such as `gpt2/llama-bpe`.
    pub tokenizer: String,
    /// Number of weights.
    pub parameters: u64,
    /// Storage format of most of the weights.
    pub quantization: GgmlType,
    /// Size of all weights, in bytes.
    pub weight_bytes: u64,
    /// Size of the file, in bytes.
    pub file_bytes: u64,
    /// Licence, where the file names one.
    pub license: Option<String>,
    /// What was found in the chat template.
    pub template: TemplateReview,
}

/// Whether models of an architecture can be run.
#[must_use]
pub fn is_known(architecture: &str) -> bool {
    Family::of(architecture).is_ok()
}

/// Reads the summary of the model at `path`: a GGUF file, a part of a split one, or a folder with
/// safetensors. No weight is read.
///
/// # Errors
/// The model's files are not sound, or lack what every language model has.
pub fn inspect(path: &Path) -> Result<ModelFile, CheckpointError> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok(summarize(&Checkpoint::open(path)?, stem.unwrap_or_default())?)
}

/// The same of a model that is part of the program.
///
/// # Errors
/// As [`inspect`].
pub fn inspect_bytes(bytes: &[u8], name: &str) -> Result<ModelFile, GgufError> {
    summarize(&Checkpoint::of_bytes(bytes)?, name.to_owned())
}

fn summarize(checkpoint: &Checkpoint, file_name: String) -> Result<ModelFile, GgufError> {
    let metadata = &checkpoint.metadata;
    let architecture = metadata.str("general.architecture")?;
    let number = |key: &str| metadata.u32(&format!("{architecture}.{key}"));
    let heads = number("attention.head_count")?;
    let kv_heads = metadata.opt_u32(&format!("{architecture}.attention.head_count_kv"))?;
    let width = number("embedding_length")?;
    let head_dim = metadata.opt_u32(&format!("{architecture}.attention.key_length"))?;
    let pre = metadata.opt_str("tokenizer.ggml.pre")?;
    let model = metadata.opt_str("tokenizer.ggml.model")?.unwrap_or("tokenizer.json");
    let embedding = checkpoint.tensors.get("token_embd.weight");
    Ok(ModelFile {
        name: metadata.opt_str("general.name")?.map_or(file_name, str::to_owned),
        layers: number("block_count")?,
        heads,
        kv_heads: kv_heads.unwrap_or(heads),
        head_dim: head_dim.unwrap_or(width / heads.max(1)),
        width,
        context: number("context_length")?,
        vocabulary: match metadata.opt_strings("tokenizer.ggml.tokens")? {
            Some(tokens) => tokens.len(),
            None => embedding.map_or(0, |tensor| tensor.shape[0]),
        },
        tokenizer: pre.map_or_else(|| model.to_owned(), |pre| format!("{model}/{pre}")),
        parameters: checkpoint.tensors.values().map(|tensor| tensor.weights()).sum(),
        quantization: dominant(checkpoint),
        weight_bytes: checkpoint.tensors.values().map(|tensor| tensor.bytes).sum(),
        file_bytes: checkpoint.bytes,
        license: metadata.opt_str("general.license")?.map(str::to_owned),
        template: chat::review(chat::template_of(metadata)?),
        architecture: architecture.to_owned(),
    })
}

/// The format that holds the most weights; of equals the one with the lower number.
pub fn dominant(checkpoint: &Checkpoint) -> GgmlType {
    let mut weights = BTreeMap::<GgmlType, u64>::new();
    for tensor in checkpoint.tensors.values() {
        *weights.entry(tensor.kind).or_default() += tensor.weights();
    }
    weights.into_iter().rev().max_by_key(|(_, weights)| *weights).map_or(GgmlType::F32, |(kind, _)| kind)
}

/// What identifies the model at `path`: the SHA-256 of its file, in hexadecimal, or of the bytes of all its
/// files one after the other. `None` once `cancel` was raised.
///
/// # Errors
/// The model's files are not sound or cannot be read.
pub fn identity(path: &Path, cancel: &Cancel) -> Result<Option<String>, CheckpointError> {
    identity_of(&Checkpoint::open(path)?, cancel)
}

/// [`identity`] of a model that is already checked.
pub fn identity_of(checkpoint: &Checkpoint, cancel: &Cancel) -> Result<Option<String>, CheckpointError> {
    digest(checkpoint.identifying_files(), cancel)
}

/// The SHA-256 of the bytes of files one after the other, in hexadecimal. `None` once `cancel` was raised.
pub fn digest<'a>(
    files: impl IntoIterator<Item = &'a Path>,
    cancel: &Cancel,
) -> Result<Option<String>, CheckpointError> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    for path in files {
        let unreadable = |source| CheckpointError::File { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        loop {
            if cancel.is_cancelled() {
                return Ok(None);
            }
            match file.read(&mut buffer).map_err(unreadable)? {
                0 => break,
                count => hasher.update(&buffer[..count]),
            }
        }
    }
    Ok(Some(hex::encode(hasher.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starter() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf")
    }

    #[test]
    fn the_starter_is_what_its_card_says() {
        let file = inspect(&starter()).unwrap();
        assert_eq!(
            (file.architecture.as_str(), file.layers, file.heads, file.kv_heads, file.head_dim, file.width),
            ("qwen3", 6, 4, 2, 64, 256)
        );
        assert_eq!((file.parameters, file.vocabulary, file.context), (6_033_408, 5120, 1024));
        assert_eq!(file.quantization, GgmlType::Q8_0);
        assert_eq!(file.license.as_deref(), Some("Apache-2.0"));
        assert_eq!(file.tokenizer, "gpt2/qwen2");
        assert!(file.template.sha256.is_some() && file.template.addresses.is_empty());
        assert!(file.weight_bytes < file.file_bytes);
    }

    #[test]
    fn identities_are_digests_and_stop_when_asked() {
        let expected = hex::encode(Sha256::digest(std::fs::read(starter()).unwrap()));
        assert_eq!(identity(&starter(), &Cancel::default()).unwrap(), Some(expected));
        let cancel = Cancel::default();
        cancel.cancel();
        assert_eq!(identity(&starter(), &cancel).unwrap(), None);
    }
}
