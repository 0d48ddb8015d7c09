//! CSV and its relatives.

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::{MOST_COLUMNS, MOST_ROWS, ReadCause};
use crate::{Column, Fields, Kind, Table};

const DELIMITERS: [u8; 4] = *b",;\t|";

/// Reads a table of texts. The separator is the one among comma, semicolon, tab and bar that cuts the first rows
/// alike; a file without any is one column.
pub(super) fn read(text: &str, header: bool) -> Result<Table, ReadCause> {
    let mut records = reader(text, delimiter(text), false).into_records();
    let Some(first) = records.next().transpose().map_err(cause)? else { return Err(ReadCause::Empty) };
    if first.len() > MOST_COLUMNS {
        return Err(ReadCause::too_many_columns());
    }
    let names: Vec<String> = if header {
        first.iter().map(str::trim).enumerate().map(|(n, name)| named(name, n)).collect()
    } else {
        (1..=first.len()).map(|n| n.to_string()).collect()
    };
    for (n, name) in names.iter().enumerate() {
        if names[..n].contains(name) {
            return Err(ReadCause::RepeatedColumn(name.clone()));
        }
    }
    let fields = |record: &StringRecord| -> Fields {
        names.iter().cloned().zip(record.iter().map(Into::into)).collect()
    };
    let mut rows = Vec::new();
    if !header {
        rows.push(fields(&first));
    }
    for record in records {
        if rows.len() == MOST_ROWS {
            return Err(ReadCause::too_many_rows());
        }
        rows.push(fields(&record.map_err(cause)?));
    }
    let columns = names.into_iter().map(|name| Column { name, kind: Kind::Text }).collect();
    Ok(Table { columns, rows })
}

/// Spreadsheets leave the first cell of an index column empty.
fn named(name: &str, position: usize) -> String {
    if name.is_empty() { (position + 1).to_string() } else { name.to_owned() }
}

fn reader(text: &str, delimiter: u8, flexible: bool) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .flexible(flexible)
        .from_reader(text.as_bytes())
}

fn delimiter(text: &str) -> u8 {
    const SAMPLE: usize = 32;
    let cut = |delimiter: u8| -> Option<usize> {
        let mut records = reader(text, delimiter, true).into_records().take(SAMPLE);
        let columns = records.next()?.ok()?.len();
        let alike = records.all(|record| record.is_ok_and(|record| record.len() == columns));
        (alike && columns > 1).then_some(columns)
    };
    let best = DELIMITERS
        .into_iter()
        .filter_map(|delimiter| Some((cut(delimiter)?, delimiter)))
        // Of separators that cut into equally many columns the first of the list.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    if let Some((_, delimiter)) = best {
        return delimiter;
    }
    // No separator cuts all rows alike. If the header has one, a row is wrong and the reader says which; if it has
    // none, every line is one value.
    let header = text.lines().next().unwrap_or_default().as_bytes();
    let most = DELIMITERS.into_iter().map(|d| (header.iter().filter(|byte| **byte == d).count(), d));
    match most.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
        Some((count, delimiter)) if count > 0 => delimiter,
        _ => b'\x1f',
    }
}

fn cause(error: csv::Error) -> ReadCause {
    match error.into_kind() {
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            ReadCause::Ragged { line: pos.map_or(0, |pos| pos.line()), found: len, expected: expected_len }
        }
        ErrorKind::Io(error) => ReadCause::Io(error),
        _ => ReadCause::NotText,
    }
}
