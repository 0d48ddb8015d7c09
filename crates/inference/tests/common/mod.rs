//! Files that several tests read.
#![allow(dead_code, clippy::unwrap_used, reason = "test support, of which each test uses its part")]

pub mod file;

use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use inference::gguf::Gguf;
use inference::tokenizer::Tokenizer;

/// The built-in model.
pub fn starter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf")
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The header of a published vocabulary, from `tests/data/vocabularies`.
pub fn vocabulary(name: &str) -> Gguf {
    let file = File::open(fixture(&format!("vocabularies/{name}.gguf.gz"))).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    let length = bytes.len() as u64;
    Gguf::preflight(Cursor::new(bytes), length).unwrap()
}

pub fn tokenizer(name: &str) -> Tokenizer {
    Tokenizer::from_gguf(&vocabulary(name).metadata).unwrap()
}

/// Texts and the tokens that llama.cpp makes of them.
pub fn vectors(name: &str) -> Vec<(String, Vec<u32>)> {
    let texts = fs::read_to_string(fixture(&format!("vocabularies/{name}.inp"))).unwrap();
    let ids = fs::read_to_string(fixture(&format!("vocabularies/{name}.out"))).unwrap();
    let texts: Vec<&str> = texts.split_terminator("\n__ggml_vocab_test__\n").collect();
    let ids: Vec<Vec<u32>> =
        ids.lines().map(|line| line.split_whitespace().map(|id| id.parse().unwrap()).collect()).collect();
    assert_eq!(texts.len(), ids.len(), "{name}");
    texts.into_iter().map(str::to_owned).zip(ids).collect()
}

/// The model that a reference was made with, by its path in the repository or in this crate.
pub fn reference_model(path: &str) -> inference::Engine {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = [root.join("../..").join(path), root.join(path)].into_iter().find(|path| path.exists());
    let options = inference::EngineOptions { max_batch: 4, kv_bytes: 16 << 20, ..Default::default() };
    inference::Engine::load(&path.unwrap(), options).unwrap()
}
