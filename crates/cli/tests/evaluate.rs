//! Figures about files, about runs, and about both beside each other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing step is a failing test")]

mod support;

use std::fs;

use serde_json::Value;
use support::{Desk, repository};

/// The measures that `evaluate --json` prints.
fn measures(desk: &Desk, arguments: &[&str]) -> Vec<Value> {
    let output = desk.succeed(&[&["evaluate", "--json"], arguments].concat());
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    found["measures"].as_array().unwrap().clone()
}

fn find<'m>(measures: &'m [Value], id: &str) -> &'m Value {
    measures.iter().find(|measure| measure["id"] == id).unwrap_or_else(|| panic!("no measure {id}"))
}

#[test]
fn files_of_every_format_are_measured() {
    let desk = Desk::new();
    let write = |name: &str, text: &str| fs::write(desk.path(name), text).unwrap();
    let check = |name: &str, options: &[&str], expected: &[(&str, Option<f64>)]| {
        let measures = measures(&desk, &[&[name], options].concat());
        for (id, value) in expected {
            let found = measures.iter().find(|measure| measure["id"] == *id);
            assert_eq!(found.and_then(|m| m["value"].as_f64()), *value, "{id} of {name} {options:?}");
        }
    };
    let plain: &[_] = &[
        ("length-mean", Some(3.0)),
        ("vocabulary", Some(4.0)),
        ("distinct-2", Some(0.75)),
        ("balance-label", Some(1.0)),
        // Nothing in a file says how it was made.
        ("valid-share", None),
        ("log-probability-mean", None),
        ("label-agreement", None),
        ("deviation-label", None),
    ];
    write("a.csv", "text,label\nA b c.,x\n\"a, b d\",y\n");
    write("a.jsonl", "{\"text\": \"a b c\", \"label\": 1}\n{\"text\": \"a b d\", \"label\": 2}\n");
    write("a.json", r#"[{"label": true, "text": "a b c"}, {"label": false, "text": "a b d"}]"#);
    for name in ["a.csv", "a.jsonl", "a.json"] {
        check(name, &[], plain);
    }

    write("named.csv", "review,stars\na b c,5\na b d,5\na b e,1\n");
    let named = ["--text", "review", "--label", "stars"];
    let entropy = -(2.0 / 3.0 * f64::ln(2.0 / 3.0) + 1.0 / 3.0 * f64::ln(1.0 / 3.0)) / f64::ln(2.0);
    check("named.csv", &named, &[("vocabulary", Some(5.0)), ("balance-stars", Some(entropy))]);
    check("named.csv", &["--text", "review"], &[("vocabulary", Some(5.0)), ("balance-stars", None)]);
    check("named.csv", &[&named[..], &["--rows", "2"]].concat(), &[("vocabulary", Some(4.0))]);
    write("bare.txt", "a b c\na b d\n");
    check("bare.txt", &["--no-header"], &[("vocabulary", Some(4.0)), ("balance-label", None)]);
    check("bare.txt", &[], &[("vocabulary", Some(3.0))]);
    let conditions = r#"{"text": "a b", "_conditions": {"length": [1, 2]}}"#;
    write("own.jsonl", &format!("{conditions}\n{}\n", conditions.replace("a b", "a b c")));
    check("own.jsonl", &[], &[("adherence-length", Some(0.5))]);
}

#[test]
fn a_run_and_its_export_have_the_same_figures() {
    let desk = Desk::new();
    let run = ["run", "attrprompt", "--rows", "30", "--progress", "none", "--project", "run.seedbed"];
    desk.succeed(&[&run[..], &["--out", "rows.parquet"]].concat());
    for out in ["rows.csv", "rows.jsonl"] {
        desk.succeed(&["export", "run.seedbed", "--out", out]);
    }
    let of_run = measures(&desk, &["run.seedbed"]);
    for file in ["rows.parquet", "rows.csv", "rows.jsonl"] {
        let of_file = measures(&desk, &[file]);
        assert!(of_file.iter().any(|m| m["id"] == "adherence-length"), "{file}: conditions are read");
        for measure in &of_file {
            assert_eq!(measure, find(&of_run, measure["id"].as_str().unwrap()), "{file}");
        }
    }

    fs::write(
        desk.path("real.csv"),
        "review,label\nfine film,positive\nbad film,negative\nbad end,negative\n",
    )
    .unwrap();
    let beside = measures(&desk, &["run.seedbed", "--reference", "real.csv", "--reference-text", "review"]);
    for measure in &beside {
        let mut own = measure.clone();
        own.as_object_mut().unwrap().remove("reference").unwrap();
        assert_eq!(own, *find(&of_run, measure["id"].as_str().unwrap()), "the data's own figures stay");
    }
    let reference = |id: &str| &find(&beside, id)["reference"];
    assert_eq!((&reference("vocabulary")["value"], &reference("vocabulary")["n"]), (&4.0.into(), &3.into()));
    assert!(reference("balance-label")["value"].as_f64().unwrap() < 1.0);
    assert!(reference("valid-share").is_null(), "a file has no attempts");
}

#[test]
fn a_model_judges_rows_of_a_run_and_of_files() {
    let desk = Desk::new();
    let run = ["run", "attrprompt", "--rows", "12", "--progress", "none", "--project", "run.seedbed"];
    desk.succeed(&[&run[..], &["--out", "rows.csv"]].concat());
    let judged = |data: &str, ask: &[&str]| {
        measures(&desk, &[&[data, "--judge", "starter", "--ask-rows", "0"], ask].concat())
    };
    let of_run = judged("run.seedbed", &[]);
    let of_file = judged("rows.csv", &["--report", "out.html"]);
    for id in ["label-agreement", "rating-mean", "position-bias", "perplexity"] {
        for (data, found) in [("run", &of_run), ("file", &of_file)] {
            let figure = find(found, id);
            assert!(figure["n"] == 12 && figure["value"].is_f64(), "{id} of {data}: {figure}");
        }
    }
    // A text is read the same, wherever it stands.
    assert_eq!(find(&of_run, "perplexity"), find(&of_file, "perplexity"));
    let html = String::from_utf8(desk.read("out.html")).unwrap();
    assert!(
        html.contains("<tr data-figure=\"label-agreement\">")
            && html.contains("was asked about 12 of 12 rows")
    );
    // The project keeps the answers; a file has nowhere to.
    assert_eq!(find(&measures(&desk, &["run.seedbed"]), "rating-mean"), find(&of_run, "rating-mean"));
    assert!(measures(&desk, &["rows.csv"]).iter().all(|measure| measure["id"] != "rating-mean"));
    let few = measures(&desk, &["rows.csv", "--judge", "starter", "--ask", "perplexity", "--ask-rows", "5"]);
    assert_eq!(find(&few, "perplexity")["n"], 5);
    assert!(few.iter().all(|measure| measure["id"] != "rating-mean"), "only what is named is asked");
    let encoder = repository("crates/inference/tests/data/encoder/mean");
    let groups = ["--encoder", encoder.to_str().unwrap(), "--ask", "groups", "--report", "groups.html"];
    judged("rows.csv", &groups);
    let html = String::from_utf8(desk.read("groups.html")).unwrap();
    assert!(html.contains("with their own words"), "groups have names");
}

#[test]
fn a_model_answers_the_questions_of_a_file_again() {
    let desk = Desk::new();
    let rows = "passage,question,answer\nThe lake is blue.,Which colour is the lake?,blue\n\
                The bridge is old.,How is the bridge?,old\n";
    fs::write(desk.path("qa.csv"), rows).unwrap();
    let judged = |arguments: &[&str]| {
        let judge = ["qa.csv", "--text", "passage", "--judge", "starter", "--ask", "recheck,consistency"];
        measures(&desk, &[&judge[..], arguments].concat())
    };
    let found = judged(&["--times", "3"]);
    for id in ["recheck-exact", "recheck-f1", "consistency-share", "consistency-exact"] {
        assert_eq!(find(&found, id)["n"], 2, "{id}");
    }
    let found = judged(&["--answer", "question", "--reads", "passage"]);
    assert_eq!(find(&found, "recheck-exact")["n"], 2);

    let check = |arguments: &[&str], says: &str| {
        let output =
            desk.seedbed(&[&["evaluate", "qa.csv", "--text", "passage"], arguments].concat()).output();
        let output = output.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(says), "'{says}' is missing in: {said}");
    };
    let judge = ["--judge", "starter"];
    check(
        &[&judge[..], &["--ask", "label"]].concat(),
        "can be asked about rating, recheck, consistency, perplexity",
    );
    check(&[&judge[..], &["--answer", "reply"]].concat(), "There is no column 'reply'");
    check(&["--ask", "label"], "--judge");
    check(&["--judge", "no-model"], "no-model");
}

#[test]
fn at_most_as_many_rows_of_the_reference_are_measured() {
    let desk = Desk::new();
    let texts = |n: usize| (0..n).map(|n| format!("row number {n}\n")).collect::<String>();
    fs::write(desk.path("few.txt"), texts(5)).unwrap();
    fs::write(desk.path("many.txt"), texts(50)).unwrap();
    let check = |data: &str, reference: &str, expected: (u64, u64), says: &str| {
        let arguments = ["evaluate", data, "--reference", reference, "--no-header"];
        let output = desk.succeed(&[&arguments[..], &["--json"]].concat());
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let measure = find(found["measures"].as_array().unwrap(), "vocabulary");
        let counts = (measure["n"].as_u64().unwrap(), measure["reference"]["n"].as_u64().unwrap());
        assert_eq!(counts, expected, "{data} beside {reference}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(says), "'{says}' is missing in: {said}");
        let shown = String::from_utf8(desk.succeed(&arguments).stdout).unwrap();
        assert!(shown.contains("reference") && shown.contains("Distinct-2"), "{shown}");
    };
    check("few.txt", "many.txt", (5, 5), "5 of the 50 rows of 'many.txt'");
    check("many.txt", "few.txt", (50, 5), "--rows 5");
}

#[test]
fn files_stand_side_by_side_in_json_and_in_the_report() {
    let desk = Desk::new();
    let write = |name: &str, texts: &[&str]| fs::write(desk.path(name), texts.join("\n")).unwrap();
    write("narrow.txt", &["a good film!", "a good film!", "a good plot!"]);
    write("wide.txt", &["one good film.", "another dull plot.", "no plot at all"]);
    write("real.txt", &["I laughed and cried.", "it's long", "an odd score"]);
    let files = ["narrow.txt", "wide.txt", "--reference", "real.txt", "--no-header"];
    let output = desk.succeed(&[&["evaluate", "--json", "--report", "out.html"], &files[..]].concat());
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let html = String::from_utf8(desk.read("out.html")).unwrap();
    let own = found["measures"].as_array().unwrap();
    let other = found["beside"][0]["measures"].as_array().unwrap();
    assert_eq!((&found["data"], &found["beside"][0]["data"]), (&"narrow.txt".into(), &"wide.txt".into()));
    for id in own.iter().chain(other).map(|measure| measure["id"].as_str().unwrap()) {
        assert!(html.contains(&format!("<tr data-figure=\"{id}\">")), "{id} is missing in the report");
    }
    // narrow: a, good, film, plot; wide: one, good, film, another, dull, plot, no, at, all.
    for (figures, value) in [(own, 4.0), (other, 9.0)] {
        assert_eq!(find(figures, "vocabulary")["value"], value);
    }
    let row = html.split_once("data-figure=\"vocabulary\"").unwrap().1.split("</tr>").next().unwrap();
    assert_eq!((row.matches(">4<").count(), row.matches(">9<").count()), (1, 2), "three side by side: {row}");
    assert!(html.contains("wide.txt") && html.contains("real.txt"));

    let tokens = |pattern: &str| {
        let found = measures(&desk, &["narrow.txt", "wide.txt", "--no-header", "--tokens", pattern]);
        find(&found, "vocabulary")["value"].as_f64()
    };
    assert_eq!(tokens(r"[a-z0-9']+|[^a-z0-9\s]"), Some(5.0), "marks count");
    assert_eq!(tokens("good|film"), Some(2.0));
    let shown = String::from_utf8(desk.succeed(&[&["evaluate"], &files[..]].concat()).stdout).unwrap();
    let line = shown.lines().find(|line| line.starts_with("Vocabulary ")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>()[1..4], ["4.0000", "9.0000", "9.0000"]);
}

#[test]
fn what_cannot_be_measured_is_named() {
    let desk = Desk::new();
    fs::write(desk.path("a.csv"), "review,stars\na b,1\n").unwrap();
    fs::write(desk.path("empty.csv"), "").unwrap();
    let check = |arguments: &[&str], says: &[&str]| {
        let output = desk.seedbed(&[&["evaluate"], arguments].concat()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        for part in says {
            assert!(said.contains(part), "{arguments:?}: '{part}' is missing in: {said}");
        }
    };
    check(&["a.csv"], &["a.csv", "review, stars"]);
    check(&["a.csv", "--text", "text"], &["'text'", "review, stars"]);
    check(&["a.csv", "--text", "review", "--label", "label"], &["'label'", "review, stars"]);
    check(&["a.csv", "--text", "review", "--run", "1"], &["--run"]);
    check(&["empty.csv"], &["empty.csv"]);
    check(&["absent.csv"], &["absent.csv"]);
    check(&["absent.seedbed"], &["absent.seedbed"]);
    check(&["absent.seedbed", "--text", "review"], &["--text"]);
    check(&["a.csv", "--text", "review", "--reference", "absent.jsonl"], &["absent.jsonl"]);
    check(&["a.csv", "--reference-text", "review"], &["--reference"]);
    check(&["a.csv", "--text", "review", "--tokens", "("], &["--tokens", "unclosed"]);
    check(&["a.csv", "absent.seedbed", "--text", "review"], &["absent.seedbed", "side by side"]);
}
