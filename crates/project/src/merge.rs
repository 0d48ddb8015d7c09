//! What reviewers' files bring home. Merging is a union of records, so neither the order of files nor merging one again
//! makes a difference; what becomes of a row follows from the words that then stand.

use dataset::{Fields, Judgment, Verdict};
use rusqlite::{Connection, OptionalExtension};

use crate::words::{self, Base, By, Changes};
use crate::{
    AttemptId, Error, Exchange, Project, Reader, Review, Revision, RowRating, RunId, attempts, exchange,
    listing, ratings, reviews, revisions,
};

/// What came of merging a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Whose file it was.
    pub reviewer: String,
    /// Records that were added.
    pub added: u64,
    /// Records that were here already.
    pub known: u64,
    /// Rows that were changed by hand but not judged, by number. They say nothing yet.
    pub unfinished: Vec<u64>,
    /// Rows whose words were not taken.
    pub refused: Vec<RefusedRow>,
    /// What changed on rows.
    pub revisions: Vec<Revision>,
}

/// A row whose words were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its number in the reviewer's file.
    pub row: u64,
    /// Why.
    pub why: Refusal,
}

/// Why words on a row are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The run has no such row.
    Absent,
    /// The file shows another row than was assigned: it was changed by other means than reviewing.
    Altered,
    /// The values are not those of the run's row: it was edited here since, or the file was changed.
    Differs,
    /// The row was taken out of the dataset by hand since.
    TakenOut,
}

/// Something that a reviewer recorded of a row.
enum Record {
    Word(Review),
    Rating(RowRating),
}

impl Record {
    /// Whether it is here already.
    fn is_known(&self, t: &Connection, attempt: i64) -> Result<bool, Error> {
        match self {
            Self::Word(word) => is_known(t, attempt, word),
            Self::Rating(rating) => ratings::is_known(t, attempt, rating),
        }
    }

    fn add(self, t: &Connection, attempt: i64, now: i64) -> Result<(), Error> {
        let received = Some(now);
        match self {
            Self::Word(word) => reviews::add(t, attempt, &Review { received, ..word }),
            Self::Rating(rating) => ratings::add(t, attempt, &RowRating { received, ..rating }),
        }
    }
}

/// A row of a reviewer's file and what was recorded of it.
struct Returned {
    id: AttemptId,
    row: u64,
    records: Vec<Record>,
    /// It was changed by hand but not judged.
    unfinished: bool,
    /// The values that were assigned; `None` where they are not what the reviewer saw.
    assigned: Option<Fields>,
}

impl Project {
    /// Adds the words of a reviewer's file to a run, and brings each row to what all words on it come to.
    ///
    /// # Errors
    /// [`Error::NoExchange`] and [`Error::OtherRun`] for a file that is not this run's; [`Error::Reviewers`] in a
    /// reviewer's file; failures of the disk. Nothing is merged then.
    pub fn merge(&mut self, run: RunId, file: &Reader, who: &str, now: i64) -> Result<Merged, Error> {
        if self.exchange()?.is_some() {
            return Err(Error::Reviewers);
        }
        let from = file.exchange()?.ok_or(Error::NoExchange)?;
        let stored = self.run(run)?;
        if stored.origin()? != from.origin {
            return Err(Error::OtherRun);
        }
        let mut merged = Merged {
            reviewer: from.reviewer.clone(),
            added: 0,
            known: 0,
            unfinished: Vec::new(),
            refused: Vec::new(),
            revisions: Vec::new(),
        };
        let returned = returned(&file.connection, &from, run)?;
        self.write(|t| {
            for row in returned {
                if row.unfinished {
                    merged.unfinished.push(row.row);
                }
                let attempt = match attempts::find(t, row.id) {
                    Err(Error::Unknown { .. }) => None,
                    found => Some(found?),
                };
                let mut fresh = Vec::new();
                for record in row.records {
                    match attempt.map(|attempt| record.is_known(t, attempt)).transpose()? {
                        Some(true) => merged.known += 1,
                        Some(false) | None => fresh.push(record),
                    }
                }
                if fresh.is_empty() {
                    continue;
                }
                match (attempt, refusal(t, run, attempt, row.assigned.as_ref(), &from.left_out)?) {
                    (Some(attempt), None) => {
                        merged.added += fresh.len() as u64;
                        let judged = fresh.iter().any(|record| matches!(record, Record::Word(_)));
                        fresh.into_iter().try_for_each(|record| record.add(t, attempt, now))?;
                        if judged {
                            let by = By { who, at: now, taking_back: false };
                            merged.revisions.extend(words::settle(t, row.id, stored.plan.rows, by)?);
                        }
                    }
                    (_, why) => {
                        let why = why.unwrap_or(Refusal::Absent);
                        merged.refused.push(RefusedRow { row: row.row, why });
                    }
                }
            }
            Ok(merged)
        })
    }
}

/// Why words on a row cannot be taken.
fn refusal(
    t: &Connection,
    run: RunId,
    attempt: Option<i64>,
    assigned: Option<&Fields>,
    left_out: &[String],
) -> Result<Option<Refusal>, Error> {
    let Some(attempt) = attempt else { return Ok(Some(Refusal::Absent)) };
    let Some(assigned) = assigned else { return Ok(Some(Refusal::Altered)) };
    let base = Base::read(t, run, attempt)?;
    Ok(if exchange::without(base.values, left_out) != *assigned {
        Some(Refusal::Differs)
    } else if !matches!(base.verdict, Verdict::Accepted { .. }) {
        Some(Refusal::TakenOut)
    } else {
        None
    })
}

/// The rows of a reviewer's file that were judged, rated or edited, in the order in which they were made. `run` is the run that
/// they are to be merged into.
fn returned(c: &Connection, from: &Exchange, run: RunId) -> Result<Vec<Returned>, Error> {
    let mut statement = c.prepare_cached(
        "SELECT a.id, a.draw, a.try, v.verdict ->> 'row' FROM attempt a JOIN verdict v ON v.attempt = a.id
         WHERE a.run = ?1 AND (EXISTS (SELECT 1 FROM review WHERE attempt = a.id AND who = ?2 AND NOT adjudicates)
                               OR EXISTS (SELECT 1 FROM rating WHERE attempt = a.id AND who = ?2)
                               OR EXISTS (SELECT 1 FROM revision WHERE attempt = a.id))
         ORDER BY a.draw, a.try",
    )?;
    let rows = statement.query_map((from.run.0, &from.reviewer), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?))
    })?;
    let mut returned = Vec::new();
    for row in rows {
        let (attempt, draw, number, row) = row?;
        let id = AttemptId { run, draw: draw.cast_unsigned(), attempt: number };
        let made = listing::made(c, from.run, attempt)?;
        let base = Base::read(c, from.run, attempt)?;
        let word = reviews::latest(c, attempt, &from.reviewer)?;
        // What was changed and undone leaves nothing to say.
        let changed = base.values != made || !matches!(base.verdict, Verdict::Accepted { .. });
        let unfinished = word.is_none() && changed;
        let word = word.map(|word| as_assigned(c, attempt, word, &made)).transpose()?;
        let rated = ratings::latest(c, attempt, &from.reviewer)?.into_iter().map(Record::Rating);
        let records: Vec<Record> = word.map(Record::Word).into_iter().chain(rated).collect();
        if records.is_empty() && !unfinished {
            continue;
        }
        let saw = exchange::is_intact(c, attempt, &made)? && shown_as_recorded(c, attempt, made.clone())?;
        let assigned = saw.then_some(made);
        returned.push(Returned {
            id,
            row: row.unwrap_or_default().cast_unsigned(),
            records,
            unfinished,
            assigned,
        });
    }
    Ok(returned)
}

/// A word of a reviewer's file in terms of the row as it was assigned. What the row shows in the end is what the reviewer
/// keeps of it, edits by hand included.
fn as_assigned(c: &Connection, attempt: i64, word: Review, made: &Fields) -> Result<Review, Error> {
    let at = revisions::last_by_hand(c, attempt)?.map_or(word.at, |edited| edited.max(word.at));
    let changes = match word.judgment.as_ref().and_then(Judgment::keeps) {
        Some(true) => words::differences(made, &listing::cells(c, attempt)?),
        Some(false) | None => Changes::new(),
    };
    Ok(Review { at, changes, adjudicates: false, ..word })
}

/// Whether an attempt's values, as the pages show them, follow from its record and its revisions.
fn shown_as_recorded(c: &Connection, attempt: i64, mut values: Fields) -> Result<bool, Error> {
    for revision in revisions::standing(c, attempt)? {
        revision.change.apply(&mut values);
    }
    Ok(listing::cells(c, attempt)? == values)
}

/// Whether a record is here already.
fn is_known(t: &Connection, attempt: i64, word: &Review) -> Result<bool, Error> {
    let judgment = word.judgment.as_ref().map(serde_json::to_string).transpose()?;
    let found = t
        .prepare_cached(
            "SELECT 1 FROM review WHERE attempt = ? AND who = ? AND at = ? AND judgment IS ? AND changes = ? AND note = ?
             AND NOT adjudicates",
        )?
        .query_row(
            (attempt, &word.who, word.at, judgment, serde_json::to_string(&word.changes)?, &word.note),
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}
