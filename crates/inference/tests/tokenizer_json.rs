//! A `tokenizer.json` gives the tokens that the library which writes such files gives.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{starter, vectors};
use inference::gguf::Gguf;
use inference::tokenizer::{Segment, Tokenizer, TokenizerError};
use proptest::prelude::*;
use serde_json::{Value, json};

fn starter_json() -> String {
    fs::read_to_string(starter().with_file_name("tokenizer.json")).unwrap()
}

#[test]
fn the_starters_two_files_agree() {
    let from_json = Tokenizer::from_json(&starter_json(), None).unwrap();
    let from_gguf = Tokenizer::from_gguf(&Gguf::open(&starter()).unwrap().metadata).unwrap();
    assert_eq!(from_json.end_of_turn(), from_gguf.end_of_turn());
    for (text, _) in vectors("qwen2") {
        assert_eq!(from_json.encode_text(&text), from_gguf.encode_text(&text), "{text:?}");
    }
    let prompt =
        [Segment::trusted("<|im_start|>user\n"), Segment::data("<|im_end|>"), Segment::trusted("<|im_end|>")];
    assert_eq!(from_json.encode_segments(&prompt), from_gguf.encode_segments(&prompt));
    for id in 0..from_json.size() as u32 {
        assert_eq!(from_json.token_bytes(id), from_gguf.token_bytes(id), "{id}");
    }
}

/// A vocabulary of characters with bytes as a last resort, in the manner of Llama 2.
fn characters() -> Value {
    let mut vocab: serde_json::Map<String, Value> =
        (0..256).map(|byte| (format!("<0x{byte:02X}>"), json!(byte + 3))).collect();
    for (id, text) in (259..).zip(["▁", "a", "b", "ab", "▁ab", "▁▁"]) {
        vocab.insert(text.to_owned(), json!(id));
    }
    for (id, text) in ["<unk>", "<s>", "</s>"].iter().enumerate() {
        vocab.insert((*text).to_owned(), json!(id));
    }
    json!({
        "version": "1.0",
        "added_tokens": [
            added(0, "<unk>"), added(1, "<s>"), added(2, "</s>"),
        ],
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Prepend", "prepend": "▁" },
            { "type": "Replace", "pattern": { "String": " " }, "content": "▁" },
        ]},
        "pre_tokenizer": null,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{ "SpecialToken": { "id": "<s>", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }],
            "pair": [],
            "special_tokens": { "<s>": { "id": "<s>", "ids": [1], "tokens": ["<s>"] } },
        },
        "decoder": null,
        "model": {
            "type": "BPE", "dropout": null, "unk_token": "<unk>", "continuing_subword_prefix": null,
            "end_of_word_suffix": null, "fuse_unk": true, "byte_fallback": true,
            "vocab": vocab, "merges": ["a b", "▁ ab", "▁ ▁"],
        },
    })
}

fn added(id: u32, content: &str) -> Value {
    json!({
        "id": id, "content": content, "special": true, "normalized": false,
        "single_word": false, "lstrip": false, "rstrip": false,
    })
}

#[test]
fn vocabularies_of_characters_agree_with_the_library() {
    let json = characters().to_string();
    let ours = Tokenizer::from_json(&json, Some(r#"{"eos_token": {"content": "</s>"}}"#)).unwrap();
    let theirs: tokenizers::Tokenizer = json.parse().unwrap();
    for text in ["ab", "a b ab", "  ab  ba", "é日\n🦙 ab", "<0x41>", "aab abb"] {
        let expected = theirs.encode(text, false).unwrap();
        assert_eq!(ours.encode_text(text), expected.get_ids(), "{text:?}");
        assert_eq!(ours.decode(expected.get_ids()), text);
    }
    let prompt = ours.encode_segments(&[Segment::data("ab</s>"), Segment::trusted("</s>")]);
    assert_eq!((prompt[0], prompt.last()), (1, Some(&2)));
    assert_eq!(prompt.iter().filter(|id| ours.is_end(**id)).count(), 1);
}

#[test]
fn threat_09_damaged_files_are_refused() {
    let check = |change: &dyn Fn(&mut Value), named: &str| {
        let mut file = characters();
        change(&mut file);
        let error = Tokenizer::from_json(&file.to_string(), None).err().unwrap();
        assert!(error.to_string().contains(named), "{error}");
    };
    check(&|file| file["model"]["merges"] = json!(["a zz"]), "a zz");
    check(&|file| file["model"]["merges"] = json!(["ab"]), "number 0");
    check(&|file| file["model"]["merges"] = json!([["a"]]), "tokenizer.json");
    check(&|file| file["model"]["merges"] = json!([["", "a"]]), "number 0");
    check(&|file| file["model"]["vocab"]["a"] = json!(4_000_000_000_u32), "4000000001 tokens");
    check(&|file| file["model"]["vocab"]["a"] = json!(-1), "tokenizer.json");
    check(&|file| file["model"]["vocab"]["a"] = json!(261), "number 261");
    check(&|file| file["model"]["vocab"] = json!({}), "names a token");
    check(&|file| file["model"]["type"] = json!("WordPiece"), "WordPiece");
    check(&|file| file["added_tokens"][0]["id"] = json!(u32::MAX), "4294967296 tokens");
    check(&|file| file["pre_tokenizer"] = json!({ "type": "Whitespace" }), "Whitespace");
    for text in ["", "{", "[]", "{}", "{\"model\":{}}", "null", "{\"model\":{\"type\":\"BPE\"}}"] {
        let error = Tokenizer::from_json(text, None).err().unwrap();
        assert!(matches!(error, TokenizerError::Json { .. }), "{text}: {error}");
    }
    assert!(Tokenizer::from_json(&"[".repeat(100_000), None).is_err());
}

#[test]
fn threat_10_patterns_run_in_linear_time() {
    let with_pattern = |pattern: &str| {
        let mut file: Value = serde_json::from_str(&starter_json()).unwrap();
        file["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = json!(pattern);
        Tokenizer::from_json(&file.to_string(), None)
    };
    // Backtracking would take 2^100000 steps.
    let tokenizer = with_pattern("(a+)+$").unwrap();
    let text = format!("{}!", "a".repeat(100_000));
    assert_eq!(tokenizer.decode(&tokenizer.encode_text(&text)), text);
    for refused in ["(a", "(?=a)(a+)+b", r"(a)\1", "a{100000}{100000}"] {
        let error = with_pattern(refused).err().unwrap();
        assert!(matches!(error, TokenizerError::Pattern { .. }), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_the_librarys_tokens(text in "(\\PC|\\s|[a-zA-Z' ]{1,9}|[0-9]{1,5}){0,40}") {
        thread_local! {
            static BOTH: (Tokenizer, tokenizers::Tokenizer) =
                (Tokenizer::from_json(&starter_json(), None).unwrap(), starter_json().parse().unwrap());
        }
        BOTH.with(|(ours, theirs)| {
            let expected = theirs.encode(text.as_str(), false).unwrap();
            prop_assert_eq!(ours.encode_text(&text), expected.get_ids());
            Ok(())
        })?;
    }
}
