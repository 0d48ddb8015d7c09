//! The columns of rows, for the steps that read one.

use curation::Rows;
use dataset::Fields;
use indexmap::IndexMap;
use serde_json::Value;

use super::unfit;
use crate::data_file::text_of;
use crate::error::Result;

/// Adds columns as they are written, and as numbers those in which `number` finds one. Gives the names of the latter too.
pub fn with_columns<'n>(
    mut rows: Rows,
    fields: &[&Fields],
    names: impl IntoIterator<Item = &'n str>,
    number: fn(&Value) -> Option<f64>,
) -> Result<(Vec<String>, Rows)> {
    let mut numeric = Vec::new();
    for name in names {
        let numbers: Vec<Option<f64>> = fields.iter().map(|row| row.get(name).and_then(number)).collect();
        if numbers.iter().any(Option::is_some) {
            rows = rows.with_numbers(name, numbers).map_err(|error| unfit(&error))?;
            numeric.push(name.to_owned());
        }
        let values = fields.iter().map(|row| text_of(row, name)).collect();
        rows = rows.with_values(name, values).map_err(|error| unfit(&error))?;
    }
    Ok((numeric, rows))
}

/// The fields of a row as they are written; those without a value are left out.
pub fn written_fields(row: &Fields) -> IndexMap<String, String> {
    row.keys().filter_map(|name| Some((name.clone(), text_of(row, name)?))).collect()
}
