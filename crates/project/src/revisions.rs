//! What people change: fields and verdicts. Each change is a record beside the attempt; undo and redo are records too.

use dataset::Verdict;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AttemptId, Error, Project, Reader, RunId, attempts, listing};

/// Why something changed.
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

/// One change by a person.
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
    /// What.
    pub change: Change,
}

/// What became what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Change {
    /// A field of the row.
    Field {
        /// Its name.
        name: String,
        /// The value before; `None` where the row had none.
        before: Option<Value>,
        /// The value after; `None` where the row has none any more.
        after: Option<Value>,
    },
    /// The verdict on the row.
    Verdict {
        /// That of the checks, or of the decision before.
        before: Verdict,
        /// What was decided.
        after: Verdict,
    },
}

impl Change {
    /// The change that takes this one back.
    fn reversed(self) -> Self {
        match self {
            Self::Field { name, before, after } => Self::Field { name, before: after, after: before },
            Self::Verdict { before, after } => Self::Verdict { before: after, after: before },
        }
    }
}

/// What undo and redo would do next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NextSteps {
    /// The last change that stands.
    pub undo: Option<Revision>,
    /// The change that was taken back last, unless something was changed since.
    pub redo: Option<Revision>,
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
            let Some(change) = field_change(t, id, field, value)? else { return Ok(None) };
            let revision =
                Revision { attempt: id, who: who.to_owned(), at: now, kind: RevisionKind::Edit, change };
            append(t, &revision)?;
            Ok(Some(revision))
        })
    }

    /// Takes back the last edit or decision in a run that stands, whichever row it is on. Returns `None` where there
    /// is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn undo(&mut self, run: RunId, who: &str, now: i64) -> Result<Option<Revision>, Error> {
        self.step(run, RevisionKind::Undo, who, now)
    }

    /// Makes the edit or decision again that was taken back last, unless something was changed since. Returns `None`
    /// where there is none.
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
            let (mut standing, mut undone) = history(t, "r.run = ?", run.0)?;
            let undoes = kind == RevisionKind::Undo;
            let taken = if undoes { standing.pop() } else { undone.pop() };
            let Some(Revision { attempt, change, .. }) = taken else { return Ok(None) };
            let change = if undoes { change.reversed() } else { change };
            let revision = Revision { attempt, who: who.to_owned(), at: now, kind, change };
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

    /// What undo and redo would do next in a run.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn next_steps(&self, run: RunId) -> Result<NextSteps, Error> {
        let (mut standing, mut undone) = history(&self.connection, "r.run = ?", run.0)?;
        Ok(NextSteps { undo: standing.pop(), redo: undone.pop() })
    }
}

/// Changes that stand, and changes taken back that can be made again, both with the latest last. Of one attempt alone,
/// those that stand are right: undo and redo take them in the same order as among those of the whole run.
fn history(
    connection: &Connection,
    condition: &str,
    number: i64,
) -> Result<(Vec<Revision>, Vec<Revision>), Error> {
    let (mut standing, mut undone) = (Vec::new(), Vec::new());
    for revision in select(connection, condition, number)? {
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

/// What setting a field changes; `None` where it has that value.
pub(crate) fn field_change(
    t: &Connection,
    id: AttemptId,
    field: &str,
    value: Option<Value>,
) -> Result<Option<Change>, Error> {
    let before = listing::cells(t, attempts::find(t, id)?)?.get(field).cloned();
    let name = field.to_owned();
    Ok((before != value).then_some(Change::Field { name, before, after: value }))
}

/// Takes the revision of this number back, unless that was done already. Returns what undid it.
///
/// # Errors
/// [`Error::ChangedSince`] where its row was changed again since.
pub(crate) fn undo(t: &Connection, number: i64, who: &str, now: i64) -> Result<Option<Revision>, Error> {
    let Some(taken) = select(t, "r.id = ?", number)?.pop() else { return Ok(None) };
    let (standing, _) = history(t, "r.run = ?", taken.attempt.run.0)?;
    let Some(place) = standing.iter().rposition(|revision| *revision == taken) else { return Ok(None) };
    let later = &standing[place + 1..];
    if later.iter().any(|revision| revision.attempt == taken.attempt) {
        return Err(Error::ChangedSince);
    }
    // Undo means the last change; what lies further back is taken back by a change of its own.
    let kind = if later.is_empty() { RevisionKind::Undo } else { RevisionKind::Edit };
    let change = taken.change.reversed();
    let revision = Revision { attempt: taken.attempt, who: who.to_owned(), at: now, kind, change };
    append(t, &revision)?;
    Ok(Some(revision))
}

/// Stores a revision, and shows the row as it stands with it. Returns its number.
pub(crate) fn append(t: &Connection, revision: &Revision) -> Result<i64, Error> {
    let Revision { attempt: id, who, at, kind, change } = revision;
    let attempt = attempts::find(t, *id)?;
    let (field, before, after) = match change {
        Change::Field { name, before, after } => {
            let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
            (Some(name), text(before), text(after))
        }
        Change::Verdict { before, after } => {
            (None, Some(serde_json::to_string(before)?), Some(serde_json::to_string(after)?))
        }
    };
    t.prepare_cached(
        "INSERT INTO revision (attempt, run, who, at, kind, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((attempt, id.run.0, who, at, serde_json::to_string(kind)?, field, before, after))?;
    let number = t.last_insert_rowid();
    match change {
        Change::Field { name, after, .. } => {
            let (standing, _) = history(t, "r.attempt = ?", attempt)?;
            let revised = standing.iter().any(|edit| matches!(edit.change, Change::Field { .. }));
            listing::revise(t, id.run, attempt, name, after.as_ref(), revised)?;
        }
        Change::Verdict { after, .. } => listing::judge(t, attempt, after)?,
    }
    Ok(number)
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
    let verdict =
        |index| -> Result<Verdict, Error> { Ok(serde_json::from_str(&row.get::<_, String>(index)?)?) };
    let change = match row.get(6)? {
        Some(name) => Change::Field { name, before: value(7)?, after: value(8)? },
        None => Change::Verdict { before: verdict(7)?, after: verdict(8)? },
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
        change,
    })
}
