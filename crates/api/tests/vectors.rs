//! Vectors and scores: computed once.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

use std::path::Path;

use api::{App, ModelChoice, Options, TextEncoder};
use inference::{Cancel, Message, Role};

fn app(home: &Path) -> App {
    App::open(Options { home: Some(home.to_owned()), ..Options::default() }).unwrap()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn what_was_computed_is_not_computed_again() {
    let home = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inference/tests/data/encoder");
    let [mean, cls] = ["mean", "cls"].map(|name| TextEncoder::load(&data.join(name)).unwrap());
    let none = Cancel::default();
    none.cancel();

    let asked = texts(&["the film", "good", "the film"]);
    let first = app(home.path()).vectors(&mean, &asked, &Cancel::default()).unwrap();
    assert_eq!((first.len(), &first[0]), (3, &first[2]));
    assert_ne!(first[0], first[1]);
    // In a later program, in another order, with no leave to compute.
    let later = app(home.path());
    let again = later.vectors(&mean, &texts(&["good", "the film"]), &none).unwrap();
    assert_eq!(again, [first[1].clone(), first[0].clone()]);
    // What is new, or of another encoder, is computed.
    assert!(later.vectors(&mean, &texts(&["good", "scene"]), &none).is_err());
    assert!(later.vectors(&cls, &texts(&["good"]), &none).is_err());
    let other = later.vectors(&cls, &texts(&["good"]), &Cancel::default()).unwrap();
    assert_ne!(other[0], first[1]);
}

#[test]
fn scores_are_found_again_for_each_answer() {
    let home = tempfile::tempdir().unwrap();
    let app = app(home.path());
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let chat = |text: &str| [Message { role: Role::User, content: text.to_owned() }];
    let both = app.scores(&chat("A good film?"), &texts(&["positive", "negative"])).unwrap();
    let counted = app.model().unwrap().model().speed().prompt_tokens;
    let again = app.scores(&chat("A good film?"), &texts(&["negative", "positive"])).unwrap();
    assert_eq!(again, [both[1].clone(), both[0].clone()]);
    assert_eq!(app.model().unwrap().model().speed().prompt_tokens, counted, "nothing was computed");
    assert_ne!(app.scores(&chat("A bad film?"), &texts(&["positive"])).unwrap()[0], both[0]);
    assert!(both[0].perplexity() > 1.0);
}
