//! Charts.

use measures::{Interval, Z95, wilson};
use serde_json::Value;

use super::{name, within_one};
use crate::chart::{Behind, Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Point};
use crate::finding::{percentage_points, signed_points};
use crate::usefulness::{Ablation, Effect, Learnt, Source, UsefulnessOutcome};

/// Learning curves, confusion, F1, reliability and which part helps. `label` is the column of the rows that holds labels.
#[must_use]
pub fn charts(outcome: &UsefulnessOutcome, label: &str) -> Vec<Chart> {
    if outcome.gold.used == 0 {
        return Vec::new();
    }
    let mut charts = vec![learning(outcome), confusion(outcome), f1(outcome, label)];
    charts.extend(reliability(outcome));
    charts.extend(helps(outcome));
    charts
}

fn learning(outcome: &UsefulnessOutcome) -> Chart {
    let point = |learnt: &Learnt| {
        CurvePoint::new(learnt.rows as f64, learnt.accuracy.mean, within_one(learnt.accuracy.interval))
    };
    let curve = |(source, points): &(Source, Vec<Learnt>)| Curve {
        name: match source {
            Source::Synthetic => "Synthetic",
            Source::Real => "Real",
            Source::Both => "Both",
        }
        .to_owned(),
        points: points.iter().map(point).collect(),
    };
    let drawing = Drawing::Curves { curves: outcome.curves.iter().map(curve).collect() };
    Dashboard::Usefulness.chart(
        "learning-curves",
        growth(outcome),
        "Rows learnt",
        "Gold rows answered rightly",
        drawing,
    )
}

/// What the last doubling brought.
fn growth(outcome: &UsefulnessOutcome) -> String {
    let gain =
        outcome.curves.iter().find(|(source, _)| *source == Source::Synthetic).and_then(|(_, points)| {
            let last = points.last()?;
            let half = points.iter().rfind(|point| point.rows * 2 <= last.rows)?;
            Some((Effect::of(last, half)?, half.rows, last.rows))
        });
    match gain {
        Some((Effect { difference, interval }, from, to)) if interval.low > 0.0 => {
            format!(
                "From {from} to {to} rows students gain {}: more rows may help",
                percentage_points(difference)
            )
        }
        Some((_, from, to)) => format!("From {from} to {to} rows students gain nothing that is sure"),
        None => "What students of more rows know".to_owned(),
    }
}

/// Gold rows are no rows of the dataset, so no row stands behind a cell.
fn confusion(outcome: &UsefulnessOutcome) -> Chart {
    let confusion = &outcome.confusion;
    let mut cells = Vec::new();
    for (row, answers) in (0..).zip(&confusion.counts) {
        for (column, count) in (0..).zip(answers) {
            cells.push(Cell { column, row, value: *count as f64, expected: None, behind: Vec::new() });
        }
    }
    let (right, all) = (confusion.hits(), confusion.total());
    let title = format!("A student of all rows answers {right} of {all} gold rows rightly");
    let drawing = Drawing::Grid { columns: confusion.labels.clone(), rows: confusion.labels.clone(), cells };
    Dashboard::Usefulness.chart("confusion", title, "Answer", "Gold label", drawing)
}

fn f1(outcome: &UsefulnessOutcome, label: &str) -> Chart {
    let scores = outcome.confusion.labels.iter().zip(outcome.confusion.scores(Z95));
    let points: Vec<Point> = scores
        .map(|(name, score)| {
            let behind = Behind::Is { column: label.to_owned(), value: Value::String(name.clone()) };
            Point::new(name.clone(), score.f1.value, Some(behind))
        })
        .collect();
    let worst = points.iter().reduce(|worst, other| if other.value < worst.value { other } else { worst });
    let title = worst
        .map_or_else(|| "F1 of each label".to_owned(), |worst| format!("{} is known least", worst.label));
    Dashboard::Usefulness.chart("student-f1", title, "F1", "Label", Drawing::Bars { points })
}

fn reliability(outcome: &UsefulnessOutcome) -> Option<Chart> {
    let calibration = outcome.calibration.as_ref()?;
    let point = |bin: &measures::ReliabilityBin| {
        let right = (bin.accuracy * bin.count as f64).round() as u64;
        let interval = wilson(right, bin.count, Z95);
        CurvePoint::new(bin.confidence, bin.accuracy, interval)
    };
    let points = calibration.bins.iter().filter(|bin| bin.count > 0).map(point).collect();
    let even = |at: f64| CurvePoint::new(at, at, None);
    let curves = vec![
        Curve { name: "Student".to_owned(), points },
        Curve { name: "As sure as right".to_owned(), points: vec![even(0.0), even(1.0)] },
    ];
    let title = match calibration.temperature {
        t if t > 1.1 => "The student is surer than it is right",
        t if t < 0.9 => "The student is less sure than it is right",
        _ => "The student is about as sure as it is right",
    };
    Some(Dashboard::Usefulness.chart(
        "student-reliability",
        title.to_owned(),
        "Probability",
        "Share right",
        Drawing::Curves { curves },
    ))
}

fn helps(outcome: &UsefulnessOutcome) -> Option<Chart> {
    let mut ablations: Vec<&Ablation> = outcome.ablations.iter().collect();
    ablations.sort_by(|a, b| b.effect.difference.total_cmp(&a.effect.difference));
    let first = ablations.first()?;
    let title = if first.effect.interval.low > 0.0 {
        format!(
            "{} helps most: without it students lose {}",
            name(first),
            percentage_points(first.effect.difference)
        )
    } else {
        "No part of the rows surely helps more than the others".to_owned()
    };
    let point = |one: &&Ablation| {
        let Interval { low, high } = one.effect.interval;
        let rows = one.group.rows.iter().map(|row| *row as u64).collect();
        let label = format!("{} ({} to {} points)", name(one), signed_points(low), signed_points(high));
        Point::new(label, 100.0 * one.effect.difference, Some(Behind::Rows { rows }))
    };
    let points = ablations.iter().map(point).collect();
    Some(Dashboard::Usefulness.chart(
        "helps",
        title,
        "Percentage points lost without it",
        "Part",
        Drawing::Bars { points },
    ))
}
