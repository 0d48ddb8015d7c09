//! What models answered about the rows of a run, and which of two rows they found better.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use project::{Answer, AttemptId, JudgedPair, Reader};
use serde_json::json;
use support::{Scene, attempt, scene};

const ROWS: u64 = 3;

fn rows() -> Scene {
    let mut scene = scene();
    let attempts: Vec<_> = (0..ROWS).map(|n| attempt(n, 0, json!({}), json!({ "text": "a" }))).collect();
    scene.project.commit(scene.run, &attempts, &[]).unwrap();
    scene
}

fn answer(attempt: AttemptId, turn: u32, basis: &str, said: &str, at: i64) -> Answer {
    let probabilities = BTreeMap::from([(said.to_owned(), 0.75), ("other".to_owned(), 0.25)]);
    Answer {
        attempt,
        turn,
        basis: basis.to_owned(),
        said: said.to_owned(),
        probabilities,
        sampled: at % 2 == 0,
        at,
    }
}

#[test]
fn the_latest_answer_about_the_same_counts() {
    let mut scene = rows();
    let (first, second) = (scene.id(0, 0), scene.id(1, 0));
    let path = scene.path();
    let Scene { project, run, .. } = &mut scene;
    let question = json!({"kind": "label"});
    let asked = project.annotate(*run, &question, "starter", "ab", 5).unwrap();
    let other = project.annotate(*run, &json!({"kind": "rating"}), "starter", "ab", 6).unwrap();
    project
        .add_answers(asked, &[answer(second, 0, "x", "good", 7), answer(first, 1, "x", "bad", 8)])
        .unwrap();
    project
        .add_answers(asked, &[answer(first, 0, "x", "good", 9), answer(second, 0, "x", "bad", 10)])
        .unwrap();
    project.add_answers(asked, &[answer(second, 0, "y", "good", 11)]).unwrap();
    project.add_answers(other, &[answer(first, 0, "x", "5", 12)]).unwrap();

    let reader = Reader::open(&path).unwrap();
    let annotations = reader.annotations(*run).unwrap();
    assert_eq!(annotations.iter().map(|one| one.id).collect::<Vec<_>>(), [asked, other]);
    let known = &annotations[0];
    assert_eq!((&known.question, &*known.model, &*known.sha256, known.at), (&question, "starter", "ab", 5));
    let expected = [
        answer(first, 0, "x", "good", 9),
        answer(first, 1, "x", "bad", 8),
        answer(second, 0, "x", "bad", 10),
        answer(second, 0, "y", "good", 11),
    ];
    assert_eq!(reader.answers(asked).unwrap(), expected);
    assert_eq!(reader.answers(other).unwrap().len(), 1);
}

#[test]
fn answers_are_kept_all_or_none() {
    let mut scene = rows();
    let (known, unknown) = (scene.id(0, 0), scene.id(9, 0));
    let asked = scene.project.annotate(scene.run, &json!({}), "starter", "ab", 5).unwrap();
    let answers = [answer(known, 0, "x", "good", 7), answer(unknown, 0, "x", "good", 7)];
    assert!(scene.project.add_answers(asked, &answers).is_err());
    assert_eq!(scene.project.answers(asked).unwrap(), []);
}

#[test]
fn a_person_takes_back_no_word_of_a_model() {
    let mut scene = rows();
    let (left, right) = (scene.id(0, 0), scene.id(1, 0));
    let run = scene.run;
    let project = &mut scene.project;
    project.judge_pair(left, right, "left", "Ana", 1).unwrap();
    let by_model = |outcome: &str, at| JudgedPair {
        left,
        right,
        who: "Ana".to_owned(),
        model: Some("ab".to_owned()),
        at,
        outcome: outcome.to_owned(),
    };
    let judged = [by_model("right", 2), by_model("tie", 3)];
    project.add_model_pairs(&judged).unwrap();
    assert_eq!(project.take_pair_back("Ana", 4).unwrap().unwrap().outcome, "left");
    assert_eq!(project.take_pair_back("Ana", 5).unwrap(), None);
    assert_eq!(project.pairs(&[run]).unwrap(), judged);
}
