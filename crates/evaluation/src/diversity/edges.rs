//! Openings and endings that repeat.

use std::collections::HashMap;

use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::diversity::SHOWN;
use crate::finding::percent;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// Words of an opening or ending.
const WORDS: usize = 3;
/// Openings or endings that count as common.
const COMMON: usize = 5;

/// An end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Its first words.
    Opening,
    /// Its last words.
    Ending,
}

impl Edge {
    fn of(self, words: &[String]) -> Option<&[String]> {
        match self {
            Self::Opening => words.get(..WORDS),
            Self::Ending => words.get(words.len().checked_sub(WORDS)?..),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Ending => "ending",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Opening => "start",
            Self::Ending => "end",
        }
    }
}

/// Share of rows with one of the commonest openings or endings.
pub(super) fn measure(rows: &Rows, edge: Edge) -> Measure {
    let name = edge.name();
    Dashboard::Diversity.measure(
        format!("{name}s-top-{COMMON}"),
        format!("Rows with a common {name}"),
        format!("Share of rows that {} with one of the five commonest {name}s of three words that more than one row has.", edge.verb()),
        Unit::Share,
        rows.len(),
        share(rows, &holders(rows, edge)),
    )
}

pub(super) fn chart(rows: &Rows, edge: Edge) -> Option<Chart> {
    let holders = holders(rows, edge);
    let share = share(rows, &holders)?;
    let points = holders
        .into_iter()
        .map(|(words, rows)| Point::new(words.join(" "), rows.len() as f64, Some(Behind::Rows { rows })))
        .collect();
    Some(Chart {
        id: format!("{}s", edge.name()),
        dashboard: Dashboard::Diversity,
        title: format!("The five commonest {}s {} {} of rows", edge.name(), edge.verb(), percent(share)),
        x: "Rows".to_owned(),
        y: match edge {
            Edge::Opening => "First three words".to_owned(),
            Edge::Ending => "Last three words".to_owned(),
        },
        drawing: Drawing::Bars { points },
    })
}

/// The commonest openings or endings, [`SHOWN`] at most, and the rows that have them: the most frequent first and then in
/// alphabetical order.
fn holders(rows: &Rows, edge: Edge) -> Vec<(&[String], Vec<u64>)> {
    let mut holders: HashMap<&[String], Vec<u64>> = HashMap::new();
    for (at, words) in (0..).zip(rows.words()) {
        if let Some(words) = edge.of(words) {
            holders.entry(words).or_default().push(at);
        }
    }
    let mut holders: Vec<_> = holders.into_iter().collect();
    let order = |a: &(&[String], Vec<u64>), b: &(&[String], Vec<u64>)| {
        b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0))
    };
    if holders.len() > SHOWN {
        holders.select_nth_unstable_by(SHOWN, order);
        holders.truncate(SHOWN);
    }
    holders.sort_by(order);
    holders
}

fn share(rows: &Rows, holders: &[(&[String], Vec<u64>)]) -> Option<f64> {
    let common = holders.iter().take(COMMON).map(|(_, rows)| rows.len()).filter(|rows| *rows > 1);
    let covered: usize = common.sum();
    (!rows.is_empty()).then(|| covered as f64 / rows.len() as f64)
}
