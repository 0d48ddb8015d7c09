//! Small values that belong to the project: open page, column widths, hidden columns.

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Project, Reader};

impl Project {
    /// Stores a value under a name, replacing an earlier one.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn set_setting(&mut self, name: &str, value: &impl Serialize) -> Result<(), Error> {
        let value = serde_json::to_string(value)?;
        self.write(|t| {
            t.prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute((name, value))?;
            Ok(())
        })
    }
}

impl Reader {
    /// The value stored under a name, or `None` where there is none or it has another form than asked for, as after
    /// an update of the program.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        let value: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM setting WHERE name = ?")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(value.and_then(|text| serde_json::from_str(&text).ok()))
    }
}
