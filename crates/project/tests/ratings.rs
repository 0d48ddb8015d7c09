//! Ratings, corrections and comparisons by reviewers.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use dataset::{Attempt, Judgment, Rating, Scale, Verdict};
use project::{Assignment, AttemptId, Effect, Error, Given, Outcome, Project, Reader, RunId};
use serde_json::{Value, json};
use support::{Scene, attempt, scene};

const FIVE: Scale = Scale::OneToFive;

/// A run of three accepted rows with two texts each.
fn pairs() -> Scene {
    let Scene { folder, mut project, run } = scene();
    let made = |draw| {
        let spans = json!([{"span": "Ulm", "type": "place", "start": 0, "end": 3}]);
        attempt(draw, 0, json!({}), json!({"chosen": "Ulm", "rejected": "Bonn", "spans": spans}))
    };
    let rows: Vec<Attempt> = (0..3).map(made).collect();
    let verdicts = [0, 1, 2].map(|draw| (draw, 0, Verdict::Accepted { row: draw }));
    project.commit(run, &rows, &verdicts).unwrap();
    Scene { folder, project, run }
}

fn rate(project: &mut Project, id: AttemptId, level: usize, who: &str, now: i64) {
    project.rate(id, Rating { scale: FIVE, level }, "", who, now).unwrap();
}

/// The levels that stand, by row and reviewer.
fn levels(project: &Reader, run: RunId) -> Vec<(u64, Vec<(String, usize)>)> {
    let level = |given: project::RowRating| (given.who, given.level.unwrap());
    let rows = project.ratings(run).unwrap().into_iter();
    rows.map(|row| (row.id.draw, row.ratings.into_iter().map(level).collect())).collect()
}

fn judge(project: &mut Project, id: AttemptId, judgment: &Judgment, who: &str, now: i64) {
    let given = Given { judgment, note: "", sampled: true, label_field: None, adjudicates: false };
    project.review(id, given, who, now).unwrap();
}

#[test]
fn a_rating_changes_nothing_and_its_latest_counts() {
    let Scene { mut project, run, .. } = pairs();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let before = project.row(id(0)).unwrap().summary;
    rate(&mut project, id(0), 4, "Ana", 5);
    rate(&mut project, id(0), 2, "Ben", 5);
    rate(&mut project, id(1), 0, "Ana", 6);
    // The clock may go back.
    rate(&mut project, id(0), 3, "Ana", 1);
    let owned = |who: &str, level| (who.to_owned(), level);
    let both = (0, vec![owned("Ana", 3), owned("Ben", 2)]);
    assert_eq!(levels(&project, run), [both.clone(), (1, vec![owned("Ana", 0)])]);
    assert_eq!(project.ratings(run).unwrap()[0].mean(FIVE), Some(3.5));
    assert_eq!(project.ratings(run).unwrap()[0].mean(Scale::FourLevel), None);
    assert_eq!(project.row(id(0)).unwrap().summary, before);
    assert_eq!((project.reviewed(run).unwrap().len(), project.undo(run, "Ana", 9).unwrap()), (0, vec![]));

    // Judging and rating do not touch each other, nor do scales.
    judge(&mut project, id(0), &Judgment::Reject, "Ana", 10);
    project.rate(id(2), Rating { scale: Scale::FourLevel, level: 3 }, "fine", "Ana", 11).unwrap();
    let taken = |project: &mut Project, who: &str| {
        project.take_rating_back(run, FIVE, who, 12).unwrap().map(|id| id.draw)
    };
    assert_eq!(taken(&mut project, "Ana"), Some(0), "the last rating that stands, by when it was given");
    assert_eq!(taken(&mut project, "Ana"), Some(1));
    assert_eq!((taken(&mut project, "Ana"), taken(&mut project, "Cem")), (None, None));
    assert_eq!(levels(&project, run), [(0, vec![owned("Ben", 2)]), (2, vec![owned("Ana", 3)])]);
    assert_eq!(project.ratings_of(id(0)).unwrap().len(), 4, "nothing is deleted");
    assert!(project.row(id(0)).unwrap().summary.verdict != before.verdict, "the rejection stands");
    let unknown = project.rate(id(9), Rating { scale: FIVE, level: 1 }, "", "Ana", 13);
    assert!(matches!(unknown, Err(Error::Unknown { .. })));
}

#[test]
fn ratings_come_home_with_a_reviewers_file() {
    let Scene { mut project, run, folder } = pairs();
    let id = |run, draw| AttemptId { run, draw, attempt: 0 };
    let path = folder.path().join("anna.seedbed");
    let rows = [0, 1].map(|draw| id(run, draw));
    let to = Assignment { reviewer: "anna", rows: &rows, left_out: &[], blind: false };
    let mut file = project.assign(run, to, &path, 1).unwrap();
    let inner = file.runs().unwrap()[0].id;
    rate(&mut file, id(inner, 0), 4, "anna", 10);
    rate(&mut file, id(inner, 1), 1, "anna", 11);
    judge(&mut file, id(inner, 1), &Judgment::Accept, "anna", 12);
    file.close().unwrap();
    let merge = |project: &mut Project| {
        let merged = project.merge(run, &Reader::open(&path).unwrap(), "Owner", 99).unwrap();
        (merged.added, merged.known, merged.refused.len(), merged.unfinished.len())
    };
    assert_eq!(merge(&mut project), (3, 0, 0, 0));
    assert_eq!(merge(&mut project), (0, 3, 0, 0));
    let anna = |level| vec![("anna".to_owned(), level)];
    assert_eq!(levels(&project, run), [(0, anna(4)), (1, anna(1))]);
    assert_eq!(project.ratings_of(id(run, 0)).unwrap()[0].received, Some(99));

    // One that was taken back since goes here too, and a row that was edited here is not the one that was rated.
    let mut file = Project::open(&path).unwrap();
    rate(&mut file, id(inner, 0), 2, "anna", 20);
    file.take_rating_back(inner, FIVE, "anna", 21).unwrap();
    rate(&mut file, id(inner, 1), 3, "anna", 22);
    file.close().unwrap();
    project.revise(id(run, 1), "chosen", Some("Köln".into()), "Owner", 30).unwrap();
    assert_eq!(merge(&mut project), (1, 1, 1, 0));
    assert_eq!(levels(&project, run), [(1, anna(1))]);
}

#[test]
fn a_correction_a_swap_and_a_tie_become_the_row_and_are_taken_back() {
    let Scene { mut project, run, .. } = pairs();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let spans = json!([{"span": "Ul", "type": "place", "start": 0, "end": 2}]);
    let correct =
        |value: &Value| Judgment::Correct { values: BTreeMap::from([("spans".to_owned(), value.clone())]) };
    let swap = Judgment::Swap { fields: ["chosen", "rejected"].map(str::to_owned) };
    let values = |project: &Project, draw| {
        let row = project.row(id(draw)).unwrap().summary;
        let accepted = matches!(row.verdict, Some(Verdict::Accepted { .. }));
        let value = |name: &str| row.values[name].clone();
        (accepted, value("chosen"), value("rejected"), value("spans"))
    };
    let made = values(&project, 0);
    let check =
        |project: &mut Project, judgment: &Judgment, expected: (bool, Value, Value, Value), right: u64| {
            judge(project, id(0), judgment, "Ana", 5);
            assert_eq!(values(project, 0), expected, "{judgment:?}");
            let counts = project.review_counts(run, "Ana").unwrap();
            assert_eq!((counts.judged, counts.right), (1, right), "{judgment:?}");
            project.take_back(run, false, "Ana", 6).unwrap().unwrap();
            assert_eq!(values(project, 0), made);
        };
    check(&mut project, &correct(&spans), (true, json!("Ulm"), json!("Bonn"), spans.clone()), 0);
    check(&mut project, &correct(&made.3), made.clone(), 1);
    check(&mut project, &swap, (true, json!("Bonn"), json!("Ulm"), made.3.clone()), 0);
    check(&mut project, &Judgment::Tie { keep: true }, made.clone(), 0);
    let out = (false, made.1.clone(), made.2.clone(), made.3.clone());
    check(&mut project, &Judgment::Tie { keep: false }, out, 0);

    // Two who mark other spans disagree, and the row is as it was made; who accepts what is shown agrees.
    let outcome = |project: &Project| project.reviewed(run).unwrap()[0].outcome();
    judge(&mut project, id(0), &correct(&spans), "Ana", 10);
    judge(&mut project, id(0), &Judgment::Accept, "Ben", 11);
    let agreed = Effect::Kept(BTreeMap::from([("spans".to_owned(), spans.clone())]));
    assert_eq!(outcome(&project), Outcome::Agreed(agreed));
    judge(&mut project, id(0), &correct(&json!([])), "Ben", 12);
    assert_eq!((outcome(&project), values(&project, 0)), (Outcome::Disputed, made));
    let last = correct(&spans);
    let given = Given { judgment: &last, note: "", sampled: false, label_field: None, adjudicates: true };
    project.review(id(0), given, "Owner", 13).unwrap();
    assert_eq!(values(&project, 0).3, spans);
}
