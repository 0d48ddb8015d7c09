//! What is committed is read back, and nothing else.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use dataset::{Attempt, CheckResult, Judgment, Shown, Stage, StepTrace, TokenTrace, Verdict};
use project::{
    AttemptId, Change, Decision, Draft, Error, Given, PersonalValue, Project, Reader, ReviewCounts,
    Reviewable, RevisionKind, RowQuery, RunId, RunPlan, Show, Status,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{Scene, attempt, fields, rejected, scene};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no such number", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z ]{180,260}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Value::from))
}

fn any_fields() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((any::<String>(), value()), 0..4).prop_map(|pairs| pairs.into_iter().collect())
}

fn trace() -> impl Strategy<Value = TokenTrace> {
    // All bit patterns but NaN, which equals nothing.
    let number = any::<u32>().prop_map(f32::from_bits).prop_filter("not comparable", |n| !n.is_nan());
    (any::<String>(), number, any::<bool>()).prop_map(|(text, log_probability, forced)| TokenTrace {
        text,
        log_probability,
        forced,
    })
}

prop_compose! {
    fn step()(step in any::<String>(), raw in any::<String>(), tokens in prop::collection::vec(trace(), 0..20))
        -> StepTrace {
        StepTrace { step, prompt_sha256: "00".repeat(32), prompt_tokens: tokens.len(), raw, tokens, finish: "end".into() }
    }
}

prop_compose! {
    fn any_attempt()(
        conditions in any_fields(),
        input in prop::option::of(0_u64..5),
        shown in prop::collection::vec((any::<String>(), prop::collection::vec(any::<usize>(), 0..3)), 0..2),
        steps in prop::collection::vec(step(), 0..3),
        fields in any_fields(),
        failed in any::<bool>(),
        passed in any::<bool>(),
    ) -> Attempt {
        Attempt {
            draw: 0,
            attempt: 0,
            conditions,
            input,
            shown: shown.into_iter().map(|(name, rows)| Shown { name, rows }).collect(),
            steps,
            fields,
            checks: vec![CheckResult { kind: "length".into(), field: "text".into(), passed, detail: String::new() }],
            failure: failed.then(|| rejected(Stage::Valid, "length")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn committed_is_read_back(
        mut attempts in prop::collection::vec(any_attempt(), 1..12),
        cuts in prop::collection::vec(0_usize..12, 0..3),
        backwards in any::<bool>(),
    ) {
        let Scene { folder, mut project, run } = scene();
        let mut expected = Vec::new();
        for (n, attempt) in attempts.iter_mut().enumerate() {
            (attempt.draw, attempt.attempt) = (n as u64 / 2, n as u32 % 2);
            let verdict = match n % 3 {
                0 => Some(Verdict::Accepted { row: n as u64 }),
                1 => Some(rejected(Stage::Unique, "rouge-l")),
                _ => None,
            };
            expected.push((attempt.clone(), verdict));
        }
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(attempts.len())).collect();
        cuts.extend([0, attempts.len()]);
        cuts.sort_unstable();
        for pair in cuts.windows(2) {
            let group = &mut attempts[pair[0]..pair[1]];
            if backwards {
                group.reverse();
            }
            project.commit(run, group, &[]).unwrap();
        }
        let verdicts: Vec<_> =
            expected.iter().filter_map(|(a, v)| Some((a.draw, a.attempt, v.clone()?))).collect();
        project.commit(run, &[], &verdicts).unwrap();
        project.close().unwrap();

        let project = Reader::open(&folder.path().join("a.seedbed")).unwrap();
        let found: Vec<_> = project.attempts_of(run).map(Result::unwrap).collect();
        prop_assert_eq!(&found, &expected);
        let all = RowQuery { show: Show::All, limit: 100, ..RowQuery::default() };
        let rows = project.rows(run, &all).unwrap().rows;
        prop_assert_eq!(rows.len(), expected.len());
        for (row, (attempt, verdict)) in rows.iter().zip(&expected) {
            prop_assert_eq!(&row.verdict, verdict);
            prop_assert_eq!(&row.conditions, &attempt.conditions);
            prop_assert_eq!(&project.row(row.id).unwrap().attempt, attempt);
            for (name, value) in &attempt.fields {
                prop_assert_eq!(row.values.get(name), Some(value));
            }
        }
    }
}

#[test]
fn a_run_is_kept_with_all_that_decides_it() {
    let Scene { folder, mut project, run } = scene();
    let recipe = project.recipes().unwrap().remove(0);
    assert_eq!(recipe.toml, "schema = 1\nname = \"Reviews\"\n");
    assert_eq!(recipe.hash, project::recipe_hash(&recipe.toml));
    let stored = project.run(run).unwrap();
    assert_eq!(stored.plan, support::plan(recipe.hash.clone()));
    assert_eq!(stored.status, Status::Pending);
    project.set_status(run, &Status::Running, 3_000).unwrap();
    project.set_status(run, &Status::Paused, 4_000).unwrap();
    project.set_status(run, &Status::Running, 5_000).unwrap();
    let failed = Status::Failed { reason: "the model file is gone".to_owned() };
    project.set_status(run, &failed, 6_000).unwrap();
    let stored = project.run(run).unwrap();
    assert_eq!((stored.created, stored.started, stored.finished), (2_000, Some(3_000), Some(6_000)));
    assert_eq!(stored.status, failed);

    let again = support::new_run(&mut project);
    assert_eq!(project.runs().unwrap().iter().map(|run| run.id).collect::<Vec<_>>(), [again, run]);
    assert_eq!(project.sources(run).unwrap(), [support::support()]);
    assert_eq!(project.sources(again).unwrap(), [support::support()]);
    project.close().unwrap();
    assert_eq!(
        Reader::open(&folder.path().join("a.seedbed")).unwrap().sources(run).unwrap(),
        [support::support()]
    );
}

#[test]
fn recipes_drafts_and_settings() {
    let mut project = scene().project;
    let first = project.recipes().unwrap()[0].hash.clone();
    let second = project.save_recipe("schema = 1\nname = \"Two\"\n", Some(&first), 9_000).unwrap();
    assert_eq!(project.save_recipe("schema = 1\nname = \"Two\"\n", None, 9_500).unwrap(), second);
    assert_eq!(project.recipe(&second).unwrap().parent, Some(first.clone()));
    assert_eq!(project.recipes().unwrap().len(), 2);
    assert!(matches!(project.save_recipe("x", Some("no such hash"), 0), Err(Error::Unknown { .. })));

    let mut draft = Draft { id: "d1".into(), toml: "schema = ".into(), parent: Some(first), updated: 1 };
    project.save_draft(&draft).unwrap();
    draft.toml += "1";
    draft.updated = 2;
    project.save_draft(&draft).unwrap();
    assert_eq!(project.drafts().unwrap(), [draft]);
    project.remove_draft("d1").unwrap();
    assert_eq!(project.drafts().unwrap(), []);

    project.set_setting("columns", &["text", "label"]).unwrap();
    project.set_setting("columns", &["label"]).unwrap();
    assert_eq!(project.setting::<Vec<String>>("columns").unwrap(), Some(vec!["label".to_owned()]));
    assert_eq!(project.setting::<u32>("columns").unwrap(), None, "a value of an older form counts as none");
    assert_eq!(project.setting::<u32>("other").unwrap(), None);
}

#[test]
fn nothing_is_stored_twice_and_a_failed_commit_leaves_nothing() {
    let Scene { mut project, run, .. } = scene();
    let rows: Vec<Attempt> = (0..3).map(|n| attempt(n, 0, json!({}), json!({"text": n}))).collect();
    project.commit(run, &rows[..2], &[(0, 0, Verdict::Accepted { row: 0 })]).unwrap();
    let before: Vec<_> = project.attempts_of(run).map(Result::unwrap).collect();
    let mut check = |attempts: &[Attempt], verdict: (u64, u32, Verdict), message: &str| {
        let error = project.commit(run, attempts, &[verdict]).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(project.attempts_of(run).map(Result::unwrap).collect::<Vec<_>>(), before);
    };
    let accept = |draw, row| (draw, 0, Verdict::Accepted { row });
    check(&rows[1..], accept(1, 1), "attempt 0 at draw 1 is stored already");
    check(&rows[2..], accept(0, 1), "the verdict on this attempt is stored already");
    check(&rows[2..], accept(1, 0), "row 0 is stored already");
    check(&rows[2..], accept(7, 1), "the project holds no attempt 0 at draw 7 of run 1");
    let error = project.commit(RunId(9), &rows, &[]).unwrap_err();
    assert_eq!(error.to_string(), "the project holds no run 9");
}

#[test]
fn a_person_overrules_the_run_but_not_its_replay() {
    let Scene { mut project, run, .. } = scene();
    let rows: Vec<Attempt> = (0..3).map(|n| attempt(n, 0, json!({}), json!({"text": n}))).collect();
    let automatic = vec![
        (0, 0, Verdict::Accepted { row: 0 }),
        (1, 0, rejected(Stage::Valid, "length")),
        (2, 0, Verdict::Accepted { row: 1 }),
    ];
    project.commit(run, &rows, &automatic).unwrap();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let reject = Decision::Reject { reason: "names a patient".to_owned() };
    project.overrule(id(0), &reject, "Ana", 7).unwrap();
    assert_eq!(
        project.overrule(id(1), &Decision::Accept, "Ana", 8).unwrap(),
        Verdict::Accepted { row: 100 },
        "numbers below the 100 rows wanted belong to the run"
    );
    let texts = |project: &Project| -> Vec<Value> {
        project.accepted(run).map(|row| row.unwrap().values["text"].clone()).collect()
    };
    assert_eq!(texts(&project), [json!(2), json!(1)]);
    assert_eq!(project.accepted_count(run).unwrap(), 2);
    assert_eq!(
        project.overrule(id(0), &Decision::Accept, "Ben", 9).unwrap(),
        Verdict::Accepted { row: 0 },
        "the number that the run gave is kept"
    );
    assert_eq!(texts(&project), [json!(0), json!(2), json!(1)]);
    let replayed: Vec<_> = project.attempts_of(run).map(|pair| pair.unwrap().1.unwrap()).collect();
    assert_eq!(replayed, automatic.into_iter().map(|(_, _, verdict)| verdict).collect::<Vec<_>>());
    let row = project.row(id(0)).unwrap();
    assert_eq!(row.judged, Some(Verdict::Accepted { row: 0 }));
    assert_eq!(row.revisions.iter().map(|revision| &*revision.who).collect::<Vec<_>>(), ["Ana", "Ben"]);
    let overruled = |draw| project.row(id(draw)).unwrap().summary.overruled;
    assert_eq!([overruled(0), overruled(1), overruled(2)], [false, true, false]);

    project.commit(run, &[attempt(3, 0, json!({}), json!({}))], &[]).unwrap();
    let early = project.overrule(id(3), &Decision::Accept, "Ana", 10).unwrap_err();
    assert!(matches!(early, Error::Unjudged), "{early}");
}

#[test]
fn edits_and_decisions_are_taken_back_in_their_order() {
    let Scene { mut project, run, .. } = scene();
    let rows: Vec<Attempt> = (0..3).map(|n| attempt(n, 0, json!({}), json!({"text": n}))).collect();
    let failed = rejected(Stage::Valid, "length");
    let verdicts =
        [(0, Verdict::Accepted { row: 0 }), (1, failed.clone()), (2, Verdict::Accepted { row: 1 })];
    project.commit(run, &rows, &verdicts.map(|(draw, verdict)| (draw, 0, verdict))).unwrap();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let state = |project: &Project| -> Vec<(Verdict, Value)> {
        let row = |draw| project.row(id(draw)).unwrap().summary;
        (0..3).map(|draw| (row(draw).verdict.unwrap(), row(draw).values["text"].clone())).collect()
    };

    let mut states = vec![state(&project)];
    project.overrule(id(1), &Decision::Accept, "Ana", 1).unwrap();
    states.push(state(&project));
    project.revise(id(0), "text", Some("new".into()), "Ana", 2).unwrap();
    states.push(state(&project));
    project.overrule(id(2), &Decision::Reject { reason: "dull".into() }, "Ben", 3).unwrap();
    states.push(state(&project));

    let mut touched = Vec::new();
    for expected in states.iter().rev().skip(1) {
        let next = project.next_steps(run).unwrap();
        let taken = project.undo(run, "Cleo", 4).unwrap().remove(0);
        assert_eq!(next.undo[0].attempt, taken.attempt, "what would be taken back was told before");
        touched.push(taken.attempt.draw);
        assert_eq!(&state(&project), expected);
    }
    assert_eq!(touched, [2, 0, 1], "one order for the whole run, the latest first");
    assert_eq!(project.undo(run, "Cleo", 5).unwrap(), []);
    for expected in &states[1..] {
        assert_eq!(project.redo(run, "Cleo", 6).unwrap().len(), 1);
        assert_eq!(&state(&project), expected);
    }
    assert_eq!(project.redo(run, "Cleo", 7).unwrap(), []);
    assert!(project.next_steps(run).unwrap().redo.is_empty());

    project.undo(run, "Cleo", 8).unwrap();
    project.overrule(id(0), &Decision::Reject { reason: String::new() }, "Ana", 9).unwrap();
    assert_eq!(project.redo(run, "Cleo", 10).unwrap(), [], "a decision ends what could be redone");
    assert_eq!(project.row(id(2)).unwrap().revisions.len(), 4, "nothing is deleted");
    let other = support::new_run(&mut project);
    assert_eq!(project.undo(other, "Cleo", 11).unwrap(), [], "each run has a history of its own");
}

#[test]
fn attempts_made_by_hand_stand_beside_the_run() {
    let Scene { folder, mut project, run } = scene();
    let failed = rejected(Stage::Unique, "rouge-l");
    let first = attempt(0, 0, json!({"topic": "plot"}), json!({"text": "a"}));
    project.commit(run, std::slice::from_ref(&first), &[(0, 0, failed.clone())]).unwrap();
    let again = |number| attempt(0, number, json!({"topic": "plot"}), json!({"text": number}));
    assert_eq!(project.commit_extra(run, &again(3), Some(failed.clone()), "Ana", 5).unwrap(), failed);
    let accepted = project.commit_extra(run, &again(4), None, "Ana", 6).unwrap();
    assert_eq!(accepted, Verdict::Accepted { row: 100 }, "after the 100 rows that the run may give");
    let error = project.commit_extra(run, &again(4), None, "Ana", 7).unwrap_err();
    assert_eq!(error.to_string(), "attempt 4 at draw 0 is stored already");

    let id = |number| AttemptId { run, draw: 0, attempt: number };
    assert_eq!(
        project.overrule(id(0), &Decision::Accept, "Ana", 8).unwrap(),
        Verdict::Accepted { row: 101 },
        "no number is given twice"
    );
    let replayed: Vec<_> = project.attempts_of(run).map(Result::unwrap).collect();
    assert_eq!(replayed, [(first, Some(failed))], "the run replays its own attempts only");
    let texts: Vec<Value> = project.accepted(run).map(|row| row.unwrap().values["text"].clone()).collect();
    assert_eq!(texts, [json!(4), json!("a")]);
    assert_eq!(project.funnel(run).unwrap().generated, 3);
    project.close().unwrap();

    let reader = Reader::open(&folder.path().join("a.seedbed")).unwrap();
    let marks = |number| {
        let row = reader.row(id(number)).unwrap();
        (row.summary.extra, row.summary.overruled, row.extra.map(|extra| (extra.who, extra.at)))
    };
    assert_eq!(marks(0), (false, true, None));
    assert_eq!(marks(3), (true, false, Some(("Ana".to_owned(), 5))));
    assert_eq!(marks(4), (true, false, Some(("Ana".to_owned(), 6))));
}

#[test]
fn edits_are_records_that_can_be_taken_back() {
    let mut scene = scene();
    let mut labelled = attempt(0, 0, json!({"label": "good"}), json!({"text": "A fine film"}));
    labelled.input = Some(1);
    scene.project.commit(scene.run, &[labelled.clone()], &[]).unwrap();
    let (run, id) = (scene.run, scene.id(0, 0));
    let project = &mut scene.project;
    let shown = |project: &Project| {
        let row =
            project.rows(run, &RowQuery { show: Show::All, ..RowQuery::default() }).unwrap().rows.remove(0);
        (row.values["text"].clone(), row.values.get("label").cloned(), row.revised)
    };
    assert_eq!(
        project.row(id).unwrap().summary.values,
        fields(json!({"text": "A fine film", "label": "good", "note": "patient note 1", "age": 41}))
    );
    assert!(project.revise(id, "text", Some("A fine film".into()), "Ana", 1).unwrap().is_none());
    project.revise(id, "text", Some("A poor film".into()), "Ana", 1).unwrap().unwrap();
    project.revise(id, "label", None, "Ana", 2).unwrap().unwrap();
    assert_eq!(shown(project), (json!("A poor film"), None, true));
    let Some(Change::Field { name, after, .. }) =
        project.undo(run, "Ben", 3).unwrap().pop().map(|done| done.change)
    else {
        panic!("an edit was made last")
    };
    assert_eq!((&*name, after), ("label", Some(json!("good"))));
    assert_eq!(project.undo(run, "Ben", 4).unwrap()[0].kind, RevisionKind::Undo);
    assert_eq!(shown(project), (json!("A fine film"), Some(json!("good")), false));
    assert_eq!(project.undo(run, "Ben", 5).unwrap(), []);
    assert_eq!(project.redo(run, "Ben", 6).unwrap().len(), 1);
    assert_eq!(shown(project), (json!("A poor film"), Some(json!("good")), true));
    project.revise(id, "text", Some(json!(["now", "a", "list"])), "Ana", 7).unwrap().unwrap();
    assert_eq!(project.redo(run, "Ben", 8).unwrap(), [], "an edit ends what could be redone");
    assert_eq!(project.revisions(id).unwrap().len(), 6);
    let search = RowQuery { show: Show::All, search: "poor film".into(), ..RowQuery::default() };
    assert_eq!(project.rows(run, &search).unwrap().total, Some(0), "search follows the edits");
    assert_eq!(project.row(id).unwrap().attempt, labelled, "the attempt itself stays");
}

#[test]
fn a_judgment_changes_its_row_and_is_taken_back_with_it() {
    let Scene { mut project, run, .. } = scene();
    let rows: Vec<Attempt> =
        (0..4).map(|n| attempt(n, 0, json!({"label": "good"}), json!({"text": n}))).collect();
    let failed = rejected(Stage::Valid, "length");
    let verdicts = [0, 1, 2].map(|n| (n, 0, Verdict::Accepted { row: n }));
    project.commit(run, &rows, &verdicts).unwrap();
    project.commit(run, &[], &[(3, 0, failed)]).unwrap();
    let id = |draw| AttemptId { run, draw, attempt: 0 };
    let label = |name: &str| Judgment::Label { label: name.to_owned() };
    let judge = |project: &mut Project, draw, judgment: &Judgment, who: &str| {
        let given = Given {
            judgment,
            note: "see §2",
            sampled: draw != 1,
            label_field: Some("label"),
            adjudicates: false,
        };
        !project.review(id(draw), given, who, 5).unwrap().is_empty()
    };
    type Seen = (u64, Option<u64>, Option<Judgment>, Value);
    let seen = |project: &Project, who: &str| -> Vec<Seen> {
        let row = |row: Reviewable| {
            let label = project.row(row.id).unwrap().summary.values["label"].clone();
            (row.id.draw, row.row, row.judgment, label)
        };
        project.reviewable(run, who).unwrap().into_iter().map(row).collect()
    };
    let mut states = vec![seen(&project, "Ana")];
    assert_eq!(states[0].iter().map(|row| row.0).collect::<Vec<_>>(), [0, 1, 2], "accepted rows");

    let steps = [
        (0, Judgment::Accept, false),
        (1, label("bad"), true),
        (2, Judgment::Reject, true),
        (0, label("good"), false),
    ];
    for (draw, judgment, changes) in &steps {
        assert_eq!(judge(&mut project, *draw, judgment, "Ana"), *changes, "{judgment:?}");
        states.push(seen(&project, "Ana"));
    }
    let expected = [
        (0, Some(0), Some(label("good")), json!("good")),
        (1, Some(1), Some(label("bad")), json!("bad")),
        (2, None, Some(Judgment::Reject), json!("good")),
    ];
    assert_eq!(states[4], expected);
    let counts = |project: &Project, who: &str| {
        let ReviewCounts { rows, judged, sampled, right } = project.review_counts(run, who).unwrap();
        (rows, judged, sampled, right)
    };
    assert_eq!((counts(&project, "Ana"), counts(&project, "Ben")), ((3, 3, 2, 1), (3, 0, 0, 0)));
    let others = seen(&project, "Ben");
    assert_eq!(
        others.iter().map(|row| (row.0, row.2.clone())).collect::<Vec<_>>(),
        [(0, None), (1, None), (2, None)]
    );

    // The last judgment of row 0 goes; the one before it does not come back.
    let take_back = |project: &mut Project, who: &str| {
        let taken = project.take_back(run, false, who, 6).unwrap();
        taken.map(|(row, undone)| (row.draw, undone.iter().map(|undone| undone.kind).collect::<Vec<_>>()))
    };
    assert_eq!(take_back(&mut project, "Ana"), Some((0, vec![])));
    assert_eq!(seen(&project, "Ana")[0], (0, Some(0), None, json!("good")));
    for (draw, before) in [(2, &states[2]), (1, &states[1])] {
        assert_eq!(take_back(&mut project, "Ana"), Some((draw, vec![RevisionKind::Undo])));
        assert_eq!(seen(&project, "Ana")[1..], before[1..]);
    }
    assert_eq!(take_back(&mut project, "Ana"), None);
    assert_eq!(take_back(&mut project, "Ben"), None);
    assert_eq!(project.reviews(id(0)).unwrap().len(), 3, "nothing is deleted");

    // What was changed by hand since stays, on the row itself and on others.
    for edited in [1, 0] {
        judge(&mut project, 1, &label("bad"), "Ana");
        project.revise(id(edited), "text", Some("new".into()), "Ben", 9).unwrap();
        assert_eq!(take_back(&mut project, "Ana"), Some((1, vec![RevisionKind::Review])));
        let values = |draw| project.row(id(draw)).unwrap().summary.values;
        assert_eq!((&values(1)["label"], &values(edited)["text"]), (&json!("good"), &json!("new")));
    }
    // What was undone elsewhere is not undone twice.
    judge(&mut project, 1, &label("bad"), "Ana");
    project.undo(run, "Ben", 11).unwrap();
    assert_eq!(take_back(&mut project, "Ana"), Some((1, vec![])));
    judge(&mut project, 0, &Judgment::Accept, "Ana");
    assert_eq!(counts(&project, "Ana"), (3, 1, 1, 0), "an edited row was not right");
    let given =
        Given { judgment: &Judgment::Accept, note: "", sampled: true, label_field: None, adjudicates: false };
    assert!(matches!(project.review(id(5), given, "Ana", 13), Err(Error::Unknown { .. })));
}

#[test]
fn a_run_keeps_the_decisions_on_personal_data_that_it_began_with() {
    let Scene { mut project, folder, run } = scene();
    let value = |value: &str, surrogate: &str, replaced| PersonalValue {
        value: value.into(),
        kind: "person".into(),
        surrogate: surrogate.into(),
        replaced,
    };
    assert_eq!(project.personal_data().unwrap().stamp().unwrap(), None, "nothing is decided at first");
    let first = [value("Anna", "[PERSON 1]", true), value("Ben", "[PERSON 2]", false)];
    project.decide_personal(&first, "Ana", 5).unwrap();
    let began = project.personal_data().unwrap();
    assert_eq!(began.values, first);

    let recipe = project.run(run).unwrap().plan.recipe;
    let plan = RunPlan { personal: began.stamp().unwrap(), input: None, ..support::plan(recipe) };
    let with_data = project.create_run(&plan, &[], 6).unwrap();
    // Another surrogate for a known value is not taken; its decision is.
    project
        .decide_personal(&[value("Anna", "[PERSON 9]", false), value("Cem", "[PERSON 3]", true)], "Ana", 7)
        .unwrap();
    let now = [
        value("Anna", "[PERSON 1]", false),
        value("Ben", "[PERSON 2]", false),
        value("Cem", "[PERSON 3]", true),
    ];
    let error = project.decide_personal(&[value("Dan", "[PERSON 1]", true)], "Ana", 8).unwrap_err();
    assert!(matches!(error, Error::Repeated { .. }) && !error.to_string().contains("Dan"), "{error}");
    project.close().unwrap();

    let path = folder.path().join("a.seedbed");
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.personal_data().unwrap().values, now);
    assert_eq!(reader.personal_data_of(with_data).unwrap(), began);
    assert_eq!(reader.personal_data_of(run).unwrap().values, []);
    assert_eq!(reader.run(with_data).unwrap().plan, plan);
    assert!(!format!("{began:?}").contains("Anna"), "no log can carry a value");
    drop(reader);

    let forged = rusqlite::Connection::open(&path).unwrap();
    forged.execute("UPDATE personal_value SET value = 'Eve' WHERE value = 'Anna'", []).unwrap();
    drop(forged);
    let error = Reader::open(&path).unwrap().personal_data_of(with_data).unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}
