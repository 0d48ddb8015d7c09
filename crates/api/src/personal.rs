//! The project's decisions on personal data, as the search for it takes them.

use ::project::{PersonalData, PersonalValue as Stored};
use privacy::{Entry, Kind, Replacer};

use crate::error::{Result, WireError};
use crate::project::sentence;

/// The decided values.
pub fn entries(data: &PersonalData) -> impl Iterator<Item = Entry> {
    data.values.iter().map(|Stored { value, kind, surrogate, replaced }| Entry {
        value: value.clone(),
        kind: kind_of(kind),
        surrogate: surrogate.clone(),
        replaced: *replaced,
    })
}

/// Replaces what was decided to be.
pub fn replacer(data: &PersonalData) -> Result<Replacer> {
    let entries: Vec<Entry> = entries(data).collect();
    Replacer::new(&entries).map_err(|error| WireError::input(sentence(&error.to_string())))
}

/// A kind by the name under which it is stored. What a later version of the program named is replaced all the same.
pub fn kind_of(name: &str) -> Kind {
    serde_json::from_value(name.into()).unwrap_or(Kind::Other)
}

/// The name under which a kind is stored.
pub fn name_of(kind: Kind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
