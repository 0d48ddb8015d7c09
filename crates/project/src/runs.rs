//! Runs: a recipe version carried out with one model and one seed.

use dataset::Fields;
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, PersonalStamp, Project, Reader, SourceInfo, SourceSnapshot, personal, sources};

/// Number of a run in its project, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub i64);

/// Everything that decides which rows a run makes, and what it is to make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunPlan {
    /// Hash of the recipe version.
    pub recipe: String,
    /// The model's card: name, SHA-256 of the file and what else is known.
    pub model: Value,
    /// Seed of every draw.
    pub seed: u64,
    /// Engine version, device and instruction set; equal profiles make equal rows.
    pub profile: Value,
    /// Accepted rows wanted.
    pub rows: u64,
    /// Most attempts.
    pub attempts: u64,
    /// What was set for this run in place of the recipe's values.
    pub overrides: Fields,
    /// Name of the source whose rows are labelled or transformed.
    pub input: Option<String>,
    /// The decisions on personal data with which its sources were read; `None` where none was made.
    pub personal: Option<PersonalStamp>,
}

/// How a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Status {
    /// Stored, not begun.
    Pending,
    /// At work; found so on opening, it was interrupted.
    Running,
    /// Stopped by the user, to be resumed.
    Paused,
    /// All wanted rows are accepted.
    Completed,
    /// The attempts are used up before all wanted rows were accepted.
    Exhausted,
    /// Ended by the user.
    Cancelled,
    /// Ended by an error.
    Failed {
        /// The error, in one sentence.
        reason: String,
    },
}

impl Status {
    /// Whether nothing more is to be done.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Completed | Self::Exhausted | Self::Cancelled | Self::Failed { .. })
    }
}

/// A stored run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// What it was to do.
    #[serde(flatten)]
    pub plan: RunPlan,
    /// Its sources, without rows.
    pub sources: Vec<SourceInfo>,
    /// How it stands.
    pub status: Status,
    /// When it was stored, in milliseconds since 1970 (UTC).
    pub created: i64,
    /// When it first began.
    pub started: Option<i64>,
    /// When it ended.
    pub finished: Option<i64>,
}

impl Project {
    /// Stores a run, pending, with what its sources hold.
    ///
    /// # Errors
    /// [`Error::Unknown`] where recipe version or input source is not there; failures of the disk.
    pub fn create_run(
        &mut self,
        plan: &RunPlan,
        sources: &[SourceSnapshot],
        now: i64,
    ) -> Result<RunId, Error> {
        self.recipe(&plan.recipe)?;
        if let Some(input) = &plan.input
            && !sources.iter().any(|source| source.info.name == *input)
        {
            return Err(Error::unknown(format!("source '{input}' for this run")));
        }
        let (model, profile) = (plan.model.to_string(), plan.profile.to_string());
        let overrides = serde_json::to_string(&plan.overrides)?;
        let status = serde_json::to_string(&Status::Pending)?;
        self.write(|t| {
            t.execute(
                "INSERT INTO run (recipe, model, seed, profile, rows, attempts, overrides, input, status, created)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    &plan.recipe,
                    model,
                    plan.seed.cast_signed(),
                    profile,
                    plan.rows.cast_signed(),
                    plan.attempts.cast_signed(),
                    overrides,
                    &plan.input,
                    status,
                    now,
                ),
            )?;
            let run = RunId(t.last_insert_rowid());
            for source in sources {
                sources::store(t, run, source)?;
            }
            if let Some(stamp) = &plan.personal {
                personal::store_stamp(t, run, stamp)?;
            }
            Ok(run)
        })
    }

    /// Says how a run stands now. The first `Running` is its start, a final status its end.
    ///
    /// # Errors
    /// [`Error::Unknown`]; failures of the disk.
    pub fn set_status(&mut self, run: RunId, status: &Status, now: i64) -> Result<(), Error> {
        let text = serde_json::to_string(status)?;
        let started = matches!(status, Status::Running).then_some(now);
        let finished = status.is_final().then_some(now);
        self.write(|t| {
            let changed = t.execute(
                "UPDATE run SET status = ?2, started = coalesce(started, ?3), finished = ?4 WHERE id = ?1",
                (run.0, text, started, finished),
            )?;
            if changed == 0 { Err(unknown(run)) } else { Ok(()) }
        })
    }
}

impl Reader {
    /// A run by its number.
    ///
    /// # Errors
    /// [`Error::Unknown`]; failures of the disk.
    pub fn run(&self, id: RunId) -> Result<Run, Error> {
        let stored = self
            .connection
            .prepare_cached(&format!("{SELECT} WHERE id = ?"))?
            .query_row([id.0], |row| Ok(self.read(row)))
            .optional()?;
        stored.ok_or_else(|| unknown(id))?
    }

    /// All runs, the newest first.
    ///
    /// # Errors
    /// Failures of the disk.
    pub fn runs(&self) -> Result<Vec<Run>, Error> {
        let mut statement = self.connection.prepare_cached(&format!("{SELECT} ORDER BY id DESC"))?;
        let runs = statement.query_map([], |row| Ok(self.read(row)))?;
        runs.map(|run| run?).collect()
    }

    fn read(&self, row: &Row<'_>) -> Result<Run, Error> {
        let json = |index: usize| row.get::<_, String>(index);
        let id = RunId(row.get(0)?);
        let plan = RunPlan {
            recipe: row.get(1)?,
            model: serde_json::from_str(&json(2)?)?,
            seed: row.get::<_, i64>(3)?.cast_unsigned(),
            profile: serde_json::from_str(&json(4)?)?,
            rows: row.get::<_, i64>(5)?.cast_unsigned(),
            attempts: row.get::<_, i64>(6)?.cast_unsigned(),
            overrides: serde_json::from_str(&json(7)?)?,
            input: row.get(8)?,
            personal: personal::stamp_of(&self.connection, id)?,
        };
        Ok(Run {
            id,
            plan,
            sources: self.source_infos(id)?,
            status: serde_json::from_str(&json(9)?)?,
            created: row.get(10)?,
            started: row.get(11)?,
            finished: row.get(12)?,
        })
    }
}

const SELECT: &str =
    "SELECT id, recipe, model, seed, profile, rows, attempts, overrides, input, status, created,
    started, finished FROM run";

pub(crate) fn unknown(run: RunId) -> Error {
    Error::unknown(format!("run {}", run.0))
}
