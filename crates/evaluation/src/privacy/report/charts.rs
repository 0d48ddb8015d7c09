//! Charts.

use super::{Found, copied_sentence, named, nearer};
use crate::chart::{Behind, Chart, Dashboard, Drawing, Point};
use crate::finding::{percent, with_minus};
use crate::privacy::{Closest, Copied, Exposed, Personal};

/// Most bars of a histogram.
const BARS: usize = 20;

/// Copied words, distances and personal data, each with the rows behind.
#[must_use]
pub fn charts(found: Found<'_>) -> Vec<Chart> {
    let mut charts = Vec::new();
    charts.extend(found.copied.and_then(copied_chart));
    charts.extend(found.closest.and_then(closest_chart));
    charts.extend(canary_chart(found.canaries));
    charts.extend(found.personal.filter(|all| !all.is_empty()).map(personal_chart));
    charts
}

fn copied_chart(copied: &Copied) -> Option<Chart> {
    let lengths: Vec<usize> =
        copied.spans.iter().map(|span| span.as_ref().map_or(0, |span| span.words)).collect();
    let drawing = counts(&lengths)?;
    Some(chart("copied", copied_sentence(copied), "Words in a row of a known text", "Rows", drawing))
}

fn closest_chart(closest: &Closest) -> Option<Chart> {
    let distances: Vec<(usize, f64)> = closest.rows.iter().map(|row| (row.row, row.distance)).collect();
    let near = percent(nearer(&closest.rows) as f64 / closest.rows.len().max(1) as f64);
    let title = format!("{near} of rows are nearer to a known row than that is to its own neighbours");
    Some(chart("closest", title, "Distance to closest record", "Rows", bars(&distances)?))
}

/// How many canaries came out with how many of their words. Answers to a test are no rows of the dataset, so none is behind.
fn canary_chart(canaries: &[Exposed]) -> Option<Chart> {
    let longest = canaries.iter().map(|canary| canary.words).max()?;
    let with = |copied: usize| canaries.iter().filter(|canary| canary.copied == copied).count();
    let point = |copied: usize| Point::new(copied.to_string(), with(copied) as f64, None);
    let points = (0..=longest).map(point).collect();
    let most = canaries.iter().map(|canary| canary.copied).max().unwrap_or(0);
    let title = match most {
        0 => "No word of a canary came out".to_owned(),
        most => format!("At most {most} of {longest} words of a canary came out in a row"),
    };
    Some(chart("canaries", title, "Canaries", "Words in a row that came out", Drawing::Bars { points }))
}

fn personal_chart(personal: &[Personal]) -> Chart {
    let point = |one: &Personal| {
        let rows = one.rows.iter().map(|row| *row as u64).collect();
        Point::new(named(one.kind), one.rows.len() as f64, Some(Behind::Rows { rows }))
    };
    let points = personal.iter().map(point).collect();
    let title = "Rows that seem to hold personal data".to_owned();
    chart("personal", title, "Rows", "Kind", Drawing::Bars { points })
}

/// A bar for each number of words where these are few, and else a histogram; with the rows behind each bar.
fn counts(words: &[usize]) -> Option<Drawing> {
    let (least, most) = (*words.iter().min()?, *words.iter().max()?);
    if most - least >= BARS {
        return bars(&words.iter().map(|words| *words as f64).enumerate().collect::<Vec<_>>());
    }
    let bar = |number: usize| {
        let rows: Vec<u64> =
            (0..).zip(words).filter(|(_, words)| **words == number).map(|(row, _)| row).collect();
        Point::new(number.to_string(), rows.len() as f64, Some(Behind::Rows { rows }))
    };
    Some(Drawing::Histogram { points: (least..=most).map(bar).collect() })
}

/// A histogram of rows by their numbers, with the rows behind each bar.
fn bars(rows: &[(usize, f64)]) -> Option<Drawing> {
    let numbers: Vec<f64> = rows.iter().map(|(_, number)| *number).collect();
    let bins = measures::histogram(&numbers, BARS);
    let last = bins.len().checked_sub(1)?;
    let bar = |(at, bin): (usize, &measures::Bin)| {
        let inside = |number: f64| number >= bin.low && (number < bin.high || at == last);
        let behind: Vec<u64> =
            rows.iter().filter(|(_, number)| inside(*number)).map(|(row, _)| *row as u64).collect();
        Point::new(
            with_minus(&format!("{:.2}", bin.low)),
            behind.len() as f64,
            Some(Behind::Rows { rows: behind }),
        )
    };
    Some(Drawing::Histogram { points: bins.iter().enumerate().map(bar).collect() })
}

fn chart(id: &str, title: String, x: &str, y: &str, drawing: Drawing) -> Chart {
    Chart {
        id: id.to_owned(),
        dashboard: Dashboard::Privacy,
        title,
        x: x.to_owned(),
        y: y.to_owned(),
        drawing,
    }
}
