//! Whatever is wrong: one clear sentence, the right exit code, nothing lost, no panic.

mod support;

use std::fs;

use support::{Desk, repository};

struct Case {
    name: &'static str,
    arguments: &'static [&'static str],
    code: i32,
    says: &'static [&'static str],
}

const RECIPE: &str = r#"schema = 1
name = "Reviews"

[task]
kind = "classification"
role = "You are a film critic."
goal = "Write a movie review."
labels = [{ name = "positive" }, { name = "negative" }]

[[conditions]]
name = "label"
labels = {}

[[conditions]]
name = "genre"
values = ["western", "horror"]

[[steps]]
id = "review"
prompt = """
{{ task.goal }} Requirements:
1. Sentiment: {{ label }}
2. Genre: {{ genre }}
"""
output = { text = "string" }
"#;

#[test]
fn bad_input_is_named_with_its_remedy() {
    let desk = Desk::new();
    let write = |name: &str, text: &str| fs::write(desk.path(name), text).unwrap();
    write("good.recipe.toml", RECIPE);
    write("typo.recipe.toml", &RECIPE.replace("values =", "vales ="));
    write("unknown.recipe.toml", &RECIPE.replace("{{ genre }}", "{{ gnere }}"));
    write("empty.recipe.toml", &RECIPE.replace(r#"["western", "horror"]"#, "[]"));
    write("broken.recipe.toml", &RECIPE.replace("[[steps]]", "[[steps"));
    let model = fs::read(repository("models/starter/starter.gguf")).unwrap();
    fs::write(desk.path("truncated.gguf"), &model[..model.len() / 2]).unwrap();
    let mut hostile = model.clone();
    hostile[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    fs::write(desk.path("hostile.gguf"), hostile).unwrap();
    fs::create_dir(desk.path("folder.jsonl")).unwrap();

    for case in [
        Case {
            name: "a typo in a key",
            arguments: &["run", "typo.recipe.toml", "--out", "o.jsonl"],
            code: 2,
            says: &["vales", "values"],
        },
        Case {
            name: "an unknown field in a prompt",
            arguments: &["run", "unknown.recipe.toml", "--out", "o.jsonl"],
            code: 2,
            says: &["gnere", "genre"],
        },
        Case {
            name: "an empty value list",
            arguments: &["run", "empty.recipe.toml", "--out", "o.jsonl"],
            code: 2,
            says: &["genre", "value"],
        },
        Case {
            name: "no TOML",
            arguments: &["run", "broken.recipe.toml", "--out", "o.jsonl"],
            code: 2,
            says: &["recipe"],
        },
        Case {
            name: "no such recipe",
            arguments: &["run", "absent.recipe.toml", "--out", "o.jsonl"],
            code: 2,
            says: &["absent.recipe.toml"],
        },
        Case {
            name: "a truncated model",
            arguments: &["run", "good.recipe.toml", "--model", "truncated.gguf", "--out", "o.jsonl"],
            code: 2,
            says: &["truncated.gguf"],
        },
        Case {
            name: "a hostile model",
            arguments: &["run", "good.recipe.toml", "--model", "hostile.gguf", "--out", "o.jsonl"],
            code: 2,
            says: &["hostile.gguf"],
        },
        Case {
            name: "a model that is not there",
            arguments: &["run", "good.recipe.toml", "--model", "absent.gguf", "--out", "o.jsonl"],
            code: 2,
            says: &["absent.gguf"],
        },
        Case {
            name: "an unknown output format",
            arguments: &["run", "good.recipe.toml", "--out", "o.docx"],
            code: 2,
            says: &["o.docx", ".parquet"],
        },
        Case {
            name: "an output folder that is not there",
            arguments: &["run", "good.recipe.toml", "--out", "absent/o.jsonl"],
            code: 1,
            says: &["absent/o.jsonl", "folder"],
        },
        Case {
            name: "a folder as output",
            arguments: &["run", "good.recipe.toml", "--out", "folder.jsonl"],
            code: 2,
            says: &["folder.jsonl"],
        },
        Case {
            name: "an unknown option",
            arguments: &["run", "--frobnicate"],
            code: 2,
            says: &["--frobnicate"],
        },
        Case {
            name: "a project that is not there",
            arguments: &["resume", "absent.seedbed"],
            code: 2,
            says: &["absent.seedbed"],
        },
        Case {
            name: "a project that is none",
            arguments: &["resume", "good.recipe.toml"],
            code: 2,
            says: &["good.recipe.toml", "Seedbed project"],
        },
    ] {
        let output = desk.seedbed(case.arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(case.code), "{}: {said}", case.name);
        for part in case.says {
            assert!(said.contains(part), "{}: '{part}' is missing in: {said}", case.name);
        }
        assert!(!said.contains("panicked"), "{}: {said}", case.name);
    }
}

/// A file system of one megabyte fills up in the middle of the run; what was reported can be resumed elsewhere.
#[test]
fn a_full_disk_stops_the_run_and_loses_nothing() {
    let desk = Desk::new();
    fs::create_dir(desk.path("small")).unwrap();
    let program = env!("CARGO_BIN_EXE_seedbed");
    let script = format!(
        "mount -t tmpfs -o size=1m tmpfs small
         {program} run attrprompt --rows 2000 --progress json --out small/o.jsonl > reported; echo $? > code
         cp small/o.jsonl.seedbed* .",
    );
    let shell = ["--user", "--map-root-user", "--mount", "--", "sh", "-c", &script];
    let output = desk.home(std::process::Command::new("unshare"), &shell).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&desk.read("code")).trim(), "1", "{said}");
    assert!(said.contains("disk is full"), "{said}");
    assert!(!said.contains("panicked"), "{said}");

    let reported = String::from_utf8_lossy(&desk.read("reported")).lines().count();
    assert!(reported > 0, "some rows fit");
    desk.succeed(&["export", "o.jsonl.seedbed", "--out", "rescued.jsonl"]);
    let rescued = desk.read("rescued.jsonl").split(|b| *b == b'\n').filter(|line| !line.is_empty()).count();
    assert!(rescued >= reported, "{rescued} rows rescued of {reported} reported");
}
