//! A run on the command line replaces the personal data on which was decided in its project.

mod support;

use api::types::{PersonalDecision, PersonalDecisions, PersonalRequest};
use api::{App, Options};
use support::Desk;

const RECIPE: &str = r#"
schema = 1
name = "Notes"
[task]
kind = "generation"
mode = "generate"
goal = "Write a note."
[[sources]]
name = "people"
file = "people.csv"
[[conditions]]
name = "person"
rows = { source = "people" }
[[steps]]
id = "write"
prompt = "{{ task.goal }} About {{ person.who }}."
output = { text = { type = "string" } }
sampling = { max_tokens = 120 }
[schedule]
strategy = "random"
rows = 1
attempts = 30
"#;

#[test]
fn a_run_in_a_project_replaces_what_was_decided_in_it() {
    let desk = Desk::new();
    std::fs::write(desk.path("notes.recipe.toml"), RECIPE).unwrap();
    std::fs::write(desk.path("people.csv"), "who\nMr Kowalczyk\nMr Kowalczyk of 4711\n").unwrap();
    let run = |out: &str| {
        let options = ["--project", "notes.seedbed", "--progress", "none", "--out", out];
        desk.succeed(&[&["run", "notes.recipe.toml"], &options[..]].concat());
        String::from_utf8(desk.read(out)).unwrap()
    };
    assert!(run("before.jsonl").contains("Kowalczyk"));

    let app = App::open(Options { home: Some(desk.path("home")), ..Options::default() }).unwrap();
    app.open_project_at(&desk.path("notes.seedbed")).unwrap();
    let recipe = app.recipe_get(()).unwrap().recipe;
    let found =
        app.personal_scan(PersonalRequest { recipe, source: "people".into(), added: Vec::new() }).unwrap();
    let decide = |found: api::types::PersonalProposal| PersonalDecision {
        value: found.value,
        kind: found.kind,
        replace: true,
    };
    let decisions = found.values.into_iter().map(decide).collect();
    app.personal_decide(PersonalDecisions { decisions }).unwrap();
    app.project_close(()).unwrap();

    let after = run("after.jsonl");
    assert!(!after.contains("Kowalczyk") && after.contains("Mr [PERSON 1]"), "{after}");
}
