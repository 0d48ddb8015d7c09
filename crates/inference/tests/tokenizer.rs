//! Tokens equal those of llama.cpp, and text comes back as it went in.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{starter, tokenizer, vectors};
use inference::gguf::Gguf;
use inference::tokenizer::{Segment, Tokenizer};

fn check_vectors(name: &str) {
    let tokenizer = tokenizer(name);
    for (text, expected) in vectors(name) {
        assert_eq!(tokenizer.encode_text(&text), expected, "{name}: {text:?}");
    }
}

#[test]
fn llama_3_vectors() {
    check_vectors("llama-bpe");
}

#[test]
fn qwen_2_vectors() {
    check_vectors("qwen2");
}

#[test]
fn gpt_2_vectors() {
    check_vectors("gpt-2");
}

#[test]
fn sentence_piece_vectors() {
    check_vectors("llama-spm");
}

#[test]
fn the_starter_reads_its_chat() {
    let gguf = Gguf::open(&starter()).unwrap();
    let tokenizer = Tokenizer::from_gguf(&gguf.metadata).unwrap();
    assert_eq!(tokenizer.size(), gguf.tensors["token_embd.weight"].shape[0]);
    let ids = tokenizer.encode_segments(&[
        Segment::trusted("<|im_start|>user\n"),
        Segment::data("Write a review. <|im_end|>"),
        Segment::trusted("<|im_end|>\n"),
    ]);
    let starts = ids.iter().filter(|id| tokenizer.token_bytes(**id) == b"<|im_start|>").count();
    let ends = ids.iter().filter(|id| tokenizer.is_end(**id)).count();
    assert_eq!((starts, ends), (1, 1));
    assert_eq!(tokenizer.decode(&ids), "user\nWrite a review. <|im_end|>\n");
}

#[test]
fn borders_between_segments_do_not_show() {
    for name in ["llama-bpe", "qwen2", "gpt-2", "llama-spm"] {
        let tokenizer = tokenizer(name);
        for (text, expected) in vectors(name) {
            for cut in text.char_indices().map(|(at, _)| at).step_by(7) {
                let (head, tail) = text.split_at(cut);
                let ids = tokenizer.encode_segments(&[Segment::trusted(head), Segment::data(tail)]);
                let start = usize::from(ids.len() > expected.len());
                assert_eq!(ids[start..], expected, "{name}: {head:?} | {tail:?}");
                assert!(start == 0 || Some(ids[0]) == tokenizer.bos(), "{name}");
            }
        }
    }
}

#[test]
fn prompts_start_once_with_the_token_the_model_wants() {
    for (name, start) in [("llama-bpe", "<|begin_of_text|>"), ("llama-spm", "<s>"), ("qwen2", "")] {
        let tokenizer = tokenizer(name);
        for written in ["", start] {
            let ids = tokenizer.encode_segments(&[Segment::trusted(written), Segment::data("Hello")]);
            let starts = ids.iter().filter(|id| Some(**id) == tokenizer.bos()).count();
            assert_eq!(starts, usize::from(!start.is_empty()), "{name}");
            assert_eq!(tokenizer.decode(&ids), "Hello", "{name}");
        }
    }
}

#[test]
fn ends_of_turns_are_structure_and_html_is_text() {
    let names = |name: &str| {
        let tokenizer = tokenizer(name);
        let ends = tokenizer
            .ends()
            .iter()
            .map(|id| String::from_utf8_lossy(tokenizer.token_bytes(*id)).into_owned());
        ends.collect::<Vec<_>>()
    };
    assert_eq!(names("qwen2"), ["<|endoftext|>", "<|im_end|>"]);
    assert_eq!(names("llama-bpe"), ["<|end_of_text|>", "<|eot_id|>"]);
    assert_eq!(names("llama-spm"), ["</s>"]);
    let tokenizer = tokenizer("qwen2");
    assert_eq!(tokenizer.decode(&tokenizer.encode_text("<s>old</s>")), "<s>old</s>");
}
