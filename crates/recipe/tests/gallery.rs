//! Every recipe of the gallery can be read, has no problems, and is written as the program writes recipes.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, fs, path::Path};

use recipe::{Recipe, gallery};

#[test]
fn recipes_are_without_problems() {
    for entry in gallery::entries() {
        let (recipe, problems) = Recipe::check(entry.toml);
        assert!(problems.is_empty(), "{}: {problems:#?}", entry.id);
        let recipe = recipe.unwrap();
        assert_eq!(recipe.method.as_deref(), Some(entry.id.as_str()));
        assert_eq!(recipe.name, entry.title);
        let order = recipe.step_order().unwrap();
        assert_eq!(order.len(), recipe.steps.len());
    }
}

#[test]
fn recipes_are_formatted() {
    for entry in gallery::entries() {
        let comment: String =
            entry.toml.lines().take_while(|line| line.starts_with('#')).map(|l| format!("{l}\n")).collect();
        assert!(
            comment.contains("Survey:") && comment.contains("What differs from the paper"),
            "{}",
            entry.id
        );
        let formatted = format!("{comment}\n{}", Recipe::parse(entry.toml).unwrap().format());
        if std::env::var_os("UPDATE").is_some() {
            fs::write(folder().join(format!("{}.recipe.toml", entry.id)), &formatted).unwrap();
        } else {
            assert_eq!(entry.toml, formatted, "{}: run this test with UPDATE=1", entry.id);
        }
    }
}

#[test]
fn every_file_is_listed_and_read() {
    let on_disk: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|file| Some(file.unwrap().file_name().to_str()?.strip_suffix(".recipe.toml")?.to_owned()))
        .collect();
    let listed: BTreeSet<String> = gallery::entries().iter().map(|entry| entry.id.clone()).collect();
    assert_eq!(on_disk, listed);
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let licences = fs::read_to_string(folder().join("data/README.md")).unwrap();
    for entry in gallery::entries() {
        let recipe = Recipe::parse(entry.toml).unwrap();
        let read: BTreeSet<&str> = recipe.sources.iter().map(|source| source.file.as_str()).collect();
        assert_eq!(read, entry.files.iter().map(String::as_str).collect(), "{}", entry.id);
        for file in &entry.files {
            assert!(gallery::data(file).is_some_and(|bytes| !bytes.is_empty()), "{file}");
            assert!(licences.contains(file.trim_start_matches("data/")), "{file} has no licence");
        }
        assert!(readme.contains(&format!("({}.recipe.toml)", entry.id)), "{} is not in the README", entry.id);
        for text in
            [&entry.title, &entry.group, &entry.method, &entry.summary, &entry.citation, &entry.section]
        {
            assert!(!text.is_empty(), "{}", entry.id);
        }
        assert!(gallery::entry(&entry.id).is_some());
    }
    assert!(gallery::entry("unknown").is_none() && gallery::data("unknown").is_none());
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../recipes"))
}
