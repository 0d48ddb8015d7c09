//! Vectors and scores: computed once.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

use std::path::Path;

use api::types::{Notice, PathRequest, RunId, RunStatus, ShownRequest, StartRun};
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

const RECIPE: &str = r#"
schema = 1
name = "Nearest"
[task]
kind = "classification"
mode = "annotate"
input = "films"
labels = [{ name = "good" }, { name = "bad" }]
fields = ["text", "label"]
[[sources]]
name = "films"
file = "films.csv"
[[sources]]
name = "known"
file = "known.csv"
[[demonstrations]]
name = "shots"
source = "known"
select = "similar"
similarity = "embedding"
count = 1
[[steps]]
id = "label"
method = "score"
demonstrations = ["shots"]
prompt = "{% for shot in shots %}{{ shot.text }}{% endfor %} {{ input.text }}"
output = { label = "label" }
"#;

/// The encoder of the settings chooses demonstrations; without one the language model does.
#[test]
fn demonstrations_are_compared_by_the_chosen_encoder() {
    let home = tempfile::tempdir().unwrap();
    let known = ["The film was good.", "A dull, slow film: not one good scene!", "unbelievable scenes"];
    // More rows than can be labelled before the run is cancelled.
    let films = format!("text\n{}", "the FILM was good\n".repeat(5000));
    std::fs::write(home.path().join("films.csv"), films).unwrap();
    std::fs::write(
        home.path().join("known.csv"),
        format!("text,label\n\"{}\",good\n", known.join("\",good\n\"")),
    )
    .unwrap();
    let app = app(home.path());
    app.create_project_at(&home.path().join("a.seedbed"), RECIPE, Some(home.path())).unwrap();
    let recipe = recipe::Recipe::parse(RECIPE).unwrap();
    let shown = || {
        let request = ShownRequest { recipe: recipe.clone(), demonstration: "shots".into(), draw: 0 };
        app.demonstrations_shown(request).map(|shown| shown.rows[0]["text"].clone())
    };
    assert!(shown().unwrap_err().message.contains("still being loaded"));

    let choose = |path: &str| app.encoder_set(PathRequest { path: path.to_owned() });
    assert!(choose(&home.path().to_string_lossy()).is_err(), "no encoder is in there");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inference/tests/data/encoder/mean");
    choose(&folder.to_string_lossy()).unwrap();
    let encoder = app.encoder().unwrap();
    let mut asked = texts(&known);
    asked.push("the FILM was good".to_owned());
    let vectors = app.vectors(&encoder, &asked, &Cancel::default()).unwrap();
    let cosine = |at: usize| -> f32 { vectors[at].iter().zip(&vectors[3]).map(|(a, b)| a * b).sum() };
    let nearest = (0..3).max_by(|a, b| cosine(*a).total_cmp(&cosine(*b))).unwrap();
    assert_eq!(shown().unwrap(), known[nearest]);

    // A run goes on only with the encoder that it began with.
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let (send, ended) = std::sync::mpsc::channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Run { progress, .. } if progress.summary.status == RunStatus::Cancelled => {
            send.send(()).is_ok()
        }
        _ => true,
    });
    let run = RunId { run: app.run_start(StartRun { rows: None, seed: 1 }).unwrap().run };
    app.run_cancel(run).unwrap();
    ended.recv().unwrap();
    choose(&folder.with_file_name("cls").to_string_lossy()).unwrap();
    let refused = app.run_resume(run).unwrap_err().message;
    assert!(refused.contains("were compared by"), "{refused}");

    choose("").unwrap();
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    assert!(app.encoder().unwrap().name().contains("hidden states"));
    assert!(known.iter().any(|text| shown().unwrap() == *text));
}
