//! Personal data in the rows.

use ::privacy::{Candidate, Entry, Fields, Kind, Replacer, TooManyValues};
use serde_json::Value;

use crate::Rows;

/// Values of one kind that seem to be personal. What they are is left out, as the figures may be shown where they may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// What they tell.
    pub kind: Kind,
    /// Different values.
    pub values: usize,
    /// Of these, values that stand in the known texts too.
    pub known: usize,
    /// Rows that hold one.
    pub rows: Vec<usize>,
}

/// Looks for what surely seems to be personal in the rows: one entry for each kind that occurs.
///
/// # Errors
/// There are too many values to search for.
pub fn personal(rows: &Rows, known: &[String]) -> Result<Vec<Personal>, TooManyValues> {
    let fields = |text: &str| Fields::from_iter([("text".to_owned(), Value::String(text.to_owned()))]);
    let texts: Vec<Fields> = rows.rows().iter().map(|row| fields(&row.text)).collect();
    let known: Vec<Fields> = known.iter().map(|text| fields(text)).collect();
    let found: Vec<Candidate> = ::privacy::find(&texts).into_iter().filter(|one| one.sure).collect();
    let of = |kind: Kind| {
        let values: Vec<(&str, Kind)> =
            found.iter().filter(|one| one.kind == kind).map(|one| (one.value.as_str(), kind)).collect();
        if values.is_empty() {
            return Ok(None);
        }
        let entry = |(value, kind): &(&str, Kind)| Entry {
            value: (*value).to_owned(),
            kind: *kind,
            surrogate: ::privacy::next_surrogate(*kind, []),
            replaced: true,
        };
        let entries: Vec<Entry> = values.iter().map(entry).collect();
        let search = Replacer::new(&entries)?;
        let places = ::privacy::occurrences(&known, &values)?;
        Ok(Some(Personal {
            kind,
            values: values.len(),
            known: places.iter().filter(|place| place.count > 0).count(),
            rows: (0..rows.len()).filter(|row| search.finds(&rows.rows()[*row].text)).collect(),
        }))
    };
    Kind::ALL.into_iter().filter_map(|kind| of(kind).transpose()).collect()
}
