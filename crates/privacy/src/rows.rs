//! Values in the rows of a source.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::search::{Search, TooManyValues};
use crate::{Fields, Kind, Replacer};

/// Letters of the text on either side of an example.
const AROUND: usize = 48;

/// Puts surrogates in place of values in every text of the rows: inside lists and records too, and for numbers, which a
/// prompt shows as text. Returns how many different values were found.
pub fn replace_rows(rows: &mut [Fields], replacer: &Replacer) -> usize {
    let mut used = BTreeSet::new();
    rows.iter_mut().flat_map(Fields::values_mut).for_each(|value| replace(value, replacer, &mut used));
    used.len()
}

/// Calls `look` with each text and its field.
pub(crate) fn each_text(rows: &[Fields], mut look: impl FnMut(&str, &str)) {
    for (name, value) in rows.iter().flatten() {
        texts(value, &mut |text| look(name, text));
    }
}

fn replace(value: &mut Value, replacer: &Replacer, used: &mut BTreeSet<usize>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            let text = number.to_string();
            let replaced = replacer.text_and_note(&text, used);
            if *replaced != text {
                *value = Value::String(replaced.into_owned());
            }
        }
        Value::String(text) => {
            let replaced = replacer.text_and_note(text, used);
            if *replaced != **text {
                *text = replaced.into_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, replacer, used)),
        Value::Object(fields) => fields.values_mut().for_each(|item| replace(item, replacer, used)),
    }
}

fn texts(value: &Value, look: &mut impl FnMut(&str)) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => look(&number.to_string()),
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, look)),
        Value::Object(fields) => fields.values().for_each(|item| texts(item, look)),
    }
}

/// How often a value occurs in some rows, and the first place.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// Number of places.
    pub count: usize,
    /// Field of the first place.
    pub field: String,
    /// Some of the text before it.
    pub before: String,
    /// Some of the text after it.
    pub after: String,
}

/// Where each value occurs, in the order of the values: where it would be replaced if all of them were.
///
/// # Errors
/// There are too many values.
pub fn occurrences(rows: &[Fields], values: &[(&str, Kind)]) -> Result<Vec<Occurrences>, TooManyValues> {
    let search = Search::new(values.iter().copied())?;
    let mut all = vec![Occurrences::default(); values.len()];
    each_text(rows, |field, text| {
        for span in search.spans(text) {
            let one = &mut all[span.value];
            if one.count == 0 {
                field.clone_into(&mut one.field);
                one.before = tail(&text[..span.range.start]);
                one.after = head(&text[span.range.end..]);
            }
            one.count += 1;
        }
    });
    Ok(all)
}

fn head(text: &str) -> String {
    let cut: String = text.chars().take(AROUND).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn tail(text: &str) -> String {
    let from = text.char_indices().rev().take(AROUND).last().map_or(text.len(), |(at, _)| at);
    if from > 0 { format!("…{}", &text[from..]) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::Entry;

    fn rows(value: Value) -> Vec<Fields> {
        from_value(value).unwrap()
    }

    #[test]
    fn every_text_of_a_row_is_replaced() {
        let entry = |value: &str, kind, surrogate: &str| Entry {
            value: value.into(),
            kind,
            surrogate: surrogate.into(),
            replaced: true,
        };
        let entries = [
            entry("Anna", Kind::Person, "[PERSON 1]"),
            entry("4711123", Kind::Number, "[NUMBER 1]"),
            entry("Ben", Kind::Person, "[PERSON 2]"),
        ];
        let mut rows = rows(json!([
            {"note": "Anna fell.", "id": 4_711_123, "turns": [{"text": "Hello Anna"}, "20 mg"], "old": true},
            {"note": "20 mg", "id": 20, "empty": null},
        ]));
        let used = replace_rows(&mut rows, &Replacer::new(&entries).unwrap());
        let expected = json!([
            {"note": "[PERSON 1] fell.", "id": "[NUMBER 1]", "turns": [{"text": "Hello [PERSON 1]"}, "20 mg"], "old": true},
            {"note": "20 mg", "id": 20, "empty": null},
        ]);
        assert_eq!((json!(rows), used), (expected, 2));
    }

    #[test]
    fn occurrences_are_counted_with_one_example() {
        let long = format!("{} Anna {}", "ä".repeat(60), "ö".repeat(60));
        let rows = rows(json!([{"note": long}, {"note": "Anna Schmidt, Anna"}]));
        let values = [("Anna", Kind::Person), ("Anna Schmidt", Kind::Person), ("Ben", Kind::Person)];
        let found = occurrences(&rows, &values).unwrap();
        assert_eq!(found.iter().map(|one| one.count).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!(found[0].before, format!("…{} ", "ä".repeat(47)));
        assert_eq!(found[0].after, format!(" {}…", "ö".repeat(47)));
        assert_eq!(
            (found[1].field.as_str(), found[1].before.as_str(), found[1].after.as_str()),
            ("note", "", ", Anna")
        );
    }
}
