//! Attempts and what became of them: written in groups, replayed in order.

use std::collections::{HashSet, VecDeque};

use dataset::{Attempt, Verdict};
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::{Error, Project, Reader, RunId, listing, record, runs};

/// Names one attempt of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptId {
    /// The run.
    pub run: RunId,
    /// Which draw, from 0.
    pub draw: u64,
    /// Which try at this draw, from 0.
    pub attempt: u32,
}

impl Project {
    /// Stores attempts, and verdicts on these or earlier ones, all or none. When this returns `Ok` they are on the
    /// disk. Each attempt gets one verdict of the checks, now or in a later call.
    ///
    /// # Errors
    /// [`Error::DiskFull`] with the number of rows that are safe; [`Error::Repeated`] where an attempt, its verdict
    /// or a row number is stored already; [`Error::Unknown`] for a verdict on an attempt that is not stored.
    pub fn commit(
        &mut self,
        run: RunId,
        attempts: &[Attempt],
        verdicts: &[(u64, u32, Verdict)],
    ) -> Result<(), Error> {
        let mut ordered: Vec<&Attempt> = attempts.iter().collect();
        ordered.sort_by_key(|a| (a.draw, a.attempt));
        let done = self.write(|t| {
            for attempt in &ordered {
                add(t, run, attempt)?;
            }
            for (draw, attempt, verdict) in verdicts {
                let id = find(t, AttemptId { run, draw: *draw, attempt: *attempt })?;
                judge(t, id, verdict)?;
            }
            Ok(())
        });
        done.map_err(|error| match error {
            Error::DiskFull { .. } => Error::DiskFull { rows: self.accepted_count(run).ok() },
            other => other,
        })
    }
}

impl Reader {
    /// The attempts of a run's own by draw and try, each with the verdict of the checks: what a resumed run replays.
    pub fn attempts_of(&self, run: RunId) -> Attempts<'_> {
        Attempts { reader: self, run, after: (-1, -1), ready: VecDeque::new(), failed: false }
    }

    /// Draw and try of each attempt of a run that the run itself has judged.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn judged(&self, run: RunId) -> Result<HashSet<(u64, u32)>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.draw, a.try FROM attempt a JOIN verdict v ON v.attempt = a.id
             WHERE a.run = ? AND NOT EXISTS (SELECT 1 FROM extra e WHERE e.attempt = a.id)",
        )?;
        let judged =
            statement.query_map([run.0], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
        Ok(judged.collect::<Result<_, _>>()?)
    }

    /// Number of accepted rows, as things stand now.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn accepted_count(&self, run: RunId) -> Result<u64, Error> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM listing WHERE run = ? AND state = ?")?
            .query_row((run.0, listing::State::Accepted as i64), |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// Numbers of the accepted rows, as things stand now, in order.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn accepted_numbers(&self, run: RunId) -> Result<Vec<u64>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT row FROM listing WHERE run = ? AND row IS NOT NULL ORDER BY row")?;
        let numbers = statement.query_map([run.0], |row| row.get::<_, i64>(0))?;
        Ok(numbers.map(|number| number.map(i64::cast_unsigned)).collect::<Result<_, _>>()?)
    }
}

/// Iterator over the attempts of a run; see [`Reader::attempts_of`]. It reads ahead a little and never holds a run
/// whole. Nothing follows an error.
#[derive(Debug)]
pub struct Attempts<'a> {
    reader: &'a Reader,
    run: RunId,
    after: (i64, i64),
    ready: VecDeque<(Attempt, Option<Verdict>)>,
    failed: bool,
}

impl Attempts<'_> {
    fn read_ahead(&mut self) -> Result<(), Error> {
        let mut statement = self.reader.connection.prepare_cached(
            "SELECT a.draw, a.try, a.record, v.verdict FROM attempt a
             LEFT JOIN verdict v ON v.attempt = a.id
             WHERE a.run = ? AND (a.draw, a.try) > (?, ?) AND NOT EXISTS (SELECT 1 FROM extra e WHERE e.attempt = a.id)
             ORDER BY a.draw, a.try LIMIT 64",
        )?;
        let mut rows = statement.query((self.run.0, self.after.0, self.after.1))?;
        while let Some(row) = rows.next()? {
            self.after = (row.get(0)?, row.get(1)?);
            let attempt = record::decode(row.get_ref(2)?.as_blob().map_err(Error::damaged)?)?;
            let verdict: Option<String> = row.get(3)?;
            let verdict = verdict.map(|text| serde_json::from_str(&text)).transpose()?;
            self.ready.push_back((attempt, verdict));
        }
        Ok(())
    }
}

impl Iterator for Attempts<'_> {
    type Item = Result<(Attempt, Option<Verdict>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && !self.failed
            && let Err(error) = self.read_ahead()
        {
            self.failed = true;
            self.ready.clear();
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}

/// Stores an attempt and returns its number in its table.
pub(crate) fn add(t: &Connection, run: RunId, attempt: &Attempt) -> Result<i64, Error> {
    let key = (run.0, attempt.draw.cast_signed(), attempt.attempt, record::encode(attempt)?);
    let inserted = t
        .prepare_cached("INSERT INTO attempt (run, draw, try, record) VALUES (?, ?, ?, ?)")?
        .insert(key)
        .map_err(|error| match constraint(&error) {
            Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE) => {
                Error::Repeated { what: format!("attempt {} at draw {}", attempt.attempt, attempt.draw) }
            }
            Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => runs::unknown(run),
            _ => error.into(),
        })?;
    listing::add(t, run, inserted, attempt)?;
    Ok(inserted)
}

/// Number of an attempt in its table.
pub(crate) fn find(connection: &Connection, id: AttemptId) -> Result<i64, Error> {
    connection
        .prepare_cached("SELECT id FROM attempt WHERE run = ? AND draw = ? AND try = ?")?
        .query_row((id.run.0, id.draw.cast_signed(), id.attempt), |row| row.get(0))
        .optional()?
        .ok_or_else(|| {
            Error::unknown(format!("attempt {} at draw {} of run {}", id.attempt, id.draw, id.run.0))
        })
}

/// Stores the verdict of the checks.
pub(crate) fn judge(t: &Connection, attempt: i64, verdict: &Verdict) -> Result<(), Error> {
    let repeated = |what: String| Error::Repeated { what };
    t.prepare_cached("INSERT INTO verdict (attempt, verdict) VALUES (?, ?)")?
        .execute((attempt, serde_json::to_string(verdict)?))
        .map_err(|error| match constraint(&error) {
            Some(rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
                repeated("the verdict on this attempt".to_owned())
            }
            _ => error.into(),
        })?;
    listing::judge(t, attempt, verdict).map_err(|error| match (constraint(&error), verdict) {
        (Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE), Verdict::Accepted { row }) => {
            repeated(format!("row {row}"))
        }
        _ => error.into(),
    })
}

/// The verdict of the checks on an attempt; `None` while it waits for the end of its round.
pub(crate) fn verdict(connection: &Connection, attempt: i64) -> Result<Option<Verdict>, Error> {
    let text: Option<String> = connection
        .prepare_cached("SELECT verdict FROM verdict WHERE attempt = ?")?
        .query_row([attempt], |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn constraint(error: &rusqlite::Error) -> Option<i32> {
    let code = error.sqlite_error()?;
    (code.code == ErrorCode::ConstraintViolation).then_some(code.extended_code)
}
