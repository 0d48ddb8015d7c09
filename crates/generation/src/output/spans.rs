//! Spans: stretches of a text with their types.

use serde_json::{Value as Json, json};

/// The spans of an answer, each a text and one of the types.
pub(super) fn read(name: &str, items: &[Json], types: &[String]) -> Result<Json, String> {
    let one = |item: &Json| {
        let part = |key: &str| item.get(key).and_then(Json::as_str).map(str::trim);
        let (Some(span), Some(kind)) = (part("span"), part("type")) else {
            return Err(format!("'{name}' has an item without `span` and `type`."));
        };
        if span.is_empty() {
            return Err(format!("'{name}' has an empty span."));
        }
        if !types.iter().any(|known| known == kind) {
            return Err(format!("'{name}' has a span of the type '{kind}', which is none of the types."));
        }
        Ok(json!({ "span": span, "type": kind }))
    };
    items.iter().map(one).collect()
}

/// Adds to each span where it begins and ends in the text, in characters. Spans are looked for one after the other, so
/// that the second of two equal ones is found behind the first; where it is not, anywhere; and where the text has it in
/// other letter case alone, the span becomes what stands in the text.
pub(super) fn locate(name: &str, items: &mut [Json], of: &str, text: &str) -> Result<(), String> {
    let letters: Vec<char> = text.chars().collect();
    let mut from = 0;
    for item in items {
        let span: Vec<char> = item["span"].as_str().unwrap_or_default().chars().collect();
        let find = |from: usize, equal: fn(char, char) -> bool| {
            let same = |part: &[char]| part.iter().zip(&span).all(|(a, b)| equal(*a, *b));
            letters[from..].windows(span.len()).position(same).map(|at| from + at)
        };
        let exact = |a, b| a == b;
        let folded = |a: char, b: char| a.to_lowercase().eq(b.to_lowercase());
        let places = [(from, exact as fn(_, _) -> _), (0, exact), (from, folded), (0, folded)];
        let Some(start) = places.into_iter().find_map(|(from, equal)| find(from, equal)) else {
            let span = item["span"].as_str().unwrap_or_default();
            return Err(format!("'{name}' names '{span}', which does not occur in '{of}'."));
        };
        let end = start + span.len();
        item["span"] = letters[start..end].iter().collect::<String>().into();
        item["start"] = start.into();
        item["end"] = end.into();
        from = end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_where_they_stand() {
        let check = |text: &str, spans: &[&str], expected: Result<&[(u64, u64)], &str>| {
            let items: Vec<Json> =
                spans.iter().map(|span| json!({ "span": span, "type": "place" })).collect();
            let Json::Array(mut items) = read("entities", &items, &["place".to_owned()]).unwrap() else {
                panic!()
            };
            let found = locate("entities", &mut items, "text", text).map(|()| {
                items
                    .iter()
                    .map(|i| (i["start"].as_u64().unwrap(), i["end"].as_u64().unwrap()))
                    .collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref().map_err(String::as_str), expected);
        };
        check("Ulm an der Donau, nahe Ulm", &["Ulm", "Donau", "Ulm"], Ok(&[(0, 3), (11, 16), (23, 26)]));
        check("Köln liegt am Rhein", &["Rhein", "Köln"], Ok(&[(14, 19), (0, 4)]));
        check("Die Ulmer. ulm.", &["ulm", "die Ulmer"], Ok(&[(11, 14), (0, 9)]));
        check("Bonn", &["Ulm"], Err("'entities' names 'Ulm', which does not occur in 'text'."));
        check("Bonn", &[], Ok(&[]));
    }

    #[test]
    fn other_answers_are_refused() {
        let types = ["place".to_owned()];
        for (item, reason) in [
            (json!({ "span": "Ulm" }), "without `span` and `type`"),
            (json!({ "span": "Ulm", "type": "person" }), "none of the types"),
            (json!({ "span": " ", "type": "place" }), "an empty span"),
            (json!("Ulm"), "without `span` and `type`"),
        ] {
            assert!(read("entities", &[item], &types).unwrap_err().contains(reason));
        }
    }
}
