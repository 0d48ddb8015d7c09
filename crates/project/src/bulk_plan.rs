//! Which of some rows a change would change, and why it would leave the others.

use std::collections::HashSet;

use dataset::{Fields, Stage, Verdict};
use rusqlite::{Connection, Row, params_from_iter};
use serde_json::Value;

use crate::query::Conditions;
use crate::replacement::Search;
use crate::{
    AttemptId, BulkChange, BulkPlan, Change, Error, Left, Planned, RunId, Selection, attempts, decisions,
    listing, words,
};

/// A row as it stands.
struct Candidate {
    attempt: i64,
    id: AttemptId,
    verdict: Option<Verdict>,
    values: Fields,
}

const CANDIDATE: &str =
    "l.attempt, l.run, l.draw, l.try, l.state, l.row, l.stage, l.failed_check, l.reason, l.cells";

impl Candidate {
    /// Reads the columns of [`CANDIDATE`].
    fn read(row: &Row<'_>) -> Result<Self, Error> {
        let draw = row.get::<_, i64>(2)?.cast_unsigned();
        Ok(Self {
            attempt: row.get(0)?,
            id: AttemptId { run: RunId(row.get(1)?), draw, attempt: row.get(3)? },
            verdict: listing::verdict_at(row, 4)?,
            values: serde_json::from_str(&row.get::<_, String>(9)?)?,
        })
    }
}

/// What a change would do to rows of a run, which numbers its own below `wanted`.
pub(crate) fn plan(
    c: &Connection,
    run: RunId,
    wanted: u64,
    rows: &Selection,
    change: &BulkChange,
) -> Result<BulkPlan, Error> {
    let mut planner = Planner {
        connection: c,
        judged: words::judged(c, run)?,
        deed: Deed::of(change)?,
        next_row: decisions::free_number(c, run, wanted)?,
        plan: BulkPlan::default(),
    };
    match rows {
        Selection::Found(query) => {
            let conditions = Conditions::new(c, run, query)?;
            let sql =
                format!("SELECT {CANDIDATE} FROM listing l WHERE {} ORDER BY l.draw, l.try", conditions.sql);
            let mut statement = c.prepare_cached(&sql)?;
            let found =
                statement.query_map(params_from_iter(conditions.values), |row| Ok(Candidate::read(row)))?;
            for candidate in found {
                planner.add(candidate??)?;
            }
        }
        Selection::These(ids) => {
            let sql = format!("SELECT {CANDIDATE} FROM listing l WHERE l.attempt = ?");
            let mut statement = c.prepare_cached(&sql)?;
            // A row that is named twice changes once.
            let mut seen = HashSet::new();
            for id in ids.iter().filter(|id| seen.insert(**id)) {
                let attempt = attempts::find(c, AttemptId { run, ..*id })?;
                planner.add(statement.query_row([attempt], |row| Ok(Candidate::read(row)))??)?;
            }
        }
    }
    Ok(planner.plan)
}

/// A change made ready for many rows.
enum Deed<'c> {
    Accept,
    Reject(&'c str),
    Set(&'c str, &'c Value),
    Replace(&'c str, Search<'c>),
}

impl<'c> Deed<'c> {
    fn of(change: &'c BulkChange) -> Result<Self, Error> {
        Ok(match change {
            BulkChange::Accept => Self::Accept,
            BulkChange::Reject { reason } => Self::Reject(reason),
            BulkChange::Set { field, value } => Self::Set(field, value),
            BulkChange::Replace { field, replacement } => Self::Replace(field, replacement.search()?),
        })
    }
}

struct Planner<'c> {
    connection: &'c Connection,
    judged: HashSet<i64>,
    deed: Deed<'c>,
    /// Number of the next row that never had one.
    next_row: u64,
    plan: BulkPlan,
}

impl Planner<'_> {
    fn add(&mut self, row: Candidate) -> Result<(), Error> {
        match self.change(&row)? {
            Ok(change) => {
                let Candidate { id, values, verdict, .. } = row;
                self.plan.changes.push(Planned { id, values, verdict, change });
            }
            Err(left) => *self.plan.left.entry(left).or_default() += 1,
        }
        Ok(())
    }

    /// The change of a row, or why it stays as it is.
    fn change(&mut self, row: &Candidate) -> Result<Result<Change, Left>, Error> {
        let judged = self.judged.contains(&row.attempt);
        Ok(match (&self.deed, &row.verdict) {
            (Deed::Accept | Deed::Reject(_), None) => Err(Left::Waiting),
            (Deed::Accept, Some(Verdict::Accepted { .. })) => Err(Left::Same),
            (Deed::Accept, Some(Verdict::Rejected { stage: Stage::Parsed, .. })) => Err(Left::Unread),
            (Deed::Reject(_), Some(Verdict::Rejected { .. })) => Err(Left::Same),
            (Deed::Accept | Deed::Reject(_), Some(_)) if judged => Err(Left::Judged),
            (Deed::Accept, Some(before)) => {
                let number = decisions::number_of(self.connection, row.attempt)?;
                let row = number.unwrap_or(self.next_row);
                self.next_row += u64::from(number.is_none());
                Ok(Change::Verdict { before: before.clone(), after: Verdict::Accepted { row } })
            }
            (Deed::Reject(reason), Some(before)) => {
                let after = decisions::rejected((*reason).to_owned());
                Ok(Change::Verdict { before: before.clone(), after })
            }
            (Deed::Set(field, value), _) => match row.values.get(*field) {
                None => Err(Left::NoField),
                Some(before) if before == *value => Err(Left::Same),
                Some(_) if judged => Err(Left::Judged),
                Some(before) => Ok(field_change(field, before, (*value).clone())),
            },
            (Deed::Replace(field, search), _) => match row.values.get(*field) {
                None => Err(Left::NoField),
                Some(before) => match search.in_value(before) {
                    None => Err(Left::NotFound),
                    Some(_) if judged => Err(Left::Judged),
                    Some(after) => Ok(field_change(field, before, after)),
                },
            },
        })
    }
}

fn field_change(name: &str, before: &Value, after: Value) -> Change {
    Change::Field { name: name.to_owned(), before: Some(before.clone()), after: Some(after) }
}
