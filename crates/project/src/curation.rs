//! What curation did to the rows of a run. Pipelines are records: the last one that was not taken back stands, and the
//! rows show its marks, weights and labels. A person's later edit of a label is stronger than the pipeline's.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AttemptId, Error, Project, Reader, RunId, attempts, listing};

/// A pipeline that stands on the rows of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curation {
    /// Who applied it.
    pub who: String,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The pipeline, as TOML.
    pub pipeline: String,
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

impl Project {
    /// Puts a pipeline on the rows of a run in place of the one that stands. `rows` are those that it does something to,
    /// `label_field` is where their labels are. Labels that were changed since the pipeline was made stay.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn curate(
        &mut self,
        run: RunId,
        pipeline: &str,
        label_field: Option<&str>,
        rows: &[CuratedRow],
        who: &str,
        now: i64,
    ) -> Result<(), Error> {
        self.write(|t| {
            hide(t, run)?;
            t.prepare_cached(
                "INSERT INTO curation (run, who, at, pipeline, label_field) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute((run.0, who, now, pipeline, label_field))?;
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
            show(t, run)
        })
    }

    /// Takes the pipeline back that stands on a run; the one before it stands again. Returns whether there was one.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn take_curation_back(&mut self, run: RunId, who: &str, now: i64) -> Result<bool, Error> {
        self.write(|t| {
            if standing(t, run)?.is_none() {
                return Ok(false);
            }
            hide(t, run)?;
            t.prepare_cached("INSERT INTO curation (run, who, at) VALUES (?, ?, ?)")?
                .execute((run.0, who, now))?;
            show(t, run)?;
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
        let read = |row: &Row<'_>| {
            let count = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
            Ok(Curation {
                who: row.get(0)?,
                at: row.get(1)?,
                pipeline: row.get(2)?,
                dropped: count(3)?,
                relabelled: count(4)?,
                weighed: count(5)?,
            })
        };
        let curation = self
            .connection
            .prepare_cached(
                "SELECT c.who, c.at, c.pipeline, count(d.dropped_by), count(d.label_after),
                        count(*) FILTER (WHERE d.weight <> 1)
                 FROM curation c LEFT JOIN curated d ON d.curation = c.id WHERE c.id = ?",
            )?
            .query_row([number], read)?;
        Ok(Some(curation))
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

fn curated_row(row: &Row<'_>) -> Result<CuratedRow, Error> {
    let json = |at| -> Result<Option<Value>, Error> {
        let text: Option<String> = row.get(at)?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    };
    Ok(CuratedRow {
        attempt: AttemptId {
            run: RunId(row.get(0)?),
            draw: row.get::<_, i64>(1)?.cast_unsigned(),
            attempt: row.get(2)?,
        },
        dropped_by: row.get(3)?,
        label: json(4)?.zip(json(5)?).map(Into::into),
        weight: row.get(6)?,
        marks: json(7)?.unwrap_or_default(),
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

/// Shows the rows as they were without the standing pipeline.
fn hide(t: &Connection, run: RunId) -> Result<(), Error> {
    let Some(number) = standing(t, run)? else { return Ok(()) };
    t.prepare_cached(
        "UPDATE listing SET dropped_by = NULL, weight = NULL
         FROM curated d WHERE d.curation = ? AND d.attempt = listing.attempt",
    )?
    .execute([number])?;
    relabel(t, run, number, "label_after", "label_before")
}

/// Gives rows the label of one column where they still have that of the other.
fn relabel(t: &Connection, run: RunId, number: i64, from: &str, to: &str) -> Result<(), Error> {
    let field: Option<String> = t
        .prepare_cached("SELECT label_field FROM curation WHERE id = ?")?
        .query_row([number], |row| row.get(0))?;
    let Some(field) = field else { return Ok(()) };
    let mut statement = t.prepare_cached(&format!(
        "SELECT d.attempt, d.{from}, d.{to}, l.revised FROM curated d JOIN listing l ON l.attempt = d.attempt
         WHERE d.curation = ? AND d.{to} IS NOT NULL"
    ))?;
    let mut rows = statement.query([number])?;
    while let Some(row) = rows.next()? {
        let (attempt, revised): (i64, bool) = (row.get(0)?, row.get(3)?);
        let value = |at| -> Result<Value, Error> { Ok(serde_json::from_str(&row.get::<_, String>(at)?)?) };
        if listing::cells(t, attempt)?.get(&field) == Some(&value(1)?) {
            listing::revise(t, run, attempt, &field, Some(&value(2)?))?;
            // A pipeline is no person: the row counts as changed by hand if it did before.
            t.prepare_cached("UPDATE listing SET revised = ?2 WHERE attempt = ?1")?
                .execute((attempt, revised))?;
        }
    }
    Ok(())
}
