//! How fast rows were made here lately: what an estimate rests on.

use serde::{Deserialize, Serialize};

use crate::types::MeasuredSpeed;

/// Some answers and the time they took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// Answers made, at least one.
    pub answers: u64,
    /// Tokens written for them.
    pub tokens: u64,
    /// Seconds they took together.
    pub seconds: f64,
    /// Sequences computed together.
    pub batch: usize,
}

impl Pace {
    /// Seconds for one answer.
    pub fn seconds_per_answer(&self) -> f64 {
        self.seconds / self.answers as f64
    }

    /// Tokens of one answer.
    pub fn tokens_per_answer(&self) -> u64 {
        self.tokens / self.answers
    }

    /// Output tokens per second; `None` where it was over too fast to tell.
    pub fn speed(&self) -> Option<MeasuredSpeed> {
        let tokens_per_second = self.tokens as f64 / self.seconds;
        tokens_per_second.is_finite().then_some(MeasuredSpeed { tokens_per_second, batch: self.batch })
    }
}
