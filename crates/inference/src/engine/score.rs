//! Scoring of continuations: the prompt is computed once, then each continuation branches off it.

use crate::decoder::cpu::math;
use crate::model::Score;

/// The continuations of one request and what is known of their scores.
pub struct Scoring {
    continuations: Vec<Vec<u32>>,
    scores: Vec<Score>,
    /// The prompt is computed, and with it the first token of each continuation.
    started: bool,
    /// Continuations before this one have branched or need not.
    branched: usize,
    /// Branches that are being computed.
    open: usize,
}

impl Scoring {
    /// Nothing computed yet. No continuation may be empty.
    pub fn new(continuations: Vec<Vec<u32>>) -> Self {
        let scores = continuations.iter().map(|_| Score { log_probabilities: Vec::new() }).collect();
        Self { continuations, scores, started: false, branched: 0, open: 0 }
    }

    /// Takes the logits after the prompt.
    pub fn start(&mut self, logits: &[f32]) {
        self.started = true;
        let total = math::log_sum_exp(logits);
        for (continuation, score) in self.continuations.iter().zip(&mut self.scores) {
            score
                .log_probabilities
                .extend(continuation.first().map(|id| log_probability(logits, *id, total)));
        }
    }

    /// The next continuation that needs a branch: its number and its tokens.
    pub fn next_branch(&self) -> Option<(usize, &[u32])> {
        let waiting = self.continuations.iter().enumerate().skip(self.branched);
        waiting.map(|(i, c)| (i, c.as_slice())).find(|(_, c)| self.started && c.len() > 1)
    }

    /// Notes that a continuation has branched.
    pub fn branch(&mut self, index: usize) {
        self.branched = index + 1;
        self.open += 1;
    }

    /// Takes what a branch has computed.
    pub fn join(&mut self, index: usize, log_probabilities: Vec<f32>) {
        self.open -= 1;
        self.scores[index].log_probabilities.extend(log_probabilities);
    }

    /// The scores, when all are known.
    pub fn result(&mut self) -> Option<Vec<Score>> {
        let done = self.started && self.open == 0 && self.next_branch().is_none();
        done.then(|| std::mem::take(&mut self.scores))
    }

    /// Blocks that a continuation of so many tokens needs beyond the full blocks of the prompt.
    pub fn branch_blocks(prompt: usize, continuation: usize, block: usize) -> usize {
        if continuation < 2 { 0 } else { (prompt + continuation - 1).div_ceil(block) - prompt / block }
    }
}

/// One continuation behind its prompt.
#[derive(Default)]
pub struct Branch {
    /// Which continuation it is.
    pub index: usize,
    /// Its tokens.
    pub tokens: Vec<u32>,
    /// Log-probabilities of its tokens from the second on.
    pub scores: Vec<f32>,
}

impl Branch {
    /// Takes the logits after its next token.
    pub fn take(&mut self, logits: &[f32]) {
        if let Some(id) = self.tokens.get(self.scores.len() + 1) {
            self.scores.push(log_probability(logits, *id, math::log_sum_exp(logits)));
        }
    }
}

fn log_probability(logits: &[f32], id: u32, total: f64) -> f32 {
    (f64::from(logits[id as usize]) - total) as f32
}
