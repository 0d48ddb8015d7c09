//! What curation did to the rows of a run. Pipelines are records: the last one that was not taken back stands, and the
//! rows show its marks, weights and labels. A person's later edit of a label is stronger than the pipeline's.

use dataset::Fields;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::listing::State;
use crate::words::{self, By};
use crate::{AttemptId, Error, Project, Reader, Revision, RunId, attempts, listing};

/// A pipeline that stands on the rows of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curation {
    /// Who applied it.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The pipeline, as TOML.
    pub pipeline: String,
    /// What each of its steps did, in the words of the curation; null where an older program applied it.
    pub steps: Value,
    /// Rows that it drops.
    pub dropped: u64,
    /// Rows that it relabels.
    pub relabelled: u64,
    /// Rows whose weight is not 1.
    pub weighed: u64,
}

/// What a pipeline did to one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CuratedRow {
    /// The row.
    pub attempt: AttemptId,
    /// Kind of the step that drops it.
    pub dropped_by: Option<String>,
    /// Its label before and after, where it has another now.
    pub label: Option<[Value; 2]>,
    /// Its weight, at least 0; 1 where no step weighs.
    pub weight: f64,
    /// What each step did to it and why, in the words of the curation.
    pub marks: Value,
}

/// What stands of curation on one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CuratedDetail {
    /// Who applied the pipeline.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// What was done.
    pub row: CuratedRow,
}

/// A pipeline that was made and is to be put on the rows of a run.
#[derive(Clone, Copy, Debug)]
pub struct MadePipeline<'a> {
    /// The pipeline, as TOML.
    pub pipeline: &'a str,
    /// What each of its steps did, in the words of the curation.
    pub steps: &'a Value,
    /// Where the rows' labels are.
    pub label_field: Option<&'a str>,
    /// The rows that it does something to.
    pub rows: &'a [CuratedRow],
}

impl Project {
    /// Puts a pipeline on the rows of a run in place of the one that stands. Labels that were changed since the pipeline was
    /// made stay.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn curate(&mut self, run: RunId, made: MadePipeline<'_>, who: &str, now: i64) -> Result<(), Error> {
        let MadePipeline { pipeline, steps, label_field, rows } = made;
        let wanted = self.run(run)?.plan.rows;
        self.write(|t| {
            let hidden = hide(t, run)?;
            t.prepare_cached(
                "INSERT INTO curation (run, who, at, pipeline, label_field, steps) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute((run.0, who, now, pipeline, label_field, steps.to_string()))?;
            let curation = t.last_insert_rowid();
            let mut add = t.prepare_cached(
                "INSERT INTO curated (curation, attempt, dropped_by, label_before, label_after, weight, marks)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?;
            for row in rows {
                let label = |side: usize| row.label.as_ref().map(|label| label[side].to_string());
                add.execute(params![
                    curation,
                    attempts::find(t, row.attempt)?,
                    row.dropped_by,
                    label(0),
                    label(1),
                    row.weight,
                    row.marks.to_string()
                ])?;
            }
            show(t, run)?;
            settle(t, run, hidden, wanted, By { who, at: now, taking_back: false })
        })
    }

    /// Takes the pipeline back that stands on a run; the one before it stands again. Returns whether there was one.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn take_curation_back(&mut self, run: RunId, who: &str, now: i64) -> Result<bool, Error> {
        let wanted = self.run(run)?.plan.rows;
        self.write(|t| {
            let hidden = hide(t, run)?;
            if hidden.is_none() {
                return Ok(false);
            }
            t.prepare_cached("INSERT INTO curation (run, who, at) VALUES (?, ?, ?)")?
                .execute((run.0, who, now))?;
            show(t, run)?;
            settle(t, run, hidden, wanted, By { who, at: now, taking_back: false })?;
            Ok(true)
        })
    }
}

impl Reader {
    /// The pipeline that stands on a run.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn curation(&self, run: RunId) -> Result<Option<Curation>, Error> {
        let Some(number) = standing(&self.connection, run)? else { return Ok(None) };
        let read = |row: &Row<'_>| -> Result<Curation, Error> {
            let count = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
            Ok(Curation {
                who: row.get(0)?,
                at: row.get(1)?,
                pipeline: row.get(2)?,
                steps: json(row, 6)?.unwrap_or_default(),
                dropped: count(3)?,
                relabelled: count(4)?,
                weighed: count(5)?,
            })
        };
        self.connection
            .prepare_cached(
                "SELECT c.who, c.at, c.pipeline, count(d.dropped_by), count(d.label_after),
                        count(*) FILTER (WHERE d.weight <> 1), c.steps
                 FROM curation c LEFT JOIN curated d ON d.curation = c.id WHERE c.id = ?",
            )?
            .query_row([number], |row| Ok(read(row)))?
            .map(Some)
    }

    /// How many accepted rows of a run the standing pipeline drops.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn dropped_count(&self, run: RunId) -> Result<u64, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*) FROM listing WHERE run = ? AND dropped_by IS NOT NULL AND state = ?",
        )?;
        let count: i64 = statement.query_row((run.0, State::Accepted as i64), |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// The rows that the standing pipeline of a run did something to.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn curated(&self, run: RunId) -> Result<Vec<CuratedRow>, Error> {
        let Some(number) = standing(&self.connection, run)? else { return Ok(Vec::new()) };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {ROW} FROM curated d JOIN attempt a ON a.id = d.attempt WHERE d.curation = ?
             ORDER BY a.draw, a.try"
        ))?;
        let rows = statement.query_map([number], |row| Ok(curated_row(row)))?;
        rows.map(|row| row?).collect()
    }

    /// What the standing pipeline did to a row.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn curated_detail(&self, id: AttemptId) -> Result<Option<CuratedDetail>, Error> {
        let attempt = attempts::find(&self.connection, id)?;
        let Some(number) = standing(&self.connection, id.run)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {ROW}, c.who, c.at FROM curated d JOIN attempt a ON a.id = d.attempt
             JOIN curation c ON c.id = d.curation WHERE d.curation = ? AND d.attempt = ?"
        ))?;
        let detail = |row: &Row<'_>| -> Result<CuratedDetail, Error> {
            Ok(CuratedDetail { row: curated_row(row)?, who: row.get(8)?, at: row.get(9)? })
        };
        statement.query_row((number, attempt), |row| Ok(detail(row))).optional()?.transpose()
    }
}

const ROW: &str = "a.run, a.draw, a.try, d.dropped_by, d.label_before, d.label_after, d.weight, d.marks";

fn json(row: &Row<'_>, at: usize) -> Result<Option<Value>, Error> {
    let text: Option<String> = row.get(at)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn curated_row(row: &Row<'_>) -> Result<CuratedRow, Error> {
    Ok(CuratedRow {
        attempt: AttemptId {
            run: RunId(row.get(0)?),
            draw: row.get::<_, i64>(1)?.cast_unsigned(),
            attempt: row.get(2)?,
        },
        dropped_by: row.get(3)?,
        label: json(row, 4)?.zip(json(row, 5)?).map(Into::into),
        weight: row.get(6)?,
        marks: json(row, 7)?.unwrap_or_default(),
    })
}

/// The pipeline that stands on a run: the last that was not taken back.
fn standing(connection: &Connection, run: RunId) -> Result<Option<i64>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT id, pipeline IS NOT NULL FROM curation WHERE run = ? ORDER BY id")?;
    let mut stack = Vec::new();
    let mut rows = statement.query([run.0])?;
    while let Some(row) = rows.next()? {
        if row.get(1)? {
            stack.push(row.get(0)?);
        } else {
            stack.pop();
        }
    }
    Ok(stack.pop())
}

/// Shows the standing pipeline on its rows.
fn show(t: &Connection, run: RunId) -> Result<(), Error> {
    let Some(number) = standing(t, run)? else { return Ok(()) };
    t.prepare_cached(
        "UPDATE listing SET dropped_by = d.dropped_by, weight = nullif(d.weight, 1)
         FROM curated d WHERE d.curation = ? AND d.attempt = listing.attempt",
    )?
    .execute([number])?;
    relabel(t, run, number, "label_before", "label_after")
}

/// Shows the rows as they were without the standing pipeline, and says which that is.
fn hide(t: &Connection, run: RunId) -> Result<Option<i64>, Error> {
    let Some(number) = standing(t, run)? else { return Ok(None) };
    t.prepare_cached(
        "UPDATE listing SET dropped_by = NULL, weight = NULL
         FROM curated d WHERE d.curation = ? AND d.attempt = listing.attempt",
    )?
    .execute([number])?;
    relabel(t, run, number, "label_after", "label_before")?;
    Ok(Some(number))
}

/// Brings the rows that a pipeline relabelled to what people said of them: who accepted such a row vouched for its label.
fn settle(t: &Connection, run: RunId, hidden: Option<i64>, wanted: u64, by: By<'_>) -> Result<(), Error> {
    let mut judged = t.prepare_cached(
        "SELECT DISTINCT a.draw, a.try FROM curated d JOIN attempt a ON a.id = d.attempt JOIN review r ON r.attempt = a.id
         WHERE d.curation = ? AND d.label_after IS NOT NULL",
    )?;
    let rows: Vec<(i64, u32)> =
        judged.query_map([hidden], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (draw, attempt) in rows {
        words::settle(t, AttemptId { run, draw: draw.cast_unsigned(), attempt }, wanted, by)?;
    }
    Ok(())
}

/// Gives rows the label of one column where they still have that of the other.
fn relabel(t: &Connection, run: RunId, number: i64, from: &str, to: &str) -> Result<(), Error> {
    let field: Option<String> = t
        .prepare_cached("SELECT label_field FROM curation WHERE id = ?")?
        .query_row([number], |row| row.get(0))?;
    let Some(field) = field else { return Ok(()) };
    let mut statement = t.prepare_cached(&format!(
        "SELECT d.attempt, d.{from}, d.{to} FROM curated d WHERE d.curation = ? AND d.{to} IS NOT NULL"
    ))?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let attempt: i64 = row.get(0)?;
        let value = |at| -> Result<Value, Error> { Ok(serde_json::from_str(&row.get::<_, String>(at)?)?) };
        if listing::cells(t, attempt)?.get(&field) == Some(&value(1)?) {
            listing::revise(t, run, attempt, &field, Some(&value(2)?))?;
        }
    }
    Ok(())
}

/// The label that the standing pipeline of a run gives a row.
struct Relabelled {
    field: String,
    /// Before and after.
    label: [Value; 2],
    /// When the pipeline was applied.
    at: i64,
}

fn relabelled(c: &Connection, run: RunId, attempt: i64) -> Result<Option<Relabelled>, Error> {
    let Some(number) = standing(c, run)? else { return Ok(None) };
    let read = |row: &Row<'_>| -> Result<Option<Relabelled>, Error> {
        let label = json(row, 1)?.zip(json(row, 2)?).map(Into::into);
        let (field, at): (Option<String>, i64) = (row.get(0)?, row.get(3)?);
        Ok(field.zip(label).map(|(field, label)| Relabelled { field, label, at }))
    };
    let found = c
        .prepare_cached(
            "SELECT c.label_field, d.label_before, d.label_after, c.at FROM curated d JOIN curation c ON c.id = d.curation
             WHERE d.curation = ? AND d.attempt = ?",
        )?
        .query_row((number, attempt), |row| Ok(read(row)))
        .optional()?;
    Ok(found.transpose()?.flatten())
}

/// Gives the values of a row without curation the label that the standing pipeline has for it, unless one of the changes by
/// hand that made them set the label since the pipeline was applied.
pub(crate) fn relabel_values(
    c: &Connection,
    run: RunId,
    attempt: i64,
    values: &mut Fields,
    by_hand: &[Revision],
) -> Result<(), Error> {
    let Some(Relabelled { field, label: [before, after], at }) = relabelled(c, run, attempt)? else {
        return Ok(());
    };
    let since = by_hand.iter().any(|revision| revision.at >= at && revision.change.is_of(&field));
    if !since && values.get(&field) == Some(&before) {
        values.insert(field, after);
    }
    Ok(())
}

/// The values of a row with the label that it would have without the standing pipeline.
pub(crate) fn without_label(
    c: &Connection,
    run: RunId,
    attempt: i64,
    mut values: Fields,
) -> Result<Fields, Error> {
    if let Some(Relabelled { field, label: [before, after], .. }) = relabelled(c, run, attempt)?
        && values.get(&field) == Some(&after)
    {
        values.insert(field, before);
    }
    Ok(values)
}
