//! The parts of sums in a text.

use std::ops::Range;

use super::super::number;

/// A part of a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    /// A number, with its decimals and whether it is a percentage.
    Number { value: f64, decimals: u32, percent: bool },
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `×`, or 'of' behind a percentage
    Times,
    /// `÷`
    Divide,
    /// `^`
    Power,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `=`
    Equals,
    /// `≈`
    About,
}

/// A part with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub part: Part,
    pub place: Range<usize>,
}

impl Token {
    /// Whether it parts two sides.
    pub fn is_equals(&self) -> bool {
        matches!(self.part, Part::Equals | Part::About)
    }
}

const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// Runs of parts with nothing but space between them, each on one line. Equals signs side by side are one.
pub(super) fn runs(text: &str) -> Vec<Vec<Token>> {
    let mut runs: Vec<Vec<Token>> = Vec::new();
    let mut run: Vec<Token> = Vec::new();
    let (mut at, mut open) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let is_space = (c.is_whitespace() && c != '\n') || (c == '*' && is_mark(text, at));
        // A currency may stand on either side of a number.
        if is_space || CURRENCIES.contains(&c) {
            at += c.len_utf8();
            continue;
        }
        match token(text, at, run.last()).filter(|token| token.part != Part::Close || open > 0) {
            Some(token) => {
                at = token.place.end;
                open += usize::from(token.part == Part::Open);
                open -= usize::from(token.part == Part::Close);
                match run.last_mut().filter(|last| last.is_equals() && token.is_equals()) {
                    Some(last) => last.place.end = token.place.end,
                    None => run.push(token),
                }
            }
            None => {
                at += number::length(&text[at..]).max(c.len_utf8());
                runs.push(std::mem::take(&mut run));
                open = 0;
            }
        }
    }
    runs.push(run);
    runs.retain(|run| !run.is_empty());
    runs
}

/// Whether a star is one of two that make text bold.
fn is_mark(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with('*') || text[..at].ends_with('*')
}

fn token(text: &str, at: usize, before: Option<&Token>) -> Option<Token> {
    let rest = &text[at..];
    let c = rest.chars().next()?;
    let of = |part: Part, length: usize| Some(Token { part, place: at..at + length });
    if c.is_ascii_digit() {
        let length = number::length(rest);
        let number = number::read(&rest[..length])?;
        let behind = rest[length..].trim_start_matches([' ', '\u{a0}']);
        let sign = ["%", "percent", "per cent"].into_iter().find(|sign| behind.starts_with(sign));
        let end = sign.map_or(length, |sign| rest.len() - behind.len() + sign.len());
        return of(
            Part::Number { value: number.value, decimals: number.decimals, percent: sign.is_some() },
            end,
        );
    }
    let behind_value = before.is_some_and(|token| matches!(token.part, Part::Number { .. } | Part::Close));
    let part = match c {
        '+' => Part::Plus,
        '-' | '−' | '–' => Part::Minus,
        '×' | '*' | '·' | '⋅' | '∙' => Part::Times,
        '÷' | '/' | '∕' => Part::Divide,
        '^' => Part::Power,
        '(' => Part::Open,
        ')' => Part::Close,
        '=' => Part::Equals,
        '≈' => Part::About,
        'x' | 'X' if behind_value => {
            let next = rest[1..].trim_start().chars().next()?;
            let is_value = next.is_ascii_digit() || next == '(' || CURRENCIES.contains(&next);
            return if is_value { of(Part::Times, 1) } else { None };
        }
        'o' if rest.starts_with("of ") => {
            let percent = before.is_some_and(|t| matches!(t.part, Part::Number { percent: true, .. }));
            return if percent { of(Part::Times, 2) } else { None };
        }
        _ => return None,
    };
    of(part, c.len_utf8())
}
