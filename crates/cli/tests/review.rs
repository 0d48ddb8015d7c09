//! Several reviewers on one run, each with a file of their own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use dataset::Judgment;
use project::{AttemptId, Given, Project, Reader, RowSummary};
use serde_json::Value;
use support::Desk;

const ROWS: u64 = 12;

/// A desk with a project of twelve rows, and reviewers' files in `reviews`, six of their rows shared.
fn desk(options: &[&str]) -> (Desk, Value) {
    let desk = Desk::new();
    run(&desk, "p.seedbed", "7");
    let assigned = desk.succeed(
        &[
            &["review", "assign", "p.seedbed", "--reviewers", "anna,ben", "--overlap", "0.5", "--seed", "3"],
            &["--out", "reviews", "--json"][..],
            options,
        ]
        .concat(),
    );
    (desk, serde_json::from_slice(&assigned.stdout).unwrap())
}

fn run(desk: &Desk, project: &str, seed: &str) {
    desk.succeed(&[
        "run",
        "attrprompt",
        "--rows",
        "12",
        "--seed",
        seed,
        "--progress",
        "none",
        "--project",
        project,
        "--out",
        "rows.jsonl",
    ]);
}

fn file(desk: &Desk, reviewer: &str) -> PathBuf {
    desk.path(&format!("reviews/p - {reviewer}.seedbed"))
}

fn rows(path: &Path) -> Vec<RowSummary> {
    let reader = Reader::open(path).unwrap();
    let run = reader.runs().unwrap()[0].id;
    reader.accepted(run).map(Result::unwrap).collect()
}

fn numbers(path: &Path) -> Vec<u64> {
    let reader = Reader::open(path).unwrap();
    reader.accepted_numbers(reader.runs().unwrap()[0].id).unwrap()
}

/// Judges every row of a reviewer's file.
fn judge(desk: &Desk, reviewer: &str, word: impl Fn(u64, &RowSummary) -> Judgment) {
    let path = file(desk, reviewer);
    let mut project = Project::open(&path).unwrap();
    let run = project.runs().unwrap()[0].id;
    let numbers = project.accepted_numbers(run).unwrap();
    for (number, row) in numbers.into_iter().zip(rows(&path)) {
        let judgment = word(number, &row);
        let given = Given {
            judgment: &judgment,
            note: "",
            sampled: true,
            label_field: Some("label"),
            adjudicates: false,
        };
        project.review(row.id, given, reviewer, 1_000).unwrap();
    }
    project.close().unwrap();
}

/// Anna doubts the label of the first shared row, Ben rejects the second one.
fn judge_all(desk: &Desk) -> [u64; 2] {
    let (anna, ben) = (numbers(&file(desk, "anna")), numbers(&file(desk, "ben")));
    let shared: Vec<u64> = anna.into_iter().filter(|row| ben.contains(row)).collect();
    let (first, second) = (shared[0], shared[1]);
    judge(desk, "anna", |number, row| match number == first {
        true => Judgment::Label { label: other(row) },
        false => Judgment::Accept,
    });
    judge(desk, "ben", |number, _| if number == second { Judgment::Reject } else { Judgment::Accept });
    [first, second]
}

fn other(row: &RowSummary) -> String {
    if row.values["label"] == "positive" { "negative" } else { "positive" }.to_owned()
}

/// Everything that a run's rows and reviews are, but for when they came in.
fn state(path: &Path) -> Vec<String> {
    let reader = Reader::open(path).unwrap();
    let run = reader.runs().unwrap()[0].id;
    let row = |id: AttemptId| {
        let row = reader.row(id).unwrap();
        let mut reviews: Vec<String> = row
            .reviews
            .into_iter()
            .map(|review| serde_json::to_string(&project::Review { received: None, ..review }).unwrap())
            .collect();
        reviews.sort();
        format!("{:?} {:?} {} {reviews:?}", row.summary.verdict, row.summary.values, row.summary.revised)
    };
    reader.reviewable(run, "").unwrap().into_iter().map(|reviewable| row(reviewable.id)).collect()
}

#[test]
fn two_reviewers_files_merge_to_the_same_result_in_either_order() {
    let (desk, assigned) = desk(&[]);
    let counts: Vec<(u64, u64)> = assigned["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["rows"].as_u64().unwrap(), file["shared"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [(9, 6), (9, 6)]);
    let given = rows(&file(&desk, "anna"));
    assert!(given.iter().all(|row| row.tokens == 0 && row.log_probability.is_none()), "no traces");
    let [first, second] = judge_all(&desk);

    fs::copy(desk.path("p.seedbed"), desk.path("q.seedbed")).unwrap();
    let (anna, ben) = ("reviews/p - anna.seedbed", "reviews/p - ben.seedbed");
    let said = desk.succeed(&["review", "merge", "p.seedbed", anna, ben]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("9 judgments of anna added, 0 known before, 0 refused"), "{said}");
    desk.succeed(&["review", "merge", "q.seedbed", ben, anna]);
    let (p, q) = (state(&desk.path("p.seedbed")), state(&desk.path("q.seedbed")));
    assert_eq!((p.len() as u64, &p), (ROWS, &q));

    let again = desk.succeed(&["review", "merge", "p.seedbed", ben, anna, "--json"]);
    let again: Value = serde_json::from_slice(&again.stdout).unwrap();
    for file in again["files"].as_array().unwrap() {
        assert_eq!((&file["added"], &file["known"]), (&Value::from(0), &Value::from(9)), "{file}");
    }
    assert_eq!(state(&desk.path("p.seedbed")), p);

    let agreement = |project: &str| desk.succeed(&["review", "agreement", project, "--json"]).stdout;
    assert_eq!(agreement("p.seedbed"), agreement("q.seedbed"));
    let found: Value = serde_json::from_slice(&agreement("p.seedbed")).unwrap();
    let disputed: Vec<u64> = found["disagreements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["number"].as_u64().unwrap())
        .collect();
    assert_eq!(disputed, [first, second]);
    let close = |figure: &Value, value: f64, n: u64| {
        assert!((figure["value"].as_f64().unwrap() - value).abs() < 1e-9, "{figure}, not {value}");
        assert_eq!(figure["n"], n);
    };
    close(&found["decisions"]["raw"], 5.0 / 6.0, 6);
    close(&found["labels"]["raw"], 4.0 / 5.0, 5);
    assert_eq!(found["decisions"]["pairs"][0]["raw"], found["decisions"]["raw"]);
    // Both rows stay as the model made them.
    let numbers = numbers(&desk.path("p.seedbed"));
    assert_eq!(numbers, (0..ROWS).collect::<Vec<_>>());
    assert!(rows(&desk.path("p.seedbed")).iter().all(|row| !row.revised));
    let words = desk.succeed(&["review", "agreement", "p.seedbed"]);
    let words = String::from_utf8(words.stdout).unwrap();
    assert!(words.contains("ben: 9 judged, 8 right, 0 changed, 1 rejected"), "{words}");
    assert!(words.contains(&format!("row {second}: anna: ")) && words.contains("; ben: reject"), "{words}");
}

#[test]
fn a_tampered_row_and_a_strange_file_are_refused_by_name() {
    let (desk, _) = desk(&[]);
    judge_all(&desk);
    let row = numbers(&file(&desk, "anna"))[4];
    let tampered = rusqlite::Connection::open(file(&desk, "anna")).unwrap();
    let changed = tampered
        .execute(
            "UPDATE listing SET cells = json_set(cells, '$.text', 'Another text.') WHERE row = ?",
            [row.cast_signed()],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(tampered);
    run(&desk, "other.seedbed", "8");
    let check = |arguments: &[&str], messages: &[&str]| {
        let output = desk.seedbed(&[&["review"], arguments].concat()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        for message in messages {
            assert!(said.contains(message), "{message}: {said}");
        }
    };
    let (anna, ben) = ("reviews/p - anna.seedbed", "reviews/p - ben.seedbed");
    check(
        &["merge", "other.seedbed", ben],
        &["p - ben.seedbed' was not merged. Its rows are of another run"],
    );
    check(&["merge", "p.seedbed", "other.seedbed"], &["It was not made for a reviewer"]);
    check(&["merge", "p.seedbed", "none.seedbed"], &["'none.seedbed'", "no such file"]);
    let named =
        format!("Row {row} of '{anna}' not merged: the file was changed by other means than reviewing.");
    check(&["merge", "p.seedbed", anna, ben], &[&named]);
    // The others of both files are in.
    let reader = Reader::open(&desk.path("p.seedbed")).unwrap();
    let reviewed = reader.reviewed(reader.runs().unwrap()[0].id).unwrap().len();
    drop(reader);
    let alone = !numbers(&file(&desk, "ben")).contains(&row);
    assert_eq!(reviewed as u64, ROWS - u64::from(alone));
    check(&["assign", anna, "--reviewers", "cem", "--out", "more"], &["This project is a reviewer's file"]);
    let assign = ["assign", "p.seedbed", "--out", "reviews", "--reviewers"];
    check(&[&assign[..], &["anna"]].concat(), &["is there already"]);
    check(&[&assign[..], &["cem,cem"]].concat(), &["the same name"]);
    check(&[&assign[..], &["cem,dan", "--overlap", "1.5"]].concat(), &["from 0 to 1"]);
    check(&[&assign[..], &["cem", "--overlap", "0.5"]].concat(), &["at least two"]);
}

#[test]
fn a_blind_file_has_no_labels() {
    let (desk, assigned) = desk(&["--blind"]);
    assert_eq!(assigned["left_out"], serde_json::json!(["label"]));
    let of_project = rows(&desk.path("p.seedbed"));
    for row in rows(&file(&desk, "ben")) {
        assert!(!row.values.contains_key("label") && !row.conditions.contains_key("label"), "{row:?}");
        assert!(!row.values["text"].as_str().unwrap().is_empty());
    }
    let truth = |row: &RowSummary| {
        let own =
            of_project.iter().find(|own| own.id.draw == row.id.draw && own.id.attempt == row.id.attempt);
        own.unwrap().values["label"].as_str().unwrap().to_owned()
    };
    judge(&desk, "anna", |_, row| Judgment::Label { label: truth(row) });
    judge(&desk, "ben", |_, row| Judgment::Label { label: truth(row) });
    desk.succeed(&["review", "merge", "p.seedbed", "reviews/p - anna.seedbed", "reviews/p - ben.seedbed"]);
    let found = desk.succeed(&["review", "agreement", "p.seedbed", "--json"]).stdout;
    let found: Value = serde_json::from_slice(&found).unwrap();
    assert_eq!(found["labels"]["raw"]["value"], 1.0);
    assert_eq!(found["reviewers"][0]["right"], 9, "{found}");
    assert!(rows(&desk.path("p.seedbed")).iter().all(|row| !row.revised));
}
