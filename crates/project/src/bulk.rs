//! One change made to many rows at once. What it would do and what it does come from the same plan; undo takes it back
//! as one step.

use std::collections::BTreeMap;

use dataset::{Fields, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::bulk_plan::plan;
use crate::revisions::{self, Change, Revision, RevisionKind};
use crate::{AttemptId, Error, Project, Reader, Replacement, RowQuery, RunId};

/// What is to become of each of some rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum BulkChange {
    /// It belongs to the dataset.
    Accept,
    /// It does not belong to the dataset.
    Reject {
        /// Why, in the person's words; may be empty.
        reason: String,
    },
    /// A field has this value.
    Set {
        /// The field.
        field: String,
        /// Its new value.
        #[ts(type = "unknown")]
        value: Value,
    },
    /// Words of a field are replaced, in a text or in the texts of a list.
    Replace {
        /// The field.
        field: String,
        /// Which words, and by what.
        replacement: Replacement,
    },
}

/// Which rows of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    /// All that a query finds, wherever its window begins.
    Found(RowQuery),
    /// These.
    These(Vec<AttemptId>),
}

/// Why a row stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// It is as the change would make it.
    Same,
    /// A reviewer judged it; a person's word on the row is stronger than a change of many.
    Judged,
    /// The words to replace do not stand in it.
    NotFound,
    /// It has no such field.
    NoField,
    /// It waits for the verdict of its run.
    Waiting,
    /// Its answer could not be read, so there is no row to accept.
    Unread,
}

/// A row that would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The row.
    pub id: AttemptId,
    /// Its values before.
    pub values: Fields,
    /// Its verdict before; `None` while it waits for one.
    pub verdict: Option<Verdict>,
    /// The change.
    pub change: Change,
}

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BulkPlan {
    /// The rows that would change, in the order in which they were made or named.
    pub changes: Vec<Planned>,
    /// How many would not, by why.
    pub left: BTreeMap<Left, u64>,
}

impl Reader {
    /// What a change of many rows would do.
    ///
    /// # Errors
    /// [`Error::Unknown`] where a row is named that there is not; [`Error::NothingToFind`]; failures of the disk.
    pub fn plan_change(&self, run: RunId, rows: &Selection, change: &BulkChange) -> Result<BulkPlan, Error> {
        let wanted = self.run(run)?.plan.rows;
        plan(&self.connection, run, wanted, rows, change)
    }
}

impl Project {
    /// Makes a change to many rows, all or none, as one step that undo takes back. `expected` is how many rows the person
    /// was told would change. Returns what changed.
    ///
    /// # Errors
    /// As [`Reader::plan_change`]; [`Error::OtherRows`] where another number of rows would change than was told.
    pub fn change_rows(
        &mut self,
        run: RunId,
        rows: &Selection,
        change: &BulkChange,
        expected: u64,
        who: &str,
        now: i64,
    ) -> Result<Vec<Revision>, Error> {
        let wanted = self.run(run)?.plan.rows;
        self.write(|t| {
            let changes = plan(t, run, wanted, rows, change)?.changes;
            if changes.len() as u64 != expected {
                return Err(Error::OtherRows { before: expected, now: changes.len() as u64 });
            }
            let batch = if changes.len() > 1 { Some(revisions::new_batch(t)?) } else { None };
            let revision = |Planned { id, change, .. }: Planned| Revision {
                attempt: id,
                who: who.to_owned(),
                at: now,
                kind: RevisionKind::Edit,
                change,
                batch,
            };
            let made: Vec<Revision> = changes.into_iter().map(revision).collect();
            made.iter().try_for_each(|revision| revisions::append(t, revision))?;
            Ok(made)
        })
    }
}
