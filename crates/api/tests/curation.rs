//! The Curate page on the rows of a run: measured, previewed, compared, applied, exported and taken back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

use api::types::{
    ArenaRequest, AskRequest, CompareRuns, CurationId, CurationRequest, DataFile, EditRow, EvaluateRequest,
    Evaluation, EvaluationFiles, EvaluationPart, EvaluationPartRequest, ExportOptions, ExportRequest,
    JudgePair, JudgeRow, ModelPairs, Notice, PairOutcome, PathRequest, PreviewRule, Question, ReportRequest,
    ReviewOrder, ReviewRequest, RowRequest, RunId, RunStatus, Scale, Side, StepRowsRequest, Student,
    TakeBack,
};
use std::collections::HashSet;

mod fruit;
mod made;

use api::{App, Code, ModelChoice, Options};
use curation::{Pipeline, Rule};
use dataset::{Attempt, Fields, Judgment, Verdict};
use evaluation::Dashboard;
use fruit::{job, opened, project};
use project::Project;
use serde_json::json;

/// A file of rows of both labels.
fn labelled(path: &std::path::Path, rows: std::ops::Range<usize>) -> DataFile {
    let text: String =
        rows.map(|n| format!("ripe apple or pear {n},fruit\nhard iron or zinc {n},metal\n")).collect();
    std::fs::write(path, format!("text,label\n{text}")).unwrap();
    DataFile { path: path.to_string_lossy().into_owned(), text: None, label: None, header: true, rows: None }
}

fn measure(app: &App, request: CurationRequest) -> RunStatus {
    job(app, "curation", || app.curation_measure(request).unwrap()).1
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
    // What was worked on last is there when the page opens again.
    let other = pipeline("[[curate]]\nkind = \"length\"\nwords = [1, 50]\n");
    measure(&app, request(Side::Main, other.clone()));
    assert_eq!(app.curation_open(RunId { run }).unwrap().pipeline, other);
    measure(&app, request(Side::Main, open.pipeline.clone()));
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
        let row = RowRequest { run, draw: 3, attempt: 0 };
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

/// So many more rows as can be judged, each with a reason; those that were judged do not come again.
#[test]
fn rows_are_chosen_for_people() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let queue = |order, budget| {
        app.review_queue(ReviewRequest { run, order, budget: Some(budget), scale: None }).unwrap()
    };
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
        let more = queue(order, 5).rows;
        assert!(
            more.len() == 5 && more.iter().all(|row| row.row != found.rows[0].row),
            "{order:?}: {more:?}"
        );
        assert_eq!(queue(order, 99).chosen.unwrap().rows, 42, "{order:?}");
        app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
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
    let all =
        app.review_queue(ReviewRequest { run, order: ReviewOrder::Made, budget: None, scale: None }).unwrap();
    assert_eq!((all.chosen, all.rows.len()), (None, 43));
}

/// Once a person judged rows of a run whose model says how sure it is, vote-k takes the others from all degrees of that.
#[test]
fn vote_k_goes_by_the_models_confidence_once_rows_are_judged() {
    const RECIPE: &str = r#"
schema = 1
name = "Scored"
[task]
kind = "classification"
labels = [{ name = "fruit" }, { name = "metal" }]
fields = ["text", "label", "label_confidence"]
[[steps]]
id = "write"
prompt = "Write."
output = { text = "string" }
[[steps]]
id = "judge"
method = "score"
prompt = "Label {{ text }}"
output = { label = "label" }
[schedule]
rows = 20
"#;
    let home = tempfile::tempdir().unwrap();
    let rows = (0..20_u32).map(|draw| {
        let fields = [
            ("text", json!(format!("ripe apple and pear {draw}"))),
            ("label", json!("fruit")),
            ("label_confidence", json!(f64::from(draw) / 20.0)),
        ];
        let fields: Fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        (Fields::default(), fields)
    });
    let (path, run) = made::made(home.path(), RECIPE, 20, rows);
    let app = App::open(Options { home: Some(home.path().join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    let run = run.0.cast_unsigned();
    let queue = || {
        let order = ReviewOrder::VoteK;
        app.review_queue(ReviewRequest { run, order, budget: Some(6), scale: None }).unwrap()
    };
    let first = queue();
    assert!(!first.chosen.unwrap().about.contains("half of vote-k"));
    let given = JudgeRow {
        row: first.rows[0].row,
        judgment: Judgment::Accept,
        note: String::new(),
        order: ReviewOrder::VoteK,
        adjudicate: false,
    };
    app.review_judge(given).unwrap();
    let second = queue();
    assert!(second.chosen.unwrap().about.contains("the first half of vote-k"));
    // Of the 19 others the two of which it is least sure are left out, and one comes from each sixth of the rest.
    let others: Vec<u64> = (0..20).rev().filter(|draw| *draw != first.rows[0].row.draw).take(18).collect();
    for (part, row) in second.rows.iter().enumerate() {
        assert!(others[3 * part..3 * part + 3].contains(&row.row.draw), "{part}: {:?}", row.row);
    }
    assert_eq!(second.rows.len(), 6);
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
    let unread = figure(&evaluation, "closest-nearer-real");
    assert_eq!(unread.n, 100, "gold rows are real rows that the run did not read");
    for part in &evaluation.parts {
        let measured = matches!(part.part, EvaluationPart::Usefulness | EvaluationPart::Privacy);
        assert_eq!(part.at.is_some(), measured, "{part:?}");
    }
    // Where there is an encoder, a small transformer may learn instead.
    assert!(app.evaluation_student_set(Student::Transformer).is_err(), "no encoder is chosen");
    let encoder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../inference/tests/data/encoder/mean");
    app.encoder_set(PathRequest { path: encoder.to_string_lossy().into_owned() }).unwrap();
    let choice = app.evaluation_student(()).unwrap();
    assert_eq!((choice.student, choice.encoder.as_deref()), (Student::Terms, Some("mean")));
    app.evaluation_student_set(Student::Transformer).unwrap();
    let notes = || {
        let evaluation = app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
        let measure = evaluation.measures.into_iter().find(|measure| measure.id == "accuracy-synthetic");
        measure.map(|measure| measure.note.unwrap())
    };
    assert_eq!(notes(), None, "another student knows something else");
    app.evaluation_start(EvaluationPartRequest { run, part: EvaluationPart::Usefulness }).unwrap();
    assert_eq!(receive.recv().unwrap(), "usefulness");
    assert!(notes().unwrap().contains("3 students (a small transformer: mean"), "{:?}", notes());
    app.encoder_set(PathRequest { path: String::new() }).unwrap();
    assert!(notes().unwrap().contains("logistic"), "the first student is asked again: {:?}", notes());
    // Other gold rows make what was learnt from the first ones old.
    app.evaluation_files_set(EvaluationFiles { gold: file("other.csv", 200..240), ..files }).unwrap();
    let evaluation = app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    let useful = evaluation.parts.iter().find(|part| part.part == EvaluationPart::Usefulness).unwrap();
    assert!(useful.stale && useful.at.is_none());

    let path = home.path().join("report.html");
    let report =
        |replace| ReportRequest { run, beside: None, path: path.to_string_lossy().into_owned(), replace };
    app.report_write(report(false)).unwrap();
    assert_eq!(app.report_write(report(false)).unwrap_err().code, Code::Exists);
    app.report_write(report(true)).unwrap();
    let html = std::fs::read_to_string(&path).unwrap();
    assert!(html.contains("Fruit and metal") && !html.contains("<script"));
}

/// A project with two runs of the same rows, opened.
fn two_runs(home: &std::path::Path) -> (App, u64, u64) {
    let (path, first) = project(home);
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
    let app = App::open(Options { home: Some(home.join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    (app, first.cast_unsigned(), run.0.cast_unsigned())
}

#[test]
fn two_runs_are_compared_with_their_parts_and_figures_are_seen_over_both() {
    let home = tempfile::tempdir().unwrap();
    let (app, first, second) = two_runs(home.path());
    let real = Some(labelled(&home.path().join("real.csv"), 0..30));
    app.evaluation_files_set(EvaluationFiles { real, gold: None }).unwrap();
    let (send, receive) = std::sync::mpsc::channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { job, done, total, status, .. } => {
            send.send((job.clone(), *status, *done, *total)).is_ok()
        }
        _ => true,
    });
    let private = |runs: &[u64]| {
        for run in runs {
            app.evaluation_start(EvaluationPartRequest { run: *run, part: EvaluationPart::Privacy }).unwrap();
            while receive.recv().unwrap().1 == RunStatus::Running {}
        }
        let found = app.evaluation_compare(CompareRuns { runs: vec![first, second] }).unwrap();
        found.figures.into_iter().partition::<Vec<_>, _>(|figure| {
            figure.measures.iter().flatten().any(|measure| measure.dashboard == Dashboard::Privacy)
        })
    };
    assert_eq!(private(&[first]).0.len(), 0, "one run alone has it");
    let steps = receive.try_iter().filter(|(job, ..)| job == "comparison");
    let steps: Vec<(u64, u64)> = steps.map(|(_, _, done, total)| (done, total)).collect();
    assert_eq!(steps, (0..26).map(|done| (done, 26)).collect::<Vec<_>>());
    let (of_part, others) = private(&[second]);
    assert!(!of_part.is_empty());
    for figure in of_part.iter().chain(&others) {
        let [one, other] = [0, 1].map(|run| figure.measures[run].as_ref().unwrap());
        assert_eq!((one.value, one.low), (other.value, other.low), "{}", one.id);
        assert!(!figure.differences[0].is_some_and(|difference| difference.exceeds_noise), "{}", one.id);
    }
    let with = |id: &str| others.iter().find(|figure| figure.measures[0].as_ref().unwrap().id == id).unwrap();
    assert!(with("vocabulary").differences[0].unwrap().interval.is_some());

    let history = |run| app.evaluate(EvaluateRequest { run, beside: None }).unwrap().history;
    assert_eq!(history(first).len(), 0, "the other was not measured yet");
    for run in [second, first] {
        let over = history(run).into_iter().find(|figure| figure.id == "vocabulary").unwrap();
        assert_eq!(over.points.iter().map(|point| point.run).collect::<Vec<_>>(), [first, second]);
        assert_eq!(over.points[0].value, over.points[1].value);
    }
}

#[test]
fn rows_of_two_runs_compete_without_their_names() {
    let home = tempfile::tempdir().unwrap();
    let (app, first, second) = two_runs(home.path());
    let runs = || ArenaRequest { runs: vec![first, second] };
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

    // A model judges the pairs of people first, in both orders, and apart from them.
    app.arena_judge(JudgePair { left: pair.left, right: pair.right, outcome: PairOutcome::Left }).unwrap();
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    assert!(app.arena_models(runs()).unwrap().is_empty());
    let done =
        job(&app, "arena", || app.arena_model_start(ModelPairs { runs: runs().runs, pairs: 3 }).unwrap());
    assert_eq!(done, (3, RunStatus::Completed));
    let models = app.arena_models(runs()).unwrap();
    assert_eq!((models.len(), models[0].view.judged), (1, 6));
    let figure = |id: &str| models[0].view.measures.iter().find(|measure| measure.id == id).unwrap().n;
    assert_eq!((figure("arena-swapped"), figure("arena-kappa")), (3, 1));
    assert_eq!(app.arena_view(runs()).unwrap().judged, 1, "people are counted by themselves");
    assert_ne!(app.arena_next(runs()).unwrap().unwrap().left, pair.left);
}

fn ask(app: &App, run: u64, question: &Question, rows: Option<usize>) -> (u64, RunStatus) {
    let name = match question {
        Question::Label => "annotation:label",
        _ => "annotation:rating",
    };
    let request = AskRequest { run, question: question.clone(), rows, anew: false };
    job(app, name, || app.annotation_start(request).unwrap())
}

fn figure<'e>(evaluation: &'e Evaluation, id: &str) -> &'e api::types::Measure {
    evaluation.measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn a_model_is_asked_about_rows_and_its_answers_count_while_rows_stay() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let evaluate = || app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    let open = |question: &Question, rows| {
        let request = AskRequest { run, question: question.clone(), rows, anew: false };
        app.annotation_estimate(request).unwrap().rows
    };
    let state = |key: &str| {
        let view = app.annotation_view(RunId { run }).unwrap();
        view.questions.into_iter().find(|state| state.key == key).unwrap()
    };
    let view = app.annotation_view(RunId { run }).unwrap();
    let keys: Vec<&str> = view.questions.iter().map(|state| state.key.as_str()).collect();
    assert_eq!((keys, view.rows, view.reviewed), (vec!["label", "rating", "perplexity", "groups"], 43, 2));

    // Some rows drawn by chance and those that people judged; then the rest.
    let some = open(&Question::Label, Some(10));
    assert!((10..=12).contains(&some), "{some}");
    assert_eq!(ask(&app, run, &Question::Label, Some(10)), (some, RunStatus::Completed));
    assert_eq!((state("label").answered, state("label").reviewed), (some, 2));
    assert_eq!((open(&Question::Label, Some(10)), open(&Question::Label, None)), (0, 43 - some));
    let evaluation = evaluate();
    assert!((10..=11).contains(&figure(&evaluation, "label-agreement").n), "one row was chosen for a reason");
    assert_eq!(ask(&app, run, &Question::Label, None).1, RunStatus::Completed);
    let agreement = figure(&evaluate(), "label-agreement").clone();
    assert_eq!(agreement.n, 43);
    assert!(agreement.note.unwrap().contains("43 of 43 rows"));

    // A row that reads otherwise is asked about again.
    let row = RowRequest { run, draw: 7, attempt: 0 };
    app.row_edit(EditRow { row, field: "text".into(), value: "a slab of tin".into() }).unwrap();
    assert_eq!((state("label").answered, state("label").changed, open(&Question::Label, None)), (42, 1, 1));
    assert_eq!(figure(&evaluate(), "label-agreement").n, 42);

    let rating = Question::Rating { scale: Scale::FourLevel, rubric: "Is it short?".into() };
    assert_eq!(ask(&app, run, &rating, None), (43, RunStatus::Completed));
    assert_eq!(state("rating").question, rating);
    let evaluation = evaluate();
    assert_eq!((figure(&evaluation, "rating-mean").n, figure(&evaluation, "position-bias").n), (43, 43));
    assert!(evaluation.charts.iter().any(|chart| chart.id == "label-agreement"));

    // Steps of curation read the answers as columns.
    let numbers = app.curation_open(RunId { run }).unwrap().numbers;
    assert!(["model_rating", "model_label_probability"].iter().all(|name| numbers.iter().any(|n| n == name)));
    let pipeline = "[[curate]]\nkind = \"rating\"\ncolumn = \"model_rating\"\nlimit = 4\n\
                    [[curate]]\nkind = \"model-label\"\naction = \"relabel\"\n";
    let request = CurationRequest { run, side: Side::Main, pipeline: Pipeline::parse(pipeline).unwrap() };
    assert_eq!(measure(&app, request), RunStatus::Completed);
    let view = app.curation_view(CurationId { run, side: Side::Main }).unwrap().unwrap();
    assert_eq!(view.steps[0].report.counts.measured, 41);

    // The model is held against people once they judged enough.
    let judges = || evaluate().parts.into_iter().find(|part| part.part == EvaluationPart::Judges).unwrap();
    assert!(judges().needs.unwrap().contains("10"));
    for draw in 0..20 {
        let judgment = if draw % 2 == 0 { Judgment::Accept } else { Judgment::Reject };
        let row = RowRequest { run, draw, attempt: 0 };
        let judge =
            JudgeRow { row, judgment, note: String::new(), order: ReviewOrder::Random, adjudicate: false };
        app.review_judge(judge).unwrap();
    }
    assert_eq!(judges().needs, None, "rejected rows were asked about before they left");
    let part = EvaluationPartRequest { run, part: EvaluationPart::Judges };
    assert_eq!(job(&app, "judges", || app.evaluation_start(part).unwrap()).1, RunStatus::Completed);
    let evaluation = evaluate();
    assert_eq!(figure(&evaluation, "judge-auc").n, 22);
    let joined = figure(&evaluation, "right-joined");
    assert!(joined.value.is_none() && joined.note.as_ref().unwrap().contains("50"), "{joined:?}");
    assert_eq!(figure(&evaluation, "trained-judge-auc").n, 22);
    let row = RowRequest { run, draw: 20, attempt: 0 };
    let judge = JudgeRow {
        row,
        judgment: Judgment::Reject,
        note: String::new(),
        order: ReviewOrder::Random,
        adjudicate: false,
    };
    app.review_judge(judge).unwrap();
    assert!(judges().stale, "one more review was given");
}
