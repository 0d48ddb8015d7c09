//! How reviewers rate rows. A rating changes nothing of a row, and stands beside what its reviewer says of it otherwise.

use dataset::{Rating, Scale};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::{AttemptId, Error, Project, Reader, RunId, attempts};

/// One reviewer's rating of one row. Ratings are added; a reviewer's latest one on a scale counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRating {
    /// The reviewer.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The scale.
    pub scale: Scale,
    /// The level, from 0, the worst; `None` takes back the one before.
    pub level: Option<usize>,
    /// Remark in the reviewer's words; may be empty.
    pub note: String,
    /// When it came in from a reviewer's file; `None` where it was given here.
    pub received: Option<i64>,
}

impl RowRating {
    /// The rating, where it takes none back.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.level.map(|level| Rating { scale: self.scale, level })
    }

    /// Reads who, at, scale, level, note and received, with which the columns begin.
    fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            who: row.get(0)?,
            at: row.get(1)?,
            scale: serde_json::from_str(&row.get::<_, String>(2)?)?,
            level: row.get::<_, Option<i64>>(3)?.and_then(|level| usize::try_from(level).ok()),
            note: row.get(4)?,
            received: row.get(5)?,
        })
    }
}

/// A row with the ratings that stand on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedRow {
    /// The row.
    pub id: AttemptId,
    /// The ratings, by name of the reviewer.
    pub ratings: Vec<RowRating>,
}

impl RatedRow {
    /// The mean of its ratings on a scale, from 1, the worst level; `None` where it has none.
    #[must_use]
    pub fn mean(&self, scale: Scale) -> Option<f64> {
        let given = self.ratings.iter().filter_map(RowRating::rating);
        let numbers: Vec<f64> = given.filter(|rating| rating.scale == scale).map(Rating::number).collect();
        (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
    }
}

impl Project {
    /// Records a rating.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn rate(
        &mut self,
        id: AttemptId,
        rating: Rating,
        note: &str,
        who: &str,
        now: i64,
    ) -> Result<(), Error> {
        let Rating { scale, level } = rating;
        let (who, note) = (who.to_owned(), note.to_owned());
        self.write(|t| {
            let attempt = attempts::find(t, id)?;
            give(t, attempt, RowRating { who, at: now, scale, level: Some(level), note, received: None })
        })
    }

    /// Takes a reviewer's last rating on a scale in a run back that was given here and stands. Returns its row; `None` where
    /// none stands.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn take_rating_back(
        &mut self,
        run: RunId,
        scale: Scale,
        who: &str,
        now: i64,
    ) -> Result<Option<AttemptId>, Error> {
        self.write(|t| {
            let found = t
                .prepare_cached(&format!(
                    "SELECT r.attempt, a.draw, a.try FROM rating r JOIN attempt a ON a.id = r.attempt
                     WHERE a.run = ?1 AND r.who = ?2 AND r.scale = ?3 AND r.level IS NOT NULL AND r.received IS NULL
                     AND r.id = (SELECT id FROM rating
                         WHERE attempt = r.attempt AND who = ?2 AND scale = ?3 ORDER BY {LATEST} LIMIT 1)
                     ORDER BY r.id DESC LIMIT 1"
                ))?
                .query_row((run.0, who, serde_json::to_string(&scale)?), |row| {
                    let (draw, attempt): (i64, u32) = (row.get(1)?, row.get(2)?);
                    Ok((row.get(0)?, AttemptId { run, draw: draw.cast_unsigned(), attempt }))
                })
                .optional()?;
            let Some((attempt, id)) = found else { return Ok(None) };
            let (who, note) = (who.to_owned(), String::new());
            give(t, attempt, RowRating { who, at: now, scale, level: None, note, received: None })?;
            Ok(Some(id))
        })
    }
}

impl Reader {
    /// The rows of a run that anybody rated, in the order in which they were made.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn ratings(&self, run: RunId) -> Result<Vec<RatedRow>, Error> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT who, at, scale, level, note, received, a.draw, a.try FROM (
                 SELECT *, row_number() OVER (PARTITION BY attempt, who, scale ORDER BY {LATEST}) AS place
                 FROM rating WHERE attempt IN (SELECT id FROM attempt WHERE run = ?1)) r
             JOIN attempt a ON a.id = r.attempt
             WHERE place = 1 AND level IS NOT NULL
             ORDER BY a.draw, a.try, who, scale"
        ))?;
        let read = |row: &Row<'_>| -> Result<(AttemptId, RowRating), Error> {
            let (draw, attempt): (i64, u32) = (row.get(6)?, row.get(7)?);
            Ok((AttemptId { run, draw: draw.cast_unsigned(), attempt }, RowRating::read(row)?))
        };
        let mut rows: Vec<RatedRow> = Vec::new();
        for found in statement.query_map([run.0], |row| Ok(read(row)))? {
            let (id, rating) = found??;
            match rows.last_mut().filter(|last| last.id == id) {
                Some(last) => last.ratings.push(rating),
                None => rows.push(RatedRow { id, ratings: vec![rating] }),
            }
        }
        Ok(rows)
    }

    /// The ratings of an attempt, those that took one back among them, the oldest first.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn ratings_of(&self, id: AttemptId) -> Result<Vec<RowRating>, Error> {
        let attempt = attempts::find(&self.connection, id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT who, at, scale, level, note, received FROM rating WHERE attempt = ? ORDER BY at, id",
        )?;
        statement.query_map([attempt], |row| Ok(RowRating::read(row)))?.map(|rating| rating?).collect()
    }
}

/// Which of a reviewer's ratings of a row on a scale stands, by the rule of [`crate::words::LATEST`].
const LATEST: &str =
    "at DESC, received IS NULL DESC, CASE WHEN received IS NULL THEN id END DESC, level DESC, note DESC";

/// Adds a rating that is given here. It is never older than what it takes the place of, though a clock may be.
fn give(t: &Connection, attempt: i64, rating: RowRating) -> Result<(), Error> {
    let before: Option<i64> = t
        .prepare_cached("SELECT max(at) FROM rating WHERE attempt = ? AND who = ?")?
        .query_row((attempt, &rating.who), |row| row.get(0))?;
    let at = before.map_or(rating.at, |before| before.max(rating.at));
    add(t, attempt, &RowRating { at, ..rating })
}

pub(crate) fn add(t: &Connection, attempt: i64, rating: &RowRating) -> Result<(), Error> {
    t.prepare_cached(
        "INSERT INTO rating (attempt, who, at, scale, level, note, received) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((
        attempt,
        &rating.who,
        rating.at,
        serde_json::to_string(&rating.scale)?,
        rating.level.map(|level| level as i64),
        &rating.note,
        rating.received,
    ))?;
    Ok(())
}

/// A reviewer's records on an attempt that stand, one on each scale, those taken back among them.
pub(crate) fn latest(c: &Connection, attempt: i64, who: &str) -> Result<Vec<RowRating>, Error> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT who, at, scale, level, note, received FROM (
             SELECT *, row_number() OVER (PARTITION BY scale ORDER BY {LATEST}) AS place
             FROM rating WHERE attempt = ?1 AND who = ?2)
         WHERE place = 1 ORDER BY scale"
    ))?;
    statement.query_map((attempt, who), |row| Ok(RowRating::read(row)))?.map(|rating| rating?).collect()
}

/// Whether a record is here already.
pub(crate) fn is_known(t: &Connection, attempt: i64, rating: &RowRating) -> Result<bool, Error> {
    let found = t
        .prepare_cached(
            "SELECT 1 FROM rating WHERE attempt = ? AND who = ? AND at = ? AND scale = ? AND level IS ? AND note = ?",
        )?
        .query_row(
            (
                attempt,
                &rating.who,
                rating.at,
                serde_json::to_string(&rating.scale)?,
                rating.level.map(|level| level as i64),
                &rating.note,
            ),
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}
