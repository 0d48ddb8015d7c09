//! Charts as pictures of vectors, each with its figures as a table.

mod bars;
mod curves;
mod grid;
mod label;
mod map;
mod plot;
mod scale;
mod slots;
mod table;

use super::markup::Markup;
use crate::chart::{Chart, Drawing, Point};
use label::px;

/// Width of a picture, in its own units; a text is 12 of them high.
const WIDTH: f64 = 860.0;

/// Longest name in a legend or table, in characters; pointing at it shows the rest.
const NAME: usize = 120;

/// A chart without its title. `id` is that of no other chart of the page.
pub(super) fn draw(m: &mut Markup, chart: &Chart, id: &str) {
    match &chart.drawing {
        Drawing::Histogram { points } if some(points) => slots::histogram(m, chart, id, points),
        Drawing::Bars { points } if some(points) => bars::draw(m, chart, id, points),
        Drawing::Line { points } if some(points) => slots::line(m, chart, id, points),
        Drawing::Curves { curves }
            if curves.iter().any(|curve| curve.points.iter().any(curves::drawable)) =>
        {
            curves::draw(m, chart, id, curves);
        }
        Drawing::Map { planes, groups, places } if map::some(planes, places) => {
            map::draw(m, chart, id, planes, groups, places);
        }
        Drawing::Grid { columns, rows, cells } if !columns.is_empty() && !rows.is_empty() => {
            grid::draw(m, chart, columns, rows, cells);
            return;
        }
        _ => m.say("p", &[("class", "muted")], "There is nothing to draw yet."),
    }
    table::fold(m, chart);
}

fn some(points: &[Point]) -> bool {
    points.iter().any(|point| point.value.is_finite())
}

/// A picture with a title and a description for those who do not see it.
fn picture(
    m: &mut Markup,
    chart: &Chart,
    id: &str,
    height: f64,
    description: &str,
    inside: impl FnOnce(&mut Markup),
) {
    let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
    let view = format!("0 0 {} {}", px(WIDTH), px(height));
    let named = format!("{title} {desc}");
    m.put("div", &[("class", "scroll")], |m| {
        let attributes =
            [("class", "picture"), ("role", "img"), ("viewBox", view.as_str()), ("aria-labelledby", &named)];
        m.put("svg", &attributes, |m| {
            m.say("title", &[("id", &title)], &chart.title);
            m.say("desc", &[("id", &desc)], description);
            inside(m);
        });
    });
}

/// What stands for a legend's entry.
enum Swatch {
    /// A bar.
    Found,
    /// A mark of a plan.
    Planned,
    /// The curve of this number.
    Curve(usize),
    /// The places of the group of this number.
    Group(usize),
}

fn legend<'a>(m: &mut Markup, entries: impl IntoIterator<Item = (Swatch, &'a str)>) {
    m.put("ul", &[("class", "legend")], |m| {
        for (swatch, name) in entries {
            m.put("li", &[], |m| {
                m.put("svg", &[("viewBox", "0 0 28 12"), ("aria-hidden", "true")], |m| swatch.draw(m));
                m.name("span", &[], name, 60);
            });
        }
    });
}

impl Swatch {
    fn draw(&self, m: &mut Markup) {
        match self {
            Self::Found => {
                m.shape(
                    "rect",
                    &[("class", "bar"), ("x", "4"), ("y", "1"), ("width", "20"), ("height", "10")],
                );
            }
            Self::Planned => m.shape("path", &[("class", "planned"), ("d", "M14 0v12")]),
            Self::Curve(at) => {
                m.shape("path", &[("class", &curves::class(*at)), ("d", "M0 6h28")]);
                m.shape(
                    "path",
                    &[("class", &map::class("mark", *at)), ("d", &map::mark(*at, 14.0, 6.0, 4.0))],
                );
            }
            Self::Group(at) => {
                m.shape(
                    "path",
                    &[("class", &map::class("mark", *at)), ("d", &map::mark(*at, 14.0, 6.0, 5.0))],
                );
            }
        }
    }
}

/// The legend of points with a plan; points without one need none.
fn plan(m: &mut Markup, points: &[Point], found: Swatch) {
    if points.iter().any(|point| point.expected.is_some()) {
        legend(m, [(found, "Found"), (Swatch::Planned, "Planned")]);
    }
}

/// What a picture of points shows, in words.
fn words(chart: &Chart, what: &str, values: impl Iterator<Item = f64>) -> String {
    let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let axes = match (chart.x.as_str(), chart.y.as_str()) {
        ("", "") => String::new(),
        (x, y) => format!(" Horizontal: {x}. Vertical: {y}."),
    };
    format!(
        "{what}{axes} {} numbers from {} to {}; the table below says more.",
        values.len(),
        super::number::plain(low),
        super::number::plain(high)
    )
}
