//! Who enters the batch.

use std::ops::Bound;
use std::sync::Arc;

use super::scheduler::Scheduler;
use super::score::Scoring;
use super::sequence::{Sequence, Task};
use super::settle::release;
use super::writer::Writer;
use super::{Request, answer};
use crate::cache::{BLOCK, BlockId, Reservation};
use crate::model::{ModelError, Priority};

/// Branches of one scoring request that are computed together at most.
const BRANCHES: usize = 64;

/// What became of a waiting request.
enum Admission {
    /// It left the queue.
    Begun,
    /// Another computes what it needs; its turn comes when that is done.
    Later,
    /// There is no memory for it now.
    Full,
}

impl Scheduler<'_> {
    /// Moves requests from the queue into the batch, the first first, as far as places and memory go.
    pub(super) fn admit(&mut self) {
        let mut next = self.waiting.keys().next().copied();
        while let Some(place) = next {
            let (priority, _) = place;
            // Later work never keeps earlier work out of a place.
            let rivals = self.running.iter().filter(|s| s.priority <= priority && !s.is_part());
            if rivals.count() >= self.options.max_batch.max(1) {
                return;
            }
            match self.begin(place) {
                Admission::Begun | Admission::Later => {}
                Admission::Full if self.running.is_empty() => {
                    if let Some(request) = self.waiting.remove(&place) {
                        let reason = "the request needs more memory than the KV cache may use".to_owned();
                        answer(&request, ModelError::Compute { reason });
                    }
                }
                Admission::Full => return,
            }
            let after = (Bound::Excluded(place), Bound::Unbounded);
            next = self.waiting.range(after).next().map(|(place, _)| *place);
        }
    }

    /// Begins one waiting request.
    fn begin(&mut self, place: (Priority, u64)) -> Admission {
        let window = self.window();
        let Some(request) = self.waiting.get(&place) else { return Admission::Later };
        if let Err(error) = check(request, window, self.decoder.config().vocabulary) {
            answer(request, error);
            self.waiting.remove(&place);
            return Admission::Begun;
        }
        let mut demands = demands(request, window);
        if !matches!(request, Request::Embed(..)) {
            for Demand { tokens, shared, .. } in &mut demands {
                // The last token is computed always: its logits are wanted.
                *shared = self.cache.find(&tokens[..tokens.len() - 1]);
            }
            if demands.iter().any(|demand| self.is_being_computed(demand)) {
                return Admission::Later;
            }
        }
        let Some(reservations) = self.reserve(&demands) else { return Admission::Full };
        let Some(request) = self.waiting.remove(&place) else { return Admission::Later };

        let (id, cancel, events, task) = match request {
            Request::Generate(r, guide, events) => {
                let longest = demands.iter().map(|demand| demand.tokens.len()).max().unwrap_or(0);
                let (id, cancel) = (r.id, r.cancel.clone());
                let writer = Writer::new(self.tokenizer, r, guide, window - longest);
                (id, cancel, events, Task::Write(Box::new(writer)))
            }
            Request::Score(r, events) => (r.id, r.cancel, events, Task::Score(Scoring::new(r.continuations))),
            Request::Embed(r, events) => {
                let sum = vec![0.0; self.decoder.config().hidden];
                (r.id, r.cancel, events, Task::Embed(sum))
            }
        };
        let written: Vec<u32> = match &task {
            Task::Write(writer) => writer.tokens().iter().map(|t| t.id).collect(),
            _ => Vec::new(),
        };
        let (priority, arrival) = place;
        let tasks = std::iter::once(task).chain(std::iter::repeat_with(|| Task::Counter));
        for ((demand, reservation), task) in demands.into_iter().zip(reservations).zip(tasks) {
            self.running.push(Sequence {
                id,
                arrival,
                priority,
                cancel: cancel.clone(),
                events: events.clone(),
                tokens: [&demand.tokens[..], &written].concat(),
                prompt: demand.tokens.len(),
                computed: demand.shared.len() * BLOCK,
                table: demand.shared,
                reservation,
                task,
                held: Vec::new(),
                failed: None,
            });
        }
        Admission::Begun
    }

    /// Takes the shared blocks of all these sequences and sets aside what they may grow by, or does neither.
    fn reserve(&mut self, demands: &[Demand]) -> Option<Vec<Reservation>> {
        let mut reservations = Vec::new();
        for Demand { shared, blocks, .. } in demands {
            let idle = self.cache.idle(shared);
            let Some(mut reservation) = self.cache.reserve(blocks - shared.len() + idle) else {
                for (demand, reservation) in demands.iter().zip(reservations) {
                    release(&mut self.cache, &demand.shared);
                    self.cache.unreserve(reservation);
                }
                return None;
            };
            shared.iter().for_each(|block| self.cache.share(*block));
            let spent = reservation.split(idle);
            self.cache.unreserve(spent);
            reservations.push(reservation);
        }
        Some(reservations)
    }

    /// Whether a running sequence is about to compute a block of `demand` that is not there yet.
    fn is_being_computed(&self, demand: &Demand) -> bool {
        let end = (demand.shared.len() + 1) * BLOCK;
        let Some(start) = demand.tokens[..demand.tokens.len() - 1].get(..end) else { return false };
        self.running
            .iter()
            .any(|s| s.shares() && s.computed < end && s.prompt >= end && s.tokens[..end] == *start)
    }
}

/// What a sequence starts from, and how far it may grow.
struct Demand {
    tokens: Arc<[u32]>,
    /// Blocks that hold its start already.
    shared: Vec<BlockId>,
    /// Blocks that it may have in all.
    blocks: usize,
}

/// The sequences that a request needs: its own, then those of counter-prompts.
fn demands(request: &Request, window: usize) -> Vec<Demand> {
    let grown = |tokens: &Arc<[u32]>, more: usize| {
        let blocks = (tokens.len() + more).min(window).div_ceil(BLOCK);
        Demand { tokens: tokens.clone(), shared: Vec::new(), blocks }
    };
    match request {
        Request::Generate(r, ..) => std::iter::once(&r.prompt)
            .chain(&r.counter_prompts)
            .map(|prompt| grown(prompt, r.max_tokens))
            .collect(),
        Request::Score(r, _) => {
            let longest = r.continuations.iter().map(Vec::len).max().unwrap_or(0);
            let each = Scoring::branch_blocks(r.prompt.len(), longest, BLOCK);
            let mut demand = grown(&r.prompt, 0);
            demand.blocks += each * r.continuations.len().min(BRANCHES);
            vec![demand]
        }
        Request::Embed(r, _) => vec![grown(&r.tokens, 0)],
    }
}

/// Whether a request can be computed at all.
fn check(request: &Request, window: usize, vocabulary: usize) -> Result<(), ModelError> {
    let what = if matches!(request, Request::Embed(..)) { "text" } else { "prompt" };
    let (prompts, more): (Vec<&[u32]>, usize) = match request {
        // An answer needs room for one token at least.
        Request::Generate(r, ..) => {
            (std::iter::once(&r.prompt).chain(&r.counter_prompts).map(|prompt| &prompt[..]).collect(), 1)
        }
        Request::Score(r, _) => {
            if r.continuations.iter().any(Vec::is_empty) {
                return Err(ModelError::Empty { what: "continuation" });
            }
            let longest = r.continuations.iter().map(Vec::len).max().unwrap_or(0);
            (vec![&r.prompt], longest.saturating_sub(1))
        }
        Request::Embed(r, _) => (vec![&r.tokens], 0),
    };
    let continuations = match request {
        Request::Score(r, _) => r.continuations.as_slice(),
        _ => &[],
    };
    if prompts.iter().any(|prompt| prompt.is_empty()) {
        return Err(ModelError::Empty { what });
    }
    let tokens = prompts.iter().map(|prompt| prompt.len()).max().unwrap_or(0);
    if tokens + more > window {
        return Err(ModelError::PromptTooLong { tokens, context: window });
    }
    let known = |id: &u32| (*id as usize) < vocabulary;
    let given = prompts.into_iter().flatten().chain(continuations.iter().flatten());
    match given.into_iter().find(|id| !known(id)) {
        Some(id) => Err(ModelError::Compute { reason: format!("the vocabulary has no token {id}") }),
        None => Ok(()),
    }
}
