//! Comma-separated values in UTF-8, lines ended by a line feed.

use std::borrow::Cow;
use std::io::Write;

use serde_json::Value;

use super::{WriteCause, formula};
use crate::{Table, text_of};

/// Writes the table. A text that a spreadsheet would run gets an apostrophe before it.
pub(super) fn write(file: &mut impl Write, table: &Table) -> Result<(), WriteCause> {
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(table.columns.iter().map(|column| guarded(column.name.clone()))).map_err(cause)?;
    for row in &table.rows {
        let cells = table.columns.iter().map(|column| cell(row.get(&column.name)));
        writer.write_record(cells.map(|cell| cell.into_owned())).map_err(cause)?;
    }
    Ok(writer.flush()?)
}

fn cell(value: Option<&Value>) -> Cow<'static, str> {
    match value {
        None => "".into(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string().into(),
        Some(value) => guarded(text_of(value)).into(),
    }
}

fn guarded(text: String) -> String {
    if formula::is_risky(&text) { format!("'{text}") } else { text }
}

fn cause(error: csv::Error) -> WriteCause {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => WriteCause::Format(format!("{other:?}")),
    }
}
