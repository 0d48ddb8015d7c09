//! JSONL: one object per line; and JSON: one list of objects, or one object over several lines.

use serde_json::Value;

use super::{MOST_COLUMNS, MOST_ROWS, ReadCause};
use crate::{Fields, Table};

pub(super) fn read(text: &str) -> Result<Table, ReadCause> {
    let rows = if text.trim_start().starts_with('[') {
        list(text)?
    } else {
        // A line that ends in the midst of an object: perhaps the whole is one.
        lines(text).or_else(|error| whole(text).ok_or(error))?
    };
    if rows.len() > MOST_ROWS {
        return Err(ReadCause::too_many_rows());
    }
    let table = Table::new(rows);
    if table.columns.len() > MOST_COLUMNS {
        return Err(ReadCause::too_many_columns());
    }
    Ok(table)
}

fn list(text: &str) -> Result<Vec<Fields>, ReadCause> {
    let values: Vec<Value> = serde_json::from_str(text)
        .map_err(|error| ReadCause::Json { line: error.line(), detail: plain(&error) })?;
    values.into_iter().enumerate().map(|(n, value)| object(value, || format!("row {}", n + 1))).collect()
}

fn whole(text: &str) -> Option<Vec<Fields>> {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return None };
    Some(vec![fields])
}

fn lines(text: &str) -> Result<Vec<Fields>, ReadCause> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(n, line)| {
            let value = serde_json::from_str(line)
                .map_err(|error| ReadCause::Json { line: n + 1, detail: plain(&error) })?;
            object(value, || format!("line {}", n + 1))
        })
        .collect()
}

fn object(value: Value, place: impl Fn() -> String) -> Result<Fields, ReadCause> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(ReadCause::NotAnObject { place: place() }),
    }
}

/// The parser's words without its own line number, which counts within the line.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
