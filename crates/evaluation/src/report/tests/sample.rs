//! A report as it is in use, from numbers that follow a rule.

use super::super::{Beside, Report};
use crate::chart::{Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Place, Plane, Point};
use crate::finding::{Finding, Question, Tone};
use crate::measure::{Measure, Unit};

/// Calls with a report of all forms of charts, with other rows beside them.
pub(super) fn sample(check: impl FnOnce(&Report<'_>)) {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, fact)| ((*name).to_owned(), (*fact).to_owned())).collect()
    };
    let about = owned(&[
        ("Rows", "2,000 of 2,318 attempts"),
        ("Model", "Qwen2.5 1.5B Instruct, Q4_K_M"),
        ("Recipe", "3f9a1c07e2b84d55"),
        ("Seed", "42"),
    ]);
    let findings = [
        finding(
            Question::Diverse,
            Tone::Doubtful,
            "The same five openings start 31 % of rows.",
            Some("Ask for another first sentence, or raise the temperature."),
            &["openings-top-5", "distinct-2", "vocabulary"],
        ),
        finding(
            Question::Useful,
            Tone::Good,
            "Students of these rows answer 84 % of the gold rows rightly; students of as many real rows 87 %.",
            None,
            &["accuracy-synthetic", "accuracy-gap"],
        ),
        finding(
            Question::Private,
            Tone::Unknown,
            "Nothing has been given to compare with.",
            Some("Give the documents that the rows were made from."),
            &[],
        ),
    ];
    let measures = [
        figure("openings-top-5", "Rows with one of five openings", Unit::Share, 0.312, Some((0.292, 0.333))),
        figure("distinct-2", "Distinct pairs of words", Unit::Share, 0.361, None),
        figure("vocabulary", "Vocabulary", Unit::Count, 4295.0, None),
        figure("length-mean", "Mean length", Unit::Words, 23.41, Some((22.9, 23.9))),
        figure(
            "accuracy-synthetic",
            "Accuracy of students of the synthetic rows",
            Unit::Share,
            0.842,
            Some((0.81, 0.87)),
        ),
        figure(
            "accuracy-gap",
            "Synthetic against as many real rows",
            Unit::Score,
            -0.031,
            Some((-0.06, 0.004)),
        ),
        figure("log-probability", "Mean log-probability", Unit::LogProbability, -1.27, None),
        Measure {
            encoder: Some("bge-small-en-v1.5".to_owned()),
            ..figure("aps", "Average pairwise similarity", Unit::Score, 0.512, Some((0.498, 0.527)))
        },
        Measure { value: None, ..figure("kappa", "Agreement of people", Unit::Score, 0.0, None) }
            .noted("No row was judged by two people."),
    ];
    let real = [
        figure("distinct-2", "Distinct pairs of words", Unit::Share, 0.749, None),
        figure("vocabulary", "Vocabulary", Unit::Count, 13_902.0, None),
        figure("length-mean", "Mean length", Unit::Words, 19.3, Some((19.0, 19.6))),
    ];
    let lengths = |rows: f64, middle: f64| {
        let bar = |at: u32| {
            let far = (f64::from(at) - middle) / 4.0;
            Point::new(format!("{}–{}", at * 3, at * 3 + 2), (rows * (-far * far).exp()).round(), None)
        };
        let points = (0..20).map(bar).collect();
        chart(
            "length",
            Dashboard::Diversity,
            "Nine of ten rows have 8 to 47 words",
            ("Length in words", "Rows"),
            Drawing::Histogram { points },
        )
    };
    let beside =
        [Beside { name: "SST-2, real", rows: 67_349, measures: &real, charts: &[lengths(9_000.0, 6.0)] }];
    let charts = [lengths(260.0, 8.0), openings(), novelty(), map(), grid(), learning(), balance()];
    check(&Report {
        title: "Film reviews, run 7",
        about: &about,
        findings: &findings,
        measures: &measures,
        charts: &charts,
        beside: &beside,
        notices: &["Self-BLEU rests on a sample of 1,000 rows.".to_owned()],
    });
}

fn finding(
    question: Question,
    tone: Tone,
    sentence: &str,
    advice: Option<&str>,
    measures: &[&str],
) -> Finding {
    let measures = measures.iter().map(|id| (*id).to_owned()).collect();
    Finding { question, tone, sentence: sentence.to_owned(), advice: advice.map(str::to_owned), measures }
}

fn figure(id: &str, title: &str, unit: Unit, value: f64, interval: Option<(f64, f64)>) -> Measure {
    let meaning = "What it is a share, count or mean of, in one sentence.";
    let interval = interval.map(|(low, high)| measures::Interval { low, high });
    Dashboard::Diversity.measure(id, title, meaning, unit, 2000, Some(value)).within(interval)
}

fn chart(id: &str, dashboard: Dashboard, title: &str, (x, y): (&str, &str), drawing: Drawing) -> Chart {
    let [id, title, x, y] = [id, title, x, y].map(str::to_owned);
    Chart { id, dashboard, title, x, y, drawing }
}

fn openings() -> Chart {
    let names = [
        "the film is a wonder",
        "",
        "<b>an</b> \"unforgettable\" ride through the whole of the twentieth century and back",
        "これは素晴らしい映画です",
        "i",
        "ﷺ and \u{202e}turned",
    ];
    let points =
        (0..).zip(names).map(|(at, name)| Point::new(name, f64::from(240 - at * 38), None)).collect();
    chart(
        "openings",
        Dashboard::Diversity,
        "The five commonest openings start 31 % of rows",
        ("Rows", "Opening"),
        Drawing::Bars { points },
    )
}

fn novelty() -> Chart {
    let point = |at: u32| Point::new((at * 100).to_string(), 96.0 / f64::from(at).sqrt(), None);
    let points = (1..=20).map(point).collect();
    chart(
        "novelty",
        Dashboard::Diversity,
        "The last rows still bring 21 % new phrases",
        ("Rows so far", "New 3-grams in %"),
        Drawing::Line { points },
    )
}

fn map() -> Chart {
    let groups: Vec<String> = [
        "acting, cast",
        "plot, twist",
        "music",
        "camera, light, colour",
        "boredom",
        "children",
        "sequel",
        "book",
        "festival",
    ]
    .map(str::to_owned)
    .into();
    let place = |row: u32| {
        let (group, turn) = (row % 9, f64::from(row) * 2.399_963);
        let (far, around) = (f64::from(row).sqrt() / 22.0, f64::from(group) * 0.698);
        let (x, y) = (around.cos() * 1.9 + turn.cos() * far, around.sin() * 1.2 + turn.sin() * far);
        Place { at: vec![[x as f32, y as f32], [y as f32, (x * y) as f32]], group, row: u64::from(row) }
    };
    let places = (0..500).map(place).collect();
    let plane = |name: &str, meaning: &str| Plane { name: name.to_owned(), meaning: meaning.to_owned() };
    let planes = vec![
        plane("t-SNE", "Rows whose vectors (bge-small) are near stand together."),
        plane("Main axes", "Across 12 % of the variance, upwards 8 %."),
    ];
    chart(
        "map-clusters",
        Dashboard::Diversity,
        "Rows by group; near rows say similar things",
        ("", ""),
        Drawing::Map { planes, groups, places },
    )
}

fn grid() -> Chart {
    let cell = |at: u32| Cell {
        column: at % 4,
        row: at / 4,
        value: f64::from(at * at),
        expected: Some(62.5),
        behind: Vec::new(),
    };
    let columns = ["polite", "angry", "ironic", "neutral"].map(str::to_owned).into();
    let rows = ["refund", "delivery", "something else that a customer may want"].map(str::to_owned).into();
    let cells = (0..11).map(cell).collect();
    chart(
        "coverage-topic-tone",
        Dashboard::Diversity,
        "1 of 12 combinations of topic and tone has no row",
        ("tone", "topic"),
        Drawing::Grid { columns, rows, cells },
    )
}

fn learning() -> Chart {
    let curve = |name: &str, top: f64| {
        let point = |rows: f64| {
            let y = top - 4.0 / (rows + 12.0);
            CurvePoint {
                x: rows,
                y,
                low: Some(y - 1.2 / rows.sqrt()),
                high: Some((y + 1.2 / rows.sqrt()).min(1.0)),
                behind: None,
            }
        };
        Curve { name: name.to_owned(), points: [50.0, 100.0, 200.0, 400.0, 800.0, 1600.0].map(point).into() }
    };
    let curves = vec![curve("Synthetic", 0.842), curve("Real", 0.873), curve("Both", 0.891)];
    chart(
        "learning-curves",
        Dashboard::Usefulness,
        "From 800 to 1600 rows students gain 1 percentage point",
        ("Rows learnt", "Gold rows answered rightly"),
        Drawing::Curves { curves },
    )
}

fn balance() -> Chart {
    let point = |(label, value, planned): (&str, f64, f64)| Point {
        expected: Some(planned),
        ..Point::new(label, value, None)
    };
    let points = [("positive", 1104.0, 1000.0), ("negative", 896.0, 1000.0)].map(point).into();
    chart(
        "balance-label",
        Dashboard::Balance,
        "Labels are spread nearly as planned",
        ("Rows", "label"),
        Drawing::Bars { points },
    )
}
