//! Pipelines of curation on the rows of a run.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use dataset::{Judgment, Verdict};
use project::{AttemptId, Column, CuratedRow, Filter, Given, MadePipeline, Reader, RowQuery, Test};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Scene, attempt, scene};

const ROWS: u64 = 4;

/// Four accepted rows, labelled good.
fn rows() -> Scene {
    let mut scene = scene();
    let attempts: Vec<_> = (0..ROWS)
        .map(|n| attempt(n, 0, json!({}), json!({"text": format!("text {n}"), "label": "good"})))
        .collect();
    let verdicts: Vec<_> = (0..ROWS).map(|n| (n, 0, Verdict::Accepted { row: n })).collect();
    scene.project.commit(scene.run, &attempts, &verdicts).unwrap();
    scene
}

fn row(attempt: AttemptId, dropped_by: Option<&str>, label: Option<[&str; 2]>, weight: f64) -> CuratedRow {
    CuratedRow {
        attempt,
        dropped_by: dropped_by.map(str::to_owned),
        label: label.map(|label| label.map(Value::from)),
        weight,
        marks: json!([{"step": 0}]),
    }
}

/// A pipeline that does this to rows.
fn made<'a>(pipeline: &'a str, rows: &'a [CuratedRow]) -> MadePipeline<'a> {
    MadePipeline { pipeline, steps: &Value::Null, label_field: Some("label"), rows }
}

/// Label, dropped by, and weight of each row, as a table shows them.
fn shown(reader: &Reader, scene: project::RunId) -> Vec<(String, Option<String>, f64)> {
    let row = |row: project::RowSummary| {
        assert!(!row.revised, "a pipeline is no person");
        (row.values["label"].as_str().unwrap().to_owned(), row.dropped_by, row.weight)
    };
    reader.accepted(scene).map(|found| row(found.unwrap())).collect()
}

#[test]
fn a_pipeline_marks_rows_and_is_taken_back() {
    let Scene { folder: _folder, mut project, run } = rows();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let plain = shown(&project, run);
    let first = [row(id(0), Some("length"), None, 1.0), row(id(1), None, Some(["good", "bad"]), 0.5)];
    let steps = json!([{"kind": "length"}]);
    project.curate(run, MadePipeline { steps: &steps, ..made("first", &first) }, "Ana", 7).unwrap();
    let after_first = shown(&project, run);
    let expected =
        [("good", Some("length"), 1.0), ("bad", None, 0.5), ("good", None, 1.0), ("good", None, 1.0)];
    let owned =
        expected.map(|(label, dropped, weight)| (label.to_owned(), dropped.map(str::to_owned), weight));
    assert_eq!(after_first, owned);
    let standing = project.curation(run).unwrap().unwrap();
    assert_eq!((standing.dropped, standing.relabelled, standing.weighed), (1, 1, 1));
    assert_eq!((&*standing.pipeline, &*standing.who, standing.at), ("first", "Ana", 7));
    assert_eq!(standing.steps, steps);
    assert_eq!((project.dataset(run).count(), project.dropped_count(run).unwrap()), (3, 1));
    assert_eq!(project.row(id(1)).unwrap().curated.unwrap().row, first[1]);
    assert_eq!(project.curated(run).unwrap(), first);

    let found = |column, test| {
        let query = RowQuery { filters: vec![Filter { column, test }], limit: 10, ..RowQuery::default() };
        project.rows(run, &query).unwrap().rows.iter().map(|row| row.id.draw).collect::<Vec<_>>()
    };
    assert_eq!(found(Column::DroppedBy, Test::Is("length".into())), [0]);
    assert_eq!(found(Column::DroppedBy, Test::Is(Value::Null)), [1, 2, 3]);
    assert_eq!(found(Column::Weight, Test::Between([0.0, 1.0])), [1]);
    assert_eq!(found(Column::Value("label".into()), Test::Is("bad".into())), [1]);

    let second = [row(id(1), None, Some(["good", "ugly"]), 1.0), row(id(3), Some("pii"), None, 1.0)];
    project.curate(run, made("second", &second), "Ben", 8).unwrap();
    assert_eq!(project.dataset(run).count(), 3);
    assert_eq!(shown(&project, run)[1], ("ugly".to_owned(), None, 1.0));
    assert!(project.take_curation_back(run, "Ben", 9).unwrap());
    assert_eq!(shown(&project, run), after_first);
    assert!(project.take_curation_back(run, "Ben", 10).unwrap());
    assert_eq!(shown(&project, run), plain);
    assert!(!project.take_curation_back(run, "Ben", 11).unwrap());
    assert_eq!(project.curation(run).unwrap(), None);
}

#[test]
fn a_label_that_a_person_gave_stays() {
    let Scene { folder: _folder, mut project, run } = rows();
    let id = AttemptId { run, draw: 1, attempt: 0 };
    project.curate(run, made("p", &[row(id, None, Some(["good", "bad"]), 1.0)]), "Ana", 1).unwrap();
    project.revise(id, "label", Some("fair".into()), "Ana", 2).unwrap().unwrap();
    project.take_curation_back(run, "Ana", 3).unwrap();
    assert_eq!(project.summary(id).unwrap().values["label"], json!("fair"));
    project.curate(run, made("p", &[row(id, None, Some(["good", "bad"]), 1.0)]), "Ana", 4).unwrap();
    assert_eq!(project.summary(id).unwrap().values["label"], json!("fair"));
}

/// What a row shows after edits, applied and taken back pipelines, and undo, in this order.
#[test]
fn undo_leads_to_what_still_stands() {
    #[derive(Debug)]
    enum Do {
        Edit(&'static str),
        Relabel(&'static str, &'static str),
        TakeBack,
        Undo,
        Redo,
    }
    use Do::{Edit, Redo, Relabel, TakeBack, Undo};
    let check = |acts: &[Do], label: &str, by_hand: bool| {
        let Scene { folder: _folder, mut project, run } = rows();
        let id = AttemptId { run, draw: 1, attempt: 0 };
        for (act, now) in acts.iter().zip(1..) {
            match act {
                Edit(to) => drop(project.revise(id, "label", Some((*to).into()), "Ana", now).unwrap()),
                Relabel(from, to) => {
                    let rows = [row(id, None, Some([from, to]), 1.0)];
                    project.curate(run, made("p", &rows), "Ana", now).unwrap();
                }
                TakeBack => drop(project.take_curation_back(run, "Ana", now).unwrap()),
                Undo => assert!(!project.undo(run, "Ana", now).unwrap().is_empty()),
                Redo => assert!(!project.redo(run, "Ana", now).unwrap().is_empty()),
            }
        }
        let shown = project.summary(id).unwrap();
        assert_eq!((&shown.values["label"], shown.revised), (&json!(label), by_hand), "{acts:?}");
    };
    check(&[Relabel("good", "bad"), Edit("fair"), TakeBack, Undo], "good", false);
    check(&[Relabel("good", "bad"), Edit("fair"), TakeBack, Undo, Redo], "fair", true);
    check(&[Relabel("good", "bad"), Edit("fair"), Undo], "bad", false);
    check(&[Relabel("good", "bad"), Edit("fair"), Undo, TakeBack], "good", false);
    // A person who gives the row its first label back means it.
    check(&[Relabel("good", "bad"), Edit("good"), Edit("ugly"), Undo], "good", false);
    check(&[Edit("fair"), Relabel("fair", "bad"), Edit("ugly"), Undo], "bad", true);
    check(&[Edit("fair"), Relabel("fair", "bad"), Undo], "good", false);
    check(&[Relabel("good", "bad"), Edit("fair"), Relabel("fair", "ugly"), TakeBack, Undo], "bad", false);
}

/// A judgment that is taken back leaves the row as the pipeline shows it.
#[test]
fn a_judgment_comes_and_goes_over_a_pipeline() {
    let Scene { folder: _folder, mut project, run } = rows();
    let id = AttemptId { run, draw: 1, attempt: 0 };
    project.curate(run, made("p", &[row(id, None, Some(["good", "bad"]), 1.0)]), "Ana", 1).unwrap();
    let label = |project: &Reader| project.summary(id).unwrap().values["label"].clone();
    let rejected = Judgment::Reject;
    let given = Given {
        judgment: &rejected,
        note: "",
        sampled: false,
        label_field: Some("label"),
        adjudicates: false,
    };
    project.review(id, given, "Ana", 2).unwrap();
    assert_eq!(label(&project), "bad");
    project.take_back(run, false, "Ana", 3).unwrap();
    assert_eq!(label(&project), "bad");
    project
        .review(id, Given { judgment: &Judgment::Label { label: "fair".into() }, ..given }, "Ana", 4)
        .unwrap();
    assert_eq!(label(&project), "fair");
    project.take_back(run, false, "Ana", 5).unwrap();
    assert_eq!(label(&project), "bad");
    // Who accepts a row vouches for its label, whatever becomes of the pipeline.
    project.review(id, Given { judgment: &Judgment::Accept, ..given }, "Ana", 6).unwrap();
    project.take_curation_back(run, "Ana", 7).unwrap();
    assert_eq!(label(&project), "bad");
    project.take_back(run, false, "Ana", 8).unwrap();
    assert_eq!(label(&project), "good");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is applied and taken back in whatever order, the rows show the pipeline that stands.
    #[test]
    fn rows_show_what_stands(steps in prop::collection::vec(prop::option::of(0_u64..ROWS), 1..8)) {
        let Scene { folder: _folder, mut project, run } = rows();
        let mut stack = vec![shown(&project, run)];
        for (at, step) in steps.into_iter().enumerate() {
            match step {
                Some(draw) => {
                    let id = AttemptId { run, draw, attempt: 0 };
                    let to = format!("label {at}");
                    let rows = [row(id, (at % 2 == 0).then_some("length"), Some(["good", &to]), 2.0)];
                    project.curate(run, made("p", &rows), "Ana", 1).unwrap();
                    let mut expected = stack[0].clone();
                    expected[draw as usize] = (to, rows[0].dropped_by.clone(), 2.0);
                    stack.push(expected);
                }
                None => {
                    prop_assert_eq!(project.take_curation_back(run, "Ana", 2).unwrap(), stack.len() > 1);
                    stack.truncate(stack.len().saturating_sub(1).max(1));
                }
            }
            prop_assert_eq!(Some(&shown(&project, run)), stack.last());
        }
    }
}
