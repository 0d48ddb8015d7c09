//! The structure of the page, whatever the texts and numbers.

mod everywhere;
mod sample;
mod walker;

use proptest::prelude::*;

use super::{Beside, Report, html};
use crate::chart::{Chart, Curve, Dashboard, Drawing, Place, Plane, Point};
use crate::measure::{Measure, Unit};
use everywhere::everywhere;
use sample::sample;
use walker::Page;

const EMPTY: Report<'_> =
    Report { title: "", about: &[], findings: &[], measures: &[], charts: &[], beside: &[], notices: &[] };

fn measure(id: &str, unit: Unit, value: Option<f64>) -> Measure {
    Dashboard::Diversity.measure(id, id, "What it means.", unit, 12_345, value)
}

fn chart(drawing: Drawing) -> Chart {
    let [id, title, x, y] = ["chart", "What is seen", "Across", "Up"].map(str::to_owned);
    Chart { id, dashboard: Dashboard::Diversity, title, x, y, drawing }
}

#[test]
fn nothing_comes_from_outside_and_nothing_acts() {
    sample(|report| {
        let text = html(report);
        let page = Page::of(&text);
        page.holds_nothing_that_acts();
        let policy = page.tags("meta").find_map(|tag| {
            (tag.get("http-equiv") == Some("Content-Security-Policy")).then(|| tag.get("content"))
        });
        let policy = policy.flatten().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
            "{policy}"
        );
        assert_eq!(page.tags("html").next().and_then(|tag| tag.get("lang")), Some("en"));
        assert_eq!(text, html(report), "the same bytes again");
    });
}

#[test]
fn headings_are_in_order_and_pictures_have_words() {
    sample(|report| {
        let text = html(report);
        let page = Page::of(&text);
        let levels: Vec<u8> = page.headings().collect();
        assert_eq!(levels.first(), Some(&1));
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "{levels:?}");
        let mut ids: Vec<&str> = page.all().filter_map(|tag| tag.get("id")).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "ids are unique");
        let pictures: Vec<_> = page.tags("svg").filter(|tag| tag.get("role") == Some("img")).collect();
        let own = report.charts.iter().filter(|c| !matches!(c.drawing, Drawing::Grid { .. })).count();
        assert_eq!(pictures.len(), own + 2, "and one of other rows, and a second plane of the map");
        for id in pictures.iter().flat_map(|tag| tag.get("aria-labelledby").unwrap().split(' ')) {
            assert!(ids.contains(&id), "{id}");
        }
        for link in page.tags("a").map(|tag| tag.get("href").unwrap()) {
            assert!(ids.contains(&link.trim_start_matches('#')), "{link}");
        }
    });
}

#[test]
fn all_that_is_said_stands_on_the_page() {
    sample(|report| {
        let text = html(report);
        let page = Page::of(&text);
        let figures: Vec<&str> = page.tags("tr").filter_map(|tag| tag.get("data-figure")).collect();
        let said = &page.text;
        for finding in report.findings {
            assert!(said.contains(&finding.sentence), "{}", finding.sentence);
            assert!(finding.advice.iter().all(|advice| said.contains(advice)), "{:?}", finding.advice);
        }
        for measure in report.measures {
            assert!(said.contains(&measure.title) && said.contains(&measure.meaning), "{}", measure.id);
            assert!(figures.contains(&measure.id.as_str()), "{}", measure.id);
        }
        for text in report.charts.iter().map(|chart| &chart.title).chain(report.notices) {
            assert!(said.contains(text.as_str()), "{text}");
        }
        let parts = ["Overview", "Diversity", "Usefulness", "Balance", "All figures"].map(|part| {
            let heading = format!("-title\">{part}</h2>");
            text.find(&heading).unwrap_or_else(|| panic!("{part}"))
        });
        assert!(parts.is_sorted());
    });
}

#[test]
fn figures_read_in_their_unit_beside_those_of_other_rows() {
    let mut share = measure("valid", Unit::Share, Some(0.913));
    (share.low, share.high) = (Some(0.88), Some(0.94));
    share.encoder = Some("bge-small".to_owned());
    let mut alike = measure("valid", Unit::Share, Some(0.882));
    alike.encoder.clone_from(&share.encoder);
    let own = [
        share,
        measure("vocabulary", Unit::Count, Some(1_234_567.0)),
        measure("length", Unit::Words, Some(12.34)),
        measure("log", Unit::LogProbability, Some(-1.5)),
        measure("unknown", Unit::Score, None),
        measure("not a number", Unit::Score, Some(f64::NAN)),
    ];
    assert_eq!(own[0].words().as_deref(), Some("91.3\u{a0}% (88–94\u{a0}%), n = 12,345"));
    assert_eq!(own[0].definition(), "What it means. Encoder: bge-small.");
    assert_eq!((own[4].words(), own[5].words()), (None, None));
    let theirs = [alike, measure("only theirs", Unit::Score, Some(0.25))];
    let beside = [Beside { name: "Real rows", rows: 67_349, measures: &theirs, charts: &[] }];
    let page = html(&Report { measures: &own, beside: &beside, ..EMPTY });
    let mut rows = Page::of(&page).rows();
    assert_eq!(rows.remove(1), ["Diversity"]);
    let check = |at: usize, expected: [&str; 4]| {
        assert_eq!(rows[at][1..].iter().map(String::as_str).collect::<Vec<_>>(), expected, "{:?}", rows[at]);
    };
    assert!(rows[1][0].ends_with("Encoder: bge-small"), "{:?}", rows[1]);
    check(0, ["Value", "95 % interval", "n", "Real rows67,349 rows"]);
    check(1, ["91.3\u{a0}%", "88–94\u{a0}%", "12,345", "88.2\u{a0}%n = 12,345difference +3.1\u{a0}pp"]);
    check(2, ["1,234,567", "–", "12,345", "–"]);
    check(3, ["12.3\u{a0}words", "–", "12,345", "–"]);
    check(4, ["−1.5\u{a0}nats", "–", "12,345", "–"]);
    check(5, ["–", "–", "12,345", "–"]);
    check(6, ["–", "–", "12,345", "–"]);
    check(7, ["–", "–", "–", "0.25n = 12,345"]);
}

#[test]
fn what_is_hostile_is_shown_and_does_nothing() {
    let long = "long ".repeat(2_000);
    let check = |hostile: &str, shown: &str| {
        let page = everywhere(hostile, f64::NAN);
        let page = Page::of(&page);
        page.holds_nothing_that_acts();
        assert!(page.text.contains(shown), "{shown:?} for {:?}", hostile.get(..40));
    };
    check("<script>alert(1)</script>", "<script>alert(1)</script>");
    check("</style></svg><img src=x onerror=alert(1)>", "</style></svg><img src=x onerror=alert(1)>");
    check("\" onload='x' `&amp;", "\" onload='x' `&amp;");
    check("nul\0bell\u{7}end", "nul\u{fffd}bell\u{fffd}end");
    check("a\u{202e}b\u{2066}c", "a\u{fffd}b\u{fffd}c");
    check("שלום\u{200f}!", "שלום\u{200f}!");
    check("", "(empty)");
    check(&long, &format!("{}…", "long ".repeat(24).trim_end()));
}

#[test]
fn long_names_are_clipped_and_whole_to_whoever_points() {
    let name = "word ".repeat(2_000);
    let bars = chart(Drawing::Bars { points: vec![Point::new(name.as_str(), 3.0, None)] });
    let text = html(&Report { charts: &[bars], ..EMPTY });
    let page = Page::of(&text);
    assert!(page.tags("th").any(|tag| tag.get("title") == Some(&name)));
    assert!(text.contains(&format!("<title>{name}</title>word word")));
}

#[test]
fn charts_of_nothing_say_so() {
    let drawings = [
        Drawing::Histogram { points: Vec::new() },
        Drawing::Bars { points: vec![Point::new("a", f64::NAN, None)] },
        Drawing::Line { points: Vec::new() },
        Drawing::Curves { curves: vec![Curve { name: "a".to_owned(), points: Vec::new() }] },
        Drawing::Map {
            planes: vec![Plane { name: "a".to_owned(), meaning: String::new() }],
            groups: Vec::new(),
            places: vec![Place { at: vec![[f32::NAN, 0.0]], group: 7, row: 0 }],
        },
        Drawing::Grid { columns: Vec::new(), rows: vec!["a".to_owned()], cells: Vec::new() },
    ];
    for drawing in drawings {
        let chart = chart(drawing);
        let text = html(&Report { charts: std::slice::from_ref(&chart), ..EMPTY });
        let page = Page::of(&text);
        assert!(page.text.contains("There is nothing to draw yet."), "{chart:?}");
        assert_eq!(page.tags("svg").count(), 0);
    }
    assert!(Page::of(&html(&EMPTY)).text.contains("Nothing has been measured yet."));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_and_no_number_breaks_the_page(
        text in prop_oneof!["[<>&\"'/!\\-a-z= ]{0,30}", any::<String>()],
        number in proptest::num::f64::ANY,
    ) {
        let page = everywhere(&text, number);
        let page = Page::of(&page);
        page.holds_nothing_that_acts();
        for place in page.all().flat_map(|tag| ["x", "y", "d", "width", "viewBox"].map(|name| tag.get(name))).flatten() {
            prop_assert!(!place.contains("NaN") && !place.contains("inf"), "{place}");
        }
    }
}
