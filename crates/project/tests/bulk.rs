//! One change of many rows: what it would do, what it does, and that one undo takes all of it back.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use dataset::{Judgment, Stage, Verdict};
use project::{
    AttemptId, BulkChange, Change, Column, Decision, Error, Filter, Given, Left, Project, Reader,
    Replacement, RevisionKind, RowQuery, RunId, Selection, Show, Test,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Scene, attempt, rejected, scene};

/// Accepted rows 0 to 3, a rejected one, one whose answer could not be read, and one that waits.
fn filled() -> Scene {
    let mut scene = scene();
    let rows = [
        json!({"text": "The colour red", "label": "good"}),
        json!({"text": "No colour", "label": "bad"}),
        json!({"text": "Colourless", "label": "good"}),
        json!({"text": "Judged colour", "label": "good"}),
        json!({"text": "Rejected colour", "label": "good", "tags": ["colour", "b"]}),
        json!({}),
        json!({"text": "Waiting colour", "label": "good"}),
    ];
    let attempts: Vec<_> =
        rows.into_iter().zip(0..).map(|(values, draw)| attempt(draw, 0, json!({}), values)).collect();
    let mut verdicts: Vec<_> = (0..4).map(|draw| (draw, 0, Verdict::Accepted { row: draw })).collect();
    verdicts.push((4, 0, rejected(Stage::Valid, "length")));
    verdicts.push((5, 0, rejected(Stage::Parsed, "answer")));
    scene.project.commit(scene.run, &attempts, &verdicts).unwrap();
    let given = Given {
        judgment: &Judgment::Accept,
        note: "",
        sampled: false,
        label_field: Some("label"),
        adjudicates: false,
    };
    scene.project.review(scene.id(3, 0), given, "Ana", 1).unwrap();
    scene
}

fn all() -> Selection {
    Selection::Found(RowQuery { show: Show::All, ..RowQuery::default() })
}

fn set(field: &str, value: &str) -> BulkChange {
    BulkChange::Set { field: field.into(), value: value.into() }
}

fn replace(field: &str) -> BulkChange {
    let replacement =
        Replacement { find: "colour".into(), with: "color".into(), whole_words: true, match_case: true };
    BulkChange::Replace { field: field.into(), replacement }
}

/// Verdict and values of every attempt, as they stand.
fn state(project: &Reader, run: RunId) -> Vec<(Option<Verdict>, Value)> {
    let query = RowQuery { show: Show::All, limit: 1_000, ..RowQuery::default() };
    let rows = project.rows(run, &query).unwrap().rows;
    rows.into_iter().map(|row| (row.verdict, row.values.into())).collect()
}

#[test]
fn a_preview_says_what_changes_and_why_the_rest_stays() {
    let Scene { project, run, folder: _folder } = filled();
    let check = |rows: &Selection, change: &BulkChange, changed: &[u64], left: &[(Left, u64)]| {
        let plan = project.plan_change(run, rows, change).unwrap();
        assert_eq!(plan.changes.iter().map(|row| row.id.draw).collect::<Vec<_>>(), changed, "{change:?}");
        assert_eq!(plan.left.into_iter().collect::<Vec<_>>(), left, "{change:?}");
    };
    let reject = BulkChange::Reject { reason: "dull".into() };
    check(&all(), &BulkChange::Accept, &[4], &[(Left::Same, 4), (Left::Waiting, 1), (Left::Unread, 1)]);
    check(&all(), &reject, &[0, 1, 2], &[(Left::Same, 2), (Left::Judged, 1), (Left::Waiting, 1)]);
    check(
        &all(),
        &set("label", "bad"),
        &[0, 2, 4, 6],
        &[(Left::Same, 1), (Left::Judged, 1), (Left::NoField, 1)],
    );
    check(
        &all(),
        &replace("text"),
        &[0, 1, 4, 6],
        &[(Left::Judged, 1), (Left::NotFound, 1), (Left::NoField, 1)],
    );
    check(&all(), &replace("tags"), &[4], &[(Left::NoField, 6)]);
    let good = Filter { column: Column::Value("label".into()), test: Test::Is("good".into()) };
    let found = Selection::Found(RowQuery { filters: vec![good], limit: 1, ..RowQuery::default() });
    check(&found, &set("label", "bad"), &[0, 2], &[(Left::Judged, 1)]);
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let these = Selection::These(vec![id(2), id(0), id(2), id(1)]);
    check(&these, &set("label", "bad"), &[2, 0], &[(Left::Same, 1)]);
    let unknown = Selection::These(vec![id(9)]);
    assert!(matches!(project.plan_change(run, &unknown, &reject), Err(Error::Unknown { .. })));
}

#[test]
fn a_change_of_many_is_one_step_back_and_forth() {
    let Scene { mut project, run, folder: _folder } = filled();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    project.revise(id(2), "text", Some("Edited".into()), "Ana", 2).unwrap();
    let mut states = vec![state(&project, run)];
    let changes = [
        (set("label", "bad"), 4),
        (replace("text"), 4),
        (BulkChange::Accept, 1),
        (BulkChange::Reject { reason: "dull".into() }, 4),
    ];
    for (change, expected) in &changes {
        let made = project.change_rows(run, &all(), change, *expected, "Ana", 3).unwrap();
        assert_eq!(made.len() as u64, *expected);
        assert!(
            made.iter()
                .all(|revision| revision.kind == RevisionKind::Edit && revision.batch == made[0].batch)
        );
        assert_eq!(made[0].batch.is_some(), *expected > 1, "a row changed alone is no batch");
        states.push(state(&project, run));
    }
    assert_eq!(states[2][4].1["tags"], json!(["colour", "b"]), "other fields stay");
    assert_eq!(states[3][4].0, Some(Verdict::Accepted { row: 100 }));

    for (expected, (_, rows)) in states.iter().rev().skip(1).zip(changes.iter().rev()) {
        let next = project.next_steps(run).unwrap().undo;
        let undone = project.undo(run, "Ben", 4).unwrap();
        let ids =
            |step: &[project::Revision]| step.iter().map(|revision| revision.attempt).collect::<Vec<_>>();
        assert_eq!((undone.len() as u64, ids(&undone)), (*rows, ids(&next)));
        assert_eq!(&state(&project, run), expected);
    }
    for (expected, (_, rows)) in states.iter().skip(1).zip(&changes) {
        assert_eq!(project.redo(run, "Ben", 5).unwrap().len() as u64, *rows);
        assert_eq!(&state(&project, run), expected);
    }
    for _ in &changes {
        project.undo(run, "Ben", 6).unwrap();
    }
    let last = project.undo(run, "Ben", 7).unwrap();
    assert_eq!(last.len(), 1, "the edit before");
    assert!(matches!(&last[0].change, Change::Field { name, .. } if name == "text"));
}

#[test]
fn nothing_changes_where_other_rows_are_meant_than_were_looked_at() {
    let Scene { mut project, run, folder: _folder } = filled();
    let before = state(&project, run);
    let error = project.change_rows(run, &all(), &set("label", "bad"), 5, "Ana", 3).unwrap_err();
    assert!(matches!(error, Error::OtherRows { before: 5, now: 4 }), "{error}");
    assert_eq!(state(&project, run), before);
    assert_eq!(project.change_rows(run, &all(), &set("label", "x"), 5, "Ana", 3).unwrap().len(), 5);
    assert_eq!(project.change_rows(run, &all(), &set("label", "x"), 0, "Ana", 3).unwrap(), []);
}

#[test]
fn rows_accepted_at_once_get_numbers_of_their_own() {
    let Scene { mut project, run, folder: _folder } = scene();
    let rows: Vec<_> = (0..5).map(|draw| attempt(draw, 0, json!({}), json!({"text": draw}))).collect();
    let mut verdicts: Vec<_> = (0..5).map(|draw| (draw, 0, rejected(Stage::Unique, "duplicate"))).collect();
    verdicts[0].2 = Verdict::Accepted { row: 7 };
    project.commit(run, &rows, &verdicts).unwrap();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    project.overrule(id(0), &Decision::Reject { reason: String::new() }, "Ana", 1).unwrap();
    project.overrule(id(3), &Decision::Accept, "Ana", 2).unwrap();
    project.change_rows(run, &all(), &BulkChange::Accept, 4, "Ana", 3).unwrap();
    let numbers: Vec<_> = state(&project, run).into_iter().map(|(verdict, _)| verdict.unwrap()).collect();
    assert_eq!(numbers, [7, 101, 102, 100, 103].map(|row| Verdict::Accepted { row }));
    project.undo(run, "Ana", 4).unwrap();
    assert_eq!(project.accepted_count(run).unwrap(), 1);
}

#[test]
fn the_last_change_of_a_row_is_the_one_that_stands() {
    let Scene { mut project, run, folder: _folder } = filled();
    let id = AttemptId { run, draw: 0, attempt: 0 };
    let last = |project: &Project| match project.last_change(id).unwrap() {
        Some(Change::Field { after, .. }) => after,
        other => panic!("{other:?}"),
    };
    assert_eq!(project.last_change(id).unwrap(), None);
    project.revise(id, "label", Some("bad".into()), "Ana", 2).unwrap();
    project.change_rows(run, &all(), &set("label", "x"), 5, "Ana", 3).unwrap();
    assert_eq!(last(&project), Some("x".into()));
    project.undo(run, "Ana", 4).unwrap();
    assert_eq!(last(&project), Some("bad".into()));
}

#[derive(Clone, Debug)]
enum Deed {
    Change(usize, Vec<usize>),
    Edit(usize),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let rows = prop::collection::vec(0_usize..6, 0..6);
    prop_oneof![
        3 => (0_usize..4, rows).prop_map(|(change, rows)| Deed::Change(change, rows)),
        1 => (0_usize..6).prop_map(Deed::Edit),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Undo and redo go through the same states as a stack of them, whatever was changed together.
    #[test]
    fn steps_are_whole(deeds in prop::collection::vec(deed(), 1..14)) {
        let Scene { mut project, run, folder: _folder } = filled();
        let id = |draw: usize| AttemptId { run, draw: draw as u64, attempt: 0 };
        let changes = [set("label", "x"), replace("text"), BulkChange::Accept, BulkChange::Reject { reason: "r".into() }];
        let (mut past, mut future) = (Vec::new(), Vec::new());
        for (at, deed) in deeds.into_iter().enumerate() {
            let before = state(&project, run);
            let now = 10 + at as i64;
            match deed {
                Deed::Change(change, rows) => {
                    let rows = Selection::These(rows.into_iter().map(id).collect());
                    let plan = project.plan_change(run, &rows, &changes[change]).unwrap();
                    let wanted = plan.changes.len() as u64;
                    let made = project.change_rows(run, &rows, &changes[change], wanted, "Ana", now).unwrap();
                    let planned: Vec<_> = plan.changes.into_iter().map(|row| (row.id, row.change)).collect();
                    let done: Vec<_> = made.into_iter().map(|made| (made.attempt, made.change)).collect();
                    prop_assert_eq!(&done, &planned, "what was previewed is what was done");
                    if !done.is_empty() {
                        past.push(before);
                        future.clear();
                    }
                }
                Deed::Edit(row) => {
                    project.revise(id(row), "text", Some(json!(at)), "Ana", now).unwrap();
                    past.push(before);
                    future.clear();
                }
                Deed::Undo => {
                    let undone = project.undo(run, "Ana", now).unwrap();
                    prop_assert_eq!(undone.is_empty(), past.is_empty());
                    if let Some(expected) = past.pop() {
                        prop_assert_eq!(state(&project, run), expected);
                        future.push(before);
                    }
                }
                Deed::Redo => {
                    let redone = project.redo(run, "Ana", now).unwrap();
                    prop_assert_eq!(redone.is_empty(), future.is_empty());
                    if let Some(expected) = future.pop() {
                        prop_assert_eq!(state(&project, run), expected);
                        past.push(before);
                    }
                }
            }
        }
    }
}
