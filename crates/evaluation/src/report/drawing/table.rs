//! The figures of a picture as a table that folds away.

use super::super::markup::Markup;
use super::super::number::{NONE, count, ends, figure, plain};
use super::{NAME, map};
use crate::chart::{Chart, Curve, Drawing, Place, Point};
use crate::measure::Unit;

/// The table below a picture. A grid is a table already and has none.
pub(super) fn fold(m: &mut Markup, chart: &Chart) {
    let empty = match &chart.drawing {
        Drawing::Histogram { points } | Drawing::Bars { points } | Drawing::Line { points } => {
            points.is_empty()
        }
        Drawing::Curves { curves } => curves.iter().all(|curve| curve.points.is_empty()),
        Drawing::Map { places, .. } => places.is_empty(),
        Drawing::Grid { .. } => true,
    };
    if empty {
        return;
    }
    m.put("details", &[], |m| {
        m.say("summary", &[], "Figures of this chart");
        m.put("div", &[("class", "scroll")], |m| {
            m.put("table", &[], |m| match &chart.drawing {
                Drawing::Histogram { points } | Drawing::Line { points } => {
                    of_points(m, &chart.x, &chart.y, points);
                }
                Drawing::Bars { points } => of_points(m, &chart.y, &chart.x, points),
                Drawing::Curves { curves } => of_curves(m, chart, curves),
                Drawing::Map { groups, places, .. } => of_places(m, groups, places),
                Drawing::Grid { .. } => {}
            });
        });
    });
}

fn of_points(m: &mut Markup, name: &str, value: &str, points: &[Point]) {
    let planned = points.iter().any(|point| point.expected.is_some());
    let heads: &[&str] = if planned { &[value, "Planned"] } else { &[value] };
    head(m, name, heads);
    m.put("tbody", &[], |m| {
        for point in points {
            let mut numbers = vec![plain(point.value)];
            if planned {
                numbers.push(point.expected.map_or_else(|| NONE.to_owned(), plain));
            }
            row(m, &point.label, &numbers);
        }
    });
}

fn of_curves(m: &mut Markup, chart: &Chart, curves: &[Curve]) {
    head(m, "Line", &[&chart.x, &chart.y, "95 % interval"]);
    m.put("tbody", &[], |m| {
        for curve in curves {
            for point in &curve.points {
                let interval = match (point.low, point.high) {
                    (Some(low), Some(high)) => ends(&plain(low), &plain(high)),
                    _ => NONE.to_owned(),
                };
                row(m, &curve.name, &[plain(point.x), plain(point.y), interval]);
            }
        }
    });
}

/// Of each group how many rows it has: thousands of single places would say less.
fn of_places(m: &mut Markup, groups: &[String], places: &[Place]) {
    head(m, "Group", &["Rows", "Share of the rows drawn"]);
    m.put("tbody", &[], |m| {
        for group in map::present(places) {
            let rows = places.iter().filter(|place| place.group == group).count();
            let share = rows as f64 / places.len() as f64;
            let numbers = [count(rows as u64), figure(Some(share), Unit::Share)];
            row(m, &map::name(groups, group), &numbers);
        }
    });
}

fn head(m: &mut Markup, name: &str, numbers: &[&str]) {
    m.put("thead", &[], |m| {
        m.put("tr", &[], |m| {
            m.name("th", &[("scope", "col")], name, NAME);
            for title in numbers {
                m.name("th", &[("scope", "col"), ("class", "number")], title, NAME);
            }
        });
    });
}

fn row(m: &mut Markup, name: &str, numbers: &[String]) {
    m.put("tr", &[], |m| {
        m.name("th", &[("scope", "row")], name, NAME);
        for number in numbers {
            m.say("td", &[("class", "number")], number);
        }
    });
}
