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
        let (demands, shares) = (demands(request, window), !matches!(request, Request::Embed(..)));
        if shares && demands.iter().any(|demand| self.is_being_computed(&demand.tokens)) {
            return Admission::Later;
        }
        let Some(rooms) = self.rooms(&demands, shares) else { return Admission::Full };
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
        for ((demand, room), task) in demands.into_iter().zip(rooms).zip(tasks) {
            self.running.push(Sequence {
                id,
                arrival,
                priority,
                cancel: cancel.clone(),
                events: events.clone(),
                tokens: [&demand.tokens[..], &written].concat(),
                prompt: demand.tokens.len(),
                computed: room.table.len() * BLOCK,
                table: room.table,
                reservation: room.reservation,
                task,
                held: Vec::new(),
                failed: None,
            });
        }
        Admission::Begun
    }

    /// Room for all of these sequences, with the blocks that they can share, or for none.
    fn rooms(&mut self, demands: &[Demand], shares: bool) -> Option<Vec<Room>> {
        let mut rooms: Vec<Room> = Vec::new();
        for Demand { tokens, blocks } in demands {
            // The last token is computed always: its logits are wanted.
            let table = if shares { self.cache.find(&tokens[..tokens.len() - 1]) } else { Vec::new() };
            let idle = self.cache.idle(&table);
            let Some(mut reservation) = self.cache.reserve(blocks - table.len() + idle) else {
                for room in rooms {
                    release(&mut self.cache, &room.table);
                    self.cache.unreserve(room.reservation);
                }
                return None;
            };
            table.iter().for_each(|block| self.cache.share(*block));
            let spent = reservation.split(idle);
            self.cache.unreserve(spent);
            rooms.push(Room { table, reservation });
        }
        Some(rooms)
    }

    /// Whether a running sequence is about to compute a block of `tokens` that is not there yet.
    fn is_being_computed(&self, tokens: &[u32]) -> bool {
        let given = &tokens[..tokens.len() - 1];
        let end = (self.cache.find(given).len() + 1) * BLOCK;
        let Some(start) = given.get(..end) else { return false };
        self.running
            .iter()
            .any(|s| s.shares() && s.computed < end && s.prompt >= end && s.tokens[..end] == *start)
    }
}

/// What a sequence starts from, and the blocks that it may grow to.
struct Demand {
    tokens: Arc<[u32]>,
    blocks: usize,
}

/// Blocks for a sequence: those that are computed already, and what is set aside for more.
struct Room {
    table: Vec<BlockId>,
    reservation: Reservation,
}

/// The sequences that a request needs: its own, then those of counter-prompts.
fn demands(request: &Request, window: usize) -> Vec<Demand> {
    let grown = |tokens: &Arc<[u32]>, more: usize| {
        let blocks = (tokens.len() + more).min(window).div_ceil(BLOCK);
        Demand { tokens: tokens.clone(), blocks }
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
