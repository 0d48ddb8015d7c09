//! The gallery: a recipe for each published method, part of the program, so that it is there without any file.

use std::sync::LazyLock;

use serde::Deserialize;

/// Files of the gallery by their path in it.
macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_bytes!(concat!("../../../recipes/", $path)))),*] };
}

static FILES: &[(&str, &[u8])] = files![
    "annollm-annotate.recipe.toml",
    "annollm.recipe.toml",
    "attrprompt.recipe.toml",
    "chung.recipe.toml",
    "clingen.recipe.toml",
    "cllm.recipe.toml",
    "constitutional-ai.recipe.toml",
    "dialogue.recipe.toml",
    "evol-instruct.recipe.toml",
    "explore-instruct.recipe.toml",
    "gpt3mix.recipe.toml",
    "grounded-qa.recipe.toml",
    "kate.recipe.toml",
    "lab.recipe.toml",
    "llmaaa.recipe.toml",
    "metamath.recipe.toml",
    "ner.recipe.toml",
    "nli.recipe.toml",
    "progen.recipe.toml",
    "relation-extraction.recipe.toml",
    "role-prologue.recipe.toml",
    "s3.recipe.toml",
    "self-align.recipe.toml",
    "self-instruct.recipe.toml",
    "self-prompting.recipe.toml",
    "simprompt.recipe.toml",
    "spam.recipe.toml",
    "stance.recipe.toml",
    "supergen.recipe.toml",
    "symgen.recipe.toml",
    "synthetic-prompting.recipe.toml",
    "synthie.recipe.toml",
    "textbook.recipe.toml",
    "tinystories.recipe.toml",
    "translation.recipe.toml",
    "ultrachat.recipe.toml",
    "unnatural-instructions.recipe.toml",
    "vote-k.recipe.toml",
    "wanli.recipe.toml",
    "zerogen.recipe.toml",
    "data/bank-explained.csv",
    "data/bank-labelled.csv",
    "data/bank-to-label.csv",
    "data/clinic.ttl",
    "data/film-reviews.csv",
    "data/gazetteer.md",
    "data/invented-facts.csv",
    "data/orders.csv",
    "data/personas.csv",
    "data/seed-tasks.csv",
    "data/sentence-pairs.csv",
    "data/word-problems.csv",
];

/// One recipe of the gallery and what is said about it.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// Its id, as a recipe's `method` names it.
    pub id: String,
    /// What it makes, in plain words.
    pub title: String,
    /// The user's task in plain words, such as 'Sort messages'.
    pub group: String,
    /// Name of the published method.
    pub method: String,
    /// What it does and when to take it.
    pub summary: String,
    /// The publication.
    pub citation: String,
    /// Section of the survey that treats it.
    pub section: String,
    /// What the user must bring; empty where the recipe runs as it is.
    pub needs: String,
    /// Paths of the files that it reads, relative to the recipe; see [`data`].
    #[serde(default)]
    pub files: Vec<String>,
    /// The recipe's text, with the comments at its top.
    #[serde(skip)]
    pub toml: &'static str,
}

#[derive(Default, Deserialize)]
struct Gallery {
    entries: Vec<Entry>,
}

static GALLERY: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    // The text is part of the program; a test reads it.
    let gallery: Gallery = toml::from_str(include_str!("../../../recipes/gallery.toml")).unwrap_or_default();
    let mut entries = gallery.entries;
    for entry in &mut entries {
        let text = data(&format!("{}.recipe.toml", entry.id));
        entry.toml = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    }
    entries
});

/// The recipes of the gallery, in the order of its page.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &GALLERY
}

/// The recipe of an id.
#[must_use]
pub fn entry(id: &str) -> Option<&'static Entry> {
    entries().iter().find(|entry| entry.id == id)
}

/// A file that a gallery recipe reads, by its path in the gallery, such as `data/bank-labelled.csv`.
#[must_use]
pub fn data(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}
