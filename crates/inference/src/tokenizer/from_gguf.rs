//! A tokenizer from the metadata of a model file.

use super::alphabet::Alphabet;
use super::bpe::{Bpe, Merges, Rules, Symbols};
use super::merge::NONE;
use super::specials::Specials;
use super::split::{self, Splitter};
use super::vocabulary::{Entry, TokenKind, Vocabulary};
use super::{Tokenizer, TokenizerError};
use crate::gguf::Metadata;

/// Texts of tokens that end the model's turn, the likeliest first (llama.cpp's list).
const ENDS: [&str; 16] = [
    "<|eot_id|>",
    "<|im_end|>",
    "<|end|>",
    "<end_of_turn>",
    "<turn|>",
    "<|return|>",
    "<|eom_id|>",
    "<EOT>",
    "_<EOT>",
    "[EOT]",
    "<end_of_utterance>",
    "<|end_of_text|>",
    "<｜end▁of▁sentence｜>",
    "<|endoftext|>",
    "<eos>",
    "</s>",
];

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
    let merges = read_merges(metadata.strings("tokenizer.ggml.merges")?, &vocabulary, &alphabet)?;
    let unknown = special(metadata, "tokenizer.ggml.unknown_token_id", "unknown token", &vocabulary)?;
    let bytes = byte_tokens(&vocabulary, unknown)?;
    let bpe = Bpe {
        symbols: Symbols::Bytes,
        rules: Rules::Merges(merges),
        splitter: Splitter::from_patterns(patterns.iter().copied())?,
        whole_pieces: matches!(
            name,
            "llama3"
                | "llama-v3"
                | "llama-bpe"
                | "falcon3"
                | "falcon-h1"
                | "pixtral"
                | "midm-2.0"
                | "lfm2"
                | "glm4"
                | "glm5"
                | "tekken"
        ),
        bytes,
    };
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
    // Whole runs of white space are text; other added tokens, such as <think>, are structure.
    finish(metadata, vocabulary, bpe, starts, false, |written| written.iter().all(u8::is_ascii_whitespace))
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
    let mut bytes = [NONE; 256];
    for (byte, slot) in (0_u8..=255).zip(&mut bytes) {
        let token = vocabulary
            .by_text(&format!("<0x{byte:02X}>"))
            .or_else(|| vocabulary.by_bytes(&[byte]))
            .or(unknown);
        *slot = token.ok_or(TokenizerError::MissingByte { byte })?;
    }
    // No token that holds a space after something else means that no merge reaches across such a place.
    let words = !vocabulary.mergeable().any(|token| token.windows(2).any(|w| w[0] != b' ' && w[1] == b' '));
    let bpe = Bpe {
        symbols: Symbols::Characters,
        rules: Rules::Scores(ranks),
        splitter: if words { Splitter::Words } else { Splitter::Whole },
        whole_pieces: false,
        bytes,
    };
    let space_first = metadata.opt_bool("tokenizer.ggml.add_space_prefix")?.unwrap_or(true);
    finish(metadata, vocabulary, bpe, true, space_first, |_| true)
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
        // Some files forget to mark the tokens that end a turn.
        let ends_turn = ENDS.contains(&text) && kind != TokenKind::Unused;
        if ends_turn { TokenKind::Control } else { kind }
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

/// The byte that `<0x0A>` stands for.
fn byte_value(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("<0x")?.strip_suffix('>')?;
    (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
        .then(|| u8::from_str_radix(digits, 16).ok())
        .flatten()
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

fn read_merges(
    merges: &[String],
    vocabulary: &Vocabulary,
    alphabet: &Alphabet,
) -> Result<Merges, TokenizerError> {
    let mut rules = Merges::with_capacity(merges.len());
    for (number, merge) in merges.iter().enumerate() {
        let damaged = || TokenizerError::Merge { merge: merge.clone(), number };
        // The first character may itself be a space, so the separator is looked for after it.
        let first = merge.chars().next().ok_or_else(damaged)?.len_utf8();
        let border = merge[first..].find(' ').ok_or_else(damaged)? + first;
        let (left, right) = (&merge[..border], &merge[border + 1..]);
        let made = format!("{left}{right}");
        let mut ids = [0; 3];
        let mut is_text = true;
        for (slot, text) in ids.iter_mut().zip([left, right, &made]) {
            let id = vocabulary.by_text(text).ok_or_else(damaged)?;
            is_text &= vocabulary.kind(id) == TokenKind::Normal && alphabet.decode(text).is_some();
            *slot = id;
        }
        // Ordinary text must never merge into a special token.
        if is_text {
            rules.entry((ids[0], ids[1])).or_insert((number as u32, ids[2]));
        }
    }
    Ok(rules)
}

/// The token of each byte. Bytes that printable ASCII is made of must have one, else no text could be
/// written; of the others some published vocabularies lack a few, and those bytes are left out.
fn byte_tokens(vocabulary: &Vocabulary, unknown: Option<u32>) -> Result<[u32; 256], TokenizerError> {
    let mut bytes = [NONE; 256];
    for (byte, slot) in (0_u8..=255).zip(&mut bytes) {
        match vocabulary.by_bytes(&[byte]).or(unknown) {
            Some(id) => *slot = id,
            None if matches!(byte, b'\n' | b' '..=b'~') => return Err(TokenizerError::MissingByte { byte }),
            None => {}
        }
    }
    Ok(bytes)
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

fn finish(
    metadata: &Metadata,
    mut vocabulary: Vocabulary,
    bpe: Bpe,
    starts: bool,
    space_first: bool,
    added_text: impl Fn(&[u8]) -> bool,
) -> Result<Tokenizer, TokenizerError> {
    let bos = special(metadata, "tokenizer.ggml.bos_token_id", "start token", &vocabulary)?;
    let eos = special(metadata, "tokenizer.ggml.eos_token_id", "end token", &vocabulary)?;
    let eot = special(metadata, "tokenizer.ggml.eot_token_id", "end-of-turn token", &vocabulary)?;
    let eom = special(metadata, "tokenizer.ggml.eom_token_id", "end-of-message token", &vocabulary)?;
    for id in [bos, eos, eot, eom].into_iter().flatten() {
        vocabulary.set_kind(id, TokenKind::Control);
    }
    let by_name: Vec<u32> = ENDS.iter().filter_map(|text| vocabulary.by_text(text)).collect();
    let end_of_turn = eot.or(by_name.first().copied()).or(eos).ok_or(TokenizerError::NoEnd)?;
    let mut ends: Vec<u32> = by_name.into_iter().chain([eos, eot, eom].into_iter().flatten()).collect();
    ends.sort_unstable();
    ends.dedup();
    let add_start = metadata.opt_bool("tokenizer.ggml.add_bos_token")?.unwrap_or(starts);
    Ok(Tokenizer {
        specials: Specials::new(&vocabulary, added_text)?,
        vocabulary,
        bpe,
        space_first,
        start: bos.filter(|_| add_start),
        bos,
        eos,
        end_of_turn,
        ends,
    })
}
