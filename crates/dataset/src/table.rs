//! A table of rows, and the type of each of its columns.

use serde_json::Value;

use crate::Fields;

/// Rows with the names and types of their columns. A row may lack a column; it then has no value there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows in order.
    pub rows: Vec<Fields>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, unique in the table.
    pub name: String,
    /// Type of its values.
    pub kind: Kind,
}

/// Type of a column. Formats without nested types hold lists, records and JSON as JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No value occurs; written as a column of texts.
    Empty,
    /// Texts; other single values among them are written as text.
    Text,
    /// Whole numbers of 64 bits with sign.
    Integer,
    /// Decimal numbers.
    Number,
    /// True or false.
    Boolean,
    /// Lists of values of one type.
    List(Box<Kind>),
    /// Records of named values, at least one.
    Record(Vec<Column>),
    /// Anything, as JSON text.
    Json,
}

impl Table {
    /// A table of these rows. Columns come in the order in which they first occur; each gets the narrowest type
    /// that holds its values.
    #[must_use]
    pub fn new(rows: Vec<Fields>) -> Self {
        Self { columns: columns(rows.iter()), rows }
    }

    /// Whether the table has a column of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }
}

/// A value as the cell of a format without types: texts as they are, no value as nothing, the others as JSON.
#[must_use]
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Columns of records, in the order in which they first occur.
fn columns<'a>(rows: impl Iterator<Item = &'a Fields>) -> Vec<Column> {
    let mut kinds: indexmap::IndexMap<&str, Kind> = indexmap::IndexMap::new();
    for (name, value) in rows.flatten() {
        let kind = kinds.entry(name).or_insert(Kind::Empty);
        *kind = join(std::mem::replace(kind, Kind::Empty), kind_of(value));
    }
    kinds.into_iter().map(|(name, kind)| Column { name: name.to_owned(), kind }).collect()
}

fn kind_of_all<'a>(values: impl Iterator<Item = &'a Value>) -> Kind {
    values.map(kind_of).fold(Kind::Empty, join)
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Empty,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_i64() => Kind::Integer,
        Value::Number(number) if number.is_f64() => Kind::Number,
        // Above the largest Integer; as a decimal number it would lose digits.
        Value::Number(_) => Kind::Text,
        Value::String(_) => Kind::Text,
        Value::Array(items) => Kind::List(Box::new(kind_of_all(items.iter()))),
        Value::Object(fields) if fields.is_empty() => Kind::Json,
        Value::Object(fields) => Kind::Record(columns(std::iter::once(fields))),
    }
}

fn join(a: Kind, b: Kind) -> Kind {
    match (a, b) {
        (a, b) if a == b => a,
        (Kind::Empty, kind) | (kind, Kind::Empty) => kind,
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Kind::Number,
        (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(join(*a, *b))),
        (Kind::Record(a), Kind::Record(b)) => Kind::Record(join_records(a, b)),
        (a, b) if a.is_single() && b.is_single() => Kind::Text,
        _ => Kind::Json,
    }
}

fn join_records(mut a: Vec<Column>, b: Vec<Column>) -> Vec<Column> {
    for column in b {
        match a.iter_mut().find(|known| known.name == column.name) {
            Some(known) => known.kind = join(known.kind.clone(), column.kind),
            None => a.push(column),
        }
    }
    a
}

impl Kind {
    fn is_single(&self) -> bool {
        matches!(self, Self::Text | Self::Integer | Self::Number | Self::Boolean)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_gets_the_narrowest_type() {
        let list = |kind| Kind::List(Box::new(kind));
        let check = |values: Value, expected: Kind| {
            let kind = kind_of_all(values.as_array().unwrap().iter());
            assert_eq!(kind, expected, "{values}");
        };
        check(json!([]), Kind::Empty);
        check(json!([null, null]), Kind::Empty);
        check(json!(["a", null]), Kind::Text);
        check(json!([1, -2]), Kind::Integer);
        check(json!([1, 2.5]), Kind::Number);
        check(json!([1, 18_446_744_073_709_551_615_u64]), Kind::Text);
        check(json!([true, false]), Kind::Boolean);
        check(json!([true, 1]), Kind::Text);
        check(json!([1, "a"]), Kind::Text);
        check(json!([[], [1], [2.5], [null]]), list(Kind::Number));
        check(json!([[]]), list(Kind::Empty));
        check(json!([["a"], []]), list(Kind::Text));
        check(json!([["a"], "a"]), Kind::Json);
        check(json!([{}, {"a": 1}]), Kind::Json);
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        check(
            json!([{"a": 1}, {"b": "x", "a": 0.5}]),
            Kind::Record(vec![column("a", Kind::Number), column("b", Kind::Text)]),
        );
    }
}
