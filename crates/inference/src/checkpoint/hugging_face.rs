//! Folders as models are published in them: `config.json`, `tokenizer.json` and safetensors.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{Checkpoint, CheckpointError, Layout, folder, safetensors};
use crate::gguf::{Array, Metadata, Value};
use crate::tokenizer::Tokenizer;

/// How to read text, with the files that say so.
#[derive(Clone)]
pub(super) struct Vocabulary {
    pub(super) tokenizer: Arc<Tokenizer>,
    pub(super) files: Vec<PathBuf>,
}

/// Opens the model in a folder.
pub(super) fn open(folder: &Path) -> Result<Checkpoint, CheckpointError> {
    let config_path = folder.join("config.json");
    let config: Json = folder::read(&config_path)?;
    // Models that also see pictures keep the decoder's settings one level down.
    let config = config.get("text_config").unwrap_or(&config);
    let settings = Settings { path: &config_path, config };
    let family = settings.family()?;
    let Described { values, computed } = settings.describe(&family)?;

    let files = weight_files(folder)?;
    let mut tensors = IndexMap::new();
    let mut bytes = 0;
    for (number, file) in files.iter().enumerate() {
        let (found, length) = safetensors::tensors(file, number)?;
        bytes += length;
        let named = found.into_iter().filter_map(|(name, info)| Some((tensor_name(&name, &family)?, info)));
        tensors.extend(named);
    }

    let tokenizer_path = folder.join("tokenizer.json");
    let settings_path = folder.join("tokenizer_config.json");
    let tokenizer = folder::text(&tokenizer_path)?;
    let tokenizer_settings = settings_path.exists().then(|| folder::text(&settings_path)).transpose()?;
    let mut metadata = values;
    if let Some(template) = chat_template(folder, tokenizer_settings.as_deref())? {
        metadata.insert("tokenizer.chat_template".to_owned(), Value::Text(template));
    }
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    metadata.insert("general.name".to_owned(), Value::Text(name));
    let tokenizer = Tokenizer::from_json(&tokenizer, tokenizer_settings.as_deref()).map_err(|error| {
        CheckpointError::Damaged { path: tokenizer_path.clone(), reason: error.to_string() }
    })?;
    // Published matrices may have more rows than there are tokens, so that their sizes are round.
    let size = tokenizer.size();
    let mut texts = vec![config_path.clone(), tokenizer_path];
    texts.extend(tokenizer_settings.is_some().then_some(settings_path));
    let vocabulary = Vocabulary { tokenizer: Arc::new(tokenizer), files: texts };

    for name in ["token_embd.weight", "output.weight"] {
        if let Some(tensor) = tensors.get_mut(name)
            && let [rows, _] = &mut tensor.shape[..]
            && *rows > size
        {
            tensor.bytes = tensor.bytes / *rows as u64 * size as u64;
            *rows = size;
        }
    }
    let norm_offset = u8::from(family.starts_with("gemma"));
    Ok(Checkpoint {
        metadata: metadata.into_iter().collect::<Metadata>(),
        tensors,
        computed,
        layout: Layout::HuggingFace { norm_offset },
        files,
        vocabulary: Some(vocabulary),
        bytes,
    })
}

/// The files with weights, in the order of their names.
fn weight_files(folder: &Path) -> Result<Vec<PathBuf>, CheckpointError> {
    let index = folder.join("model.safetensors.index.json");
    if !index.exists() {
        return Ok(vec![folder.join("model.safetensors")]);
    }
    let damaged = |reason: &str| CheckpointError::Damaged { path: index.clone(), reason: reason.to_owned() };
    let list: Json = folder::read(&index)?;
    let map = list.get("weight_map").and_then(Json::as_object);
    let map = map.ok_or_else(|| damaged("it has no 'weight_map'"))?;
    let names: BTreeSet<&str> = map.values().filter_map(Json::as_str).collect();
    if names.iter().any(|name| !folder::is_plain_name(name) || !name.ends_with(".safetensors")) {
        return Err(damaged("it names a file outside the folder"));
    }
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// The template in the file of its own or among the tokenizer's settings.
fn chat_template(folder: &Path, settings: Option<&str>) -> Result<Option<String>, CheckpointError> {
    let path = folder.join("chat_template.jinja");
    if path.exists() {
        return folder::text(&path).map(Some);
    }
    let Some(settings) = settings else { return Ok(None) };
    let settings: Json = folder::parse(&folder.join("tokenizer_config.json"), settings)?;
    let template = settings.get("chat_template");
    let named = |list: &Vec<Json>| {
        let default = list.iter().find(|one| one.get("name").and_then(Json::as_str) == Some("default"));
        default.and_then(|one| one.get("template")).and_then(Json::as_str).map(str::to_owned)
    };
    Ok(template.and_then(|t| t.as_str().map(str::to_owned).or_else(|| t.as_array().and_then(named))))
}

/// The name of a tensor in a GGUF file; `None` for what no decoder asks for.
fn tensor_name(name: &str, family: &str) -> Option<String> {
    let name = name.strip_prefix("language_model.").unwrap_or(name);
    let name = name.strip_prefix("model.").unwrap_or(name);
    let name = name.strip_prefix("language_model.").unwrap_or(name);
    let (stem, kind) = name.rsplit_once('.')?;
    let whole = match stem {
        "embed_tokens" => Some("token_embd"),
        "norm" => Some("output_norm"),
        "lm_head" => Some("output"),
        _ => None,
    };
    if let Some(whole) = whole {
        return Some(format!("{whole}.{kind}"));
    }
    let (layer, part) = stem.strip_prefix("layers.")?.split_once('.')?;
    let layer: usize = layer.parse().ok()?;
    let norm_after = family.starts_with("gemma") || family == "olmo2";
    let part = match part {
        "self_attn.q_proj" => "attn_q",
        "self_attn.k_proj" => "attn_k",
        "self_attn.v_proj" => "attn_v",
        "self_attn.qkv_proj" => "attn_qkv",
        "self_attn.o_proj" => "attn_output",
        "self_attn.q_norm" => "attn_q_norm",
        "self_attn.k_norm" => "attn_k_norm",
        "mlp.gate_proj" => "ffn_gate",
        "mlp.up_proj" | "mlp.gate_up_proj" => "ffn_up",
        "mlp.down_proj" => "ffn_down",
        "input_layernorm" => "attn_norm",
        "post_attention_layernorm" if norm_after => "post_attention_norm",
        "post_attention_layernorm" | "pre_feedforward_layernorm" => "ffn_norm",
        "post_feedforward_layernorm" => "post_ffw_norm",
        _ => return None,
    };
    Some(format!("blk.{layer}.{part}.{kind}"))
}

/// What the settings say, in the terms of GGUF.
struct Described {
    values: HashMap<String, Value>,
    computed: HashMap<String, Vec<f32>>,
}

/// `config.json`.
struct Settings<'c> {
    path: &'c Path,
    config: &'c Json,
}

impl Settings<'_> {
    fn damaged(&self, reason: String) -> CheckpointError {
        CheckpointError::Damaged { path: self.path.to_owned(), reason }
    }

    /// The architecture's name in GGUF files; names that are not known stay as they are.
    fn family(&self) -> Result<String, CheckpointError> {
        let name = self.config.get("model_type").and_then(Json::as_str);
        let name = name.ok_or_else(|| self.damaged("it has no 'model_type'".to_owned()))?;
        Ok(match name {
            "mistral" => "llama",
            "gemma3_text" => "gemma3",
            other => other,
        }
        .to_owned())
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.config.get(key).and_then(Json::as_f64)
    }

    fn describe(&self, family: &str) -> Result<Described, CheckpointError> {
        let mut values = HashMap::new();
        let mut set = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                values.insert(format!("{family}.{key}"), value);
            }
        };
        for (key, name) in [
            ("block_count", "num_hidden_layers"),
            ("embedding_length", "hidden_size"),
            ("attention.head_count", "num_attention_heads"),
            ("attention.head_count_kv", "num_key_value_heads"),
            ("attention.key_length", "head_dim"),
            ("feed_forward_length", "intermediate_size"),
            ("context_length", "max_position_embeddings"),
            ("attention.sliding_window", "sliding_window"),
            ("attention.sliding_window_pattern", "sliding_window_pattern"),
            ("expert_count", "num_local_experts"),
        ] {
            set(key, self.config.get(name).and_then(Json::as_u64).map(Value::U64));
        }
        for (key, name) in [
            ("attention.layer_norm_rms_epsilon", "rms_norm_eps"),
            ("rope.freq_base", "rope_theta"),
            ("rope.freq_base_swa", "rope_local_base_freq"),
            ("attn_logit_softcapping", "attn_logit_softcapping"),
            ("final_logit_softcapping", "final_logit_softcapping"),
            ("embedding_scale", "embedding_multiplier"),
            ("residual_scale", "residual_multiplier"),
            ("logit_scale", "logits_scaling"),
            ("attention.scale", "attention_multiplier"),
        ] {
            set(key, self.number(name).map(Value::F64));
        }
        let layer_types = self.config.get("layer_types").and_then(Json::as_array).map(|kinds| {
            let slides = kinds.iter().map(|kind| kind.as_str() == Some("sliding_attention"));
            Value::Array(Array::Bool(slides.collect()))
        });
        set("attention.sliding_window_pattern", layer_types);

        let hidden = self.number("hidden_size").unwrap_or(0.0);
        let heads = self.number("num_attention_heads").unwrap_or(1.0).max(1.0);
        let head_dim = self.number("head_dim").unwrap_or(hidden / heads);
        let dims = self.number("partial_rotary_factor").map_or(head_dim, |share| (head_dim * share).floor());
        set("rope.dimension_count", Some(Value::U64(dims as u64)));
        let scaling = self.scaling(dims as usize)?;
        scaling.values.into_iter().for_each(|(key, value)| set(key, Some(value)));
        values.insert("general.architecture".to_owned(), Value::Text(family.to_owned()));
        Ok(Described { values, computed: scaling.computed })
    }

    /// What `rope_scaling` says.
    fn scaling(&self, dims: usize) -> Result<Scaling, CheckpointError> {
        let mut scaling = Scaling::default();
        let Some(given) = self.config.get("rope_scaling").filter(|given| !given.is_null()) else {
            return Ok(scaling);
        };
        let number = |key: &str| given.get(key).and_then(Json::as_f64);
        let list = |key: &str| -> Option<Vec<f32>> {
            given.get(key)?.as_array()?.iter().map(|n| n.as_f64().map(|n| n as f32)).collect()
        };
        let kind = given.get("rope_type").or(given.get("type")).and_then(Json::as_str).unwrap_or("default");
        let missing = |key: &str| self.damaged(format!("its 'rope_scaling' has no '{key}'"));
        let trained =
            number("original_max_position_embeddings").or(self.number("original_max_position_embeddings"));
        let factor = number("factor");
        let mut set = |key, value: Value| scaling.values.push((key, value));
        match kind {
            "default" => {}
            "llama3" => {
                let factor = factor.ok_or_else(|| missing("factor"))?;
                let trained = trained.ok_or_else(|| missing("original_max_position_embeddings"))?;
                let low = number("low_freq_factor").ok_or_else(|| missing("low_freq_factor"))?;
                let high = number("high_freq_factor").ok_or_else(|| missing("high_freq_factor"))?;
                let theta = self.number("rope_theta").unwrap_or(10_000.0);
                let factors = llama_3(theta, dims, factor, trained, low, high);
                scaling.computed.insert("rope_freqs.weight".to_owned(), factors);
            }
            "longrope" | "su" => {
                let short = list("short_factor").ok_or_else(|| missing("short_factor"))?;
                let trained = trained.ok_or_else(|| missing("original_max_position_embeddings"))?;
                let longest = self.number("max_position_embeddings").unwrap_or(trained);
                // Equation 8 of LongRoPE (arXiv:2402.13753): attention stays as sharp over longer texts.
                let sharp = (1.0 + (longest / trained).max(1.0).ln() / trained.ln()).sqrt();
                set("rope.scaling.type", Value::Text("longrope".to_owned()));
                set("rope.scaling.original_context_length", Value::U64(trained as u64));
                set("rope.scaling.attn_factor", Value::F64(number("attention_factor").unwrap_or(sharp)));
                scaling.computed.insert("rope_factors_short.weight".to_owned(), short);
            }
            _ => {
                // Kinds that are not known are refused by name where the metadata is read.
                set("rope.scaling.type", Value::Text(kind.to_owned()));
                if let Some(factor) = factor {
                    set("rope.scaling.factor", Value::F64(factor));
                }
                if let Some(trained) = trained {
                    set("rope.scaling.original_context_length", Value::U64(trained as u64));
                }
                for (key, name) in [
                    ("rope.scaling.yarn_beta_fast", "beta_fast"),
                    ("rope.scaling.yarn_beta_slow", "beta_slow"),
                ] {
                    if let Some(value) = number(name) {
                        set(key, Value::F64(value));
                    }
                }
            }
        }
        Ok(scaling)
    }
}

/// A scaling of positions in the terms of GGUF.
#[derive(Default)]
struct Scaling {
    values: Vec<(&'static str, Value)>,
    computed: HashMap<String, Vec<f32>>,
}

/// Divisors of the frequencies of Llama 3.1 and later: low frequencies are divided by `factor`, high ones
/// stay, those between are mixed. As in `modeling_rope_utils.py` of Transformers.
fn llama_3(theta: f64, dims: usize, factor: f64, trained: f64, low: f64, high: f64) -> Vec<f32> {
    let divisor = |i: usize| {
        let wavelength = std::f64::consts::TAU * theta.powf(2.0 * i as f64 / dims as f64);
        if wavelength < trained / high {
            1.0
        } else if wavelength > trained / low {
            factor
        } else {
            let smooth = (trained / wavelength - low) / (high - low);
            1.0 / ((1.0 - smooth) / factor + smooth)
        }
    };
    (0..dims / 2).map(|i| divisor(i) as f32).collect()
}
