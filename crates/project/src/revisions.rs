//! Edits of rows. An edit is a record beside the attempt; undo and redo are records too.

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AttemptId, Error, Project, Reader, RunId, attempts, listing};

/// Why a value changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionKind {
    /// A person set it.
    Edit,
    /// An edit was taken back.
    Undo,
    /// An edit that was taken back was made again.
    Redo,
}

/// One change of one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// The row.
    pub attempt: AttemptId,
    /// Who changed it.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Why.
    pub kind: RevisionKind,
    /// The field.
    pub field: String,
    /// The value before; `None` where the row had none.
    pub before: Option<Value>,
    /// The value after; `None` where the row has none any more.
    pub after: Option<Value>,
}

impl Project {
    /// Sets a field of a row, or removes it with `None`. Returns `None` where that changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn revise(
        &mut self,
        id: AttemptId,
        field: &str,
        value: Option<Value>,
        who: &str,
        now: i64,
    ) -> Result<Option<Revision>, Error> {
        self.write(|t| {
            let before = listing::cells(t, attempts::find(t, id)?)?.get(field).cloned();
            if before == value {
                return Ok(None);
            }
            let revision = Revision {
                attempt: id,
                who: who.to_owned(),
                at: now,
                kind: RevisionKind::Edit,
                field: field.to_owned(),
                before,
                after: value,
            };
            append(t, &revision)?;
            Ok(Some(revision))
        })
    }

    /// Takes back the last edit of a run that stands. Returns `None` where there is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn undo(&mut self, run: RunId, who: &str, now: i64) -> Result<Option<Revision>, Error> {
        self.step(run, RevisionKind::Undo, who, now)
    }

    /// Makes the edit again that was taken back last, unless something was edited since. Returns `None` where there
    /// is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn redo(&mut self, run: RunId, who: &str, now: i64) -> Result<Option<Revision>, Error> {
        self.step(run, RevisionKind::Redo, who, now)
    }

    fn step(
        &mut self,
        run: RunId,
        kind: RevisionKind,
        who: &str,
        now: i64,
    ) -> Result<Option<Revision>, Error> {
        self.write(|t| {
            let (mut standing, mut undone) = history(t, run)?;
            let taken = if kind == RevisionKind::Undo { standing.pop() } else { undone.pop() };
            let Some(Revision { attempt, field, before, after, .. }) = taken else { return Ok(None) };
            let (before, after) = if kind == RevisionKind::Undo { (after, before) } else { (before, after) };
            let revision = Revision { attempt, who: who.to_owned(), at: now, kind, field, before, after };
            append(t, &revision)?;
            Ok(Some(revision))
        })
    }
}

impl Reader {
    /// The revisions of an attempt, the oldest first.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn revisions(&self, id: AttemptId) -> Result<Vec<Revision>, Error> {
        let attempt = attempts::find(&self.connection, id)?;
        select(&self.connection, "r.attempt = ?", attempt)
    }
}

/// Edits that stand, and edits taken back that can be made again, both with the latest last.
fn history(connection: &Connection, run: RunId) -> Result<(Vec<Revision>, Vec<Revision>), Error> {
    let (mut standing, mut undone) = (Vec::new(), Vec::new());
    for revision in select(connection, "r.run = ?", run.0)? {
        match revision.kind {
            RevisionKind::Edit => {
                undone.clear();
                standing.push(revision);
            }
            RevisionKind::Undo => undone.extend(standing.pop()),
            RevisionKind::Redo => standing.extend(undone.pop()),
        }
    }
    Ok((standing, undone))
}

fn append(t: &Connection, revision: &Revision) -> Result<(), Error> {
    let attempt = attempts::find(t, revision.attempt)?;
    let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    t.prepare_cached(
        "INSERT INTO revision (attempt, run, who, at, kind, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((
        attempt,
        revision.attempt.run.0,
        &revision.who,
        revision.at,
        serde_json::to_string(&revision.kind)?,
        &revision.field,
        text(&revision.before),
        text(&revision.after),
    ))?;
    let (standing, _) = history(t, revision.attempt.run)?;
    let revised = standing.iter().any(|edit| edit.attempt == revision.attempt);
    listing::revise(t, revision.attempt.run, attempt, &revision.field, revision.after.as_ref(), revised)
}

fn select(connection: &Connection, condition: &str, number: i64) -> Result<Vec<Revision>, Error> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.run, a.draw, a.try, r.who, r.at, r.kind, r.field, r.before, r.after
         FROM revision r JOIN attempt a ON a.id = r.attempt WHERE {condition} ORDER BY r.id"
    ))?;
    let revisions = statement.query_map([number], |row| Ok(read(row)))?;
    revisions.map(|revision| revision?).collect()
}

fn read(row: &Row<'_>) -> Result<Revision, Error> {
    let value = |index| -> Result<Option<Value>, Error> {
        let text: Option<String> = row.get(index)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    };
    Ok(Revision {
        attempt: AttemptId {
            run: RunId(row.get(0)?),
            draw: row.get::<_, i64>(1)?.cast_unsigned(),
            attempt: row.get(2)?,
        },
        who: row.get(3)?,
        at: row.get(4)?,
        kind: serde_json::from_str(&row.get::<_, String>(5)?)?,
        field: row.get(6)?,
        before: value(7)?,
        after: value(8)?,
    })
}
