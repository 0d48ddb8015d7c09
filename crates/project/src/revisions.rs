//! What people change: fields and verdicts. Each change is a record beside the attempt; undo and redo are records too.

use std::collections::{HashMap, HashSet};

use dataset::{Fields, Verdict};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AttemptId, Error, Project, Reader, RunId, attempts, curation, listing};

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
    /// It follows from what reviewers say of the row.
    Review,
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
    /// A number that the changes share which were made at once; `None` for a change made alone.
    pub batch: Option<i64>,
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
    /// Makes the change of a field on a row's values.
    pub(crate) fn apply(self, values: &mut Fields) {
        match self {
            Self::Field { name, after: Some(value), .. } => drop(values.insert(name, value)),
            Self::Field { name, after: None, .. } => drop(values.shift_remove(&name)),
            Self::Verdict { .. } => {}
        }
    }

    /// Whether it is of this field.
    pub(crate) fn is_of(&self, field: &str) -> bool {
        matches!(self, Self::Field { name, .. } if name == field)
    }

    /// The change that takes this one back.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::Field { name, before, after } => Self::Field { name, before: after, after: before },
            Self::Verdict { before, after } => Self::Verdict { before: after, after: before },
        }
    }
}

/// What undo and redo would do next. Changes made at once are taken together, in the order in which they would be taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NextSteps {
    /// The last change that stands; empty where there is none.
    pub undo: Vec<Revision>,
    /// The change that was taken back last; empty where there is none or something was changed since.
    pub redo: Vec<Revision>,
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
            let change = Change::Field { name: field.to_owned(), before, after: value };
            let (who, kind) = (who.to_owned(), RevisionKind::Edit);
            let revision = Revision { attempt: id, who, at: now, kind, change, batch: None };
            append(t, &revision)?;
            Ok(Some(revision))
        })
    }

    /// Takes back the last edit or decision in a run that stands, whichever row it is on, and with it those that were made
    /// at once. Returns what that changed; nothing where there is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn undo(&mut self, run: RunId, who: &str, now: i64) -> Result<Vec<Revision>, Error> {
        self.step(run, RevisionKind::Undo, who, now)
    }

    /// Makes the edit or decision again that was taken back last, unless something was changed since, and with it those
    /// that were made at once. Returns what that changed; nothing where there is none.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn redo(&mut self, run: RunId, who: &str, now: i64) -> Result<Vec<Revision>, Error> {
        self.step(run, RevisionKind::Redo, who, now)
    }

    fn step(&mut self, run: RunId, kind: RevisionKind, who: &str, now: i64) -> Result<Vec<Revision>, Error> {
        self.write(|t| {
            let (mut standing, mut undone) = history(t, "r.run = ?", run.0)?;
            let undoes = kind == RevisionKind::Undo;
            let mut taken = last_step(if undoes { &mut standing } else { &mut undone });
            let mut before: HashMap<AttemptId, Vec<Revision>> = HashMap::new();
            let changed: HashSet<AttemptId> = taken.iter().map(|revision| revision.attempt).collect();
            for revision in standing.into_iter().filter(|one| undoes && changed.contains(&one.attempt)) {
                before.entry(revision.attempt).or_default().push(revision);
            }
            for revision in &mut taken {
                revision.change = match revision.change.clone() {
                    Change::Field { name, .. } if undoes => back(
                        t,
                        revision.attempt,
                        name,
                        before.get(&revision.attempt).map_or(&[], Vec::as_slice),
                    )?,
                    change if undoes => change.reversed(),
                    change => change,
                };
                (revision.who, revision.at, revision.kind) = (who.to_owned(), now, kind);
                append(t, revision)?;
            }
            Ok(taken)
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
        Ok(NextSteps { undo: last_step(&mut standing), redo: last_step(&mut undone) })
    }

    /// The change of an attempt that was made last of those that stand.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn last_change(&self, id: AttemptId) -> Result<Option<Change>, Error> {
        let attempt = attempts::find(&self.connection, id)?;
        Ok(standing(&self.connection, attempt)?.pop().map(|revision| revision.change))
    }
}

/// The end of a history that one step takes: the last change, with those that were made at once with it, the last first.
fn last_step(history: &mut Vec<Revision>) -> Vec<Revision> {
    let batch = history.last().and_then(|last| last.batch);
    let beyond = match batch {
        Some(_) => history.iter().rposition(|revision| revision.batch != batch).map_or(0, |at| at + 1),
        None => history.len().saturating_sub(1),
    };
    let mut step = history.split_off(beyond);
    step.reverse();
    step
}

/// A number for changes that are made at once.
pub(crate) fn new_batch(t: &Connection) -> rusqlite::Result<i64> {
    t.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM revision")?.query_row([], |row| row.get(0))
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
            RevisionKind::Edit | RevisionKind::Review => {
                undone.clear();
                standing.push(revision);
            }
            RevisionKind::Undo => undone.extend(standing.pop()),
            RevisionKind::Redo => standing.extend(undone.pop()),
        }
    }
    Ok((standing, undone))
}

/// Takes the last change of a field of a row back: to what the row shows by its changes that still stand. What it showed when the
/// change was made may have been the label of a pipeline that stands no more.
fn back(t: &Connection, id: AttemptId, name: String, standing: &[Revision]) -> Result<Change, Error> {
    let attempt = attempts::find(t, id)?;
    let mut values = listing::made(t, id.run, attempt)?;
    standing.iter().for_each(|other| other.change.clone().apply(&mut values));
    curation::relabel_values(t, id.run, attempt, &mut values, standing)?;
    let before = listing::cells(t, attempt)?.get(&name).cloned();
    let after = values.get(&name).cloned();
    Ok(Change::Field { name, before, after })
}

/// The changes of an attempt that stand, the oldest first.
pub(crate) fn standing(connection: &Connection, attempt: i64) -> Result<Vec<Revision>, Error> {
    Ok(history(connection, "r.attempt = ?", attempt)?.0)
}

/// The last change in a run that stands.
pub(crate) fn last_standing(connection: &Connection, run: RunId) -> Result<Option<Revision>, Error> {
    Ok(history(connection, "r.run = ?", run.0)?.0.pop())
}

/// When an attempt was last changed by hand, undo and redo among it.
pub(crate) fn last_by_hand(connection: &Connection, attempt: i64) -> Result<Option<i64>, Error> {
    let by_hand = select(connection, "r.attempt = ?", attempt)?;
    Ok(by_hand
        .iter()
        .filter(|revision| revision.kind != RevisionKind::Review)
        .map(|revision| revision.at)
        .max())
}

/// Stores a revision, and shows the row as it stands with it.
pub(crate) fn append(t: &Connection, revision: &Revision) -> Result<(), Error> {
    let Revision { attempt: id, who, at, kind, change, batch } = revision;
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
        "INSERT INTO revision (attempt, run, who, at, kind, field, before, after, batch)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute((attempt, id.run.0, who, at, serde_json::to_string(kind)?, field, before, after, batch))?;
    match change {
        Change::Field { name, after, .. } => listing::revise(t, id.run, attempt, name, after.as_ref()),
        Change::Verdict { after, .. } => Ok(listing::judge(t, attempt, after)?),
    }
}

fn select(connection: &Connection, condition: &str, number: i64) -> Result<Vec<Revision>, Error> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT a.run, a.draw, a.try, r.who, r.at, r.kind, r.field, r.before, r.after, r.batch
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
        batch: row.get(9)?,
    })
}
