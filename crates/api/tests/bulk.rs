//! Many rows of a run changed at once, and one change found again in rows like it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod made;

use api::types::{
    ApplyChange, BulkChange, ChangeRows, Compared, DecideRow, EditRow, Filter, JudgeRow, Left, ReviewOrder,
    RowRequest, RowSelection, RunId, Show, SimilarRows,
};
use api::{App, Code, Options};
use dataset::{Fields, Judgment};
use made::made;
use serde_json::{Value, json};

const RECIPE: &str = r#"
schema = 1
name = "Fruit and metal"
[task]
kind = "classification"
labels = [{ name = "fruit" }, { name = "metal" }]
fields = ["text", "label"]
[[conditions]]
name = "label"
labels = {}
[[steps]]
id = "write"
prompt = "Write."
output = { text = "string" }
[schedule]
rows = 64
"#;

/// An application with thirty rows about apples and iron, all labelled fruit, and the number of their run.
fn opened(folder: &std::path::Path) -> (App, u64) {
    let row = |draw: u64| {
        let text = match draw % 3 {
            0 => format!("a bar of grey iron, number {draw}"),
            _ => format!("a ripe apple from tree {draw}"),
        };
        let values = |pairs: [(&str, String); 2]| -> Fields {
            pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
        };
        (Fields::new(), values([("text", text), ("label", "fruit".to_owned())]))
    };
    let (path, run) = made(folder, RECIPE, 64, (0..30).map(row));
    let app = App::open(Options { home: Some(folder.join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    (app, run.0.cast_unsigned())
}

fn judge(app: &App, row: RowRequest, judgment: Judgment) {
    let order = ReviewOrder::Made;
    app.review_judge(JudgeRow { row, judgment, note: String::new(), order, adjudicate: false }).unwrap();
}

fn draws(similar: &SimilarRows, least: f64) -> Vec<u64> {
    let near = similar.rows.iter().filter(|row| row.similarity >= least);
    near.map(|row| row.changed.row.draw).collect()
}

#[test]
fn the_rows_of_a_filter_are_changed_after_a_preview() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    judge(&app, RowRequest { run, draw: 3, attempt: 0 }, Judgment::Accept);
    let filter: Filter =
        serde_json::from_value(json!({"column": "text", "op": "contains", "value": "iron"})).unwrap();
    let rows = RowSelection::Found { show: Show::All, filters: vec![filter], search: String::new() };
    let change = BulkChange::Set { field: "label".into(), value: "metal".into() };
    let wanted = ChangeRows { run, rows, change };
    let preview = app.rows_change_preview(wanted.clone()).unwrap();
    let left: Vec<_> = preview.left.iter().map(|left| (left.why, left.rows)).collect();
    assert_eq!((preview.changes, left), (9, vec![(Left::Judged, 1)]));
    let example = &preview.examples[0];
    assert_eq!((example.number, &*example.text), (Some(0), "a bar of grey iron, number 0"));
    assert_eq!((example.before.as_deref(), example.after.as_deref()), (Some("fruit"), Some("metal")));
    assert!(preview.examples.len() > 1 && preview.examples.len() <= 4);

    let refused = app.rows_change(ApplyChange { wanted: wanted.clone(), expected: 8 }).unwrap_err();
    assert_eq!(refused.code, Code::Busy);
    assert!(refused.message.contains("9 would be changed instead of 8"), "{}", refused.message);
    let done = app.rows_change(ApplyChange { wanted, expected: 9 }).unwrap();
    assert_eq!((done.rows, &*done.what), (9, "the change of label in 9 rows"));
    let next = app.change_next(RunId { run }).unwrap();
    assert_eq!(next.undo.unwrap().what, "the change of label in 9 rows");
    let detail = app.row_detail(RowRequest { run, draw: 6, attempt: 0 }).unwrap();
    assert_eq!(detail.history.last().unwrap().what, "changed label, at once with other rows");
    let undone = app.change_undo(RunId { run }).unwrap();
    assert_eq!((undone.rows, undone.row.draw, &*undone.what), (9, 0, "the change of label in 9 rows"));
    assert_eq!(app.change_redo(RunId { run }).unwrap().rows, 9);
    let find = json!({"change": "replace", "field": "text",
        "replacement": {"find": "", "with": "", "whole_words": true, "match_case": true}});
    let nothing = ChangeRows {
        run,
        rows: RowSelection::These { rows: Vec::new() },
        change: serde_json::from_value(find).unwrap(),
    };
    assert_eq!(app.rows_change_preview(nothing).unwrap_err().code, Code::Input);
}

#[test]
fn a_new_label_is_proposed_for_rows_that_had_the_old_one_nearest_first() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let row = |draw| RowRequest { run, draw, attempt: 0 };
    assert_eq!(app.rows_similar(row(0)).unwrap_err().code, Code::NotFound);
    judge(&app, row(9), Judgment::Accept);
    judge(&app, row(0), Judgment::Label { label: "metal".into() });
    let similar = app.rows_similar(row(0)).unwrap();
    assert_eq!(similar.change, BulkChange::Set { field: "label".into(), value: "metal".into() });
    assert_eq!((similar.shared.as_deref(), &similar.compared), (Some("fruit"), &Compared::Words));
    assert_eq!((similar.rows.len(), similar.judged), (28, 1));
    let iron = [3, 6, 12, 15, 18, 21, 24, 27];
    assert!(
        draws(&similar, 0.0).starts_with(&iron),
        "those about iron come first: {:?}",
        draws(&similar, 0.0)
    );
    assert!(draws(&similar, similar.threshold).iter().all(|draw| iron.contains(draw)));
    assert!(!draws(&similar, similar.threshold).is_empty());
    let rows = draws(&similar, 0.3).into_iter().map(row).collect::<Vec<_>>();
    let expected = rows.len() as u64;
    let wanted = ChangeRows { run, rows: RowSelection::These { rows }, change: similar.change };
    assert_eq!(app.rows_change(ApplyChange { wanted, expected }).unwrap().rows, 8);
}

#[test]
fn an_edit_is_proposed_for_rows_with_the_same_words_and_a_rejection_for_like_texts() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let row = |draw| RowRequest { run, draw, attempt: 0 };
    let edit = |draw, text: &str| {
        app.row_edit(EditRow { row: row(draw), field: "text".into(), value: text.into() }).unwrap();
    };
    edit(1, "a ripe pear from tree 1");
    let similar = app.rows_similar(row(1)).unwrap();
    let BulkChange::Replace { field, replacement } = &similar.change else { panic!("{:?}", similar.change) };
    assert_eq!((&**field, &*replacement.find, &*replacement.with), ("text", "apple", "pear"));
    assert_eq!((similar.rows.len(), similar.threshold), (19, 0.0));
    let first = &similar.rows[0].changed;
    assert_eq!(first.after.as_deref().map(|text| text.starts_with("a ripe pear from tree ")), Some(true));

    edit(2, "a very ripe apple from tree 2");
    let error = app.rows_similar(row(2)).unwrap_err();
    assert_eq!(error.code, Code::Input);

    let reject = DecideRow { row: row(4), accept: false, note: "dull".into() };
    app.row_decide(reject).unwrap();
    let similar = app.rows_similar(row(4)).unwrap();
    assert_eq!(similar.change, BulkChange::Reject { reason: "dull".into() });
    assert_eq!((similar.rows.len(), &similar.shared), (29, &None));
    assert!(similar.rows[0].changed.text.contains("apple"));
}
