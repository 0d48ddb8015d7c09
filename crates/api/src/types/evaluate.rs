//! Figures about a run's rows.

use evaluation::Measure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Filter;

/// What is known of a run's rows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Evaluation {
    /// The run.
    pub run: u64,
    /// Accepted rows that were measured.
    pub rows: u64,
    /// Field that was measured.
    pub field: String,
    /// One verdict for each question: diverse? faithful? balanced?
    pub verdicts: Vec<EvaluationVerdict>,
    /// All figures.
    pub measures: Vec<Measure>,
    /// Charts of the dashboards.
    pub charts: Vec<Chart>,
}

/// Answer to one question in plain words.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EvaluationVerdict {
    /// `diverse`, `faithful` or `balanced`.
    pub question: String,
    /// How it stands.
    pub tone: Tone,
    /// One sentence.
    pub sentence: String,
    /// What to do next, where something can be done.
    pub advice: Option<String>,
    /// Ids of the measures that it rests on.
    pub measures: Vec<String>,
}

/// How a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// As one would wish.
    Good,
    /// Worth a look.
    Doubtful,
    /// Not known yet.
    Unknown,
}

/// A chart: its data and what it says.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Chart {
    /// Its id.
    pub id: String,
    /// Dashboard it belongs to: `diversity`, `faithfulness` or `balance`.
    pub dashboard: String,
    /// The finding, as a title: 'The same five openings start 31 % of rows'.
    pub title: String,
    /// How it is drawn.
    pub form: ChartForm,
    /// Title of the horizontal axis, with its unit.
    pub x: String,
    /// Title of the vertical axis, with its unit.
    pub y: String,
    /// Its bars or points, in order.
    pub points: Vec<ChartPoint>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChartForm {
    /// Upright bars without gaps.
    Histogram,
    /// Lying bars with names.
    Bars,
    /// A line.
    Line,
}

/// A bar or point.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChartPoint {
    /// Its name or place on the horizontal axis.
    pub label: String,
    /// Its height.
    pub value: f64,
    /// What was expected, where a plan says so.
    pub expected: Option<f64>,
    /// Opens the rows behind it.
    pub filter: Option<Filter>,
}

/// Starts the re-scoring of a run's labels by the model.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AgreementRequest {
    /// The run.
    pub run: u64,
}
