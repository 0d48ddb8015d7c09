//! Surrogates in place of values, and values in place of surrogates.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::search::{Search, TooManyValues, tags};
use crate::{Entry, Kind};

/// Puts surrogates in place of values. The same value gets the same surrogate in every text.
#[derive(Clone)]
pub struct Replacer {
    search: Search,
    surrogates: Vec<String>,
}

impl Replacer {
    /// Prepares the entries that are replaced; those that are kept do nothing.
    ///
    /// # Errors
    /// There are too many.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, TooManyValues> {
        let replaced: Vec<&Entry> = entries.into_iter().filter(|entry| entry.replaced).collect();
        let values: Vec<(&str, Kind)> =
            replaced.iter().map(|entry| (entry.value.as_str(), entry.kind)).collect();
        Ok(Self {
            search: Search::new(values)?,
            surrogates: replaced.iter().map(|entry| entry.surrogate.clone()).collect(),
        })
    }

    /// The text with surrogates. A text without values is returned as it is; replacing again changes nothing.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.text_and_note(text, &mut BTreeSet::new())
    }

    /// Whether the text holds a value.
    #[must_use]
    pub fn finds(&self, text: &str) -> bool {
        !self.search.spans(text).is_empty()
    }

    /// As [`Self::text`]; notes which values were replaced, by their number among those that are.
    pub(crate) fn text_and_note<'t>(&self, text: &'t str, used: &mut BTreeSet<usize>) -> Cow<'t, str> {
        let spans = self.search.spans(text);
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for span in spans {
            out.push_str(&text[from..span.range.start]);
            out.push_str(&self.surrogates[span.value]);
            used.insert(span.value);
            from = span.range.end;
        }
        out.push_str(&text[from..]);
        Cow::Owned(out)
    }
}

/// Puts values in place of their surrogates: what a text said before it was replaced, but for the width of spaces
/// inside values, and for values that were written in capitals or small letters.
pub struct Restorer<'e>(HashMap<&'e str, &'e str>);

impl<'e> Restorer<'e> {
    /// Of the entries that were replaced.
    pub fn new(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let replaced = entries.into_iter().filter(|entry| entry.replaced);
        Self(replaced.map(|entry| (entry.surrogate.as_str(), entry.value.as_str())).collect())
    }

    /// The surrogates in a text that it puts values for.
    pub fn surrogates<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        tags(text).map(|tag| &text[tag]).filter(|tag| self.0.contains_key(tag))
    }

    /// The text with values.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        let mut from = 0;
        for tag in tags(text) {
            if let Some(value) = self.0.get(&text[tag.clone()]) {
                out.push_str(&text[from..tag.start]);
                out.push_str(value);
                from = tag.end;
            }
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[from..]);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{check_value, next_surrogate};

    fn entries(values: &[(String, Kind, bool)]) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for (text, kind, replaced) in values {
            let Ok(value) = check_value(text) else { continue };
            if entries.iter().all(|entry| entry.value != value) {
                let surrogate = next_surrogate(*kind, entries.iter().map(|entry| entry.surrogate.as_str()));
                entries.push(Entry { value, kind: *kind, surrogate, replaced: *replaced });
            }
        }
        entries
    }

    #[test]
    fn a_value_has_one_surrogate_everywhere_and_comes_back() {
        let entries = entries(&[
            ("Anna Schmidt".into(), Kind::Person, true),
            ("Schmidt".into(), Kind::Person, true),
            ("12.03.1957".into(), Kind::Date, true),
            ("Berlin".into(), Kind::Place, false),
        ]);
        let (replacer, restorer) = (Replacer::new(&entries).unwrap(), Restorer::new(&entries));
        let check = |text: &str, expected: &str| {
            assert_eq!(replacer.text(text), expected, "{text}");
            assert_eq!(restorer.text(expected), text, "{expected}");
        };
        check(
            "Anna Schmidt (born 12.03.1957) lives in Berlin.",
            "[PERSON 1] (born [DATE 1]) lives in Berlin.",
        );
        check("Frau Schmidts Befund vom 12.03.1957", "Frau [PERSON 2]s Befund vom [DATE 1]");
        check("20 mg daily", "20 mg daily");
        check("", "");
        assert_eq!(replacer.text("SCHMIDT, ANNA; anna schmidt"), "SCHMIDT, ANNA; [PERSON 1]");
        assert_eq!(restorer.surrogates("[PERSON 77] and [DATE 1]").collect::<Vec<_>>(), ["[DATE 1]"]);
        assert_eq!(restorer.text("[PERSON 77] and [DATE 1]"), "[PERSON 77] and 12.03.1957");
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(Kind::ALL.to_vec())
    }

    /// A text of few letters, so that values overlap, repeat and stand inside one another; also what surrogates are made
    /// of.
    fn scraps(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
        let scrap =
            ["a", "b", "s", "A", "é", "田", "1", " ", "  ", "\n", "-", ".", "[", "]", "[PERSON 1]", "_"];
        prop::collection::vec(prop::sample::select(scrap.to_vec()), count).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn nothing_confirmed_is_left_and_replacing_twice_is_replacing_once(
            values in prop::collection::vec((scraps(2..5), kind(), any::<bool>()), 0..6),
            text in scraps(0..25),
        ) {
            let entries = entries(&values);
            let replacer = Replacer::new(&entries).unwrap();
            let once = replacer.text(&text).into_owned();
            prop_assert!(!replacer.finds(&once), "{:?} becomes {:?}", text, once);
            prop_assert_eq!(&*replacer.text(&once), &once);
            if !replacer.finds(&text) {
                prop_assert_eq!(once, text);
            }
        }

        #[test]
        fn what_stands_between_values_stays_and_values_come_back(
            words in prop::collection::vec("(Anna|Schmidt|Anna Schmidt|fell|twice|1957)", 0..12),
        ) {
            let entries = entries(&[
                ("Anna".into(), Kind::Person, true),
                ("Anna Schmidt".into(), Kind::Person, true),
                ("1957".into(), Kind::Date, true),
            ]);
            let text = words.join(" ");
            let replaced = Replacer::new(&entries).unwrap().text(&text).into_owned();
            for word in ["Anna", "1957"] {
                prop_assert!(!replaced.split(' ').any(|found| found == word), "{}", replaced);
            }
            for word in ["fell", "twice"] {
                prop_assert_eq!(replaced.matches(word).count(), text.matches(word).count());
            }
            prop_assert_eq!(Restorer::new(&entries).text(&replaced), text);
        }
    }
}
