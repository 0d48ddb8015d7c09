//! Checks against the rows accepted before.

use std::collections::HashMap;

use dataset::{Stage, Verdict};
use measures::{RougeLIndex, duplicate_key, words};
use recipe::Check;

use super::Row;
use crate::draw::text;

/// The accepted rows, as the checks need them.
#[derive(Debug)]
pub(crate) struct Accepted {
    checks: Vec<(Check, Seen)>,
    /// Number of each row, in the order in which they were added.
    numbers: Vec<u64>,
}

#[derive(Debug)]
enum Seen {
    Texts(RougeLIndex),
    /// The row that has each text.
    Keys(HashMap<String, u64>),
}

impl Accepted {
    /// No rows yet.
    pub(crate) fn new(checks: &[Check]) -> Self {
        let seen = |check: &Check| match check {
            Check::RougeL { .. } => Seen::Texts(RougeLIndex::new()),
            _ => Seen::Keys(HashMap::new()),
        };
        Self {
            checks: checks.iter().map(|check| (check.clone(), seen(check))).collect(),
            numbers: Vec::new(),
        }
    }

    /// Number of accepted rows.
    pub(crate) fn count(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Accepts the row under the next number, or says which accepted row it repeats.
    pub(crate) fn judge(&mut self, row: &Row<'_>) -> Verdict {
        let texts = self.texts(row);
        for ((check, seen), text) in self.checks.iter().zip(&texts) {
            if let Some(reason) = text.as_ref().and_then(|text| self.repeats(check, seen, text)) {
                return Verdict::Rejected { stage: Stage::Unique, check: check.kind().into(), reason };
            }
        }
        let number = self.count();
        self.insert(texts, number);
        Verdict::Accepted { row: number }
    }

    /// Takes a row that was accepted before, under its number.
    pub(crate) fn add(&mut self, row: &Row<'_>, number: u64) {
        self.insert(self.texts(row), number);
    }

    /// The text that each check compares; none where its step was not taken.
    fn texts(&self, row: &Row<'_>) -> Vec<Option<String>> {
        let value = |check: &Check| row.get(check.field()).filter(|value| !value.is_null());
        self.checks.iter().map(|(check, _)| value(check).map(text)).collect()
    }

    fn insert(&mut self, texts: Vec<Option<String>>, number: u64) {
        for ((_, seen), text) in self.checks.iter_mut().zip(texts) {
            match seen {
                // Every accepted row is inserted, so positions in the index are those in `numbers`.
                Seen::Texts(index) => {
                    index.insert(&words(&text.unwrap_or_default()));
                }
                Seen::Keys(keys) => {
                    keys.extend(text.map(|text| (duplicate_key(&text), number)));
                }
            }
        }
        self.numbers.push(number);
    }

    fn repeats(&self, check: &Check, seen: &Seen, text: &str) -> Option<String> {
        match (check, seen) {
            (Check::RougeL { max, .. }, Seen::Texts(index)) => {
                let nearest = index.nearest(&words(text), *max)?;
                let row = self.numbers.get(nearest.at)?;
                Some(format!("ROUGE-L {:.2} with row {row}, at most {max} allowed", nearest.similarity))
            }
            (_, Seen::Keys(keys)) => {
                keys.get(&duplicate_key(text)).map(|row| format!("the same text as row {row}"))
            }
            (_, Seen::Texts(_)) => None,
        }
    }
}
