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
    count: u64,
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
        Self { checks: checks.iter().map(|check| (check.clone(), seen(check))).collect(), count: 0 }
    }

    /// Number of accepted rows.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Accepts the row, or says which accepted row it repeats.
    pub(crate) fn judge(&mut self, row: &Row<'_>) -> Verdict {
        let texts: Vec<String> = self
            .checks
            .iter()
            .map(|(check, _)| row.get(check.field()).map(text).unwrap_or_default())
            .collect();
        for ((check, seen), text) in self.checks.iter().zip(&texts) {
            if let Some(reason) = repeats(check, seen, text) {
                return Verdict::Rejected { stage: Stage::Unique, check: check.kind().into(), reason };
            }
        }
        let number = self.count;
        for ((_, seen), text) in self.checks.iter_mut().zip(texts) {
            match seen {
                // Every accepted row is inserted, so positions in the index are row numbers.
                Seen::Texts(index) => {
                    index.insert(&words(&text));
                }
                Seen::Keys(keys) => {
                    keys.insert(duplicate_key(&text), number);
                }
            }
        }
        self.count += 1;
        Verdict::Accepted { row: number }
    }
}

fn repeats(check: &Check, seen: &Seen, text: &str) -> Option<String> {
    match (check, seen) {
        (Check::RougeL { max, .. }, Seen::Texts(index)) => {
            let nearest = index.nearest(&words(text), *max)?;
            Some(format!("ROUGE-L {:.2} with row {}, at most {max} allowed", nearest.similarity, nearest.at))
        }
        (_, Seen::Keys(keys)) => {
            keys.get(&duplicate_key(text)).map(|row| format!("the same text as row {row}"))
        }
        (_, Seen::Texts(_)) => None,
    }
}
