//! Requests that the model works on.

use std::collections::HashMap;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, unbounded};
use inference::{
    Cancel, Constraint, DrawKey, Event, GenerateRequest, Model, ModelError, Priority, Sampling, ScoreRequest,
};
use recipe::Step;

use super::work::Work;
use crate::demonstrations::Pool;
use crate::plan::Plan;

/// What a request is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Position of the draw in its round.
    pub draw: usize,
    /// Which part of the draw's current step.
    pub part: usize,
}

/// What the model is asked, in its tokens.
pub(super) struct Tokens {
    pub prompt: Arc<[u32]>,
    /// The same with each other label.
    pub counter: Vec<Arc<[u32]>>,
}

/// The requests of a round and the channel on which they are answered.
pub(super) struct Flight {
    events: Sender<Event>,
    arrived: Receiver<Event>,
    /// Which part of which draw each request is for.
    requests: HashMap<u64, Target>,
    next: u64,
    priority: Priority,
    cancel: Cancel,
}

impl Flight {
    pub(super) fn new(priority: Priority) -> Self {
        let (events, arrived) = unbounded();
        Self { events, arrived, requests: HashMap::new(), next: 0, priority, cancel: Cancel::default() }
    }

    pub(super) fn arrived(&self) -> &Receiver<Event> {
        &self.arrived
    }

    /// Whether every request is answered.
    pub(super) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Stops all requests; each still answers.
    pub(super) fn stop(&self) {
        self.cancel.cancel();
    }

    /// What an event is about; the last event of a request forgets it.
    pub(super) fn find(&mut self, event: &Event) -> Option<Target> {
        match event {
            Event::Token { id, .. } => self.requests.get(id).copied(),
            Event::Done { id, .. } | Event::Scored { id, .. } | Event::Embedded { id, .. } => {
                self.requests.remove(id)
            }
        }
    }

    /// Asks for a part of the current step of a draw.
    pub(super) fn send(
        &mut self,
        plan: &Plan,
        model: &dyn Model,
        target: Target,
        work: &Work,
        asked: Tokens,
        pool: &Pool,
    ) {
        if self.cancel.is_cancelled() {
            // After a pause: requests that were given up keep the old flag.
            self.cancel = Cancel::default();
        }
        let id = self.next;
        self.next += 1;
        self.requests.insert(id, target);
        let position = work.step(plan);
        let (step, form) = (&plan.recipe.steps[position], &plan.forms[position]);
        let (priority, cancel) = (self.priority, self.cancel.clone());
        if form.scores() {
            let continuations = form.continuations(model);
            let request = ScoreRequest { id, prompt: asked.prompt, continuations, priority, cancel };
            model.score(request, self.events.clone());
            return;
        }
        let place = (position as u64) << 32 | u64::from(work.attempt);
        let part = u64::from(work.turn()) << 32 | target.part as u64;
        let request = GenerateRequest {
            id,
            prompt: asked.prompt,
            counter_prompts: asked.counter,
            max_tokens: step.sampling.max_tokens,
            sampling: sampling(step, pool.suppressed(position)),
            constraint: if plan.grammar { form.constraint() } else { Constraint::Free },
            stop: step.sampling.stop.clone(),
            draws: DrawKey([plan.seed, work.place.draw, place, part]),
            priority,
            cancel,
        };
        model.generate(request, self.events.clone());
    }

    /// Stops all requests and waits for their answers, which are not wanted any more.
    pub(super) fn abandon(&mut self) {
        self.stop();
        while !self.requests.is_empty() {
            match self.arrived.recv() {
                Ok(event) => self.find(&event),
                Err(_) => return,
            };
        }
    }
}

fn sampling(step: &Step, logit_bias: Vec<(u32, f32)>) -> Sampling {
    let sampling = &step.sampling;
    Sampling {
        temperature: sampling.temperature,
        top_k: sampling.top_k,
        top_p: sampling.top_p,
        min_p: sampling.min_p,
        repetition_penalty: sampling.repetition_penalty,
        presence_penalty: sampling.presence_penalty,
        logit_bias,
        self_debiasing: sampling.self_debiasing,
    }
}

/// Whether an error concerns this one prompt, so that the run can go on without it.
pub(super) fn concerns_prompt(error: &ModelError) -> bool {
    matches!(error, ModelError::PromptTooLong { .. } | ModelError::Empty { .. })
}
