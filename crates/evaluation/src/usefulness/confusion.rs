//! What is taken for what.

use super::student::{Answer, Labels};

/// Answers of a student beside the labels of the gold rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confusion {
    /// The labels.
    pub labels: Vec<String>,
    /// Of each gold label and each answer the places of the gold rows, among all that were given.
    pub rows: Vec<Vec<Vec<usize>>>,
}

/// How well a label is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassScore {
    /// Gold rows with the label to which it was answered.
    pub right: u64,
    /// Rows to which it was answered.
    pub answered: u64,
    /// Gold rows with the label.
    pub gold: u64,
}

impl ClassScore {
    /// F1, the harmonic mean of precision and recall, in [0, 1]; `None` for a label that neither occurs nor is answered.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        let both = self.answered + self.gold;
        (both > 0).then(|| 2.0 * self.right as f64 / both as f64)
    }
}

impl Confusion {
    /// `used` are the places of the gold rows that were asked.
    pub(super) fn of(labels: &Labels, gold: &[usize], answers: &[Answer], used: &[usize]) -> Self {
        let mut rows = vec![vec![Vec::new(); labels.len()]; labels.len()];
        for ((class, answer), row) in gold.iter().zip(answers).zip(used) {
            if let Some(cell) = rows.get_mut(*class).and_then(|row| row.get_mut(answer.class)) {
                cell.push(*row);
            }
        }
        Self { labels: labels.names(), rows }
    }

    /// How well each label is known.
    #[must_use]
    pub fn scores(&self) -> Vec<ClassScore> {
        let count = |gold: usize, answer: usize| self.rows[gold][answer].len() as u64;
        let all = || 0..self.labels.len();
        let score = |class: usize| ClassScore {
            right: count(class, class),
            answered: all().map(|gold| count(gold, class)).sum(),
            gold: all().map(|answer| count(class, answer)).sum(),
        };
        all().map(score).collect()
    }

    /// Gold rows answered rightly, and all.
    #[must_use]
    pub fn right(&self) -> (u64, u64) {
        let scores = self.scores();
        (scores.iter().map(|score| score.right).sum(), scores.iter().map(|score| score.gold).sum())
    }

    /// Mean of the F1 of all labels that gold rows have; `None` without gold rows.
    #[must_use]
    pub fn macro_f1(&self) -> Option<f64> {
        let occurring = self.scores().into_iter().filter(|score| score.gold > 0);
        let scores: Vec<f64> = occurring.filter_map(ClassScore::f1).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }
}
