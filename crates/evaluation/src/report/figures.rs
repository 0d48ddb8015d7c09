//! The full table of figures.

use std::collections::BTreeSet;

use super::markup::Markup;
use super::{Beside, Report, number, page};
use crate::measure::Measure;

/// Longest name of other rows at the head of a column, in characters.
const NAME: usize = 40;

/// Each figure with its definition, and beside it that of other rows; by dashboard.
pub(super) fn table(m: &mut Markup, report: &Report<'_>) {
    let others: Vec<&Measure> = only_beside(report);
    if report.measures.is_empty() && others.is_empty() {
        m.say("p", &[("class", "muted")], "Nothing has been measured yet.");
        return;
    }
    m.put(
        "div",
        &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of figures")],
        |m| {
            m.put("table", &[("class", "figures")], |m| {
                m.say(
                "caption",
                &[],
                "Value, 95 % interval where one is known, and n, the rows or items that the figure rests on.",
            );
                m.put("thead", &[], |m| m.put("tr", &[], |m| head(m, report.beside)));
                for (board, title, _) in page::DASHBOARDS {
                    let of = |measure: &&Measure| measure.dashboard == board;
                    let own: Vec<&Measure> = report.measures.iter().filter(of).collect();
                    let theirs: Vec<&Measure> = others.iter().copied().filter(of).collect();
                    if own.is_empty() && theirs.is_empty() {
                        continue;
                    }
                    m.put("tbody", &[], |m| {
                        m.put("tr", &[], |m| {
                            let wide = (4 + report.beside.len()).to_string();
                            m.say(
                                "th",
                                &[("scope", "rowgroup"), ("class", "board"), ("colspan", &wide)],
                                title,
                            );
                        });
                        for measure in own {
                            row(m, measure, Some(measure), report.beside);
                        }
                        for measure in theirs {
                            row(m, measure, None, report.beside);
                        }
                    });
                }
            });
        },
    );
}

/// Figures that only other rows have, the first of each id.
fn only_beside<'a>(report: &Report<'a>) -> Vec<&'a Measure> {
    let mut seen: BTreeSet<&str> = report.measures.iter().map(|measure| measure.id.as_str()).collect();
    let all = report.beside.iter().flat_map(|beside| beside.measures);
    all.filter(|measure| seen.insert(&measure.id)).collect()
}

fn head(m: &mut Markup, beside: &[Beside<'_>]) {
    m.say("th", &[("scope", "col")], "Figure");
    for title in ["Value", "95 % interval", "n"] {
        m.say("th", &[("scope", "col"), ("class", "number")], title);
    }
    for other in beside {
        m.put("th", &[("scope", "col"), ("class", "number")], |m| {
            m.name("span", &[("class", "block")], other.name, NAME);
            m.say("span", &[("class", "small muted block")], &format!("{} rows", number::count(other.rows)));
        });
    }
}

/// A row, which carries the id that the figure has in JSON; `what` says what the figure is, `own` is that of the reported
/// rows.
fn row(m: &mut Markup, what: &Measure, own: Option<&Measure>, beside: &[Beside<'_>]) {
    m.put("tr", &[("data-figure", &what.id)], |m| {
        m.put("th", &[("scope", "row")], |m| definition(m, what));
        cell(m, "value", &number::figure(own.and_then(|own| own.value), what.unit));
        cell(m, "muted", &own.map_or_else(|| number::NONE.to_owned(), number::interval));
        cell(m, "muted", &own.map_or_else(|| number::NONE.to_owned(), |own| number::count(own.n)));
        for other in beside {
            let theirs = other.measures.iter().find(|other| other.id == what.id);
            m.put("td", &[("class", "number")], |m| compared(m, own, theirs));
        }
    });
}

fn cell(m: &mut Markup, class: &str, text: &str) {
    m.say("td", &[("class", &format!("number {class}"))], text);
}

/// The figure of other rows, its interval, and how far the reported one is from it.
fn compared(m: &mut Markup, own: Option<&Measure>, theirs: Option<&Measure>) {
    let Some(theirs) = theirs else {
        m.text(number::NONE);
        return;
    };
    m.say("span", &[("class", "block")], &number::figure(theirs.value, theirs.unit));
    let interval = number::interval(theirs);
    if interval != number::NONE {
        m.say("span", &[("class", "small muted block")], &interval);
    }
    m.say("span", &[("class", "small muted block")], &format!("n = {}", number::count(theirs.n)));
    // Figures of two units or encoders have no difference.
    let alike = own.filter(|own| own.unit == theirs.unit && own.encoder == theirs.encoder);
    if let Some(by) = alike.and_then(|own| number::difference(theirs.value, own.value, own.unit)) {
        m.put("span", &[("class", "small block")], |m| {
            m.say("span", &[("class", "muted")], "difference ");
            m.text(&by);
        });
    }
}

fn definition(m: &mut Markup, measure: &Measure) {
    m.name("span", &[("class", "title block")], &measure.title, 160);
    m.say("span", &[("class", "small block")], &measure.meaning);
    if let Some(note) = &measure.note {
        m.say("span", &[("class", "small muted block")], note);
    }
    if let Some(encoder) = &measure.encoder {
        m.say("span", &[("class", "small muted block")], &format!("Encoder: {encoder}"));
    }
}
