//! What reviewers' words on a row come to: a function of the words that stand and of the row as it is without them, in
//! whatever order they were given.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dataset::{Fields, Judgment, Verdict};
use rusqlite::{Connection, Row};
use serde_json::Value;

use crate::revisions::{self, Change, Revision, RevisionKind};
use crate::{AttemptId, Error, Review, RunId, attempts, curation, decisions, listing};

/// Values of a row by field, null where it has none.
pub type Changes = BTreeMap<String, Value>;

/// What a word, or several that agree, make of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It leaves the dataset.
    Out,
    /// It stays, with these values in place of its own; none where it is right.
    Kept(Changes),
}

/// What all words on a row come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody said anything.
    Open,
    /// All who judged it say the same, or a person's final word stands.
    Agreed(Effect),
    /// They disagree: the row stays as it is without them.
    Disputed,
}

/// A row with what reviewers say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewedRow {
    /// The row.
    pub id: AttemptId,
    /// Its number in the dataset without reviews; `None` where it was none of its rows.
    pub row: Option<u64>,
    /// Its values as they are without reviews.
    pub values: Fields,
    /// The words that stand, those put off not among them, by name of the reviewer.
    pub words: Vec<Review>,
    /// The word that is to be final, where one stands; it may put the row off.
    pub adjudication: Option<Review>,
}

impl Review {
    /// What it makes of a row that has these values without reviews; `None` where it says nothing.
    #[must_use]
    pub fn effect(&self, values: &Fields) -> Option<Effect> {
        if !self.judgment.as_ref()?.keeps()? {
            return Some(Effect::Out);
        }
        let differs = |(name, value): &(&String, &Value)| values.get(*name).unwrap_or(&Value::Null) != *value;
        let changes = self.changes.iter().filter(differs);
        Some(Effect::Kept(changes.map(|(name, value)| (name.clone(), value.clone())).collect()))
    }
}

impl ReviewedRow {
    /// What the reviewers' words come to, whatever the final one is.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let mut effects = self.words.iter().filter_map(|word| word.effect(&self.values));
        match effects.next() {
            None => Outcome::Open,
            Some(first) if effects.all(|other| other == first) => Outcome::Agreed(first),
            Some(_) => Outcome::Disputed,
        }
    }

    /// The final word, where one stands, and what it makes of the row.
    #[must_use]
    pub fn final_word(&self) -> Option<(&Review, Effect)> {
        self.adjudication.as_ref().and_then(|word| Some((word, word.effect(&self.values)?)))
    }

    /// What all words come to: the final one where it stands, and otherwise the reviewers'.
    #[must_use]
    pub fn settled(&self) -> Outcome {
        self.final_word().map_or_else(|| self.outcome(), |(_, effect)| Outcome::Agreed(effect))
    }

    /// The row with the words that count for it: the final one alone, where one stands.
    fn counting(self) -> Self {
        let words = match self.final_word() {
            Some((word, _)) => vec![word.clone()],
            None => self.words,
        };
        Self { words, ..self }
    }
}

/// A row as it is without reviews: as it was made, and as people changed it by hand.
pub(crate) struct Base {
    pub(crate) values: Fields,
    pub(crate) verdict: Verdict,
}

impl Base {
    /// # Errors
    /// [`Error::Unjudged`] where the run has no verdict yet.
    pub(crate) fn read(c: &Connection, run: RunId, attempt: i64) -> Result<Self, Error> {
        let verdict = attempts::verdict(c, attempt)?.ok_or(Error::Unjudged)?;
        let mut base = Self { values: listing::made(c, run, attempt)?, verdict };
        for revision in revisions::standing(c, attempt)? {
            match revision.change {
                _ if revision.kind == RevisionKind::Review => {}
                Change::Verdict { after, .. } => base.verdict = after,
                field => field.apply(&mut base.values),
            }
        }
        Ok(base)
    }
}

/// In which other values one row differs from another.
pub(crate) fn differences(from: &Fields, to: &Fields) -> Changes {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let value = |fields: &Fields, name: &String| fields.get(name).cloned().unwrap_or_default();
    let pairs = names.into_iter().map(|name| (name, value(from, name), value(to, name)));
    pairs.filter(|(_, from, to)| from != to).map(|(name, _, to)| (name.clone(), to)).collect()
}

/// Which of a reviewer's records on a row stands: the latest. Of equal times the last one given here; of those from files
/// one that does not depend on which file came first.
pub(crate) const LATEST: &str = "at DESC, received IS NULL DESC, CASE WHEN received IS NULL THEN id END DESC,
    judgment DESC, changes DESC, note DESC";

/// The rows of a run on which a word stands, or one row of it, in the order in which they were made.
pub(crate) fn reviewed(c: &Connection, run: RunId, only: Option<i64>) -> Result<Vec<ReviewedRow>, Error> {
    let condition = if only.is_some() { "= ?1" } else { "IN (SELECT id FROM attempt WHERE run = ?1)" };
    let mut statement = c.prepare_cached(&format!(
        "SELECT who, at, judgment, changes, note, sampled, adjudicates, received, attempt, a.draw, a.try FROM (
             SELECT *, row_number() OVER (PARTITION BY attempt, who, adjudicates ORDER BY {LATEST}) AS place
             FROM review WHERE attempt {condition}) r
         JOIN attempt a ON a.id = r.attempt
         WHERE place = 1 AND judgment IS NOT NULL AND (adjudicates OR judgment ->> 'judgment' <> 'put-off')
         ORDER BY a.draw, a.try, who"
    ))?;
    let read = |row: &Row<'_>| -> Result<(i64, AttemptId, Review), Error> {
        let (draw, attempt): (i64, u32) = (row.get(9)?, row.get(10)?);
        Ok((row.get(8)?, AttemptId { run, draw: draw.cast_unsigned(), attempt }, Review::read(row)?))
    };
    let mut rows: Vec<ReviewedRow> = Vec::new();
    for found in statement.query_map([only.unwrap_or(run.0)], |row| Ok(read(row)))? {
        let (attempt, id, word) = found??;
        if rows.last().is_none_or(|last| last.id != id) {
            let base = Base::read(c, run, attempt)?;
            let row = match base.verdict {
                Verdict::Accepted { row } => Some(row),
                Verdict::Rejected { .. } => None,
            };
            rows.push(ReviewedRow { id, row, values: base.values, words: Vec::new(), adjudication: None });
        }
        let Some(last) = rows.last_mut() else { continue };
        let decides = |word: &Review| (word.judgment != Some(Judgment::PutOff), word.at);
        if !word.adjudicates {
            last.words.push(word);
        } else if last.adjudication.as_ref().is_none_or(|other| decides(other) <= decides(&word)) {
            last.adjudication = Some(word);
        }
    }
    Ok(rows)
}

/// The attempts of a run on which anybody's word stands, those put off not among them.
pub(crate) fn judged(c: &Connection, run: RunId) -> Result<HashSet<i64>, Error> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT DISTINCT attempt FROM (
             SELECT attempt, judgment, row_number() OVER (PARTITION BY attempt, who, adjudicates ORDER BY {LATEST}) AS place
             FROM review WHERE attempt IN (SELECT id FROM attempt WHERE run = ?))
         WHERE place = 1 AND judgment ->> 'judgment' <> 'put-off'"
    ))?;
    Ok(statement.query_map([run.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Who settles a row, and when.
#[derive(Clone, Copy)]
pub(crate) struct By<'a> {
    pub(crate) who: &'a str,
    pub(crate) at: i64,
    /// Because a word was taken back.
    pub(crate) taking_back: bool,
}

/// Brings a row to what its words come to, and returns what that changed. The run numbers its rows below `wanted`.
pub(crate) fn settle(t: &Connection, id: AttemptId, wanted: u64, by: By<'_>) -> Result<Vec<Revision>, Error> {
    let attempt = attempts::find(t, id)?;
    let mut target = Base::read(t, id.run, attempt)?;
    let by_hand: Vec<Revision> = revisions::standing(t, attempt)?
        .into_iter()
        .filter(|revision| revision.kind != RevisionKind::Review)
        .collect();
    curation::relabel_values(t, id.run, attempt, &mut target.values, &by_hand)?;
    if let Some(row) = reviewed(t, id.run, Some(attempt))?.pop() {
        let counting = row.counting();
        match counting.outcome() {
            Outcome::Open | Outcome::Disputed => {}
            Outcome::Agreed(Effect::Out) => target.verdict = decisions::rejected(reason(&counting.words)),
            Outcome::Agreed(Effect::Kept(changes)) => {
                if matches!(target.verdict, Verdict::Rejected { .. }) {
                    target.verdict = decisions::accepted(t, id, wanted)?;
                }
                for (name, value) in changes {
                    let after = Some(value).filter(|value| !value.is_null());
                    Change::Field { name, before: None, after }.apply(&mut target.values);
                }
            }
        }
    }
    let (cells, verdict) =
        (listing::cells(t, attempt)?, listing::verdict(t, attempt)?.ok_or(Error::Unjudged)?);
    let mut changes: Vec<Change> = Vec::new();
    for name in differences(&cells, &target.values).into_keys() {
        let (before, after) = (cells.get(&name).cloned(), target.values.get(&name).cloned());
        changes.push(Change::Field { name, before, after });
    }
    if verdict != target.verdict {
        changes.push(Change::Verdict { before: verdict, after: target.verdict });
    }
    let mut done = Vec::new();
    for change in changes {
        let undoes = by.taking_back && undoes_last(t, id, &change)?;
        let kind = if undoes { RevisionKind::Undo } else { RevisionKind::Review };
        let (who, at) = (by.who.to_owned(), by.at);
        let revision = Revision { attempt: id, who, at, kind, change, batch: None };
        revisions::append(t, &revision)?;
        done.push(revision);
    }
    Ok(done)
}

/// Whether a change takes back the run's last one: the next undo is then about the one before.
fn undoes_last(t: &Connection, id: AttemptId, change: &Change) -> Result<bool, Error> {
    let last = revisions::last_standing(t, id.run)?;
    let last = last.filter(|last| last.attempt == id && last.kind == RevisionKind::Review);
    Ok(last.is_some_and(|last| last.change.reversed() == *change))
}

/// Why reviewers took a row out, in the order of their names.
fn reason(words: &[Review]) -> String {
    let mut notes: Vec<&str> = Vec::new();
    for word in words.iter().filter(|word| !word.note.is_empty()) {
        if !notes.contains(&word.note.as_str()) {
            notes.push(&word.note);
        }
    }
    notes.join("; ")
}
