//! What a model file says about itself, read without loading any weights.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::chat;
use crate::gguf::{GgmlType, Gguf, GgufError};
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
    /// SHA-256 of the chat template, in hexadecimal; `None` where the file brings none.
    pub chat_template_sha256: Option<String>,
    /// Addresses that the chat template writes into prompts. Real templates have none; a template that
    /// has may have been tampered with.
    pub chat_template_addresses: Vec<String>,
}

/// Reads the summary of the model file at `path`. Nothing but the header is read.
///
/// # Errors
/// The file is no sound GGUF file, or lacks what every language model has.
pub fn inspect(path: &Path) -> Result<ModelFile, GgufError> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    summarize(&Gguf::open(path)?, stem.unwrap_or_default())
}

/// The same of a model that is part of the program.
///
/// # Errors
/// As [`inspect`].
pub fn inspect_bytes(bytes: &[u8], name: &str) -> Result<ModelFile, GgufError> {
    summarize(&Gguf::preflight(io::Cursor::new(bytes), bytes.len() as u64)?, name.to_owned())
}

fn summarize(gguf: &Gguf, file_name: String) -> Result<ModelFile, GgufError> {
    let metadata = &gguf.metadata;
    let architecture = metadata.str("general.architecture")?;
    let number = |key: &str| metadata.u32(&format!("{architecture}.{key}"));
    let heads = number("attention.head_count")?;
    let kv_heads = metadata.opt_u32(&format!("{architecture}.attention.head_count_kv"))?;
    let template = chat::template_of(metadata)?;
    let pre = metadata.opt_str("tokenizer.ggml.pre")?;
    let model = metadata.str("tokenizer.ggml.model")?;
    Ok(ModelFile {
        name: metadata.opt_str("general.name")?.map_or(file_name, str::to_owned),
        layers: number("block_count")?,
        heads,
        kv_heads: kv_heads.unwrap_or(heads),
        width: number("embedding_length")?,
        context: number("context_length")?,
        vocabulary: metadata.strings("tokenizer.ggml.tokens")?.len(),
        tokenizer: pre.map_or_else(|| model.to_owned(), |pre| format!("{model}/{pre}")),
        parameters: gguf.tensors.values().map(|tensor| tensor.weights()).sum(),
        quantization: dominant(gguf),
        weight_bytes: gguf.tensors.values().map(|tensor| tensor.bytes).sum(),
        file_bytes: gguf.length,
        license: metadata.opt_str("general.license")?.map(str::to_owned),
        chat_template_sha256: template.map(chat::sha256_of_text),
        chat_template_addresses: template.map(addresses).unwrap_or_default(),
        architecture: architecture.to_owned(),
    })
}

/// The format that holds the most weights; of equals the one with the lower number.
pub(crate) fn dominant(gguf: &Gguf) -> GgmlType {
    let mut weights = BTreeMap::<GgmlType, u64>::new();
    for tensor in gguf.tensors.values() {
        *weights.entry(tensor.kind).or_default() += tensor.weights();
    }
    weights.into_iter().rev().max_by_key(|(_, weights)| *weights).map_or(GgmlType::F32, |(kind, _)| kind)
}

/// Addresses of the web that stand in a template outside its comments.
fn addresses(template: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, comment)) = rest.split_once("{#") {
        text.push_str(before);
        rest = comment.split_once("#}").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let mut found: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '<' | '>' | '`' | '(' | ')' | '\\'))
        .filter(|word| word.contains("://"))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// SHA-256 of the file at `path`, in hexadecimal, or `None` once `cancel` was raised.
///
/// # Errors
/// The file cannot be read.
pub fn sha256_of(path: &Path, cancel: &Cancel) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        if cancel.is_cancelled() {
            return Ok(None);
        }
        match file.read(&mut buffer)? {
            0 => return Ok(Some(hex::encode(hasher.finalize()))),
            count => hasher.update(&buffer[..count]),
        }
    }
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
            (file.architecture.as_str(), file.layers, file.heads, file.kv_heads, file.width),
            ("qwen3", 6, 4, 2, 256)
        );
        assert_eq!((file.parameters, file.vocabulary, file.context), (6_033_408, 5120, 1024));
        assert_eq!(file.quantization, GgmlType::Q8_0);
        assert_eq!(file.license.as_deref(), Some("Apache-2.0"));
        assert_eq!(file.tokenizer, "gpt2/qwen2");
        assert!(file.chat_template_sha256.is_some() && file.chat_template_addresses.is_empty());
        assert!(file.weight_bytes < file.file_bytes);
    }

    #[test]
    fn hashes_are_those_of_sha256_and_stop_when_asked() {
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), "abc").unwrap();
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_of(path.path(), &Cancel::default()).unwrap().as_deref(), Some(expected));
        let cancel = Cancel::default();
        cancel.cancel();
        assert_eq!(sha256_of(path.path(), &cancel).unwrap(), None);
    }

    #[test]
    fn addresses_in_templates_are_found() {
        let check =
            |template: &str, expected: &[&str]| assert_eq!(addresses(template), expected, "{template}");
        check("{{ 'see https://example.org/x' }}", &["https://example.org/x"]);
        check("{# https://example.org #}{{ messages }}", &[]);
        check("http://a\nhttp://a {# x", &["http://a"]);
    }
}
