//! Where values stand in a text.
//!
//! A value is found as a whole word, with any spaces where it has one; one that can hardly be anything else, such as a whole
//! name or a mail address, in capitals and small letters too, but not 'Will' in 'will' or 'WILL'. Where two overlap, the one that begins first is
//! taken, and of those the longest. Surrogates that stand in the text already are never looked into, so replacing twice
//! is replacing once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use crate::Kind;

/// More values than can be searched for at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are too many values to replace; keep those that need no replacement")]
pub struct TooManyValues;

/// A surrogate, of whichever value.
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tags = Kind::ALL.map(Kind::tag).join("|");
    Regex::new(&format!(r"\[(?:{tags}) [1-9][0-9]*\]")).ok()
});

/// Where surrogates stand in a text.
pub(crate) fn tags(text: &str) -> impl Iterator<Item = Range<usize>> {
    TAG.iter().flat_map(move |tag| tag.find_iter(text)).map(|found| found.range())
}

pub(crate) fn has_tag(text: &str) -> bool {
    tags(text).next().is_some()
}

/// The text without spaces around it, each run of spaces inside as one space.
pub(crate) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A place where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Number of the value.
    pub value: usize,
}

/// Finds some values.
#[derive(Clone)]
pub(crate) struct Search {
    /// `None` where there is no value.
    automaton: Option<AhoCorasick>,
    /// For each text that is searched for, whose form it is.
    forms: Vec<Form>,
}

/// One way to write a value.
#[derive(Clone, Copy)]
struct Form {
    /// Number of the value.
    value: usize,
    person: bool,
}

impl Search {
    /// Prepares the search for values, each as [`check_value`](crate::check_value) gives it.
    pub fn new<'a>(values: impl IntoIterator<Item = (&'a str, Kind)>) -> Result<Self, TooManyValues> {
        let values: Vec<(&str, Kind)> = values.into_iter().collect();
        // A form of one value that another is written as belongs to the other.
        let mut known: BTreeSet<Cow<'_, str>> =
            values.iter().map(|(value, _)| Cow::Borrowed(*value)).collect();
        let mut texts: Vec<Cow<'_, str>> = Vec::new();
        let mut forms = Vec::new();
        for (number, (value, kind)) in values.iter().enumerate() {
            let others = other_forms(value, *kind).filter(|form| known.insert(Cow::Owned(form.clone())));
            for text in std::iter::once(Cow::Borrowed(*value)).chain(others.map(Cow::Owned)) {
                texts.push(text);
                forms.push(Form { value: number, person: *kind == Kind::Person });
            }
        }
        let automaton = match texts.is_empty() {
            true => None,
            false => {
                Some(AhoCorasick::new(texts.iter().map(|text| &**text)).map_err(|_source| TooManyValues)?)
            }
        };
        Ok(Self { automaton, forms })
    }

    /// All places, from left to right, none overlapping another.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut spans = Vec::new();
        let mut from = 0;
        for tag in tags(text).chain(std::iter::once(text.len()..text.len())) {
            self.between(automaton, text, from..tag.start, &mut spans);
            from = tag.end;
        }
        spans
    }

    /// The places in a part of the text that holds no surrogate.
    fn between(&self, automaton: &AhoCorasick, text: &str, part: Range<usize>, spans: &mut Vec<Span>) {
        let folded = Folded::of(&text[part.clone()]);
        let edge = |at: usize| (at != 0 && at != text.len()).then_some(GLUED);
        let before = |at: usize| folded.text[..at].chars().next_back().or_else(|| edge(part.start));
        let after = |at: usize| folded.text[at..].chars().next().or_else(|| edge(part.end));
        let is_whole = |start: usize, end: usize, person: bool| {
            let (first, last) = (folded.text[start..].chars().next(), folded.text[..end].chars().next_back());
            !joined(before(start), first)
                && (!joined(last, after(end))
                    // The genitive: 'Müllers Befund' is about Müller.
                    || (person && matches!(after(end), Some('s' | 'S')) && !joined(Some('s'), after(end + 1))))
        };
        let mut found: Vec<(usize, usize, usize)> = automaton
            .find_overlapping_iter(&folded.text)
            .map(|found| (found.start(), found.end(), self.forms[found.pattern().as_usize()]))
            .filter(|(start, end, form)| is_whole(*start, *end, form.person))
            .map(|(start, end, form)| (start, end, form.value))
            .collect();
        found.sort_unstable_by_key(|(start, end, value)| (*start, std::cmp::Reverse(*end), *value));
        let mut free = 0;
        for (start, end, value) in found {
            if start >= free {
                let range = part.start + folded.start(start)..part.start + folded.end(end);
                spans.push(Span { range, value });
                free = end;
            }
        }
    }
}

/// In capitals and in small letters, where that is no common word.
fn other_forms(value: &str, kind: Kind) -> impl Iterator<Item = String> {
    let telling = match kind {
        Kind::Person | Kind::Place => value.contains(' '),
        Kind::Email | Kind::Url => true,
        Kind::Date | Kind::Number | Kind::Other => false,
    };
    let forms = telling.then(|| [value.to_uppercase(), value.to_lowercase()]);
    forms.into_iter().flatten()
}

/// Stands for the edge of a surrogate: what is written against it is no word of its own.
const GLUED: char = 'x';

/// Whether two neighbours belong to one word. An underscore parts words, as in the names of files.
fn joined(a: Option<char>, b: Option<char>) -> bool {
    let word = |c: char| (c.is_alphanumeric() || is_mark(c)) && !is_spaceless(c);
    a.is_some_and(word) && b.is_some_and(word)
}

/// Marks that are put on the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Scripts that put no spaces between words, or write endings against names: Thai, Chinese, Japanese, Korean.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text with each run of spaces as one, and where its bytes come from.
struct Folded {
    text: String,
    /// For each byte of `text`, where it begins in the original, and where it ends.
    places: Vec<(usize, usize)>,
}

impl Folded {
    fn of(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut places: Vec<(usize, usize)> = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            let end = at + c.len_utf8();
            if c.is_whitespace() {
                if text.ends_with(' ') {
                    if let Some(last) = places.last_mut() {
                        last.1 = end;
                    }
                    continue;
                }
                text.push(' ');
            } else {
                text.push(c);
            }
            places.resize(text.len(), (at, end));
        }
        Self { text, places }
    }

    fn start(&self, at: usize) -> usize {
        self.places[at].0
    }

    /// Where the byte before `end` ends in the original.
    fn end(&self, end: usize) -> usize {
        self.places[end - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_whole_words_the_longest_first() {
        let values = [
            ("Anna", Kind::Person),
            ("Anna Schmidt", Kind::Person),
            ("Schmidt", Kind::Person),
            ("+49 30 1234", Kind::Number),
            ("1234", Kind::Number),
            ("田中", Kind::Person),
            ("Ward 7", Kind::Other),
        ];
        let search = Search::new(values).unwrap();
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = search.spans(text).into_iter().map(|span| &text[span.range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Anna Schmidt and Anna.", &["Anna Schmidt", "Anna"]);
        check("Anna\n  Schmidt", &["Anna\n  Schmidt"]);
        check("Annabel, Hanna, anna", &[]);
        check("ANNA, ANNA SCHMIDT, anna schmidt, anna", &["ANNA SCHMIDT", "anna schmidt"]);
        check("ANNA SCHMIDTS BEFUND, ward 7", &["ANNA SCHMIDT"]);
        check("Annas Befund, Schmidts, Anna's", &["Anna", "Schmidt", "Anna"]);
        check("Ward 7s and Ward 7", &["Ward 7"]);
        check("Call +49 30 1234 or 1234, not 12345.", &["+49 30 1234", "1234"]);
        check("患者田中様", &["田中"]);
        check("[PERSON 1] Anna, [PERSON 1]Anna", &["Anna"]);
        check("Zoe\u{308} Anna\u{308}", &[]);
        check("Anna_Schmidt.pdf", &["Anna", "Schmidt"]);
        check("", &[]);
        assert_eq!(Search::new([]).unwrap().spans("Anna"), []);
    }
}
