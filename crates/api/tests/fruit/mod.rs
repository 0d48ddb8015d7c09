//! A project of short texts about fruit and metal, and jobs on it.

use api::types::{Notice, RunStatus};
use api::{App, Options};
use dataset::{Fields, Judgment};
use project::{AttemptId, Given, Project};
use serde_json::Value;

use super::made::made;

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
pub fn project(folder: &std::path::Path) -> (std::path::PathBuf, i64) {
    let mut rows: Vec<(String, &str)> = Vec::new();
    for at in 0..20 {
        rows.push((format!("ripe apple and pear {at}"), "fruit"));
        rows.push((format!("hard iron and zinc {at}"), "metal"));
    }
    rows[3].1 = "fruit";
    rows.push(("Ripe apple  and pear 0".into(), "fruit"));
    rows.push(("a soft and ripe plum".into(), "fruit"));
    rows.push(("cold grey lead".into(), "metal"));
    let row = |(draw, (text, label)): (usize, (String, &str))| {
        let fields = [("text", Value::from(text)), ("label", label.into()), ("number", draw.into())];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        (Fields::from_iter([("label".to_owned(), Value::from(label))]), fields)
    };
    let (path, run) = made(folder, RECIPE, 64, rows.into_iter().enumerate().map(row));
    let mut project = Project::open(&path).unwrap();
    let draft = project::Draft { id: "recipe".into(), toml: RECIPE.to_owned(), parent: None, updated: 1 };
    project.save_draft(&draft).unwrap();
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
pub fn opened(folder: &std::path::Path) -> (App, u64) {
    let (path, run) = project(folder);
    let app = App::open(Options { home: Some(folder.join("home")), ..Options::default() }).unwrap();
    app.open_project_at(&path).unwrap();
    (app, run.cast_unsigned())
}

/// Begins a job and waits for its end: items done, and how it ended.
pub fn job(app: &App, name: &str, begin: impl FnOnce()) -> (u64, RunStatus) {
    let (send, receive) = std::sync::mpsc::channel();
    let name = name.to_owned();
    app.subscribe(move |event| match &event.notice {
        Notice::Job { job, status, done, failure, .. } if *job == name && *status != RunStatus::Running => {
            assert_eq!(*failure, None);
            send.send((*done, *status)).is_ok()
        }
        _ => true,
    });
    begin();
    receive.recv().unwrap()
}
