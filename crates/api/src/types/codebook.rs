//! A model that labels by the codebook, beside people who did.

use curation::GateReport;
use curation::enhancement::Standing as AimStanding;
use evaluation::Figure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Question, Wording};

/// Asks how a model follows the codebook of a run.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct CodebookRequest {
    /// The run.
    pub run: u64,
    /// Recall and precision that each label should reach, in [0, 1].
    pub aim: f64,
}

/// How a model follows the codebook, wording by wording. The rows that people labelled are in two halves: one to see where
/// model and people part, one to see what another wording did. A row stays in its half when people label more.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CodebookView {
    /// Rows to which people gave a label that stands.
    pub labelled: u64,
    /// How many more have to be labelled before anything can be said.
    pub more: u64,
    /// Of those labelled, rows by which the wording is refined.
    pub refine: u64,
    /// The others, held out.
    pub held: u64,
    /// The wordings that were asked, the first asked first. The first of them is that of the run's recipe, asked or not.
    pub rounds: Vec<CodebookRound>,
    /// Why nothing can be compared, in a sentence.
    pub needs: Option<String>,
}

/// A wording, and how a model that was asked by it agrees with people.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CodebookRound {
    /// Names the question in the job that asks it, as `annotation:KEY`.
    pub key: String,
    /// What the model is asked.
    pub question: Question,
    /// By which wording.
    pub wording: Wording,
    /// Name of the model; `None` where none was asked.
    pub model: Option<String>,
    /// When it was asked first, in milliseconds since 1970 (UTC).
    pub at: Option<i64>,
    /// Labelled rows without an answer. A row that is too long for the model gets none.
    pub open: u64,
    /// Share of the rows to refine by on which model and people agree; the interval is Wilson's.
    pub agreement: Figure,
    /// Cohen's kappa on them; the interval is a bootstrap.
    pub kappa: Figure,
    /// The labels on them, the worst first.
    pub labels: Vec<LabelAgreement>,
    /// Where model and people part on them, the most frequent first.
    pub confusions: Vec<Confusion>,
    /// The share of the rows held out on which they agree, by the recipe's wording (`before`) and by this one (`after`).
    /// `None` for the recipe's own, and where either was asked about part of them only.
    pub effect: Option<GateReport>,
    /// Share of the rows held out on which model and people agree.
    pub held: Figure,
}

/// How model and people agree on one label, on the rows to refine by.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LabelAgreement {
    /// The label.
    pub label: String,
    /// Of the rows to which people gave it, the share to which the model did.
    pub recall: Figure,
    /// Of the rows to which the model gave it, the share to which people did.
    pub precision: Figure,
    /// Harmonic mean of both, in [0, 1].
    pub f1: f64,
    /// The worse of both against the aim.
    pub standing: AimStanding,
}

/// Rows to which people gave one label and the model another.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(rename = "LabelConfusion")]
pub struct Confusion {
    /// The people's label.
    pub people: String,
    /// The model's.
    pub model: String,
    /// Number of the draw of each row.
    pub draws: Vec<u64>,
}
