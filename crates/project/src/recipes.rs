//! Recipe versions, named by their content, and the drafts that become versions.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Error, Project, Reader};

/// A stored version of a recipe; it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipeVersion {
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// The document.
    pub toml: String,
    /// Hash of the version it was made from.
    pub parent: Option<String>,
    /// When it was stored, in milliseconds since 1970 (UTC).
    pub created: i64,
}

/// A recipe that is being edited; it may be incomplete or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Chosen by whoever edits; unique in the project.
    pub id: String,
    /// The text as it stands.
    pub toml: String,
    /// Hash of the version it started from.
    pub parent: Option<String>,
    /// When it was last changed, in milliseconds since 1970 (UTC).
    pub updated: i64,
}

/// The name of a recipe version: the SHA-256 of its text, in hexadecimal.
#[must_use]
pub fn recipe_hash(toml: &str) -> String {
    hex::encode(Sha256::digest(toml))
}

impl Project {
    /// Stores a version and returns its hash. Storing the same text again changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the parent is not stored; failures of the disk.
    pub fn save_recipe(&mut self, toml: &str, parent: Option<&str>, now: i64) -> Result<String, Error> {
        let hash = recipe_hash(toml);
        self.write(|t| {
            if let Some(parent) = parent {
                find(t, parent)?;
            }
            t.prepare_cached(
                "INSERT INTO recipe (hash, toml, parent, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )?
            .execute((&hash, toml, parent, now))?;
            Ok(())
        })?;
        Ok(hash)
    }

    /// Stores a draft, or replaces the one of the same id.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<(), Error> {
        self.write(|t| {
            t.prepare_cached(
                "INSERT INTO draft (id, toml, parent, updated) VALUES (?, ?, ?, ?) ON CONFLICT (id)
                 DO UPDATE SET toml = excluded.toml, parent = excluded.parent, updated = excluded.updated",
            )?
            .execute((&draft.id, &draft.toml, &draft.parent, draft.updated))?;
            Ok(())
        })
    }

    /// Removes a draft, if there is one.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn remove_draft(&mut self, id: &str) -> Result<(), Error> {
        self.write(|t| Ok(t.execute("DELETE FROM draft WHERE id = ?", [id]).map(|_| ())?))
    }
}

impl Reader {
    /// A version by its hash.
    ///
    /// # Errors
    /// [`Error::Unknown`]; failures of the disk.
    pub fn recipe(&self, hash: &str) -> Result<RecipeVersion, Error> {
        find(&self.connection, hash)
    }

    /// All versions, the newest first.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn recipes(&self) -> Result<Vec<RecipeVersion>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT hash, toml, parent, created FROM recipe ORDER BY created DESC, hash")?;
        Ok(statement.query_map([], version)?.collect::<Result<_, _>>()?)
    }

    /// All drafts, the one changed last first.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn drafts(&self) -> Result<Vec<Draft>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, toml, parent, updated FROM draft ORDER BY updated DESC, id")?;
        let draft = |row: &Row<'_>| {
            Ok(Draft { id: row.get(0)?, toml: row.get(1)?, parent: row.get(2)?, updated: row.get(3)? })
        };
        Ok(statement.query_map([], draft)?.collect::<Result<_, _>>()?)
    }
}

fn find(connection: &Connection, hash: &str) -> Result<RecipeVersion, Error> {
    connection
        .prepare_cached("SELECT hash, toml, parent, created FROM recipe WHERE hash = ?")?
        .query_row([hash], version)
        .optional()?
        .ok_or_else(|| Error::unknown(format!("recipe version {hash}")))
}

fn version(row: &Row<'_>) -> rusqlite::Result<RecipeVersion> {
    Ok(RecipeVersion { hash: row.get(0)?, toml: row.get(1)?, parent: row.get(2)?, created: row.get(3)? })
}
