//! The Curate page on the rows of a run: measured, previewed, compared, applied, exported and taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

use api::types::{
    ArenaRequest, CurationId, CurationRequest, DataFile, EvaluateRequest, EvaluationFiles, EvaluationPart,
    EvaluationPartRequest, ExportOptions, ExportRequest, JudgePair, JudgeRow, Notice, PairOutcome,
    PreviewRule, ReportRequest, ReviewOrder, ReviewRequest, RunId, RunStatus, Side, StepRowsRequest,
    TakeBack,
};
use std::collections::HashSet;

use api::{App, Code, Options};
use curation::{Pipeline, Rule};
use dataset::{Attempt, Fields, Judgment, Verdict};
use project::{AttemptId, Given, Project, RunPlan};
use serde_json::{Value, json};

const RECIPE: &str = r#"
schema = 1
name = "Fruit and metal"
[task]
kind = "classification"
labels = [{ name = "fruit" }, { name = "metal" }]
fields = ["text", "label", "number"]
[[conditions]]
name = "label"
labels = {}
[[steps]]
id = "write"
prompt = "Write."
output = { text = "string", number = "integer" }
[schedule]
rows = 64
[[curate]]
kind = "exact-duplicate"
[[curate]]
kind = "label-errors"
action = "relabel"
"#;

/// Forty rows of two labels: row 3 has the other label, row 41 repeats row 0; then two that people judged.
fn project(folder: &std::path::Path) -> (std::path::PathBuf, i64) {
    let path = folder.join("a.seedbed");
    let mut project = Project::create(&path).unwrap();
    let recipe = project.save_recipe(RECIPE, None, 1).unwrap();
    let draft = project::Draft { id: "recipe".into(), toml: RECIPE.to_owned(), parent: None, updated: 1 };
    project.save_draft(&draft).unwrap();
    let plan = RunPlan {
        recipe,
        model: json!({"name": "starter", "sha256": "ab"}),
        seed: 5,
        profile: json!({"engine": "1", "device": "cpu", "instructions": "avx2"}),
        rows: 64,
        attempts: 64,
        overrides: Fields::new(),
        input: None,
        personal: None,
    };
    let run = project.create_run(&plan, &[], 2).unwrap();
    let mut rows: Vec<(String, &str)> = Vec::new();
    for at in 0..20 {
        rows.push((format!("ripe apple and pear {at}"), "fruit"));
        rows.push((format!("hard iron and zinc {at}"), "metal"));
    }
    rows[3].1 = "fruit";
    rows.push(("Ripe apple  and pear 0".into(), "fruit"));
    rows.push(("a soft and ripe plum".into(), "fruit"));
    rows.push(("cold grey lead".into(), "metal"));
    let attempt = |draw: usize, (text, label): &(String, &str)| Attempt {
        draw: draw as u64,
        attempt: 0,
        conditions: Fields::from_iter([("label".to_owned(), Value::from(*label))]),
        input: None,
        shown: Vec::new(),
        steps: Vec::new(),
        fields: Fields::from_iter([
            ("text".to_owned(), text.clone().into()),
            ("label".to_owned(), Value::from(*label)),
            ("number".to_owned(), Value::from(draw)),
        ]),
        checks: Vec::new(),
        failure: None,
    };
    let attempts: Vec<Attempt> = rows.iter().enumerate().map(|(draw, row)| attempt(draw, row)).collect();
    let verdicts: Vec<_> = (0..rows.len() as u64).map(|row| (row, 0, Verdict::Accepted { row })).collect();
    project.commit(run, &attempts, &verdicts).unwrap();
    for draw in [41, 42] {
        let given = Given {
            judgment: &Judgment::Accept,
            note: "",
            sampled: draw == 41,
            label_field: Some("label"),
            adjudicates: false,
        };
        project.review(AttemptId { run, draw, attempt: 0 }, given, "Ana", 3).unwrap();
    }
    project.close().unwrap();
    (path, run.0)
}

/// An application with that project, and the number of its run.
fn opened(folder: &std::path::Path) -> (App, u64) {
    let (path, run) = project(folder);
    let app = App::open(Options { home: Some(folder.join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    (app, run.cast_unsigned())
}

/// A file of rows of both labels.
fn labelled(path: &std::path::Path, rows: std::ops::Range<usize>) -> DataFile {
    let text: String =
        rows.map(|n| format!("ripe apple or pear {n},fruit\nhard iron or zinc {n},metal\n")).collect();
    std::fs::write(path, format!("text,label\n{text}")).unwrap();
    DataFile { path: path.to_string_lossy().into_owned(), text: None, label: None, header: true, rows: None }
}

fn measure(app: &App, request: CurationRequest) -> RunStatus {
    let (send, receive) = std::sync::mpsc::channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { job, status, failure, .. } if job == "curation" && *status != RunStatus::Running => {
            assert_eq!(*failure, None);
            send.send(*status).is_ok()
        }
        _ => true,
    });
    app.curation_measure(request).unwrap();
    receive.recv().unwrap()
}

#[test]
fn a_pipeline_is_made_on_a_run_and_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let open = app.curation_open(RunId { run }).unwrap();
    assert_eq!((open.rows, open.judged, open.gold, open.pipeline.steps.len()), (41, 2, 1, 2));
    assert_eq!((open.labels, open.applied), (vec!["fruit".to_owned(), "metal".to_owned()], None));

    let main = CurationId { run, side: Side::Main };
    assert!(app.curation_view(main).unwrap().is_none());
    assert_eq!(app.curation_apply(main).unwrap_err().code, Code::Busy);
    let pipeline = |text: &str| Pipeline::parse(text).unwrap();
    // Without gold rows nothing is held back; the one row that was judged by chance cannot show anything.
    let request = |side, pipeline| CurationRequest { run, side, pipeline };
    assert_eq!(measure(&app, request(Side::Main, open.pipeline.clone())), RunStatus::Completed);
    let view = app.curation_view(main).unwrap().unwrap();
    assert_eq!((view.gold, view.steps.iter().filter(|step| step.report.gate.is_some()).count()), (1, 2));

    // The file of gold rows is the one on which the Evaluate page tests students.
    let choose =
        |gold| app.evaluation_files_set(EvaluationFiles { gold, ..EvaluationFiles::default() }).unwrap();
    let gold = labelled(&home.path().join("gold.csv"), 0..40);
    choose(Some(gold.clone()));
    assert_eq!(app.curation_open(RunId { run }).unwrap().gold_file, Some(gold));
    measure(&app, request(Side::Main, open.pipeline.clone()));
    let view = app.curation_view(main).unwrap().unwrap();
    assert_eq!(view.gold, 81);
    choose(None);

    let length = "[[curate]]\nkind = \"length\"\nwords = [5, 5]\n[[curate]]\nkind = \"exact-duplicate\"\n[[curate]]\nkind = \"balance\"\n";
    measure(&app, request(Side::Other, pipeline(length)));
    let compared = app.curation_compare(RunId { run });
    assert_eq!(compared.unwrap_err().code, Code::Busy, "the other was made with other gold rows");
    measure(&app, request(Side::Main, pipeline(length)));
    let compared = app.curation_compare(RunId { run }).unwrap();
    assert_eq!((compared.only_main, compared.only_other, compared.labels_differ), (0, 0, 0));

    let relabel = "[[curate]]\nkind = \"blocklist\"\nwords = [\"zinc 7\"]\n[[curate]]\nkind = \"length\"\nwords = [5, 5]\n";
    measure(&app, request(Side::Main, pipeline(relabel)));
    let view = app.curation_view(main).unwrap().unwrap();
    assert_eq!(view.funnel, [41, 40, 40]);
    let preview = PreviewRule { run, side: Side::Main, step: 1, rule: Rule::Within { low: 6.0, high: 9.0 } };
    let preview = app.curation_preview(preview).unwrap();
    assert_eq!((preview.kept, preview.inside.len(), preview.outside.len()), (0, 0, 8));
    let rows = StepRowsRequest { run, side: Side::Main, step: 0, acted: true, offset: 0, limit: 9 };
    let rows = app.curation_rows(rows).unwrap();
    assert_eq!((rows.total, &*rows.rows[0].text), (1, "hard iron and zinc 7"));

    let applied = app.curation_apply(main).unwrap();
    assert_eq!((applied.kept, applied.dropped), (42, 1));
    let options = ExportOptions {
        run,
        format: dataset::Format::Jsonl,
        preset: None,
        split: None,
        card: false,
        include_prompts: false,
        include_private: Vec::new(),
    };
    let plan = app.export_plan(options.clone()).unwrap();
    assert_eq!(plan.files[0].rows, Some(42));
    assert!(plan.warnings.iter().any(|warning| warning.contains("1 row that curation dropped is left out")));
    assert_eq!(app.evaluate(EvaluateRequest { run, beside: None }).unwrap().rows, 42);
    // What is measured next begins with the rows as they were.
    assert_eq!(app.curation_open(RunId { run }).unwrap().rows, 41);
    assert_eq!(app.curation_take_back(RunId { run }).unwrap(), None);
    assert_eq!(app.export_plan(options).unwrap().files[0].rows, Some(43));
    assert_eq!(app.curation_take_back(RunId { run }).unwrap_err().code, Code::NotFound);
}

#[test]
fn labels_of_a_pipeline_come_and_go() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let main = CurationId { run, side: Side::Main };
    let gold = Some(labelled(&home.path().join("gold.csv"), 0..200));
    app.evaluation_files_set(EvaluationFiles { gold, ..EvaluationFiles::default() }).unwrap();
    let pipeline = app.curation_open(RunId { run }).unwrap().pipeline;
    measure(&app, CurationRequest { run, side: Side::Main, pipeline });
    let view = app.curation_view(main).unwrap().unwrap();
    assert_eq!((view.relabelled, view.funnel), (1, vec![41, 40, 40]), "{:?}", view.steps);
    let groups = StepRowsRequest { run, side: Side::Main, step: 0, acted: true, offset: 0, limit: 9 };
    let groups = app.curation_groups(groups).unwrap();
    assert_eq!((groups.total, groups.groups[0].others.len()), (1, 1));
    let label = || {
        let row = api::types::RowRequest { run, draw: 3, attempt: 0 };
        let detail = app.row_detail(row).unwrap();
        (detail.summary.fields["label"].clone(), detail.history.len())
    };
    assert_eq!(label(), (json!("fruit"), 0));
    app.curation_apply(main).unwrap();
    assert_eq!(label(), (json!("metal"), 1));
    app.curation_take_back(RunId { run }).unwrap();
    assert_eq!(label(), (json!("fruit"), 0));
}

/// A step that the gate holds back is used all the same; one that is switched off is kept with the pipeline.
#[test]
fn steps_are_used_against_the_gate_and_kept_while_off() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let gold = Some(labelled(&home.path().join("gold.csv"), 0..200));
    app.evaluation_files_set(EvaluationFiles { gold, ..EvaluationFiles::default() }).unwrap();
    let pipeline = |gate: &str| {
        let text = format!(
            "[[curate]]\nkind = \"generation-probability\"\ncolumn = \"number\"\nshare = 0.0\n{gate}\n\
             [[curate]]\nkind = \"pii\"\noff = true\n"
        );
        Pipeline::parse(&text).unwrap()
    };
    let main = CurationId { run, side: Side::Main };
    let made = |gate: &str| {
        measure(&app, CurationRequest { run, side: Side::Main, pipeline: pipeline(gate) });
        app.curation_view(main).unwrap().unwrap()
    };
    let held = made("");
    assert_eq!((held.steps.len(), &*held.funnel), (1, &[41, 41][..]));
    assert!(!held.steps[0].report.in_force && !held.steps[0].report.against_gate);
    let used = made("gate = \"ignore\"");
    assert_eq!(used.funnel, [41, 0]);
    assert!(used.steps[0].report.in_force && used.steps[0].report.against_gate);
    let applied = app.curation_apply(main).unwrap();
    assert_eq!((&applied.pipeline, applied.steps.len()), (&pipeline("gate = \"ignore\""), 1));
    assert_eq!(app.curation_open(RunId { run }).unwrap().applied, Some(applied));
    let summary = &app.run_list(()).unwrap()[0];
    assert_eq!((summary.accepted, summary.dropped), (43, 41));

    let path = home.path().join("report.html").to_string_lossy().into_owned();
    app.report_write(ReportRequest { run, beside: None, path: path.clone(), replace: false }).unwrap();
    let export = ExportRequest {
        options: ExportOptions {
            run,
            format: dataset::Format::Jsonl,
            preset: None,
            split: None,
            card: true,
            include_prompts: false,
            include_private: Vec::new(),
        },
        path: home.path().join("data.jsonl").to_string_lossy().into_owned(),
        replace: false,
    };
    app.export_write(export).unwrap();
    for said in [path.into(), home.path().join("README.md")] {
        let text = std::fs::read_to_string(&said).unwrap();
        assert!(text.contains("Used against the gate: it costs"), "{}: {text}", said.display());
    }
}

/// So many rows as can be judged, each with a reason; those that were judged are among them and do not come again.
#[test]
fn rows_are_chosen_for_people() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let queue = |order, budget| app.review_queue(ReviewRequest { run, order, budget: Some(budget) }).unwrap();
    let check = |order, why: &str, about: &str| {
        let found = queue(order, 5);
        let chosen = found.chosen.unwrap();
        assert_eq!(chosen.rows, 5, "{order:?}");
        assert!(chosen.about.contains(about), "{order:?}: {}", chosen.about);
        assert!(
            found.rows.len() == 5 && found.rows.iter().any(|row| row.why.contains(why)),
            "{:?}",
            found.rows
        );
        let ids: HashSet<u64> = found.rows.iter().map(|row| row.row.draw).collect();
        assert_eq!(ids.len(), 5, "{order:?}");
        let given = JudgeRow {
            row: found.rows[0].row,
            judgment: Judgment::Accept,
            note: String::new(),
            order,
            adjudicate: false,
        };
        app.review_judge(given).unwrap();
        let left = queue(order, 5).rows;
        assert!(left.len() == 4 && left.iter().all(|row| ids.contains(&row.row.draw)), "{order:?}: {left:?}");
        app.review_take_back(TakeBack { run, adjudicate: false }).unwrap();
        assert_eq!(queue(order, 99).chosen.unwrap().rows, 43, "{order:?}");
    };
    check(ReviewOrder::KMeans, "It stands for", "by their words");
    check(ReviewOrder::KCenter, "Drawn by chance", "by their words");
    check(ReviewOrder::VoteK, "It stands for", "by their words");
    check(ReviewOrder::Ambiguous, "A student wavers", "");
    // The wrong label makes students doubt the rows around it.
    check(ReviewOrder::MaximumEntropy, "hesitates between", "");
    check(ReviewOrder::LeastConfident, "hesitates between", "");
    assert!(queue(ReviewOrder::KMeans, 0).rows.is_empty());
    let all = app.review_queue(ReviewRequest { run, order: ReviewOrder::Made, budget: None }).unwrap();
    assert_eq!((all.chosen, all.rows.len()), (None, 43));
}

#[test]
fn a_run_is_measured_against_real_and_gold_rows_and_reported() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let file = |name: &str, rows| Some(labelled(&home.path().join(name), rows));
    let files = EvaluationFiles { real: file("real.csv", 0..30), gold: file("gold.csv", 100..150) };
    app.evaluation_files_set(files.clone()).unwrap();
    assert_eq!(app.evaluation_files(()).unwrap(), files);
    let (send, receive) = std::sync::mpsc::channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { job, status, failure, .. } if *status != RunStatus::Running => {
            assert_eq!(*failure, None);
            send.send(job.clone()).is_ok()
        }
        _ => true,
    });
    for (part, name) in [(EvaluationPart::Usefulness, "usefulness"), (EvaluationPart::Privacy, "privacy")] {
        app.evaluation_start(EvaluationPartRequest { run, part }).unwrap();
        assert_eq!(receive.recv().unwrap(), name);
    }
    let evaluation = app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    assert_eq!((evaluation.rows, evaluation.beside.len(), &*evaluation.beside[0].name), (43, 1, "Real rows"));
    assert_eq!(evaluation.findings.len(), 5);
    for part in evaluation.parts.iter().filter(|part| part.part != EvaluationPart::Agreement) {
        assert_eq!(part.at.is_some(), part.part != EvaluationPart::Semantic, "{part:?}");
    }
    // Other gold rows make what was learnt from the first ones old.
    app.evaluation_files_set(EvaluationFiles { gold: file("other.csv", 200..240), ..files }).unwrap();
    let evaluation = app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    let useful = evaluation.parts.iter().find(|part| part.part == EvaluationPart::Usefulness).unwrap();
    assert!(useful.stale && useful.at.is_none());

    let path = home.path().join("report.html");
    let report =
        |replace| ReportRequest { run, beside: None, path: path.to_string_lossy().into_owned(), replace };
    app.report_write(report(false)).unwrap();
    assert_eq!(app.report_write(report(false)).unwrap_err().code, Code::Input);
    app.report_write(report(true)).unwrap();
    let html = std::fs::read_to_string(&path).unwrap();
    assert!(html.contains("Fruit and metal") && !html.contains("<script"));
}

#[test]
fn rows_of_two_runs_compete_without_their_names() {
    let home = tempfile::tempdir().unwrap();
    let (path, first) = project(home.path());
    let mut both = Project::open(&path).unwrap();
    let (run, attempts): (_, Vec<Attempt>) = {
        let stored = both.run(project::RunId(first)).unwrap();
        let attempts = both.attempts_of(stored.id).map(|found| found.unwrap().0).collect();
        (both.create_run(&stored.plan, &[], 5).unwrap(), attempts)
    };
    let verdicts: Vec<_> =
        attempts.iter().zip(0..).map(|(one, row)| (one.draw, 0, Verdict::Accepted { row })).collect();
    both.commit(run, &attempts, &verdicts).unwrap();
    both.close().unwrap();
    let app = App::open(Options { home: Some(home.path().join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    let runs = || ArenaRequest { runs: vec![first.cast_unsigned(), run.0.cast_unsigned()] };
    assert!(app.arena_view(runs()).unwrap().charts.is_empty());
    let pair = app.arena_next(runs()).unwrap().unwrap();
    assert_ne!(pair.left.run, pair.right.run);
    assert_eq!(pair.asked.len(), 1, "the label is the one condition: {:?}", pair.asked);
    app.arena_judge(JudgePair { left: pair.left, right: pair.right, outcome: PairOutcome::Left }).unwrap();
    let view = app.arena_view(runs()).unwrap();
    assert_eq!((view.judged, view.standings[0].run, view.standings[0].won), (1, pair.left.run, 1));
    assert!(!view.charts.is_empty());
    let next = app.arena_next(runs()).unwrap().unwrap();
    assert_ne!((next.left, next.right), (pair.left, pair.right));
    assert_eq!(app.arena_take_back(runs()).unwrap().judged, 0);
    assert_eq!(app.arena_take_back(runs()).unwrap_err().code, Code::NotFound);
    assert_eq!(app.arena_next(runs()).unwrap().unwrap().left, pair.left);
}
