//! Upright bars without gaps, and a line through named points: both stand in slots of equal width.

use super::super::markup::Markup;
use super::label::{Anchor, label, measured, px, rectangle, rule};
use super::plot::{BOTTOM, HEIGHT, Plot};
use super::{Swatch, curves, map, picture, plan, words};
use crate::chart::{Chart, Point};

/// Room for a name at most.
const NAME: f64 = 130.0;

pub(super) fn histogram(m: &mut Markup, chart: &Chart, id: &str, points: &[Point]) {
    plan(m, points, Swatch::Found);
    let description = words(chart, "Upright bars.", points.iter().map(|point| point.value));
    picture(m, chart, id, HEIGHT, &description, |m| {
        let (plot, slot) = slots(points);
        plot.frame(m, chart);
        let zero = plot.y.at(0.0);
        for (point, left) in points.iter().zip(lefts(&plot, slot)) {
            let gap = (slot * 0.04).min(1.0);
            if point.value.is_finite() {
                let end = plot.y.at(point.value);
                rectangle(m, "bar", (left + gap, zero.min(end)), slot - 2.0 * gap, (end - zero).abs());
            }
            if let Some(y) = expected(&plot, point) {
                rule(m, "planned", (left + gap, y), (left + slot - gap, y));
            }
        }
        rule(m, "base", (plot.left, zero), (plot.right, zero));
        names(m, points, &plot, slot);
    });
}

pub(super) fn line(m: &mut Markup, chart: &Chart, id: &str, points: &[Point]) {
    plan(m, points, Swatch::Curve(0));
    let description = words(chart, "A line.", points.iter().map(|point| point.value));
    picture(m, chart, id, HEIGHT, &description, |m| {
        let (plot, slot) = slots(points);
        plot.frame(m, chart);
        let middles = || points.iter().zip(lefts(&plot, slot).map(|left| left + slot / 2.0));
        let found: Vec<(f64, f64)> = middles()
            .filter(|(point, _)| point.value.is_finite())
            .map(|(point, x)| (x, plot.y.at(point.value)))
            .collect();
        let plans: Vec<(f64, f64)> =
            middles().filter_map(|(point, x)| Some((x, expected(&plot, point)?))).collect();
        m.shape("path", &[("class", "planned"), ("d", &path(&plans))]);
        m.shape("path", &[("class", &curves::class(0)), ("d", &path(&found))]);
        let dots: String = found.iter().map(|(x, y)| map::mark(0, *x, *y, 3.0)).collect();
        m.shape("path", &[("class", &map::class("mark", 0)), ("d", &dots)]);
        names(m, points, &plot, slot);
    });
}

/// A line through places.
pub(super) fn path(places: &[(f64, f64)]) -> String {
    let step = |(at, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if at == 0 { "M" } else { "L" }, px(*x), px(*y))
    };
    places.iter().enumerate().map(step).collect()
}

/// The frame, which starts at nought, and the width of a slot.
fn slots(points: &[Point]) -> (Plot, f64) {
    let values = points.iter().flat_map(|point| [Some(point.value), point.expected]).flatten();
    let plot = Plot::over(values.chain([0.0]), widest(points) / 2.0);
    let slot = (plot.right - plot.left) / points.len() as f64;
    (plot, slot)
}

fn lefts(plot: &Plot, slot: f64) -> impl Iterator<Item = f64> {
    let left = plot.left;
    (0..).map(move |at: u32| left + slot * f64::from(at))
}

fn expected(plot: &Plot, point: &Point) -> Option<f64> {
    point.expected.filter(|expected| expected.is_finite()).map(|expected| plot.y.at(expected))
}

fn widest(points: &[Point]) -> f64 {
    points.iter().map(|point| measured(&point.label)).fold(0.0, f64::max).min(NAME)
}

/// As many names, at equal distances, as have room beside each other.
fn names(m: &mut Markup, points: &[Point], plot: &Plot, slot: f64) {
    let room = widest(points).max(12.0);
    let each = ((room + 10.0) / slot).ceil().max(1.0) as usize;
    for (point, left) in points.iter().zip(lefts(plot, slot)).step_by(each) {
        label(m, "axis", Anchor::Middle, (left + slot / 2.0, BOTTOM + 18.0), room, &point.label);
    }
}
