//! Rows as students learn from them.

use std::collections::HashMap;

use crate::Input;

/// A row with its label.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// What is known of it.
    pub input: Input<'r>,
    /// Its label, right or wrong.
    pub label: &'r str,
    /// How much it counts beside others, at least 0; anything else is 0.
    pub weight: f64,
}

impl<'r> Row<'r> {
    /// A text with its label, which counts as any other.
    #[must_use]
    pub fn text(text: &'r str, label: &'r str) -> Self {
        Self { input: text.into(), label, weight: 1.0 }
    }
}

/// The labels of rows in the order in which they appear, and of each row the place of its label.
pub(crate) fn classes<'l>(labels: impl Iterator<Item = &'l str>) -> (Vec<String>, Vec<usize>) {
    let mut names = Vec::new();
    let mut places = HashMap::new();
    let classes = labels
        .map(|label| {
            *places.entry(label).or_insert_with(|| {
                names.push(label.to_owned());
                names.len() - 1
            })
        })
        .collect();
    (names, classes)
}
