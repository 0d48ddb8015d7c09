//! Who enters the batch.

use std::ops::Bound;

use super::scheduler::Scheduler;
use super::score::Scoring;
use super::sequence::{Sequence, Task};
use super::writer::Writer;
use super::{Request, answer};
use crate::cache::BLOCK;
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
            let rivals =
                self.running.iter().filter(|s| s.priority <= priority && !matches!(s.task, Task::Branch(_)));
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
        let (tokens, total, branches) = match request {
            Request::Generate(r, ..) => (&r.prompt, (r.prompt.len() + r.max_tokens).min(window), 0),
            Request::Score(r, _) => {
                let longest = r.continuations.iter().map(Vec::len).max().unwrap_or(0);
                let each = Scoring::branch_blocks(r.prompt.len(), longest, BLOCK);
                (&r.prompt, r.prompt.len(), each * r.continuations.len().min(BRANCHES))
            }
            Request::Embed(r, _) => (&r.tokens, r.tokens.len(), 0),
        };
        let shared = match request {
            Request::Embed(..) => Vec::new(),
            // The last token is computed always: its logits are wanted.
            _ => self.cache.find(&tokens[..tokens.len() - 1]),
        };
        if !matches!(request, Request::Embed(..)) && self.is_being_computed(tokens, shared.len()) {
            return Admission::Later;
        }
        let idle = self.cache.idle(&shared);
        let needed = total.div_ceil(BLOCK) - shared.len() + branches;
        let Some(mut reservation) = self.cache.reserve(needed + idle) else { return Admission::Full };
        shared.iter().for_each(|block| self.cache.share(*block));
        let spent = reservation.split(idle);
        self.cache.unreserve(spent);
        let Some(request) = self.waiting.remove(&place) else { return Admission::Later };

        let computed = shared.len() * BLOCK;
        let (id, cancel, events, tokens, task) = match request {
            Request::Generate(r, guide, events) => {
                let mut tokens = r.prompt.to_vec();
                let (id, cancel, room) = (r.id, r.cancel.clone(), window - r.prompt.len());
                let writer = Writer::new(self.tokenizer, r, guide, room);
                tokens.extend(writer.tokens().iter().map(|t| t.id));
                (id, cancel, events, tokens, Task::Write(Box::new(writer)))
            }
            Request::Score(r, events) => {
                (r.id, r.cancel, events, r.prompt.to_vec(), Task::Score(Scoring::new(r.continuations)))
            }
            Request::Embed(r, events) => {
                let sum = vec![0.0; self.decoder.config().hidden];
                (r.id, r.cancel, events, r.tokens.to_vec(), Task::Embed(sum))
            }
        };
        let prompt = match &task {
            Task::Write(writer) => tokens.len() - writer.tokens().len(),
            _ => tokens.len(),
        };
        let (priority, arrival) = place;
        self.running.push(Sequence {
            id,
            arrival,
            priority,
            cancel,
            events,
            tokens,
            prompt,
            computed,
            table: shared,
            reservation,
            task,
            failed: None,
        });
        Admission::Begun
    }

    /// Whether a running sequence is about to compute the block after the first `blocks` of `tokens`.
    fn is_being_computed(&self, tokens: &[u32], blocks: usize) -> bool {
        let end = (blocks + 1) * BLOCK;
        let Some(start) = tokens[..tokens.len() - 1].get(..end) else { return false };
        self.running
            .iter()
            .any(|s| s.shares() && s.computed < end && s.prompt >= end && s.tokens[..end] == *start)
    }
}

/// Whether a request can be computed at all.
fn check(request: &Request, window: usize, vocabulary: usize) -> Result<(), ModelError> {
    let (tokens, longest) = match request {
        // An answer needs room for one token at least.
        Request::Generate(r, ..) => (&r.prompt, r.prompt.len() + 1),
        Request::Score(r, _) => {
            if r.continuations.iter().any(Vec::is_empty) {
                return Err(ModelError::Empty { what: "continuation" });
            }
            let longest = r.continuations.iter().map(Vec::len).max().unwrap_or(0);
            (&r.prompt, r.prompt.len() + longest.saturating_sub(1))
        }
        Request::Embed(r, _) => (&r.tokens, r.tokens.len()),
    };
    if tokens.is_empty() {
        return Err(ModelError::Empty {
            what: if matches!(request, Request::Embed(..)) { "text" } else { "prompt" },
        });
    }
    if longest > window {
        return Err(ModelError::PromptTooLong { tokens: tokens.len(), context: window });
    }
    let continuations = match request {
        Request::Score(r, _) => r.continuations.as_slice(),
        _ => &[],
    };
    let known = |id: &u32| (*id as usize) < vocabulary;
    match tokens.iter().chain(continuations.iter().flatten()).find(|id| !known(id)) {
        Some(id) => Err(ModelError::Compute { reason: format!("the vocabulary has no token {id}") }),
        None => Ok(()),
    }
}
