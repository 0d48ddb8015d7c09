//! A file of examples: which of its columns is the text and which the label, and how long the texts are.

use std::collections::BTreeMap;

use ::recipe::Source;
use dataset::{Fields, Table};
use generation::text;

/// Labels of a file; more are no labels.
const MOST_LABELS: usize = 80;
/// Words of a label.
const LABEL_WORDS: f64 = 5.0;
/// Examples that the model is shown when it is asked for attributes.
pub const SHOWN: usize = 4;
/// Letters of such an example.
const SHOWN_LETTERS: usize = 300;
/// Words of all demonstrations of a prompt together, about.
const DEMONSTRATION_WORDS: f64 = 400.0;

/// What a file of examples says about the rows that are wanted.
#[derive(Clone, Debug)]
pub struct Examples {
    /// The file as a source of the recipe, private until its owner says otherwise.
    pub source: Source,
    /// Values of the label's column, the most frequent first; empty without one.
    pub labels: Vec<String>,
    /// Words of nine of ten texts.
    pub words: [u32; 2],
    /// How many fit a prompt.
    pub count: usize,
    text_column: String,
}

impl Examples {
    /// Looks at the columns of a file, or returns `None` where none of them holds text.
    #[must_use]
    pub fn of(file: &str, table: &Table) -> Option<Self> {
        let columns: Vec<Column> =
            table.columns.iter().map(|column| Column::of(&column.name, &table.rows)).collect();
        let of_text = columns
            .iter()
            .filter(|column| column.filled > 0)
            .reduce(|best, other| if other.mean_words() > best.mean_words() { other } else { best })?;
        let of_labels = columns.iter().filter(|column| column.name != of_text.name && column.is_label());
        let of_labels = of_labels.min_by_key(|column| column.values.len());
        let mut lengths = of_text.words.clone();
        lengths.sort_unstable();
        let quantile = |share: f64| lengths[((lengths.len() - 1) as f64 * share).round() as usize] as u32;
        let mut fields = vec![("text".to_owned(), of_text.name.clone())];
        fields.extend(of_labels.map(|column| ("label".to_owned(), column.name.clone())));
        let text_column = of_text.name.clone();
        Some(Self {
            source: Source {
                name: "examples".to_owned(),
                file: file.to_owned(),
                fields: fields.into_iter().collect(),
                private: true,
                chunks: None,
            },
            labels: of_labels.map(Column::frequent_first).unwrap_or_default(),
            words: [quantile(0.05).max(1), quantile(0.95).max(2)],
            count: (DEMONSTRATION_WORDS / of_text.mean_words().max(1.0)).clamp(1.0, 3.0) as usize,
            text_column,
        })
    }

    /// A few of the texts among these rows, for the model to see what is wanted.
    #[must_use]
    pub fn shown(&self, rows: &[Fields]) -> String {
        let texts = rows.iter().filter_map(|row| row.get(&self.text_column)).map(text).take(SHOWN);
        let cut = |text: String| format!("- {}", text.chars().take(SHOWN_LETTERS).collect::<String>());
        texts.map(cut).collect::<Vec<_>>().join("\n")
    }

    #[cfg(test)]
    pub fn for_tests() -> Self {
        let row = |text: &str, label: &str| {
            serde_json::json!({ "note": text, "kind": label }).as_object().unwrap().clone()
        };
        let rows = (0..8)
            .map(|at| row(&format!("a longer text {{{{ about }}}} {at}"), ["red", "blue"][at % 2]))
            .collect();
        let table = Table::new(rows);
        Self::of("notes.csv", &table).unwrap()
    }
}

struct Column {
    name: String,
    filled: usize,
    /// Words of each filled value.
    words: Vec<usize>,
    values: BTreeMap<String, usize>,
}

impl Column {
    fn of(name: &str, rows: &[Fields]) -> Self {
        let mut column =
            Self { name: name.to_owned(), filled: 0, words: Vec::new(), values: BTreeMap::new() };
        for value in rows.iter().filter_map(|row| row.get(name)).map(text) {
            if value.trim().is_empty() {
                continue;
            }
            column.filled += 1;
            column.words.push(value.split_whitespace().count());
            if column.values.len() <= MOST_LABELS || column.values.contains_key(&value) {
                *column.values.entry(value).or_default() += 1;
            }
        }
        column
    }

    fn mean_words(&self) -> f64 {
        self.words.iter().sum::<usize>() as f64 / self.filled.max(1) as f64
    }

    /// Few short values, each of them several times.
    fn is_label(&self) -> bool {
        let kinds = self.values.len();
        (2..=MOST_LABELS).contains(&kinds) && 2 * kinds <= self.filled && self.mean_words() <= LABEL_WORDS
    }

    fn frequent_first(&self) -> Vec<String> {
        let mut values: Vec<(&String, &usize)> = self.values.iter().collect();
        values.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        values.into_iter().map(|(value, _)| value.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn table(rows: &[Json]) -> Table {
        Table::new(rows.iter().map(|row| row.as_object().unwrap().clone()).collect())
    }

    #[test]
    fn columns_are_told_apart() {
        let rows: Vec<Json> = (0..20)
            .map(|at| {
                json!({
                    "id": at,
                    "grade": at % 3,
                    "review": "word ".repeat(at + 1),
                    "topic": if at % 4 == 0 { "late delivery" } else { "other" },
                })
            })
            .collect();
        let examples = Examples::of("a.csv", &table(&rows)).unwrap();
        let fields: Vec<(&str, &str)> =
            examples.source.fields.iter().map(|(ours, column)| (ours.as_str(), column.as_str())).collect();
        assert_eq!(fields, [("text", "review"), ("label", "topic")]);
        assert_eq!(examples.labels, ["other", "late delivery"]);
        assert_eq!((examples.words, examples.count), ([2, 19], 3));
        let rows: Vec<Fields> = rows.iter().map(|row| row.as_object().unwrap().clone()).collect();
        assert_eq!(examples.shown(&rows).lines().count(), 4);
    }

    #[test]
    fn files_without_labels_or_without_text() {
        let examples = Examples::of("a.csv", &table(&[json!({ "t": "one two" }), json!({ "t": "three" })]));
        assert!(examples.unwrap().labels.is_empty());
        assert!(Examples::of("a.csv", &table(&[json!({ "t": "" })])).is_none());
        assert!(Examples::of("a.csv", &Table::default()).is_none());
    }
}
