//! Demonstrations: examples shown to the model (survey §3.1.1, e_demo).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Rows of a source that a prompt shows. Steps that list it read it with
/// `{% for shot in NAME %}{{ shot.FIELD }}{% endfor %}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// How prompts call it.
    pub name: String,
    /// The source they are taken from.
    pub source: String,
    /// How they are chosen.
    #[serde(default)]
    pub select: Select,
    /// How many each prompt shows.
    pub count: usize,
    /// Take only rows whose field of this name equals the row's condition of the same name, such as `label`.
    #[serde(default)]
    pub matching: Option<String>,
    /// What `similar` compares with, as a template; by default the input row's text or all conditions.
    #[serde(default)]
    pub query: Option<String>,
    /// Positions in the source (from 0) that are always shown, before the chosen ones.
    #[serde(default)]
    pub pinned: Vec<usize>,
}

/// How demonstrations are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Select {
    /// Anew for each row, uniformly, without replacement.
    #[default]
    Random,
    /// Nearest to the query, the nearest last (KATE, Liu et al., 2022).
    Similar,
}
