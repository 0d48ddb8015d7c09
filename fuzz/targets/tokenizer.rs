//! Any text as a `tokenizer.json`, and any text to be cut by it.
#![no_main]

use inference::tokenizer::Tokenizer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (file, text) = input;
    if let Ok(tokenizer) = Tokenizer::from_json(file, None) {
        let tokens = tokenizer.encode_text(text);
        assert!(tokens.iter().all(|id| (*id as usize) < tokenizer.size()), "tokens are in the vocabulary");
        drop(tokenizer.decode(&tokens));
    }
});
