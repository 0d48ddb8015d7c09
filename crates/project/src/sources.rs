//! What a run's sources held when it began, so that it can be resumed, and its prompts rendered again, without
//! the files. The rows are kept as prompts read them, with personal data replaced.

use dataset::Fields;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, Reader, RunId};

/// A source with its rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceSnapshot {
    /// What it is.
    #[serde(flatten)]
    pub info: SourceInfo,
    /// Its rows, under our field names.
    pub rows: Vec<Fields>,
}

/// A source without its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// How the recipe calls it.
    pub name: String,
    /// The file as the recipe names it.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Its text stays out of exports.
    pub private: bool,
}

/// Stores a source of a run. Runs that read the same rows share them.
pub(crate) fn store(connection: &Connection, run: RunId, source: &SourceSnapshot) -> Result<(), Error> {
    let rows = source.rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    let mut hash = Sha256::new();
    for row in &rows {
        hash.update(row);
        hash.update("\n");
    }
    let digest = hex::encode(hash.finalize());
    let known = connection
        .query_row("SELECT id FROM source WHERE digest = ?", [&digest], |row| row.get::<_, i64>(0))
        .optional()?;
    let id = match known {
        Some(id) => id,
        None => {
            connection.execute("INSERT INTO source (digest) VALUES (?)", [&digest])?;
            let id = connection.last_insert_rowid();
            let mut insert = connection
                .prepare_cached("INSERT INTO source_row (source, position, fields) VALUES (?, ?, ?)")?;
            for (position, row) in (0_i64..).zip(&rows) {
                insert.execute((id, position, row))?;
            }
            id
        }
    };
    let SourceInfo { name, file, sha256, private } = &source.info;
    connection.execute(
        "INSERT INTO run_source (run, name, source, file, sha256, private) VALUES (?, ?, ?, ?, ?, ?)",
        (run.0, name, id, file, sha256, private),
    )?;
    Ok(())
}

/// One row of the source that a run labels or transforms.
pub(crate) fn input_row(connection: &Connection, run: RunId, position: u64) -> Result<Option<Fields>, Error> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT r.fields FROM run JOIN run_source s ON s.run = run.id AND s.name = run.input
             JOIN source_row r ON r.source = s.source WHERE run.id = ? AND r.position = ?",
        )?
        .query_row((run.0, position.cast_signed()), |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

impl Reader {
    /// The sources of a run, without rows, by name.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn source_infos(&self, run: RunId) -> Result<Vec<SourceInfo>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, file, sha256, private FROM run_source WHERE run = ? ORDER BY name",
        )?;
        let infos = statement.query_map([run.0], |row| {
            Ok(SourceInfo { name: row.get(0)?, file: row.get(1)?, sha256: row.get(2)?, private: row.get(3)? })
        })?;
        Ok(infos.collect::<Result<_, _>>()?)
    }

    /// The sources of a run with their rows, by name.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn sources(&self, run: RunId) -> Result<Vec<SourceSnapshot>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.fields FROM run_source s JOIN source_row r ON r.source = s.source
             WHERE s.run = ? AND s.name = ? ORDER BY r.position",
        )?;
        let mut snapshots = Vec::new();
        for info in self.source_infos(run)? {
            let mut rows = Vec::new();
            let mut found = statement.query((run.0, &info.name))?;
            while let Some(row) = found.next()? {
                rows.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(Error::damaged)?)?);
            }
            snapshots.push(SourceSnapshot { info, rows });
        }
        Ok(snapshots)
    }
}
