//! The data page's view of attempts: computed from the records, in the transaction that adds them.

use dataset::{Attempt, Fields, Stage, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, types};
use serde_json::Value;

use crate::{Error, RunId, curation, record, sources};

/// What became of an attempt, as the table stores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Pending = 0,
    Accepted = 1,
    Rejected = 2,
}

/// Bytes of a text that sorting and exact filters see; a longer text is compared by its start.
pub(crate) const INDEXED: usize = 200;

pub(crate) fn add(t: &Connection, run: RunId, id: i64, attempt: &Attempt) -> Result<(), Error> {
    let cells = merged(t, run, attempt)?;
    let tokens: usize = attempt.steps.iter().map(|step| step.tokens.len()).sum();
    t.prepare_cached(
        "INSERT INTO listing (attempt, run, draw, try, state, tokens, words, log_probability, revised, conditions, cells)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
    )?
    .execute((
        id,
        run.0,
        attempt.draw.cast_signed(),
        attempt.attempt,
        State::Pending as i64,
        i64::try_from(tokens).unwrap_or(i64::MAX),
        word_count(&cells),
        mean_log_probability(attempt),
        serde_json::to_string(&attempt.conditions)?,
        serde_json::to_string(&cells)?,
    ))?;
    for (name, value) in &cells {
        insert_cell(t, run, id, name, value)?;
    }
    insert_text(t, id, &cells, attempt)
}

/// Enters a verdict. A row number that is taken violates a unique index.
pub(crate) fn judge(t: &Connection, attempt: i64, verdict: &Verdict) -> rusqlite::Result<()> {
    let (state, row, stage, check, reason) = match verdict {
        Verdict::Accepted { row } => (State::Accepted, Some(row.cast_signed()), None, None, None),
        Verdict::Rejected { stage, check, reason } => {
            (State::Rejected, None, Some(stage_number(*stage)), Some(check), Some(reason))
        }
    };
    t.prepare_cached(
        "UPDATE listing SET state = ?2, row = ?3, stage = ?4, failed_check = ?5, reason = ?6 WHERE attempt = ?1",
    )?
    .execute((attempt, state as i64, row, stage, check, reason))?;
    Ok(())
}

/// The verdict on an attempt as it stands; `None` while it waits for one.
pub(crate) fn verdict(connection: &Connection, attempt: i64) -> Result<Option<Verdict>, Error> {
    connection
        .prepare_cached("SELECT state, row, stage, failed_check, reason FROM listing WHERE attempt = ?")?
        .query_row([attempt], |row| Ok(verdict_at(row, 0)))?
}

/// Reads state, row, stage, failed check and reason, which begin at a column.
pub(crate) fn verdict_at(row: &Row<'_>, first: usize) -> Result<Option<Verdict>, Error> {
    let state: i64 = row.get(first)?;
    Ok(if state == State::Pending as i64 {
        None
    } else if state == State::Accepted as i64 {
        Some(Verdict::Accepted { row: row.get::<_, i64>(first + 1)?.cast_unsigned() })
    } else {
        Some(Verdict::Rejected {
            stage: stage(row.get(first + 2)?)?,
            check: row.get(first + 3)?,
            reason: row.get(first + 4)?,
        })
    })
}

/// The values of an attempt as they stand, in the order of columns.
pub(crate) fn cells(connection: &Connection, attempt: i64) -> Result<Fields, Error> {
    let text: String = connection
        .prepare_cached("SELECT cells FROM listing WHERE attempt = ?")?
        .query_row([attempt], |row| row.get(0))?;
    Ok(serde_json::from_str(&text)?)
}

/// The values of an attempt as it was made.
pub(crate) fn made(connection: &Connection, run: RunId, attempt: i64) -> Result<Fields, Error> {
    merged(connection, run, &record_of(connection, attempt)?)
}

/// Sets one value, or removes it.
pub(crate) fn revise(
    t: &Connection,
    run: RunId,
    attempt: i64,
    field: &str,
    value: Option<&Value>,
) -> Result<(), Error> {
    let mut cells = cells(t, attempt)?;
    if let Some(old) = cells.get(field) {
        remove_cell(t, run, attempt, field, old)?;
    }
    match value {
        Some(value) => {
            cells.insert(field.to_owned(), value.clone());
            insert_cell(t, run, attempt, field, value)?;
        }
        None => {
            cells.shift_remove(field);
        }
    }
    let made = record_of(t, attempt)?;
    // A pipeline is no person: its label is no change by hand.
    let revised = curation::without_label(t, run, attempt, cells.clone())? != merged(t, run, &made)?;
    t.prepare_cached("UPDATE listing SET cells = ?2, revised = ?3, words = ?4 WHERE attempt = ?1")?
        .execute((attempt, serde_json::to_string(&cells)?, revised, word_count(&cells)))?;
    t.prepare_cached("DELETE FROM search WHERE rowid = ?")?.execute([attempt])?;
    insert_text(t, attempt, &cells, &made)
}

fn record_of(connection: &Connection, attempt: i64) -> Result<Attempt, Error> {
    let record: Vec<u8> = connection
        .prepare_cached("SELECT record FROM attempt WHERE id = ?")?
        .query_row([attempt], |row| row.get(0))?;
    record::decode(&record)
}

/// Number of a field's name in its run, or `None` where no row has it.
pub(crate) fn field_number(connection: &Connection, run: RunId, name: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM field WHERE run = ? AND name = ?")?
        .query_row((run.0, name), |row| row.get(0))
        .optional()
}

/// A value as the index holds it; `None` where there is nothing to compare.
pub(crate) fn indexed(value: &Value) -> Option<types::Value> {
    let text = match value {
        Value::Null => return None,
        Value::Number(number) => {
            return match number.as_i64() {
                Some(whole) => Some(types::Value::Integer(whole)),
                None => number.as_f64().map(types::Value::Real),
            };
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(types::Value::Text(text[..text.floor_char_boundary(INDEXED)].to_owned()))
}

pub(crate) fn stage_number(stage: Stage) -> i64 {
    match stage {
        Stage::Parsed => 0,
        Stage::Valid => 1,
        Stage::Unique => 2,
        Stage::Reviewed => 3,
    }
}

pub(crate) fn stage(number: i64) -> Result<Stage, Error> {
    [Stage::Parsed, Stage::Valid, Stage::Unique, Stage::Reviewed]
        .into_iter()
        .find(|stage| stage_number(*stage) == number)
        .ok_or_else(|| Error::damaged(format!("stage {number} is not known")))
}

/// Fields, then conditions, then the fields of the input row; of equal names the first counts.
fn merged(t: &Connection, run: RunId, attempt: &Attempt) -> Result<Fields, Error> {
    let input = match attempt.input {
        Some(position) => sources::input_row(t, run, position)?.unwrap_or_default(),
        None => Fields::new(),
    };
    let mut cells = attempt.fields.clone();
    for (name, value) in attempt.conditions.iter().chain(&input) {
        if !cells.contains_key(name) {
            cells.insert(name.clone(), value.clone());
        }
    }
    Ok(cells)
}

/// Words of the row's longest text, in words between spaces.
fn word_count(cells: &Fields) -> i64 {
    let counts = cells.values().filter_map(Value::as_str).map(|text| text.split_whitespace().count());
    counts.max().and_then(|count| i64::try_from(count).ok()).unwrap_or(0)
}

fn mean_log_probability(attempt: &Attempt) -> Option<f64> {
    let free = attempt.steps.iter().flat_map(|step| &step.tokens).filter(|token| !token.forced);
    let (sum, count) =
        free.fold((0.0, 0_u32), |(sum, n), token| (sum + f64::from(token.log_probability), n + 1));
    (count > 0).then(|| sum / f64::from(count))
}

fn insert_cell(t: &Connection, run: RunId, attempt: i64, name: &str, value: &Value) -> Result<(), Error> {
    let Some(value) = indexed(value) else { return Ok(()) };
    let field = match field_number(t, run, name)? {
        Some(field) => field,
        None => t.prepare_cached("INSERT INTO field (run, name) VALUES (?, ?)")?.insert((run.0, name))?,
    };
    t.prepare_cached("INSERT INTO cell (field, value, attempt) VALUES (?, ?, ?)")?
        .execute((field, value, attempt))?;
    Ok(())
}

fn remove_cell(t: &Connection, run: RunId, attempt: i64, name: &str, value: &Value) -> Result<(), Error> {
    if let (Some(value), Some(field)) = (indexed(value), field_number(t, run, name)?) {
        t.prepare_cached("DELETE FROM cell WHERE field = ? AND value = ? AND attempt = ?")?
            .execute((field, value, attempt))?;
    }
    Ok(())
}

/// What full-text search finds: every value, and answers that did not become a value as they are.
fn insert_text(t: &Connection, id: i64, cells: &Fields, attempt: &Attempt) -> Result<(), Error> {
    let mut texts: Vec<String> =
        cells.values().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    for step in &attempt.steps {
        let raw = step.raw.trim();
        if !texts.iter().any(|text| text.contains(raw)) {
            texts.push(raw.to_owned());
        }
    }
    t.prepare_cached("INSERT INTO search (rowid, text) VALUES (?, ?)")?.execute((id, texts.join("\n")))?;
    Ok(())
}
