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
            m.say("span", &[("class", "small muted block")], &planned);
        }
    });
}

/// Sixths of the way from low to high; halves keep the largest numbers finite.
fn shade(value: f64, low: f64, high: f64) -> &'static str {
    let span = high / 2.0 - low / 2.0;
    if !value.is_finite() || span <= 0.0 {
        return "s0";
    }
    let part = (value / 2.0 - low / 2.0) / span;
    ["s0", "s1", "s2", "s3", "s4"].get((part * 6.0) as usize).copied().unwrap_or("s5")
}
