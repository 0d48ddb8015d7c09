//! Files for reviewers: a project that holds some rows of a run, to be judged elsewhere and sent back.
//!
//! Such a file has the recipe, and of each row the values, the conditions and the number. It has no prompts, answers,
//! token traces or sources: what a private source says leaves in no other form than the values that were assigned.

use std::collections::BTreeMap;
use std::path::Path;

use dataset::{Attempt, Fields, Verdict};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::words::Base;
use crate::{AttemptId, Error, Project, Reader, Run, RunId, RunPlan, Status, attempts};

/// Whose file a project is, and where its rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The run in this file.
    pub run: RunId,
    /// The reviewer's name.
    pub reviewer: String,
    /// [`Run::origin`] of the run that the rows are from.
    pub origin: String,
    /// Fields and conditions that were left out of the rows.
    pub left_out: Vec<String>,
    /// The label is among them, so that the reviewer is not led by it.
    pub blind: bool,
    /// When it was made, in milliseconds since 1970 (UTC).
    pub at: i64,
}

/// What a reviewer is to judge.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    /// The reviewer's name.
    pub reviewer: &'a str,
    /// The rows.
    pub rows: &'a [AttemptId],
    /// Fields and conditions that do not go along.
    pub left_out: &'a [String],
    /// The label is among them.
    pub blind: bool,
}

impl Run {
    /// Names all that decides which rows a run makes: SHA-256, in hexadecimal.
    ///
    /// # Errors
    /// None in practice: a plan always has a JSON form.
    pub fn origin(&self) -> Result<String, Error> {
        let RunPlan { recipe, model, seed, profile, rows, attempts, overrides, input, .. } = &self.plan;
        let plan = serde_json::to_vec(&(recipe, model, seed, profile, rows, attempts, overrides, input))?;
        Ok(hex::encode(Sha256::digest(plan)))
    }
}

impl Reader {
    /// Whose file this is; `None` for a project of one's own.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn exchange(&self) -> Result<Option<Exchange>, Error> {
        let read = |row: &Row<'_>| -> Result<Exchange, Error> {
            Ok(Exchange {
                run: RunId(row.get(0)?),
                reviewer: row.get(1)?,
                origin: row.get(2)?,
                left_out: serde_json::from_str(&row.get::<_, String>(3)?)?,
                blind: row.get(4)?,
                at: row.get(5)?,
            })
        };
        self.connection
            .query_row("SELECT run, reviewer, origin, left_out, blind, at FROM exchange", [], |row| {
                Ok(read(row))
            })
            .optional()?
            .transpose()
    }

    /// Makes a reviewer's file. Its rows have the values that they have without reviews, and their own numbers, draws and
    /// tries.
    ///
    /// # Errors
    /// [`Error::Open`] where a file of that name exists or the folder cannot be written; [`Error::Reviewers`] in a
    /// reviewer's file; [`Error::Unknown`] for a row that is none of the dataset's; failures of the disk.
    pub fn assign(
        &self,
        run: RunId,
        assignment: Assignment<'_>,
        path: &Path,
        now: i64,
    ) -> Result<Project, Error> {
        if self.exchange()?.is_some() {
            return Err(Error::Reviewers);
        }
        let run = self.run(run)?;
        let rows: Vec<(Attempt, u64)> = assignment
            .rows
            .iter()
            .map(|id| self.assigned(*id, assignment.left_out))
            .collect::<Result<_, _>>()?;
        let recipe = self.recipe(&run.plan.recipe)?.toml;
        let mut file = Project::create(path)?;
        let filled = fill(&mut file, &run, &recipe, &rows, assignment, now);
        if let Err(error) = filled {
            drop(file);
            std::fs::remove_file(path).ok();
            return Err(error);
        }
        Ok(file)
    }

    /// A row as a reviewer gets it, and its number.
    fn assigned(&self, id: AttemptId, left_out: &[String]) -> Result<(Attempt, u64), Error> {
        let base = Base::read(&self.connection, id.run, attempts::find(&self.connection, id)?)?;
        let Verdict::Accepted { row } = base.verdict else {
            return Err(Error::unknown(format!("row of the dataset at draw {}", id.draw)));
        };
        let conditions = self.summary(id)?.conditions;
        let attempt = Attempt {
            draw: id.draw,
            attempt: id.attempt,
            conditions: without(conditions, left_out),
            input: None,
            shown: Vec::new(),
            steps: Vec::new(),
            fields: without(base.values, left_out),
            checks: Vec::new(),
            failure: None,
        };
        Ok((attempt, row))
    }
}

fn fill(
    file: &mut Project,
    run: &Run,
    recipe: &str,
    rows: &[(Attempt, u64)],
    to: Assignment<'_>,
    now: i64,
) -> Result<(), Error> {
    file.save_recipe(recipe, None, now)?;
    let plan = RunPlan { input: None, personal: None, ..run.plan.clone() };
    let id = file.create_run(&plan, &[], now)?;
    let (origin, left_out) = (run.origin()?, serde_json::to_string(to.left_out)?);
    file.write(|t| {
        for (attempt, row) in rows {
            let stored = attempts::add(t, id, attempt)?;
            attempts::judge(t, stored, &Verdict::Accepted { row: *row })?;
            t.prepare_cached("INSERT INTO exchange_row (attempt, digest) VALUES (?, ?)")?
                .execute((stored, digest(&attempt.fields)?))?;
        }
        t.execute(
            "INSERT INTO exchange (run, reviewer, origin, left_out, blind, at) VALUES (?, ?, ?, ?, ?, ?)",
            (id.0, to.reviewer, origin, left_out, to.blind, now),
        )?;
        Ok(())
    })?;
    file.set_status(id, &Status::Completed, now)
}

/// Values without some of their fields.
pub(crate) fn without(mut fields: Fields, left_out: &[String]) -> Fields {
    fields.retain(|name, _| !left_out.contains(name));
    fields
}

/// SHA-256 of a row's values in the order of their names, in hexadecimal.
fn digest(fields: &Fields) -> Result<String, Error> {
    let ordered: BTreeMap<&String, &Value> = fields.iter().collect();
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(&ordered)?)))
}

/// Whether an attempt's values are those that the file was made with.
pub(crate) fn is_intact(c: &Connection, attempt: i64, made: &Fields) -> Result<bool, Error> {
    let known: Option<String> = c
        .prepare_cached("SELECT digest FROM exchange_row WHERE attempt = ?")?
        .query_row([attempt], |row| row.get(0))
        .optional()?;
    Ok(known == Some(digest(made)?))
}
