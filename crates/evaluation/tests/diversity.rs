//! What repeats is found.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use evaluation::{Behind, Drawing, Measure, Row, Rows, Tone, diversity, reference};

fn rows(texts: &[&str]) -> Rows {
    let row = |text: &&str| Row {
        text: (*text).to_owned(),
        label: None,
        conditions: dataset::Fields::default(),
        mean_log_probability: None,
    };
    Rows::new(texts.iter().map(row).collect())
}

fn value(measures: &[Measure], id: &str) -> Option<f64> {
    measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}")).value
}

#[test]
fn openings_and_endings_lead_to_their_rows() {
    let rows = rows(&["A b c, d e f!", "x y z d e f", "a b c q", "too few"]);
    let measures = diversity::measure(&rows);
    assert_eq!(value(&measures, "openings-top-5"), Some(0.5));
    assert_eq!(value(&measures, "endings-top-5"), Some(0.5));
    let charts = diversity::charts(&rows);
    let check = |id: &str, label: &str, expected: &[u64]| {
        let chart = charts.iter().find(|chart| chart.id == id).unwrap();
        let Drawing::Bars { points } = &chart.drawing else { panic!("{id}") };
        let point = points.iter().find(|point| point.label == label).unwrap();
        assert_eq!(point.behind, Some(Behind::Rows { rows: expected.to_vec() }));
        assert_eq!(point.value, expected.len() as f64);
    };
    check("openings", "a b c", &[0, 2]);
    check("endings", "d e f", &[0, 1]);
}

/// Whole numbers of words, and no bin between two of them.
#[test]
fn bins_of_lengths_are_whole() {
    let check = |lengths: &[usize], expected: &[&str]| {
        let texts: Vec<String> = lengths.iter().map(|words| "w ".repeat(*words)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let charts = diversity::charts(&rows(&texts));
        let Drawing::Histogram { points } = &charts[0].drawing else { panic!("{charts:?}") };
        let names: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
        assert_eq!(names, expected);
    };
    check(&[18, 18], &["18"]);
    check(&[18, 19], &["18", "19"]);
    check(&[18, 20, 23], &["18", "19", "20", "21", "22", "23"]);
    check(
        &[0, 30, 59],
        &[
            "0–4", "5–9", "10–14", "15–19", "20–24", "25–29", "30–34", "35–39", "40–44", "45–49", "50–54",
            "55–59",
        ],
    );
}

/// What one row alone begins with is not common.
#[test]
fn openings_of_one_row_repeat_nothing() {
    let texts: Vec<String> = (0..12).map(|at| format!("w{at} v{at} u{at} t{at}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let all = rows(&texts);
    let measures = [diversity::measure(&all), diversity::likeness(&all)].concat();
    assert_eq!(value(&measures, "openings-top-5"), Some(0.0));
    assert_eq!(diversity::finding(&all, &measures).tone, Tone::Good);
    let few = rows(&texts[..2]);
    let measures = [diversity::measure(&few), diversity::likeness(&few)].concat();
    assert_eq!(diversity::finding(&few, &measures).tone, Tone::Unknown);
}

/// Ten long texts are compared by their beginnings, which is told.
#[test]
fn long_texts_are_compared_by_their_beginnings() {
    let text = |at: usize| (0..1100).map(|word| format!("w{} ", word % (7 + at))).collect::<String>();
    let texts: Vec<String> = (0..10).map(text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let told =
        |measure: &Measure| measure.note.as_ref().is_some_and(|note| note.contains("first 1000 words"));
    assert!(diversity::likeness(&rows(&texts)).iter().all(told));
    assert!(!diversity::likeness(&rows(&["a b c", "d e f"])).iter().any(told));
}

#[test]
fn lengths_and_repeated_sequences_lead_to_the_rows_that_they_count() {
    // With marks between the words, which no search for the sequence as it is named would find.
    let rows = rows(&[
        "One, two; three four",
        "he said: one two-three four",
        "one two three five",
        "ONE TWO THREE FOUR five one two three four",
    ]);
    let charts = diversity::charts(&rows);
    let points = |id: &str| {
        let chart = charts.iter().find(|chart| chart.id == id).unwrap();
        match &chart.drawing {
            Drawing::Bars { points } | Drawing::Histogram { points } => points.clone(),
            _ => panic!("{id}"),
        }
    };
    let behind = |rows: &[u64]| Some(Behind::Rows { rows: rows.to_vec() });
    let repeated = points("repeated-4-grams");
    let first = repeated.iter().find(|point| point.label == "one two three four").unwrap();
    assert_eq!((first.value, &first.behind), (3.0, &behind(&[0, 1, 3])));
    let lengths = points("length");
    let counted: Vec<u64> = lengths
        .iter()
        .flat_map(|point| match &point.behind {
            Some(Behind::Rows { rows }) => {
                assert_eq!(point.value, rows.len() as f64);
                rows.clone()
            }
            _ => panic!("{point:?}"),
        })
        .collect();
    assert_eq!(counted, [0, 2, 1, 3]);
}

#[test]
fn templates_are_frames_with_slots() {
    // The frame are the four words that all rows share and 196 that one row holds three times; others come twice.
    let filler = vec![(0..196).map(|at| format!("f{at}")).collect::<Vec<_>>().join(" "); 3].join(" ");
    let own = (0..240).map(|at| format!("the n{at} of the m{at} is good n{at} m{at}"));
    let texts: Vec<String> = own.chain([filler]).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let rows = rows(&texts);
    let rate = value(&diversity::measure(&rows), "template-rate").unwrap();
    assert!((rate - 240.0 / 241.0).abs() < 1e-12, "{rate}");
    let charts = diversity::charts(&rows);
    let chart = charts.iter().find(|chart| chart.id == "templates").unwrap();
    let Drawing::Bars { points } = &chart.drawing else { panic!("bars") };
    assert!(points.iter().any(|point| point.label == "the … of the … is"), "{points:?}");
    assert_eq!(
        value(&diversity::measure(&self::rows(&["one row of its own words only"])), "template-rate"),
        Some(0.0)
    );
}

#[test]
fn rows_are_sampled_where_they_are_many_and_the_sampling_is_told() {
    let texts: Vec<String> =
        (0..450).map(|at| format!("word{} tells of thing{}", at % 37, at % 11)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (n, sampled) in [(200, false), (450, true)] {
        let measures = diversity::likeness(&rows(&texts[..n]));
        for id in ["self-bleu-4", "homogenization", "ngram-vendi"] {
            let measure = measures.iter().find(|measure| measure.id == id).unwrap();
            assert_eq!((measure.n, measure.low.is_some()), (200, true), "{id}");
            let note = measure.note.clone().unwrap_or_default();
            let told = if sampled {
                "The mean of 5 samples of 200 rows"
            } else {
                "The interval is of 5 samples of 100 rows"
            };
            assert!(note.contains(told), "{id}: {note}");
        }
    }
}

#[test]
fn frequencies_of_ngrams_add_up() {
    let rows = rows(&["a b c d", "a b c e", "a b"]);
    let charts = diversity::charts(&rows);
    let chart = charts.iter().find(|chart| chart.id == "ngram-frequencies").unwrap();
    let Drawing::Grid { cells, rows, .. } = &chart.drawing else { panic!("grid") };
    assert_eq!(rows, &["1", "2", "3", "4"]);
    let in_row =
        |row: u32| cells.iter().filter(|cell| cell.row == row).map(|cell| cell.value).collect::<Vec<_>>();
    // Pairs: 'a b' three times; 'b c' twice; 'c d', 'c e' once.
    assert_eq!(in_row(1), [2.0, 1.0, 1.0, 0.0, 0.0]);
    let behind = |column: u32| {
        let cell = cells.iter().find(|cell| (cell.row, cell.column) == (1, column)).unwrap();
        cell.behind.clone()
    };
    assert_eq!(behind(0), [Behind::Rows { rows: vec![0, 1] }]);
    assert_eq!(behind(1), [Behind::Rows { rows: vec![0, 1] }]);
    assert_eq!(behind(2), [Behind::Rows { rows: vec![0, 1, 2] }]);
    assert_eq!(behind(3), []);
    // Threes: 'a b c' twice; two others once: 4 of 3 distinct.
    assert_eq!(chart.title, "A sequence of three words comes 1.3 times on average");
}

/// A point of the novelty curve leads to the rows since the one before, and a point of a length to the rows of that length; real
/// rows are none of the dataset.
#[test]
fn points_lead_to_their_rows() {
    let made: Vec<String> = (0..120).map(|at| format!("word{at} tells of{}", " it".repeat(at % 3))).collect();
    let made: Vec<&str> = made.iter().map(String::as_str).collect();
    let rows = rows(&made);
    let charts = diversity::charts(&rows);
    let novelty = charts.iter().find(|chart| chart.id == "novelty").unwrap();
    let Drawing::Line { points } = &novelty.drawing else { panic!("line") };
    let behind: Vec<u64> = points
        .iter()
        .flat_map(|point| match &point.behind {
            Some(Behind::Rows { rows }) => rows.clone(),
            _ => panic!("{point:?}"),
        })
        .collect();
    assert_eq!(behind, (0..120).collect::<Vec<u64>>());
    let lengths = reference::charts(&rows, &self::rows(&["one two three", "one two three four"]));
    let Drawing::Curves { curves } = &lengths[0].drawing else { panic!("curves") };
    for point in &curves[0].points {
        let of_length: Vec<u64> =
            (0..120).filter(|at| ((3 + at % 3) as f64 - point.x).abs() <= 0.5).collect();
        let expected = (!of_length.is_empty()).then_some(Behind::Rows { rows: of_length });
        assert_eq!(point.behind, expected, "{point:?}");
    }
    assert!(curves[1].points.iter().all(|point| point.behind.is_none()));
}
