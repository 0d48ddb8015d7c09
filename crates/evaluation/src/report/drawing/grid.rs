//! A table whose cells are shaded by their number.

use std::collections::BTreeMap;

use super::super::markup::Markup;
use super::super::number;
use super::NAME;
use crate::chart::{Cell, Chart};

pub(super) fn draw(m: &mut Markup, chart: &Chart, columns: &[String], rows: &[String], cells: &[Cell]) {
    let finite = || cells.iter().map(|cell| cell.value).filter(|value| value.is_finite());
    let (low, high) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
    let at: BTreeMap<(u32, u32), &Cell> = cells.iter().map(|cell| ((cell.row, cell.column), cell)).collect();
    m.put(
        "div",
        &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Grid")],
        |m| {
            m.put("table", &[("class", "grid")], |m| {
                m.say("caption", &[], &format!("Down: {}. Across: {}.", chart.y, chart.x));
                m.put("thead", &[], |m| {
                    m.put("tr", &[], |m| {
                        m.name("th", &[("scope", "col")], &chart.y, NAME);
                        for column in columns {
                            m.name("th", &[("scope", "col")], column, NAME);
                        }
                    });
                });
                m.put("tbody", &[], |m| {
                    for (row, name) in (0..).zip(rows) {
                        m.put("tr", &[], |m| {
                            m.name("th", &[("scope", "row")], name, NAME);
                            for (column, _) in (0..).zip(columns) {
                                cell(m, at.get(&(row, column)).copied(), low, high);
                            }
                        });
                    }
                });
            });
        },
    );
}

fn cell(m: &mut Markup, cell: Option<&Cell>, low: f64, high: f64) {
    let Some(cell) = cell else {
        m.say("td", &[("class", "muted")], number::NONE);
        return;
    };
    m.put("td", &[("class", shade(cell.value, low, high))], |m| {
        m.text(&number::plain(cell.value));
        if let Some(expected) = cell.expected {
            let planned = format!("planned {}", number::plain(expected));
            m.say("span", &[("class", "small block")], &planned);
        }
    });
}

/// Nought, or the lowest number where some are below it, has no shade; the others have that of their fifth of the way to
/// the highest. Halves keep the largest numbers finite.
fn shade(value: f64, low: f64, high: f64) -> &'static str {
    let span = high / 2.0 - low / 2.0;
    let part = (value / 2.0 - low / 2.0) / span;
    if !part.is_finite() || part <= 0.0 {
        return "s0";
    }
    ["s1", "s2", "s3", "s4"].get((part * 5.0) as usize).copied().unwrap_or("s5")
}

#[cfg(test)]
mod tests {
    use super::shade;

    #[test]
    fn shades_tell_nothing_from_little() {
        let check = |(value, low, high), expected| assert_eq!(shade(value, low, high), expected, "{value}");
        check((0.0, 0.0, 100.0), "s0");
        check((1.0, 0.0, 100.0), "s1");
        check((50.0, 0.0, 100.0), "s3");
        check((100.0, 0.0, 100.0), "s5");
        check((-4.0, -4.0, 4.0), "s0");
        check((f64::MAX, f64::MIN, f64::MAX), "s5");
        check((f64::NAN, 0.0, 1.0), "s0");
        check((0.0, 0.0, 0.0), "s0");
    }
}
