//! What a person decides about an attempt. A decision is a revision of the verdict, and can be taken back like an edit.

use dataset::{Stage, Verdict};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::revisions::{self, Change, Revision, RevisionKind};
use crate::{AttemptId, Error, Project, RunId, attempts, listing};

/// What a person decides about one attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// It belongs to the dataset, whatever the checks say.
    Accept,
    /// It does not belong to the dataset.
    Reject {
        /// Why, in the person's words.
        reason: String,
    },
}

impl Project {
    /// Records a person's decision, which counts from now on for the dataset; a resumed run still follows its own
    /// verdict. An accepted row keeps the number that the run gave it, or gets one after all that the run can give.
    /// Accepting an accepted row changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::Unjudged`] where the run has no verdict yet; failures of the disk.
    pub fn overrule(
        &mut self,
        id: AttemptId,
        decision: &Decision,
        who: &str,
        now: i64,
    ) -> Result<Verdict, Error> {
        let wanted = self.run(id.run)?.plan.rows;
        self.write(|t| {
            if let Some(change) = change(t, id, wanted, decision)? {
                let (who, kind) = (who.to_owned(), RevisionKind::Edit);
                let revision = Revision { attempt: id, who, at: now, kind, change, batch: None };
                revisions::append(t, &revision)?;
            }
            standing(t, id)
        })
    }
}

fn standing(t: &Connection, id: AttemptId) -> Result<Verdict, Error> {
    listing::verdict(t, attempts::find(t, id)?)?.ok_or(Error::Unjudged)
}

/// What a decision changes; `None` where an accepted row is accepted. The run numbers its rows below `wanted`.
fn change(t: &Connection, id: AttemptId, wanted: u64, decision: &Decision) -> Result<Option<Change>, Error> {
    let before = standing(t, id)?;
    let after = match (decision, &before) {
        (Decision::Accept, Verdict::Accepted { .. }) => return Ok(None),
        (Decision::Accept, _) => accepted(t, id, wanted)?,
        (Decision::Reject { reason }, _) => rejected(reason.clone()),
    };
    Ok(Some(Change::Verdict { before, after }))
}

/// The verdict of a person who takes a row into the dataset. The run numbers its rows below `wanted`.
pub(crate) fn accepted(t: &Connection, id: AttemptId, wanted: u64) -> Result<Verdict, Error> {
    let row = match number_of(t, attempts::find(t, id)?)? {
        Some(row) => row,
        None => free_number(t, id.run, wanted)?,
    };
    Ok(Verdict::Accepted { row })
}

/// The verdict of a person who takes a row out of the dataset.
pub(crate) fn rejected(reason: String) -> Verdict {
    Verdict::Rejected { stage: Stage::Reviewed, check: "review".to_owned(), reason }
}

/// The row number that an attempt has had.
pub(crate) fn number_of(t: &Connection, attempt: i64) -> Result<Option<u64>, Error> {
    let row: Option<i64> = t
        .prepare_cached(
            "SELECT verdict ->> 'row' AS number FROM verdict WHERE attempt = ?1 AND number IS NOT NULL
             UNION ALL
             SELECT after ->> 'row' AS number FROM revision WHERE attempt = ?1 AND field IS NULL AND number IS NOT NULL",
        )?
        .query_row([attempt], |row| row.get(0))
        .optional()?;
    Ok(row.map(i64::cast_unsigned))
}

/// A row number for what a person adds to the dataset. The run numbers its rows below `wanted`, so numbers from there
/// on never meet those that it still gives.
pub(crate) fn free_number(t: &Connection, run: RunId, wanted: u64) -> Result<u64, Error> {
    let given: Option<i64> = t
        .prepare_cached(
            "SELECT max(number) FROM (
                 SELECT after ->> 'row' AS number FROM revision WHERE run = ?1 AND field IS NULL
                 UNION ALL
                 SELECT v.verdict ->> 'row' FROM extra e JOIN attempt a ON a.id = e.attempt
                 JOIN verdict v ON v.attempt = e.attempt WHERE a.run = ?1)",
        )?
        .query_row([run.0], |row| row.get(0))?;
    Ok(given.map_or(wanted, |row| wanted.max(row.cast_unsigned() + 1)))
}
