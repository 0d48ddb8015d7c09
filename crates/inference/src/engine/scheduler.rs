//! The engine's thread: which requests are computed when.
//!
//! Each step takes in new requests, admits the first that fit, computes one ragged batch and hands out
//! what it gave. Answers in progress go into every step; pieces of prompts fill the rest. A request that
//! starts with tokens which another is just computing waits for these blocks and then refers to them.
//! Since a result depends on its own sequence alone, all of this decides time only, never content.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crossbeam_channel::{Receiver, TryRecvError};

use super::sequence::{Sequence, Task, write_opposed};
use super::{Counters, EngineOptions, Request, answer};
use crate::cache::{BlockId, Cache};
use crate::decoder::{ComputeError, Decoder, Place, Row};
use crate::model::{ModelError, Priority};
use crate::pool::Pool;
use crate::tokenizer::Tokenizer;

/// Rows for which the vocabulary head is computed at once; bounds the memory of the logits.
const HEAD_ROWS: usize = 64;

/// All that the engine's thread owns.
pub(super) struct Scheduler<'t> {
    pub(super) tokenizer: &'t Tokenizer,
    pub(super) decoder: Box<dyn Decoder>,
    pub(super) cache: Cache,
    pool: Pool,
    pub(super) options: EngineOptions,
    pub(super) counters: Arc<Counters>,
    pub(super) waiting: BTreeMap<(Priority, u64), Request>,
    pub(super) running: Vec<Sequence<'t>>,
    arrivals: u64,
    hidden: Vec<f32>,
    selected: Vec<f32>,
    logits: Vec<f32>,
}

/// How many rows of which sequence go into a step.
struct Share {
    sequence: usize,
    rows: usize,
}

impl<'t> Scheduler<'t> {
    pub(super) fn new(
        tokenizer: &'t Tokenizer,
        decoder: Box<dyn Decoder>,
        pool: Pool,
        options: EngineOptions,
        counters: Arc<Counters>,
    ) -> Self {
        let cache = Cache::new(options.kv_bytes / decoder.block_bytes());
        Self {
            tokenizer,
            decoder,
            cache,
            pool,
            options,
            counters,
            waiting: BTreeMap::new(),
            running: Vec::new(),
            arrivals: 0,
            hidden: Vec::new(),
            selected: Vec::new(),
            logits: Vec::new(),
        }
    }

    /// Serves the queue until its last sender is gone.
    pub(super) fn serve(mut self, queue: &Receiver<Request>) {
        loop {
            if self.waiting.is_empty() && self.running.is_empty() {
                match queue.recv() {
                    Ok(request) => self.enqueue(request),
                    Err(_) => return,
                }
            }
            loop {
                match queue.try_recv() {
                    Ok(request) => self.enqueue(request),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return self.stop(),
                }
            }
            // The state that a panic may leave half-changed is thrown away below.
            match catch_unwind(AssertUnwindSafe(|| self.step())) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.fail_all(&error.to_string()),
                Err(panic) => self.fail_all(&reason(panic.as_ref())),
            }
            self.counters.running.store(self.running.len(), Ordering::Relaxed);
            self.counters.waiting.store(self.waiting.len(), Ordering::Relaxed);
        }
    }

    fn enqueue(&mut self, request: Request) {
        let priority = match &request {
            Request::Generate(r, ..) => r.priority,
            Request::Score(r, _) => r.priority,
            Request::Embed(r, _) => r.priority,
        };
        self.arrivals += 1;
        self.waiting.insert((priority, self.arrivals), request);
    }

    fn step(&mut self) -> Result<(), ComputeError> {
        self.drop_cancelled();
        self.admit();
        self.settle()?;
        let plan = self.plan()?;
        if plan.is_empty() {
            return Ok(());
        }
        self.compute(&plan)?;
        self.take_hidden(&plan)?;
        self.settle()?;
        Ok(())
    }

    /// Positions that a sequence may have.
    pub(super) fn window(&self) -> usize {
        self.decoder.config().context.min(self.cache.positions())
    }

    fn drop_cancelled(&mut self) {
        let cancelled = |request: &Request| match request {
            Request::Generate(r, ..) => r.cancel.is_cancelled(),
            Request::Score(r, _) => r.cancel.is_cancelled(),
            Request::Embed(r, _) => r.cancel.is_cancelled(),
        };
        for (_, request) in self.waiting.extract_if(.., |_, request| cancelled(request)) {
            answer(&request, ModelError::Cancelled);
        }
        for sequence in self.running.iter_mut().filter(|s| s.cancel.is_cancelled()) {
            match &mut sequence.task {
                Task::Write(writer) => writer.cancel(),
                Task::Score(_) | Task::Embed(_) => sequence.failed = Some(ModelError::Cancelled),
                // Goes with what it is a part of.
                Task::Counter | Task::Branch(_) => {}
            }
        }
    }

    /// Chooses the rows of the next step: all answers in progress, then prompts in the queue's order.
    fn plan(&mut self) -> Result<Vec<Share>, ComputeError> {
        let mut order: Vec<usize> = (0..self.running.len()).collect();
        order.sort_by_key(|i| {
            let s = &self.running[*i];
            (!s.is_writing(), s.priority, s.arrival)
        });
        let mut room = self.options.prompt_rows.max(1);
        let mut plan = Vec::new();
        for i in order {
            let sequence = &mut self.running[i];
            let rows = match sequence.is_writing() {
                true => sequence.pending(),
                false => sequence.pending().min(room),
            };
            if rows == 0 {
                continue;
            }
            if !sequence.is_writing() {
                room -= rows;
            }
            if !sequence.extend(&mut self.cache, rows) {
                return Err(ComputeError(
                    "the KV cache has no room for a request that was admitted".to_owned(),
                ));
            }
            plan.push(Share { sequence: i, rows });
        }
        plan.sort_by_key(|share| share.sequence);
        Ok(plan)
    }

    fn compute(&mut self, plan: &[Share]) -> Result<(), ComputeError> {
        let tables: Vec<&[BlockId]> = self.running.iter().map(|s| s.table.as_slice()).collect();
        let mut rows = Vec::new();
        for share in plan {
            let sequence = &self.running[share.sequence];
            rows.extend((sequence.computed..sequence.computed + share.rows).map(|position| Row {
                token: sequence.tokens[position],
                place: Place { table: share.sequence, position },
                wanted: sequence.wants(position),
            }));
        }
        self.decoder.forward(&self.pool, &rows, &tables, &mut self.hidden)
    }

    /// Hands the hidden states to their sequences, through the vocabulary head where logits are wanted.
    fn take_hidden(&mut self, plan: &[Share]) -> Result<(), ComputeError> {
        let (width, vocabulary) = (self.decoder.config().hidden, self.decoder.config().vocabulary);
        let mut states = self.hidden.chunks_exact(width);
        self.selected.clear();
        let mut wanted = Vec::new();
        let mut prompt_tokens = 0;
        for share in plan {
            let sequence = &mut self.running[share.sequence];
            for position in sequence.computed..sequence.computed + share.rows {
                prompt_tokens += u64::from(position < sequence.prompt);
                if !sequence.wants(position) {
                    continue;
                }
                let Some(state) = states.next() else { continue };
                if let Task::Embed(sum) = &mut sequence.task {
                    sum.iter_mut().zip(state).for_each(|(s, x)| *s += x);
                } else {
                    self.selected.extend_from_slice(state);
                    wanted.push(share.sequence);
                }
            }
            sequence.advance(&mut self.cache, share.rows);
        }
        self.counters.prompt_tokens.fetch_add(prompt_tokens, Ordering::Relaxed);

        for (states, owners) in self.selected.chunks(HEAD_ROWS * width).zip(wanted.chunks(HEAD_ROWS)) {
            self.decoder.logits(&self.pool, states, &mut self.logits)?;
            let mut logits = self.logits.as_slice();
            let mut owners = owners.chunk_by(|a, b| a == b).peekable();
            let mut work = Vec::new();
            for (i, sequence) in self.running.iter_mut().enumerate() {
                if let Some(rows) = owners.next_if(|rows| rows[0] == i) {
                    let (own, rest) = logits.split_at(rows.len() * vocabulary);
                    logits = rest;
                    work.push((sequence, own));
                }
            }
            self.pool.pieces(&mut work, 1, |_, work| {
                for (sequence, logits) in work {
                    sequence.take_logits(logits, vocabulary);
                }
            });
        }
        let mut opposed: Vec<&mut [Sequence<'t>]> = self
            .running
            .chunk_by_mut(|a, b| a.arrival == b.arrival)
            .filter(|group| matches!(&group[0].task, Task::Write(writer) if writer.is_opposed()))
            .collect();
        self.pool
            .pieces(&mut opposed, 1, |_, groups| groups.iter_mut().for_each(|group| write_opposed(group)));
        Ok(())
    }
}

/// What a panic said.
fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an internal error".to_owned())
}
