//! What reviewers say of rows. What that makes of a row follows from all words on it; see [`crate::words`].

use dataset::{Fields, Judgment};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::listing::State;
use crate::revisions::Revision;
use crate::words::{self, Base, By, Changes, LATEST, ReviewedRow};
use crate::{AttemptId, Error, Project, Reader, RunId, attempts, listing};

/// One reviewer's word on one row. Reviews are added; a reviewer's latest one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reviewer.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What was decided; `None` takes back what was decided before.
    pub judgment: Option<Judgment>,
    /// Values that the row is to have by it, where it stays.
    pub changes: Changes,
    /// Remark in the reviewer's words; may be empty.
    pub note: String,
    /// The row had come to the reviewer by chance.
    pub sampled: bool,
    /// It is the final word on a row, whatever reviewers say.
    pub adjudicates: bool,
    /// When it came in from a reviewer's file; `None` where it was given here.
    pub received: Option<i64>,
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
    /// It is the final word on the row, whatever reviewers say.
    pub adjudicates: bool,
}

impl Project {
    /// Records a judgment, and in the same transaction what follows for the row from all words on it: a row that they
    /// reject leaves the dataset, one that they accept comes back, another label than the row's is set, and one on which
    /// they disagree is as it was without them. Returns what that changed.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; [`Error::Unjudged`] where the run has no verdict yet;
    /// [`Error::Reviewers`] for a final word in a reviewer's file; failures of the disk.
    pub fn review(
        &mut self,
        id: AttemptId,
        given: Given<'_>,
        who: &str,
        now: i64,
    ) -> Result<Vec<Revision>, Error> {
        let wanted = self.run(id.run)?.plan.rows;
        if given.adjudicates && self.exchange()?.is_some() {
            return Err(Error::Reviewers);
        }
        self.write(|t| {
            let attempt = attempts::find(t, id)?;
            let review = Review {
                who: who.to_owned(),
                at: now,
                judgment: Some(given.judgment.clone()),
                changes: changes(t, id.run, attempt, &given)?,
                note: given.note.to_owned(),
                sampled: given.sampled,
                adjudicates: given.adjudicates,
                received: None,
            };
            give(t, attempt, review)?;
            words::settle(t, id, wanted, By { who, at: now, taking_back: false })
        })
    }

    /// Takes a reviewer's last judgment in a run back that was given here and stands, or the last final word, with what
    /// followed from it for the row. Returns the row and what that changed; `None` where no judgment stands.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn take_back(
        &mut self,
        run: RunId,
        adjudicates: bool,
        who: &str,
        now: i64,
    ) -> Result<Option<(AttemptId, Vec<Revision>)>, Error> {
        let wanted = self.run(run)?.plan.rows;
        self.write(|t| {
            let Some((attempt, id)) = last(t, run, adjudicates, who)? else { return Ok(None) };
            let review = Review {
                who: who.to_owned(),
                at: now,
                judgment: None,
                changes: Changes::new(),
                note: String::new(),
                sampled: false,
                adjudicates,
                received: None,
            };
            give(t, attempt, review)?;
            Ok(Some((id, words::settle(t, id, wanted, By { who, at: now, taking_back: true })?)))
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
            "SELECT who, at, judgment, changes, note, sampled, adjudicates, received FROM review
             WHERE attempt = ? ORDER BY at, id",
        )?;
        statement.query_map([attempt], |row| Ok(Review::read(row)))?.map(|review| review?).collect()
    }

    /// The rows of a run on which the word of any reviewer stands, in the order in which they were made.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn reviewed(&self, run: RunId) -> Result<Vec<ReviewedRow>, Error> {
        words::reviewed(&self.connection, run, None)
    }

    /// The accepted rows of a run and those that anybody judged, in the order in which they were made.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn reviewable(&self, run: RunId, who: &str) -> Result<Vec<Reviewable>, Error> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.draw, l.try, l.row, r.judgment FROM listing l LEFT JOIN review r ON r.id = (
                 SELECT id FROM review WHERE attempt = l.attempt AND who = ?2 AND NOT adjudicates ORDER BY {LATEST} LIMIT 1)
             WHERE l.run = ?1 AND (l.state = ?3 OR EXISTS
                 (SELECT 1 FROM review WHERE attempt = l.attempt AND judgment IS NOT NULL))
             ORDER BY l.draw, l.try"
        ))?;
        let read = |row: &Row<'_>| -> Result<Reviewable, Error> {
            let (draw, attempt): (i64, u32) = (row.get(0)?, row.get(1)?);
            Ok(Reviewable {
                id: AttemptId { run, draw: draw.cast_unsigned(), attempt },
                row: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                judgment: judgment(row, 3)?,
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
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT a.draw, a.try,
                    min({RIGHT}),
                    min(r.sampled)
             FROM review r JOIN attempt a ON a.id = r.attempt JOIN listing l ON l.attempt = r.attempt
             WHERE a.run = ?1 AND NOT r.adjudicates AND r.judgment ->> 'judgment' <> 'put-off'
             AND r.id = (SELECT id FROM review
                 WHERE attempt = r.attempt AND who = r.who AND NOT adjudicates ORDER BY {LATEST} LIMIT 1)
             GROUP BY r.attempt ORDER BY a.draw, a.try"
        ))?;
        let read = |row: &Row<'_>| {
            let draw = row.get::<_, i64>(0)?.cast_unsigned();
            Ok((AttemptId { run, draw, attempt: row.get(1)? }, row.get(2)?, row.get(3)?))
        };
        Ok(statement.query_map([run.0], read)?.collect::<rusqlite::Result<_>>()?)
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
            .prepare_cached(&format!(
                "SELECT count(*), count(*) FILTER (WHERE r.sampled),
                        count(*) FILTER (WHERE {RIGHT})
                 FROM review r JOIN listing l ON l.attempt = r.attempt
                 WHERE l.run = ?1 AND r.who = ?2 AND NOT r.adjudicates AND r.judgment ->> 'judgment' <> 'put-off'
                 AND r.id = (SELECT id FROM review
                     WHERE attempt = r.attempt AND who = ?2 AND NOT adjudicates ORDER BY {LATEST} LIMIT 1)"
            ))?
            .query_row((run.0, who), |row| {
                let count = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
                let rows = accepted + left.cast_unsigned();
                Ok(ReviewCounts { rows, judged: count(0)?, sampled: count(1)?, right: count(2)? })
            })?;
        Ok(counts)
    }
}

impl Review {
    /// Reads who, at, judgment, changes, note, sampled, adjudicates and received, with which the columns begin.
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            who: row.get(0)?,
            at: row.get(1)?,
            judgment: judgment(row, 2)?,
            changes: serde_json::from_str(&row.get::<_, String>(3)?)?,
            note: row.get(4)?,
            sampled: row.get(5)?,
            adjudicates: row.get(6)?,
            received: row.get(7)?,
        })
    }
}

/// Of a review `r` of a row `l`, whether it found the row right as the model made it.
const RIGHT: &str =
    "(l.state = 1 AND l.revised = 0 AND r.judgment ->> 'judgment' IN ('accept', 'label', 'correct')
    AND NOT EXISTS (SELECT 1 FROM json_each(r.changes) c WHERE c.value IS NOT l.cells ->> c.key))";

fn judgment(row: &Row<'_>, at: usize) -> Result<Option<Judgment>, Error> {
    let text: Option<String> = row.get(at)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// What a judgment makes of the row's values: who accepts a row accepts what it shows, the words of others included.
fn changes(t: &Connection, run: RunId, attempt: i64, given: &Given<'_>) -> Result<Changes, Error> {
    let shown = |t| -> Result<Changes, Error> {
        let (base, cells): (Base, Fields) = (Base::read(t, run, attempt)?, listing::cells(t, attempt)?);
        Ok(words::differences(&base.values, &cells))
    };
    let mut changes = match given.judgment.keeps() {
        Some(true) => shown(t)?,
        Some(false) | None => return Ok(Changes::new()),
    };
    match given.judgment {
        Judgment::Label { label } => match given.label_field {
            Some(field) => drop(changes.insert(field.to_owned(), Value::from(label.as_str()))),
            None => return Ok(Changes::new()),
        },
        Judgment::Correct { values } => changes.extend(values.clone()),
        Judgment::Swap { fields: [first, second] } => {
            let cells = listing::cells(t, attempt)?;
            let value = |name| cells.get(name).cloned().unwrap_or_default();
            changes.insert(first.clone(), value(second));
            changes.insert(second.clone(), value(first));
        }
        Judgment::Accept | Judgment::Tie { .. } | Judgment::Reject | Judgment::PutOff => {}
    }
    Ok(changes)
}

/// Adds a review that is given here. It is never older than what it takes the place of, though a clock may be.
fn give(t: &Connection, attempt: i64, review: Review) -> Result<(), Error> {
    let before: Option<i64> = t
        .prepare_cached("SELECT max(at) FROM review WHERE attempt = ? AND who = ? AND adjudicates = ?")?
        .query_row((attempt, &review.who, review.adjudicates), |row| row.get(0))?;
    let at = before.map_or(review.at, |before| before.max(review.at));
    add(t, attempt, &Review { at, ..review })
}

pub(crate) fn add(t: &Connection, attempt: i64, review: &Review) -> Result<(), Error> {
    let judgment = review.judgment.as_ref().map(serde_json::to_string).transpose()?;
    t.prepare_cached(
        "INSERT INTO review (attempt, who, at, judgment, changes, note, sampled, adjudicates, received)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((
        attempt,
        &review.who,
        review.at,
        judgment,
        serde_json::to_string(&review.changes)?,
        &review.note,
        review.sampled,
        review.adjudicates,
        review.received,
    ))?;
    Ok(())
}

/// A reviewer's record on an attempt that stands, put off and taken back among them.
pub(crate) fn latest(c: &Connection, attempt: i64, who: &str) -> Result<Option<Review>, Error> {
    let found = c
        .prepare_cached(&format!(
            "SELECT who, at, judgment, changes, note, sampled, adjudicates, received FROM review
             WHERE attempt = ? AND who = ? AND NOT adjudicates ORDER BY {LATEST} LIMIT 1"
        ))?
        .query_row((attempt, who), |row| Ok(Review::read(row)))
        .optional()?;
    found.transpose()
}

/// The attempt whose judgment, or final word, a reviewer gave last here of those that stand.
fn last(t: &Connection, run: RunId, adjudicates: bool, who: &str) -> Result<Option<(i64, AttemptId)>, Error> {
    let found = t
        .prepare_cached(&format!(
            "SELECT r.attempt, a.draw, a.try FROM review r JOIN attempt a ON a.id = r.attempt
             WHERE a.run = ?1 AND r.who = ?2 AND r.adjudicates = ?3 AND r.judgment IS NOT NULL AND r.received IS NULL
             AND r.id = (SELECT id FROM review
                 WHERE attempt = r.attempt AND who = ?2 AND adjudicates = ?3 ORDER BY {LATEST} LIMIT 1)
             ORDER BY r.id DESC LIMIT 1"
        ))?
        .query_row((run.0, who, adjudicates), |row| {
            let (draw, attempt): (i64, u32) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, AttemptId { run, draw: draw.cast_unsigned(), attempt }))
        })
        .optional()?;
    Ok(found)
}
