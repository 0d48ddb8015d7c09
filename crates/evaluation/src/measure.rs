//! One figure about a dataset.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One figure about a dataset, with what is needed to read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Measure {
    /// Its id, such as `distinct-2`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it means, in one sentence.
    pub meaning: String,
    /// The figure; `None` where it cannot be computed, and `note` says why.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval, where one is known.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval, where one is known.
    pub high: Option<f64>,
    /// Rows or items that it rests on.
    pub n: u64,
    /// Unit.
    pub unit: Unit,
    /// Encoder of a semantic figure.
    pub encoder: Option<String>,
    /// Definition, sampling and limits, in a sentence.
    pub note: Option<String>,
}

/// Unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A part of one, in [0, 1].
    Share,
    /// A number of things.
    Count,
    /// Words.
    Words,
    /// Natural logarithm of a probability.
    LogProbability,
    /// A ratio or score without unit.
    Score,
}
