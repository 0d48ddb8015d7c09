//! Personal data of the sources, and what stands in its place.
//!
//! The most private tables of a project. They leave the file by no export and no log; not even their hash does, since
//! who has a list of names could find by trial which of them it was made from.

use std::fmt;

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, Project, Reader, RunId};

/// A value on which a person decided.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalValue {
    /// The value.
    pub value: String,
    /// What it tells, such as `person`.
    pub kind: String,
    /// What stands in its place. A value keeps its surrogate, and no two values share one.
    pub surrogate: String,
    /// Whether it is replaced, or kept on purpose.
    pub replaced: bool,
}

impl fmt::Debug for PersonalValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonalValue")
            .field("surrogate", &self.surrogate)
            .field("replaced", &self.replaced)
            .finish_non_exhaustive()
    }
}

/// All decisions as they stood at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonalData {
    /// The values, in the order in which they were first decided.
    pub values: Vec<PersonalValue>,
    /// Number of the last decision; `None` where none was made.
    last: Option<i64>,
}

/// Names the decisions with which a run's sources were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalStamp {
    /// Number of the last decision.
    decision: i64,
    /// SHA-256 of all that then stood, in hexadecimal.
    sha256: String,
}

impl PersonalData {
    /// What a run that reads its sources with these decisions remembers of them.
    ///
    /// # Errors
    /// None in practice: texts always have a JSON form.
    pub fn stamp(&self) -> Result<Option<PersonalStamp>, Error> {
        let Some(decision) = self.last else { return Ok(None) };
        let sha256 = hex::encode(Sha256::digest(serde_json::to_vec(&self.values)?));
        Ok(Some(PersonalStamp { decision, sha256 }))
    }
}

impl Project {
    /// Records decisions. For a value that is known, kind and surrogate stay those of its first decision.
    ///
    /// # Errors
    /// [`Error::Repeated`] where another value has the surrogate; failures of the disk.
    pub fn decide_personal(&mut self, decided: &[PersonalValue], who: &str, now: i64) -> Result<(), Error> {
        self.write(|t| {
            for PersonalValue { value, kind, surrogate, replaced } in decided {
                let taken: Option<i64> = t
                    .prepare_cached("SELECT id FROM personal_value WHERE surrogate = ?1 AND value <> ?2")?
                    .query_row((surrogate, value), |row| row.get(0))
                    .optional()?;
                if taken.is_some() {
                    return Err(Error::Repeated { what: format!("the replacement {surrogate}") });
                }
                t.prepare_cached(
                    "INSERT INTO personal_value (value, kind, surrogate) VALUES (?, ?, ?)
                     ON CONFLICT (value) DO NOTHING",
                )?
                .execute((value, kind, surrogate))?;
                t.prepare_cached(
                    "INSERT INTO personal_decision (value, replaced, who, at)
                     SELECT id, ?2, ?3, ?4 FROM personal_value WHERE value = ?1",
                )?
                .execute((value, replaced, who, now))?;
            }
            Ok(())
        })
    }
}

impl Reader {
    /// All decisions as they stand.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn personal_data(&self) -> Result<PersonalData, Error> {
        let last =
            self.connection.query_row("SELECT max(id) FROM personal_decision", [], |row| row.get(0))?;
        standing(&self.connection, last)
    }

    /// The decisions with which a run's sources were read, whatever was decided since.
    ///
    /// # Errors
    /// [`Error::Damaged`] where they are not those that the run began with; failures of the disk.
    pub fn personal_data_of(&self, run: RunId) -> Result<PersonalData, Error> {
        let Some(stamp) = stamp_of(&self.connection, run)? else { return Ok(PersonalData::default()) };
        let data = standing(&self.connection, Some(stamp.decision))?;
        if data.stamp()?.as_ref() == Some(&stamp) {
            Ok(data)
        } else {
            Err(Error::damaged(format!("the replaced personal data of run {} was changed", run.0)))
        }
    }
}

fn standing(connection: &Connection, last: Option<i64>) -> Result<PersonalData, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT v.value, v.kind, v.surrogate, d.replaced
         FROM personal_value v JOIN personal_decision d ON d.value = v.id
         WHERE d.id = (SELECT max(id) FROM personal_decision WHERE value = v.id AND id <= ?1)
         ORDER BY v.id",
    )?;
    let values = statement.query_map([last.unwrap_or(0)], |row| {
        Ok(PersonalValue {
            value: row.get(0)?,
            kind: row.get(1)?,
            surrogate: row.get(2)?,
            replaced: row.get(3)?,
        })
    })?;
    Ok(PersonalData { values: values.collect::<Result<_, _>>()?, last })
}

/// Remembers the decisions of a run.
pub(crate) fn store_stamp(connection: &Connection, run: RunId, stamp: &PersonalStamp) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO run_personal (run, decision, sha256) VALUES (?, ?, ?)",
        (run.0, stamp.decision, &stamp.sha256),
    )?;
    Ok(())
}

/// What a run remembers of its decisions.
pub(crate) fn stamp_of(connection: &Connection, run: RunId) -> Result<Option<PersonalStamp>, Error> {
    Ok(connection
        .prepare_cached("SELECT decision, sha256 FROM run_personal WHERE run = ?")?
        .query_row([run.0], |row| Ok(PersonalStamp { decision: row.get(0)?, sha256: row.get(1)? }))
        .optional()?)
}
