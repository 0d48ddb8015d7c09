//! Curation: what a pipeline makes of rows.

pub use curation::Features;
use curation::{Counts, Effect, Force, GateReport, Mark, Pipeline, Purpose, Rule, Step, StepOutcome};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DataFile, RowRequest};

/// Asks what a pipeline makes of the rows of a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CurateFile {
    /// The rows.
    pub data: DataFile,
    /// The pipeline, as TOML.
    pub pipeline: String,
    /// Rows whose labels people vouch for, none of them among the others. With them each step that is there to teach
    /// students better is tried on students, and held back where it cannot be shown to do no harm.
    pub gold: Option<DataFile>,
    /// Files that the rows may have been made from and whose texts they must not repeat.
    pub private: Vec<DataFile>,
    /// Decides how rows are dealt into folds.
    pub seed: u64,
}

/// What a pipeline made of rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationReport {
    /// Rows at first, and after each step.
    pub funnel: Vec<u64>,
    /// The steps, in order.
    pub steps: Vec<StepReport>,
    /// The rows in the order of the file.
    pub rows: Vec<RowReport>,
    /// What the user should know, in sentences.
    pub notices: Vec<String>,
}

/// What one step did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StepReport {
    /// Its kind.
    pub kind: String,
    /// The gate reports on it and never holds it back: it says what the dataset may hold.
    pub policy: bool,
    /// Whether it counts; the gate may have held it back.
    pub in_force: bool,
    /// It counts although the gate would hold it back, as the pipeline says.
    pub against_gate: bool,
    /// Rows that it measured, dropped, relabelled and weighed, or would have.
    pub counts: Counts,
    /// What it did to students, where it was tried.
    pub gate: Option<GateReport>,
    /// What its students read, where the step leaves it open.
    pub features: Option<Features>,
}

impl From<&StepOutcome> for StepReport {
    fn from(made: &StepOutcome) -> Self {
        Self {
            kind: made.step.kind().to_owned(),
            policy: made.step.purpose() == Purpose::Policy,
            in_force: made.force.counts(),
            against_gate: made.force == Force::AgainstGate,
            counts: made.counts(),
            gate: made.gate,
            features: made.measured.features,
        }
    }
}

/// What became of one row.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RowReport {
    /// Whether it is kept.
    pub kept: bool,
    /// Its label now.
    pub label: Option<String>,
    /// Its weight, 1 where no step weighs.
    pub weight: f64,
    /// What each step did to it, and why.
    pub marks: Vec<Mark>,
}

/// A pipeline under work: two can be held beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "CurationSide")]
pub enum Side {
    /// The pipeline that is worked on.
    Main,
    /// The one that it is compared with.
    Other,
}

/// What the Curate page opens with.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationStart {
    /// The pipeline that the recipe of the run holds, or the one that was applied last.
    pub pipeline: Pipeline,
    /// Rows of the dataset that no person judged: those that are curated.
    pub rows: u64,
    /// Rows that people judged. No step touches them.
    pub judged: u64,
    /// Of these, rows that came to them by chance and have a label: what a step is tried on.
    pub gold: u64,
    /// A file of more gold rows: the one that the Evaluate page tests students on.
    pub gold_file: Option<DataFile>,
    /// Labels of the rows, most frequent first; empty where they have none.
    pub labels: Vec<String>,
    /// Columns of numbers that a step can read.
    pub numbers: Vec<String>,
    /// What turns texts into vectors, where there is something.
    pub encoder: Option<String>,
    /// What stands on the rows of the run.
    pub applied: Option<AppliedCuration>,
}

/// A pipeline that was applied to a run.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AppliedCuration {
    /// When, in milliseconds since 1970 (UTC).
    pub at: i64,
    /// Who applied it.
    pub who: String,
    /// The pipeline.
    pub pipeline: Pipeline,
    /// What each step did, those switched off not among them; empty where an older program applied it.
    pub steps: Vec<StepReport>,
    /// Rows that it keeps.
    pub kept: u64,
    /// Rows that it drops.
    pub dropped: u64,
    /// Rows that it relabels.
    pub relabelled: u64,
    /// Rows whose weight is not 1.
    pub weighed: u64,
}

/// Asks for the steps of a pipeline to be made on the rows of a run. Progress arrives as the job `curation`; nothing of
/// the project changes.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CurationRequest {
    /// The run.
    pub run: u64,
    /// Which pipeline this is.
    pub side: Side,
    /// The pipeline.
    pub pipeline: Pipeline,
}

/// Names a pipeline that was measured.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct CurationId {
    /// The run.
    pub run: u64,
    /// Which pipeline.
    pub side: Side,
}

/// What a pipeline does to the rows of a run.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationView {
    /// Rows at first, and after each step.
    pub funnel: Vec<u64>,
    /// The steps that are not switched off, in order.
    pub steps: Vec<StepView>,
    /// Rows of each label (`None` without one) by what becomes of them, for a picture of their ways.
    pub flows: Vec<CurationFlow>,
    /// Rows whose label is another in the end.
    pub relabelled: u64,
    /// Rows whose weight is not 1 in the end.
    pub weighed: u64,
    /// How many rows of weight 1 are worth as much as the kept ones with their weights: `(Σw)² / Σw²` (Kish 1965).
    pub effective: f64,
    /// Gold rows that the steps were tried on.
    pub gold: u64,
    /// What the steps in force do to students all together, where there are gold rows.
    pub gate: Option<GateReport>,
}

/// One step, measured.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepView {
    /// The step.
    pub step: Step,
    /// What it does with the values.
    pub rule: Rule,
    /// What it did.
    #[serde(flatten)]
    pub report: StepReport,
    /// The values of the rows.
    pub histogram: Vec<ValueBin>,
}

/// Rows with a value from low (included) to high (excluded, but for the last).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct ValueBin {
    /// Smallest value.
    pub low: f64,
    /// End.
    pub high: f64,
    /// Rows.
    pub count: u64,
}

/// Rows that go one way.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CurationFlow {
    /// Their label at first.
    pub label: Option<String>,
    /// Number of the step that drops them; `None` for kept rows.
    pub dropped_by: Option<usize>,
    /// Their label in the end, where they are kept.
    pub becomes: Option<String>,
    /// How many.
    pub rows: u64,
}

/// Asks what another rule would do with the values that a step measured.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct PreviewRule {
    /// The run.
    pub run: u64,
    /// Which pipeline.
    pub side: Side,
    /// Number of the step, from 0.
    pub step: usize,
    /// The rule.
    pub rule: Rule,
}

/// What a rule would do.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RulePreview {
    /// Rows that it would drop, relabel and weigh.
    pub counts: Counts,
    /// Rows that would be left after this step.
    pub kept: u64,
    /// Rows that it would only just leave as they are, the nearest to the limit first.
    pub inside: Vec<CurationExample>,
    /// Rows that it would only just act on, the nearest to the limit first.
    pub outside: Vec<CurationExample>,
}

/// A row that a step measured.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationExample {
    /// The row.
    pub row: RowRequest,
    /// Its text.
    pub text: String,
    /// Its label before the step.
    pub label: Option<String>,
    /// The value.
    pub value: f64,
    /// What the value was taken from.
    pub evidence: Option<ExampleEvidence>,
    /// What the step does to it.
    pub effect: Option<Effect>,
}

/// What a value was taken from.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ExampleEvidence {
    /// Another row, such as the one that this one repeats.
    Row {
        /// That row.
        row: RowRequest,
        /// Its text.
        text: String,
    },
    /// Words in the text, or about it.
    Words {
        /// The words.
        words: String,
    },
    /// The label that the step finds right.
    Label {
        /// The label.
        label: String,
    },
}

/// Asks for rows that a step measured, the most suspicious first: those farthest on the side that it acts on.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct StepRowsRequest {
    /// The run.
    pub run: u64,
    /// Which pipeline.
    pub side: Side,
    /// Number of the step, from 0.
    pub step: usize,
    /// Only rows that the step acts on.
    pub acted: bool,
    /// Rows to leave out at the beginning.
    pub offset: usize,
    /// Most rows wanted, at most 500.
    pub limit: usize,
}

/// Some rows that a step measured.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StepRows {
    /// The rows.
    pub rows: Vec<CurationExample>,
    /// How many there are in all.
    pub total: u64,
}

/// Rows that a step for duplicates finds alike.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DuplicateGroups {
    /// The groups, the largest first.
    pub groups: Vec<DuplicateGroup>,
    /// How many there are in all.
    pub total: u64,
}

/// Rows that are alike.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DuplicateGroup {
    /// The row that is kept.
    pub kept: CurationExample,
    /// The others, each with what it resembles, the most alike first.
    pub others: Vec<CurationExample>,
}

/// Two pipelines on the same rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CurationComparison {
    /// Rows that both keep.
    pub both: u64,
    /// Rows that only the main one keeps.
    pub only_main: u64,
    /// Rows that only the other one keeps.
    pub only_other: u64,
    /// Rows that neither keeps.
    pub neither: u64,
    /// Rows that both keep with different labels.
    pub labels_differ: u64,
    /// Students of what the other keeps (`before`) and of what the main one keeps (`after`), where there are gold rows.
    pub gate: Option<GateReport>,
    /// Some rows that only the main one keeps.
    pub main_examples: Vec<ComparedRow>,
    /// Some rows that only the other one keeps.
    pub other_examples: Vec<ComparedRow>,
}

/// A row that one of two pipelines drops.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparedRow {
    /// The row.
    pub row: RowRequest,
    /// Its text.
    pub text: String,
    /// Its label at first.
    pub label: Option<String>,
    /// Why it is dropped, by the pipeline that drops it.
    pub mark: Mark,
}
