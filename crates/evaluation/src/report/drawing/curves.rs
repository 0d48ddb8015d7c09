//! Several lines over numbers, each with its interval.

use super::super::markup::Markup;
use super::label::{Anchor, label, measured};
use super::plot::{BOTTOM, HEIGHT, Plot};
use super::scale::Scale;
use super::slots::path;
use super::{Swatch, legend, map, picture, words};
use crate::chart::{Chart, Curve, CurvePoint};

pub(super) fn drawable(point: &CurvePoint) -> bool {
    point.x.is_finite() && point.y.is_finite()
}

/// Class of the curve of this number. Colours come again with another stroke.
pub(super) fn class(at: usize) -> String {
    map::class(["curve", "curve dash1", "curve dash2"][at / map::COLOURS % 3], at)
}

pub(super) fn draw(m: &mut Markup, chart: &Chart, id: &str, curves: &[Curve]) {
    legend(m, curves.iter().enumerate().map(|(at, curve)| (Swatch::Curve(at), curve.name.as_str())));
    let points = || curves.iter().flat_map(|curve| &curve.points).filter(|point| drawable(point));
    let description = words(chart, "Lines with 95 % intervals.", points().map(|point| point.y));
    picture(m, chart, id, HEIGHT, &description, |m| {
        let ends = points().flat_map(|point| [Some(point.y), point.low, point.high]).flatten();
        let plot = Plot::over(ends, 36.0);
        let x = Scale::over(points().map(|point| point.x), plot.left + 8.0, plot.right);
        plot.frame(m, chart);
        let ticks = x.ticks();
        let room = (plot.right - plot.left) / ticks.len() as f64 - 6.0;
        for (value, text) in &ticks {
            let place = (x.at(*value), BOTTOM + 18.0);
            label(m, "axis", Anchor::Middle, place, room.min(measured(text) + 4.0), text);
        }
        for (at, curve) in curves.iter().enumerate() {
            band(m, at, curve, &x, &plot.y);
        }
        for (at, curve) in curves.iter().enumerate() {
            let places: Vec<(f64, f64)> =
                curve.points.iter().filter(|p| drawable(p)).map(|p| (x.at(p.x), plot.y.at(p.y))).collect();
            m.shape("path", &[("class", &class(at)), ("d", &path(&places))]);
            let marks: String = places.iter().map(|(x, y)| map::mark(at, *x, *y, 3.5)).collect();
            m.shape("path", &[("class", &map::class("mark", at)), ("d", &marks)]);
        }
    });
}

/// The interval: a surface between its ends, or a stroke where one point alone has it.
fn band(m: &mut Markup, at: usize, curve: &Curve, x: &Scale, y: &Scale) {
    let interval = |point: &CurvePoint| {
        let (low, high) = point.low.zip(point.high)?;
        (drawable(point) && low.is_finite() && high.is_finite())
            .then(|| (x.at(point.x), y.at(low), y.at(high)))
    };
    let known: Vec<(f64, f64, f64)> = curve.points.iter().filter_map(interval).collect();
    match known.as_slice() {
        [] => {}
        [(x, low, high)] => {
            m.shape("path", &[("class", &class(at)), ("d", &path(&[(*x, *low), (*x, *high)]))]);
        }
        several => {
            let there = several.iter().map(|(x, _, high)| (*x, *high));
            let back = several.iter().rev().map(|(x, low, _)| (*x, *low));
            let around: Vec<(f64, f64)> = there.chain(back).collect();
            let d = format!("{}Z", path(&around));
            m.shape("path", &[("class", &map::class("band", at)), ("d", &d)]);
        }
    }
}
