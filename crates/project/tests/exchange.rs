//! Reviewers' files: what they hold, and that merging them has one result, whatever the order.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dataset::{Attempt, Judgment, Rating, Scale, Verdict};
use project::{
    Assignment, AttemptId, Decision, Effect, Error, Given, Merged, Outcome, Project, Reader, Refusal,
    RefusedRow, Revision, RunId, RunPlan,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Scene, attempt, scene};

const ROWS: u64 = 4;

/// A run of accepted rows, all of them `good`; row 0 labels a row of a private source.
fn main_project() -> Scene {
    let Scene { folder, mut project, run } = scene();
    let made = |draw| {
        let values = json!({"text": format!("text {draw}"), "nested": {"b": draw, "a": [1, null]}});
        let row = attempt(draw, 0, json!({"label": "good", "topic": "plot"}), values);
        if draw == 0 { Attempt { input: Some(1), ..row } } else { row }
    };
    let rows: Vec<Attempt> = (0..ROWS).map(made).collect();
    let verdicts: Vec<_> = (0..ROWS).map(|draw| (draw, 0, Verdict::Accepted { row: draw })).collect();
    project.commit(run, &rows, &verdicts).unwrap();
    Scene { folder, project, run }
}

fn id(run: RunId, draw: u64) -> AttemptId {
    AttemptId { run, draw, attempt: 0 }
}

fn label(name: &str) -> Judgment {
    Judgment::Label { label: name.to_owned() }
}

/// Makes a file for a reviewer.
fn assign(
    main: &Reader,
    run: RunId,
    reviewer: &str,
    draws: &[u64],
    left_out: &[&str],
    path: &Path,
) -> Project {
    let rows: Vec<AttemptId> = draws.iter().map(|draw| id(run, *draw)).collect();
    let left_out: Vec<String> = left_out.iter().map(|name| (*name).to_owned()).collect();
    let to = Assignment {
        reviewer,
        rows: &rows,
        left_out: &left_out,
        blind: left_out.iter().any(|n| n == "label"),
    };
    main.assign(run, to, path, 3_000).unwrap()
}

fn judge(
    project: &mut Project,
    draw: u64,
    judgment: &Judgment,
    note: &str,
    who: &str,
    now: i64,
) -> Vec<Revision> {
    let run = project.runs().unwrap()[0].id;
    let given = Given { judgment, note, sampled: true, label_field: Some("label"), adjudicates: false };
    project.review(id(run, draw), given, who, now).unwrap()
}

fn merge(main: &mut Project, path: &Path) -> Result<Merged, Error> {
    let run = main.runs().unwrap()[0].id;
    main.merge(run, &Reader::open(path).unwrap(), "Owner", 9_000)
}

type State = Vec<(Option<Verdict>, BTreeMap<String, Value>, bool, BTreeSet<String>, BTreeSet<String>)>;

/// Each row as it stands, and all reviews of it but for when they came in.
fn state(project: &Reader, run: RunId) -> State {
    let row = |draw| {
        let row = project.row(id(run, draw)).unwrap();
        let review = |mut review: project::Review| {
            review.received = None;
            serde_json::to_string(&review).unwrap()
        };
        let rating = |mut rating: project::RowRating| {
            rating.received = None;
            serde_json::to_string(&rating).unwrap()
        };
        let values = row.summary.values.into_iter().collect();
        let reviews = row.reviews.into_iter().map(review).collect();
        let ratings = row.ratings.into_iter().map(rating).collect();
        (row.summary.verdict, values, row.summary.revised, reviews, ratings)
    };
    (0..ROWS).map(row).collect()
}

#[test]
fn a_reviewers_file_holds_what_is_judged_and_no_more() {
    let Scene { folder, project, run } = main_project();
    let path = folder.path().join("anna.seedbed");
    let file = assign(&project, run, "anna", &[0, 2], &["label", "note"], &path);
    let exchange = file.exchange().unwrap().unwrap();
    assert_eq!((exchange.reviewer.as_str(), exchange.blind), ("anna", true));
    assert_eq!(exchange.origin, project.run(run).unwrap().origin().unwrap());
    assert_eq!(file.recipes().unwrap()[0].hash, project.recipes().unwrap()[0].hash);
    assert!(project.exchange().unwrap().is_none());
    let given: Vec<_> = file.accepted(exchange.run).map(Result::unwrap).collect();
    let values = |at: usize| Value::Object(given[at].values.clone());
    let nested = |draw: u64| json!({"b": draw, "a": [1, null]});
    assert_eq!(values(0), json!({"text": "text 0", "nested": nested(0), "topic": "plot", "age": 41}));
    assert_eq!(values(1), json!({"text": "text 2", "nested": nested(2), "topic": "plot"}));
    assert_eq!(given[1].verdict, Some(Verdict::Accepted { row: 2 }), "rows keep their numbers");
    assert_eq!(given[1].id.draw, 2);
    file.close().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("text 2") && !holds("text 1"), "its own rows alone");
    assert!(!holds("patient note") && !holds("raw answer"));
    let reader = Reader::open(&path).unwrap();
    let detail = reader.row(id(exchange.run, 2)).unwrap();
    assert!(
        detail.attempt.steps.is_empty()
            && detail.attempt.shown.is_empty()
            && detail.attempt.checks.is_empty()
    );
    assert_eq!(reader.run(exchange.run).unwrap().sources, []);

    let error = project
        .assign(run, Assignment { reviewer: "b", rows: &[], left_out: &[], blind: false }, &path, 1)
        .unwrap_err();
    assert!(matches!(error.kind(), Error::Exists), "{error}");
}

#[test]
fn words_that_agree_are_applied_and_others_wait_for_the_final_one() {
    let Scene { folder, mut project, run } = main_project();
    let before = state(&project, run);
    let all = [0, 1, 2, 3];
    let path = |name: &str| folder.path().join(name);
    let mut anna = assign(&project, run, "anna", &all, &[], &path("anna.seedbed"));
    let mut ben = assign(&project, run, "ben", &all, &["label"], &path("ben.seedbed"));
    // 0: both find it right, one of them blind. 1: both reject. 2: one label and one edit, the same. 3: no.
    judge(&mut anna, 0, &Judgment::Accept, "", "anna", 10);
    judge(&mut ben, 0, &label("good"), "", "ben", 11);
    judge(&mut anna, 1, &Judgment::Reject, "dull", "anna", 12);
    judge(&mut ben, 1, &Judgment::Reject, "short", "ben", 13);
    judge(&mut anna, 2, &label("bad"), "", "anna", 14);
    judge(&mut ben, 2, &label("bad"), "", "ben", 15);
    judge(&mut anna, 3, &label("bad"), "", "anna", 16);
    judge(&mut ben, 3, &Judgment::Reject, "no", "ben", 17);
    let files = [path("anna.seedbed"), path("ben.seedbed")];
    anna.close().unwrap();
    ben.close().unwrap();

    let merged = merge(&mut project, &files[0]).unwrap();
    assert_eq!((merged.added, merged.known, merged.reviewer.as_str()), (4, 0, "anna"));
    let one: Vec<_> = state(&project, run).into_iter().map(|row| (row.0, row.1["label"].clone())).collect();
    assert_eq!((&one[2].1, &one[3].1), (&json!("bad"), &json!("bad")), "the only word on a row counts");
    merge(&mut project, &files[1]).unwrap();

    let after = state(&project, run);
    assert_eq!((&after[0].0, &after[0].1, after[0].2), (&before[0].0, &before[0].1, false));
    let Some(Verdict::Rejected { reason, .. }) = &after[1].0 else { panic!("{after:?}") };
    assert_eq!(reason, "dull; short");
    assert_eq!((&after[2].1["label"], after[2].2), (&json!("bad"), true));
    assert_eq!((&after[3].0, &after[3].1, after[3].2), (&before[3].0, &before[3].1, false));
    let reviewed = project.reviewed(run).unwrap();
    let outcomes: Vec<Outcome> = reviewed.iter().map(project::ReviewedRow::outcome).collect();
    let kept = |changes: &[(&str, &str)]| {
        let changes = changes.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        Outcome::Agreed(Effect::Kept(changes))
    };
    let expected = [kept(&[]), Outcome::Agreed(Effect::Out), kept(&[("label", "bad")]), Outcome::Disputed];
    assert_eq!(outcomes, expected);
    let right = |who: &str| project.review_counts(run, who).unwrap().right;
    assert_eq!((right("anna"), right("ben")), (1, 1));

    for path in &files {
        let again = merge(&mut project, path).unwrap();
        assert_eq!((again.added, again.known, again.revisions.len()), (0, 4, 0));
    }
    assert_eq!(state(&project, run), after);

    // The final word counts, can be taken back, and is none of the reviewers'.
    let given = Given {
        judgment: &label("ugly"),
        note: "",
        sampled: false,
        label_field: Some("label"),
        adjudicates: true,
    };
    project.review(id(run, 3), given, "Owner", 9_100).unwrap();
    let row = project.reviewed(run).unwrap().pop().unwrap();
    assert_eq!(row.outcome(), Outcome::Disputed);
    assert_eq!(row.final_word().unwrap().0.who, "Owner");
    assert_eq!(state(&project, run)[3].1["label"], json!("ugly"));
    merge(&mut project, &files[0]).unwrap();
    assert_eq!(state(&project, run)[3].1["label"], json!("ugly"));
    assert_eq!(project.review_counts(run, "Owner").unwrap().judged, 0);
    assert_eq!(project.take_back(run, false, "Owner", 9_200).unwrap(), None);
    assert!(project.take_back(run, true, "Owner", 9_200).unwrap().is_some());
    assert_eq!(state(&project, run)[3].1["label"], json!("good"));
    // What came in from a file is not taken back here.
    assert_eq!(project.take_back(run, false, "anna", 9_300).unwrap(), None);
}

#[test]
fn what_is_not_as_it_was_assigned_is_refused() {
    let all = [0, 1, 2, 3];
    type Meddle = fn(&mut Project, RunId, &Path);
    type Expected = Result<&'static [(u64, Refusal)], fn(&Error) -> bool>;
    let check = |meddle: Meddle, expected: Expected| {
        let Scene { folder, mut project, run } = main_project();
        let path = folder.path().join("anna.seedbed");
        let mut file = assign(&project, run, "anna", &all, &[], &path);
        all.iter().for_each(|draw| drop(judge(&mut file, *draw, &label("bad"), "", "anna", 10)));
        file.close().unwrap();
        meddle(&mut project, run, &path);
        match (merge(&mut project, &path), expected) {
            (Ok(merged), Ok(expected)) => {
                let expected: Vec<_> =
                    expected.iter().map(|(row, why)| RefusedRow { row: *row, why: *why }).collect();
                assert_eq!(merged.refused, expected);
                assert_eq!(merged.added, ROWS - expected.len() as u64);
                let labels: Vec<Value> =
                    state(&project, run).into_iter().map(|row| row.1["label"].clone()).collect();
                let taken = |draw: u64| !expected.iter().any(|refused| refused.row == draw);
                let wanted: Vec<Value> =
                    all.iter().map(|draw| json!(if taken(*draw) { "bad" } else { "good" })).collect();
                assert_eq!(labels, wanted);
            }
            (Err(error), Err(is)) => assert!(is(&error), "{error}"),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    };
    check(|_, _, _| {}, Ok(&[]));
    check(
        |p, run, _| drop(p.revise(id(run, 1), "text", Some("new".into()), "Owner", 20)),
        Ok(&[(1, Refusal::Differs)]),
    );
    // An edit that was undone is none; nor is an edit of a row that is not theirs.
    check(
        |p, run, _| {
            p.revise(id(run, 1), "text", Some("new".into()), "Owner", 20).unwrap();
            p.undo(run, "Owner", 21).unwrap();
        },
        Ok(&[]),
    );
    check(
        |p, run, _| drop(p.overrule(id(run, 2), &Decision::Reject { reason: "x".into() }, "Owner", 20)),
        Ok(&[(2, Refusal::TakenOut)]),
    );
    let tampered: Meddle = |_, _, path| {
        let file = rusqlite::Connection::open(path).unwrap();
        file.execute("UPDATE listing SET cells = replace(cells, 'text 3', 'another text')", []).unwrap();
    };
    check(tampered, Ok(&[(3, Refusal::Altered)]));
    let forged: Meddle = |_, _, path| {
        let file = rusqlite::Connection::open(path).unwrap();
        file.execute(
            "UPDATE attempt SET record = (SELECT record FROM attempt WHERE draw = 0) WHERE draw = 3",
            [],
        )
        .unwrap();
    };
    check(forged, Ok(&[(3, Refusal::Altered)]));
    let moved: Meddle = |_, _, path| {
        let file = rusqlite::Connection::open(path).unwrap();
        file.execute("UPDATE attempt SET draw = 17 WHERE draw = 3", []).unwrap();
    };
    check(moved, Ok(&[(3, Refusal::Absent)]));
    let other: Meddle = |_, _, path| {
        let file = rusqlite::Connection::open(path).unwrap();
        file.execute("UPDATE exchange SET origin = 'ab'", []).unwrap();
    };
    check(other, Err(|error| matches!(error, Error::OtherRun)));
    let plain: Meddle = |_, _, path| {
        let file = rusqlite::Connection::open(path).unwrap();
        file.execute("DELETE FROM exchange", []).unwrap();
    };
    check(plain, Err(|error| matches!(error, Error::NoExchange)));
}

#[test]
fn files_of_another_run_and_reviewers_files_take_nothing() {
    let Scene { folder, mut project, run } = main_project();
    let path = folder.path().join("anna.seedbed");
    let mut anna = assign(&project, run, "anna", &[0], &[], &path);
    let recipe = project.run(run).unwrap().plan.recipe;
    let other =
        project.create_run(&RunPlan { seed: 1, input: None, ..support::plan(recipe) }, &[], 5).unwrap();
    let error = project.merge(other, &Reader::open(&path).unwrap(), "Owner", 6).unwrap_err();
    assert!(matches!(error, Error::OtherRun), "{error}");
    let inner = anna.exchange().unwrap().unwrap().run;
    let error = anna.merge(inner, &Reader::open(&path).unwrap(), "anna", 6).unwrap_err();
    assert!(matches!(error, Error::Reviewers), "{error}");
    let nested = folder.path().join("nested.seedbed");
    let to = Assignment { reviewer: "cem", rows: &[id(inner, 0)], left_out: &[], blind: false };
    assert!(matches!(anna.assign(inner, to, &nested, 6), Err(Error::Reviewers)));
    let given =
        Given { judgment: &Judgment::Accept, note: "", sampled: false, label_field: None, adjudicates: true };
    assert!(matches!(anna.review(id(inner, 0), given, "anna", 7), Err(Error::Reviewers)));

    // Changed but not judged says nothing yet.
    anna.revise(id(inner, 0), "text", Some("new".into()), "anna", 8).unwrap();
    anna.close().unwrap();
    let merged = merge_into(&mut project, run, &path);
    assert_eq!((merged.added, merged.unfinished), (0, vec![0]));
}

fn merge_into(main: &mut Project, run: RunId, path: &Path) -> Merged {
    main.merge(run, &Reader::open(path).unwrap(), "Owner", 9_000).unwrap()
}

/// Something that a reviewer does in a file.
#[derive(Clone, Debug)]
enum Deed {
    Judge(u64, Judgment, &'static str),
    Edit(u64, &'static str, &'static str),
    Undo,
    TakeBack,
    Rate(u64, Rating),
    TakeRatingBack(Scale),
}

fn deed() -> impl Strategy<Value = Deed> {
    let judgment = prop_oneof![
        3 => Just(Judgment::Accept),
        2 => Just(Judgment::Reject),
        3 => prop_oneof![Just("good"), Just("bad"), Just("ugly")].prop_map(label),
        1 => prop_oneof![Just("new"), Just("text 1")].prop_map(|text| Judgment::Correct {
            values: BTreeMap::from([("text".to_owned(), json!(text))]),
        }),
        1 => Just(Judgment::Swap { fields: ["text", "topic"].map(str::to_owned) }),
        1 => any::<bool>().prop_map(|keep| Judgment::Tie { keep }),
        1 => Just(Judgment::PutOff),
    ];
    let note = prop_oneof![Just(""), Just("dull"), Just("short")];
    let edit = prop_oneof![Just(("text", "new")), Just(("text", "text 1")), Just(("label", "bad"))];
    prop_oneof![
        8 => (0..ROWS, judgment, note).prop_map(|(draw, judgment, note)| Deed::Judge(draw, judgment, note)),
        2 => (0..ROWS, edit).prop_map(|(draw, (field, value))| Deed::Edit(draw, field, value)),
        1 => Just(Deed::Undo),
        1 => Just(Deed::TakeBack),
        3 => (0..ROWS, rating()).prop_map(|(draw, rating)| Deed::Rate(draw, rating)),
        1 => rating().prop_map(|rating| Deed::TakeRatingBack(rating.scale)),
    ]
}

fn rating() -> impl Strategy<Value = Rating> {
    (prop::sample::select(&Scale::ALL[..]), 0_usize..4).prop_map(|(scale, level)| Rating { scale, level })
}

/// Carries out deeds in a reviewer's file; the clock stands still now and then.
fn carry_out(file: &mut Project, who: &str, deeds: &[Deed], begin: i64) {
    let run = file.runs().unwrap()[0].id;
    for (at, deed) in (0_i64..).zip(deeds) {
        let now = begin + at / 2;
        match deed {
            Deed::Judge(draw, judgment, note) => drop(judge(file, *draw, judgment, note, who, now)),
            Deed::Edit(draw, field, value) => {
                drop(file.revise(id(run, *draw), field, Some(json!(value)), who, now).unwrap());
            }
            Deed::Undo => drop(file.undo(run, who, now).unwrap()),
            Deed::TakeBack => drop(file.take_back(run, false, who, now).unwrap()),
            Deed::Rate(draw, rating) => file.rate(id(run, *draw), *rating, "", who, now).unwrap(),
            Deed::TakeRatingBack(scale) => drop(file.take_rating_back(run, *scale, who, now).unwrap()),
        }
    }
}

/// What a row of a reviewer's finished file says: out, or its values; `None` where it was not judged.
fn said(file: &Reader, draw: u64, who: &str) -> Option<Option<BTreeMap<String, Value>>> {
    let run = file.runs().unwrap()[0].id;
    let stands = file.reviewable(run, who).unwrap().into_iter().find(|row| row.id.draw == draw)?.judgment?;
    let row = file.row(id(run, draw)).unwrap().summary;
    match stands {
        judgment if judgment.keeps()? => Some(Some(row.values.into_iter().collect())),
        _ => Some(None),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_order_of_merges_has_one_result(
        deeds in prop::collection::vec((prop::collection::vec(deed(), 0..8), prop::collection::vec(deed(), 0..6)), 3),
        orders in prop::collection::vec(prop::collection::vec(0_usize..6, 0..8), 2),
        shuffled in Just((0_usize..6).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let Scene { folder, project, run } = main_project();
        let before = state(&project, run);
        let all: Vec<u64> = (0..ROWS).collect();
        let path = |name: String| -> PathBuf { folder.path().join(name) };
        // Each file twice: as it was sent first, and as it was sent later.
        let mut paths = Vec::new();
        for (at, (early, late)) in deeds.iter().enumerate() {
            let who = ["anna", "ben", "cem"][at];
            let (first, second) = (path(format!("{who} 1.seedbed")), path(format!("{who} 2.seedbed")));
            let mut file = assign(&project, run, who, &all, &[], &first);
            carry_out(&mut file, who, early, 10);
            file.close().unwrap();
            std::fs::copy(&first, &second).unwrap();
            let mut file = Project::open(&second).unwrap();
            carry_out(&mut file, who, late, 100);
            file.close().unwrap();
            paths.extend([first, second]);
        }
        project.close().unwrap();
        let files: Vec<Reader> = paths.iter().map(|path| Reader::open(path).unwrap()).collect();
        let merge = |main: &mut Project, file: usize| main.merge(run, &files[file], "Owner", 9_000).unwrap();
        let mut results = Vec::new();
        for (at, order) in orders.iter().enumerate() {
            let copy = path(format!("copy {at}.seedbed"));
            std::fs::copy(folder.path().join("a.seedbed"), &copy).unwrap();
            let mut main = Project::open(&copy).unwrap();
            // Some of them in any order and repeatedly, then all that were not among them.
            for file in order.iter().chain(&shuffled) {
                let merged = merge(&mut main, *file);
                prop_assert_eq!(merged.refused, vec![]);
            }
            results.push(state(&main, run));
            let now = results.last().unwrap().clone();
            for file in 0..files.len() {
                prop_assert_eq!(merge(&mut main, file).added, 0);
            }
            prop_assert_eq!(&state(&main, run), &now);
        }
        prop_assert_eq!(&results[0], &results[1]);

        // And that result is what the reviewers' own files say where they agree, the model's row where they do not.
        for draw in all {
            let who = ["anna", "ben", "cem"];
            let mut words: Vec<_> =
                files.iter().skip(1).step_by(2).zip(who).filter_map(|(file, who)| said(file, draw, who)).collect();
            words.dedup();
            let (verdict, values, ..) = &results[0][draw as usize];
            let (old_verdict, old_values, ..) = &before[draw as usize];
            match words.as_slice() {
                [None] => {
                    let out = matches!(verdict, Some(Verdict::Rejected { .. }));
                    prop_assert!(out, "{:?}", verdict);
                    prop_assert_eq!(values, old_values);
                }
                [Some(wanted)] => prop_assert_eq!((verdict, values), (old_verdict, wanted)),
                _ => prop_assert_eq!((verdict, values), (old_verdict, old_values)),
            }
        }
    }
}
