//! The files of an encoder, as the library sentence-transformers writes them, checked before anything is built of them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use candle_transformers::models::bert::Config;
use serde::Deserialize;

use super::{EncoderError, Pooling};
use crate::checkpoint::{CheckpointError, folder, safetensors};
use crate::gguf::GgmlType;
use crate::model::Cancel;
use crate::model_file::digest;

/// Architectures that are encoders, whether or not they can be run.
const ENCODERS: &[&str] = &[
    "bert",
    "roberta",
    "xlm-roberta",
    "distilbert",
    "mpnet",
    "modernbert",
    "nomic_bert",
    "deberta-v2",
    "new",
];

/// Most layers, and most components of anything; the largest encoders have 48 and some thousands.
const LAYERS: usize = 256;
const COMPONENTS: usize = 1 << 16;

/// What a folder says of its encoder.
pub(super) struct Files {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) config: Config,
    pub(super) tokenizer: WordPieceFile,
    pub(super) pooling: Pooling,
    /// Tokens of a text that are read.
    pub(super) context: usize,
    weights: PathBuf,
}

/// How words are cut.
pub(super) struct WordPieceFile {
    pub(super) vocabulary: HashMap<String, u32>,
    pub(super) unknown: String,
    /// Before a piece that goes on with a word.
    pub(super) prefix: String,
    /// Characters of the longest word that is cut; longer ones are unknown.
    pub(super) longest_word: usize,
    pub(super) normalizer: Normalizer,
    /// `[CLS]`.
    pub(super) first: u32,
    /// `[SEP]`.
    pub(super) last: u32,
}

/// How text is made plain before it is cut.
#[derive(Deserialize)]
pub(super) struct Normalizer {
    pub(super) clean_text: bool,
    pub(super) handle_chinese_chars: bool,
    /// As `lowercase` where absent.
    pub(super) strip_accents: Option<bool>,
    pub(super) lowercase: bool,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(default)]
    model_type: String,
}

/// Whether a folder says that it holds an encoder.
pub(super) fn is_encoder(path: &Path) -> bool {
    folder::read::<Kind>(&path.join("config.json"))
        .is_ok_and(|kind| ENCODERS.contains(&kind.model_type.as_str()))
}

impl Files {
    pub(super) fn read(path: &Path) -> Result<Self, EncoderError> {
        let at = |name: &str| path.join(name);
        let config_path = at("config.json");
        let text = folder::text(&config_path)?;
        let kind: Kind = folder::parse(&config_path, &text)?;
        if kind.model_type != "bert" {
            let what = format!("the architecture '{}'", kind.model_type);
            return Err(EncoderError::Unsupported { what });
        }
        let config: Config = folder::parse(&config_path, &text)?;
        plausible(&config, &config_path)?;
        let tokenizer = word_pieces(&at("tokenizer.json"), config.vocab_size)?;
        let mut used = vec![at("model.safetensors"), config_path.clone(), at("tokenizer.json")];
        let mut optional = |path: PathBuf| path.exists().then(|| used.push(path.clone())).map(|()| path);

        let mut pooling = Pooling::Mean;
        if let Some(list) = optional(at("modules.json")) {
            for module in folder::read::<Vec<Module>>(&list)? {
                match module.kind.rsplit('.').next() {
                    Some("Transformer" | "Normalize") => {}
                    Some("Pooling") if folder::is_plain_name(&module.path) => {
                        if let Some(path) = optional(at(&module.path).join("config.json")) {
                            pooling = folder::read::<PoolingFile>(&path)?.pooling()?;
                        }
                    }
                    _ => return Err(EncoderError::Unsupported { what: format!("'{}'", module.kind) }),
                }
            }
        }
        let mut context = config.max_position_embeddings;
        if let Some(settings) = optional(at("sentence_bert_config.json")) {
            let limit = folder::read::<SentenceFile>(&settings)?.max_seq_length;
            context = context.min(limit.unwrap_or(context));
        }
        if context < 3 {
            return Err(damaged(&config_path, format!("it leaves {context} tokens for a text")));
        }
        let weights = at("model.safetensors");
        let sha256 = digest(used.iter().map(PathBuf::as_path), &Cancel::default())?.unwrap_or_default();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, sha256, config, tokenizer, pooling, context, weights })
    }

    /// The tensors by name, of 32 bits.
    pub(super) fn weights(&self) -> Result<HashMap<String, Tensor>, EncoderError> {
        let (infos, _) = safetensors::tensors(&self.weights, 0)?;
        let unreadable = |source| CheckpointError::File { path: self.weights.clone(), source };
        let mut file = File::open(&self.weights).map_err(unreadable)?;
        let mut tensors = HashMap::new();
        for (name, info) in infos {
            let kind = match info.kind {
                GgmlType::F32 => DType::F32,
                GgmlType::F16 => DType::F16,
                GgmlType::BF16 => DType::BF16,
                _ => continue,
            };
            let mut bytes = vec![0; info.bytes as usize];
            file.seek(SeekFrom::Start(info.offset)).map_err(unreadable)?;
            file.read_exact(&mut bytes).map_err(unreadable)?;
            let tensor = Tensor::from_raw_buffer(&bytes, kind, &info.shape, &Device::Cpu)?;
            tensors.insert(name, tensor.to_dtype(DType::F32)?);
        }
        Ok(tensors)
    }
}

fn damaged(path: &Path, reason: String) -> EncoderError {
    CheckpointError::Damaged { path: path.to_owned(), reason }.into()
}

/// The network is built by a library that divides by these numbers and trusts them.
fn plausible(config: &Config, path: &Path) -> Result<(), EncoderError> {
    let numbers = [
        ("num_hidden_layers", config.num_hidden_layers, LAYERS),
        ("hidden_size", config.hidden_size, COMPONENTS),
        ("num_attention_heads", config.num_attention_heads, config.hidden_size),
        ("intermediate_size", config.intermediate_size, COMPONENTS),
        ("max_position_embeddings", config.max_position_embeddings, COMPONENTS),
    ];
    for (name, number, most) in numbers {
        if number == 0 || number > most {
            return Err(damaged(path, format!("'{name}' is {number}")));
        }
    }
    if !config.hidden_size.is_multiple_of(config.num_attention_heads) {
        return Err(damaged(path, "'hidden_size' is no multiple of 'num_attention_heads'".to_owned()));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct SentenceFile {
    max_seq_length: Option<usize>,
}

#[derive(Deserialize)]
struct PoolingFile {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
    #[serde(default)]
    pooling_mode_mean_sqrt_len_tokens: bool,
}

impl PoolingFile {
    fn pooling(&self) -> Result<Pooling, EncoderError> {
        // Dividing the sum by the root of the length gives the direction of the mean.
        let mean = self.pooling_mode_mean_tokens || self.pooling_mode_mean_sqrt_len_tokens;
        match (mean, self.pooling_mode_cls_token, self.pooling_mode_max_tokens) {
            (true, false, false) => Ok(Pooling::Mean),
            (false, true, false) => Ok(Pooling::Cls),
            _ => Err(EncoderError::Unsupported { what: "this kind of pooling".to_owned() }),
        }
    }
}

#[derive(Deserialize)]
struct TokenizerFile {
    model: Model,
    normalizer: Option<TaggedNormalizer>,
    pre_tokenizer: Option<Tagged>,
}

#[derive(Deserialize)]
struct Tagged {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct TaggedNormalizer {
    #[serde(rename = "type")]
    kind: String,
    #[serde(flatten)]
    rules: Normalizer,
}

#[derive(Deserialize)]
struct Model {
    // Older files leave it out.
    #[serde(rename = "type", default)]
    kind: Option<String>,
    vocab: HashMap<String, u32>,
    #[serde(default = "unknown")]
    unk_token: String,
    #[serde(default = "prefix")]
    continuing_subword_prefix: String,
    #[serde(default = "longest_word")]
    max_input_chars_per_word: usize,
}

fn unknown() -> String {
    "[UNK]".to_owned()
}

fn prefix() -> String {
    "##".to_owned()
}

fn longest_word() -> usize {
    100
}

/// Reads `tokenizer.json` by hand: the library that writes these files panics on some damaged ones.
fn word_pieces(path: &Path, vocabulary_size: usize) -> Result<WordPieceFile, EncoderError> {
    let TokenizerFile { model, normalizer, pre_tokenizer } = folder::read(path)?;
    let kinds = [
        ("tokenizer", model.kind.as_deref().unwrap_or("WordPiece"), "WordPiece"),
        ("normalizer", normalizer.as_ref().map_or("none", |one| one.kind.as_str()), "BertNormalizer"),
        ("pre-tokenizer", pre_tokenizer.as_ref().map_or("none", |one| one.kind.as_str()), "BertPreTokenizer"),
    ];
    for (part, found, known) in kinds {
        if found != known {
            return Err(EncoderError::Unsupported { what: format!("the {part} '{found}'") });
        }
    }
    let Some(normalizer) = normalizer else {
        return Err(EncoderError::Unsupported { what: "no normalizer".to_owned() });
    };
    if let Some((token, id)) = model.vocab.iter().find(|(_, id)| **id as usize >= vocabulary_size) {
        return Err(damaged(path, format!("the token '{token}' has the number {id} of {vocabulary_size}")));
    }
    let special = |token: &str| {
        model.vocab.get(token).copied().ok_or_else(|| damaged(path, format!("it has no token '{token}'")))
    };
    let (first, last, _) = (special("[CLS]")?, special("[SEP]")?, special(&model.unk_token)?);
    Ok(WordPieceFile {
        unknown: model.unk_token,
        prefix: model.continuing_subword_prefix,
        longest_word: model.max_input_chars_per_word,
        normalizer: normalizer.rules,
        first,
        last,
        vocabulary: model.vocab,
    })
}
