//! A tokenizer from the metadata of a model file.

use super::alphabet::Alphabet;
use super::assemble::{
    Roles, assemble, byte_level_text, byte_tokens, byte_value, fallback_bytes, halves, is_white_space,
    kind_of, merge_rules, word_splitter,
};
use super::bpe::{Bpe, Rules, Symbols};
use super::split::{self, Splitter};
use super::vocabulary::{Entry, TokenKind, Vocabulary};
use super::{Tokenizer, TokenizerError};
use crate::gguf::Metadata;

impl Tokenizer {
    /// Reads the vocabulary of a GGUF file.
    ///
    /// # Errors
    /// The metadata lacks a part of the vocabulary, or the parts do not fit together, or the model
    /// splits text in a way that is not built in.
    pub fn from_gguf(metadata: &Metadata) -> Result<Self, TokenizerError> {
        match metadata.str("tokenizer.ggml.model")? {
            "gpt2" => byte_level(metadata),
            "llama" => sentence_piece(metadata),
            name => Err(TokenizerError::Unsupported { what: "tokenizer", name: name.to_owned() }),
        }
    }
}

fn byte_level(metadata: &Metadata) -> Result<Tokenizer, TokenizerError> {
    let name = metadata.opt_str("tokenizer.ggml.pre")?.unwrap_or("default");
    let patterns = split::patterns(name)
        .ok_or_else(|| TokenizerError::Unsupported { what: "pre-tokenizer", name: name.to_owned() })?;
    let alphabet = Alphabet::new();
    let entries = entries(metadata, |text, kind| match kind {
        TokenKind::Normal => alphabet.decode(text).unwrap_or_else(|| text.as_bytes().to_vec()),
        _ => text.as_bytes().to_vec(),
    })?;
    let vocabulary = Vocabulary::new(entries, |kind| kind == TokenKind::Normal)?;
    let merges = metadata.strings("tokenizer.ggml.merges")?.iter().map(|merge| halves(merge));
    let merges = merge_rules(merges, &vocabulary, byte_level_text(&vocabulary, &alphabet))?;
    let unknown = special(metadata, "tokenizer.ggml.unknown_token_id", "unknown token", &vocabulary)?;
    // The families that llama.cpp starts with a token and whose pieces may be tokens as a whole.
    let starts = matches!(
        name,
        "llama3"
            | "llama-v3"
            | "llama-bpe"
            | "falcon3"
            | "falcon-h1"
            | "pixtral"
            | "midm-2.0"
            | "lfm2"
            | "tekken"
    );
    let bpe = Bpe {
        symbols: Symbols::Bytes,
        rules: Rules::Merges(merges),
        splitter: Splitter::from_patterns(patterns.iter().copied())?,
        whole_pieces: starts || matches!(name, "glm4" | "glm5"),
        bytes: byte_tokens(&vocabulary, unknown)?,
    };
    let roles = roles(metadata, &vocabulary, starts, false)?;
    assemble(vocabulary, bpe, roles, is_white_space)
}

fn sentence_piece(metadata: &Metadata) -> Result<Tokenizer, TokenizerError> {
    let entries = entries(metadata, |text, kind| match kind {
        TokenKind::Control | TokenKind::Unknown => text.as_bytes().to_vec(),
        TokenKind::Byte => byte_value(text).map_or_else(Vec::new, |byte| vec![byte]),
        _ => text.replace('▁', " ").into_bytes(),
    })?;
    for (id, entry) in (0_u32..).zip(&entries) {
        if entry.kind == TokenKind::Byte && entry.bytes.is_empty() {
            return Err(TokenizerError::ByteToken { token: id, text: entry.text.clone() });
        }
    }
    let vocabulary =
        Vocabulary::new(entries, |kind| matches!(kind, TokenKind::Normal | TokenKind::UserDefined))?;
    let scores = metadata.f32s("tokenizer.ggml.scores")?;
    let ranks = ranks(&scores, vocabulary.len())?;
    let unknown = special(metadata, "tokenizer.ggml.unknown_token_id", "unknown token", &vocabulary)?
        .or_else(|| vocabulary.by_text("<unk>"));
    let bpe = Bpe {
        symbols: Symbols::Characters,
        rules: Rules::Scores(ranks),
        splitter: word_splitter(&vocabulary),
        whole_pieces: false,
        bytes: fallback_bytes(&vocabulary, unknown)?,
    };
    let space_first = metadata.opt_bool("tokenizer.ggml.add_space_prefix")?.unwrap_or(true);
    let roles = roles(metadata, &vocabulary, true, space_first)?;
    assemble(vocabulary, bpe, roles, |_| true)
}

/// The tokens that the metadata gives a task; `starts` is what holds where it does not say.
fn roles(
    metadata: &Metadata,
    vocabulary: &Vocabulary,
    starts: bool,
    space_first: bool,
) -> Result<Roles, TokenizerError> {
    let named = |key: &str, what| special(metadata, key, what, vocabulary);
    let eot = named("tokenizer.ggml.eot_token_id", "end-of-turn token")?;
    let eom = named("tokenizer.ggml.eom_token_id", "end-of-message token")?;
    Ok(Roles {
        bos: named("tokenizer.ggml.bos_token_id", "start token")?,
        eos: named("tokenizer.ggml.eos_token_id", "end token")?,
        end_of_turn: eot.into_iter().chain(eom).collect(),
        starts: metadata.opt_bool("tokenizer.ggml.add_bos_token")?.unwrap_or(starts),
        space_first,
    })
}

/// Texts and kinds of all tokens; `bytes` says what each writes.
fn entries(
    metadata: &Metadata,
    bytes: impl Fn(&str, TokenKind) -> Vec<u8>,
) -> Result<Vec<Entry>, TokenizerError> {
    let texts = metadata.strings("tokenizer.ggml.tokens")?;
    let codes = metadata.opt_u32s("tokenizer.ggml.token_type")?;
    if let Some(codes) = &codes
        && codes.len() != texts.len()
    {
        return Err(TokenizerError::Count { what: "token types", found: codes.len(), tokens: texts.len() });
    }
    let kind = |id: usize, text: &str| {
        let kind = codes.as_ref().map_or(TokenKind::Normal, |codes| TokenKind::from_code(codes[id]));
        kind_of(text, kind)
    };
    Ok(texts
        .iter()
        .enumerate()
        .map(|(id, text)| {
            let kind = kind(id, text);
            Entry { text: text.clone(), bytes: bytes(text, kind), kind }
        })
        .collect())
}

/// Dense ranks of the scores, the highest first; equal scores share a rank.
fn ranks(scores: &[f32], tokens: usize) -> Result<Vec<u32>, TokenizerError> {
    if scores.len() != tokens {
        return Err(TokenizerError::Count { what: "scores", found: scores.len(), tokens });
    }
    if let Some(token) = scores.iter().position(|score| score.is_nan()) {
        return Err(TokenizerError::Score { token: token as u32 });
    }
    let mut order: Vec<u32> = (0..tokens as u32).collect();
    order.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]));
    let mut ranks = vec![0; tokens];
    let mut rank = 0;
    for pair in order.windows(2) {
        if scores[pair[0] as usize] != scores[pair[1] as usize] {
            rank += 1;
        }
        ranks[pair[1] as usize] = rank;
    }
    Ok(ranks)
}

/// A special token that the metadata names.
fn special(
    metadata: &Metadata,
    key: &str,
    what: &'static str,
    vocabulary: &Vocabulary,
) -> Result<Option<u32>, TokenizerError> {
    match metadata.opt_u32(key)? {
        Some(found) if found as usize >= vocabulary.len() => {
            Err(TokenizerError::SpecialToken { what, found, size: vocabulary.len() })
        }
        id => Ok(id),
    }
}
