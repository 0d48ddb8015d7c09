//! Words of a text, and what all texts of a source tell about them.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Words with their hyphens and apostrophes.
static WORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*").ok());

/// Words of which German texts are full and others are not.
const GERMAN: &[&str] =
    &["und", "der", "nicht", "eine", "wurde", "mit", "ist", "dem", "im", "das", "zur", "den", "am", "auf"];

/// A word and its place.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub range: Range<usize>,
    /// What stands between the word before it, or the beginning, and it.
    pub gap: &'t str,
}

impl Word<'_> {
    /// Begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// A capital and at least one small letter behind it, as a name is written.
    pub fn is_name_like(&self) -> bool {
        self.is_capital() && self.text.chars().skip(1).any(char::is_lowercase)
    }

    /// One capital that stands for a name.
    pub fn is_initial(&self) -> bool {
        self.is_capital() && self.text.chars().count() == 1
    }

    /// Only spaces between it and the word before, or an underscore, as in the names of files.
    pub fn follows(&self) -> bool {
        self.gap == "_" || (!self.gap.is_empty() && self.gap.trim().is_empty() && !self.gap.contains("\n\n"))
    }

    /// A dot and spaces between it and the word before.
    pub fn follows_a_dot(&self) -> bool {
        self.gap.starts_with('.') && self.gap[1..].trim().is_empty()
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut end = 0;
    WORD.iter()
        .flat_map(|word| word.find_iter(text))
        .map(|found| {
            let gap = &text[end..found.start()];
            end = found.end();
            Word { text: found.as_str(), range: found.range(), gap }
        })
        .collect()
}

/// What all texts of a source tell about words.
#[derive(Default)]
pub(super) struct Corpus {
    small: HashSet<String>,
    words: usize,
    german: usize,
}

impl Corpus {
    /// Reads a text.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            self.words += 1;
            if !word.is_capital() {
                self.german += usize::from(GERMAN.contains(&word.text));
                if !self.small.contains(word.text) {
                    self.small.insert(word.text.to_owned());
                }
            }
        }
    }

    /// Whether the word is also written in lower case.
    pub fn has_small(&self, word: &str) -> bool {
        self.small.contains(&word.to_lowercase())
    }

    /// Whether every noun begins with a capital, as in German.
    pub fn capitalises_nouns(&self) -> bool {
        self.german * 20 > self.words
    }
}
