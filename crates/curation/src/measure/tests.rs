use crate::{Evidence, Pipeline, Rows, Rule, RunError, Setting, StepError, StepOutcome, curate};

fn rows(texts: &[&str]) -> Rows {
    Rows::new(texts.iter().map(|text| ((*text).to_owned(), None)))
}

fn step(rows: &Rows, text: &str) -> Result<StepOutcome, RunError> {
    let pipeline = Pipeline::parse(&format!("[[curate]]\n{text}")).unwrap();
    curate(&pipeline, rows, Setting::default()).map(|mut outcome| outcome.steps.remove(0))
}

/// Values in thousandths, and `x` after those that are dropped.
fn shown(outcome: &StepOutcome) -> Vec<String> {
    let one = |(value, effect): (&Option<f64>, &Option<_>)| {
        let value = value.map_or("-".to_owned(), |value| ((value * 1000.0).round() / 1000.0).to_string());
        format!("{value}{}", if effect.is_some() { "x" } else { "" })
    };
    outcome.measured.values.iter().zip(&outcome.effects).map(one).collect()
}

#[test]
fn texts_alone() {
    let check = |step_text: &str, texts: &[&str], expected: &[&str]| {
        assert_eq!(shown(&step(&rows(texts), step_text).unwrap()), expected, "{step_text}");
    };
    check("kind = \"length\"\nwords = [2, 3]", &["", "a b", "a b c d"], &["0x", "2", "4x"]);
    // "a b a b a": 3-grams aba, bab, aba; one of three has occurred before.
    check("kind = \"repetition\"", &["a b a b a", "a b c d", "a b"], &["0.333x", "0", "-"]);
    check("kind = \"repetition\"\nlimit = 0.4", &["a b a b a"], &["0.333"]);
    check(
        "kind = \"refusal\"\nphrases = [\"no comment\"]",
        &["I’m sorry, but I can't help.", "As an AI, no comment.", "He was sorry.", "asanaim"],
        &["1x", "2x", "0", "0"],
    );
    check(
        "kind = \"blocklist\"\nwords = [\"Lorem ipsum\"]",
        &["lorem  IPSUM.", "lorem ipsums"],
        &["1x", "0"],
    );
    check(
        "kind = \"toxicity\"\nwords = [\"Dummkopf\"]\nlimit = 2",
        &["You idiot, go to hell!", "You idiot.", "Dummkopf, you idiot", "What a lovely film."],
        &["2x", "1", "2x", "0"],
    );
    check(
        "kind = \"stereotype\"\nwords = [\"typically French\"]",
        &["Women can’t drive.", "How typically French!", "A woman drives a French car."],
        &["1x", "1x", "0"],
    );
    check("kind = \"pii\"", &["Write to anna@example.org now.", "Nothing here."], &["1x", "0"]);
    check("kind = \"exact-duplicate\"", &["A b", "c", "a  B", "a b"], &["0", "0", "1x", "2x"]);
}

/// Of "a b c d e f" and the same with "g" behind, four of five 3-grams are shared.
#[test]
fn near_duplicates() {
    let texts = ["a b c d e f", "a b c d e f g", "x y z", "a b c d e f", "a b c d q r s"];
    let found = step(&rows(&texts), "kind = \"near-duplicate\"").unwrap();
    assert_eq!(shown(&found), ["0", "0.8x", "0", "1x", "0"]);
    assert_eq!(found.measured.evidence[1], Some(Evidence::Row(0)));
    // At 0.9 the second would stay.
    assert_eq!(found.preview(Rule::Below { limit: 0.9 }).iter().flatten().count(), 1);
    // "a b c" and "b c d" of 7.
    let found = step(&rows(&texts), "kind = \"near-duplicate\"\nlimit = 0.25").unwrap();
    assert_eq!(shown(&found), ["0", "0.8x", "0", "1x", "0.286x"]);
}

#[test]
fn other_languages() {
    let texts = [
        "The weather was lovely this morning, so we walked to the harbour and back.",
        "Das Wetter war heute Morgen herrlich, also gingen wir zum Hafen und wieder zurück.",
        "12345",
    ];
    let found = step(&rows(&texts), "kind = \"language\"\nlanguages = [\"eng\"]").unwrap();
    assert_eq!(shown(&found), ["0", "1x", "-"]);
    assert_eq!(found.measured.evidence[1], Some(Evidence::Words("German".to_owned())));
}

#[test]
fn what_rows_brought() {
    let labelled = |labels: &[&str]| {
        Rows::new(
            labels.iter().map(|label| (String::new(), (!label.is_empty()).then(|| (*label).to_owned()))),
        )
    };
    let balance = step(&labelled(&["x", "x", "x", "y", ""]), "kind = \"balance\"").unwrap();
    assert_eq!(shown(&balance), ["0.667x", "0.667x", "0.667x", "2x", "-"]);

    let topics = ["plot", "plot", "plot", "", "score"].map(|topic| Some(topic.to_owned())).to_vec();
    let topics = labelled(&["x", "", "x", "y", ""]).with_values("topic", topics).unwrap();
    let balance = step(&topics, "kind = \"balance\"\ncolumn = \"topic\"").unwrap();
    assert_eq!(shown(&balance), ["0.667x", "0.667x", "0.667x", "-", "2x"]);

    let answers = |column: &[&str]| column.iter().map(|value| Some((*value).to_owned())).collect();
    let asked = labelled(&["", "", "", ""])
        .with_values("first", answers(&["Paris.", "[\"7\", 7.0, 8]", "yes", ""]))
        .unwrap()
        .with_values("second", answers(&["paris", "9", "", "x"]))
        .unwrap()
        .with_numbers("third", vec![Some(3.0), Some(7.0), None, Some(1.0)])
        .unwrap();
    let text = "kind = \"consistency\"\ncolumns = [\"first\", \"second\", \"third\"]\nlimit = 0.65";
    let found = step(&asked, text).unwrap();
    // Two of three; three of five; of one answer nothing can be said; one of two.
    assert_eq!(shown(&found), ["0.667", "0.6x", "-", "0.5x"]);
    assert_eq!(found.measured.evidence[1], Some(Evidence::Words("7".to_owned())));

    let rated = labelled(&["x", "x", "y"])
        .with_numbers("judge", vec![Some(4.0), Some(5.0), None])
        .unwrap()
        .with_vectors(vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![2.0, 0.0]])
        .unwrap();
    let rating = step(&rated, "kind = \"rating\"\ncolumn = \"judge\"\nlimit = 4.5").unwrap();
    assert_eq!(shown(&rating), ["4x", "5", "-"]);
    let toxic = "kind = \"rating\"\ncolumn = \"judge\"\nlimit = 4.5\nbetter = \"lower\"";
    assert_eq!(shown(&step(&rated, toxic).unwrap()), ["4", "5x", "-"]);
    let near = step(&rated, "kind = \"embedding-duplicate\"").unwrap();
    assert_eq!(shown(&near), ["0", "0", "1x"]);
    assert_eq!(near.measured.evidence[2], Some(Evidence::Row(0)));

    let named = ["x", "y", "y", "x", ""].map(|label| Some(label.to_owned())).to_vec();
    let named = labelled(&["x", "x", "x", "", "x"])
        .with_values("model_label", named)
        .unwrap()
        .with_numbers("model_label_probability", vec![Some(0.9), Some(0.8), Some(0.4), Some(0.9), None])
        .unwrap();
    assert_eq!(shown(&step(&named, "kind = \"model-label\"").unwrap()), ["0", "0.8x", "0.4", "-", "-"]);
    let relabelled = step(&named, "kind = \"model-label\"\naction = \"relabel\"").unwrap();
    assert_eq!(relabelled.effects.iter().filter(|effect| effect.is_some()).count(), 1);
    assert_eq!(relabelled.measured.evidence[1], Some(Evidence::Label("y".to_owned())));

    let error = |text: &str| step(&labelled(&["x"]), text).unwrap_err().error;
    assert_eq!(
        error("kind = \"generation-probability\"\nshare = 1"),
        StepError::NoColumn("score".to_owned())
    );
    assert_eq!(error("kind = \"balance\"\ncolumn = \"topic\""), StepError::NoColumn("topic".to_owned()));
    let consistency = "kind = \"consistency\"\ncolumns = [\"none\"]";
    assert_eq!(error("kind = \"model-label\""), StepError::NoColumn("model_label".to_owned()));
    assert_eq!(error(consistency), StepError::NoColumn("none".to_owned()));
    assert_eq!(error("kind = \"source-leakage\""), StepError::NoSources);
    assert_eq!(error("kind = \"embedding-duplicate\""), StepError::NoVectors);
}

#[test]
fn spans_of_private_sources() {
    let texts = ["She fell at home yesterday, poor thing.", "He fell at the station.", ""];
    let given = rows(&texts).with_private_sources(vec![
        "Patient fell at home; yesterday discharged.".to_owned(),
        "at the".to_owned(),
    ]);
    let found = step(&given, "kind = \"source-leakage\"\nwords = 3").unwrap();
    assert_eq!(shown(&found), ["4x", "2", "0"]);
    // What is private is not told.
    assert!(found.measured.evidence.iter().all(Option::is_none));
    let none = step(&rows(&texts).with_private_sources(Vec::new()), "kind = \"source-leakage\"").unwrap();
    assert_eq!(shown(&none), ["0", "0", "0"]);
}
