//! Figures about rows: of a run, or of a file.

pub use evaluation::Measure;
use evaluation::{Chart, Finding};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RowRequest;

/// What is known of rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Evaluation {
    /// The run; `None` for rows of a file.
    pub run: Option<u64>,
    /// Rows that were measured; of a run, the accepted ones that no curation dropped.
    pub rows: u64,
    /// Field that was measured.
    pub field: String,
    /// Column of the labels, where there is one.
    pub label: Option<String>,
    /// One answer to each question that the rows can answer: diverse? faithful? useful? private? balanced?
    pub findings: Vec<Finding>,
    /// All figures.
    pub measures: Vec<Measure>,
    /// Charts of the dashboards.
    pub charts: Vec<Chart>,
    /// The same of other rows, such as real ones.
    pub beside: Vec<Beside>,
    /// Of figures that several runs of the project have, their values over these, as each run was measured last.
    pub history: Vec<FigureHistory>,
    /// Figures that take longer than a moment, and how each stands.
    pub parts: Vec<EvaluationPartState>,
    /// What is worth knowing of how the rows were read, in sentences.
    pub notices: Vec<String>,
}

/// Figures and charts of other rows, with the same ids as those that they stand beside.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Beside {
    /// What they are, such as `Real rows` or `Run 2`.
    pub name: String,
    /// How many were measured: as many as of the others at most.
    pub rows: u64,
    /// All figures.
    pub measures: Vec<Measure>,
    /// Charts of the dashboards.
    pub charts: Vec<Chart>,
}

impl Beside {
    /// Rows under a name, with what is known of them.
    #[must_use]
    pub fn of(name: String, found: Evaluation) -> Self {
        let Evaluation { rows, measures, charts, .. } = found;
        Self { name, rows, measures, charts }
    }
}

/// A figure over the runs of a project.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FigureHistory {
    /// Id of the figure.
    pub id: String,
    /// Its values, two at least, oldest run first.
    pub points: Vec<FigurePoint>,
}

/// A figure of one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct FigurePoint {
    /// The run.
    pub run: u64,
    /// The figure.
    pub value: f64,
    /// Lower end of its 95 % interval, where one is known.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Rows or items that it rests on.
    pub n: u64,
}

/// Asks for the figures of a run, beside those of others.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct EvaluateRequest {
    /// The run.
    pub run: u64,
    /// Another run of the project, put beside.
    pub beside: Option<u64>,
}

/// Files that the rows of a project are held against; kept in the project by their paths.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct EvaluationFiles {
    /// Real rows: what the data should look like.
    pub real: Option<DataFile>,
    /// Gold rows: those on which students are tested, none of them among the real ones.
    pub gold: Option<DataFile>,
}

/// What learns from rows when it is measured how useful they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Student {
    /// Logistic regressions over words and parts of words: takes moments.
    #[default]
    Terms,
    /// Small transformers that start from the sentence encoder of the settings: takes minutes.
    Transformer,
}

/// What learns in a project, and what could.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StudentChoice {
    /// What was chosen.
    pub student: Student,
    /// Name of the sentence encoder that a transformer would start from; `None` where the settings name none that can be
    /// used.
    pub encoder: Option<String>,
}

/// Figures that take longer than a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum EvaluationPart {
    /// Needs vectors: how alike texts are in meaning, clusters, map, distance from real rows.
    Semantic,
    /// Needs gold rows: what students learn.
    Usefulness,
    /// Needs answers of a model and reviews: how far the model's judgment can be trusted.
    Judges,
    /// Needs the model and sources: whether texts that are planted in these come out again.
    Canaries,
    /// Needs real rows or sources: what is copied from them.
    Privacy,
}

/// How a part stands.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EvaluationPartState {
    /// The part.
    pub part: EvaluationPart,
    /// When it was measured, in milliseconds since 1970 (UTC); `None` where it was not, or the rows or files are others
    /// by now.
    pub at: Option<i64>,
    /// It was measured, but rows, files or encoder are others by now.
    pub stale: bool,
    /// What is missing before it can be measured, in a sentence.
    pub needs: Option<String>,
}

/// Names a part of a run's figures.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct EvaluationPartRequest {
    /// The run.
    pub run: u64,
    /// The part.
    pub part: EvaluationPart,
}

/// Asks for runs side by side.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CompareRuns {
    /// The runs, at least two.
    pub runs: Vec<u64>,
}

/// Runs side by side.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RunComparison {
    /// The runs, in the order asked for.
    pub runs: Vec<ComparedRun>,
    /// Figures that at least two of them have.
    pub figures: Vec<ComparedFigure>,
}

/// A run among others.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparedRun {
    /// The run.
    pub run: u64,
    /// Name of its recipe.
    pub name: String,
    /// Version of its recipe, by hash.
    pub recipe: String,
    /// Its seed.
    pub seed: u64,
    /// Model that made it.
    pub model: String,
    /// Rows that were measured: as many of each as the smallest run has.
    pub rows: u64,
}

/// One figure of several runs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparedFigure {
    /// Of each run, where it has the figure.
    pub measures: Vec<Option<Measure>>,
    /// Of each run but the first, where both have it: the difference from the first run.
    pub differences: Vec<Option<FigureDifference>>,
}

/// A difference of two figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct FigureDifference {
    /// The difference.
    pub value: f64,
    /// Ends of its 95 % interval, where one is known: from the figures' own intervals, or from resampled rows.
    pub interval: Option<[f64; 2]>,
    /// The interval leaves out 0: more than noise.
    pub exceeds_noise: bool,
}

/// Asks for a report: one HTML file that needs nothing from elsewhere.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReportRequest {
    /// The run.
    pub run: u64,
    /// Another run of the project, put beside.
    pub beside: Option<u64>,
    /// The file to write.
    pub path: String,
    /// An existing file is replaced.
    pub replace: bool,
}

/// Asks for the next blind pair of rows.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ArenaRequest {
    /// The runs that compete, at least two.
    pub runs: Vec<u64>,
}

/// Two rows of different runs, without their names.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ArenaPair {
    /// Shown left.
    pub left: RowRequest,
    /// Its text.
    pub left_text: String,
    /// Shown right.
    pub right: RowRequest,
    /// Its text.
    pub right_text: String,
    /// What both were asked for, where the pair was matched by it: conditions and label, in words.
    pub asked: Vec<String>,
}

/// A judgment of a pair.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct JudgePair {
    /// Shown left.
    pub left: RowRequest,
    /// Shown right.
    pub right: RowRequest,
    /// The word.
    pub outcome: PairOutcome,
}

/// Which of two rows is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PairOutcome {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// Neither.
    Tie,
}

/// How the runs stand.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ArenaView {
    /// The runs, the strongest first.
    pub standings: Vec<Standing>,
    /// Pairs that were judged.
    pub judged: u64,
    /// Share of decided pairs that the left row won, with its 95 % interval; an arena without position bias has a half.
    pub left_wins: Option<[f64; 3]>,
    /// Figures with their definitions.
    pub measures: Vec<Measure>,
    /// Charts.
    pub charts: Vec<Chart>,
}

/// How runs stand by what a model says.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ModelArena {
    /// Name of the model.
    pub model: String,
    /// How they stand; the figures tell how far people agree.
    pub view: ArenaView,
}

/// Lets the model judge blind pairs, each in both orders; those that people judged come first.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ModelPairs {
    /// The runs that compete, at least two.
    pub runs: Vec<u64>,
    /// How many pairs.
    pub pairs: usize,
}

/// How one run stands.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Standing {
    /// The run.
    pub run: u64,
    /// Bradley-Terry rating, 1000 on average.
    pub rating: f64,
    /// Its 95 % interval, from resampled pairs.
    pub interval: [f64; 2],
    /// Mean Elo rating over resampled orders.
    pub elo: f64,
    /// Pairs won.
    pub won: u64,
    /// Pairs lost.
    pub lost: u64,
    /// Ties.
    pub tied: u64,
    /// Place; runs that cannot be told apart from the one above share it.
    pub place: u32,
}

/// A file of rows, and what is looked at in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DataFile {
    /// A CSV, JSONL, JSON or Parquet file.
    pub path: String,
    /// Column that holds the texts; `text`, or the only one, where absent.
    pub text: Option<String>,
    /// Column that holds the labels; `label`, where there is one, where absent.
    pub label: Option<String>,
    /// The first line of a CSV file names the columns; otherwise they are called `1`, `2` and so on.
    pub header: bool,
    /// Rows that are taken, drawn by a fixed seed; all of them where absent.
    pub rows: Option<usize>,
}
