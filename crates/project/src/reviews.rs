//! What people decided and noted about rows.

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::{AttemptId, Error, Project, Reader, attempts};

/// One reviewer's word on one row. Reviews are added; a reviewer's latest one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reviewer.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What was decided, such as a label or `unsure`.
    pub decision: String,
    /// Remark in the reviewer's words; may be empty.
    pub note: String,
}

impl Project {
    /// Adds a review.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn review(&mut self, id: AttemptId, review: &Review) -> Result<(), Error> {
        self.write(|t| {
            let attempt = attempts::find(t, id)?;
            t.prepare_cached("INSERT INTO review (attempt, who, at, decision, note) VALUES (?, ?, ?, ?, ?)")?
                .execute((attempt, &review.who, review.at, &review.decision, &review.note))?;
            Ok(())
        })
    }
}

impl Reader {
    /// The reviews of an attempt, the oldest first.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn reviews(&self, id: AttemptId) -> Result<Vec<Review>, Error> {
        let attempt = attempts::find(&self.connection, id)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT who, at, decision, note FROM review WHERE attempt = ? ORDER BY id")?;
        let review = |row: &Row<'_>| {
            Ok(Review { who: row.get(0)?, at: row.get(1)?, decision: row.get(2)?, note: row.get(3)? })
        };
        Ok(statement.query_map([attempt], review)?.collect::<Result<_, _>>()?)
    }
}
