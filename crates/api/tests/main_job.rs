//! The main job through the application's commands, on the built-in model and a real project file.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

use std::sync::mpsc::{Receiver, channel};

use api::types::*;
use api::{App, Code, ModelChoice, Options, Request};
use dataset::{Format, Judgment, Verdict};
use project::Test;
use recipe::{Scope, Weighted};
use serde_json::json;
use tempfile::TempDir;

struct Desk {
    app: App,
    events: Receiver<Notice>,
    folder: TempDir,
}

/// An application of its own with a project made from a gallery recipe.
fn desk(gallery: &str) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(Options { home: Some(folder.path().to_path_buf()), ..Options::default() }).unwrap();
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let (send, events) = channel();
    app.subscribe(move |event| send.send(event.notice.clone()).is_ok());
    app.project_create(CreateProject { name: "Test".into(), gallery: Some(gallery.into()), toml: None })
        .unwrap();
    Desk { app, events, folder }
}

impl Desk {
    /// Waits until a run is no longer at work and returns how it went.
    fn finished(&self) -> RunProgress {
        loop {
            if let Notice::Run { progress, .. } = self.events.recv().unwrap()
                && progress.summary.status != RunStatus::Running
            {
                return progress;
            }
        }
    }

    fn run(&self, rows: usize, seed: u64) -> RunProgress {
        self.app.run_start(StartRun { rows: Some(rows), seed }).unwrap();
        self.finished()
    }

    fn window(&self, run: u64, show: Show) -> RowsWindow {
        let request = RowsRequest {
            run,
            show,
            filters: vec![],
            search: String::new(),
            sort: None,
            after: None,
            limit: 100,
        };
        self.app.rows_query(request).unwrap()
    }
}

/// A plain export with a card.
fn as_json_lines(run: u64) -> ExportOptions {
    ExportOptions {
        run,
        format: Format::Jsonl,
        preset: None,
        split: None,
        card: true,
        include_prompts: false,
        include_private: vec![],
    }
}

#[test]
fn from_the_gallery_to_a_file() {
    let desk = desk("attrprompt");
    let app = &desk.app;

    let mut recipe = app.recipe_get(()).unwrap().recipe;
    let name = recipe.conditions.iter().find(|c| matches!(c.scope, Scope::Values(_))).unwrap().name.clone();
    let condition = recipe.conditions.iter_mut().find(|c| c.name == name).unwrap();
    let Scope::Values(values) = &mut condition.scope else { unreachable!() };
    let kept: Weighted = values[0].clone();
    values.truncate(1);
    let checked = app.recipe_update(RecipeRequest { recipe: recipe.clone() }).unwrap();
    assert!(
        checked.problems.iter().all(|p| p.severity == recipe::Severity::Warning),
        "{:?}",
        checked.problems
    );

    let step = recipe.steps[0].id.clone();
    let pins = dataset::Fields::new();
    let view = app.prompt_render(PromptRequest { recipe: recipe.clone(), draw: 3, step, pins }).unwrap();
    assert!(view.tokens > 10 && view.tokens < view.context);
    let drawn = view.conditions.iter().find(|drawn| drawn.name == name).unwrap();
    assert_eq!(drawn.alternatives.len(), 1);
    let serde_json::Value::String(text) = &drawn.value else { panic!("{:?}", drawn.value) };
    assert_eq!(kept.value, recipe::Value::Text(text.clone()));
    let user = &view.messages.last().unwrap().pieces;
    assert!(user.iter().all(|piece| piece.text != recipe.task.role), "the role is the system message alone");
    let pieces = view.messages.iter().flat_map(|message| &message.pieces);
    assert!(pieces.clone().any(|p| p.origin == Origin::Condition && p.name.as_deref() == Some(&name)));

    let preview =
        PreviewRequest { recipe: recipe.clone(), rows: 2, seed: 0, draw: 3, pins: Default::default() };
    app.preview_start(preview).unwrap();
    let mut shown = 0;
    loop {
        match desk.events.recv().unwrap() {
            Notice::PreviewRow { attempt, .. } => {
                assert_eq!(attempt.conditions[&name], *text.as_str());
                shown += 1;
            }
            Notice::PreviewDone { failure, .. } => {
                assert_eq!(failure, None);
                break;
            }
            _ => {}
        }
    }
    assert_eq!(shown, 2);
    let estimate = app.run_estimate(EstimateRequest { recipe, rows: 100 }).unwrap();
    assert!(estimate.seconds.unwrap() > 0.0 && estimate.disk > 0 && estimate.free_disk > 0);

    let progress = desk.run(12, 7);
    assert_eq!(progress.summary.status, RunStatus::Completed, "{:?}", progress.summary.failure);
    assert_eq!(progress.funnel.accepted, 12);
    let run = progress.summary.run;
    let window = desk.window(run, Show::Accepted);
    assert_eq!((window.total, window.rows.len()), (12, 12));

    let row = &window.rows[0];
    let request = RowRequest { run, draw: row.draw, attempt: row.attempt };
    let detail = app.row_detail(request).unwrap();
    assert!(detail.prompts.iter().all(|prompt| prompt.proven), "the prompt is the one that made the row");
    assert!(detail.attempt.steps[0].tokens.iter().all(|token| token.log_probability <= 0.0));

    let edit = EditRow { row: request, field: "text".into(), value: "Edited.".into() };
    assert_eq!(app.row_edit(edit).unwrap().fields["text"], "Edited.");
    let other = &window.rows[3];
    let other_request = RowRequest { run, draw: other.draw, attempt: other.attempt };
    let decide = DecideRow { row: other_request, accept: false, note: "off topic".into() };
    assert!(matches!(app.row_decide(decide).unwrap().verdict, Some(Verdict::Rejected { .. })));
    assert_eq!(desk.window(run, Show::Accepted).total, 11);

    let next = app.change_next(RunId { run }).unwrap();
    assert_eq!(
        next.undo.map(|change| (change.row, change.what)),
        Some((other_request, "the decision to reject".into()))
    );
    let undone = app.change_undo(RunId { run }).unwrap();
    assert_eq!((undone.row.verdict, undone.what.as_str()), (other.verdict.clone(), "the decision to reject"));
    let undone = app.change_undo(RunId { run }).unwrap();
    assert_eq!(
        (&undone.row.fields["text"], undone.what.as_str()),
        (&row.fields["text"], "the change of text")
    );
    assert_eq!(app.change_undo(RunId { run }).unwrap_err().code, Code::NotFound);
    assert_eq!(app.change_redo(RunId { run }).unwrap().row.fields["text"], "Edited.");
    app.change_undo(RunId { run }).unwrap();
    let history: Vec<String> =
        app.row_detail(request).unwrap().history.into_iter().map(|entry| entry.what).collect();
    assert_eq!(
        history,
        [
            "changed text",
            "took back the change of text",
            "made the change of text again",
            "took back the change of text"
        ]
    );
    let sample = app.rows_sample(SampleRequest { run, size: 5 }).unwrap();
    assert!(sample.len() == 5 && sample.is_sorted() && sample.iter().all(|row| *row < 12), "{sample:?}");
    let sampled = Filter {
        column: "_row".to_owned().into(),
        test: Test::OneOf(sample.iter().map(|row| (*row).into()).collect()),
    };
    let found = app.rows_query(RowsRequest {
        run,
        show: Show::Accepted,
        filters: vec![sampled],
        search: String::new(),
        sort: None,
        after: None,
        limit: 100,
    });
    let numbers: Vec<Option<Verdict>> = found.unwrap().rows.into_iter().map(|row| row.verdict).collect();
    assert_eq!(numbers, sample.iter().map(|row| Some(Verdict::Accepted { row: *row })).collect::<Vec<_>>());

    let view = app.run_view(RunId { run }).unwrap();
    let covered = view.coverage.iter().find(|coverage| coverage.condition == name).unwrap();
    assert_eq!(covered.values.iter().map(|value| value.accepted).sum::<u64>(), 12);
    assert!(!view.novelty.is_empty());

    app.annotation_start(AskRequest { run, question: Question::Label, rows: None, anew: false }).unwrap();
    loop {
        if let Notice::Job { status, done, failure, .. } = desk.events.recv().unwrap()
            && status != RunStatus::Running
        {
            assert_eq!((status, done, failure), (RunStatus::Completed, 12, None));
            break;
        }
    }
    let evaluation = app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    let figure = |id: &str| evaluation.measures.iter().find(|m| m.id == id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(figure("label-agreement").n, 12);
    assert!(figure("distinct-2").value.unwrap() > 0.1);
    let drawn = |chart| {
        serde_json::to_value(chart).unwrap()["points"].as_array().is_some_and(|points| !points.is_empty())
    };
    assert!(evaluation.charts.iter().any(drawn));

    let options = as_json_lines(run);
    let plan = app.export_plan(options.clone()).unwrap();
    assert_eq!(plan.files[0].rows, Some(12));
    let path = desk.folder.path().join("rows.jsonl");
    let card = path.with_file_name("README.md");
    std::fs::write(&card, "Notes of a user").unwrap();
    let mut request = ExportRequest { options, path: path.to_string_lossy().into_owned(), replace: false };
    let refused = app.export_write(request.clone()).unwrap_err();
    assert!(refused.code == Code::Exists && refused.message.contains("'README.md'"), "{refused:?}");
    assert!(!path.exists(), "nothing was written");
    assert_eq!(std::fs::read_to_string(&card).unwrap(), "Notes of a user");
    request.replace = true;
    let report = app.export_write(request).unwrap();
    assert_eq!((report.rows, report.files.len()), (12, 2));
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written.lines().count(), 12);
    assert!(!written.contains("Suppose you are"), "no prompt leaves by default");
}

#[test]
fn private_text_is_named_before_it_leaves() {
    let desk = desk("llmaaa");
    let app = &desk.app;
    let mut recipe = app.recipe_get(()).unwrap().recipe;
    for source in &mut recipe.sources {
        source.private = true;
    }
    app.recipe_update(RecipeRequest { recipe: recipe.clone() }).unwrap();
    let run = desk.run(4, 1).summary.run;
    let mut options = ExportOptions {
        run,
        format: Format::Csv,
        preset: None,
        split: None,
        card: false,
        include_prompts: false,
        include_private: vec![],
    };
    let plan = app.export_plan(options.clone()).unwrap();
    assert_eq!(plan.private_sources.len(), recipe.sources.len());
    assert!(plan.copied_span.is_some(), "annotated rows repeat their source, and that is said");
    options.include_prompts = true;
    let refused = app.export_plan(options.clone()).unwrap_err();
    assert_eq!(refused.code, Code::Input);
    options.include_private = plan.private_sources;
    assert!(app.export_plan(options).unwrap().columns.contains(&"_prompt".to_owned()));
}

#[test]
fn texts_that_were_planted_are_looked_for_in_answers() {
    let part = EvaluationPart::Canaries;
    let without = desk("simprompt");
    let run = without.run(1, 1).summary.run;
    let refused = without.app.evaluation_start(EvaluationPartRequest { run, part }).unwrap_err();
    assert!(refused.message.contains("no sources"), "{}", refused.message);
    let evaluation = without.app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    assert!(evaluation.parts.iter().all(|state| state.part != part));

    let desk = desk("gpt3mix");
    let run = desk.run(2, 1).summary.run;
    desk.app.evaluation_start(EvaluationPartRequest { run, part }).unwrap();
    loop {
        if let Notice::Job { status, done, failure, .. } = desk.events.recv().unwrap()
            && status != RunStatus::Running
        {
            assert_eq!((status, done, failure), (RunStatus::Completed, 60, None));
            break;
        }
    }
    let evaluation = desk.app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    let state = evaluation.parts.iter().find(|state| state.part == part).unwrap();
    assert!(state.at.is_some() && !state.stale, "{state:?}");
    let figure = |id: &str| evaluation.measures.iter().find(|measure| measure.id == id).unwrap();
    let whole = figure("canary-exact");
    assert!(whole.n > 10, "{} canaries stood in a prompt", whole.n);
    assert!(whole.note.as_ref().unwrap().starts_with("60 answers of "), "{whole:?}");
    assert!(figure("canary-partial").value.unwrap() <= 1.0);
    assert_eq!(evaluation.rows, 2, "answers to the test are no rows");
}

#[test]
fn a_held_run_goes_on_in_another_window() {
    let desk = desk("simprompt");
    let id = RunId { run: desk.app.run_start(StartRun { rows: Some(60), seed: 3 }).unwrap().run };
    desk.app.run_pause(id).unwrap();
    assert_eq!(desk.finished().summary.status, RunStatus::Paused);
    let busy = desk.app.run_start(StartRun { rows: Some(1), seed: 0 }).unwrap_err();
    assert_eq!(busy.code, Code::Busy, "one run at a time");
    desk.app.run_resume(id).unwrap();
    let whole = desk.finished();
    assert_eq!((whole.summary.status, whole.funnel.accepted), (RunStatus::Completed, 60));
}

/// The attrprompt recipe with texts that are often too short, each draw tried once.
fn often_too_short(desk: &Desk) {
    let mut recipe = desk.app.recipe_get(()).unwrap().recipe;
    recipe.schedule.retries = 0;
    recipe.checks.push(recipe::Check::Length {
        field: "text".into(),
        words: Some([24, 1_000]),
        band: None,
        tolerance: 0.0,
    });
    desk.app.recipe_update(RecipeRequest { recipe }).unwrap();
}

#[test]
fn a_try_by_hand_stands_beside_the_run() {
    // Enough that the run is still at work when it is paused.
    const ROWS: usize = 90;
    let untouched = desk("attrprompt");
    often_too_short(&untouched);
    let whole = untouched.run(ROWS, 5);
    let expected = untouched.window(whole.summary.run, Show::Accepted).rows;

    let desk = desk("attrprompt");
    often_too_short(&desk);
    let app = &desk.app;
    let run = app.run_start(StartRun { rows: Some(ROWS), seed: 5 }).unwrap().run;
    let too_short =
        |row: &RowSummary| matches!(&row.verdict, Some(Verdict::Rejected { check, .. }) if check == "length");
    let failed = loop {
        if let Notice::Run { rows, .. } = desk.events.recv().unwrap()
            && let Some(failed) = rows.into_iter().find(too_short)
        {
            break failed;
        }
    };
    app.run_pause(RunId { run }).unwrap();
    let request = RowRequest { run, draw: failed.draw, attempt: failed.attempt };
    let mut tries = 0;
    let made = loop {
        let made = app.row_retry(request).unwrap();
        tries += 1;
        assert_eq!((made.draw, made.attempt, made.extra), (failed.draw, tries, true));
        assert_eq!(made.conditions, failed.conditions);
        if let Some(Verdict::Accepted { row }) = made.verdict {
            assert_eq!(row, ROWS as u64, "after all rows of the run");
            break made;
        }
        assert!(tries < 60, "no text is long enough");
    };
    let again = app.row_retry(request).unwrap_err();
    assert_eq!(again.code, Code::Input);
    assert!(again.message.contains(&format!("became row {ROWS}")), "{}", again.message);
    assert_eq!(app.row_detail(request).unwrap().other_row, Some(ROWS as u64));
    let detail = app.row_detail(RowRequest { attempt: made.attempt, ..request }).unwrap();
    assert!(detail.prompts.iter().all(|prompt| prompt.proven));
    assert_eq!(
        detail.history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(),
        ["asked for this try"]
    );

    app.run_resume(RunId { run }).unwrap();
    let done = loop {
        let progress = desk.finished();
        if progress.summary.status != RunStatus::Paused {
            break progress;
        }
    };
    assert_eq!(done.summary.status, RunStatus::Completed, "{:?}", done.summary.failure);
    assert_eq!(done.summary.accepted, ROWS as u64 + 1);
    assert_eq!(done.funnel.generated, whole.funnel.generated + u64::from(tries));
    let stored = app.run_view(RunId { run }).unwrap().progress;
    assert_eq!(
        (stored.funnel, &stored.rejected),
        (done.funnel, &done.rejected),
        "figures agree with the project"
    );
    let rows = desk.window(run, Show::Accepted).rows;
    let own = |rows: &[RowSummary]| -> Vec<_> {
        rows.iter().filter(|row| !row.extra).map(|row| (row.verdict.clone(), row.fields.clone())).collect()
    };
    assert_eq!(own(&rows), own(&expected), "the run's own rows are those of recipe, seed and model");

    let options = as_json_lines(run);
    let path = desk.folder.path().join("rows.jsonl").to_string_lossy().into_owned();
    let files = app.export_write(ExportRequest { options, path, replace: false }).unwrap().files;
    let lines = std::fs::read_to_string(&files[0]).unwrap();
    let marks: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["_by_hand"].clone())
        .filter(|mark| !mark.is_null())
        .collect();
    assert_eq!(marks, ["retried"]);
    let card = std::fs::read_to_string(&files[1]).unwrap();
    assert!(card.contains("but for what people did by hand: 1 made by another try"), "{card}");
}

#[test]
fn decisions_during_a_run_count_at_once() {
    let desk = desk("attrprompt");
    often_too_short(&desk);
    let app = &desk.app;
    let run = app.run_start(StartRun { rows: Some(30), seed: 9 }).unwrap().run;
    let is_rejected = |row: &RowSummary| matches!(row.verdict, Some(Verdict::Rejected { .. }));
    let failed = loop {
        if let Notice::Run { rows, .. } = desk.events.recv().unwrap()
            && let Some(failed) = rows.into_iter().find(is_rejected)
        {
            break failed;
        }
    };
    let row = RowRequest { run, draw: failed.draw, attempt: failed.attempt };
    app.row_decide(DecideRow { row, accept: true, note: String::new() }).unwrap();
    let done = desk.finished();
    let stored = app.run_view(RunId { run }).unwrap().progress;
    assert_eq!((done.summary.status, done.summary.accepted), (RunStatus::Completed, 31));
    assert_eq!((stored.funnel, stored.rejected), (done.funnel, done.rejected));
}

#[test]
fn every_command_answers_over_the_wire() {
    let desk = desk("attrprompt");
    for (request, answers) in [
        (r#"{"command":"app_state","request":null}"#, true),
        (r#"{"command":"gallery_list","request":null}"#, true),
        (r#"{"command":"recipe_get","request":null}"#, true),
        (r#"{"command":"model_list","request":null}"#, true),
        (r#"{"command":"run_list","request":null}"#, true),
        (r#"{"command":"run_view","request":{"run":99}}"#, false),
        (r#"{"command":"project_open","request":{"path":"/nowhere/x.seedbed"}}"#, false),
        (r#"{"command":"model_inspect","request":{"path":"/nowhere/x.gguf"}}"#, false),
    ] {
        let request: Request = serde_json::from_str(request).unwrap();
        let said = format!("{request:?}");
        let answer = desk.app.call(request);
        assert_eq!(answer.is_ok(), answers, "{said}: {answer:?}");
        if let Err(error) = answer {
            assert!(error.message.ends_with('.') && !error.message.contains("Error"), "{}", error.message);
        }
    }
    assert!(serde_json::from_str::<Request>(r#"{"command":"shell","request":"rm"}"#).is_err());
}

#[test]
fn rows_are_judged_one_after_another() {
    let desk = desk("simprompt");
    let run = desk.run(12, 7).summary.run;
    let app = &desk.app;
    let queue = |order| app.review_queue(ReviewRequest { run, order, budget: None, scale: None }).unwrap();
    let rows = |queue: &ReviewQueue| queue.rows.iter().map(|row| row.row).collect::<Vec<_>>();
    let made = queue(ReviewOrder::Made);
    assert_eq!((made.rows.len(), made.progress.rows, made.progress.interval), (12, 12, None));
    let field = made.label_field.clone().unwrap();
    let names: Vec<&str> = made.labels.iter().map(|label| label.name.as_str()).collect();
    assert_eq!((field.as_str(), names.len()), ("label", 4));
    let random = queue(ReviewOrder::Random);
    assert_ne!(rows(&random), rows(&made));
    for order in [ReviewOrder::LeastProbable, ReviewOrder::Suspicious] {
        let found = queue(order);
        assert!(found.rows.iter().all(|row| !row.why.is_empty()), "{order:?}");
        let sorted = |mut rows: Vec<RowRequest>| {
            rows.sort_by_key(|row| row.draw);
            rows
        };
        assert_eq!(sorted(rows(&found)), rows(&made), "{order:?}");
    }

    let judge = |at: usize, judgment: Judgment| {
        app.review_judge(JudgeRow {
            row: random.rows[at].row,
            judgment,
            note: String::new(),
            order: ReviewOrder::Random,
            adjudicate: false,
        })
    };
    let label = |at: usize| {
        let value = &app.row_detail(random.rows[at].row).unwrap().summary.fields["label"];
        value.as_str().unwrap().to_owned()
    };
    let other = |known: &str| names.iter().copied().find(|name| *name != known).unwrap().to_owned();
    let counts = |progress: ReviewProgress| (progress.rows, progress.judged, progress.right);
    assert_eq!(counts(judge(0, Judgment::Accept).unwrap()), (12, 1, 1));
    assert_eq!(counts(judge(1, Judgment::Label { label: label(1) }).unwrap()), (12, 2, 2));
    let (before, wanted) = (label(2), other(&label(2)));
    assert_eq!(counts(judge(2, Judgment::Label { label: wanted.clone() }).unwrap()), (12, 3, 2));
    assert_eq!(label(2), wanted);
    assert_eq!(counts(judge(3, Judgment::PutOff).unwrap()), (12, 3, 2));
    let progress = judge(4, Judgment::Reject).unwrap();
    assert_eq!(counts(progress), (12, 4, 2));
    // Wilson for 2 of 4.
    let [low, high] = progress.interval.unwrap();
    assert!((low - 0.1500).abs() < 1e-3 && (high - 0.8500).abs() < 1e-3, "{low} {high}");
    assert_eq!(desk.window(run, Show::Accepted).total, 11);
    let unknown = judge(5, Judgment::Label { label: "fish".into() }).unwrap_err();
    assert_eq!(unknown.code, Code::Input);

    // Those not judged keep their places; the one that was put off comes last.
    let left = queue(ReviewOrder::Random);
    let expected: Vec<RowRequest> = rows(&random)[5..].iter().copied().chain([random.rows[3].row]).collect();
    assert_eq!(rows(&left), expected);
    assert!(left.rows.last().unwrap().put_off);

    let taken = app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    assert_eq!((taken.row, counts(taken.progress)), (random.rows[4].row, (12, 3, 2)));
    assert_eq!(desk.window(run, Show::Accepted).total, 12);
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    assert_eq!(label(2), before);
    let said: Vec<String> =
        app.row_detail(random.rows[2].row).unwrap().history.into_iter().map(|entry| entry.what).collect();
    assert!(said.contains(&format!("judged it {wanted}")), "{said:?}");
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    assert_eq!(
        app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap_err().code,
        Code::NotFound
    );
    let doubted = JudgeRow {
        row: random.rows[0].row,
        judgment: Judgment::Accept,
        note: String::new(),
        order: ReviewOrder::Suspicious,
        adjudicate: false,
    };
    assert_eq!(app.review_judge(doubted).unwrap().interval, None, "not drawn at random");
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    assert_eq!(rows(&queue(ReviewOrder::Random)), rows(&random));
}

#[test]
fn a_reviewers_file_is_judged_in_the_reviewers_name_and_disagreements_get_a_final_word() {
    let desk = desk("attrprompt");
    let app = &desk.app;
    let run = desk.run(4, 5).summary.run;
    let main = app.app_state(()).unwrap().project.unwrap().path;
    let folder = desk.folder.path().to_string_lossy().into_owned();
    let assign = |blind: bool, overlap: f64, names: &[&str]| {
        app.review_assign(AssignReview {
            run,
            reviewers: names.iter().map(|name| (*name).to_owned()).collect(),
            overlap,
            raters: None,
            blind,
            seed: 2,
            folder: folder.clone(),
            include_private: vec![],
        })
    };
    let files = assign(true, 1.0, &["Ana", "Ben"]).unwrap().files;
    assert_eq!(files.iter().map(|file| (file.rows, file.shared)).collect::<Vec<_>>(), [(4, 4), (4, 4)]);
    assert_eq!(assign(true, 1.0, &["Ana", "Cem"]).unwrap_err().code, Code::Exists);
    assert!(!std::path::Path::new(&files[0].path.replace("Ana", "Cem")).exists(), "all files or none");

    let judge = |row: RowRequest, judgment: Judgment, adjudicate: bool| {
        let (note, order) = (String::new(), ReviewOrder::Made);
        app.review_judge(JudgeRow { row, judgment, note, order, adjudicate })
    };
    let queue = |run: u64, order: ReviewOrder| {
        app.review_queue(ReviewRequest { run, order, budget: None, scale: None }).unwrap()
    };
    let label = |name: &str| Judgment::Label { label: name.to_owned() };
    let names: Vec<String> =
        queue(run, ReviewOrder::Made).labels.into_iter().map(|label| label.name).collect();
    for (at, file) in files.iter().enumerate() {
        app.project_open(PathRequest { path: file.path.clone() }).unwrap();
        let inner = app.run_list(()).unwrap()[0].run;
        let waiting = queue(inner, ReviewOrder::Made);
        let whose = ReviewerFile { reviewer: file.reviewer.clone(), blind: true };
        assert_eq!((waiting.file, waiting.rows.len()), (Some(whose), 4));
        let first = waiting.rows[0].row;
        assert!(app.row_detail(first).unwrap().prompts.is_empty());
        assert_eq!(judge(first, Judgment::Accept, false).unwrap_err().code, Code::Input);
        assert_eq!(judge(first, label(&names[0]), true).unwrap_err().code, Code::Input, "no final word here");
        assert_eq!(
            app.review_queue(ReviewRequest {
                run: inner,
                order: ReviewOrder::Suspicious,
                budget: None,
                scale: None
            })
            .unwrap_err()
            .code,
            Code::Input
        );
        for (place, queued) in waiting.rows.iter().enumerate() {
            // They differ on the first row.
            let other = usize::from(place == 0 && at == 1);
            judge(queued.row, label(&names[other]), false).unwrap();
        }
        let history = app.row_detail(first).unwrap().history;
        assert!(history.iter().all(|entry| entry.who == file.reviewer), "{history:?}");
        app.project_close(()).unwrap();
    }
    app.project_open(PathRequest { path: main }).unwrap();
    let paths: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    let merged = app.review_merge(MergeReviews { run, paths }).unwrap();
    assert_eq!(
        merged.iter().map(|file| (file.added, file.refused.len())).collect::<Vec<_>>(),
        [(4, 0), (4, 0)]
    );

    let disputed = queue(run, ReviewOrder::Disagreements);
    assert_eq!((disputed.rows.len(), disputed.progress.rows, disputed.progress.judged), (1, 1, 0));
    assert_eq!(disputed.rows[0].why, format!("Ana: {}; Ben: {}.", names[0], names[1]));
    let row = disputed.rows[0].row;
    let progress = judge(row, Judgment::PutOff, true).unwrap();
    assert_eq!((progress.rows, progress.judged), (1, 0));
    assert!(queue(run, ReviewOrder::Disagreements).rows[0].put_off);
    assert_eq!(judge(row, label(&names[1]), true).unwrap().judged, 1);
    assert!(queue(run, ReviewOrder::Disagreements).rows.is_empty());
    let found = app.review_agreement(RunId { run }).unwrap();
    assert_eq!(found.disagreements[0].adjudication.as_ref().unwrap().said, names[1]);
    let labels = found.labels.unwrap();
    assert_eq!((labels.raw.value, labels.raw.n, labels.pairs.len()), (Some(0.75), 4, 1));
    let values = |row| app.row_detail(row).unwrap().summary.fields;
    assert_eq!(values(row)["label"], names[1].as_str());
    let taken = app.review_take_back(TakeBack { run, adjudicate: true, scale: None }).unwrap();
    assert_eq!((taken.row, taken.progress.judged), (row, 0));
    assert_eq!(queue(run, ReviewOrder::Disagreements).rows.len(), 1);
}

#[test]
fn spans_are_corrected_and_rows_rated() {
    let desk = desk("ner");
    let app = &desk.app;
    let run = desk.run(2, 1).summary.run;
    let queue = |scale| {
        app.review_queue(ReviewRequest { run, order: ReviewOrder::Made, budget: None, scale }).unwrap()
    };
    let judging = queue(None);
    let ReviewKind::Spans { field, of, types } = &judging.kind else { panic!("{:?}", judging.kind) };
    assert_eq!((field.as_str(), of.as_str(), judging.rows.len()), ("entities", "passage", 2));
    let row = judging.rows[0].row;
    let fields = || app.row_detail(row).unwrap().summary.fields;
    let made = fields();
    let word: String = made["passage"].as_str().unwrap().chars().take(2).collect();
    let judge = |span: serde_json::Value| {
        let values = std::collections::BTreeMap::from([("entities".to_owned(), json!([span]))]);
        let (judgment, order) = (Judgment::Correct { values }, ReviewOrder::Made);
        app.review_judge(JudgeRow { row, judgment, note: String::new(), order, adjudicate: false })
    };
    let span = json!({ "span": word, "type": types[0], "start": 0, "end": 2 });
    for (name, value) in [("start", json!(1)), ("type", json!("fish")), ("span", json!("§§"))] {
        let mut wrong = span.clone();
        wrong[name] = value;
        assert_eq!(judge(wrong).unwrap_err().code, Code::Input, "{name}");
    }
    assert_eq!(judge(span.clone()).unwrap().judged, 1);
    assert_eq!(fields()["entities"], json!([span]));
    let found = app.review_agreement(RunId { run }).unwrap().spans.unwrap();
    assert_eq!((found.f1.value, found.types.len()), (None, types.len()));
    app.review_take_back(TakeBack { run, adjudicate: false, scale: None }).unwrap();
    assert_eq!(fields(), made);

    // Ratings have a queue of their own, and change nothing.
    let scale = Scale::OneToFive;
    let rate = |at: usize, level: usize| {
        let rating = Rating { scale, level };
        app.review_rate(RateRow { row: judging.rows[at].row, rating, note: String::new() })
    };
    assert_eq!(rate(0, 5).unwrap_err().code, Code::Input);
    assert_eq!(rate(0, 4).unwrap().mean, Some(4.0));
    let progress = rate(1, 1).unwrap();
    assert_eq!((progress.rows, progress.judged, progress.mean), (2, 2, Some(2.5)));
    assert!(queue(Some(scale)).rows.is_empty());
    assert_eq!((queue(Some(Scale::FourLevel)).rows.len(), queue(None).rows.len()), (2, 2));
    assert_eq!(fields(), made);
    assert_eq!(app.curation_open(RunId { run }).unwrap().numbers.last().unwrap(), "_rating");
    let history = app.row_detail(row).unwrap().history;
    assert_eq!(history.last().unwrap().what, "rated it 5");
    let ratings = app.review_agreement(RunId { run }).unwrap().ratings;
    assert_eq!((ratings.len(), ratings[0].agreement.raters[0].mean.n), (1, 2));
    let back = TakeBack { run, adjudicate: false, scale: Some(scale) };
    assert_eq!(app.review_take_back(back).unwrap().row, judging.rows[1].row);
    assert_eq!(queue(Some(scale)).rows.len(), 1);
    app.review_take_back(back).unwrap();
    assert_eq!(app.review_take_back(back).unwrap_err().code, Code::NotFound);
}

#[test]
fn texts_of_private_sources_go_to_reviewers_only_where_they_are_named() {
    let desk = desk("llmaaa");
    let app = &desk.app;
    let mut recipe = app.recipe_get(()).unwrap().recipe;
    for source in &mut recipe.sources {
        source.private = true;
    }
    let private: Vec<String> = recipe.sources.iter().map(|source| source.name.clone()).collect();
    app.recipe_update(RecipeRequest { recipe }).unwrap();
    let run = desk.run(4, 1).summary.run;
    let assign = |include_private: Vec<String>| {
        app.review_assign(AssignReview {
            run,
            reviewers: vec!["Ana".to_owned()],
            overlap: 0.0,
            raters: None,
            blind: false,
            seed: 0,
            folder: desk.folder.path().to_string_lossy().into_owned(),
            include_private,
        })
    };
    let refused = assign(vec![]).unwrap_err();
    assert_eq!(refused.code, Code::Input);
    assert!(private.iter().any(|source| refused.message.contains(source)), "{refused}");
    let assigned = assign(private).unwrap();
    assert_eq!(assigned.files[0].rows, 4);
    assert!(!assigned.warnings.is_empty(), "that the rows repeat a private source is said");
    app.project_open(PathRequest { path: assigned.files[0].path.clone() }).unwrap();
    let inner = app.run_list(()).unwrap()[0].run;
    let queue = app
        .review_queue(ReviewRequest { run: inner, order: ReviewOrder::Made, budget: None, scale: None })
        .unwrap();
    assert!(app.row_detail(queue.rows[0].row).unwrap().summary.fields.contains_key("text"));
    app.run_view(RunId { run: inner }).unwrap();
}
