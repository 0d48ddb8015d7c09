//! One sequence of tokens on its way through the decoder.

use crossbeam_channel::Sender;

use super::score::{Branch, Scoring};
use super::writer::Writer;
use crate::cache::{BLOCK, BlockId, Cache, Reservation};
use crate::model::{Cancel, Event, ModelError, Priority};

/// What a sequence is computed for.
pub enum Task<'t> {
    /// An answer.
    Write(Box<Writer<'t>>),
    /// The prompt of continuations to be scored.
    Score(Scoring),
    /// One of these continuations.
    Branch(Branch),
    /// A vector: the sum of the hidden states so far.
    Embed(Vec<f32>),
}

/// A request in the batch.
pub struct Sequence<'t> {
    /// The caller's name for it.
    pub id: u64,
    /// When it came; no two are equal.
    pub arrival: u64,
    /// Its place in the queue.
    pub priority: Priority,
    /// Stops it.
    pub cancel: Cancel,
    /// Where to answer.
    pub events: Sender<Event>,
    /// Tokens given and written.
    pub tokens: Vec<u32>,
    /// How many of them were given.
    pub prompt: usize,
    /// How many of them are computed.
    pub computed: usize,
    /// Blocks of the KV cache, from position 0 on.
    pub table: Vec<BlockId>,
    /// Blocks that it may still take.
    pub reservation: Reservation,
    /// What it is for.
    pub task: Task<'t>,
    /// Why it cannot go on.
    pub failed: Option<ModelError>,
}

impl Sequence<'_> {
    /// Tokens that wait to be computed.
    pub fn pending(&self) -> usize {
        self.tokens.len() - self.computed
    }

    /// Whether it is in the midst of an answer and not of its prompt.
    pub fn is_writing(&self) -> bool {
        matches!(self.task, Task::Write(_)) && self.computed >= self.prompt
    }

    /// Whether the hidden state at a position is wanted.
    pub fn wants(&self, position: usize) -> bool {
        match &self.task {
            Task::Write(_) | Task::Score(_) => position + 1 == self.tokens.len(),
            Task::Branch(_) | Task::Embed(_) => true,
        }
    }

    /// Whether others may use its blocks, and it those of others.
    pub fn shares(&self) -> bool {
        !matches!(self.task, Task::Embed(_))
    }

    /// Makes room for `rows` more tokens; false where the reservation does not hold them.
    #[must_use]
    pub fn extend(&mut self, cache: &mut Cache, rows: usize) -> bool {
        while self.table.len() * BLOCK < self.computed + rows {
            let Some(block) = cache.take(&mut self.reservation) else { return false };
            self.table.push(block);
        }
        true
    }

    /// Notes that `rows` more tokens are computed, and publishes full blocks of the prompt.
    pub fn advance(&mut self, cache: &mut Cache, rows: usize) {
        let before = self.computed / BLOCK;
        self.computed += rows;
        if !self.shares() {
            return;
        }
        let full = self.tokens[..self.computed.min(self.prompt)].as_chunks::<BLOCK>().0;
        for (index, tokens) in full.iter().enumerate().skip(before) {
            cache.publish(&self.table, index, tokens);
        }
    }

    /// Takes logits, `vocabulary` for each of its wanted rows. Runs beside other sequences.
    pub fn take_logits(&mut self, logits: &[f32], vocabulary: usize) {
        for logits in logits.chunks_exact(vocabulary) {
            match &mut self.task {
                Task::Write(writer) => match writer.write(logits) {
                    Ok(()) => {
                        let written = self.tokens.len() - self.prompt;
                        self.tokens.extend(writer.tokens()[written..].iter().map(|t| t.id));
                    }
                    Err(error) => self.failed = Some(error),
                },
                Task::Score(scoring) => scoring.start(logits),
                Task::Branch(branch) => branch.take(logits),
                Task::Embed(_) => {}
            }
        }
    }

    /// The event that ends its request with an error; none for a branch, whose trunk has it.
    pub fn failure(&self, error: ModelError) -> Option<Event> {
        let id = self.id;
        match self.task {
            Task::Write(_) => Some(Event::Done { id, result: Err(error) }),
            Task::Score(_) => Some(Event::Scored { id, result: Err(error) }),
            Task::Embed(_) => Some(Event::Embedded { id, result: Err(error) }),
            Task::Branch(_) => None,
        }
    }
}

/// The mean of summed hidden states, at unit length.
pub fn unit(sum: &[f32]) -> Vec<f32> {
    let length = sum.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    sum.iter().map(|x| (f64::from(*x) * scale) as f32).collect()
}
