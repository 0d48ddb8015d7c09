//! Putting the parts of a tokenizer together, whatever file they come from.

use super::alphabet::Alphabet;
use super::bpe::{Bpe, Merges};
use super::merge::NONE;
use super::specials::Specials;
use super::split::Splitter;
use super::vocabulary::{TokenKind, Vocabulary};
use super::{Tokenizer, TokenizerError};

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

/// The kind of a token that the file calls `kind`. Some files forget to mark the tokens that end a turn
/// as structure; those that no one writes as text are marked here. (`</s>` is HTML in many vocabularies.)
pub(super) fn kind_of(text: &str, kind: TokenKind) -> TokenKind {
    let unmistakable =
        ENDS.contains(&text) && (text.contains('|') || text.contains('｜') || text.contains("end_of"));
    let marked_as_text = matches!(kind, TokenKind::Normal | TokenKind::UserDefined);
    if unmistakable && marked_as_text { TokenKind::Control } else { kind }
}

/// Tokens with a task.
#[derive(Default)]
pub(super) struct Roles {
    pub(super) bos: Option<u32>,
    pub(super) eos: Option<u32>,
    /// More tokens that end a turn, the likeliest first.
    pub(super) end_of_turn: Vec<u32>,
    /// Prompts start with `bos`.
    pub(super) starts: bool,
    /// A space is written before text that follows a special token or nothing.
    pub(super) space_first: bool,
}

/// Joins the parts; `added_text` says whether a user-defined token is text rather than structure.
pub(super) fn assemble(
    mut vocabulary: Vocabulary,
    bpe: Bpe,
    roles: Roles,
    added_text: impl Fn(&[u8]) -> bool,
) -> Result<Tokenizer, TokenizerError> {
    let Roles { bos, eos, end_of_turn: declared, starts, space_first } = roles;
    for id in [bos, eos].into_iter().flatten().chain(declared.iter().copied()) {
        vocabulary.make_control(id);
    }
    let by_name = ENDS
        .iter()
        .filter_map(|text| vocabulary.by_text(text))
        .filter(|id| vocabulary.kind(*id) == TokenKind::Control);
    let mut ends: Vec<u32> = declared.into_iter().chain(by_name).chain(eos).collect();
    let end_of_turn = *ends.first().ok_or(TokenizerError::NoEnd)?;
    ends.sort_unstable();
    ends.dedup();
    Ok(Tokenizer {
        specials: Specials::new(&vocabulary, added_text)?,
        vocabulary,
        bpe,
        space_first,
        start: bos.filter(|_| starts),
        bos,
        eos,
        end_of_turn,
        ends,
    })
}

/// A user-defined token of a byte-level vocabulary counts as text if it is white space; others, such as
/// `<think>`, are structure.
pub(super) fn is_white_space(written: &[u8]) -> bool {
    written.iter().all(u8::is_ascii_whitespace)
}

/// The two halves of a merge written in one text.
pub(super) fn halves(merge: &str) -> Option<(&str, &str)> {
    // The first character may itself be a space, so the separator is looked for after it.
    let first = merge.chars().next()?.len_utf8();
    let border = merge[first..].find(' ')? + first;
    Some((&merge[..border], &merge[border + 1..]))
}

/// Numbered rules from pairs of texts. Rules that make, or are made of, tokens that are not text are left
/// out: ordinary text must never merge into a special token.
pub(super) fn merge_rules<'m>(
    merges: impl ExactSizeIterator<Item = Option<(&'m str, &'m str)>>,
    vocabulary: &Vocabulary,
    is_text: impl Fn(u32, &str) -> bool,
) -> Result<Merges, TokenizerError> {
    let mut rules = Merges::with_capacity(merges.len());
    let mut made = String::new();
    for (number, halves) in merges.enumerate() {
        let (left, right) = halves.unwrap_or_default();
        made.clear();
        made.extend([left, right]);
        let mut ids = [0; 3];
        let mut all_text = true;
        for (slot, text) in ids.iter_mut().zip([left, right, &made]) {
            *slot = vocabulary
                .by_text(text)
                .ok_or_else(|| TokenizerError::Merge { merge: format!("{left} {right}"), number })?;
            all_text &= is_text(*slot, text);
        }
        if all_text {
            rules.entry((ids[0], ids[1])).or_insert((number as u32, ids[2]));
        }
    }
    Ok(rules)
}

/// Whether a token of a byte-level vocabulary is text.
pub(super) fn byte_level_text(vocabulary: &Vocabulary, alphabet: &Alphabet) -> impl Fn(u32, &str) -> bool {
    |id, text| vocabulary.kind(id) == TokenKind::Normal && alphabet.decode(text).is_some()
}

/// The token of each byte in a byte-level vocabulary. Bytes that printable ASCII is made of must have one,
/// else no text could be written; of the others some published vocabularies lack a few, and those bytes
/// are left out.
pub(super) fn byte_tokens(
    vocabulary: &Vocabulary,
    unknown: Option<u32>,
) -> Result<[u32; 256], TokenizerError> {
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

/// The token of each byte in a vocabulary of characters, where a character has none.
pub(super) fn fallback_bytes(
    vocabulary: &Vocabulary,
    unknown: Option<u32>,
) -> Result<[u32; 256], TokenizerError> {
    let mut bytes = [NONE; 256];
    for (byte, slot) in (0_u8..=255).zip(&mut bytes) {
        let token = vocabulary
            .by_text(&format!("<0x{byte:02X}>"))
            .or_else(|| vocabulary.by_bytes(&[byte]))
            .or(unknown);
        *slot = token.ok_or(TokenizerError::MissingByte { byte })?;
    }
    Ok(bytes)
}

/// Cuts text before spaces where no token reaches across such a place, for then no merge does either.
pub(super) fn word_splitter(vocabulary: &Vocabulary) -> Splitter {
    let reaches = |token: &[u8]| token.windows(2).any(|pair| pair[0] != b' ' && pair[1] == b' ');
    if vocabulary.mergeable().any(reaches) { Splitter::Whole } else { Splitter::Words }
}

/// The byte that `<0x0A>` stands for.
pub(super) fn byte_value(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("<0x")?.strip_suffix('>')?;
    (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
        .then(|| u8::from_str_radix(digits, 16).ok())
        .flatten()
}
