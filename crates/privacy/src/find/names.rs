//! Names of persons.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::Found;
use super::patterns::overlaps;
use super::words::{Corpus, Word, words};
use crate::Kind;

/// Words before a name.
const TITLES: &[&str] = &[
    "Dr",
    "Prof",
    "Professor",
    "Doktor",
    "Doctor",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mister",
    "Sir",
    "Lady",
    "Herr",
    "Herrn",
    "Frau",
    "Hr",
    "Fr",
    "Monsieur",
    "Madame",
    "Mademoiselle",
    "Mme",
    "Mlle",
    "Señor",
    "Señora",
    "Sr",
    "Sra",
    "Signor",
    "Signora",
    "Don",
    "Doña",
    "Nurse",
    "Schwester",
    "Pfleger",
    "Pani",
    "Pan",
    "Bay",
    "Bayan",
];

/// Academic parts between a title and a name: 'Dr. med. Schmidt'.
const DEGREES: &[&str] =
    &["med", "rer", "nat", "phil", "jur", "habil", "dent", "vet", "ing", "Ing", "h", "c"];

/// Words that belong to a family name.
const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "la", "le", "zu", "zum", "vom",
    "bin", "al", "el", "ten", "ter",
];

/// Words that a colon and a name follow.
const LABELS: &[&str] = &[
    "name",
    "patient",
    "patientin",
    "client",
    "customer",
    "kunde",
    "kundin",
    "employee",
    "mitarbeiter",
    "author",
    "signed",
    "from",
    "contact",
    "ansprechpartner",
    "vorname",
    "nachname",
    "surname",
    "arzt",
    "physician",
];

/// Given names; `true` for those that are as often another word.
static GIVEN: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    listed(include_str!("given-names.txt"))
        .map(|name| name.strip_suffix('*').map_or((name, false), |name| (name, true)))
        .collect()
});

/// Words that begin with a capital and are no names of persons.
static NO_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| listed(include_str!("no-names.txt")).collect());

/// The words of a list, but for its comments.
fn listed(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Names in a text.
#[derive(Default)]
pub(super) struct Names {
    pub whole: Vec<Found>,
    /// Words of names of several words, for where they stand alone.
    pub parts: Vec<Found>,
}

/// Finds names outside what was found already.
pub(super) fn find(text: &str, corpus: &Corpus, found: &[Found]) -> Names {
    let reader = Reader { words: words(text), corpus };
    let mut names = Names::default();
    let mut at = 0;
    while at < reader.words.len() {
        let Some((name, sure)) = reader.name(at) else {
            at += 1;
            continue;
        };
        let (first, last) = (&reader.words[name.start], &reader.words[name.end - 1]);
        let range = first.range.start..last.range.end;
        if !overlaps(found, &range) {
            names.whole.push(Found { range, kind: Kind::Person, sure });
            if name.len() > 1 {
                let parts = name.clone().map(|at| &reader.words[at]).filter(|word| reader.stands_alone(word));
                names.parts.extend(parts.map(|word| Found {
                    range: word.range.clone(),
                    kind: Kind::Person,
                    sure,
                }));
            }
        }
        at = name.end;
    }
    names
}

struct Reader<'a> {
    words: Vec<Word<'a>>,
    corpus: &'a Corpus,
}

impl<'a> Reader<'a> {
    fn get(&self, at: usize) -> Option<&Word<'a>> {
        self.words.get(at)
    }

    /// The name that begins at a word, or with a title there, and whether little else looks like it.
    fn name(&self, at: usize) -> Option<(Range<usize>, bool)> {
        self.titled(at)
            .or_else(|| self.labelled(at))
            .or_else(|| self.given_first(at))
            .or_else(|| self.given_last(at))
            .or_else(|| self.capitals(at).map(|name| (name, false)))
    }

    /// 'Frau Dr. med. Schmidt'.
    fn titled(&self, at: usize) -> Option<(Range<usize>, bool)> {
        let is = |at: usize, list: &[&str]| self.get(at).is_some_and(|word| list.contains(&word.text));
        let near = |at: usize| self.get(at).is_some_and(|word| word.follows() || word.follows_a_dot());
        if !is(at, TITLES) {
            return None;
        }
        let mut start = at + 1;
        while near(start) && (is(start, TITLES) || is(start, DEGREES)) {
            start += 1;
        }
        near(start).then(|| self.full_name(start)).flatten().map(|name| (name, true))
    }

    /// 'Patient: Anna Schmidt'.
    fn labelled(&self, at: usize) -> Option<(Range<usize>, bool)> {
        let label = self.get(at)?.text.to_lowercase();
        let colon = self.get(at + 1)?.gap.trim() == ":";
        let name = (colon && LABELS.contains(&label.as_str())).then(|| self.full_name(at + 1)).flatten()?;
        Some((name, true))
    }

    /// A name where one is expected: initials or given names, particles, a family name.
    fn full_name(&self, start: usize) -> Option<Range<usize>> {
        let mut end = start;
        let mut given = false;
        while self.get(end).is_some_and(|word| {
            (word.is_initial() || self.given(word).is_some()) && (end == start || self.joins(end))
        }) {
            given = true;
            end += 1;
        }
        if let Some(family) = self.family(end, end == start) {
            end = family;
        }
        // 'Mr Boris Kowalczyk', where Boris is on no list; where nouns have capitals, what follows may be one.
        if !given && end == start + 1 && !self.corpus.capitalises_nouns() {
            end = self.family(end, false).unwrap_or(end);
        }
        // Initials alone are no name.
        let named = (start..end).any(|at| self.get(at).is_some_and(Word::is_name_like));
        named.then_some(start..end)
    }

    /// The end of a family name that begins at a word, particles included. `first` where no given name is before it.
    fn family(&self, at: usize, first: bool) -> Option<usize> {
        let mut end = at;
        while self
            .get(end)
            .is_some_and(|word| PARTICLES.contains(&word.text) && (end == at && first || self.joins(end)))
        {
            end += 1;
        }
        let word = self.get(end)?;
        let joined = (first && end == at) || self.joins(end);
        (joined && self.can_be_family(word)).then_some(end + 1)
    }

    fn can_be_family(&self, word: &Word<'_>) -> bool {
        word.is_name_like() && !NO_NAMES.contains(word.text) && !self.corpus.has_small(word.text)
    }

    /// Whether a word goes on with the name before it.
    fn joins(&self, at: usize) -> bool {
        let after_initial = at > 0 && self.get(at - 1).is_some_and(Word::is_initial);
        self.get(at).is_some_and(|word| word.follows() || (after_initial && word.follows_a_dot()))
    }

    /// Whether the word is a given name, and if so, whether it is as often another word.
    fn given(&self, word: &Word<'_>) -> Option<bool> {
        let by_parts = || word.text.split_once('-').and_then(|(first, _)| GIVEN.get(first));
        let doubtful = *GIVEN.get(word.text).or_else(by_parts)?;
        Some(doubtful || self.corpus.has_small(word.text))
    }

    /// 'Anna Schmidt', or 'Anna' alone.
    fn given_first(&self, at: usize) -> Option<(Range<usize>, bool)> {
        let doubtful = self.given(self.get(at)?)?;
        let mut end = at + 1;
        while self.joins(end)
            && self.get(end).is_some_and(|word| word.is_initial() || self.given(word).is_some())
            && !self.get(end).is_some_and(|word| word.is_initial() && !self.joins(end + 1))
        {
            end += 1;
        }
        let family = self.family(end, false);
        match family {
            Some(end) => Some((at..end, !doubtful)),
            None if doubtful && end == at + 1 => None,
            None => Some((at..end, !doubtful)),
        }
    }

    /// 'Schmidt, Anna' at the beginning of a text, line or entry.
    fn given_last(&self, at: usize) -> Option<(Range<usize>, bool)> {
        let (family, given) = (self.get(at)?, self.get(at + 1)?);
        let begins = at == 0 || family.gap.contains(['\n', ':', ';']);
        let fits = given.gap == ", " && self.given(given) == Some(false);
        (begins && fits && self.can_be_family(family)).then_some((at..at + 2, false))
    }

    /// Two capitals inside a sentence, in a language that keeps them for names.
    fn capitals(&self, at: usize) -> Option<Range<usize>> {
        if self.corpus.capitalises_nouns() || at == 0 {
            return None;
        }
        let (before, first, second) = (self.get(at - 1)?, self.get(at)?, self.get(at + 1)?);
        let fits = |word: &Word<'_>| word.follows() && self.can_be_family(word);
        // A third one makes it a title or a firm; a number makes it a product.
        let more = self.get(at + 2).is_some_and(|word| word.follows() && word.is_capital())
            || (before.is_capital() && first.follows());
        let numbered = self.get(at + 2).is_some_and(|word| word.gap.contains(|c: char| c.is_ascii_digit()));
        (fits(first) && fits(second) && !first.gap.contains('\n') && !more && !numbered).then_some(at..at + 2)
    }

    /// Whether a part of a name is one by itself.
    fn stands_alone(&self, word: &Word<'_>) -> bool {
        word.text.chars().count() > 2 && self.can_be_family(word) && self.given(word) != Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_on_both_lists() {
        let both: Vec<_> =
            GIVEN.iter().filter(|(name, doubtful)| !**doubtful && NO_NAMES.contains(*name)).collect();
        assert!(both.is_empty(), "{both:?}");
        assert!(GIVEN.len() > 400, "{}", GIVEN.len());
    }
}
