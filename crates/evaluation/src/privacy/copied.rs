//! Runs of words that rows copy.

use std::collections::HashSet;

use measures::{CopiedSpan, CopiedSpans};
use rayon::prelude::*;

use crate::Rows;

/// What rows copy from known texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Of each row the longest run of words that it shares with a known text, if any.
    pub spans: Vec<Option<CopiedSpan>>,
    /// The rows that are a known text word by word, in ascending order.
    pub whole: Vec<usize>,
}

/// Finds what rows copy. Case, punctuation and spaces do not count. The time grows with the words of the rows and, but for a
/// logarithm, with those of the known texts.
#[must_use]
pub fn copied(rows: &Rows, known: &[String]) -> Copied {
    let index = CopiedSpans::new(known.iter().map(String::as_str));
    let known: HashSet<Vec<String>> = known.par_iter().map(|text| measures::words(text)).collect();
    let is_whole = |row: &usize| {
        let words = measures::words(&rows.rows()[*row].text);
        !words.is_empty() && known.contains(&words)
    };
    Copied {
        spans: rows.rows().par_iter().map(|row| index.longest(&row.text)).collect(),
        whole: (0..rows.len()).into_par_iter().filter(is_whole).collect(),
    }
}

impl Copied {
    /// The row that copies most words, the first of equals, and what it copies.
    #[must_use]
    pub fn longest(&self) -> Option<(usize, &CopiedSpan)> {
        let spans = self.spans.iter().enumerate().filter_map(|(row, span)| Some((row, span.as_ref()?)));
        spans.reduce(|most, other| if other.1.words > most.1.words { other } else { most })
    }

    /// The rows that copy more than so many words.
    #[must_use]
    pub fn rows_above(&self, words: usize) -> Vec<usize> {
        let above = |span: &Option<CopiedSpan>| span.as_ref().is_some_and(|span| span.words > words);
        (0..self.spans.len()).filter(|row| above(&self.spans[*row])).collect()
    }
}
