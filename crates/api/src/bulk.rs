//! Rows before and after a change of many, in the words of the window.

use ::project::{Change, Planned};
use dataset::{Fields, Verdict};

use crate::types::ChangedRow;

/// Most characters of a text that a list shows.
const SHOWN: usize = 240;
/// Of these, those that stand before the first character that changes, where it comes late.
const LEAD: usize = 60;

/// A planned change as a list shows it. `text` is the column that the row is about.
pub fn changed_row(planned: &Planned, text: Option<&str>) -> ChangedRow {
    let number = match planned.verdict {
        Some(Verdict::Accepted { row }) => Some(row),
        _ => None,
    };
    let (before, after) = match &planned.change {
        Change::Field { before, after, .. } => {
            let written = |value: &Option<serde_json::Value>| value.as_ref().map(generation::text);
            let (before, after) = (written(before).unwrap_or_default(), written(after).unwrap_or_default());
            let [before, after] = around_difference([&before, &after]);
            (Some(before), Some(after))
        }
        Change::Verdict { .. } => (None, None),
    };
    let text = excerpt(&text_of(&planned.values, text), 0);
    ChangedRow { row: planned.id.into(), number, text, before, after }
}

/// The text that a row is about: that of its column or, where the recipe has none, all of its texts.
pub fn text_of(values: &Fields, column: Option<&str>) -> String {
    match column {
        Some(column) => values.get(column).map(generation::text).unwrap_or_default(),
        None => values.values().filter_map(|value| value.as_str()).collect::<Vec<_>>().join("\n"),
    }
}

/// The parts of two texts around the first place where they differ.
fn around_difference(texts: [&str; 2]) -> [String; 2] {
    let [mut a, mut b] = texts.map(str::chars);
    let mut same = 0;
    while let (Some(x), Some(y)) = (a.next(), b.next())
        && x == y
    {
        same += 1;
    }
    let from = if same > 2 * LEAD { same - LEAD } else { 0 };
    texts.map(|text| excerpt(text, from))
}

/// The characters of a text from one on, as many as a list shows.
fn excerpt(text: &str, from: usize) -> String {
    let mut rest = text.chars().skip(from);
    let shown: String = rest.by_ref().take(SHOWN).collect();
    let (start, end) = (if from > 0 { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
    format!("{start}{shown}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let check = |before: &str, after: &str, expected: [&str; 2]| {
            assert_eq!(around_difference([before, after]), expected.map(str::to_owned));
        };
        check("positive", "negative", ["positive", "negative"]);
        check("été long", "été court", ["été long", "été court"]);
        let long = "ä".repeat(300);
        let lead = "ä".repeat(LEAD);
        check(&format!("{long}old"), &format!("{long}new"), [&format!("…{lead}old"), &format!("…{lead}new")]);
        let cut = format!("x{}…", "ä".repeat(SHOWN - 1));
        check(&format!("x{long}"), "y", [&cut, "y"]);
    }
}
