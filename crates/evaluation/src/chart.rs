//! Charts: their data and what they say.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Chart {
    /// Its id.
    pub id: String,
    /// Dashboard that it belongs to.
    pub dashboard: Dashboard,
    /// The finding, as a title: 'The same five openings start 31 % of rows'.
    pub title: String,
    /// How it is drawn.
    pub form: ChartForm,
    /// Title of the horizontal axis, with its unit.
    pub x: String,
    /// Title of the vertical axis, with its unit.
    pub y: String,
    /// Its bars or points, in order.
    pub points: Vec<Point>,
}

/// A group of charts and figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Dashboard {
    /// How varied the texts are.
    Diversity,
    /// How well rows keep to what was asked.
    Faithfulness,
    /// How evenly labels and conditions are spread.
    Balance,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Point {
    /// Its name or place on the horizontal axis.
    pub label: String,
    /// Its height.
    pub value: f64,
    /// What was planned, where a plan says so.
    pub expected: Option<f64>,
    /// Which rows are behind it.
    pub behind: Option<Behind>,
}

/// The rows behind a bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "test", rename_all = "kebab-case")]
pub enum Behind {
    /// Rows with this value.
    Is {
        /// The column.
        column: String,
        /// The value.
        #[ts(type = "unknown")]
        value: Value,
    },
    /// Rows whose text holds this.
    Contains {
        /// The column.
        column: String,
        /// The text.
        text: String,
    },
    /// Rows with a number from low (included) to high (excluded).
    Between {
        /// The column.
        column: String,
        /// Smallest number.
        low: f64,
        /// End.
        high: f64,
    },
}

impl Point {
    /// A bar.
    pub(crate) fn new(label: impl Into<String>, value: f64, behind: Option<Behind>) -> Self {
        Self { label: label.into(), value, expected: None, behind }
    }
}
