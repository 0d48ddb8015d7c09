//! Windows of rows for a table of any length, and one row with its whole history.

use dataset::{Attempt, Fields, Verdict};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::listing;
use crate::query::{self, Conditions};
use crate::{
    AttemptId, Column, CuratedDetail, Cursor, Error, Reader, Review, Revision, RowQuery, RowRating, RunId,
    Show, Sort, attempts, record,
};

/// One attempt as a table shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowSummary {
    /// Which attempt.
    pub id: AttemptId,
    /// What became of it, persons' verdicts included; `None` while it waits for the end of its round.
    pub verdict: Option<Verdict>,
    /// Fields with their revisions, then conditions, then fields of the input row.
    pub values: Fields,
    /// The conditions as drawn.
    pub conditions: Fields,
    /// Tokens of its answers.
    pub tokens: u64,
    /// Mean log-probability of the tokens that were not forced.
    pub log_probability: Option<f64>,
    /// A person's edit stands.
    pub revised: bool,
    /// A person's decision stands against the checks.
    pub overruled: bool,
    /// A person asked for it beside the run's own attempts.
    pub extra: bool,
    /// Kind of the step of curation that drops it.
    pub dropped_by: Option<String>,
    /// Weight from curation; 1 where it gives none.
    pub weight: f64,
}

/// Some rows of a query's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowWindow {
    /// The rows, in order.
    pub rows: Vec<RowSummary>,
    /// How many rows the whole answer has; counted for the first window only.
    pub total: Option<u64>,
    /// Where the next window begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// Who asked for an attempt beside the run's own, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// The person.
    pub who: String,
    /// In milliseconds since 1970 (UTC).
    pub at: i64,
}

/// Why a row exists and what happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowDetail {
    /// As it stands now.
    pub summary: RowSummary,
    /// What was drawn, asked and answered.
    pub attempt: Attempt,
    /// Who asked for it, where it is beside the run's own.
    pub extra: Option<Extra>,
    /// What the checks said, whatever was decided since; `None` while it waits for the end of its round.
    pub judged: Option<Verdict>,
    /// All edits and decisions, the latest last.
    pub revisions: Vec<Revision>,
    /// All reviews, the latest last.
    pub reviews: Vec<Review>,
    /// All ratings, the latest last.
    pub ratings: Vec<RowRating>,
    /// What curation did to it.
    pub curated: Option<CuratedDetail>,
}

const LARGEST_WINDOW: u32 = 1_000;

const SUMMARY: &str =
    "l.run, l.draw, l.try, l.state, l.row, l.stage, l.failed_check, l.reason, l.cells, l.conditions,
    l.tokens, l.log_probability, l.revised,
    EXISTS (SELECT 1 FROM verdict v WHERE v.attempt = l.attempt AND (v.verdict ->> 'verdict' = 'accepted') <> (l.state = 1)),
    EXISTS (SELECT 1 FROM extra e WHERE e.attempt = l.attempt), l.dropped_by, coalesce(l.weight, 1.0), l.attempt";
/// Columns in [`SUMMARY`]; the sorted value follows them.
const KEY: usize = 18;

impl Reader {
    /// One window of the rows that a query finds.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn rows(&self, run: RunId, query: &RowQuery) -> Result<RowWindow, Error> {
        let limit = query.limit.clamp(1, LARGEST_WINDOW) as usize;
        let total = if query.after.is_none() { Some(self.count(run, query)?) } else { None };
        // First the rows that have the sorted value, in its order, then the others in theirs. One more than asked
        // for tells whether another window follows.
        let mut found = Vec::new();
        if query.after.as_ref().is_none_or(|cursor| cursor.key.is_some()) {
            self.sorted(run, query, true, limit + 1, &mut found)?;
        }
        if found.len() <= limit {
            let wanted = limit + 1 - found.len();
            self.sorted(run, query, false, wanted, &mut found)?;
        }
        let more = found.len() > limit;
        found.truncate(limit);
        let next = if more { found.last().map(|(_, cursor)| cursor.clone()) } else { None };
        Ok(RowWindow { rows: found.into_iter().map(|(row, _)| row).collect(), total, next })
    }

    /// How many rows a query finds, wherever its window begins.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn count(&self, run: RunId, query: &RowQuery) -> Result<u64, Error> {
        let Conditions { sql, values, .. } = Conditions::new(&self.connection, run, query)?;
        let count: i64 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM listing l WHERE {sql}"))?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// The rows of the dataset in the order of their numbers: those that are accepted and that no curation drops.
    pub fn dataset(&self, run: RunId) -> impl Iterator<Item = Result<RowSummary, Error>> + '_ {
        self.accepted(run)
            .filter(|row| row.as_ref().is_ok_and(|row| row.dropped_by.is_none()) || row.is_err())
    }

    /// All accepted rows in the order of their numbers, those that curation drops among them.
    pub fn accepted(&self, run: RunId) -> impl Iterator<Item = Result<RowSummary, Error>> + '_ {
        let mut query = RowQuery {
            show: Show::Accepted,
            sort: Sort { column: Column::Row, descending: false },
            // Any cursor but none: the total is not needed.
            after: Some(Cursor { key: Some(Value::from(-1)), attempt: 0 }),
            limit: 256,
            ..RowQuery::default()
        };
        let mut ready = Vec::new().into_iter();
        let mut more = true;
        std::iter::from_fn(move || {
            if ready.len() == 0 && more {
                match self.rows(run, &query) {
                    Ok(window) => {
                        more = window.next.is_some();
                        query.after = window.next;
                        ready = window.rows.into_iter();
                    }
                    Err(error) => {
                        more = false;
                        return Some(Err(error));
                    }
                }
            }
            ready.next().map(Ok)
        })
    }

    /// One attempt as a table shows it.
    ///
    /// # Errors
    /// [`Error::Unknown`]; failures of the disk.
    pub fn summary(&self, id: AttemptId) -> Result<RowSummary, Error> {
        let number = attempts::find(&self.connection, id)?;
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {SUMMARY} FROM listing l WHERE l.attempt = ?"))?;
        statement.query_row([number], |row| Ok(summary(row)))?
    }

    /// One attempt with its whole history.
    ///
    /// # Errors
    /// [`Error::Unknown`]; failures of the disk.
    pub fn row(&self, id: AttemptId) -> Result<RowDetail, Error> {
        let number = attempts::find(&self.connection, id)?;
        let record: Vec<u8> = self
            .connection
            .prepare_cached("SELECT record FROM attempt WHERE id = ?")?
            .query_row([number], |row| row.get(0))?;
        let extra = self
            .connection
            .prepare_cached("SELECT who, at FROM extra WHERE attempt = ?")?
            .query_row([number], |row| Ok(Extra { who: row.get(0)?, at: row.get(1)? }))
            .optional()?;
        Ok(RowDetail {
            summary: self.summary(id)?,
            attempt: record::decode(&record)?,
            extra,
            judged: attempts::verdict(&self.connection, number)?,
            revisions: self.revisions(id)?,
            reviews: self.reviews(id)?,
            ratings: self.ratings_of(id)?,
            curated: self.curated_detail(id)?,
        })
    }

    /// Appends up to `limit` rows that have a value of the sorted column (or have none), from the cursor on.
    fn sorted(
        &self,
        run: RunId,
        query: &RowQuery,
        having: bool,
        limit: usize,
        found: &mut Vec<(RowSummary, Cursor)>,
    ) -> Result<(), Error> {
        let mut conditions = Conditions::new(&self.connection, run, query)?;
        let cursor = query.after.as_ref().filter(|cursor| cursor.key.is_some() == having);
        let (column, descending) = match &query.sort {
            // The index is on the log-probability.
            Sort { column: Column::Surprise, descending } => (&Column::LogProbability, !descending),
            Sort { column, descending } => (column, *descending),
        };
        let (tables, key) = match column {
            Column::Value(name) => {
                let field = listing::field_number(&self.connection, run, name)?.unwrap_or(query::NO_FIELD);
                if having {
                    conditions.and("c.field = ?", [Sql::Integer(field)]);
                    // A cross join keeps SQLite from reordering the tables, and so from sorting.
                    ("cell c CROSS JOIN listing l ON l.attempt = c.attempt", "c.value")
                } else {
                    conditions.and(
                        "NOT EXISTS (SELECT 1 FROM cell c WHERE c.attempt = l.attempt AND c.field = ?)",
                        [Sql::Integer(field)],
                    );
                    ("listing l", "NULL")
                }
            }
            column => {
                let name = query::built_in(column).unwrap_or("l.draw");
                conditions.and(&format!("{name} IS {}NULL", if having { "NOT " } else { "" }), []);
                ("listing l", if having { name } else { "NULL" })
            }
        };
        let (direction, beyond) = if descending { ("DESC", "<") } else { ("ASC", ">") };
        let id = if tables.starts_with("cell") { "c.attempt" } else { "l.attempt" };
        let order = if having {
            if let Some(Cursor { key: Some(value), attempt }) = cursor {
                let value = listing::indexed(value).unwrap_or(Sql::Null);
                conditions.and(&format!("({key}, {id}) {beyond} (?, ?)"), [value, Sql::Integer(*attempt)]);
            }
            format!("{key} {direction}, {id} {direction}")
        } else {
            if let Some(Cursor { attempt, .. }) = cursor {
                conditions.and(&format!("{id} {beyond} ?"), [Sql::Integer(*attempt)]);
            }
            format!("{id} {direction}")
        };
        let sql = format!(
            "SELECT {SUMMARY}, {key} FROM {tables} WHERE {} ORDER BY {order} LIMIT {limit}",
            conditions.sql
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values))?;
        while let Some(row) = rows.next()? {
            let cursor = Cursor { key: key_value(row.get_ref(KEY)?), attempt: row.get(KEY - 1)? };
            found.push((summary(row)?, cursor));
        }
        Ok(())
    }
}

pub(crate) fn key_value(value: ValueRef<'_>) -> Option<Value> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(number) => Some(number.into()),
        ValueRef::Real(number) => Some(number.into()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into()),
    }
}

fn summary(row: &Row<'_>) -> Result<RowSummary, Error> {
    Ok(RowSummary {
        id: AttemptId {
            run: RunId(row.get(0)?),
            draw: row.get::<_, i64>(1)?.cast_unsigned(),
            attempt: row.get(2)?,
        },
        verdict: listing::verdict_at(row, 3)?,
        values: serde_json::from_str(&row.get::<_, String>(8)?)?,
        conditions: serde_json::from_str(&row.get::<_, String>(9)?)?,
        tokens: row.get::<_, i64>(10)?.cast_unsigned(),
        log_probability: row.get(11)?,
        revised: row.get(12)?,
        overruled: row.get(13)?,
        extra: row.get(14)?,
        dropped_by: row.get(15)?,
        weight: row.get(16)?,
    })
}
