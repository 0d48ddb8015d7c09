//! One JSON object a line, columns in the table's order.

use std::io::Write;

use serde_json::Value;

use super::WriteCause;
use crate::Table;

pub(super) fn write(file: &mut impl Write, table: &Table) -> Result<(), WriteCause> {
    for row in &table.rows {
        for (n, column) in table.columns.iter().enumerate() {
            file.write_all(if n == 0 { b"{" } else { b"," })?;
            serde_json::to_writer(&mut *file, &column.name).map_err(std::io::Error::from)?;
            file.write_all(b":")?;
            let value = row.get(&column.name).unwrap_or(&Value::Null);
            serde_json::to_writer(&mut *file, value).map_err(std::io::Error::from)?;
        }
        file.write_all(if table.columns.is_empty() { b"{}\n" } else { b"}\n" })?;
    }
    Ok(())
}
