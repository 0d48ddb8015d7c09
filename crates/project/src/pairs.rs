//! Pairs of rows that people or models judged without knowing which run each is of. Judgments are added; one without a word
//! takes the last of its reviewer that stands back.

use rusqlite::{Connection, Row};

use crate::{AttemptId, Error, Project, Reader, RunId, attempts};

/// A pair that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedPair {
    /// Shown left.
    pub left: AttemptId,
    /// Shown right.
    pub right: AttemptId,
    /// Who judged: a person's name, or a model's.
    pub who: String,
    /// SHA-256 of the model that judged, in hexadecimal; `None` for a person.
    pub model: Option<String>,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// The word: which is better.
    pub outcome: String,
}

impl Project {
    /// Records which of two rows is better.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn judge_pair(
        &mut self,
        left: AttemptId,
        right: AttemptId,
        outcome: &str,
        who: &str,
        now: i64,
    ) -> Result<(), Error> {
        self.write(|t| {
            let (left, right) = (attempts::find(t, left)?, attempts::find(t, right)?);
            t.prepare_cached("INSERT INTO pair (left, right, who, at, outcome) VALUES (?, ?, ?, ?, ?)")?
                .execute((left, right, who, now, outcome))?;
            Ok(())
        })
    }

    /// Records which of two rows a model finds better.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn add_model_pairs(&mut self, judged: &[JudgedPair]) -> Result<(), Error> {
        self.write(|t| {
            let mut add = t.prepare_cached(
                "INSERT INTO pair (left, right, who, at, outcome, model) VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for pair in judged {
                let (left, right) = (attempts::find(t, pair.left)?, attempts::find(t, pair.right)?);
                add.execute((left, right, &pair.who, pair.at, &pair.outcome, &pair.model))?;
            }
            Ok(())
        })
    }

    /// Takes the last judgment of a reviewer back that stands, and says which it was.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn take_pair_back(&mut self, who: &str, now: i64) -> Result<Option<JudgedPair>, Error> {
        self.write(|t| {
            let Some((_, taken)) = standing(t)?.into_iter().rfind(|(_, pair)| is_by(pair, who)) else {
                return Ok(None);
            };
            let (left, right) = (attempts::find(t, taken.left)?, attempts::find(t, taken.right)?);
            t.prepare_cached("INSERT INTO pair (left, right, who, at) VALUES (?, ?, ?, ?)")?
                .execute((left, right, who, now))?;
            Ok(Some(taken))
        })
    }
}

impl Reader {
    /// The pairs of rows of these runs that were judged, in order.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn pairs(&self, runs: &[RunId]) -> Result<Vec<JudgedPair>, Error> {
        let among = |pair: &JudgedPair| runs.contains(&pair.left.run) && runs.contains(&pair.right.run);
        Ok(standing(&self.connection)?.into_iter().map(|(_, pair)| pair).filter(among).collect())
    }
}

/// Whether a person of this name judged; a model may be called the same.
fn is_by(pair: &JudgedPair, who: &str) -> bool {
    pair.model.is_none() && pair.who == who
}

/// The judgments that stand, with their numbers.
fn standing(connection: &Connection) -> Result<Vec<(i64, JudgedPair)>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, l.run, l.draw, l.try, r.run, r.draw, r.try, p.who, p.at, p.outcome, p.model
         FROM pair p JOIN attempt l ON l.id = p.left JOIN attempt r ON r.id = p.right ORDER BY p.id",
    )?;
    let id = |row: &Row<'_>, at: usize| -> rusqlite::Result<AttemptId> {
        Ok(AttemptId {
            run: RunId(row.get(at)?),
            draw: row.get::<_, i64>(at + 1)?.cast_unsigned(),
            attempt: row.get(at + 2)?,
        })
    };
    let mut stack: Vec<(i64, JudgedPair)> = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (left, right, who): (_, _, String) = (id(row, 1)?, id(row, 4)?, row.get(7)?);
        match row.get::<_, Option<String>>(9)? {
            Some(outcome) => {
                let pair = JudgedPair { left, right, who, model: row.get(10)?, at: row.get(8)?, outcome };
                stack.push((row.get(0)?, pair));
            }
            None => {
                if let Some(last) = stack.iter().rposition(|(_, pair)| is_by(pair, &who)) {
                    stack.remove(last);
                }
            }
        }
    }
    Ok(stack)
}
