//! What a model is asked about rows, and how far it is.

use curation::GateReport;
use evaluation::Figure;
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
    /// For the label of the text by another wording of the codebook, about rows to which people gave one.
    Codebook {
        /// The wording.
        wording: Wording,
    },
    /// For the label of the text, again and again, while a student learns from the answers (FreeAL). The first turn holds the
    /// labels that were there before.
    FreeAl {
        /// How often.
        rounds: u32,
        /// Which labels were there before.
        start: StartLabels,
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

/// Labels from which a model and a student start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StartLabels {
    /// Those that a model gave when it was asked for labels.
    Asked,
    /// Those that the rows carry.
    Carried,
}

/// A model and a student that teach each other the labels of a run.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TeachingView {
    /// Rows of the dataset.
    pub rows: u64,
    /// Of these, rows that carry a label.
    pub carried: u64,
    /// Rows whose label a model was asked for, with an answer that holds.
    pub asked: u64,
    /// What was asked last; `None` where nothing was.
    pub question: Option<Question>,
    /// The model in use can go on with it: rows, labels to start from, model and encoder are the same.
    pub continues: bool,
    /// Name of the model.
    pub model: Option<String>,
    /// When it was asked first, in milliseconds since 1970 (UTC).
    pub at: Option<i64>,
    /// Of the rows to which people gave a label, the share that had the same before the first round; the interval is Wilson's.
    pub start: Figure,
    /// The rounds that were made.
    pub rounds: Vec<TaughtRound>,
    /// Why it cannot be done, in a sentence.
    pub needs: Option<String>,
}

/// A round, and how the labels after it agree with people's.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TaughtRound {
    /// What was done.
    #[serde(flatten)]
    pub taught: Taught,
    /// Of the rows to which people gave a label, the share that the model gives the same; the interval is Wilson's.
    pub agreement: Figure,
    /// That share before the first round and after this one, row by row; `None` where people labelled no row.
    pub effect: Option<GateReport>,
}

/// What became of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Taught {
    /// Rows whose label the student learnt.
    pub learnt: u64,
    /// Rows that both were sure of.
    pub clean: u64,
    /// The others, about which the model was asked again.
    pub asked: u64,
    /// Of these, rows with an answer. A row that is too long for the model gets none.
    pub answered: u64,
    /// Rows with another label than before the round.
    pub changed: u64,
}

/// What annotators are told of the labels.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(rename = "CodebookWording")]
pub struct Wording {
    /// Definitions and rules.
    pub codebook: String,
    /// When each label applies.
    pub definitions: Vec<Definition>,
}

/// When a label applies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(rename = "LabelDefinition")]
pub struct Definition {
    /// The label.
    pub label: String,
    /// In words; may be empty.
    pub text: String,
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
