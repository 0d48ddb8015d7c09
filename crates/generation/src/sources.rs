//! Rows that a recipe reads, as its caller loaded them.

use dataset::Fields;
use indexmap::IndexMap;

/// Rows by the name of their source. Reading the files is the caller's part, so that this crate does no I/O.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources(IndexMap<String, Vec<Fields>>);

impl Sources {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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
