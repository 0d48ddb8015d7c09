//! Rows of a file that is no source of a recipe: their texts, labels and conditions.

use std::path::Path;
use std::sync::Arc;

use dataset::{Fields, Table};
use evaluation::{Row, Rows, Tokens};
use serde_json::Value;

use crate::error::{Result, WireError};
use crate::tables::{ReadTable, Tables};
use crate::types::DataFile;

const TEXT: &str = "text";
const LABEL: &str = "label";
/// Column in which exports keep the conditions of a row.
const CONDITIONS: &str = "_conditions";
/// Seed of the draw where not all rows are taken, so that they are the same each time.
const SEED: u64 = 0;

/// What is looked at in a file.
pub struct DataRows {
    /// Column of the texts.
    pub field: String,
    /// Column of the labels.
    pub label: Option<String>,
    /// The rows, in the order of the file.
    pub rows: Rows,
    table: Arc<Table>,
    /// Places of the rows in the table.
    places: Vec<usize>,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

impl DataFile {
    /// The texts of the rows, in the order of the file.
    ///
    /// # Errors
    /// The file cannot be read, or does not have the column.
    pub fn texts(&self) -> Result<Vec<String>> {
        Ok(read(&Tables::default(), self)?.rows.texts())
    }
}

impl DataRows {
    /// All columns but those in which exports keep how a row came about.
    pub fn columns(&self) -> Vec<String> {
        let names = self.table.columns.iter().map(|column| column.name.clone());
        names.filter(|name| !name.starts_with('_')).collect()
    }

    /// All fields of each row.
    pub fn fields(&self) -> Vec<Fields> {
        self.places.iter().map(|at| self.table.rows[*at].clone()).collect()
    }
}

/// A file's table, and which of its columns are looked at.
pub struct DataTable {
    /// All that the file holds.
    pub table: Arc<Table>,
    /// Column of the texts.
    pub field: String,
    /// Column of the labels.
    pub label: Option<String>,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// Text of a value; none where there is none.
pub fn text_of(row: &Fields, name: &str) -> Option<String> {
    row.get(name).filter(|value| !value.is_null()).map(generation::text)
}

/// A label of a row; an empty one is none.
pub fn label_of(row: &Fields, name: &str) -> Option<String> {
    text_of(row, name).filter(|label| !label.is_empty())
}

/// Reads a file and finds its columns.
pub fn table(tables: &Tables, file: &DataFile) -> Result<DataTable> {
    let ReadTable { table, notices } = tables.read(Path::new(&file.path), file.header)?;
    let field = column(file, &table, file.text.as_deref(), TEXT)?
        .or_else(|| table.columns.first().filter(|_| table.columns.len() == 1).map(|only| only.name.clone()))
        .ok_or_else(|| {
            WireError::input(format!(
                "'{}' has no column 'text'; say which of its columns holds the texts: {}.",
                file.path,
                names(&table)
            ))
        })?;
    let label = column(file, &table, file.label.as_deref(), LABEL)?.filter(|label| *label != field);
    Ok(DataTable { table, field, label, notices })
}

/// Reads the rows.
pub fn read(tables: &Tables, file: &DataFile) -> Result<DataRows> {
    read_by(tables, file, &Tokens::Words)
}

/// Reads the rows, no more than there are to hold them against.
pub fn as_many(tables: &Tables, file: &DataFile, rows: usize) -> Result<DataRows> {
    read(tables, &at_most(file, rows))
}

/// The same file with at most so many rows.
pub fn at_most(file: &DataFile, rows: usize) -> DataFile {
    DataFile { rows: Some(file.rows.map_or(rows, |wanted| wanted.min(rows))), ..file.clone() }
}

/// Reads the rows, their texts split into tokens of this kind.
pub fn read_by(tables: &Tables, file: &DataFile, tokens: &Tokens) -> Result<DataRows> {
    let DataTable { table, field, label, mut notices } = table(tables, file)?;
    let total = table.rows.len();
    let places = measures::sample(total, file.rows.unwrap_or(total), SEED);
    if places.len() < total {
        notices.push(format!("{} of the {total} rows of '{}' are measured.", places.len(), file.path));
    }
    let rows: Vec<Row> = places
        .iter()
        .map(|at| &table.rows[*at])
        .map(|row| Row {
            text: text_of(row, &field).unwrap_or_default(),
            label: label.as_deref().and_then(|label| label_of(row, label)),
            conditions: row.get(CONDITIONS).map(conditions).unwrap_or_default(),
            mean_log_probability: None,
        })
        .collect();
    if let Tokens::Pattern(pattern) = tokens {
        notices.push(format!("Words are what '{pattern}' finds in a text in lower case."));
    }
    let empty = rows.iter().filter(|row| row.text.trim().is_empty()).count();
    if empty > 0 {
        notices.push(format!("{empty} rows of '{}' have no text in '{field}'.", file.path));
    }
    Ok(DataRows { field, label, rows: Rows::split(rows, tokens), table, places, notices })
}

/// The column asked for, which must be there, or the usual one, which may be.
fn column(file: &DataFile, table: &Table, wanted: Option<&str>, usual: &str) -> Result<Option<String>> {
    match wanted {
        Some(wanted) if !table.has(wanted) => Err(WireError::input(format!(
            "'{}' has no column '{wanted}'; its columns are {}.",
            file.path,
            names(table)
        ))),
        _ => Ok(Some(wanted.unwrap_or(usual)).filter(|name| table.has(name)).map(str::to_owned)),
    }
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Conditions as an export writes them: a record, or its JSON text where the format has no records.
fn conditions(value: &Value) -> Fields {
    match value {
        Value::Object(fields) => fields.clone(),
        Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => Fields::new(),
    }
}
