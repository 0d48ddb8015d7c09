//! Answers in plain words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Answer to one question about a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// The question.
    pub question: Question,
    /// How it stands.
    pub tone: Tone,
    /// One sentence.
    pub sentence: String,
    /// What to do next, where something can be done.
    pub advice: Option<String>,
    /// Ids of the measures that it rests on.
    pub measures: Vec<String>,
}

/// What is asked of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Are the texts varied?
    Diverse,
    /// Do rows keep to what was asked?
    Faithful,
    /// Does a student learn from them?
    Useful,
    /// Do they give nothing away of what they were made from?
    Private,
    /// Are labels and conditions spread as planned?
    Balanced,
}

/// How an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As one would wish.
    Good,
    /// Worth a look.
    Doubtful,
    /// Not known yet.
    Unknown,
}

/// A share as people read it.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 1.0 { "under 1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// A number as it was written, with a true minus sign.
pub(crate) fn with_minus(number: &str) -> String {
    number.replace('-', "−")
}

/// A difference of two shares in percentage points with its sign: '−4.7', '+1.2'.
#[must_use]
pub fn signed_points(difference: f64) -> String {
    with_minus(&format!("{:+.1}", 100.0 * difference))
}

/// A difference of two shares in words; 'percent' would say that one is so much of the other.
pub(crate) fn percentage_points(difference: f64) -> String {
    match (difference * 100.0).round() {
        points if points < 1.0 => "under 1 percentage point".to_owned(),
        1.0 => "1 percentage point".to_owned(),
        points => format!("{points:.0} percentage points"),
    }
}
