//! Damaged vocabularies are refused; texts of any length and content become tokens in bounded time.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::file::{FileLines, array, texts};
use common::tokenizer;
use inference::tokenizer::{Tokenizer, TokenizerError};
use proptest::prelude::*;

const NORMAL: i32 = 1;
const CONTROL: i32 = 3;
const BYTE: i32 = 6;

fn kinds(kinds: &[i32]) -> Vec<u8> {
    array(5, kinds.len() as u64, &kinds.iter().flat_map(|kind| kind.to_le_bytes()).collect::<Vec<u8>>())
}

fn scores(scores: &[f32]) -> Vec<u8> {
    array(6, scores.len() as u64, &scores.iter().flat_map(|score| score.to_le_bytes()).collect::<Vec<u8>>())
}

fn read(file: FileLines) -> Result<Tokenizer, TokenizerError> {
    Tokenizer::from_gguf(&file.preflight().unwrap().metadata)
}

/// Printable ASCII, the space and the newline as GPT-2 writes them, then the end of a turn.
fn ascii() -> Vec<String> {
    let mut tokens: Vec<String> = ('!'..='~').map(String::from).collect();
    tokens.extend(["Ġ", "Ċ", "ab", "<|im_end|>"].map(String::from));
    tokens
}

/// A small byte-level vocabulary.
fn byte_level(tokens: &[String], merges: &[&str]) -> FileLines {
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    FileLines::default()
        .with("tokenizer.ggml.model", 8, common::file::text("gpt2"))
        .with("tokenizer.ggml.pre", 8, common::file::text("qwen2"))
        .with("tokenizer.ggml.tokens", 9, texts(&tokens))
        .with("tokenizer.ggml.merges", 9, texts(merges))
}

/// A small SentencePiece vocabulary with all bytes.
fn sentence_piece(more: &[(&str, f32, i32)]) -> FileLines {
    let mut tokens = vec![("<unk>".to_owned(), 0.0, 2), ("</s>".to_owned(), 0.0, CONTROL)];
    tokens.extend((0..=255).map(|byte| (format!("<0x{byte:02X}>"), 0.0, BYTE)));
    tokens.extend(more.iter().map(|(text, score, kind)| ((*text).to_owned(), *score, *kind)));
    let texts_of: Vec<&str> = tokens.iter().map(|(text, ..)| text.as_str()).collect();
    FileLines::default()
        .with("tokenizer.ggml.model", 8, common::file::text("llama"))
        .with("tokenizer.ggml.tokens", 9, texts(&texts_of))
        .with("tokenizer.ggml.scores", 9, scores(&tokens.iter().map(|token| token.1).collect::<Vec<_>>()))
        .with("tokenizer.ggml.token_type", 9, kinds(&tokens.iter().map(|token| token.2).collect::<Vec<_>>()))
}

/// The vocabulary must be refused, with an error of this kind, whose sentence names `named`.
macro_rules! check {
    ($file:expr, $kind:pat, $named:expr) => {
        let error = read($file).err().unwrap();
        assert!(matches!(error, $kind), "{error:?}");
        assert!(error.to_string().contains($named), "{error}");
    };
}

#[test]
fn small_sound_vocabularies_work() {
    let tokenizer = read(byte_level(&ascii(), &["a b"])).unwrap();
    let ids = tokenizer.encode_text("cab é");
    assert_eq!(tokenizer.decode(&ids), "cab ", "bytes without a token are left out");
    assert_eq!(tokenizer.token_bytes(ids[1]), b"ab");
    let tokenizer =
        read(sentence_piece(&[("▁", -1.0, NORMAL), ("a", -1.0, NORMAL), ("▁a", 0.0, NORMAL)])).unwrap();
    let ids = tokenizer.encode_text("a é日");
    assert_eq!(tokenizer.token_bytes(ids[0]), b" a");
    assert_eq!(tokenizer.decode(&ids), "a é日");
}

#[test]
fn threat_07_small_vocabularies() {
    check!(byte_level(&[], &[]), TokenizerError::Size { found: 0, .. }, "0 tokens");
    check!(byte_level(&["a".to_owned()], &[]), TokenizerError::MissingByte { .. }, "0x0a");
    let without_end: Vec<String> = ascii().into_iter().filter(|token| token != "<|im_end|>").collect();
    check!(byte_level(&without_end, &[]), TokenizerError::NoEnd, "ends its turn");
    let file = sentence_piece(&[]).with("tokenizer.ggml.eos_token_id", 4, 70_000_u32.to_le_bytes());
    check!(file, TokenizerError::SpecialToken { found: 70_000, .. }, "token 70000");
    check!(FileLines::default(), TokenizerError::Metadata(_), "tokenizer.ggml.model");
    for (key, name) in [("tokenizer.ggml.model", "rwkv"), ("tokenizer.ggml.pre", "from-the-future")] {
        let mut file = byte_level(&ascii(), &[]);
        file.values.retain(|(other, ..)| other != key);
        check!(file.with(key, 8, common::file::text(name)), TokenizerError::Unsupported { .. }, name);
    }
}

#[test]
fn threat_07_bad_byte_tokens() {
    for text in ["<0x-1>", "<0x100>", "<0xZZ>", "<0x+1>", "<0x>", "0x41", "<0x4é>"] {
        check!(sentence_piece(&[(text, 0.0, BYTE)]), TokenizerError::ByteToken { .. }, text);
    }
}

#[test]
fn threat_07_duplicate_tokens_bad_merges_and_scores() {
    let mut twice = ascii();
    twice.push("ab".to_owned());
    check!(byte_level(&twice, &[]), TokenizerError::Duplicate { .. }, "same text");
    for merge in ["x yz", "nothing there", "ab", "", " ", "a ", "日 本"] {
        check!(byte_level(&ascii(), &["a b", merge]), TokenizerError::Merge { number: 1, .. }, "number 1");
    }
    check!(sentence_piece(&[("a", f32::NAN, NORMAL)]), TokenizerError::Score { .. }, "not a number");
    let mut short = sentence_piece(&[]);
    short.values.retain(|(key, ..)| key != "tokenizer.ggml.scores");
    check!(short.with("tokenizer.ggml.scores", 9, scores(&[0.0])), TokenizerError::Count { .. }, "1 scores");
    let file = byte_level(&ascii(), &[]).with("tokenizer.ggml.token_type", 9, kinds(&[NORMAL]));
    check!(file, TokenizerError::Count { .. }, "1 token types");
}

#[test]
fn threat_07_merges_never_make_special_tokens() {
    let mut tokens = ascii();
    tokens.extend(["<|", "im", "<|im", "_end", "<|im_end", "|>"].map(String::from));
    let merges = ["< |", "i m", "<| im", "| >", "<|im_end |>"];
    let tokenizer = read(byte_level(&tokens, &merges)).unwrap();
    let ids = tokenizer.encode_text("<|im_end|>");
    assert!(!ids.iter().any(|id| tokenizer.is_special(*id)), "{ids:?}");
    let tokenizer =
        read(sentence_piece(&[("</s", 1.0, NORMAL), ("<", 0.0, NORMAL), ("</", 1.0, NORMAL)])).unwrap();
    assert!(!tokenizer.encode_text("</s>").iter().any(|id| tokenizer.is_special(*id)));
    assert_eq!(tokenizer.decode(&tokenizer.encode_text("</s><0x41>")), "</s><0x41>");
}

#[test]
fn threat_08_long_texts() {
    let texts = [
        "a".repeat(1_000_000),
        " ".repeat(1_000_000),
        "\n".repeat(300_000),
        "日".repeat(300_000),
        "1".repeat(300_000),
        "a ".repeat(300_000),
        "'s".repeat(300_000),
        "\u{301}".repeat(300_000),
        "ab\u{200D}!?\r\n ".repeat(100_000),
    ];
    for name in ["llama-bpe", "qwen2", "llama-spm", "gpt-2"] {
        let tokenizer = tokenizer(name);
        for text in &texts {
            assert!(tokenizer.decode(&tokenizer.encode_text(text)) == *text, "{name}: {:?}…", &text[..9]);
        }
    }
}

fn decoded_in_steps(tokenizer: &Tokenizer, ids: &[u32]) -> String {
    let mut decoder = tokenizer.decoder();
    let mut text = String::new();
    for id in ids {
        text.push_str(&decoder.push(*id));
    }
    text + &decoder.finish()
}

#[test]
fn a_character_appears_once_it_is_complete() {
    let tokenizer = tokenizer("llama-spm");
    let ids = tokenizer.encode_text("a🦙b");
    let mut decoder = tokenizer.decoder();
    let steps: Vec<String> = ids.iter().map(|id| decoder.push(*id)).collect();
    assert_eq!(steps, ["a", "", "", "", "🦙", "b"]);
    // Half a character, then something else.
    let half = tokenizer.token("<0xF0>").unwrap();
    let a = tokenizer.token("a").unwrap();
    assert_eq!(tokenizer.decode(&[a, half, a]), "a\u{FFFD}a");
    assert_eq!(tokenizer.decode(&[a, half]), "a\u{FFFD}");
    assert_eq!(tokenizer.decode(&[u32::MAX]), "");
}

#[test]
fn every_token_has_its_bytes() {
    for name in ["llama-bpe", "qwen2", "llama-spm", "gpt-2"] {
        let tokenizer = tokenizer(name);
        assert!((0..tokenizer.size() as u32).all(|id| !tokenizer.token_bytes(id).is_empty()), "{name}");
        assert!(tokenizer.is_end(tokenizer.end_of_turn()), "{name}");
    }
}

proptest! {
    #[test]
    fn text_comes_back_as_it_went_in(text in "(\\PC|\\s|[a-z' ]{1,9}|<\\|im_end\\|>|\u{2581}|[\\x00-\\x1F]){0,60}") {
        thread_local! {
            static TOKENIZERS: [Tokenizer; 3] = ["llama-bpe", "qwen2", "llama-spm"].map(tokenizer);
        }
        TOKENIZERS.with(|tokenizers| {
            for tokenizer in tokenizers {
                let ids = tokenizer.encode_text(&text);
                prop_assert_eq!(&tokenizer.decode(&ids), &text);
                prop_assert_eq!(decoded_in_steps(tokenizer, &ids), tokenizer.decode(&ids));
                let bytes: Vec<u8> = ids.iter().flat_map(|id| tokenizer.token_bytes(*id).to_vec()).collect();
                prop_assert!(bytes.ends_with(text.as_bytes()));
            }
            Ok(())
        })?;
    }
}
