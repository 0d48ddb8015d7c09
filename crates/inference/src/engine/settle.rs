//! What leaves the batch: new tokens, finished requests, branches of scoring requests.

use std::sync::atomic::Ordering;

use super::scheduler::Scheduler;
use super::score::{Branch, Scoring};
use super::sequence::{Sequence, Task, unit};
use crate::cache::{BLOCK, BlockId, Cache};
use crate::decoder::ComputeError;
use crate::model::{Event, ModelError};

/// How a sequence ends.
enum Outcome {
    /// Its request is answered.
    Answer(Event),
    /// It goes back into its trunk.
    Join(Branch),
}

impl<'t> Scheduler<'t> {
    /// Tells what is new, ends what is finished, and lets scoring requests branch.
    ///
    /// # Errors
    /// The device fails.
    pub(super) fn settle(&mut self) -> Result<(), ComputeError> {
        let mut i = 0;
        while i < self.running.len() {
            match self.outcome(i) {
                Some(outcome) => {
                    let sequence = self.running.remove(i);
                    self.end(sequence, outcome);
                }
                None => {
                    self.branch(i)?;
                    i += 1;
                }
            }
        }
        Ok(())
    }

    /// Sends new tokens of a sequence, and returns how it ends when it is finished.
    fn outcome(&mut self, i: usize) -> Option<Outcome> {
        let sequence = &mut self.running[i];
        if let Some(error) = sequence.failed.take() {
            return sequence.failure(error).map(Outcome::Answer);
        }
        let id = sequence.id;
        let computed = sequence.pending() == 0;
        match &mut sequence.task {
            Task::Write(writer) => {
                for token in writer.news() {
                    self.counters.output_tokens.fetch_add(1, Ordering::Relaxed);
                    if sequence.events.send(Event::Token { id, token: token.clone() }).is_err() {
                        // Nobody listens any more.
                        sequence.cancel.cancel();
                    }
                }
                writer.result().map(|answer| Outcome::Answer(Event::Done { id, result: Ok(answer) }))
            }
            Task::Score(scoring) => {
                scoring.result().map(|scores| Outcome::Answer(Event::Scored { id, result: Ok(scores) }))
            }
            Task::Branch(branch) if computed => Some(Outcome::Join(std::mem::take(branch))),
            Task::Embed(sum) if computed => {
                Some(Outcome::Answer(Event::Embedded { id, result: Ok(unit(sum)) }))
            }
            Task::Counter | Task::Branch(_) | Task::Embed(_) => None,
        }
    }

    /// Gives back a sequence's blocks and says how it ended.
    fn end(&mut self, mut sequence: Sequence<'t>, outcome: Outcome) {
        release(&mut self.cache, &sequence.table);
        match outcome {
            Outcome::Answer(event) => {
                self.cache.unreserve(sequence.reservation);
                self.prune(sequence.arrival);
                // Nobody may be listening any more, which is no error.
                drop(sequence.events.send(event));
            }
            Outcome::Join(branch) => {
                // The blocks that were just released serve the next branch.
                let own = sequence.table.len() - sequence.prompt / BLOCK;
                if let Some(more) = self.cache.reserve(own) {
                    sequence.reservation.merge(more);
                }
                let trunk = self.running.iter_mut().find(|s| s.arrival == sequence.arrival && !s.is_part());
                if let Some(Sequence { task: Task::Score(scoring), reservation, .. }) = trunk {
                    scoring.join(branch.index, branch.scores);
                    reservation.merge(sequence.reservation);
                } else {
                    self.cache.unreserve(sequence.reservation);
                }
            }
        }
    }

    /// Drops the parts of a request that is no more.
    fn prune(&mut self, arrival: u64) {
        for part in self.running.extract_if(.., |s| s.is_part() && s.arrival == arrival) {
            release(&mut self.cache, &part.table);
            self.cache.unreserve(part.reservation);
        }
    }

    /// Lets a scoring request whose prompt is computed branch as far as its reservation goes.
    fn branch(&mut self, i: usize) -> Result<(), ComputeError> {
        let trunk = &mut self.running[i];
        let Task::Score(scoring) = &mut trunk.task else { return Ok(()) };
        let mut branches = Vec::new();
        while let Some((index, tokens)) = scoring.next_branch() {
            let needed = Scoring::branch_blocks(trunk.prompt, tokens.len(), BLOCK);
            let mut reservation = trunk.reservation.split(needed);
            if reservation.size() < needed {
                trunk.reservation.merge(reservation);
                break;
            }
            let tokens = tokens.to_vec();
            let full = trunk.prompt / BLOCK;
            let mut table = trunk.table[..full].to_vec();
            table.iter().for_each(|block| self.cache.share(*block));
            if let Some(last) = trunk.table.get(full)
                && let Some(copy) = self.cache.take(&mut reservation)
            {
                self.decoder.copy(*last, copy)?;
                table.push(copy);
            }
            scoring.branch(index);
            branches.push(Sequence {
                id: trunk.id,
                arrival: trunk.arrival,
                priority: trunk.priority,
                cancel: trunk.cancel.clone(),
                events: trunk.events.clone(),
                tokens: [&trunk.tokens, &tokens[..tokens.len() - 1]].concat(),
                prompt: trunk.prompt,
                computed: trunk.prompt,
                table,
                reservation,
                task: Task::Branch(Branch { index, tokens, scores: Vec::new() }),
                held: Vec::new(),
                failed: None,
            });
        }
        self.running.extend(branches);
        Ok(())
    }

    /// Answers all running requests with an error and starts over with an empty cache.
    pub(super) fn fail_all(&mut self, reason: &str) {
        for sequence in self.running.drain(..) {
            let error = ModelError::Compute { reason: reason.to_owned() };
            if let Some(event) = sequence.failure(error) {
                drop(sequence.events.send(event));
            }
        }
        self.cache = self.cache.emptied();
    }

    /// Answers everything with an error: the engine is dropped.
    pub(super) fn stop(self) {
        for sequence in &self.running {
            if let Some(event) = sequence.failure(ModelError::Stopped) {
                drop(sequence.events.send(event));
            }
        }
        for request in self.waiting.values() {
            super::answer(request, ModelError::Stopped);
        }
    }
}

/// Gives the blocks of a table back.
pub(super) fn release(cache: &mut Cache, table: &[BlockId]) {
    table.iter().for_each(|block| cache.release(*block));
}
