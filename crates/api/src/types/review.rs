//! The review page: one row after another, judged by a person.

use dataset::Judgment;
pub use evaluation::{Figure, RatingAgreement};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ReviewKind, RowRequest, Scale, ScaleAgreement, SpanAgreement};

/// Which rows come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOrder {
    /// A random sample: the only one from which the share of right rows can be told.
    Random,
    /// As they were made.
    Made,
    /// Those that the model wrote with the least probability.
    LeastProbable,
    /// Those whose label a student that learned from the other rows finds least probable.
    Suspicious,
    /// So many as can be judged: of each label those that a student wavers on while it learns.
    Ambiguous,
    /// So many as can be judged: those whose label the model was least sure of, as far as people do better; where it did not
    /// say, those of which a student of the other rows is least sure.
    LeastConfident,
    /// So many as can be judged: those for which the model gave different labels, as often as it was asked (CoAnnotating, Li
    /// et al. 2023).
    Divided,
    /// So many as can be judged: those between whose labels a student of the other rows hesitates most.
    MaximumEntropy,
    /// So many as can be judged: of as many groups of similar rows the middle one.
    KMeans,
    /// So many as can be judged: each the farthest from those before.
    KCenter,
    /// So many as can be judged: typical ones, each unlike those before.
    VoteK,
    /// Those on which reviewers disagree and nobody said the final word, with what each of them said. Progress then counts
    /// these rows and final words, and has no interval.
    Disagreements,
}

/// Asks for the rows of a run that are to be judged.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReviewRequest {
    /// The run.
    pub run: u64,
    /// Which come first.
    pub order: ReviewOrder,
    /// Rows to be rated on this scale, in place of those to be judged. There are no disagreements to settle then.
    #[serde(default)]
    #[ts(optional)]
    pub scale: Option<Scale>,
    /// How many more rows of the run can be judged; 100 where absent. Orders that rank all rows
    /// need none.
    #[serde(default)]
    #[ts(optional)]
    pub budget: Option<u32>,
}

/// Rows that an order chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ChosenRows {
    /// How many, those that were judged among them.
    pub rows: u64,
    /// What is worth knowing of the choice, in sentences; may be empty.
    pub about: String,
}

/// The rows of a run that are to be judged or rated.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReviewQueue {
    /// Rows without a judgment of this reviewer, and at the end those that were put off; or rows without a rating.
    pub rows: Vec<QueuedRow>,
    /// What was chosen, where the order takes only so many rows as can be judged.
    pub chosen: Option<ChosenRows>,
    /// How far the reviewer is.
    pub progress: ReviewProgress,
    /// What there is to say of the rows.
    pub kind: ReviewKind,
    /// The field that holds the label, where rows have one of the recipe's labels.
    pub label_field: Option<String>,
    /// These labels, in the order of the recipe.
    pub labels: Vec<ReviewLabel>,
    /// What the recipe tells annotators, in Markdown; may be empty.
    pub codebook: String,
    /// Whose file this is, where it was made for a reviewer.
    pub file: Option<ReviewerFile>,
}

/// A label as the codebook has it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReviewLabel {
    /// Its name, as rows hold it.
    pub name: String,
    /// What it means; may be empty.
    pub definition: String,
}

/// A row in the queue.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QueuedRow {
    /// The row.
    pub row: RowRequest,
    /// Why it comes here, as a sentence; empty where the order has no reason.
    pub why: String,
    /// The reviewer put it off before.
    pub put_off: bool,
}

/// What the reviewer found so far.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct ReviewProgress {
    /// Accepted rows of the run, and those that this reviewer took out.
    pub rows: u64,
    /// Rows judged, those put off not among them; or rows rated.
    pub judged: u64,
    /// Of those judged, rows that were right as the model made them: accepted, with their label, and not edited.
    pub right: u64,
    /// 95 % interval of the share of right rows (Wilson), each in [0, 1]; none before the first judgment, and none where
    /// a row was judged that had not come at random.
    pub interval: Option<[f64; 2]>,
    /// Half the width of the interval at which the share is known well enough to stop.
    pub enough: f64,
    /// Mean level of the rows rated, from 0, the worst.
    pub mean: Option<f64>,
}

/// Judges a row.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct JudgeRow {
    /// The row.
    pub row: RowRequest,
    /// The word.
    pub judgment: Judgment,
    /// Remark; may be empty.
    pub note: String,
    /// The order in which it came.
    pub order: ReviewOrder,
    /// It is the final word on the row, whatever reviewers say. Refused in a reviewer's file.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub adjudicate: bool,
}

/// What stands after a judgment was taken back.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JudgmentTakenBack {
    /// The row whose judgment it was.
    pub row: RowRequest,
    /// How far the reviewer is now.
    pub progress: ReviewProgress,
}

/// Whose file the open project is, where it was made for a reviewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReviewerFile {
    /// The reviewer's name; judgments are recorded under it.
    pub reviewer: String,
    /// The labels were left out, so that the reviewer is not led by them: a row that stays gets a label, and cannot just
    /// be accepted.
    pub blind: bool,
}

/// Takes back the reviewer's last judgment in a run that was given here.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct TakeBack {
    /// The run.
    pub run: u64,
    /// The last final word, and not the last judgment of one's own.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub adjudicate: bool,
    /// The last rating on this scale, and no judgment.
    #[serde(default)]
    #[ts(optional)]
    pub scale: Option<Scale>,
}

/// Makes a file for each of some reviewers.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AssignReview {
    /// The run whose accepted rows are dealt.
    pub run: u64,
    /// Names of the reviewers, each one once.
    pub reviewers: Vec<String>,
    /// Share of rows that several reviewers get, in [0, 1]; each other row goes to one.
    pub overlap: f64,
    /// How many reviewers get such a row, at least two; all of them where absent.
    pub raters: Option<usize>,
    /// Leave the labels out, so that reviewers are not led by them.
    pub blind: bool,
    /// Decides who gets which rows.
    pub seed: u64,
    /// The folder that the files are written to.
    pub folder: String,
    /// Private sources whose text may go along.
    pub include_private: Vec<String>,
}

/// Files for reviewers.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AssignedReview {
    /// One for each reviewer, in their order.
    pub files: Vec<AssignedFile>,
    /// Fields and conditions that were left out of all rows.
    pub left_out: Vec<String>,
    /// What the user should know before sending them, in sentences.
    pub warnings: Vec<String>,
}

/// A reviewer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AssignedFile {
    /// The reviewer.
    pub reviewer: String,
    /// Where it lies.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Of these, rows that others got too.
    pub shared: u64,
}

/// Brings reviewers' files home.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct MergeReviews {
    /// The run that they were made from.
    pub run: u64,
    /// The files.
    pub paths: Vec<String>,
}

/// What came of a reviewer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MergedFile {
    /// The file.
    pub path: String,
    /// Whose it was; `None` where it was not merged.
    pub reviewer: Option<String>,
    /// Judgments that were added.
    pub added: u64,
    /// Judgments that were here already.
    pub known: u64,
    /// Numbers of rows whose judgments were not taken.
    pub refused: Vec<u64>,
    /// Why the file or some of its rows were not merged, in sentences that name them.
    pub notices: Vec<String>,
}

/// How far the reviewers of a run agree.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReviewAgreement {
    /// The reviewers whose words stand, by name.
    pub reviewers: Vec<ReviewerCounts>,
    /// Agreement on which rows stay and which are rejected: categories `keep` and `reject`.
    pub decisions: RatingAgreement,
    /// Agreement on the labels of the rows that both kept; none where the recipe has no labels. Who accepts a row gives it
    /// the label that it has.
    pub labels: Option<RatingAgreement>,
    /// Agreement on the spans of the rows that both kept; none where the recipe has none.
    pub spans: Option<SpanAgreement>,
    /// Agreement on which of two texts is better, on the rows that both kept or found a tie: categories `as-made`, `swapped`
    /// and `tie`; none where nobody compared any.
    pub preferences: Option<RatingAgreement>,
    /// Agreement on ratings, for each scale that was used.
    pub ratings: Vec<ScaleAgreement>,
    /// The rows on which they disagree, in the order in which they were made.
    pub disagreements: Vec<Disagreement>,
}

/// What a reviewer said in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReviewerCounts {
    /// The reviewer.
    pub reviewer: String,
    /// Rows judged, those put off not among them.
    pub judged: u64,
    /// Of these, rows kept as they are.
    pub right: u64,
    /// Rows kept with another label or other values.
    pub changed: u64,
    /// Rows rejected.
    pub rejected: u64,
}

/// A row on which reviewers disagree.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Disagreement {
    /// The row.
    pub row: RowRequest,
    /// Its number in the dataset.
    pub number: Option<u64>,
    /// What each reviewer said, by name.
    pub words: Vec<ReviewerWord>,
    /// The final word, where one stands.
    pub adjudication: Option<ReviewerWord>,
}

/// What a reviewer said of a row.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReviewerWord {
    /// The reviewer.
    pub who: String,
    /// When.
    pub at: i64,
    /// The word.
    pub judgment: Judgment,
    /// The label that the row would have by it, where it stays and the recipe has labels.
    pub label: Option<String>,
    /// Fields that the reviewer gave other values, the label not among them.
    pub edited: Vec<String>,
    /// Remark; may be empty.
    pub note: String,
    /// All this in a few words: `positive`, `reject (off topic)`.
    pub said: String,
}
