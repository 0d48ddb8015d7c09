//! A tokenizer from the `tokenizer.json` that comes with weights in safetensors files.
//!
//! Read by hand rather than by the library that writes these files, which panics on some damaged ones
//! and runs their patterns with backtracking. Byte-pair encoders are supported, which all open chat
//! models use. Unicode normalization (NFC) before splitting is not applied, as in GGUF files.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::alphabet::Alphabet;
use super::assemble::{
    Roles, assemble, byte_level_text, byte_tokens, byte_value, fallback_bytes, halves, is_white_space,
    kind_of, merge_rules, word_splitter,
};
use super::bpe::{Bpe, Rules, Symbols};
use super::split::{GPT_2, Splitter};
use super::vocabulary::{Entry, SIZE_LIMIT, TokenKind, Vocabulary};
use super::{Tokenizer, TokenizerError};

#[derive(Deserialize)]
struct Kind {
    model: KindOfModel,
}

#[derive(Deserialize)]
struct KindOfModel {
    #[serde(rename = "type", default)]
    name: Option<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    added_tokens: Vec<Added>,
    #[serde(default)]
    normalizer: Value,
    #[serde(default)]
    pre_tokenizer: Value,
    #[serde(default)]
    post_processor: Value,
    model: Model,
}

#[derive(Deserialize)]
struct Added {
    id: u32,
    content: String,
    #[serde(default)]
    special: bool,
}

#[derive(Deserialize)]
struct Model {
    vocab: IndexMap<String, u32>,
    merges: Vec<Merge>,
    #[serde(default)]
    unk_token: Option<String>,
    #[serde(default)]
    byte_fallback: bool,
    #[serde(default)]
    ignore_merges: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Merge {
    Joined(String),
    Pair(String, String),
}

impl Merge {
    fn halves(&self) -> Option<(&str, &str)> {
        match self {
            Self::Joined(merge) => halves(merge),
            Self::Pair(left, right) => Some((left, right)),
        }
    }
}

/// The parts of `tokenizer_config.json` that say how prompts start and end.
#[derive(Default, Deserialize)]
struct Config {
    #[serde(default)]
    bos_token: Option<Named>,
    #[serde(default)]
    eos_token: Option<Named>,
    #[serde(default)]
    add_bos_token: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Text(String),
    Token { content: String },
}

impl Named {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Token { content: text } => text,
        }
    }
}

/// What normalizer and pre-tokenizer do, taken together.
#[derive(Default)]
struct Cutting {
    patterns: Vec<String>,
    byte_level: bool,
    space_first: bool,
}

impl Tokenizer {
    /// Reads the text of a `tokenizer.json` and, where there is one, of the `tokenizer_config.json` beside it.
    ///
    /// # Errors
    /// The texts are no such files, or their parts do not fit together, or the model splits text in a way
    /// that is not built in.
    pub fn from_json(tokenizer: &str, config: Option<&str>) -> Result<Self, TokenizerError> {
        let kind: Kind = parse(tokenizer)?;
        if let Some(name) = kind.model.name.filter(|name| name != "BPE") {
            return Err(TokenizerError::Unsupported { what: "tokenizer", name });
        }
        let file: File = parse(tokenizer)?;
        let config: Config = config.map(parse).transpose()?.unwrap_or_default();
        let mut cutting = Cutting::default();
        cutting.read(&file.normalizer)?;
        cutting.read(&file.pre_tokenizer)?;
        build(&file, &config, cutting)
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, TokenizerError> {
    serde_json::from_str(text).map_err(|error| TokenizerError::Json { reason: error.to_string() })
}

fn build(file: &File, config: &Config, cutting: Cutting) -> Result<Tokenizer, TokenizerError> {
    let alphabet = Alphabet::new();
    let bytes = |text: &str, kind| match kind {
        TokenKind::Normal if cutting.byte_level => {
            alphabet.decode(text).unwrap_or_else(|| text.as_bytes().to_vec())
        }
        TokenKind::Byte => byte_value(text).map_or_else(Vec::new, |byte| vec![byte]),
        TokenKind::Normal => text.replace('▁', " ").into_bytes(),
        _ => text.as_bytes().to_vec(),
    };
    let mergeable: fn(TokenKind) -> bool = match cutting.byte_level {
        true => |kind| kind == TokenKind::Normal,
        false => |kind| matches!(kind, TokenKind::Normal | TokenKind::UserDefined),
    };
    let vocabulary = Vocabulary::new(entries(file, bytes)?, mergeable)?;
    let unknown = file.model.unk_token.as_deref().and_then(|text| vocabulary.by_text(text));
    let merges = file.model.merges.iter().map(Merge::halves);
    let bpe = if cutting.byte_level {
        Bpe {
            symbols: Symbols::Bytes,
            rules: Rules::Merges(merge_rules(merges, &vocabulary, byte_level_text(&vocabulary, &alphabet))?),
            splitter: Splitter::from_patterns(cutting.patterns.iter().map(String::as_str))?,
            whole_pieces: file.model.ignore_merges,
            bytes: byte_tokens(&vocabulary, unknown)?,
        }
    } else {
        let is_text = |id, _: &str| mergeable(vocabulary.kind(id));
        Bpe {
            symbols: Symbols::Characters,
            rules: Rules::Merges(merge_rules(merges, &vocabulary, is_text)?),
            splitter: word_splitter(&vocabulary),
            whole_pieces: file.model.ignore_merges,
            bytes: fallback_bytes(&vocabulary, unknown)?,
        }
    };
    let named = |token: &Option<Named>| token.as_ref().and_then(|token| vocabulary.by_text(token.text()));
    let first = first_of_template(&file.post_processor).and_then(|text| vocabulary.by_text(text));
    let roles = Roles {
        bos: named(&config.bos_token).or(first),
        eos: named(&config.eos_token),
        end_of_turn: Vec::new(),
        starts: config.add_bos_token.unwrap_or(first.is_some()),
        space_first: cutting.space_first,
    };
    let added_text: fn(&[u8]) -> bool = if cutting.byte_level { is_white_space } else { |_| true };
    assemble(vocabulary, bpe, roles, added_text)
}

/// All tokens by number; numbers that the file leaves out are unused.
fn entries(file: &File, bytes: impl Fn(&str, TokenKind) -> Vec<u8>) -> Result<Vec<Entry>, TokenizerError> {
    let ids = file.model.vocab.values().copied().chain(file.added_tokens.iter().map(|token| token.id));
    let size = ids.max().map_or(0, |last| last as usize + 1);
    if size > SIZE_LIMIT {
        return Err(TokenizerError::Size { found: size, limit: SIZE_LIMIT });
    }
    let mut slots: Vec<Option<(&str, TokenKind)>> = vec![None; size];
    for (text, id) in &file.model.vocab {
        let byte = file.model.byte_fallback && byte_value(text).is_some();
        let kind = if byte { TokenKind::Byte } else { TokenKind::Normal };
        if slots[*id as usize].replace((text, kind)).is_some() {
            return Err(TokenizerError::Json { reason: format!("two tokens have the number {id}") });
        }
    }
    for token in &file.added_tokens {
        let unknown = file.model.unk_token.as_deref() == Some(&token.content);
        let kind = match token.special {
            _ if unknown => TokenKind::Unknown,
            true => TokenKind::Control,
            false => TokenKind::UserDefined,
        };
        slots[token.id as usize] = Some((&token.content, kind));
    }
    Ok(slots
        .into_iter()
        .map(|slot| {
            let (text, kind) = slot.unwrap_or(("", TokenKind::Unused));
            let kind = kind_of(text, kind);
            Entry { text: text.to_owned(), bytes: bytes(text, kind), kind }
        })
        .collect())
}

/// The token that the post-processor writes before a text.
fn first_of_template(post_processor: &Value) -> Option<&str> {
    if let Some(parts) = post_processor["processors"].as_array() {
        return parts.iter().find_map(first_of_template);
    }
    post_processor["single"][0]["SpecialToken"]["id"].as_str()
}

impl Cutting {
    /// Takes in a normalizer or pre-tokenizer.
    fn read(&mut self, part: &Value) -> Result<(), TokenizerError> {
        let Some(name) = part["type"].as_str() else { return Ok(()) };
        let unsupported = || TokenizerError::Unsupported { what: "step", name: name.to_owned() };
        match name {
            "Sequence" => {
                let parts = part["pretokenizers"].as_array().or_else(|| part["normalizers"].as_array());
                for part in parts.ok_or_else(unsupported)? {
                    self.read(part)?;
                }
            }
            "NFC" => {}
            "Prepend" if part["prepend"] == "▁" => self.space_first = true,
            // Spaces as ▁, which is how the vocabulary writes them anyway.
            "Replace" if part["pattern"]["String"] == " " && part["content"] == "▁" => {}
            "Split" if part["pattern"]["String"] == " " => {}
            "Metaspace" if part["replacement"] == "▁" => {
                self.space_first = part["prepend_scheme"] != "never"
            }
            "ByteLevel" if part["add_prefix_space"] != true => {
                self.byte_level = true;
                if part["use_regex"] != false {
                    self.patterns.push(GPT_2.to_owned());
                }
            }
            "Digits" => {
                let each = part["individual_digits"] == true;
                self.patterns.push(if each { r"\p{N}" } else { r"\p{N}+" }.to_owned());
            }
            "Split" if part["behavior"] == "Isolated" && part["invert"] != true => {
                let pattern = part["pattern"]["Regex"].as_str().ok_or_else(unsupported)?;
                self.patterns.push(pattern.to_owned());
            }
            _ => return Err(unsupported()),
        }
        Ok(())
    }
}
