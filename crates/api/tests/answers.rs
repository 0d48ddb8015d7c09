//! A model answers the questions of rows again, once and several times, reads their texts, and names groups of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod made;

use std::path::Path;
use std::sync::mpsc::channel;

use api::types::{
    AnswerFields, AskRequest, EditRow, EvaluateRequest, Evaluation, EvaluationPart, EvaluationPartRequest,
    Measure, Notice, PathRequest, Question, QuestionState, RowRequest, RunId, RunStatus,
};
use api::{App, ModelChoice, Options};
use dataset::Fields;
use evaluation::{Behind, Drawing};
use inference::{Cancel, Event, Priority, ScoreRequest};
use made::made;
use serde_json::json;

const RECIPE: &str = r#"
schema = 1
name = "Questions"
[task]
kind = "qa"
fields = ["passage", "question", "answer", "remark"]
[[steps]]
id = "write"
prompt = "Write."
output = { passage = "string", question = "string", answer = "string", remark = "string" }
[schedule]
rows = 24
"#;

const ROWS: u64 = 24;

/// A project whose rows are questions; the last one has no answer.
fn opened(folder: &Path) -> (App, u64) {
    let row = |draw: u64| {
        let town = ["Lakeford", "Thornbridge", "Millhaven"][draw as usize % 3];
        let answer = if draw + 1 == ROWS { String::new() } else { town.to_owned() };
        let fields = json!({
            "passage": format!("{town} is a town with {} bridges over the river.", draw + 2),
            "question": "Which town has bridges over the river?",
            "answer": answer,
            "remark": format!("The answer is {town}."),
        });
        let serde_json::Value::Object(fields) = fields else { unreachable!() };
        (Fields::new(), fields)
    };
    let (path, run) = made(folder, RECIPE, ROWS, (0..ROWS).map(row));
    let app = App::open(Options { home: Some(folder.join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    (app, run.0.cast_unsigned())
}

/// Begins a job and waits for its end; gives how much was done.
fn job(app: &App, begin: impl FnOnce()) -> u64 {
    let (send, receive) = channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { status, done, failure, .. } if *status != RunStatus::Running => {
            assert_eq!((*status, failure), (RunStatus::Completed, &None));
            send.send(*done).is_ok()
        }
        _ => true,
    });
    begin();
    receive.recv().unwrap()
}

/// Asks about all rows; gives how many were asked about.
fn ask(app: &App, run: u64, question: &Question) -> u64 {
    let request = AskRequest { run, question: question.clone(), rows: None, anew: false };
    job(app, || app.annotation_start(request).unwrap())
}

fn state(app: &App, run: u64, key: &str) -> QuestionState {
    let view = app.annotation_view(RunId { run }).unwrap();
    view.questions.into_iter().find(|state| state.key == key).unwrap()
}

fn evaluate(app: &App, run: u64) -> Evaluation {
    app.evaluate(EvaluateRequest { run, beside: None }).unwrap()
}

fn figure(evaluation: &Evaluation, id: &str) -> Measure {
    evaluation.measures.iter().find(|measure| measure.id == id).unwrap_or_else(|| panic!("{id}")).clone()
}

/// The rows behind all bars of a chart, in order of their numbers.
fn behind(evaluation: &Evaluation, id: &str) -> Vec<u64> {
    let chart = evaluation.charts.iter().find(|chart| chart.id == id).unwrap_or_else(|| panic!("{id}"));
    let (Drawing::Bars { points } | Drawing::Histogram { points }) = &chart.drawing else { panic!("{id}") };
    let rows = points.iter().filter_map(|point| match &point.behind {
        Some(Behind::Rows { rows }) => Some(rows.clone()),
        _ => None,
    });
    let mut rows: Vec<u64> = rows.flatten().collect();
    rows.sort_unstable();
    rows
}

fn edit(app: &App, run: u64, draw: u64, field: &str, value: &str) {
    let row = RowRequest { run, draw, attempt: 0 };
    app.row_edit(EditRow { row, field: field.into(), value: value.into() }).unwrap();
}

#[test]
fn answers_are_given_again_from_what_was_asked() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let view = app.annotation_view(RunId { run }).unwrap();
    let keys: Vec<&str> = view.questions.iter().map(|state| state.key.as_str()).collect();
    assert_eq!(keys, ["rating", "recheck", "consistency", "perplexity", "groups"]);
    assert_eq!(view.columns, ["passage", "question", "answer", "remark"]);
    let question = state(&app, run, "recheck").question;
    let Question::Recheck { fields } = &question else { panic!("{question:?}") };
    let from = |reads: &[&str]| AnswerFields {
        answer: "answer".into(),
        reads: reads.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(*fields, from(&["passage", "question"]), "what stands behind the answer may give it away");

    assert_eq!(ask(&app, run, &question), ROWS - 1, "a row without an answer has nothing to be held against");
    let evaluation = evaluate(&app, run);
    let exact = figure(&evaluation, "recheck-exact");
    assert_eq!(exact.n, ROWS - 1);
    assert!(exact.note.unwrap().contains("23 of 24 rows"));
    assert_eq!(behind(&evaluation, "recheck"), (0..ROWS - 1).collect::<Vec<_>>());

    // Another answer is held against the same second answer; another question is a question of its own.
    let same = figure(&evaluation, "recheck-exact").value.unwrap();
    for draw in 0..ROWS - 1 {
        edit(&app, run, draw, "answer", "no town at all");
    }
    assert_eq!(state(&app, run, "recheck").answered, ROWS - 1);
    let edited = figure(&evaluate(&app, run), "recheck-exact");
    assert_eq!((edited.n, edited.value), (ROWS - 1, Some(0.0)), "it was {same}");
    edit(&app, run, 0, "question", "How many bridges are there?");
    let asked = state(&app, run, "recheck");
    assert_eq!((asked.answered, asked.changed), (ROWS - 2, 1));
    assert_eq!(figure(&evaluate(&app, run), "recheck-exact").n, ROWS - 2);
    assert_eq!(ask(&app, run, &question), 1);

    // Other columns are another question.
    let alone = Question::Recheck { fields: from(&["question"]) };
    assert_eq!(ask(&app, run, &alone), ROWS - 1);
    assert_eq!(state(&app, run, "recheck").question, alone);
}

#[test]
fn repeated_answers_are_drawn_each_time_anew() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let Question::Consistency { fields, times } = state(&app, run, "consistency").question else { panic!() };
    assert_eq!(times, 5);
    assert_eq!(ask(&app, run, &Question::Consistency { fields, times: 3 }), ROWS - 1);
    let evaluation = evaluate(&app, run);
    let share = figure(&evaluation, "consistency-share");
    assert_eq!(share.n, ROWS - 1);
    assert!(
        (0.333..=1.0).contains(&share.value.unwrap()),
        "of three answers one at least is the most frequent"
    );
    assert!(figure(&evaluation, "consistency-entropy").value.unwrap() > 0.0, "not all draws are one");
    assert_eq!(figure(&evaluation, "consistency-exact").n, ROWS - 1);
    assert_eq!(behind(&evaluation, "consistency"), (0..ROWS - 1).collect::<Vec<_>>());
}

#[test]
fn perplexity_is_of_each_token_after_those_before() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    edit(&app, run, 0, "passage", "");
    assert_eq!(ask(&app, run, &Question::Perplexity), ROWS - 1, "an empty text has no tokens");
    let evaluation = evaluate(&app, run);
    assert_eq!(behind(&evaluation, "perplexity"), (1..ROWS).collect::<Vec<_>>());
    let found = figure(&evaluation, "perplexity");
    assert_eq!(found.n, ROWS - 1);

    let loaded = app.model().unwrap();
    let model = loaded.model();
    let (mut sum, mut count) = (0.0, 0);
    for draw in 1..ROWS {
        let town = ["Lakeford", "Thornbridge", "Millhaven"][draw as usize % 3];
        let text = format!("{town} is a town with {} bridges over the river.", draw + 2);
        let mut tokens: Vec<u32> = model.start_of_text().into_iter().collect();
        tokens.extend(model.tokenize(&text));
        // Token by token, each by itself.
        for at in 1..tokens.len() {
            let request = ScoreRequest {
                id: 0,
                prompt: tokens[..at].into(),
                continuations: vec![vec![tokens[at]]],
                priority: Priority::Judge,
                cancel: Cancel::default(),
            };
            let (events, received) = crossbeam_channel::unbounded();
            model.score(request, events);
            let Event::Scored { result, .. } = received.recv().unwrap() else { panic!() };
            sum += result.unwrap()[0].sum();
            count += 1;
        }
    }
    let expected = (-sum / f64::from(count)).exp();
    assert!((found.value.unwrap() / expected - 1.0).abs() < 1e-4, "{found:?} is not {expected}");
}

#[test]
fn groups_take_names_while_the_same_rows_are_a_group() {
    let home = tempfile::tempdir().unwrap();
    let (app, run) = opened(home.path());
    let encoder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inference/tests/data/encoder/mean");
    app.encoder_set(PathRequest { path: encoder.to_string_lossy().into_owned() }).unwrap();
    let request = AskRequest { run, question: Question::Groups, rows: None, anew: false };
    let groups = || state(&app, run, "groups");
    let titles = || {
        let evaluation = evaluate(&app, run);
        let chart = evaluation.charts.into_iter().find(|chart| chart.id == "clusters")?;
        let Drawing::Bars { points } = chart.drawing else { panic!("{}", chart.id) };
        Some((points.into_iter().map(|point| point.label).collect::<Vec<_>>(), chart.y))
    };
    let unmeasured = groups();
    assert_eq!(
        (unmeasured.of, unmeasured.needs),
        (0, app.annotation_start(request).err().map(|e| e.message))
    );
    let part = EvaluationPartRequest { run, part: EvaluationPart::Semantic };
    job(&app, || app.evaluation_start(part).unwrap());
    let (words, _) = titles().unwrap();
    assert_eq!((words.len(), groups().of, groups().needs), (2, 2, None));

    assert_eq!(ask(&app, run, &Question::Groups), 2);
    assert_eq!(groups().answered, 2);
    let named = titles().unwrap();
    assert!(named.1.contains("named by '"), "{named:?}");
    for (title, words) in named.0.iter().zip(&words) {
        assert!(title.ends_with(&format!(" ({words})")), "{title}: {words}");
    }
    assert_eq!(ask(&app, run, &Question::Groups), 0, "both have a name");

    // Of other rows other groups are found; the first ones come back with their rows.
    let passage = "Thornbridge is a town with 3 bridges over the river.";
    edit(&app, run, 1, "passage", "Something else.");
    assert_eq!((titles(), groups().of), (None, 0));
    edit(&app, run, 1, "passage", passage);
    assert_eq!((titles(), groups().answered), (Some(named), 2));
}
