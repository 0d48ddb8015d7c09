//! One round: all its draws in flight, judged in order.

use std::sync::Arc;

use crossbeam_channel::select;
use dataset::{Attempt, Verdict};
use inference::{Event, Finish, Model, ModelError, Priority};

use super::budget::{Place, Spent};
use super::flight::{Flight, Target, Tokens, concerns_prompt};
use super::work::{Progress, Work, belongs, is_final};
use super::{Control, Recorded, RunError, Sink};
use crate::check::{Accepted, Row};
use crate::demonstrations::{Made, Pool};
use crate::draw::DrawError;
use crate::plan::{Drawn, Plan};
use crate::prompt::{PromptError, Rendered};

/// A round in progress.
pub(super) struct Round<'a> {
    plan: &'a Plan,
    model: &'a dyn Model,
    sink: &'a mut dyn Sink,
    control: &'a Control,
    accepted: &'a mut Accepted,
    pool: &'a mut Pool,
    recorded: &'a mut Recorded,
    works: Vec<Work>,
    /// Draws whose current step can be asked.
    ready: Vec<usize>,
    flight: Flight,
    spent: Vec<Spent>,
    /// Rows of this round, which later rounds may show.
    made: Vec<Made>,
}

impl<'a> Round<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        model: &'a dyn Model,
        sink: &'a mut dyn Sink,
        control: &'a Control,
        (accepted, pool): (&'a mut Accepted, &'a mut Pool),
        recorded: &'a mut Recorded,
    ) -> Self {
        let (works, ready, spent, made) = Default::default();
        let flight = Flight::new(plan.priority);
        Self { plan, model, sink, control, accepted, pool, recorded, works, ready, flight, spent, made }
    }

    /// Makes all draws and says what each used, or `None` where the run was cancelled.
    pub(super) fn run(&mut self, places: &[Place]) -> Result<Option<Vec<Spent>>, RunError> {
        for place in places {
            self.begin(*place)?;
        }
        self.finish()
    }

    /// Makes attempt `number` at the draw of a recorded attempt, before whatever else the model is asked. Returns
    /// `None` where it was cancelled.
    pub(super) fn again(&mut self, before: &Attempt, number: u32) -> Result<Option<Vec<Spent>>, RunError> {
        self.flight = Flight::new(Priority::Preview);
        // The slot matters for what is drawn, and that is known.
        let place = Place { draw: before.draw, slot: 0, tries: number + 1 };
        let mut work = Work::new(place, self.plan.recalled(before, self.pool));
        work.attempt = number;
        self.works.push(work);
        self.ready.push(0);
        self.finish()
    }

    fn finish(&mut self) -> Result<Option<Vec<Spent>>, RunError> {
        let result = self.work();
        // Whatever ended the round early, the model must not go on with requests that nobody reads.
        self.flight.abandon();
        for made in std::mem::take(&mut self.made) {
            self.pool.push(self.plan, self.model, made);
        }
        Ok(result?.then(|| std::mem::take(&mut self.spent)))
    }

    fn work(&mut self) -> Result<bool, RunError> {
        // Draws are asked in their order.
        self.ready.sort_unstable();
        loop {
            self.judge()?;
            if self.spent.len() == self.works.len() {
                return Ok(true);
            }
            if self.control.is_cancelled() {
                return Ok(false);
            }
            if self.control.is_paused() {
                self.flight.stop();
            } else {
                for at in std::mem::take(&mut self.ready) {
                    self.start(at)?;
                }
                // An answer without the model, such as a prompt that cannot be filled in, may have made more to do.
                if self.flight.is_empty() {
                    continue;
                }
            }
            select! {
                recv(self.flight.arrived()) -> event => match event {
                    Ok(event) => self.handle(event)?,
                    Err(_) => return Err(RunError::Silent),
                },
                recv(self.control.woken()) -> _ => {}
            }
        }
    }

    fn begin(&mut self, place: Place) -> Result<(), RunError> {
        let at = self.works.len();
        match self.plan.drawn(place.draw, place.slot, self.pool) {
            Ok(drawn) => {
                self.works.push(Work::new(place, drawn));
                self.replay(at)
            }
            // No other draw could do better.
            Err(DrawError::Prompt(error @ PromptError::Embedding { .. })) => {
                Err(RunError::Demonstrations(error))
            }
            Err(error) => {
                self.works.push(Work::new(place, Drawn::default()));
                let progress = self.works[at].undrawn(error.to_string());
                self.proceed(at, progress)
            }
        }
    }

    /// Takes recorded attempts at a draw instead of making them again; then the draw is ready to be asked.
    fn replay(&mut self, at: usize) -> Result<(), RunError> {
        loop {
            let work = &mut self.works[at];
            let Some(attempt) = self.recorded.remove(&(work.place.draw, work.attempt)) else {
                self.ready.push(at);
                return Ok(());
            };
            if !belongs(&attempt, work) {
                return Err(RunError::Record { draw: work.place.draw });
            }
            if is_final(&attempt) {
                work.place.tries = work.attempt + 1;
            }
            if !self.settle(at, attempt)? {
                return Ok(());
            }
        }
    }

    /// Begins an attempt at a draw.
    fn start(&mut self, at: usize) -> Result<(), RunError> {
        let work = &mut self.works[at];
        if !work.announced {
            work.announced = true;
            let (draw, attempt) = (work.place.draw, work.attempt);
            self.sink.started(draw, attempt, &work.drawn.conditions).map_err(RunError::Sink)?;
        }
        let progress = work.advance(self.plan);
        self.proceed(at, progress)
    }

    /// Sends a part of the current step of a draw to the model.
    fn ask(&mut self, at: usize, part: usize) -> Result<(), RunError> {
        let (plan, work) = (self.plan, &mut self.works[at]);
        let rendered = work.render(plan, part).and_then(|own| Ok((own, work.counter(plan, part)?)));
        let (rendered, counter) = match rendered {
            Ok(rendered) => rendered,
            Err(error) => {
                let progress = work.refused(plan, part, error.to_string());
                return self.proceed(at, progress);
            }
        };
        let tokens = |rendered: &Rendered| self.model.tokenize_chat(&rendered.messages).map(Arc::from);
        let asked = tokens(&rendered).and_then(|prompt| {
            let counter = counter.iter().map(tokens).collect::<Result<_, _>>()?;
            Ok(Tokens { prompt, counter })
        });
        match asked {
            Ok(asked) => {
                work.asked(part, &rendered, asked.prompt.len());
                self.flight.send(plan, self.model, Target { draw: at, part }, work, asked, self.pool);
                Ok(())
            }
            Err(error) => Err(self.model_error(at, error)),
        }
    }

    fn handle(&mut self, event: Event) -> Result<(), RunError> {
        let Some(Target { draw: at, part }) = self.flight.find(&event) else { return Ok(()) };
        let (plan, work) = (self.plan, &mut self.works[at]);
        let progress = match event {
            // Of several answers at once, the first is shown as it grows.
            Event::Token { .. } if part > 0 => return Ok(()),
            Event::Token { token, .. } => {
                let step = &plan.recipe.steps[work.step(plan)].id;
                return self.sink.token(work.place.draw, step, &token.text).map_err(RunError::Sink);
            }
            Event::Done { result: Ok(generation), .. } if generation.finish != Finish::Cancelled => {
                work.written(plan, part, generation)
            }
            Event::Scored { result: Ok(scores), .. } => work.scored(plan, part, &scores),
            Event::Done { result: Ok(_), .. }
            | Event::Done { result: Err(ModelError::Cancelled), .. }
            | Event::Scored { result: Err(ModelError::Cancelled), .. } => work.given_up(plan, part),
            Event::Done { result: Err(error), .. } | Event::Scored { result: Err(error), .. } => {
                if !concerns_prompt(&error) {
                    return Err(self.model_error(at, error));
                }
                work.refused(plan, part, error.to_string())
            }
            Event::Embedded { .. } => return Ok(()),
        };
        self.proceed(at, progress)
    }

    fn proceed(&mut self, at: usize, progress: Progress) -> Result<(), RunError> {
        match progress {
            Progress::Ask(parts) => {
                for part in 0..parts {
                    self.ask(at, part)?;
                }
            }
            Progress::Wait => {}
            // In a pause: the attempt is made again, with the same draws.
            Progress::GivenUp => {
                self.works[at].restart();
                self.ready.push(at);
            }
            Progress::Finished(attempt) => {
                self.sink.attempt(&attempt).map_err(RunError::Sink)?;
                if self.settle(at, *attempt)? {
                    self.replay(at)?;
                }
            }
        }
        Ok(())
    }

    /// Takes a finished attempt; returns whether the draw is tried again.
    fn settle(&mut self, at: usize, attempt: Attempt) -> Result<bool, RunError> {
        if let Some(failure) = &attempt.failure {
            self.sink.verdict(attempt.draw, attempt.attempt, failure).map_err(RunError::Sink)?;
        }
        let work = &mut self.works[at];
        let again = work.may_retry(&attempt);
        if again {
            work.retry();
        } else {
            work.finished = Some(attempt);
        }
        Ok(again)
    }

    /// Judges the finished draws that no unfinished one stands before.
    fn judge(&mut self) -> Result<(), RunError> {
        while let Some(work) = self.works.get(self.spent.len()) {
            let Some(attempt) = &work.finished else { return Ok(()) };
            let mut accepted = false;
            if attempt.failure.is_none() {
                let input = self.plan.given(attempt.input);
                let row = Row {
                    fields: &attempt.fields,
                    conditions: &attempt.conditions,
                    input,
                    steps: &attempt.steps,
                };
                let verdict = self.accepted.judge(&row);
                accepted = matches!(verdict, Verdict::Accepted { .. });
                if accepted && self.plan.reads_rows() {
                    self.made.push(Made {
                        row: self.plan.row(attempt),
                        conditions: attempt.conditions.clone(),
                        fields: attempt.fields.clone(),
                        shown: attempt.shown.clone(),
                    });
                }
                self.sink.verdict(attempt.draw, attempt.attempt, &verdict).map_err(RunError::Sink)?;
            }
            self.spent.push(work.spent(accepted));
        }
        Ok(())
    }

    fn model_error(&self, at: usize, error: ModelError) -> RunError {
        let step = self.plan.recipe.steps[self.works[at].step(self.plan)].id.clone();
        RunError::Model { step, error }
    }
}
