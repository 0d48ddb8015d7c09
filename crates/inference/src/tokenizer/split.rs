//! Cutting text into the pieces inside which tokens are merged.
//!
//! The patterns are those of the models' own tokenizers. They end in `\s+(?!\S)|\s+`: a run of white space
//! gives its last character to the word that follows. That one look-ahead is done by hand, so the rest
//! runs on an automaton in linear time, whatever the text.

use regex_automata::meta::Regex;

use super::TokenizerError;

const LLAMA_3: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const QWEN_2: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const QWEN_3_5: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
pub(super) const GPT_2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
const GPT_4O: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const TEKKEN: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const DEEPSEEK_3: &str = r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"##;
const SEED_CODER: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+";
const BAILING: &str =
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";
const SINGLE_DIGITS: &str = r"\p{N}";

/// Length at which a piece is cut at its last white space, in bytes. Words never come near; it bounds the
/// memory and time that merging takes.
const PIECE_LIMIT: usize = 1 << 18;

/// The patterns of a byte-level tokenizer by the name that `tokenizer.ggml.pre` gives it, applied one
/// inside the pieces of the other. Names and patterns as in llama.cpp's `llama-vocab.cpp`.
pub(super) fn patterns(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "llama3" | "llama-v3" | "llama-bpe" | "falcon3" | "falcon-h1" | "pixtral" | "midm-2.0" | "lfm2"
        | "dbrx" | "smaug-bpe" | "chatglm-bpe" | "glm4" | "glm5" => &[LLAMA_3],
        "qwen2" | "deepseek-r1-qwen" | "kormo" | "stablelm2" | "megrez" | "hunyuan" | "solar-open"
        | "grok-2" => &[QWEN_2],
        "qwen35" => &[QWEN_3_5],
        "gpt-2" | "phi-2" | "gigachat" | "mellum" | "a.x-4.0" | "mpt" | "olmo" | "jais" | "trillion"
        | "exaone4" | "granite-docling" => &[GPT_2],
        "starcoder" | "refact" | "command-r" | "smollm" | "codeshell" | "exaone" | "minerva-7b"
        | "mellum2" => &[SINGLE_DIGITS, GPT_2],
        "gpt-4o" | "llama4" | "kanana2" | "minimax-m2" => &[GPT_4O],
        "tekken" => &[TEKKEN],
        "deepseek-v3" | "hunyuan-dense" | "joyai-llm" => &[r"\p{N}{1,3}", r"[一-龥぀-ゟ゠-ヿ]+", DEEPSEEK_3],
        "falcon" => &[r"[\p{P}\$\+<=>\^~\|`]+", GPT_2, r"[0-9][0-9][0-9]"],
        "bailingmoe" | "bailingmoe2" => &[BAILING],
        "seed-coder" => &[SEED_CODER],
        "default" => &[r"[\p{P}\$\+<=>\^~\|]+", GPT_2, r"\p{N}+", r"[0-9][0-9][0-9]"],
        _ => return None,
    })
}

/// How text is cut.
pub(super) enum Splitter {
    /// By patterns, one inside the pieces of the other.
    Stages(Vec<Stage>),
    /// Before each run of spaces; right where no token reaches across such a place.
    Words,
    /// Not at all.
    Whole,
}

impl Splitter {
    /// Cuts by `patterns`.
    pub(super) fn from_patterns<'a>(
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, TokenizerError> {
        patterns.into_iter().map(Stage::new).collect::<Result<_, _>>().map(Self::Stages)
    }

    /// Hands out the pieces of `text` from left to right; together they are the text.
    pub(super) fn split<'t>(&self, text: &'t str, emit: &mut dyn FnMut(&'t str)) {
        let mut emit = |piece: &'t str| {
            let mut rest = piece;
            while rest.len() > PIECE_LIMIT {
                let limit = rest.floor_char_boundary(PIECE_LIMIT);
                let space = rest[..limit].rfind([' ', '\n']).filter(|at| *at > 0);
                let (head, tail) = rest.split_at(space.unwrap_or(limit));
                emit(head);
                rest = tail;
            }
            if !rest.is_empty() {
                emit(rest);
            }
        };
        match self {
            Self::Stages(stages) => apply(stages, text, &mut emit),
            Self::Words => words(text, &mut emit),
            Self::Whole => emit(text),
        }
    }
}

fn apply<'t>(stages: &[Stage], text: &'t str, emit: &mut dyn FnMut(&'t str)) {
    match stages.split_first() {
        None => emit(text),
        Some((stage, rest)) => stage.split(text, &mut |piece| apply(rest, piece, emit)),
    }
}

fn words<'t>(text: &'t str, emit: &mut dyn FnMut(&'t str)) {
    let mut start = 0;
    for (at, pair) in text.as_bytes().windows(2).enumerate() {
        if pair[0] != b' ' && pair[1] == b' ' {
            emit(&text[start..=at]);
            start = at + 1;
        }
    }
    emit(&text[start..]);
}

/// One pattern.
pub(super) struct Stage {
    /// The pattern, and as a second one the run of white space that ended it where it had the look-ahead.
    regex: Regex,
}

impl Stage {
    fn new(pattern: &str) -> Result<Self, TokenizerError> {
        let refused = |error: &dyn std::fmt::Display| TokenizerError::Pattern {
            what: "pattern for splitting text",
            reason: error.to_string(),
        };
        let patterns: &[&str] = match pattern.strip_suffix(r"|\s+(?!\S)|\s+") {
            Some(body) => &[body, r"\s+"],
            None => &[pattern],
        };
        let regex = Regex::builder()
            .configure(Regex::config().nfa_size_limit(Some(8 << 20)).hybrid_cache_capacity(8 << 20))
            .build_many(patterns)
            .map_err(|error| refused(&error))?;
        Ok(Self { regex })
    }

    /// Hands out matches and what lies between them.
    fn split<'t>(&self, text: &'t str, emit: &mut dyn FnMut(&'t str)) {
        let mut done = 0;
        while done < text.len() {
            let Some(found) = self.regex.search(&regex_automata::Input::new(text).span(done..text.len()))
            else {
                break;
            };
            let mut end = found.end();
            if found.pattern().as_usize() == 1 && end < text.len() {
                // `\s+(?!\S)`: the last white space belongs to what follows, unless it is the only one.
                let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
                if last > found.start() {
                    end = last;
                }
            }
            if found.start() > done {
                emit(&text[done..found.start()]);
            }
            if end == found.start() {
                // An empty match cuts nothing; step over one character so that the search ends.
                let step = text[end..].chars().next().map_or(1, char::len_utf8);
                emit(&text[end..end + step]);
                done = end + step;
            } else {
                emit(&text[found.start()..end]);
                done = end;
            }
        }
        if done < text.len() {
            emit(&text[done..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pre: &str, text: &str, expected: &[&str]) {
        let splitter = Splitter::from_patterns(patterns(pre).unwrap().iter().copied()).unwrap();
        let mut pieces = Vec::new();
        splitter.split(text, &mut |piece| pieces.push(piece));
        assert_eq!(pieces, expected, "{pre}: {text:?}");
    }

    #[test]
    fn pieces_are_those_of_the_patterns() {
        check("llama-bpe", "Hello  World", &["Hello", " ", " World"]);
        check("llama-bpe", "it's 12345\n\n x", &["it", "'s", " ", "123", "45", "\n\n", " x"]);
        check("llama-bpe", "end   ", &["end", "   "]);
        check("llama-bpe", "a\u{3000}\u{3000}b", &["a", "\u{3000}", "\u{3000}b"]);
        check("gpt-2", "a\n\nb", &["a", "\n", "\n", "b"]);
        check("gpt-2", "a 1!", &["a", " 1", "!"]);
        check("qwen2", "12 ab", &["1", "2", " ab"]);
        check("smollm", " 12", &[" ", "1", "2"]);
        check("qwen2", "", &[]);
    }

    #[test]
    fn every_named_pattern_compiles() {
        for name in ["llama-bpe", "qwen2", "qwen35", "gpt-2", "smollm", "gpt-4o", "tekken", "deepseek-v3"] {
            assert!(Splitter::from_patterns(patterns(name).unwrap().iter().copied()).is_ok(), "{name}");
        }
        for name in ["falcon", "bailingmoe", "seed-coder", "default"] {
            assert!(Splitter::from_patterns(patterns(name).unwrap().iter().copied()).is_ok(), "{name}");
        }
    }

    #[test]
    fn words_keep_their_space() {
        let mut pieces = Vec::new();
        Splitter::Words.split("a  b c", &mut |piece| pieces.push(piece));
        assert_eq!(pieces, ["a", "  b", " c"]);
    }
}
