//! Rows that a recipe reads.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file of rows (CSV, JSONL, JSON, Parquet), a knowledge graph (Turtle, N-Triples), or a document or folder of
/// documents (text, Markdown, HTML, Word, PDF) that is cut into rows.
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
    /// How documents are cut into rows. Their fields are `text`, `document` and `part`.
    #[serde(default)]
    pub chunks: Option<Chunks>,
}

/// How a document is cut: at the ends of paragraphs where they fit, or else of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Chunks {
    /// Most words of a row.
    pub words: usize,
    /// Words of the row before that a row repeats, as whole sentences.
    #[serde(default)]
    pub overlap: usize,
}
