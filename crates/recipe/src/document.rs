//! The whole document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use crate::{Check, Condition, Curate, Demonstration, Schedule, Source, Step, Task};

/// A recipe: everything that decides which rows a run makes, but for the model and the seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Version of the document format; this one is 1.
    pub schema: u32,
    /// Title in the user's words.
    pub name: String,
    /// Gallery id of the published method, cited in the dataset card.
    #[serde(default)]
    pub method: Option<String>,
    /// What the recipe makes, in a sentence or two.
    #[serde(default)]
    pub description: String,
    /// Task specification (e_task in the survey).
    pub task: Task,
    /// Rows that the recipe reads.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Conditions (e_condition): what varies from row to row.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Demonstrations (e_demo): examples shown to the model.
    #[serde(default)]
    pub demonstrations: Vec<Demonstration>,
    /// Prompts, and the fields that their answers become.
    pub steps: Vec<Step>,
    /// How many rows, and in which order conditions are drawn.
    #[serde(default)]
    pub schedule: Schedule,
    /// Tests that a row must pass.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What is done with the rows once they are made; see crate `curation`.
    #[serde(default)]
    pub curate: Vec<Curate>,
}

impl Recipe {
    /// Format version that this program writes.
    pub const SCHEMA: u32 = 1;

    /// A recipe of some steps for a task, with nothing around them.
    #[must_use]
    pub fn plain(name: impl Into<String>, task: Task, steps: Vec<Step>) -> Self {
        Self {
            schema: Self::SCHEMA,
            name: name.into(),
            method: None,
            description: String::new(),
            task,
            sources: Vec::new(),
            conditions: Vec::new(),
            demonstrations: Vec::new(),
            steps,
            schedule: Schedule::default(),
            checks: Vec::new(),
            curate: Vec::new(),
        }
    }
}

impl Recipe {
    /// SHA-256 of the formatted document, in hexadecimal: the same whatever the
    /// comments and spacing of the file they were read from.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.format()))
    }

    /// JSON Schema of the document.
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
