//! Checks: tests that a row must pass. A row that fails is kept with its reason.

use indexmap::IndexSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::template;

/// A test that a row must pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// The number of words lies in a band.
    Length {
        /// The field.
        field: String,
        /// Fewest and most words; either this or `band`.
        #[serde(default)]
        words: Option<[u32; 2]>,
        /// Name of the condition whose band applies.
        #[serde(default)]
        band: Option<String>,
        /// Share by which the text may fall outside the band, such as 0.2.
        #[serde(default)]
        tolerance: f64,
    },
    /// The text contains words.
    Required {
        /// The field.
        field: String,
        /// Words or phrases that must all occur, whatever their case.
        #[serde(default)]
        words: Vec<String>,
        /// Names of conditions or fields whose values must occur.
        #[serde(default)]
        values_of: Vec<String>,
    },
    /// The text contains none of some words.
    Forbidden {
        /// The field.
        field: String,
        /// Words or phrases that must not occur, whatever their case.
        words: Vec<String>,
    },
    /// The text is not too similar to an accepted one (ROUGE-L F-measure, as Self-Instruct uses it).
    RougeL {
        /// The field.
        field: String,
        /// Largest similarity allowed, in [0, 1].
        max: f64,
    },
    /// No accepted row has the same text, whatever its case and spaces.
    Duplicate {
        /// The field.
        field: String,
    },
    /// The model finds the text probable: the mean log-probability of its tokens, in nats and at temperature 1, is at
    /// least this (SuperGen, Meng et al., 2022). Probable texts are faithful and alike: keep an eye on diversity.
    Likely {
        /// The field.
        field: String,
        /// Smallest mean log-probability, below 0.
        min: f64,
    },
    /// An expression over fields, conditions and given fields is true, such as `answer_agreement >= 0.6`.
    Holds {
        /// The field that it is about.
        field: String,
        /// The expression.
        test: String,
    },
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckScope {
    /// The row alone: judged at once, so that the row can be retried.
    Row,
    /// The row beside those accepted before: judged in row order at the end of a round.
    Set,
}

impl Check {
    /// What the check looks at.
    #[must_use]
    pub fn scope(&self) -> CheckScope {
        match self {
            Self::Length { .. }
            | Self::Required { .. }
            | Self::Forbidden { .. }
            | Self::Likely { .. }
            | Self::Holds { .. } => CheckScope::Row,
            Self::RougeL { .. } | Self::Duplicate { .. } => CheckScope::Set,
        }
    }

    /// The field that it reads.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Length { field, .. }
            | Self::Required { field, .. }
            | Self::Forbidden { field, .. }
            | Self::RougeL { field, .. }
            | Self::Duplicate { field }
            | Self::Likely { field, .. }
            | Self::Holds { field, .. } => field,
        }
    }

    /// Every name that it reads: its field, and what a band, listed conditions or a test name.
    #[must_use]
    pub fn reads(&self) -> IndexSet<String> {
        let more: Vec<String> = match self {
            Self::Length { band, .. } => band.iter().cloned().collect(),
            Self::Required { values_of, .. } => values_of.clone(),
            Self::Holds { test, .. } => {
                let uses = template::expression_uses(test).unwrap_or_default();
                uses.into_iter().map(|used| used.name).collect()
            }
            _ => Vec::new(),
        };
        std::iter::once(self.field().to_owned()).chain(more).collect()
    }

    /// Its kind, as the document writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Required { .. } => "required",
            Self::Forbidden { .. } => "forbidden",
            Self::RougeL { .. } => "rouge-l",
            Self::Duplicate { .. } => "duplicate",
            Self::Likely { .. } => "likely",
            Self::Holds { .. } => "holds",
        }
    }
}
