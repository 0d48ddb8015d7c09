//! How a study is made.

use std::sync::Arc;

use students::transformer::Pretrained;

use super::StudentKind;

/// How students are trained and asked.
#[derive(Clone, Debug)]
pub struct UsefulnessOptions {
    /// What learns.
    pub student: StudentKind,
    /// Parts of the rows that curves are drawn over, in (0, 1], ascending; what lies outside is left out.
    pub shares: Vec<f64>,
    /// Students for each point, at least 1; intervals need 2.
    pub students: usize,
    /// Most rows of a kind that are learnt from; of more, a sample drawn class by class.
    pub most_rows: usize,
    /// Most gold rows that are asked; of more, a sample drawn class by class.
    pub most_gold: usize,
    /// Whether gold rows that stand among the rows to learn from too are left out.
    pub leave_out_overlap: bool,
    /// Decides all samples.
    pub seed: u64,
}

impl Default for UsefulnessOptions {
    /// Five logistic regressions for each point, at 5, 10, 25, 50 and 100 % of at most 10,000 rows.
    fn default() -> Self {
        Self {
            student: StudentKind::LogisticRegression,
            shares: vec![0.05, 0.1, 0.25, 0.5, 1.0],
            students: 5,
            most_rows: 10_000,
            most_gold: 5_000,
            leave_out_overlap: true,
            seed: 0,
        }
    }
}

impl UsefulnessOptions {
    /// Three small transformers for each point, at 25 and 100 % of at most 1,000 rows, which answer at most 500 gold rows:
    /// one takes as long as some hundred of the others.
    #[must_use]
    pub fn transformer(pretrained: Arc<Pretrained>) -> Self {
        Self {
            student: StudentKind::Transformer(pretrained),
            shares: vec![0.25, 1.0],
            students: 3,
            most_rows: 1_000,
            most_gold: 500,
            ..Self::default()
        }
    }
}
