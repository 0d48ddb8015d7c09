//! What is curated.

use std::borrow::Cow;

use indexmap::{IndexMap, IndexSet};

/// Rows side by side. Every column and the vectors have one entry for each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    texts: Vec<String>,
    labels: Vec<Option<String>>,
    numbers: IndexMap<String, Vec<Option<f64>>>,
    values: IndexMap<String, Vec<Option<String>>>,
    private_sources: Option<Vec<String>>,
    vectors: Option<Vec<Vec<f32>>>,
}

/// A column or the vectors do not fit the rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowsError {
    /// Another number of entries than rows.
    #[error("{what} has {found} entries for {rows} rows")]
    Count {
        /// The column, or the vectors.
        what: String,
        /// Its entries.
        found: usize,
        /// The rows.
        rows: usize,
    },
    /// Vectors of different lengths, or none at all.
    #[error("the vectors do not all have the same number of dimensions")]
    Dimensions,
}

impl Rows {
    /// Rows of a text and, where the task has labels, a label.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        let (texts, labels) = rows.into_iter().unzip();
        Self { texts, labels, ..Self::default() }
    }

    /// Adds a column of numbers, such as a judge's rating; what is not finite counts as missing.
    ///
    /// # Errors
    /// It has not one entry for each row.
    pub fn with_numbers(mut self, name: &str, column: Vec<Option<f64>>) -> Result<Self, RowsError> {
        self.check(name, column.len())?;
        let finite = column.into_iter().map(|number| number.filter(|x| x.is_finite())).collect();
        self.numbers.insert(name.to_owned(), finite);
        Ok(self)
    }

    /// Adds a column of values that are no numbers, such as those of a condition, or answers; a value of spaces alone counts as
    /// missing.
    ///
    /// # Errors
    /// It has not one entry for each row.
    pub fn with_values(mut self, name: &str, column: Vec<Option<String>>) -> Result<Self, RowsError> {
        self.check(name, column.len())?;
        let some = column.into_iter().map(|value| value.filter(|value| !value.trim().is_empty())).collect();
        self.values.insert(name.to_owned(), some);
        Ok(self)
    }

    /// Adds the texts of the private sources that the rows may have been made from: any number of them, such as one for each
    /// field of each row of a source.
    #[must_use]
    pub fn with_private_sources(mut self, texts: Vec<String>) -> Self {
        self.private_sources = Some(texts);
        self
    }

    /// Adds vectors of the texts.
    ///
    /// # Errors
    /// There is not one for each row, or their lengths differ.
    pub fn with_vectors(mut self, vectors: Vec<Vec<f32>>) -> Result<Self, RowsError> {
        self.check("the list of vectors", vectors.len())?;
        if vectors.windows(2).any(|pair| pair[0].len() != pair[1].len()) {
            return Err(RowsError::Dimensions);
        }
        self.vectors = Some(vectors);
        Ok(self)
    }

    fn check(&self, what: &str, found: usize) -> Result<(), RowsError> {
        let rows = self.len();
        if found == rows { Ok(()) } else { Err(RowsError::Count { what: what.to_owned(), found, rows }) }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The labels that the rows came with.
    #[must_use]
    pub fn labels(&self) -> &[Option<String>] {
        &self.labels
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(&self, name: &str) -> Option<&[Option<f64>]> {
        self.numbers.get(name).map(Vec::as_slice)
    }

    /// A column of values, one for each row; one of numbers is read as they are written.
    #[must_use]
    pub fn values(&self, name: &str) -> Option<Vec<Option<Cow<'_, str>>>> {
        let written = |number: &Option<f64>| number.map(|number| Cow::Owned(number.to_string()));
        match self.values.get(name) {
            Some(values) => Some(values.iter().map(|value| value.as_deref().map(Cow::Borrowed)).collect()),
            None => Some(self.numbers.get(name)?.iter().map(written).collect()),
        }
    }

    /// The texts of the private sources; `None` where nobody said which there are.
    #[must_use]
    pub fn private_sources(&self) -> Option<&[String]> {
        self.private_sources.as_deref()
    }

    /// The vectors of the texts.
    #[must_use]
    pub fn vectors(&self) -> Option<&[Vec<f32>]> {
        self.vectors.as_deref()
    }
}

/// A text whose label a person vouches for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// The text.
    pub text: String,
    /// Its label.
    pub label: String,
    /// Its vector; empty where there is none.
    pub vector: Vec<f32>,
    /// Its other columns, as they are written.
    pub fields: IndexMap<String, String>,
}

/// The different labels of some rows, numbered in the order in which they first occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(IndexSet<String>);

impl Labels {
    /// Collects labels.
    #[must_use]
    pub fn of<'l>(labels: impl IntoIterator<Item = &'l str>) -> Self {
        Self(labels.into_iter().map(str::to_owned).collect())
    }

    /// Number of a label.
    #[must_use]
    pub fn class(&self, label: &str) -> Option<usize> {
        self.0.get_index_of(label)
    }

    /// The label of a number.
    #[must_use]
    pub fn name(&self, class: usize) -> Option<&str> {
        self.0.get_index(class).map(String::as_str)
    }

    /// Number of labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Rows {
        Rows::new([("a".to_owned(), None), ("b".to_owned(), Some("x".to_owned()))])
    }

    #[test]
    fn columns_and_vectors_fit_the_rows() {
        let count = |what: &str, found| Err(RowsError::Count { what: what.to_owned(), found, rows: 2 });
        assert_eq!(two().with_numbers("score", vec![None]), count("score", 1));
        assert_eq!(two().with_vectors(vec![]), count("the list of vectors", 0));
        assert_eq!(two().with_vectors(vec![vec![1.0], vec![]]), Err(RowsError::Dimensions));
        let rows = two().with_numbers("score", vec![Some(f64::NAN), Some(2.0)]).unwrap();
        assert_eq!(rows.numbers("score"), Some([None, Some(2.0)].as_slice()));
        assert_eq!(rows.numbers("other"), None);
        assert_eq!(two().with_values("topic", vec![]), count("topic", 0));
        let rows = rows.with_values("topic", vec![Some(" ".to_owned()), Some("plot".to_owned())]).unwrap();
        assert_eq!(rows.values("topic"), Some(vec![None, Some("plot".into())]));
        assert_eq!(rows.values("score"), Some(vec![None, Some("2".into())]));
        assert_eq!(rows.values("other"), None);
    }

    #[test]
    fn labels_are_numbered_as_they_occur() {
        let labels = Labels::of(["b", "a", "b"]);
        assert_eq!((labels.class("b"), labels.class("a"), labels.class("c")), (Some(0), Some(1), None));
        assert_eq!((labels.name(1), labels.name(2), labels.len()), (Some("a"), None, 2));
    }
}
