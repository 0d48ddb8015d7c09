//! Mistakes and what is said about them. Each case of `data/problems.txt` edits `data/base.recipe.toml` and lists the
//! problems that follow. `UPDATE=1` writes what is said now: read the difference before you keep it.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::{fmt::Write as _, fs};

use recipe::{Recipe, Severity};

const BASE: &str = include_str!("data/base.recipe.toml");

#[test]
fn the_base_has_no_problems() {
    let (recipe, problems) = Recipe::check(BASE);
    assert_eq!(problems, []);
    assert!(recipe.is_some());
}

#[test]
fn every_mistake_is_named_with_its_place_and_remedy() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/problems.txt");
    let cases = fs::read_to_string(path).unwrap();
    let mut actual = String::new();
    for case in cases.split_inclusive("\n\n") {
        let edits: Vec<&str> = case.lines().filter(|line| line.starts_with(['-', '+', '#'])).collect();
        for line in &edits {
            writeln!(actual, "{line}").unwrap();
        }
        for problem in Recipe::check(&edited(&edits)).1 {
            let mark = if problem.severity == Severity::Error { '!' } else { '?' };
            writeln!(actual, "{mark} {problem}").unwrap();
            assert!(problem.line.is_some(), "no line: {problem:?}");
        }
        actual.push('\n');
    }
    let actual = format!("{}\n", actual.trim_end());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, actual).unwrap();
    } else {
        assert!(cases == actual, "{}", difference(&cases, &actual));
    }
}

/// The base with the lines that begin with `-` replaced by those that follow with `+`; a `+` without `-` is added at the end.
fn edited(edits: &[&str]) -> String {
    let mut text = BASE.to_owned();
    let mut at: Option<usize> = None;
    for line in edits {
        if let Some(old) = line.strip_prefix("- ") {
            let old = &old.replace("\\n", "\n");
            let place = text.find(old).unwrap_or_else(|| panic!("the base does not hold {old:?}"));
            text.replace_range(place..place + old.len(), "");
            at = Some(place);
        } else if let Some(new) = line.strip_prefix('+') {
            let new = new.trim_start().replace("\\n", "\n");
            match at.take() {
                Some(place) => text.insert_str(place, &new),
                None => writeln!(text, "{new}").unwrap(),
            }
        }
    }
    text
}

fn difference(expected: &str, actual: &str) -> String {
    let missing = expected
        .lines()
        .filter(|line| !actual.lines().any(|other| other == *line))
        .map(|line| format!("no longer: {line}"));
    let new = actual
        .lines()
        .filter(|line| !expected.lines().any(|other| other == *line))
        .map(|line| format!("now: {line}"));
    missing.chain(new).collect::<Vec<_>>().join("\n")
}
