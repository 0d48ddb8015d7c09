//! Lying bars with names.

use super::super::markup::Markup;
use super::super::number;
use super::label::{Anchor, label, measured, rectangle, rule};
use super::scale::Scale;
use super::{Swatch, WIDTH, picture, plan, words};
use crate::chart::{Chart, Point};

/// Height of a bar with the space around it.
const ROW: f64 = 24.0;
/// Room for names at most.
const NAMES: f64 = 270.0;
/// Above the bars: the title of their names.
const TOP: f64 = 22.0;

pub(super) fn draw(m: &mut Markup, chart: &Chart, id: &str, points: &[Point]) {
    plan(m, points, Swatch::Found);
    let values: Vec<String> = points.iter().map(|point| number::plain(point.value)).collect();
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(measured).fold(0.0, f64::max);
    let names = widest(&mut points.iter().map(|point| point.label.as_str())).clamp(48.0, NAMES);
    let numbers = widest(&mut values.iter().map(String::as_str)) + 4.0;
    let (left, right) = (names + 12.0, WIDTH - numbers - 12.0);
    let ends = points.iter().flat_map(|point| [Some(point.value), point.expected]).flatten();
    let scale = Scale::over(ends.chain([0.0]), left, right);
    let bottom = TOP + ROW * points.len() as f64;
    let description = words(chart, "Lying bars.", points.iter().map(|point| point.value));
    picture(m, chart, id, bottom + 24.0, &description, |m| {
        label(m, "axis", Anchor::Start, (0.0, 12.0), WIDTH, &chart.y);
        for (at, (point, value)) in points.iter().zip(&values).enumerate() {
            let top = TOP + ROW * at as f64;
            label(m, "name", Anchor::End, (names, top + 16.0), names, &point.label);
            if point.value.is_finite() {
                let (zero, end) = (scale.at(0.0), scale.at(point.value));
                rectangle(m, "bar", (zero.min(end), top + 4.0), (end - zero).abs(), ROW - 8.0);
            }
            if let Some(expected) = point.expected.filter(|expected| expected.is_finite()) {
                let x = scale.at(expected);
                rule(m, "planned", (x, top + 1.0), (x, top + ROW - 1.0));
            }
            label(m, "value", Anchor::End, (WIDTH, top + 16.0), numbers, value);
        }
        rule(m, "base", (scale.at(0.0), TOP), (scale.at(0.0), bottom));
        label(m, "axis", Anchor::End, (WIDTH, bottom + 16.0), WIDTH - left, &chart.x);
    });
}
