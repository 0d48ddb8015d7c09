//! What a user waits for where a dataset is large: `cargo bench -p api --bench large [-- --rows N]`, 100,000 without.
//!
//! Rows of 20 to 60 words, drawn from 50,000 by Zipf's law, of four labels, in a project on the disk.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for developers")]

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use api::types::{
    ApplyChange, BulkChange, ChangeRows, CurationId, CurationRequest, DataFile, EvaluateRequest,
    EvaluationFiles, EvaluationPart, EvaluationPartRequest, Filter, Notice, PreviewRule, RowSelection,
    RowsRequest, RunId, RunStatus, Show, Side,
};
use api::{App, Options};
use curation::{Pipeline, Rule};
use dataset::{Attempt, Fields, Verdict};
use project::{Project, RunPlan};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

const WORDS: usize = 50_000;
const LABELS: [&str; 4] = ["first", "second", "third", "fourth"];
/// Rows that a bulk change is for.
const CHANGED: usize = 10_000;
/// Rows that are written at once.
const TOGETHER: usize = 1_000;
const RECIPE: &str = r#"
schema = 1
name = "Many rows"
[task]
kind = "classification"
labels = [{ name = "first" }, { name = "second" }, { name = "third" }, { name = "fourth" }]
fields = ["text", "label", "part"]
[[conditions]]
name = "label"
labels = {}
[[steps]]
id = "write"
prompt = "Write."
output = { text = "string", part = "string" }
"#;
const PIPELINE: &str = r#"
[[curate]]
kind = "length"
words = [22, 58]
[[curate]]
kind = "exact-duplicate"
[[curate]]
kind = "near-duplicate"
"#;

fn main() {
    let rows = std::env::args().skip_while(|argument| argument != "--rows").nth(1);
    let n: usize = rows.map_or(100_000, |rows| rows.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let texts = texts(n + n / 20);
    let (made, real) = texts.split_at(n);
    let path = folder.path().join("large.seedbed");
    let run = timed(&format!("{n} rows written"), || write(&path, made));
    let app = App::open(Options { home: Some(folder.path().join("home")), ..Options::default() }).unwrap();
    timed("project opened", || app.open_project_at(&path).unwrap());
    let page = |filters, search: &str| RowsRequest {
        run,
        show: Show::Accepted,
        filters,
        search: search.to_owned(),
        sort: None,
        after: None,
        limit: 100,
    };
    timed("first page of the table", || app.rows_query(page(Vec::new(), "")).unwrap());
    timed("first page of a search", || app.rows_query(page(Vec::new(), "w77")).unwrap());
    curation(&app, run);
    bulk(&app, run);
    evaluation(&app, run, real, folder.path());
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    done
}

/// Hears how jobs end.
fn ends(app: &App) -> Receiver<RunStatus> {
    let (send, receive) = channel();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { status, failure, .. } if *status != RunStatus::Running => {
            assert_eq!(*failure, None);
            send.send(*status).is_ok()
        }
        _ => true,
    });
    receive
}

fn curation(app: &App, run: u64) {
    let ends = ends(app);
    let pipeline = Pipeline::parse(PIPELINE).unwrap();
    timed("pipeline of length, exact and near duplicates measured", || {
        app.curation_measure(CurationRequest { run, side: Side::Main, pipeline }).unwrap();
        assert_eq!(ends.recv().unwrap(), RunStatus::Completed);
    });
    timed("its page", || app.curation_view(CurationId { run, side: Side::Main }).unwrap());
    let mut took: Vec<f64> = (23..43)
        .map(|low| {
            let rule = Rule::Within { low: f64::from(low), high: 58.0 };
            let start = Instant::now();
            app.curation_preview(PreviewRule { run, side: Side::Main, step: 0, rule }).unwrap();
            start.elapsed().as_secs_f64()
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!("a threshold dragged, 20 places: median {:.3} s, longest {:.3} s", took[10], took[19]);
    timed("pipeline applied", || app.curation_apply(CurationId { run, side: Side::Main }).unwrap());
    timed("pipeline taken back", || app.curation_take_back(RunId { run }).unwrap());
}

fn bulk(app: &App, run: u64) {
    let filter: Filter =
        serde_json::from_value(json!({"column": "part", "op": "one-of", "value": ["some"]})).unwrap();
    let rows = RowSelection::Found { show: Show::Accepted, filters: vec![filter], search: String::new() };
    let change = BulkChange::Set { field: "label".into(), value: "first".into() };
    let wanted = ChangeRows { run, rows, change };
    let preview = timed("preview of a bulk change", || app.rows_change_preview(wanted.clone()).unwrap());
    let expected = preview.changes;
    timed(&format!("{expected} rows changed"), || app.rows_change(ApplyChange { wanted, expected }).unwrap());
    timed("taken back", || app.change_undo(RunId { run }).unwrap());
}

fn evaluation(app: &App, run: u64, real: &[String], folder: &Path) {
    let evaluate = || app.evaluate(EvaluateRequest { run, beside: None }).unwrap();
    timed("the Evaluate page without real rows", evaluate);
    let file = folder.join("real.csv");
    std::fs::write(&file, format!("text\n{}\n", real.join("\n"))).unwrap();
    let path = file.to_string_lossy().into_owned();
    let real = Some(DataFile { path, text: None, label: None, header: true, rows: None });
    app.evaluation_files_set(EvaluationFiles { real, gold: None }).unwrap();
    let ends = ends(app);
    timed("privacy against a twentieth as many real rows", || {
        app.evaluation_start(EvaluationPartRequest { run, part: EvaluationPart::Privacy }).unwrap();
        assert_eq!(ends.recv().unwrap(), RunStatus::Completed);
    });
}

fn write(path: &Path, texts: &[String]) -> u64 {
    let mut project = Project::create(path).unwrap();
    let recipe = project.save_recipe(RECIPE, None, 1).unwrap();
    let plan = RunPlan {
        recipe,
        model: json!({"name": "synthetic", "sha256": "ab"}),
        seed: 5,
        profile: json!({"engine": "1", "device": "cpu", "instructions": "avx2"}),
        rows: texts.len() as u64,
        attempts: texts.len() as u64,
        overrides: Fields::new(),
        input: None,
        personal: None,
    };
    let run = project.create_run(&plan, &[], 2).unwrap();
    let attempt = |(draw, text): (usize, &String)| {
        let part = if draw.is_multiple_of(texts.len().div_ceil(CHANGED)) { "some" } else { "others" };
        let label = LABELS[draw % LABELS.len()];
        let fields = [("text", text.as_str()), ("label", label), ("part", part)];
        Attempt {
            draw: draw as u64,
            attempt: 0,
            conditions: Fields::from_iter([("label".to_owned(), Value::from(label))]),
            input: None,
            shown: Vec::new(),
            steps: Vec::new(),
            fields: fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect(),
            checks: Vec::new(),
            failure: None,
        }
    };
    let attempts: Vec<Attempt> = texts.iter().enumerate().map(attempt).collect();
    for some in attempts.chunks(TOGETHER) {
        let verdicts: Vec<_> =
            some.iter().map(|one| (one.draw, 0, Verdict::Accepted { row: one.draw })).collect();
        project.commit(run, some, &verdicts).unwrap();
    }
    project.close().unwrap();
    run.0.cast_unsigned()
}

fn texts(rows: usize) -> Vec<String> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut sum = 0.0;
    // Zipf's law: the word of rank r has a weight of 1 / r.
    let sums: Vec<f64> = (1..=WORDS)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect();
    let word = |random: &mut ChaCha8Rng| {
        let at = random.random_range(0.0..sum);
        format!("w{}", sums.partition_point(|below| *below <= at))
    };
    let mut text = || -> String {
        let words: Vec<String> = (0..random.random_range(20..=60)).map(|_| word(&mut random)).collect();
        words.join(" ")
    };
    (0..rows).map(|_| text()).collect()
}
