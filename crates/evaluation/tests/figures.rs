//! Figures on small datasets whose answers are plain.

use evaluation::faithfulness::{Agreement, Attempts};
use evaluation::{Row, Rows, Tone, balance, diversity, faithfulness, novelty};
use serde_json::{Value, json};

fn rows(texts: &[(&str, Value)]) -> Rows {
    let rows = texts.iter().map(|(text, conditions)| Row {
        text: (*text).to_owned(),
        label: None,
        conditions: conditions.as_object().cloned().unwrap_or_default(),
        mean_log_probability: Some(-1.0),
    });
    Rows::new(rows.collect())
}

fn value(measures: &[evaluation::Measure], id: &str) -> Option<f64> {
    measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}")).value
}

#[test]
fn adherence_counts_words_and_looks_for_them() {
    let rows = rows(&[
        ("a brave cat ran", json!({ "length": [3, 5], "words": ["cat", "brave"], "genre": "tale" })),
        ("a dog", json!({ "length": [3, 5], "words": ["dog", "brave"], "genre": "tale" })),
    ]);
    let measures = faithfulness::measure(&rows, Attempts { generated: 4, valid: 2 }, None);
    assert_eq!(value(&measures, "adherence-length"), Some(0.5));
    assert_eq!(value(&measures, "adherence-words"), Some(0.5));
    assert!(!measures.iter().any(|m| m.id == "adherence-genre"), "no rule can judge a genre");
    assert_eq!(value(&measures, "valid-share"), Some(0.5));
    assert_eq!(value(&measures, "label-agreement"), None);
    assert_eq!(value(&measures, "log-probability-mean"), Some(-1.0));
}

#[test]
fn intervals_are_wilsons() {
    let attempts = Attempts { generated: 10, valid: 8 };
    let measures = faithfulness::measure(&rows(&[]), attempts, Some(Agreement { asked: 200, agreed: 187 }));
    for (id, low, high) in [("valid-share", 0.490, 0.943), ("label-agreement", 0.892, 0.962)] {
        let measure = measures.iter().find(|m| m.id == id).unwrap();
        assert!((measure.low.unwrap() - low).abs() < 5e-4, "{id}: {:?}", measure.low);
        assert!((measure.high.unwrap() - high).abs() < 5e-4, "{id}: {:?}", measure.high);
    }
}

#[test]
fn a_spread_is_held_against_its_plan() {
    let spread = |planned: &[(Value, f64)], found: &[&str]| {
        balance::spread("label", planned, found.iter().map(|text| json!(text)))
    };
    let plan = [(json!("a"), 5.0), (json!("b"), 5.0)];
    for (found, deviation) in [(vec!["a", "b"], 0.0), (vec!["a", "a", "a", "b"], 0.25), (vec!["a"], 0.5)] {
        assert_eq!(spread(&plan, &found).deviation(), Some(deviation), "{found:?}");
    }
    assert_eq!(spread(&[], &["a"]).deviation(), None, "nothing was planned");
    let ids = |spread| balance::measure(&[spread]).into_iter().map(|m| m.id).collect::<Vec<_>>();
    assert_eq!(ids(spread(&plan, &["a"])), ["balance-label", "deviation-label"]);
    assert_eq!(ids(spread(&[], &["a"])), ["balance-label"], "no distance from a plan that there is not");
    let charts = balance::charts(&[spread(&plan, &["a"])]);
    assert_eq!(charts[0].title, "One value of label has no row");
    assert_eq!(balance::finding(&[spread(&plan, &["a", "b"])]).tone, Tone::Good);
    assert_eq!(balance::finding(&[spread(&plan, &["a"])]).tone, Tone::Doubtful);
}

#[test]
fn repetition_is_found_and_variety_praised() {
    let same: Vec<(String, Value)> =
        (0..20).map(|n| (format!("the film is a wonder number {n}"), json!({}))).collect();
    let same: Vec<(&str, Value)> = same.iter().map(|(text, c)| (text.as_str(), c.clone())).collect();
    let repeated = rows(&same);
    let measures = diversity::measure(&repeated);
    assert_eq!(value(&measures, "openings-top-5"), Some(1.0));
    assert_eq!(diversity::finding(&repeated, &measures).tone, Tone::Doubtful);
    let charts = diversity::charts(&repeated, "text");
    assert!(charts.iter().any(|chart| chart.title == "The five commonest openings start 100 % of rows"));

    let varied = rows(&[
        ("rain fell on empty streets all night", json!({})),
        ("nobody expected such quiet acting here", json!({})),
        ("three hours and one idea about boats", json!({})),
    ]);
    let measures = diversity::measure(&varied);
    assert_eq!(diversity::finding(&varied, &measures).tone, Tone::Good);
    assert_eq!(value(&measures, "distinct-2"), Some(1.0));
}

#[test]
fn novelty_falls_as_phrases_come_again() {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let curve = novelty::curve(&[words("a b c d"), words("a b c e"), words("a b c d")]);
    let shares: Vec<f64> = curve.iter().map(|point| point.share).collect();
    assert_eq!(shares, [1.0, 0.5, 0.0]);
}

#[test]
fn no_rows_give_no_figures_and_no_panic() {
    let none = rows(&[]);
    let measures = diversity::measure(&none);
    assert_eq!(value(&measures, "length-mean"), None);
    assert_eq!(diversity::finding(&none, &measures).tone, Tone::Unknown);
    assert_eq!(diversity::charts(&none, "text").len(), 1, "only the empty histogram of lengths");
    assert!(faithfulness::charts(&none).is_empty());
}
