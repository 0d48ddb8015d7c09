//! Rows that a recipe reads.

use std::path::Path;

use dataset::{Chunks, Fields, ReadError, ReadOptions};
use indexmap::IndexMap;
use recipe::{Recipe, Source};

/// How the file of a source is read.
#[must_use]
pub fn read_options(source: &Source) -> ReadOptions {
    let chunks = source.chunks.map(|chunks| Chunks { words: chunks.words, overlap: chunks.overlap });
    ReadOptions { fields: source.fields.clone(), chunks, ..ReadOptions::default() }
}

/// Rows by the name of their source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources(IndexMap<String, Vec<Fields>>);

impl Sources {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the files of all sources of a recipe; their paths are relative to `folder`, the recipe's own.
    ///
    /// # Errors
    /// A file cannot be read or lacks a column.
    pub fn load(recipe: &Recipe, folder: &Path) -> Result<Self, ReadError> {
        let mut sources = Self::new();
        for source in &recipe.sources {
            let loaded = dataset::read(&folder.join(&source.file), &read_options(source))?;
            sources.insert(&source.name, loaded.table.rows);
        }
        Ok(sources)
    }

    /// Adds the rows of a source, in the order of its file.
    pub fn insert(&mut self, name: impl Into<String>, rows: Vec<Fields>) {
        self.0.insert(name.into(), rows);
    }

    /// The rows of a source, or `None` where it was not loaded.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[Fields]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

impl<N: Into<String>> FromIterator<(N, Vec<Fields>)> for Sources {
    fn from_iter<I: IntoIterator<Item = (N, Vec<Fields>)>>(rows: I) -> Self {
        Self(rows.into_iter().map(|(name, rows)| (name.into(), rows)).collect())
    }
}
