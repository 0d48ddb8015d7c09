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
    /// Title of the horizontal axis, with its unit; empty where axes have none.
    pub x: String,
    /// Title of the vertical axis, with its unit; empty where axes have none.
    pub y: String,
    /// What is drawn.
    #[serde(flatten)]
    pub drawing: Drawing,
}

/// Bins for whole numbers: no more than there are numbers from the least to the greatest, so that each begins at one of them.
pub(crate) fn whole_bins(numbers: &[f64], most: usize) -> usize {
    let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = numbers.iter().map(|number| greatest - number).fold(0.0, f64::max);
    if span < 2.0 { 1 } else { (span as usize + 1).min(most) }
}

impl Drawing {
    /// Bars of how many rows have which number, with the rows behind each.
    pub(crate) fn histogram(
        numbers: &[(u64, f64)],
        bins: usize,
        name: impl Fn(&measures::Bin) -> String,
    ) -> Self {
        let values: Vec<f64> = numbers.iter().map(|(_, value)| *value).collect();
        let bins = measures::histogram(&values, bins);
        let last = bins.len().saturating_sub(1);
        let points = bins.iter().enumerate().map(|(at, bin)| {
            let inside = |value: f64| value >= bin.low && (value < bin.high || at == last);
            let rows: Vec<u64> = numbers.iter().filter(|(_, v)| inside(*v)).map(|(row, _)| *row).collect();
            Point::new(name(bin), rows.len() as f64, Some(Behind::Rows { rows }))
        });
        Self::Histogram { points: points.collect() }
    }
}

impl Dashboard {
    /// A chart of this dashboard.
    pub(crate) fn chart(
        self,
        id: impl Into<String>,
        title: String,
        x: &str,
        y: &str,
        drawing: Drawing,
    ) -> Chart {
        Chart { id: id.into(), dashboard: self, title, x: x.to_owned(), y: y.to_owned(), drawing }
    }
}

/// A group of charts and figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Dashboard {
    /// How varied the texts are.
    Diversity,
    /// How well rows keep to what was asked.
    Faithfulness,
    /// What students learn from the rows.
    Usefulness,
    /// What the rows give away of what they were made from.
    Privacy,
    /// How evenly labels and conditions are spread.
    Balance,
}

/// How a chart is drawn, and what of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum Drawing {
    /// Upright bars without gaps.
    Histogram {
        /// The bars, in order.
        points: Vec<Point>,
    },
    /// Lying bars with names.
    Bars {
        /// The bars, in order.
        points: Vec<Point>,
    },
    /// A line through named points.
    Line {
        /// The points, in order.
        points: Vec<Point>,
    },
    /// Several lines over numbers, each with its interval.
    Curves {
        /// The lines.
        curves: Vec<Curve>,
    },
    /// Rows as places in a plane, near where texts are alike. Its axes have no titles.
    Map {
        /// The planes that rows are laid out in, the one to look at first in front.
        planes: Vec<Plane>,
        /// Names of the groups that the places are coloured by.
        groups: Vec<String>,
        /// The places.
        places: Vec<Place>,
    },
    /// A table whose cells are shaded by their number.
    Grid {
        /// Names of the columns.
        columns: Vec<String>,
        /// Names of the rows.
        rows: Vec<String>,
        /// The cells that hold a number.
        cells: Vec<Cell>,
    },
}

/// A line over numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<CurvePoint>,
}

/// A point of a line over numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CurvePoint {
    /// Its place on the horizontal axis.
    pub x: f64,
    /// Its height.
    pub y: f64,
    /// Lower end of the 95 % interval, where one is known.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval, where one is known.
    pub high: Option<f64>,
    /// Which rows are behind it.
    #[serde(default)]
    pub behind: Option<Behind>,
}

impl CurvePoint {
    /// A point with its interval, if it has one.
    pub(crate) fn new(x: f64, y: f64, interval: Option<measures::Interval>) -> Self {
        let (low, high) = (interval.map(|interval| interval.low), interval.map(|interval| interval.high));
        Self { x, y, low, high, behind: None }
    }

    /// The same point with the rows behind it.
    pub(crate) fn with_rows(self, rows: Vec<u64>) -> Self {
        let behind = (!rows.is_empty()).then_some(Behind::Rows { rows });
        Self { behind, ..self }
    }
}

/// A way to lay rows out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Plane {
    /// Its name.
    pub name: String,
    /// How it came about and what it shows, in a sentence or two.
    pub meaning: String,
}

/// A row on a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Place {
    /// Its place on each plane, across and upwards.
    pub at: Vec<[f32; 2]>,
    /// Number of its group, from 0.
    pub group: u32,
    /// The row, by its place among those that were measured, from 0.
    pub row: u64,
}

/// A shaded cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Cell {
    /// Number of its column, from 0.
    pub column: u32,
    /// Number of its row, from 0.
    pub row: u32,
    /// Its number.
    pub value: f64,
    /// What was planned, where a plan says so.
    pub expected: Option<f64>,
    /// Which rows are behind it; a row must meet all.
    pub behind: Vec<Behind>,
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
    /// These rows.
    Rows {
        /// Their places among those that were measured, from 0, in order.
        rows: Vec<u64>,
    },
}

impl Point {
    /// A bar.
    pub(crate) fn new(label: impl Into<String>, value: f64, behind: Option<Behind>) -> Self {
        Self { label: label.into(), value, expected: None, behind }
    }
}
