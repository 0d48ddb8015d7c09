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
    /// The same answer behind a counter-prompt. Stands behind the sequence that writes the answer, of which it has the
    /// arrival.
    Counter,
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
    /// When its request came; no two requests came at once.
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
    /// Logits after its last token that wait for those of the other prompts of the same answer.
    pub held: Vec<f32>,
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
        matches!(self.task, Task::Write(_) | Task::Counter) && self.computed >= self.prompt
    }

    /// Whether it belongs to another sequence, whose request it serves.
    pub fn is_part(&self) -> bool {
        matches!(self.task, Task::Counter | Task::Branch(_))
    }

    /// Whether the hidden state at a position is wanted.
    pub fn wants(&self, position: usize) -> bool {
        match &self.task {
            Task::Write(_) | Task::Counter | Task::Score(_) => position + 1 == self.tokens.len(),
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
                Task::Write(writer) if writer.is_opposed() => self.held.extend_from_slice(logits),
                Task::Counter => self.held.extend_from_slice(logits),
                Task::Write(_) => self.write(logits, &[]),
                Task::Score(scoring) => scoring.start(logits),
                Task::Branch(branch) => branch.take(logits),
                Task::Embed(_) => {}
            }
        }
    }

    /// Writes the next tokens of an answer.
    fn write(&mut self, logits: &[f32], counter: &[&[f32]]) {
        let Task::Write(writer) = &mut self.task else { return };
        match writer.write(logits, counter) {
            Ok(()) => {
                let written = self.tokens.len() - self.prompt;
                self.tokens.extend(writer.tokens()[written..].iter().map(|t| t.id));
            }
            Err(error) => self.failed = Some(error),
        }
    }

    /// The event that ends its request with an error; none for a part, whose whole has it.
    pub fn failure(&self, error: ModelError) -> Option<Event> {
        let id = self.id;
        match self.task {
            Task::Write(_) => Some(Event::Done { id, result: Err(error) }),
            Task::Score(_) => Some(Event::Scored { id, result: Err(error) }),
            Task::Embed(_) => Some(Event::Embedded { id, result: Err(error) }),
            Task::Counter | Task::Branch(_) => None,
        }
    }
}

/// Writes the next tokens of the answer of a group once the logits of all its prompts are there: the first sequence
/// writes, the others stand behind counter-prompts.
pub fn write_opposed(group: &mut [Sequence<'_>]) {
    let [writer, counters @ ..] = group else { return };
    if writer.held.is_empty() || counters.iter().any(|counter| counter.held.is_empty()) {
        return;
    }
    let mut logits = std::mem::take(&mut writer.held);
    let against: Vec<&[f32]> = counters.iter().map(|counter| counter.held.as_slice()).collect();
    writer.write(&logits, &against);
    logits.clear();
    writer.held = logits;
    let written = &writer.tokens[writer.prompt..];
    for counter in counters {
        counter.held.clear();
        let known = counter.tokens.len() - counter.prompt;
        counter.tokens.extend_from_slice(&written[known..]);
    }
}

/// The mean of summed hidden states, at unit length.
pub fn unit(sum: &[f32]) -> Vec<f32> {
    let length = sum.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    sum.iter().map(|x| (f64::from(*x) * scale) as f32).collect()
}
