//! Rows as places in planes, coloured and shaped by group, each group named at its middle.

use super::super::markup::Markup;
use super::label::{Anchor, label, measured, px};
use super::{NAME, Swatch, WIDTH, legend, picture, words};
use crate::chart::{Chart, Place, Plane};

const TOP: f64 = 10.0;
const HEIGHT: f64 = 440.0;
/// Widest name of a group on the map.
const WIDEST: f64 = 220.0;
/// Height of a name with the room around it.
const LINE: f64 = 17.0;

/// Colours of groups and curves.
pub(super) const COLOURS: usize = 7;

/// Whether a row has a place on a plane.
fn drawable(place: &Place, plane: usize) -> bool {
    place.at.get(plane).is_some_and(|at| at.iter().all(|value| value.is_finite()))
}

/// Whether there is anything to draw.
pub(super) fn some(planes: &[Plane], places: &[Place]) -> bool {
    (0..planes.len()).any(|plane| places.iter().any(|place| drawable(place, plane)))
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

/// A picture of each plane.
pub(super) fn draw(
    m: &mut Markup,
    chart: &Chart,
    id: &str,
    planes: &[Plane],
    groups: &[String],
    places: &[Place],
) {
    let present = present(places);
    let names: Vec<String> = present.iter().map(|group| name(groups, *group)).collect();
    let entries = present.iter().zip(&names);
    legend(m, entries.map(|(group, name)| (Swatch::Group(*group as usize), name.as_str())));
    for (number, plane) in planes.iter().enumerate() {
        let drawn: Vec<&Place> = places.iter().filter(|place| drawable(place, number)).collect();
        if drawn.is_empty() {
            continue;
        }
        m.put("p", &[("class", "small plane")], |m| {
            m.name("span", &[("class", "title")], &format!("{}. ", plane.name), NAME);
            m.say("span", &[("class", "muted")], &plane.meaning);
        });
        let put = fitted(&drawn, number);
        let description =
            words(chart, "Places in a plane.", drawn.iter().map(|place| f64::from(place.at[number][0])));
        picture(m, chart, &format!("{id}-{number}"), HEIGHT, &description, |m| {
            let size = if drawn.len() > 1000 { 1.8 } else { 3.0 };
            let mut middles = Vec::new();
            for (group, name) in present.iter().zip(&names) {
                let marks: Vec<(f64, f64)> =
                    drawn.iter().filter(|place| place.group == *group).map(|place| put(place)).collect();
                let at = *group as usize;
                let path: String = marks.iter().map(|(x, y)| mark(at, *x, *y, size)).collect();
                m.shape("path", &[("class", &class("places", at)), ("d", &path)]);
                middles.extend(middle(marks).map(|middle| (name.as_str(), middle)));
            }
            for (name, at, room) in apart(&middles) {
                label(m, "group", Anchor::Middle, at, room, name);
            }
        });
    }
}

/// Both axes have one scale, so that distances are true.
fn fitted(places: &[&Place], plane: usize) -> impl Fn(&Place) -> (f64, f64) {
    let ends = |axis: usize| {
        let values = || places.iter().map(|place| f64::from(place.at[plane][axis]));
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (low, high)) = (ends(0), ends(1));
    let (wide, tall) = (WIDTH - 20.0, HEIGHT - 2.0 * TOP);
    let unit = ((right - left) / wide).max((high - low) / tall);
    let unit = if unit > 0.0 { unit } else { 1.0 };
    let (across, up) = (f64::midpoint(left, right), f64::midpoint(low, high));
    move |place| {
        let [x, y] = place.at[plane].map(f64::from);
        (WIDTH / 2.0 + (x - across) / unit, HEIGHT / 2.0 - (y - up) / unit)
    }
}

/// The median of marks on each axis; strays do not move it.
fn middle(marks: Vec<(f64, f64)>) -> Option<(f64, f64)> {
    let median = |mut values: Vec<f64>| {
        let at = values.len() / 2;
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
    };
    let (across, down) = marks.into_iter().unzip();
    Some((median(across)?, median(down)?))
}

/// Names where they stand and how wide they are, none over another: one that finds its place taken moves up or down, and is
/// left to the legend where there is no room.
fn apart<'n>(names: &[(&'n str, (f64, f64))]) -> Vec<(&'n str, (f64, f64), f64)> {
    let mut placed: Vec<(&str, (f64, f64), f64)> = Vec::new();
    for (name, (x, y)) in names {
        let room = (measured(name) + 4.0).min(WIDEST);
        let x = x.clamp(room / 2.0, WIDTH - room / 2.0);
        let free = |y: f64| {
            let over = |(_, other, width): &(&str, (f64, f64), f64)| {
                (x - other.0).abs() < f64::midpoint(room, *width) && (y - other.1).abs() < LINE
            };
            (LINE..HEIGHT - TOP).contains(&y) && !placed.iter().any(over)
        };
        let steps = (0..12).flat_map(|step| [f64::from(step), -f64::from(step)]);
        let found = steps.map(|step| y + step * LINE / 2.0).find(|y| free(*y));
        placed.extend(found.map(|y| (*name, (x, y), room)));
    }
    placed
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn names_do_not_stand_over_each_other(at in vec((0.0..WIDTH, 0.0..HEIGHT), 0..30)) {
            let names: Vec<(&str, (f64, f64))> = at.into_iter().map(|at| ("plot, twist, ending", at)).collect();
            let placed = apart(&names);
            prop_assert!(names.is_empty() || !placed.is_empty());
            for (number, (_, one, room)) in placed.iter().enumerate() {
                prop_assert!(one.0 - room / 2.0 >= -0.1 && one.0 + room / 2.0 <= WIDTH + 0.1);
                for (_, other, _) in &placed[..number] {
                    prop_assert!((one.0 - other.0).abs() >= *room || (one.1 - other.1).abs() >= LINE);
                }
            }
        }
    }
}
