//! From a file's columns to our fields.

use indexmap::IndexMap;

use super::ReadCause;
use crate::{Column, Table};

/// Takes the named columns under our names, in the order of the mapping. An empty mapping takes all as they are.
pub(super) fn apply(table: Table, fields: &IndexMap<String, String>) -> Result<Table, ReadCause> {
    if fields.is_empty() {
        return Ok(table);
    }
    let column = |(field, wanted): (&String, &String)| {
        let known = table.columns.iter().find(|column| column.name == *wanted);
        known.map(|column| Column { name: field.clone(), kind: column.kind.clone() }).ok_or_else(|| {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            ReadCause::NoColumn { field: field.clone(), wanted: wanted.clone(), found: names.join(", ") }
        })
    };
    let columns = fields.iter().map(column).collect::<Result<_, _>>()?;
    let rows = table.rows.iter().map(|row| {
        fields.iter().filter_map(|(field, wanted)| Some((field.clone(), row.get(wanted)?.clone()))).collect()
    });
    Ok(Table { columns, rows: rows.collect() })
}
