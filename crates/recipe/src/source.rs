//! Rows that a recipe reads.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file of rows: CSV, JSONL or Parquet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How the recipe calls it.
    pub name: String,
    /// Path of the file, relative to the recipe.
    pub file: String,
    /// Our field names and the file's column for each; empty takes all columns under their own names.
    #[serde(default)]
    pub fields: IndexMap<String, String>,
    /// Never leaves by an export; leakage is checked against it.
    #[serde(default)]
    pub private: bool,
}
