//! What reviewers say of rows. A judgment may change its row; taking it back takes that back as well.

use dataset::Judgment;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::listing::State;
use crate::revisions::{self, Revision, RevisionKind};
use crate::{AttemptId, Decision, Error, Project, Reader, RunId, attempts, decisions};

/// One reviewer's word on one row. Reviews are added; a reviewer's latest one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reviewer.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What was decided; `None` takes back what was decided before.
    pub judgment: Option<Judgment>,
    /// Remark in the reviewer's words; may be empty.
    pub note: String,
    /// The row had come to the reviewer by chance.
    pub sampled: bool,
    /// Whether the row was changed by it.
    pub changed: bool,
}

/// A row that a reviewer may judge: an accepted one, or one that anybody judged before.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewable {
    /// The row.
    pub id: AttemptId,
    /// Its number among the accepted rows; `None` where it is not one of them any more.
    pub row: Option<u64>,
    /// The reviewer's latest word.
    pub judgment: Option<Judgment>,
    /// Whether that changed the row.
    pub changed: bool,
}

/// How far a reviewer is with a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewCounts {
    /// Accepted rows, and those that are not accepted any more but were judged by anybody.
    pub rows: u64,
    /// Rows judged, those put off not among them.
    pub judged: u64,
    /// Of these, those that had come by chance.
    pub sampled: u64,
    /// Of those judged, rows that are right as the model made them: accepted or given the label that they had, and never
    /// edited.
    pub right: u64,
}

/// A judgment as a reviewer gives it.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The word.
    pub judgment: &'a Judgment,
    /// Remark; may be empty.
    pub note: &'a str,
    /// The row had come to the reviewer by chance.
    pub sampled: bool,
    /// The field that a label goes to.
    pub label_field: Option<&'a str>,
}

impl Project {
    /// Records a judgment, and in the same transaction the change of the row that follows from it: a rejected row leaves
    /// the dataset, an accepted one that had left it comes back, and another label than the row's is set. Returns that
    /// change.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; [`Error::Unjudged`] where the run has no verdict yet; failures
    /// of the disk.
    pub fn review(
        &mut self,
        id: AttemptId,
        given: Given<'_>,
        who: &str,
        now: i64,
    ) -> Result<Option<Revision>, Error> {
        let wanted = self.run(id.run)?.plan.rows;
        self.write(|t| {
            let attempt = attempts::find(t, id)?;
            let change = match (given.judgment, given.label_field) {
                (Judgment::Accept, _) => decisions::change(t, id, wanted, &Decision::Accept)?,
                (Judgment::Reject, _) => {
                    decisions::change(t, id, wanted, &Decision::Reject { reason: given.note.to_owned() })?
                }
                (Judgment::Label { label }, Some(field)) => {
                    revisions::field_change(t, id, field, Some(Value::from(label.as_str())))?
                }
                (Judgment::Label { .. }, None) | (Judgment::PutOff, _) => None,
            };
            let who = who.to_owned();
            let revision = change.map(|change| Revision {
                attempt: id,
                who: who.clone(),
                at: now,
                kind: RevisionKind::Edit,
                change,
            });
            let number = revision.as_ref().map(|revision| revisions::append(t, revision)).transpose()?;
            let judgment = Some(given.judgment.clone());
            let (note, sampled) = (given.note.to_owned(), given.sampled);
            let review = Review { who, at: now, judgment, note, sampled, changed: false };
            add(t, attempt, &review, number)?;
            Ok(revision)
        })
    }

    /// Takes a reviewer's last judgment in a run back that stands, with the change of the row that followed from it.
    /// Returns the row and what undid that change; `None` where no judgment stands.
    ///
    /// # Errors
    /// [`Error::ChangedSince`] where the row was changed again after it; failures of the disk.
    pub fn take_back(
        &mut self,
        run: RunId,
        who: &str,
        now: i64,
    ) -> Result<Option<(AttemptId, Option<Revision>)>, Error> {
        self.write(|t| {
            let Some((attempt, id, number)) = last(t, run, who)? else { return Ok(None) };
            let undone = match number {
                Some(number) => revisions::undo(t, number, who, now)?,
                None => None,
            };
            let review = Review {
                who: who.to_owned(),
                at: now,
                judgment: None,
                note: String::new(),
                sampled: false,
                changed: false,
            };
            add(t, attempt, &review, None)?;
            Ok(Some((id, undone)))
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
        let mut statement = self.connection.prepare_cached(
            "SELECT who, at, judgment, note, sampled, revision IS NOT NULL FROM review WHERE attempt = ? ORDER BY id",
        )?;
        let review = |row: &Row<'_>| -> Result<Review, Error> {
            Ok(Review {
                who: row.get(0)?,
                at: row.get(1)?,
                judgment: judgment(row, 2)?,
                note: row.get(3)?,
                sampled: row.get(4)?,
                changed: row.get(5)?,
            })
        };
        statement.query_map([attempt], |row| Ok(review(row)))?.map(|review| review?).collect()
    }

    /// The accepted rows of a run and those that anybody judged, in the order in which they were made.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn reviewable(&self, run: RunId, who: &str) -> Result<Vec<Reviewable>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.draw, l.try, l.row, r.judgment, r.revision IS NOT NULL
             FROM listing l LEFT JOIN review r
             ON r.id = (SELECT max(id) FROM review WHERE attempt = l.attempt AND who = ?2)
             WHERE l.run = ?1 AND (l.state = ?3 OR EXISTS
                 (SELECT 1 FROM review WHERE attempt = l.attempt AND judgment IS NOT NULL))
             ORDER BY l.draw, l.try",
        )?;
        let read = |row: &Row<'_>| -> Result<Reviewable, Error> {
            let (draw, attempt): (i64, u32) = (row.get(0)?, row.get(1)?);
            Ok(Reviewable {
                id: AttemptId { run, draw: draw.cast_unsigned(), attempt },
                row: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                judgment: judgment(row, 3)?,
                changed: row.get(4)?,
            })
        };
        let rows = statement.query_map((run.0, who, State::Accepted as i64), |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }

    /// The rows of a run that anybody judged and whose last word was not to put them off. Of each, whether all who judged it
    /// found it right as the model made it, and whether it had come to all of them by chance.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn judgments(&self, run: RunId) -> Result<Vec<(AttemptId, bool, bool)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.draw, a.try,
                    min(l.state = ?2 AND l.revised = 0 AND r.revision IS NULL
                        AND r.judgment ->> 'judgment' IN ('accept', 'label')),
                    min(r.sampled)
             FROM review r JOIN attempt a ON a.id = r.attempt JOIN listing l ON l.attempt = r.attempt
             WHERE a.run = ?1 AND r.judgment ->> 'judgment' <> 'put-off'
             AND r.id = (SELECT max(n.id) FROM review n WHERE n.attempt = r.attempt AND n.who = r.who)
             GROUP BY r.attempt ORDER BY a.draw, a.try",
        )?;
        let read = |row: &Row<'_>| {
            let draw = row.get::<_, i64>(0)?.cast_unsigned();
            Ok((AttemptId { run, draw, attempt: row.get(1)? }, row.get(2)?, row.get(3)?))
        };
        Ok(statement.query_map((run.0, State::Accepted as i64), read)?.collect::<rusqlite::Result<_>>()?)
    }

    /// How far a reviewer is with a run.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn review_counts(&self, run: RunId, who: &str) -> Result<ReviewCounts, Error> {
        let accepted = self.accepted_count(run)?;
        let left: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT r.attempt) FROM review r JOIN listing l ON l.attempt = r.attempt
                 WHERE l.run = ?1 AND l.state <> ?2 AND r.judgment IS NOT NULL",
            )?
            .query_row((run.0, State::Accepted as i64), |row| row.get(0))?;
        let counts = self
            .connection
            .prepare_cached(
                "SELECT count(*), count(*) FILTER (WHERE r.sampled),
                        count(*) FILTER (WHERE l.state = ?3 AND l.revised = 0 AND r.revision IS NULL
                                         AND r.judgment ->> 'judgment' IN ('accept', 'label'))
                 FROM review r JOIN listing l ON l.attempt = r.attempt
                 WHERE l.run = ?1 AND r.who = ?2 AND r.judgment ->> 'judgment' <> 'put-off'
                 AND r.id = (SELECT max(id) FROM review WHERE attempt = r.attempt AND who = ?2)",
            )?
            .query_row((run.0, who, State::Accepted as i64), |row| {
                let count = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
                let rows = accepted + left.cast_unsigned();
                Ok(ReviewCounts { rows, judged: count(0)?, sampled: count(1)?, right: count(2)? })
            })?;
        Ok(counts)
    }
}

fn judgment(row: &Row<'_>, at: usize) -> Result<Option<Judgment>, Error> {
    let text: Option<String> = row.get(at)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn add(t: &Connection, attempt: i64, review: &Review, revision: Option<i64>) -> Result<(), Error> {
    let judgment = review.judgment.as_ref().map(serde_json::to_string).transpose()?;
    t.prepare_cached(
        "INSERT INTO review (attempt, who, at, judgment, note, sampled, revision) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((attempt, &review.who, review.at, judgment, &review.note, review.sampled, revision))?;
    Ok(())
}

/// The attempt whose judgment a reviewer gave last of those that stand, and the change that followed.
fn last(t: &Connection, run: RunId, who: &str) -> Result<Option<(i64, AttemptId, Option<i64>)>, Error> {
    let found = t
        .prepare_cached(
            "SELECT r.attempt, a.draw, a.try, r.revision FROM review r JOIN attempt a ON a.id = r.attempt
             WHERE a.run = ?1 AND r.who = ?2 AND r.judgment IS NOT NULL
             AND r.id = (SELECT max(id) FROM review WHERE attempt = r.attempt AND who = ?2)
             ORDER BY r.id DESC LIMIT 1",
        )?
        .query_row((run.0, who), |row| {
            let (draw, attempt): (i64, u32) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, AttemptId { run, draw: draw.cast_unsigned(), attempt }, row.get(3)?))
        })
        .optional()?;
    Ok(found)
}
