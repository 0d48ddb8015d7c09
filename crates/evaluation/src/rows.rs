//! The rows that are measured.

use dataset::Fields;

/// One accepted row, reduced to what is measured.
#[derive(Clone, Debug)]
pub struct Row {
    /// The text.
    pub text: String,
    /// The label, where the task has labels.
    pub label: Option<String>,
    /// Value of each condition, as drawn.
    pub conditions: Fields,
    /// Mean log-probability of the tokens that were free.
    pub mean_log_probability: Option<f64>,
}

/// Rows with their texts split into words once.
#[derive(Debug)]
pub struct Rows {
    rows: Vec<Row>,
    words: Vec<Vec<String>>,
}

impl Rows {
    /// Splits the texts into words.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        let words = rows.iter().map(|row| measures::words(&row.text)).collect();
        Self { rows, words }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The words of each row's text.
    #[must_use]
    pub fn words(&self) -> &[Vec<String>] {
        &self.words
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
