//! Words found in texts and replaced by others.

use regex::{NoExpand, Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Error;

/// What is found in a text and what takes its place, wherever it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Replacement {
    /// The text to find, as it is written.
    pub find: String,
    /// What takes its place; may be empty.
    pub with: String,
    /// It counts only where it is not a part of a longer word.
    pub whole_words: bool,
    /// Upper and lower case differ.
    pub match_case: bool,
}

/// Most words that one place of an edit may have for an edit of several places to be told as one replacement.
const MOST_WORDS: usize = 8;

impl Replacement {
    /// The replacement that makes one text of another, with the fewest words; `None` where there is none, as where words
    /// were only added or one of two equal places was changed.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Option<Self> {
        let (old, new) = (pieces(before), pieces(after));
        let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let (old, new) = (&old[start..], &new[start..]);
        let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
        let (longest, widest) = (old.len() - end, new.len() - end);
        if longest == 0 {
            return None;
        }
        // Where several places were edited alike, the first one is a short part of what differs.
        let short = (1..=longest.min(2 * MOST_WORDS)).flat_map(|found| {
            let most = new.len().min(2 * MOST_WORDS);
            (0..=most).map(move |put| (found, put))
        });
        let mut sizes: Vec<(usize, usize)> = short.chain([(longest, widest)]).collect();
        sizes.sort_by_key(|(found, put)| found + put);
        sizes.into_iter().find_map(|(found, put)| {
            let (find, with) = (old.get(..found)?.concat(), new.get(..put)?.concat());
            let replacement = Self { find, with, whole_words: true, match_case: true };
            let made = replacement.search().ok()?.in_text(before);
            (made.as_deref() == Some(after)).then_some(replacement)
        })
    }

    /// Makes it ready to be used on many texts.
    ///
    /// # Errors
    /// [`Error::NothingToFind`] where the text to find is empty or too long.
    pub(crate) fn search(&self) -> Result<Search<'_>, Error> {
        if self.find.is_empty() {
            return Err(Error::NothingToFind);
        }
        // A word ends only where the text to find ends in one: what stands around ‘C++’ is no part of it.
        let edge = |end: Option<char>| match end {
            Some(end) if self.whole_words && is_word(end) => r"\b",
            _ => "",
        };
        let (start, end) = (edge(self.find.chars().next()), edge(self.find.chars().next_back()));
        let pattern = format!("{start}{}{end}", regex::escape(&self.find));
        let found = RegexBuilder::new(&pattern).case_insensitive(!self.match_case).build();
        Ok(Search { found: found.map_err(|_pattern| Error::NothingToFind)?, with: &self.with })
    }
}

/// A replacement that is ready to be used.
pub(crate) struct Search<'r> {
    found: Regex,
    with: &'r str,
}

impl Search<'_> {
    /// A text, or a list with texts in it, after the replacement; `None` where nothing is found that would change it.
    pub(crate) fn in_value(&self, value: &Value) -> Option<Value> {
        match value {
            Value::String(text) => self.in_text(text).map(Value::from),
            Value::Array(items) => {
                let made: Vec<Option<Value>> = items.iter().map(|item| self.in_value(item)).collect();
                made.iter().any(Option::is_some).then(|| {
                    made.into_iter()
                        .zip(items)
                        .map(|(made, item)| made.unwrap_or_else(|| item.clone()))
                        .collect()
                })
            }
            _ => None,
        }
    }

    fn in_text(&self, text: &str) -> Option<String> {
        let made = self.found.replace_all(text, NoExpand(self.with));
        (made != text).then(|| made.into_owned())
    }
}

/// What regular expressions take for a letter of a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words, and every other character on its own.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let goes_on = text[start..at].chars().next_back().is_some_and(is_word) && is_word(c);
        if at > start && !goes_on {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_found_as_they_are_asked_for() {
        let check = |find: &str, whole_words, match_case, text: Value, expected: Option<Value>| {
            let replacement = Replacement { find: find.into(), with: "$0 X".into(), whole_words, match_case };
            assert_eq!(replacement.search().unwrap().in_value(&text), expected, "{find} in {text}");
        };
        check("art", true, true, json!("art, party, Art"), Some(json!("$0 X, party, Art")));
        check("art", true, false, json!("art, party, Art"), Some(json!("$0 X, party, $0 X")));
        check("art", false, true, json!("party"), Some(json!("p$0 Xy")));
        check("art", true, true, json!("party"), None);
        check("C++", true, true, json!("C++ or C++11"), Some(json!("$0 X or $0 X11")));
        check("(a|b)", false, true, json!("ab (a|b)"), Some(json!("ab $0 X")));
        check("ÉTÉ", true, false, json!("un été"), Some(json!("un $0 X")));
        check("a b", true, true, json!(["a b", 3, "ab"]), Some(json!(["$0 X", 3, "ab"])));
        check("$0 X", false, true, json!("$0 X"), None);
        check("3", false, true, json!(3), None);
        let empty =
            Replacement { find: String::new(), with: "a".into(), whole_words: false, match_case: true };
        assert!(matches!(empty.search(), Err(Error::NothingToFind)));
    }

    #[test]
    fn an_edit_is_told_as_a_replacement_where_it_is_one() {
        let check = |before: &str, after: &str, expected: Option<(&str, &str)>| {
            let found = Replacement::between(before, after);
            let found = found.as_ref().map(|found| (&*found.find, &*found.with));
            assert_eq!(found, expected, "{before} → {after}");
        };
        check("The colour is red.", "The color is red.", Some(("colour", "color")));
        check("Dr Hall met Dr Hall.", "Dr Low met Dr Low.", Some(("Hall", "Low")));
        check("a very good film", "a great film", Some(("very good", "great")));
        check("a very good film", "a good film", Some(("very ", "")));
        check("It ended!", "It ended.", Some(("!", ".")));
        check("New York, in New York", "Rome, in Rome", Some(("New York", "Rome")));
        check(
            "a b c d e f g h i j k l m n o p q r s",
            "z",
            Some(("a b c d e f g h i j k l m n o p q r s", "z")),
        );
        check("red or red", "blue or red", None);
        check("red and green", "blue and white", Some(("red and green", "blue and white")));
        check("one red, two green", "one blue, two white", Some(("red, two green", "blue, two white")));
        check("a film", "a good film", None);
        check("same", "same", None);
        check("", "new", None);
        check("old", "", Some(("old", "")));
    }

    proptest! {
        #[test]
        fn what_is_told_of_an_edit_makes_it(before in "[ab ,.]{0,12}", after in "[ab ,.]{0,12}") {
            if let Some(found) = Replacement::between(&before, &after) {
                prop_assert_eq!(found.search().unwrap().in_text(&before), Some(after));
            }
        }
    }
}
