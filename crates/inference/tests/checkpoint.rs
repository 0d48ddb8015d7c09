//! Models in several files and in folders with safetensors are the models in one GGUF file.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "test")]

mod common;

use std::path::Path;

use common::starter;
use crossbeam_channel::unbounded;
use inference::gguf::{GgmlType, Gguf, TensorInfo};
use inference::{
    Engine, EngineOptions, Event, KvFormat, LoadError, Model, Placement, Priority, Score, ScoreRequest,
    inspect,
};
use serde_json::json;

const OPTIONS: EngineOptions = EngineOptions {
    max_batch: 4,
    threads: 2,
    kv_bytes: 8 << 20,
    prompt_rows: 64,
    kv_format: KvFormat::F16,
    placement: Placement::Processor,
};

/// Log-probabilities of a few continuations.
fn scores(path: &Path) -> Vec<Score> {
    let engine = Engine::load(path, OPTIONS).unwrap();
    let (sender, events) = unbounded();
    let request = ScoreRequest {
        id: 0,
        prompt: engine.tokenize("The film was about a farmer and").into(),
        continuations: vec![engine.tokenize(" his dog."), engine.tokenize(" nothing at all")],
        priority: Priority::Run,
        cancel: Default::default(),
    };
    engine.score(request, sender);
    match events.recv().unwrap() {
        Event::Scored { result, .. } => result.unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The starter's file in its parts.
struct Parts {
    bytes: Vec<u8>,
    gguf: Gguf,
    /// Number and bytes of the metadata values.
    values: (u64, Vec<u8>),
}

impl Parts {
    fn of_starter() -> Self {
        let bytes = std::fs::read(starter()).unwrap();
        let gguf = Gguf::open(&starter()).unwrap();
        let name = gguf.tensors.keys().next().unwrap();
        let first = [&(name.len() as u64).to_le_bytes(), name.as_bytes()].concat();
        let end = bytes.windows(first.len()).position(|window| window == first).unwrap();
        let count = u64::from_le_bytes(bytes[16..24].try_into().unwrap());
        Self { values: (count, bytes[24..end].to_vec()), bytes, gguf }
    }

    fn data(&self, tensor: &TensorInfo) -> &[u8] {
        &self.bytes[tensor.offset as usize..][..tensor.bytes as usize]
    }

    /// Writes a GGUF file with some of the tensors.
    fn write(&self, path: &Path, values: (u64, Vec<u8>), tensors: &[(&String, &TensorInfo)]) {
        let mut out = b"GGUF\x03\0\0\0".to_vec();
        out.extend((tensors.len() as u64).to_le_bytes());
        out.extend(values.0.to_le_bytes());
        out.extend(values.1);
        let mut data = Vec::new();
        for (name, tensor) in tensors {
            out.extend((name.len() as u64).to_le_bytes());
            out.extend(name.as_bytes());
            out.extend((tensor.shape.len() as u32).to_le_bytes());
            tensor.shape.iter().rev().for_each(|n| out.extend((*n as u64).to_le_bytes()));
            let code = if tensor.kind == GgmlType::F32 { 0_u32 } else { 8 };
            out.extend(code.to_le_bytes());
            out.extend((data.len() as u64).to_le_bytes());
            data.extend_from_slice(self.data(tensor));
            data.resize(data.len().next_multiple_of(32), 0);
        }
        out.resize(out.len().next_multiple_of(32), 0);
        out.extend(data);
        std::fs::write(path, out).unwrap();
    }

    /// The starter in `count` files.
    fn split(&self, folder: &Path, count: u16) {
        let tensors: Vec<_> = self.gguf.tensors.iter().collect();
        let each = tensors.len().div_ceil(usize::from(count));
        for (n, tensors) in tensors.chunks(each).enumerate() {
            let (mut number, mut values) = if n == 0 { self.values.clone() } else { (0, Vec::new()) };
            for (key, value) in [("split.no", n as u16), ("split.count", count)] {
                number += 1;
                values.extend((key.len() as u64).to_le_bytes());
                values.extend(key.as_bytes());
                values.extend(2_u32.to_le_bytes());
                values.extend(value.to_le_bytes());
            }
            let name = format!("m-{:05}-of-{count:05}.gguf", n + 1);
            self.write(&folder.join(name), (number, values), tensors);
        }
    }
}

#[test]
fn a_split_model_is_the_model_whichever_part_is_named() {
    let folder = tempfile::tempdir().unwrap();
    Parts::of_starter().split(folder.path(), 3);
    let expected = scores(&starter());
    for part in ["m-00001-of-00003.gguf", "m-00003-of-00003.gguf"] {
        assert_eq!(scores(&folder.path().join(part)), expected, "{part}");
    }
    let file = inspect(&folder.path().join("m-00002-of-00003.gguf")).unwrap();
    assert_eq!((file.parameters, file.vocabulary), (6_033_408, 5120));
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let check = |change: &dyn Fn(&Path), expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        Parts::of_starter().split(folder.path(), 3);
        change(folder.path());
        let first = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).min().unwrap();
        let error = inspect(&first).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(&|f| std::fs::remove_file(f.join("m-00002-of-00003.gguf")).unwrap(), "all files of the model");
    check(
        &|f| {
            std::fs::copy(f.join("m-00003-of-00003.gguf"), f.join("m-00002-of-00003.gguf")).unwrap();
        },
        "is not part 2 of 3",
    );
    check(
        &|f| std::fs::rename(f.join("m-00001-of-00003.gguf"), f.join("a.gguf")).unwrap(),
        "must keep their names",
    );
}

/// Writes a folder as models are published, with weights in single precision, and the same as one GGUF file.
fn publish(folder: &Path, gguf: &Path) {
    let mut parts = Parts::of_starter();
    // Every weight in single precision, so that both forms hold the same numbers.
    let mut bytes = Vec::new();
    let (mut header, mut offset) = (serde_json::Map::new(), 0);
    let old = parts.gguf.tensors.clone();
    for (name, tensor) in &old {
        let values = values(parts.data(tensor), tensor);
        let data: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let end = offset + data.len();
        header.insert(
            published(name),
            json!({ "dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, end] }),
        );
        let place = TensorInfo {
            kind: GgmlType::F32,
            offset: bytes.len() as u64,
            bytes: data.len() as u64,
            ..tensor.clone()
        };
        parts.gguf.tensors.insert(name.clone(), place);
        offset = end;
        bytes.extend(data);
    }
    let header = serde_json::to_vec(&header).unwrap();
    let file = [&(header.len() as u64).to_le_bytes()[..], &header, &bytes].concat();
    std::fs::write(folder.join("model.safetensors"), file).unwrap();
    parts.bytes = bytes;
    parts.write(gguf, parts.values.clone(), &parts.gguf.tensors.iter().collect::<Vec<_>>());

    let number = |key: &str| parts.gguf.metadata.f32(&format!("qwen3.{key}")).unwrap();
    let config = json!({
        "model_type": "qwen3",
        "hidden_size": number("embedding_length") as u32,
        "num_hidden_layers": number("block_count") as u32,
        "num_attention_heads": number("attention.head_count") as u32,
        "num_key_value_heads": number("attention.head_count_kv") as u32,
        "head_dim": number("attention.key_length") as u32,
        "intermediate_size": number("feed_forward_length") as u32,
        "max_position_embeddings": number("context_length") as u32,
        "rms_norm_eps": number("attention.layer_norm_rms_epsilon"),
        "rope_theta": number("rope.freq_base"),
        "tie_word_embeddings": true,
    });
    std::fs::write(folder.join("config.json"), config.to_string()).unwrap();
    for name in ["tokenizer.json", "tokenizer_config.json"] {
        let path = starter().with_file_name(name);
        if path.exists() {
            std::fs::copy(path, folder.join(name)).unwrap();
        }
    }
}

/// Weights of a tensor in `Q8_0` or single precision.
fn values(bytes: &[u8], tensor: &TensorInfo) -> Vec<f32> {
    match tensor.kind {
        GgmlType::F32 => bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
        GgmlType::Q8_0 => bytes
            .chunks_exact(34)
            .flat_map(|block| {
                let d = half::f16::from_le_bytes([block[0], block[1]]).to_f32();
                block[2..].iter().map(move |q| d * f32::from(*q as i8))
            })
            .collect(),
        other => panic!("{other}"),
    }
}

fn published(name: &str) -> String {
    let names = [
        ("token_embd", "model.embed_tokens"),
        ("output_norm", "model.norm"),
        ("attn_norm", "input_layernorm"),
        ("ffn_norm", "post_attention_layernorm"),
        ("attn_q_norm", "self_attn.q_norm"),
        ("attn_k_norm", "self_attn.k_norm"),
        ("attn_output", "self_attn.o_proj"),
        ("attn_q", "self_attn.q_proj"),
        ("attn_k", "self_attn.k_proj"),
        ("attn_v", "self_attn.v_proj"),
        ("ffn_gate", "mlp.gate_proj"),
        ("ffn_up", "mlp.up_proj"),
        ("ffn_down", "mlp.down_proj"),
    ];
    let stem = name.strip_suffix(".weight").unwrap();
    let (layer, part) = match stem.strip_prefix("blk.") {
        Some(rest) => rest.split_once('.').map(|(n, part)| (format!("model.layers.{n}."), part)).unwrap(),
        None => (String::new(), stem),
    };
    let (_, published) = names.iter().find(|(own, _)| *own == part).unwrap();
    format!("{layer}{published}.weight")
}

#[test]
fn a_folder_with_safetensors_is_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let gguf = folder.path().join("same.gguf");
    publish(folder.path(), &gguf);
    assert_eq!(scores(folder.path()), scores(&gguf));
    assert_eq!(scores(&folder.path().join("model.safetensors")), scores(&gguf));
    assert_eq!(inspect(folder.path()).unwrap().architecture, "qwen3");
}

#[test]
fn damaged_folders_are_refused() {
    let check = |name: &str, content: Option<&[u8]>, expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), &folder.path().join("same.gguf"));
        let path = folder.path().join(name);
        match content {
            Some(content) => std::fs::write(path, content).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        let error = match Engine::load(folder.path(), OPTIONS) {
            Ok(_) => panic!("{name} {expected}"),
            Err(error @ (LoadError::Checkpoint(_) | LoadError::Architecture { .. })) => error.to_string(),
            Err(other) => panic!("{other}"),
        };
        assert!(error.contains(expected), "{name}: {error}");
    };
    check("config.json", None, "config.json' cannot be read");
    check("config.json", Some(b"{"), "is damaged");
    check("config.json", Some(b"{}"), "has no 'model_type'");
    check("config.json", Some(br#"{"model_type": "rwkv"}"#), "'rwkv' cannot be run");
    check("tokenizer.json", None, "tokenizer.json' cannot be read");
    check("model.safetensors", None, "model.safetensors' cannot be read");
    check("model.safetensors", Some(&[255; 64]), "its header is said to have");
    check("model.safetensors", Some(&[[2, 0, 0, 0, 0, 0, 0, 0].as_slice(), b"{]"].concat()), "is damaged");
    let beyond = br#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#;
    let file = [&(beyond.len() as u64).to_le_bytes()[..], beyond, &[0; 8]].concat();
    check("model.safetensors", Some(&file), "lies beyond its end");
    let list = br#"{"weight_map": {"a": "../other.safetensors"}}"#;
    check("model.safetensors.index.json", Some(list), "outside the folder");
}
