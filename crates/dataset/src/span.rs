//! Spans: stretches of a text with their types, such as named entities.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A stretch of a text, as rows hold it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Where it begins, in characters.
    pub start: usize,
    /// Where it ends, in characters: the first one that is not part of it.
    pub end: usize,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What stands there.
    #[serde(rename = "span")]
    pub text: String,
}

/// Why spans do not fit a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// A value that is no list of spans.
    #[error("it is no list of spans, each with `span`, `type`, `start` and `end`")]
    Form,
    /// Its characters are not those of the text at its place.
    #[error("'{0}' does not stand where it is marked; mark it again")]
    Place(String),
    /// A type that the recipe does not name.
    #[error("'{text}' is marked as '{kind}', which is none of the recipe's types; choose one of {known}")]
    Kind {
        /// The span.
        text: String,
        /// Its type.
        kind: String,
        /// The types there are, joined by commas.
        known: String,
    },
    /// Two spans share characters.
    #[error("'{0}' and '{1}' overlap; delete one of them")]
    Overlap(String, String),
}

impl Span {
    /// The spans that a field holds.
    ///
    /// # Errors
    /// [`SpanError::Form`].
    pub fn read(value: &Value) -> Result<Vec<Self>, SpanError> {
        Vec::deserialize(value).map_err(|_not_spans| SpanError::Form)
    }

    /// Tests that spans are stretches of a text, of these types, none of which overlap.
    ///
    /// # Errors
    /// The first that does not fit.
    pub fn check(spans: &[Self], text: &str, types: &[String]) -> Result<(), SpanError> {
        let letters: Vec<char> = text.chars().collect();
        for Self { start, end, kind, text } in spans {
            let stands = letters.get(*start..*end).filter(|letters| !letters.is_empty());
            if !stands.is_some_and(|letters| letters.iter().copied().eq(text.chars())) {
                return Err(SpanError::Place(text.clone()));
            }
            if !types.contains(kind) {
                let (text, kind, known) = (text.clone(), kind.clone(), types.join(", "));
                return Err(SpanError::Kind { text, kind, known });
            }
        }
        let mut sorted: Vec<&Self> = spans.iter().collect();
        sorted.sort();
        match sorted.windows(2).find(|pair| pair[0].end > pair[1].start) {
            Some(pair) => Err(SpanError::Overlap(pair[0].text.clone(), pair[1].text.clone())),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde_json::json;

    use super::*;

    fn span(start: usize, end: usize, kind: &str, text: &str) -> Span {
        Span { start, end, kind: kind.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn spans_must_stand_in_the_text() {
        let types = ["place".to_owned(), "river".to_owned()];
        let check = |spans: &[Span], expected: Result<(), &str>| {
            let found = Span::check(spans, "Köln am Rhein", &types).map_err(|error| error.to_string());
            assert_eq!(found, expected.map_err(str::to_owned));
        };
        check(&[], Ok(()));
        check(&[span(8, 13, "river", "Rhein"), span(0, 4, "place", "Köln")], Ok(()));
        check(&[span(0, 4, "place", "Koln")], Err("'Koln' does not stand where it is marked; mark it again"));
        check(
            &[span(8, 14, "river", "Rhein!")],
            Err("'Rhein!' does not stand where it is marked; mark it again"),
        );
        check(&[span(4, 0, "place", "Köln")], Err("'Köln' does not stand where it is marked; mark it again"));
        check(&[span(2, 2, "place", "")], Err("'' does not stand where it is marked; mark it again"));
        let unknown =
            "'Köln' is marked as 'town', which is none of the recipe's types; choose one of place, river";
        check(&[span(0, 4, "town", "Köln")], Err(unknown));
        let nested = [span(5, 13, "place", "am Rhein"), span(8, 13, "river", "Rhein")];
        check(&nested, Err("'am Rhein' and 'Rhein' overlap; delete one of them"));
        check(
            &[nested[1].clone(), nested[1].clone()],
            Err("'Rhein' and 'Rhein' overlap; delete one of them"),
        );
    }

    #[test]
    fn a_field_holds_spans_or_something_else() {
        let check = |value: Value, expected: Option<usize>| {
            assert_eq!(Span::read(&value).ok().map(|spans| spans.len()), expected, "{value}");
        };
        check(json!([{ "span": "Ulm", "type": "place", "start": 0, "end": 3 }]), Some(1));
        check(json!([]), Some(0));
        check(json!([{ "span": "Ulm", "type": "place" }]), None);
        check(json!([{ "span": "Ulm", "type": "place", "start": -1, "end": 3 }]), None);
        check(json!("Ulm"), None);
        check(Value::Null, None);
    }

    proptest! {
        /// Spans cut from a text side by side always fit, and any others are refused without a panic.
        #[test]
        fn any_spans_are_checked(
            text in "\\PC{0,30}", cuts in vec(0_usize..40, 0..8), others in vec((0_usize..50, 0_usize..50), 0..4),
        ) {
            let letters: Vec<char> = text.chars().collect();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(letters.len())).collect();
            cuts.sort_unstable();
            cuts.dedup();
            let types = ["x".to_owned()];
            let beside: Vec<Span> = cuts.windows(2)
                .map(|ends| span(ends[0], ends[1], "x", &letters[ends[0]..ends[1]].iter().collect::<String>()))
                .collect();
            prop_assert_eq!(Span::check(&beside, &text, &types), Ok(()));
            let others: Vec<Span> = others.into_iter().map(|(start, end)| span(start, end, "x", "")).collect();
            prop_assert_eq!(Span::check(&others, &text, &types).is_ok(), others.is_empty());
        }
    }
}
