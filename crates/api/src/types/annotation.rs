//! What a model is asked about rows, and how far it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Scale;

/// What a model is asked about the rows of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(rename = "RowQuestion")]
pub enum Question {
    /// For the label of the text, as if it had none.
    Label,
    /// For a rating, twice: with the levels from best to worst and from worst to best.
    Rating {
        /// The levels.
        scale: Scale,
        /// What is judged, in the user's words.
        rubric: String,
    },
    /// For the value of a condition, as if it were not known.
    Condition {
        /// The condition.
        name: String,
    },
    /// For a name of each group of rows that are near each other in meaning.
    Groups,
    /// For how much it expects the text: the probability of each token after those before.
    Perplexity,
    /// For the row's answer once more, the most probable one (Self-Prompting, Li et al. 2022, arXiv:2212.08635).
    Recheck {
        /// What is answered, from what.
        fields: AnswerFields,
    },
    /// For the row's answer several times, each drawn by chance (self-consistency, Wang et al. 2022, arXiv:2203.11171).
    Consistency {
        /// What is answered, from what.
        fields: AnswerFields,
        /// How often, at least twice.
        times: u32,
    },
}

/// Columns of a row that is a question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct AnswerFields {
    /// The column of the answer.
    pub answer: String,
    /// The columns that a model reads to answer, in order.
    pub reads: Vec<String>,
}

/// What a model can be asked about the rows of a run.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AnnotationView {
    /// The questions.
    pub questions: Vec<QuestionState>,
    /// The rubric of a rating where the user writes none.
    pub rubric: String,
    /// The columns that can be an answer, or be read for one.
    pub columns: Vec<String>,
    /// Rows of the dataset.
    pub rows: u64,
    /// Rows that people judged; the model is asked about them too, so that it can be held against people.
    pub reviewed: u64,
}

/// How a question stands.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QuestionState {
    /// Names the question in the job that asks it, as `annotation:KEY`.
    pub key: String,
    /// The question as it was asked last, or as it would be.
    pub question: Question,
    /// What it can be asked about: rows of the dataset, or groups of them.
    pub of: u64,
    /// How many of these have an answer that holds.
    pub answered: u64,
    /// Rows of the dataset that were changed since they were asked about.
    pub changed: u64,
    /// Reviewed rows with an answer, as people saw them.
    pub reviewed: u64,
    /// When it was asked first, in milliseconds since 1970 (UTC); `None` where it was not.
    pub at: Option<i64>,
    /// Name of the model that was asked.
    pub model: Option<String>,
    /// Why it cannot be asked, in a sentence.
    pub needs: Option<String>,
}

/// Asks a model about rows of a run: about all that lack an answer which holds.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskRequest {
    /// The run.
    pub run: u64,
    /// The question.
    pub question: Question,
    /// How many rows of the dataset, drawn by chance; all where absent. Of a larger number the smaller is a part.
    pub rows: Option<usize>,
    /// Answers before do not count: all is asked anew.
    pub anew: bool,
}

/// What asking would take.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AskEstimate {
    /// Rows, or groups of rows, that would be asked about.
    pub rows: u64,
    /// Seconds; `None` where this model was never asked before.
    pub seconds: Option<f64>,
}
