//! An Excel workbook with one sheet.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::Value;

use super::{WriteCause, formula};
use crate::{Table, text_of};

const MOST_ROWS: usize = 1_048_575;
const MOST_COLUMNS: usize = 16_384;
const MOST_CHARACTERS: usize = 32_767;
/// Above this, neighbouring whole numbers become one in Excel.
const LARGEST_EXACT: u64 = 1 << 53;

/// Writes the table. Texts are cells of type text, so that nothing runs; those that begin like a formula are marked
/// as quoted, which holds when a user edits them.
pub(super) fn write(file: &mut impl Write, table: &Table) -> Result<(), WriteCause> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    if rows > MOST_ROWS || columns > MOST_COLUMNS {
        return Err(WriteCause::LargeSheet { rows, columns });
    }
    let mut workbook = Workbook::new();
    // The library would write the time of day.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(cause)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Rows").map_err(cause)?;
    sheet.set_freeze_panes(1, 0).map_err(cause)?;
    let header = Format::new().set_bold();
    let quoted = Format::new().set_quote_prefix();
    for (c, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, c, &column.name, &header).map_err(cause)?;
        for (r, row) in (1_u32..).zip(&table.rows) {
            let text = match row.get(&column.name).unwrap_or(&Value::Null) {
                Value::Null => continue,
                Value::Bool(value) => {
                    sheet.write_boolean(r, c, *value).map_err(cause)?;
                    continue;
                }
                Value::Number(number) if is_exact(number) => {
                    sheet.write_number(r, c, number.as_f64().unwrap_or_default()).map_err(cause)?;
                    continue;
                }
                other => text_of(other),
            };
            // Excel counts in units of UTF-16.
            let length = text.encode_utf16().count();
            if length > MOST_CHARACTERS {
                return Err(WriteCause::LongCell { row: r as usize, column: column.name.clone(), length });
            }
            if formula::is_risky(&text) {
                sheet.write_string_with_format(r, c, text, &quoted).map_err(cause)?;
            } else {
                sheet.write_string(r, c, text).map_err(cause)?;
            }
        }
    }
    // An archive is written with jumps back, which the file behind the buffer does not offer.
    let mut archive = Cursor::new(Vec::new());
    workbook.save_to_writer(&mut archive).map_err(cause)?;
    Ok(file.write_all(archive.get_ref())?)
}

fn is_exact(number: &serde_json::Number) -> bool {
    match number.as_i64() {
        Some(whole) => whole.unsigned_abs() <= LARGEST_EXACT,
        None => number.is_f64(),
    }
}

fn cause(error: XlsxError) -> WriteCause {
    match error {
        XlsxError::IoError(error) => error.into(),
        other => WriteCause::Format(other.to_string()),
    }
}
