//! The rows that are measured.

use std::sync::OnceLock;

use dataset::Fields;
use measures::Ngrams;
use rayon::prelude::*;
use regex::Regex;

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
    ids: OnceLock<Vec<Vec<u32>>>,
    ngrams: OnceLock<Vec<Ngrams>>,
}

/// What texts are split into.
#[derive(Clone, Debug, Default)]
pub enum Tokens {
    /// Words, as everywhere in the application ([`measures::words`]).
    #[default]
    Words,
    /// What a pattern finds in the text in lower case, as published figures have it.
    Pattern(Regex),
}

impl Tokens {
    /// What a pattern finds.
    ///
    /// # Errors
    /// It is no regular expression.
    pub fn pattern(pattern: &str) -> Result<Self, regex::Error> {
        Regex::new(pattern).map(Self::Pattern)
    }

    fn of(&self, text: &str) -> Vec<String> {
        match self {
            Self::Words => measures::words(text),
            Self::Pattern(pattern) => {
                let text = text.to_lowercase();
                pattern.find_iter(&text).map(|found| found.as_str().to_owned()).collect()
            }
        }
    }
}

/// Longest n-grams that are counted.
pub(crate) const LONGEST: usize = 4;

impl Rows {
    /// Splits the texts into words.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        Self::split(rows, &Tokens::Words)
    }

    /// Splits the texts into tokens, which all figures about words are of.
    #[must_use]
    pub fn split(rows: Vec<Row>, tokens: &Tokens) -> Self {
        let words = rows.par_iter().map(|row| tokens.of(&row.text)).collect();
        Self { rows, words, ids: OnceLock::new(), ngrams: OnceLock::new() }
    }

    /// Some of the rows, at most `size`, drawn by a seed.
    #[must_use]
    pub fn sample(&self, size: usize, seed: u64) -> Self {
        let drawn = measures::sample(self.len(), size, seed);
        let (rows, words) =
            drawn.into_iter().map(|at| (self.rows[at].clone(), self.words[at].clone())).unzip();
        Self { rows, words, ids: OnceLock::new(), ngrams: OnceLock::new() }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The texts of the rows.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.text.clone()).collect()
    }

    /// The words of each row's text.
    #[must_use]
    pub fn words(&self) -> &[Vec<String>] {
        &self.words
    }

    /// The words of each row's text as numbers, equal where the words are.
    pub(crate) fn ids(&self) -> &[Vec<u32>] {
        self.ids.get_or_init(|| measures::intern(&self.words))
    }

    /// The n-grams of 1 to [`LONGEST`] words of all texts, by size. They are made by one thread: parallel work inside could
    /// wait for itself where figures are computed in parallel.
    pub(crate) fn ngrams(&self) -> &[Ngrams] {
        self.ngrams.get_or_init(|| Ngrams::up_to(LONGEST, self.ids()))
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
