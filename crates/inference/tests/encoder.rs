//! Encoders beside what the library transformers makes of the same files (`data/encoder/make.py`).

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

use std::fs;
use std::path::{Path, PathBuf};

use inference::{Cancel, Encoder, EncoderError, Pooling};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Expected {
    texts: Vec<String>,
    tokens: Vec<Vec<u32>>,
    mean: Vec<Vec<f32>>,
    cls: Vec<Vec<f32>>,
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/encoder")
}

fn expected() -> Expected {
    serde_json::from_str(&fs::read_to_string(data().join("expected.json")).unwrap()).unwrap()
}

/// The largest difference of two components.
fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn vectors_are_those_of_the_reference() {
    let Expected { texts, tokens, mean, cls } = expected();
    for (folder, pooling, vectors) in [("mean", Pooling::Mean, mean), ("cls", Pooling::Cls, cls)] {
        assert!(Encoder::is_in(&data().join(folder)));
        let encoder = Encoder::load(&data().join(folder)).unwrap();
        let card = encoder.card();
        assert_eq!(
            (card.name.as_str(), card.dimensions, card.context, card.pooling),
            (folder, 32, 24, pooling)
        );
        assert_eq!(encoder.longer(&texts).unwrap(), 1, "one text has more than {} tokens", card.context);
        assert_eq!(tokens.iter().map(Vec::len).max(), Some(card.context));
        let cut: Vec<Vec<u32>> = texts.iter().map(|text| encoder.tokens(text).unwrap()).collect();
        assert_eq!(cut, tokens);
        let found = encoder.embed(&texts, &Cancel::default()).unwrap();
        for ((text, found), expected) in texts.iter().zip(found).zip(vectors) {
            let far = distance(&found, &expected);
            assert!(far < 2e-6, "{folder}, {text:?}: {far} away");
        }
    }
}

#[test]
fn a_vector_depends_on_its_neighbours_in_its_last_bits_only() {
    let mut texts = expected().texts;
    texts.extend((0..70).map(|number| format!("the film was good {}", number % 7)));
    let encoder = Encoder::load(&data().join("mean")).unwrap();
    let together = encoder.embed(&texts, &Cancel::default()).unwrap();
    for (text, vector) in texts.iter().zip(&together) {
        let alone = encoder.embed(std::slice::from_ref(text), &Cancel::default()).unwrap();
        assert!(distance(&alone[0], vector) < 5e-7, "{text:?}");
    }
    assert_eq!(encoder.embed(&texts, &Cancel::default()).unwrap(), together, "asked alike, answered alike");
}

#[test]
fn nothing_is_computed_once_it_was_cancelled() {
    let encoder = Encoder::load(&data().join("mean")).unwrap();
    let cancel = Cancel::default();
    cancel.cancel();
    let result = encoder.embed(&["film".to_owned()], &cancel);
    assert!(matches!(result, Err(EncoderError::Cancelled)), "{result:?}");
}

/// What loading a copy of the folder says once a file of it was changed.
fn check(file: &str, change: impl FnOnce(&mut Vec<u8>), expected: &str) {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("1_Pooling")).unwrap();
    for name in [
        "config.json",
        "tokenizer.json",
        "model.safetensors",
        "modules.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
    ] {
        fs::copy(data().join("mean").join(name), copy.path().join(name)).unwrap();
    }
    let path = copy.path().join(file);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(&path, bytes).unwrap();
    match Encoder::load(copy.path()) {
        Err(error) => assert!(error.to_string().contains(expected), "{file}: {error}"),
        Ok(_) => panic!("{file} was taken although {expected:?}"),
    }
}

/// Changes one value of a JSON file.
fn set(pointer: &'static str, value: Value) -> impl FnOnce(&mut Vec<u8>) {
    move |bytes| {
        let mut json: Value = serde_json::from_slice(bytes).unwrap();
        *json.pointer_mut(pointer).unwrap() = value;
        *bytes = serde_json::to_vec(&json).unwrap();
    }
}

#[test]
fn hostile_folders_are_refused_with_a_sentence() {
    let config = "config.json";
    check(config, set("/num_attention_heads", 0.into()), "'num_attention_heads' is 0");
    check(config, set("/num_attention_heads", 5.into()), "no multiple");
    check(config, set("/hidden_size", 4_000_000_000_u32.into()), "'hidden_size' is 4000000000");
    check(config, set("/hidden_size", 64.into()), "could not compute");
    check(config, set("/num_hidden_layers", 3.into()), "could not compute");
    check(config, set("/num_hidden_layers", 1_000_000_000.into()), "'num_hidden_layers'");
    check(config, set("/max_position_embeddings", 2.into()), "leaves 2 tokens");
    check(config, set("/model_type", "roberta".into()), "the architecture 'roberta'");
    check(config, set("/vocab_size", 10.into()), "the token '");
    check(config, |bytes| bytes.truncate(40), "is damaged");
    check("tokenizer.json", set("/model/type", "Unigram".into()), "the tokenizer 'Unigram'");
    check("tokenizer.json", set("/model/unk_token", "[NONE]".into()), "no token '[NONE]'");
    check("tokenizer.json", set("/normalizer", Value::Null), "the normalizer 'none'");
    check("modules.json", set("/1/path", "../../secret".into()), "Pooling");
    check("modules.json", set("/1/type", "sentence_transformers.models.Dense".into()), "Dense");
    check("1_Pooling/config.json", set("/pooling_mode_mean_tokens", false.into()), "this kind of pooling");
    check("sentence_bert_config.json", set("/max_seq_length", 2.into()), "leaves 2 tokens");
    for length in [0, 7, 100, 5_000] {
        check("model.safetensors", |bytes| bytes.truncate(length), "");
    }
    check("model.safetensors", |bytes| bytes[..8].fill(0xff), "is damaged");
}
