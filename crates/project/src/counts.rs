//! Figures over a run: the acceptance funnel, and how often each value of a column occurs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::listing::{self, State};
use crate::query::NO_FIELD;
use crate::{Error, Reader, RunId};

/// How many attempts came how far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// Attempts with an answer.
    pub generated: u64,
    /// Of these, could be read into fields.
    pub parsed: u64,
    /// Of these, passed every check on the row alone.
    pub valid: u64,
    /// Of these, repeat no accepted row.
    pub unique: u64,
    /// Rows of the dataset.
    pub accepted: u64,
    /// Valid attempts that wait for the end of their round; not yet counted as unique.
    pub pending: u64,
    /// Rejected attempts for each check, the most frequent first.
    pub checks: Vec<(String, u64)>,
    /// Tokens of all answers.
    pub tokens: u64,
}

/// How often one value of a column occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// The value; of a long text, its start.
    pub value: Value,
    /// Accepted rows with it.
    pub accepted: u64,
    /// Rejected attempts with it.
    pub rejected: u64,
    /// Attempts with it that wait for the end of their round.
    pub pending: u64,
}

impl Reader {
    /// The acceptance funnel of a run, as things stand now.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn funnel(&self, run: RunId) -> Result<Funnel, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT state, stage, failed_check, count(*), sum(tokens) FROM listing WHERE run = ? GROUP BY 1, 2, 3",
        )?;
        let mut rows = statement.query([run.0])?;
        let mut funnel = Funnel::default();
        let mut failed = [0; 4];
        while let Some(row) = rows.next()? {
            let count = row.get::<_, i64>(3)?.cast_unsigned();
            funnel.generated += count;
            funnel.tokens += row.get::<_, i64>(4)?.cast_unsigned();
            let state: i64 = row.get(0)?;
            if state == State::Rejected as i64 {
                let stage = listing::stage(row.get(1)?)?;
                failed[stage as usize] += count;
                let check: String = row.get(2)?;
                match funnel.checks.iter_mut().find(|(name, _)| *name == check) {
                    Some((_, total)) => *total += count,
                    None => funnel.checks.push((check, count)),
                }
            } else if state == State::Accepted as i64 {
                funnel.accepted += count;
            } else {
                funnel.pending += count;
            }
        }
        funnel.checks.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        funnel.parsed = funnel.generated - failed[0];
        funnel.valid = funnel.parsed - failed[1];
        funnel.unique = funnel.valid - failed[2] - funnel.pending;
        Ok(funnel)
    }

    /// How often each value of a field, condition or input field occurs, the most frequent among accepted rows
    /// first, at most `limit` of them.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn counts(&self, run: RunId, name: &str, limit: u32) -> Result<Vec<Facet>, Error> {
        let field = listing::field_number(&self.connection, run, name)?.unwrap_or(NO_FIELD);
        let mut statement = self.connection.prepare_cached(
            "SELECT c.value COLLATE BINARY, sum(l.state = 1), sum(l.state = 2), sum(l.state = 0)
             FROM cell c JOIN listing l ON l.attempt = c.attempt WHERE c.field = ?
             GROUP BY c.value COLLATE BINARY ORDER BY 2 DESC, count(*) DESC, 1 LIMIT ?",
        )?;
        let facets = statement.query_map((field, limit), |row| {
            let count = |index| row.get::<_, i64>(index).map(i64::cast_unsigned);
            let value = crate::rows::key_value(row.get_ref(0)?).unwrap_or_default();
            Ok(Facet { value, accepted: count(1)?, rejected: count(2)?, pending: count(3)? })
        })?;
        Ok(facets.collect::<Result<_, _>>()?)
    }

    /// Names of all values that rows of a run have, in the order in which they first came.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn value_names(&self, run: RunId) -> Result<Vec<String>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT name FROM field WHERE run = ? ORDER BY id")?;
        Ok(statement.query_map([run.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
