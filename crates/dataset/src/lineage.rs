//! Why a row exists: what was drawn, what was asked, what was answered and how it was judged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Fields;

/// One answer to one draw of conditions, accepted or not. Attempts are never changed: verdicts and edits are added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Attempt {
    /// Which draw of the schedule, from 0. The draws of a run are numbered in the order in which they are judged.
    pub draw: u64,
    /// Which try at this draw, from 0.
    pub attempt: u32,
    /// Value of each condition. Bands are arrays of two numbers; tree leaves and labels are their names.
    #[ts(type = "Record<string, unknown>")]
    pub conditions: Fields,
    /// Position in the input source, where given rows are labelled or transformed.
    pub input: Option<u64>,
    /// Demonstrations that the prompts showed.
    pub shown: Vec<Shown>,
    /// What each step asked and what came back, in the order computed.
    pub steps: Vec<StepTrace>,
    /// Fields read from the answers, and formula fields; incomplete where a step failed.
    #[ts(type = "Record<string, unknown>")]
    pub fields: Fields,
    /// Every check that was judged on the row alone.
    pub checks: Vec<CheckResult>,
    /// Why the row alone fails, or `None` where only checks against other rows remain.
    pub failure: Option<Verdict>,
}

/// Rows of a source shown to the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shown {
    /// Name of the demonstration block.
    pub name: String,
    /// Positions in its source, in the order shown.
    pub rows: Vec<usize>,
}

/// One call of the model. The prompt is kept by reference: it is rendered again from recipe, conditions,
/// demonstrations and fields, and its hash proves that it is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StepTrace {
    /// The step's id.
    pub step: String,
    /// SHA-256 of the rendered messages, in hexadecimal.
    pub prompt_sha256: String,
    /// Tokens of the prompt.
    pub prompt_tokens: usize,
    /// The answer as the model gave it.
    pub raw: String,
    /// Its tokens.
    pub tokens: Vec<TokenTrace>,
    /// Why it ended: `end`, `stop`, `length`, `context` or `scored`.
    pub finish: String,
}

/// One token of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TokenTrace {
    /// The text it added.
    pub text: String,
    /// Natural log-probability under the unmasked model at temperature 1.
    pub log_probability: f32,
    /// The output format left no choice; such tokens are left out of means.
    pub forced: bool,
}

/// Outcome of one check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckResult {
    /// Kind of the check, as the recipe writes it.
    pub kind: String,
    /// The field it looked at.
    pub field: String,
    /// Whether the row passed.
    pub passed: bool,
    /// What was found, in words: '17 words, at least 20 wanted'.
    pub detail: String,
}

/// How far a rejected row came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The answer could not be read into fields.
    Parsed,
    /// A check on the row alone failed.
    Valid,
    /// It repeats an accepted row.
    Unique,
    /// A person took it out.
    Reviewed,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// It is a row of the dataset.
    Accepted {
        /// Its number in the dataset, from 0.
        row: u64,
    },
    /// It is kept, but not part of the dataset.
    Rejected {
        /// Which stage it did not pass.
        stage: Stage,
        /// Kind of the check that failed, or `answer` where it could not be read.
        check: String,
        /// Why, in words.
        reason: String,
    },
}

/// A reviewer's word on a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "judgment", rename_all = "kebab-case")]
pub enum Judgment {
    /// It is right.
    Accept,
    /// It does not belong to the dataset.
    Reject,
    /// Its label is this one; the row gets it where it has another.
    Label {
        /// The label.
        label: String,
    },
    /// It is right with these values in place of its own.
    Correct {
        /// The values by field.
        #[ts(type = "Record<string, unknown>")]
        values: BTreeMap<String, Value>,
    },
    /// Of its two texts the second is better: they change places.
    Swap {
        /// Their fields.
        fields: [String; 2],
    },
    /// Neither of its two texts is better.
    Tie {
        /// It stays nevertheless.
        keep: bool,
    },
    /// Not now, or not by this reviewer.
    PutOff,
}

impl Judgment {
    /// Whether the row stays in the dataset by it; `None` where it says nothing.
    #[must_use]
    pub fn keeps(&self) -> Option<bool> {
        match self {
            Self::PutOff => None,
            Self::Reject => Some(false),
            Self::Tie { keep } => Some(*keep),
            Self::Accept | Self::Label { .. } | Self::Correct { .. } | Self::Swap { .. } => Some(true),
        }
    }
}

impl StepTrace {
    /// Mean log-probability of the tokens that were not forced, or `None` where there is none.
    #[must_use]
    pub fn mean_log_probability(&self) -> Option<f64> {
        let free = self.tokens.iter().filter(|t| !t.forced);
        let (sum, count) = free.fold((0.0, 0_u32), |(s, n), t| (s + f64::from(t.log_probability), n + 1));
        (count > 0).then(|| sum / f64::from(count))
    }
}
