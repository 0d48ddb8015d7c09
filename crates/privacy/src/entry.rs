//! A value, and what stands in its place.

use std::fmt;

use crate::Kind;
use crate::search::{has_tag, spaced};

/// A value on which a person decided.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The value, each run of spaces as one space.
    pub value: String,
    /// What it tells.
    pub kind: Kind,
    /// What stands in its place, such as `[PERSON 3]`. No two values share one, and a value keeps its own whatever is
    /// decided later.
    pub surrogate: String,
    /// Whether it is replaced; `false` where the person decided to keep it.
    pub replaced: bool,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("surrogate", &self.surrogate)
            .field("replaced", &self.replaced)
            .finish_non_exhaustive()
    }
}

/// Why a text cannot be a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// One letter would be found everywhere.
    #[error("a value to replace needs at least two characters; write the whole name or number")]
    TooShort,
    /// A surrogate inside a value would be replaced itself.
    #[error(
        "a value to replace cannot hold a replacement such as [PERSON 1]; write the text as the file has it"
    )]
    HoldsSurrogate,
}

/// The text as a value: without spaces around it, each run of spaces inside as one space.
///
/// # Errors
/// It is too short, or holds a surrogate.
pub fn check_value(text: &str) -> Result<String, ValueError> {
    let value = spaced(text);
    if value.chars().count() < 2 {
        Err(ValueError::TooShort)
    } else if has_tag(&value) {
        Err(ValueError::HoldsSurrogate)
    } else {
        Ok(value)
    }
}

/// The surrogate of the next value of a kind: numbers follow those of the surrogates given out already.
#[must_use]
pub fn next_surrogate<'a>(kind: Kind, given_out: impl IntoIterator<Item = &'a str>) -> String {
    let tag = kind.tag();
    let number = |surrogate: &str| -> Option<u64> {
        surrogate.strip_prefix('[')?.strip_suffix(']')?.strip_prefix(tag)?.trim_start().parse().ok()
    };
    let last = given_out.into_iter().filter_map(number).max().unwrap_or(0);
    format!("[{tag} {}]", last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_text_of_two_characters_and_no_surrogate() {
        let check = |text: &str, expected: Result<&str, ValueError>| {
            assert_eq!(check_value(text), expected.map(str::to_owned), "{text:?}");
        };
        check("  Anna \n Schmidt\t", Ok("Anna Schmidt"));
        check("Li", Ok("Li"));
        check(" x ", Err(ValueError::TooShort));
        check("", Err(ValueError::TooShort));
        check("Dr [PERSON 12]", Err(ValueError::HoldsSurrogate));
        check("[sic]", Ok("[sic]"));
    }

    #[test]
    fn numbers_follow_those_given_out() {
        let check = |kind, given_out: &[&str], expected: &str| {
            assert_eq!(next_surrogate(kind, given_out.iter().copied()), expected);
        };
        check(Kind::Person, &[], "[PERSON 1]");
        check(Kind::Person, &["[PERSON 9]", "[PERSON 10]", "[DATE 20]"], "[PERSON 11]");
        check(Kind::Url, &["[LINK 1]", "odd"], "[LINK 2]");
    }

    #[test]
    fn no_value_is_printed() {
        let entry = Entry {
            value: "Anna".into(),
            kind: Kind::Person,
            surrogate: "[PERSON 1]".into(),
            replaced: true,
        };
        assert!(!format!("{entry:?}").contains("Anna"));
    }
}
