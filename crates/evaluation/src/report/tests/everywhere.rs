//! A report that is hostile everywhere.

use super::super::{Beside, Report, html};
use super::chart;
use crate::chart::{Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Place, Plane, Point};
use crate::finding::{Finding, Question, Tone};
use crate::measure::Unit;

/// A report that has one text wherever a text can stand, and one number wherever a number can.
pub(super) fn everywhere(text: &str, number: f64) -> String {
    let texts = || vec![text.to_owned(), text.to_owned()];
    let mut point = Point::new(text, 1.0, None);
    point.expected = Some(number);
    let points = || vec![point.clone(), Point::new(text, number, None)];
    let at = |x, y| CurvePoint { x, y, low: Some(number), high: Some(2.0), behind: None };
    let cell = |column, value| Cell { column, row: 0, value, expected: Some(number), behind: Vec::new() };
    let drawings = [
        Drawing::Histogram { points: points() },
        Drawing::Bars { points: points() },
        Drawing::Line { points: points() },
        Drawing::Curves {
            curves: vec![Curve {
                name: text.to_owned(),
                points: vec![at(1.0, 1.0), at(number, 2.0), at(3.0, number)],
            }],
        },
        Drawing::Map {
            planes: vec![Plane { name: text.to_owned(), meaning: text.to_owned() }],
            groups: texts(),
            places: vec![
                Place { at: vec![[1.0, 2.0]], group: 0, row: 0 },
                Place { at: vec![[number as f32, 0.0]], group: 9, row: 1 },
            ],
        },
        Drawing::Grid {
            columns: texts(),
            rows: texts(),
            cells: vec![cell(0, 1.0), cell(1, number), cell(8, 1.0)],
        },
    ];
    let charts = drawings.map(|drawing| Chart {
        id: text.to_owned(),
        title: text.to_owned(),
        x: text.to_owned(),
        y: text.to_owned(),
        ..chart(drawing)
    });
    let mut measure =
        Dashboard::Diversity.measure(text, text, text, Unit::Share, 3, Some(number)).noted(text);
    measure.encoder = Some(text.to_owned());
    (measure.low, measure.high) = (Some(number), Some(number));
    let finding = Finding {
        question: Question::Private,
        tone: Tone::Doubtful,
        sentence: text.to_owned(),
        advice: Some(text.to_owned()),
        measures: texts(),
    };
    let measures = [measure];
    html(&Report {
        title: text,
        about: &[(text.to_owned(), text.to_owned())],
        findings: &[finding],
        measures: &measures,
        charts: &charts,
        beside: &[Beside { name: text, rows: 5, measures: &measures, charts: &charts }],
        notices: &texts(),
    })
}
