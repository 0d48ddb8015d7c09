//! A template cut into its literal text and its code, without understanding the code.

use unicode_ident::is_xid_continue;

/// A part of a template's source. The parts of a source, put together, are the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'s> {
    /// Literal text, comments and raw blocks, with their signs.
    Text(&'s str),
    /// What stands between `{{` and `}}`.
    Emit(&'s str),
    /// What stands between `{%` and `%}`.
    Tag(&'s str),
}

/// Cuts a source. Code that does not end is left as text: compiling it says what is wrong.
pub(super) fn scan(source: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some(open) = ["{{", "{%", "{#"].iter().filter_map(|sign| rest.find(sign)).min() {
        let after = &rest[open + 2..];
        let inside = match &rest[open..open + 2] {
            "{#" => after.find("#}"),
            "{%" => code_end(after, "%}"),
            _ => code_end(after, "}}"),
        };
        let Some(length) = inside else { break };
        let code = &after[..length];
        let mut end = open + 2 + length + 2;
        let part = match &rest[open..open + 2] {
            "{{" => Part::Emit(code),
            "{%" if keyword(code) != "raw" => Part::Tag(code),
            sign => {
                if sign == "{%" {
                    end = raw_end(rest, end).unwrap_or(rest.len());
                }
                Part::Text(&rest[open..end])
            }
        };
        if open > 0 {
            parts.push(Part::Text(&rest[..open]));
        }
        parts.push(part);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// The first word of a tag.
pub(super) fn keyword(code: &str) -> &str {
    code.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).split_whitespace().next().unwrap_or("")
}

/// Where the closing sign stands, outside of strings and brackets.
fn code_end(code: &str, sign: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, letter) in code.char_indices() {
        match (quote, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, _) if depth == 0 && code[at..].starts_with(sign) => return Some(at),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

/// Where the text after the `endraw` tag begins.
fn raw_end(source: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let open = at + source[at..].find("{%")?;
        let close = open + source[open..].find("%}")?;
        if keyword(&source[open + 2..close]) == "endraw" {
            return Some(close + 2);
        }
        at = open + 2;
    }
}

/// A piece of code. The tokens of a code, put together, are the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// A name, keyword or number.
    Word(&'s str),
    /// A string with its quotes.
    Text(&'s str),
    Space(&'s str),
    /// A single sign.
    Sign(&'s str),
}

impl<'s> Token<'s> {
    pub(super) fn source(self) -> &'s str {
        match self {
            Self::Word(text) | Self::Text(text) | Self::Space(text) | Self::Sign(text) => text,
        }
    }
}

/// Cuts code into tokens.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let run = |test: fn(char) -> bool| rest.find(|letter| !test(letter)).unwrap_or(rest.len());
        let (token, length) = match first {
            '"' | '\'' => {
                let length = string_end(rest, first);
                (Token::Text(&rest[..length]), length)
            }
            _ if first.is_whitespace() => {
                let length = run(char::is_whitespace);
                (Token::Space(&rest[..length]), length)
            }
            _ if is_word(first) => {
                let length = run(is_word);
                (Token::Word(&rest[..length]), length)
            }
            _ => (Token::Sign(&rest[..first.len_utf8()]), first.len_utf8()),
        };
        tokens.push(token);
        rest = &rest[length..];
    }
    tokens
}

/// As the template library reads names: letters of any script with their marks, digits and `_`.
fn is_word(letter: char) -> bool {
    is_xid_continue(letter)
}

fn string_end(code: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in code.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn glue(parts: &[Part<'_>]) -> String {
        parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => (*text).to_string(),
                Part::Emit(code) => format!("{{{{{code}}}}}"),
                Part::Tag(code) => format!("{{%{code}%}}"),
            })
            .collect()
    }

    #[test]
    fn code_and_text_are_told_apart() {
        let check = |source: &str, expected: &[Part<'_>]| assert_eq!(scan(source), expected, "{source}");
        check("a {{ b }} c", &[Part::Text("a "), Part::Emit(" b "), Part::Text(" c")]);
        check("{{ \"}}\" }}", &[Part::Emit(" \"}}\" ")]);
        check("{{ {'a': {'b': 1}}.a }}", &[Part::Emit(" {'a': {'b': 1}}.a ")]);
        check("{%- if a -%}x{% endif %}", &[Part::Tag("- if a -"), Part::Text("x"), Part::Tag(" endif ")]);
        check("{# {{ a }} #}b", &[Part::Text("{# {{ a }} #}"), Part::Text("b")]);
        check("{% raw %}{{ a }}{% endraw %}", &[Part::Text("{% raw %}{{ a }}{% endraw %}")]);
        check("open {{ a", &[Part::Text("open {{ a")]);
        check("{{ 'it\\'s }}' }}", &[Part::Emit(" 'it\\'s }}' ")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(source in "[a{}%#'\"\\\\ é-]{0,40}") {
            prop_assert_eq!(glue(&scan(&source)), source.clone());
            let glued: String = tokens(&source).into_iter().map(Token::source).collect();
            prop_assert_eq!(glued, source);
        }
    }
}
