//! Personal data of a source: proposed, confirmed, and replaced before any prompt sees it.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

use std::path::Path;

use api::types::*;
use api::{App, Code, ModelChoice, Options};
use dataset::{Fields, Format};
use privacy::Kind;
use project::{Project, Reader};
use recipe::Recipe;
use tempfile::TempDir;

/// Demonstrations from a private file, and a second source with the same person.
const RECIPE: &str = r#"
schema = 1
name = "Notes"
[task]
kind = "generation"
mode = "generate"
role = "You are a nurse."
goal = "Write a note."
[[sources]]
name = "notes"
file = "notes.csv"
private = true
[[sources]]
name = "people"
file = "people.csv"
private = true
[[conditions]]
name = "person"
rows = { source = "people" }
[[demonstrations]]
name = "shots"
source = "notes"
select = "random"
count = 3
[[steps]]
id = "write"
demonstrations = ["shots"]
prompt = """
{{ task.goal }} About {{ person.who }}.
{% for shot in shots %}
Note {{ shot.id }}: {{ shot.text }}
{% endfor %}"""
output = { text = { type = "string" } }
sampling = { max_tokens = 120 }
[schedule]
strategy = "random"
rows = 2
attempts = 30
"#;

const NOTES: &str = "id,text
4711123,\"Frau Zanele Dlamini, born 12.03.1957, fell at home and broke her left hip.\"
4711124,\"Zanele Dlamini called from +49 30 901820 about 20 mg of the tablets.\"
4711125,\"Mr Kowalczyk was well and went home with Zanele Dlamini.\"
";

const PEOPLE: &str = "who\nZanele Dlamini\nMr Kowalczyk\n";

/// What must reach no model.
const SECRETS: [&str; 5] = ["Dlamini", "Kowalczyk", "12.03.1957", "901820", "47111"];

struct Desk {
    app: App,
    folder: TempDir,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.csv"), NOTES).unwrap();
    std::fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
    let app = App::open(Options { home: Some(folder.path().to_path_buf()), ..Options::default() }).unwrap();
    let path = folder.path().join("a.seedbed");
    app.create_project_at(&path, RECIPE, Some(folder.path())).unwrap();
    Desk { app, folder }
}

impl Desk {
    fn recipe(&self) -> Recipe {
        self.app.recipe_get(()).unwrap().recipe
    }

    fn scan(&self, source: &str, added: &[(&str, Kind)]) -> Vec<PersonalProposal> {
        let added =
            added.iter().map(|(value, kind)| PersonalAddition { value: (*value).into(), kind: *kind });
        let request =
            PersonalRequest { recipe: self.recipe(), source: source.into(), added: added.collect() };
        self.app.personal_scan(request).unwrap().values
    }

    fn decide(&self, decisions: &[(&str, Kind, bool)]) -> Vec<PersonalValue> {
        let decisions = decisions.iter().map(|(value, kind, replace)| PersonalDecision {
            value: (*value).into(),
            kind: *kind,
            replace: *replace,
        });
        self.app.personal_decide(PersonalDecisions { decisions: decisions.collect() }).unwrap()
    }

    /// Confirms everything that is proposed in both sources.
    fn replace_all(&self) {
        for source in ["notes", "people"] {
            let proposed = self.scan(source, &[]);
            let decisions: Vec<_> = proposed.iter().map(|one| (one.value.as_str(), one.kind, true)).collect();
            self.decide(&decisions);
        }
    }

    fn rendered(&self) -> String {
        let text = |draw| {
            let request =
                PromptRequest { recipe: self.recipe(), draw, step: "write".into(), pins: Fields::new() };
            let view = self.app.prompt_render(request).unwrap();
            let pieces = view.messages.into_iter().flat_map(|message| message.pieces);
            pieces.map(|piece| piece.text).collect::<String>()
        };
        (0..6).map(text).collect()
    }

    fn run(&self) -> u64 {
        let (send, ended) = std::sync::mpsc::channel();
        self.app.subscribe(move |event| match &event.notice {
            Notice::Run { progress, .. } if progress.summary.status != RunStatus::Running => {
                send.send(progress.summary.clone()).is_ok()
            }
            _ => true,
        });
        let run = self.app.run_start(StartRun { rows: Some(2), seed: 3 }).unwrap().run;
        let summary = ended.recv().unwrap();
        assert_eq!(summary.failure, None);
        run
    }

    fn first_row(&self, run: u64) -> RowDetail {
        let request = RowsRequest {
            run,
            show: Show::Accepted,
            filters: vec![],
            search: String::new(),
            sort: None,
            after: None,
            limit: 1,
        };
        let row = self.app.rows_query(request).unwrap().rows.remove(0);
        self.app.row_detail(RowRequest { run, draw: row.draw, attempt: row.attempt }).unwrap()
    }

    /// Everything that an export with prompts and a card writes.
    fn exported(&self, run: u64) -> String {
        let options = ExportOptions { card: true, include_prompts: true, ..self.options(run) };
        let path = self.folder.path().join("out").join("rows.jsonl");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let path = path.to_string_lossy().into_owned();
        let report = self.app.export_write(ExportRequest { options, path, replace: true }).unwrap();
        report.files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    fn options(&self, run: u64) -> ExportOptions {
        ExportOptions {
            run,
            format: Format::Jsonl,
            preset: None,
            split: None,
            card: false,
            include_prompts: false,
            include_private: vec!["notes".into(), "people".into()],
        }
    }
}

fn no_secret_in(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} stands in: {text}");
    }
}

#[test]
fn what_is_proposed_is_decided_once_for_all_sources() {
    let desk = desk();
    let proposed = desk.scan("notes", &[("20 mg", Kind::Other), ("nowhere", Kind::Other)]);
    let of = |value: &str| proposed.iter().find(|one| one.value == value).unwrap();
    let name = of("Zanele Dlamini");
    assert_eq!((name.kind, name.sure, name.count, name.replaced), (Kind::Person, true, 3, None));
    assert_eq!((name.field.as_str(), name.before.as_str()), ("text", "Frau "));
    assert!(name.after.starts_with(", born 12.03.1957"), "{}", name.after);
    assert_eq!((of("4711123").kind, of("4711123").sure), (Kind::Number, false));
    assert_eq!((of("20 mg").count, of("nowhere").count), (1, 0), "what was added is shown, found or not");
    let unsure = proposed.iter().position(|one| !one.sure).unwrap();
    assert!(proposed[unsure..].iter().all(|one| !one.sure), "the sure ones come first");

    let before =
        desk.app.source_preview(SourceRequest { recipe: desk.recipe(), source: "notes".into() }).unwrap();
    assert_eq!(before.replaced, 0);
    let listed = desk.decide(&[("Zanele  Dlamini", Kind::Person, true), ("4711123", Kind::Number, false)]);
    assert_eq!(listed, desk.app.personal_list(()).unwrap());
    assert_eq!(listed[0].surrogate, "[PERSON 1]");
    assert_eq!((listed[1].surrogate.as_str(), listed[1].replaced), ("[NUMBER 1]", false));
    for (source, field) in [("notes", "text"), ("people", "who")] {
        let request = SourceRequest { recipe: desk.recipe(), source: source.into() };
        let shown = desk.app.source_preview(request).unwrap();
        assert_eq!(shown.replaced, 1);
        let text = shown.rows[0][field].as_str().unwrap();
        assert!(text.contains("[PERSON 1]") && !text.contains("Zanele"), "{text}");
    }
    let again = desk.scan("notes", &[]);
    let name = again.iter().find(|one| one.value == "Zanele Dlamini").unwrap();
    assert_eq!((name.surrogate.as_deref(), name.replaced), (Some("[PERSON 1]"), Some(true)));

    let listed = desk.decide(&[("Zanele Dlamini", Kind::Person, false)]);
    assert_eq!((listed[0].surrogate.as_str(), listed[0].replaced), ("[PERSON 1]", false));
    for value in ["x", "Dr [PERSON 1]"] {
        let decisions = vec![PersonalDecision { value: value.into(), kind: Kind::Other, replace: true }];
        let error = desk.app.personal_decide(PersonalDecisions { decisions }).unwrap_err();
        assert_eq!(error.code, Code::Input);
        assert!(error.message.ends_with('.') && error.detail.is_none(), "{}", error.message);
    }
}

#[test]
fn no_prompt_sees_a_confirmed_value_and_a_run_keeps_what_it_read() {
    let desk = desk();
    let app = &desk.app;
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    assert!(desk.rendered().contains("Dlamini"), "before anything is decided");
    desk.replace_all();
    let prompt = desk.rendered();
    no_secret_in(&prompt);
    assert!(prompt.contains("[PERSON 1]") && prompt.contains("20 mg"), "{prompt}");
    let demonstrations = ShownRequest { recipe: desk.recipe(), demonstration: "shots".into(), draw: 0 };
    no_secret_in(&serde_json::to_string(&app.demonstrations_shown(demonstrations).unwrap().rows).unwrap());

    let run = desk.run();
    let detail = desk.first_row(run);
    assert!(detail.prompts.iter().all(|prompt| prompt.proven));
    no_secret_in(&serde_json::to_string(&detail.prompts).unwrap());
    let exported = desk.exported(run);
    no_secret_in(&exported);
    assert!(exported.contains("personal values were replaced"), "the card says so");

    // A later decision changes later prompts, not those that were.
    desk.decide(&[("Zanele Dlamini", Kind::Person, false)]);
    assert!(desk.rendered().contains("Zanele Dlamini"));
    let later = desk.first_row(run);
    assert!(
        later.prompts.iter().all(|prompt| prompt.proven),
        "the prompt is still the one that made the row"
    );
    no_secret_in(&serde_json::to_string(&later.prompts).unwrap());

    let path = app.project().unwrap().path().to_path_buf();
    app.project_close(()).unwrap();
    decisions_are_as_the_run_began(&path, run);
}

fn decisions_are_as_the_run_began(path: &Path, run: u64) {
    let reader = Reader::open(path).unwrap();
    let id = project::RunId(run.cast_signed());
    let (began, now) = (reader.personal_data_of(id).unwrap(), reader.personal_data().unwrap());
    assert!(began.values.iter().all(|value| value.replaced));
    assert!(now.values.iter().any(|value| !value.replaced));
    assert_eq!(reader.run(id).unwrap().plan.personal, began.stamp().unwrap());
}

#[test]
fn an_export_is_held_against_what_the_file_said() {
    let desk = desk();
    let app = &desk.app;
    app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    desk.replace_all();
    let run = desk.run();
    let row = desk.first_row(run).summary;
    let id = RowRequest { run, draw: row.draw, attempt: row.attempt };
    let span_after = |text: &str| {
        app.row_edit(EditRow { row: id, field: "text".into(), value: text.into() }).unwrap();
        let plan = app.export_plan(desk.options(run)).unwrap();
        (plan.copied_span.unwrap(), plan.warnings.concat())
    };
    let (span, warnings) =
        span_after("Zanele Dlamini, born 12.03.1957, fell at home and broke her left hip.");
    assert_eq!((span.words, span.source.as_str()), (12, "notes"));
    assert!(warnings.contains("holds personal data that is replaced"), "{warnings}");
    assert!(!warnings.contains("Dlamini"), "{warnings}");
    let (span, warnings) = span_after("Then she fell at home and broke her left hip.");
    assert_eq!((span.words, span.text.as_str()), (8, "fell at home and broke her left hip"));
    assert!(!warnings.contains("personal data"), "{warnings}");
}

#[test]
fn another_run_of_the_project_replaces_what_was_decided_in_it() {
    let desk = desk();
    desk.replace_all();
    let path = desk.app.project().unwrap().path().to_path_buf();
    desk.app.project_close(()).unwrap();
    let toml = RECIPE.replace("Write a note.", "Write a short note.");
    desk.app.open_project_for(&path, &toml, Some(desk.folder.path())).unwrap();
    desk.app.load_model(&ModelChoice::BuiltIn, None).unwrap();
    let run = desk.run();
    no_secret_in(&serde_json::to_string(&desk.first_row(run).prompts).unwrap());
    assert_eq!(desk.app.recipe_get(()).unwrap().versions.len(), 2, "the recipe that was there is kept");

    desk.app.project_close(()).unwrap();
    let mut project = Project::open(&path).unwrap();
    project.set_status(project::RunId(run.cast_signed()), &project::Status::Paused, 0).unwrap();
    project.close().unwrap();
    let error = desk.app.open_project_for(&path, &toml, None).unwrap_err();
    assert_eq!(error.code, Code::Busy);
    assert!(error.message.contains("a.seedbed"), "{}", error.message);
}
