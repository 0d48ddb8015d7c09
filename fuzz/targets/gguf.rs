//! Any bytes as a model file: an answer or an error, within bounds of memory and time.
#![no_main]

use std::io::Cursor;

use inference::gguf::Gguf;
use inference::tokenizer::Tokenizer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(gguf) = Gguf::preflight(Cursor::new(bytes), bytes.len() as u64) {
        for tensor in gguf.tensors.values() {
            assert!(tensor.offset + tensor.bytes <= bytes.len() as u64, "a tensor lies in the file");
        }
        if let Ok(tokenizer) = Tokenizer::from_gguf(&gguf.metadata) {
            let tokens = tokenizer.encode_text("Some text, 1 2 3.");
            assert!(tokens.iter().all(|id| (*id as usize) < tokenizer.size()), "tokens are in the vocabulary");
        }
    }
    drop(inference::inspect_bytes(bytes, "fuzzed"));
});
