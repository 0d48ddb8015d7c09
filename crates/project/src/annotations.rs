//! What models answered when they were asked about rows. Questions and answers are added as they come, so one that was
//! stopped is gone on with; of several answers to the same the latest counts.

use std::collections::BTreeMap;

use rusqlite::Row;
use serde_json::Value;

use crate::{AttemptId, Error, Project, Reader, RunId, attempts};

/// Names an annotation of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(i64);

/// A question about the rows of a run, put to a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Which annotation.
    pub id: AnnotationId,
    /// What was asked.
    pub question: Value,
    /// Name of the model.
    pub model: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// When it was asked first, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// What the model answered about one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The row.
    pub attempt: AttemptId,
    /// Which of several times that the row was asked about, from 0, such as with the levels of a scale turned round.
    pub turn: u32,
    /// SHA-256 of what the model read of the row, in hexadecimal: an answer holds for a row that still reads like that.
    pub basis: String,
    /// The answer.
    pub said: String,
    /// Of each answer that could be given its probability among them; empty where the answer was written freely.
    pub probabilities: BTreeMap<String, f64>,
    /// The row had come to the model by chance, so it stands for others.
    pub sampled: bool,
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
}

impl Project {
    /// Records that a question is put to a model.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn annotate(
        &mut self,
        run: RunId,
        question: &Value,
        model: &str,
        sha256: &str,
        now: i64,
    ) -> Result<AnnotationId, Error> {
        self.write(|t| {
            t.prepare_cached(
                "INSERT INTO annotation (run, question, model, sha256, at) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute((run.0, question.to_string(), model, sha256, now))?;
            Ok(AnnotationId(t.last_insert_rowid()))
        })
    }

    /// Records answers, all or none.
    ///
    /// # Errors
    /// [`Error::Unknown`] where there is no such attempt; failures of the disk.
    pub fn add_answers(&mut self, annotation: AnnotationId, answers: &[Answer]) -> Result<(), Error> {
        self.write(|t| {
            let mut add = t.prepare_cached(
                "INSERT INTO annotation_answer (annotation, attempt, turn, basis, said, probabilities, sampled, at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for answer in answers {
                add.execute((
                    annotation.0,
                    attempts::find(t, answer.attempt)?,
                    answer.turn,
                    &answer.basis,
                    &answer.said,
                    serde_json::to_string(&answer.probabilities)?,
                    answer.sampled,
                    answer.at,
                ))?;
            }
            Ok(())
        })
    }
}

impl Reader {
    /// The questions about the rows of a run, the first asked first.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn annotations(&self, run: RunId) -> Result<Vec<Annotation>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, question, model, sha256, at FROM annotation WHERE run = ? ORDER BY id",
        )?;
        let read = |row: &Row<'_>| -> Result<Annotation, Error> {
            Ok(Annotation {
                id: AnnotationId(row.get(0)?),
                question: serde_json::from_str(&row.get::<_, String>(1)?)?,
                model: row.get(2)?,
                sha256: row.get(3)?,
                at: row.get(4)?,
            })
        };
        let rows = statement.query_map([run.0], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }

    /// The answers to a question, of each row, turn and basis the latest, in the order of the rows.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn answers(&self, annotation: AnnotationId) -> Result<Vec<Answer>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.run, a.draw, a.try, s.turn, s.basis, s.said, s.probabilities, s.sampled, s.at
             FROM annotation_answer s JOIN attempt a ON a.id = s.attempt
             WHERE s.annotation = ?1 AND s.id IN (
                 SELECT max(id) FROM annotation_answer WHERE annotation = ?1 GROUP BY attempt, turn, basis)
             ORDER BY a.draw, a.try, s.turn, s.id",
        )?;
        let read = |row: &Row<'_>| -> Result<Answer, Error> {
            Ok(Answer {
                attempt: AttemptId {
                    run: RunId(row.get(0)?),
                    draw: row.get::<_, i64>(1)?.cast_unsigned(),
                    attempt: row.get(2)?,
                },
                turn: row.get(3)?,
                basis: row.get(4)?,
                said: row.get(5)?,
                probabilities: serde_json::from_str(&row.get::<_, String>(6)?)?,
                sampled: row.get(7)?,
                at: row.get(8)?,
            })
        };
        let rows = statement.query_map([annotation.0], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }
}
