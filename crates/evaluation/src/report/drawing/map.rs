//! Rows as places in a plane, coloured and shaped by group.

use super::super::markup::Markup;
use super::label::{Anchor, label, px};
use super::{Swatch, WIDTH, legend, picture, words};
use crate::chart::{Chart, Place};

const TOP: f64 = 24.0;
const HEIGHT: f64 = 440.0;

/// Colours of groups and curves.
pub(super) const COLOURS: usize = 7;

pub(super) fn drawable(place: &Place) -> bool {
    place.x.is_finite() && place.y.is_finite()
}

/// A class with the colour of this number.
pub(super) fn class(what: &str, at: usize) -> String {
    format!("{what} c{}", at % COLOURS)
}

/// The outline of a mark, `size` from its middle. Four shapes and seven colours make 28 that differ.
pub(super) fn mark(at: usize, x: f64, y: f64, size: f64) -> String {
    let (s, d) = (px(size), px(size * 2.0));
    match at % 4 {
        0 => format!("M{} {}a{s} {s} 0 1 0 {d} 0a{s} {s} 0 1 0-{d} 0z", px(x - size), px(y)),
        1 => format!("M{} {}l{s} {d}h-{d}z", px(x), px(y - size)),
        2 => format!("M{} {}h{d}v{d}h-{d}z", px(x - size), px(y - size)),
        _ => format!("M{} {}l{s} {s}-{s} {s}-{s}-{s}z", px(x), px(y - size)),
    }
}

/// The name of a group.
pub(super) fn name(groups: &[String], at: u32) -> String {
    groups.get(at as usize).cloned().unwrap_or_else(|| format!("Group {}", u64::from(at) + 1))
}

/// The numbers of the groups that have places, in order.
pub(super) fn present(places: &[Place]) -> Vec<u32> {
    let mut present: Vec<u32> = places.iter().map(|place| place.group).collect();
    present.sort_unstable();
    present.dedup();
    present
}

pub(super) fn draw(m: &mut Markup, chart: &Chart, id: &str, groups: &[String], places: &[Place]) {
    let present = present(places);
    let names: Vec<String> = present.iter().map(|group| name(groups, *group)).collect();
    let entries = present.iter().zip(&names);
    legend(m, entries.map(|(group, name)| (Swatch::Group(*group as usize), name.as_str())));
    let drawn: Vec<&Place> = places.iter().filter(|place| drawable(place)).collect();
    let size = if drawn.len() > 1000 { 1.8 } else { 3.0 };
    let description = words(chart, "Places in a plane.", drawn.iter().map(|place| f64::from(place.x)));
    picture(m, chart, id, HEIGHT, &description, |m| {
        label(m, "axis", Anchor::Start, (0.0, 12.0), WIDTH, &chart.y);
        let put = fitted(&drawn);
        for group in present {
            let of_group = drawn.iter().filter(|place| place.group == group);
            let marks: String = of_group
                .map(|place| {
                    let (x, y) = put(place);
                    mark(group as usize, x, y, size)
                })
                .collect();
            m.shape("path", &[("class", &class("places", group as usize)), ("d", &marks)]);
        }
        label(m, "axis", Anchor::End, (WIDTH, HEIGHT - 6.0), WIDTH, &chart.x);
    });
}

/// Both axes have one scale, so that distances are true.
fn fitted(places: &[&Place]) -> impl Fn(&Place) -> (f64, f64) {
    let ends = |of: fn(&Place) -> f32| {
        let values = || places.iter().map(|place| f64::from(of(place)));
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (low, high)) = (ends(|place| place.x), ends(|place| place.y));
    let (wide, tall) = (WIDTH - 20.0, HEIGHT - TOP - 40.0);
    let unit = ((right - left) / wide).max((high - low) / tall);
    let unit = if unit > 0.0 { unit } else { 1.0 };
    let (middle, centre) = ((left + right) / 2.0, (low + high) / 2.0);
    move |place| {
        (
            WIDTH / 2.0 + (f64::from(place.x) - middle) / unit,
            TOP + 10.0 + tall / 2.0 - (f64::from(place.y) - centre) / unit,
        )
    }
}
