//! The page: its head, its parts in order, and the charts of each dashboard.

use super::markup::Markup;
use super::{Beside, Report, drawing, figures, number, overview, style};
use crate::chart::{Chart, Dashboard};

/// No script, no reference to anything outside the file.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The dashboards in the order in which they are read, with their titles and anchors.
pub(super) const DASHBOARDS: [(Dashboard, &str, &str); 5] = [
    (Dashboard::Diversity, "Diversity", "diversity"),
    (Dashboard::Faithfulness, "Faithfulness", "faithfulness"),
    (Dashboard::Usefulness, "Usefulness", "usefulness"),
    (Dashboard::Privacy, "Privacy", "privacy"),
    (Dashboard::Balance, "Balance", "balance"),
];

/// Longest title of a chart, in characters; titles may quote rows.
const TITLE: usize = 240;

pub(super) fn page(report: &Report<'_>) -> String {
    let boards: Vec<_> = DASHBOARDS
        .into_iter()
        .map(|(board, title, id)| (title, id, groups(report, board)))
        .filter(|(_, _, groups)| !groups.is_empty())
        .collect();
    Markup::document(|m| {
        m.put("head", &[], |m| head(m, report.title));
        m.put("body", &[], |m| {
            m.put("header", &[], |m| {
                m.name("h1", &[], report.title, TITLE);
                about(m, report.about);
                contents(m, boards.iter().map(|(title, id, _)| (*title, *id)));
            });
            m.put("main", &[], |m| {
                section(m, "overview", "Overview", |m| {
                    overview::overview(m, report.findings, report.measures);
                    notices(m, report.notices);
                });
                let mut drawn = 0;
                for (title, id, groups) in &boards {
                    section(m, id, title, |m| {
                        for group in groups {
                            charts(m, group, &mut drawn);
                        }
                    });
                }
                section(m, "figures", "All figures", |m| figures::table(m, report));
            });
        });
    })
}

fn head(m: &mut Markup, title: &str) {
    m.meta(&[("charset", "utf-8")]);
    m.meta(&[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    m.meta(&[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    m.meta(&[("name", "color-scheme"), ("content", "light dark")]);
    m.say("title", &[], title);
    m.style(style::SHEET);
}

fn about(m: &mut Markup, facts: &[(String, String)]) {
    if facts.is_empty() {
        return;
    }
    m.put("dl", &[("class", "about")], |m| {
        for (name, fact) in facts {
            m.put("div", &[], |m| {
                m.name("dt", &[], name, 60);
                m.say("dd", &[], fact);
            });
        }
    });
}

fn contents<'a>(m: &mut Markup, boards: impl Iterator<Item = (&'a str, &'a str)>) {
    m.put("nav", &[("aria-label", "Parts of the report")], |m| {
        let parts = [("Overview", "overview")].into_iter().chain(boards).chain([("All figures", "figures")]);
        m.put("ul", &[], |m| {
            for (title, id) in parts {
                m.put("li", &[], |m| m.say("a", &[("href", &format!("#{id}"))], title));
            }
        });
    });
}

fn section(m: &mut Markup, id: &str, title: &str, inside: impl FnOnce(&mut Markup)) {
    let heading = format!("{id}-title");
    m.put("section", &[("id", id), ("class", "part"), ("aria-labelledby", &heading)], |m| {
        m.say("h2", &[("id", &heading)], title);
        inside(m);
    });
}

fn notices(m: &mut Markup, notices: &[String]) {
    if notices.is_empty() {
        return;
    }
    m.put("section", &[("class", "notices")], |m| {
        m.say("h3", &[], "How this was measured");
        m.put("ul", &[], |m| {
            for notice in notices {
                m.say("li", &[], notice);
            }
        });
    });
}

/// Charts of one id: those of the reported rows, and those of other rows.
struct Group<'a> {
    id: &'a str,
    own: Vec<&'a Chart>,
    others: Vec<(&'a Beside<'a>, &'a Chart)>,
}

fn groups<'a>(report: &Report<'a>, board: Dashboard) -> Vec<Group<'a>> {
    fn of<'g, 'a>(groups: &'g mut Vec<Group<'a>>, id: &'a str) -> &'g mut Group<'a> {
        let at = groups.iter().position(|group| group.id == id).unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(Group { id, own: Vec::new(), others: Vec::new() });
        }
        &mut groups[at]
    }
    let mut groups = Vec::new();
    for chart in report.charts.iter().filter(|chart| chart.dashboard == board) {
        of(&mut groups, &chart.id).own.push(chart);
    }
    for beside in report.beside {
        for chart in beside.charts.iter().filter(|chart| chart.dashboard == board) {
            of(&mut groups, &chart.id).others.push((beside, chart));
        }
    }
    groups
}

/// Charts of one id below each other. Each has its own scale: counts of 200 rows would vanish in those of 60,000.
fn charts(m: &mut Markup, group: &Group<'_>, drawn: &mut usize) {
    m.put("section", &[("class", "chart")], |m| {
        for chart in &group.own {
            m.name("h3", &[], &chart.title, TITLE);
            *drawn += 1;
            drawing::draw(m, chart, &format!("chart-{drawn}"));
        }
        if let (true, Some((_, chart))) = (group.own.is_empty(), group.others.first()) {
            m.name("h3", &[], &format!("Only of other rows: {}", chart.title), TITLE);
        }
        for (beside, chart) in &group.others {
            m.put("div", &[("class", "beside")], |m| {
                m.name("h4", &[], &format!("Beside: {}", beside.name), 120);
                let rows = number::count(beside.rows);
                m.name(
                    "p",
                    &[("class", "small muted")],
                    &format!("{rows} rows, drawn on a scale of their own. {}.", chart.title),
                    TITLE,
                );
                *drawn += 1;
                drawing::draw(m, chart, &format!("chart-{drawn}"));
            });
        }
    });
}
