//! What one question about rows shows.

use measures::{Estimate, Interval, Z95};

use crate::chart::{Behind, Cell, Chart, Dashboard, Drawing, Point};
use crate::finding::{Finding, Question, Tone, with_minus};
use crate::measure::{Measure, Unit};

/// Figures, charts and a sentence that answer one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The figures.
    pub measures: Vec<Measure>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// What they come to.
    pub finding: Finding,
}

/// A share of rows that is as one would wish.
const GOOD: f64 = 0.9;
/// How far below it the interval may reach.
const REACH: f64 = 0.1;

/// How a share of right rows stands: good from 90 % if the interval does not reach below 80 %, unknown where it does.
pub(super) fn tone(measure: &Measure) -> Tone {
    match (measure.value, measure.low) {
        (Some(value), Some(low)) if value >= GOOD && low >= GOOD - REACH => Tone::Good,
        (Some(value), _) if value >= GOOD => Tone::Unknown,
        (Some(_), _) => Tone::Doubtful,
        (None, _) => Tone::Unknown,
    }
}

/// An answer about faithfulness.
pub(super) fn finding(tone: Tone, sentence: String, advice: Option<&str>, measures: &[&str]) -> Finding {
    Finding {
        question: Question::Faithful,
        tone,
        sentence,
        advice: advice.map(str::to_owned),
        measures: measures.iter().map(|id| (*id).to_owned()).collect(),
    }
}

/// A figure with the estimate of its value.
pub(super) fn estimated(
    id: &str,
    title: &str,
    meaning: &str,
    unit: Unit,
    n: usize,
    estimate: Option<Estimate>,
) -> Measure {
    Dashboard::Faithfulness
        .measure(id, title, meaning, unit, n, estimate.map(|e| e.value))
        .within(estimate.and_then(|e| e.interval))
}

/// The share of hits among things of which a row may have several: of each row hits and things. The rows are what was
/// drawn, so where all or none is a hit the interval is Wilson's over rows with any.
pub(super) fn share_of_things(rows: &[(u64, u64)]) -> Option<Estimate> {
    let items: Vec<(f64, f64)> =
        rows.iter().filter(|(_, all)| *all > 0).map(|(hits, all)| (*hits as f64, *all as f64)).collect();
    let found = measures::ratio(&items, Z95)?;
    let n = items.len() as u64;
    let interval = if found.value <= 0.0 {
        measures::wilson(0, n, Z95)
    } else if found.value >= 1.0 {
        measures::wilson(n, n, Z95)
    } else {
        found.interval.map(|i| Interval { low: i.low.max(0.0), high: i.high.min(1.0) })
    };
    Some(Estimate { value: found.value, interval })
}

/// The rows behind a part of a chart.
pub(super) fn behind(rows: &[u64]) -> Behind {
    Behind::Rows { rows: rows.to_vec() }
}

/// A bar as high as there are rows.
pub(super) fn count_bar(label: impl Into<String>, rows: &[u64]) -> Point {
    Point::new(label, rows.len() as f64, Some(behind(rows)))
}

/// A chart of the faithfulness dashboard.
pub(super) fn chart(id: impl Into<String>, title: String, x: &str, y: &str, drawing: Drawing) -> Chart {
    Dashboard::Faithfulness.chart(id, title, x, y, drawing)
}

/// A table of how many rows there are of each pair, given by the rows of each.
pub(super) fn grid(columns: Vec<String>, rows: Vec<String>, cells: &[Vec<Vec<u64>>]) -> Drawing {
    let cells = (0..).zip(cells).flat_map(|(row, cells)| {
        (0..).zip(cells).filter(|(_, members)| !members.is_empty()).map(move |(column, members)| Cell {
            column,
            row,
            value: members.len() as f64,
            expected: None,
            behind: vec![behind(members)],
        })
    });
    Drawing::Grid { columns, rows, cells: cells.collect() }
}

/// Bars of how many rows have which number, with the rows behind each.
pub(super) fn histogram(numbers: &[(u64, f64)], bins: usize) -> Drawing {
    Drawing::histogram(numbers, bins, |bin| with_minus(&format!("{:.2}", bin.low)))
}

/// The most probable class, the first of equals.
pub(super) fn most_probable(probabilities: &[f64]) -> Option<usize> {
    (0..probabilities.len())
        .reduce(|best, at| if probabilities[at] > probabilities[best] { at } else { best })
}
