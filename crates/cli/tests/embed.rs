//! Vectors of texts.

#![allow(clippy::unwrap_used, reason = "a failing step is a failing test")]

mod support;

use std::fs;

use dataset::{ReadOptions, Table};
use serde_json::Value;
use support::Desk;

const TEXTS: [&str; 3] =
    ["A dull film with a weak plot.", "A boring film with a thin plot.", "Reset my password, please."];

fn numbers(row: &Value) -> Vec<f64> {
    row["vector"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn texts_become_vectors_of_unit_length() {
    let desk = Desk::new();
    let output = desk.succeed(&[&["embed"], &TEXTS[..]].concat());
    assert!(String::from_utf8(output.stderr).unwrap().contains("mean of the last hidden states"));
    let printed = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [a, b, c] = [0, 1, 2].map(|n| numbers(&rows[n]));
    assert_eq!(rows.iter().map(|row| row["text"].as_str().unwrap()).collect::<Vec<_>>(), TEXTS);
    assert!((dot(&a, &a) - 1.0).abs() < 1e-5);
    assert!(dot(&a, &b) > dot(&a, &c), "two dull films are nearer than a film and a password");
    assert!(rows.iter().all(|row| row["_encoder"].as_str().is_some_and(|encoder| encoder.contains("mean"))));
    assert!(rows.iter().all(|row| row["_model"].as_str().is_some_and(|sha256| sha256.len() == 64)));

    // The same texts from a file, one at a time, into files, by a program that has not computed them yet.
    let desk = Desk::new();
    let lines: Vec<String> = TEXTS.iter().map(|text| format!("1,\"{text}\"\n")).collect();
    fs::write(desk.path("texts.csv"), format!("id,note\n{}", lines.concat())).unwrap();
    let file = ["embed", "--input", "texts.csv", "--text", "note", "--batch", "1", "--out"];
    let table = |name: &str| -> Table {
        desk.succeed(&[&file[..], &[name]].concat());
        dataset::read(&desk.path(name), &ReadOptions::default()).unwrap().table
    };
    let of_lines = table("vectors.jsonl");
    assert_eq!(desk.read("vectors.jsonl"), printed.as_bytes());
    assert_eq!(table("vectors.parquet").rows, of_lines.rows);
}

#[test]
fn a_sentence_encoder_is_a_folder() {
    let desk = Desk::new();
    let encoder = concat!(env!("CARGO_MANIFEST_DIR"), "/../inference/tests/data/encoder/mean");
    let long = "good film ".repeat(30);
    let output = desk.succeed(&["embed", "--model", encoder, "good film", &long, "good film"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("1 of 3 texts are longer") && said.contains("Encoder: mean."), "{said}");
    let rows: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(numbers(&rows[0]).len(), 32);
    assert_eq!(rows[0], rows[2]);
    assert!((dot(&numbers(&rows[1]), &numbers(&rows[1])) - 1.0).abs() < 1e-5);
    let prefixed = desk.succeed(&["embed", "--model", encoder, "--prefix", "good ", "film"]);
    let row: Value = serde_json::from_slice(&prefixed.stdout).unwrap();
    assert_eq!((&row["text"], &row["vector"]), (&"film".into(), &rows[0]["vector"]));
}

#[test]
fn what_has_no_vector_is_named() {
    let desk = Desk::new();
    fs::write(desk.path("a.csv"), "text\nfine\n\"\"\n").unwrap();
    let long = "very long ".repeat(2_000);
    for (arguments, says) in [
        (&["embed"][..], "<TEXT>"),
        (&["embed", "a", "--input", "a.csv"], "--input"),
        (&["embed", "a", "--text", "note"], "--text"),
        (&["embed", "--input", "absent.csv"], "absent.csv"),
        (&["embed", "--input", "a.csv", "--text", "note"], "its columns are text"),
        (&["embed", "--input", "a.csv"], "Text 2 "),
        (&["embed", "fine", &long], "Text 2 "),
        (&["embed", "fine", "--out", "a.xlsx"], ".parquet and .jsonl"),
        (&["embed", "fine", "--model", "absent.gguf"], "absent.gguf"),
    ] {
        let output = desk.seedbed(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{says}: {said}");
        assert!(said.contains(says), "'{says}' is missing in: {said}");
    }
}
