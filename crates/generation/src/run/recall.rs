//! What a recorded attempt asked, made again from its answers.

use dataset::{Attempt, StepTrace};
use inference::{Finish, Generation};

use super::budget::Place;
use super::work::{Progress, SCORED, Work};
use crate::demonstrations::Pool;
use crate::plan::Plan;
use crate::prompt::{PromptError, Rendered};

impl Plan {
    /// The prompts of a recorded attempt, one for each of its traces. Their hashes are those of the record. `pool` holds
    /// the rows of the run by their numbers, where [`Plan::shows_rows`].
    ///
    /// # Errors
    /// The recipe is not the one that made the attempt, and cannot be filled in.
    pub fn render_attempt(&self, attempt: &Attempt, pool: &Pool) -> Result<Vec<Rendered>, PromptError> {
        let place = Place { draw: attempt.draw, slot: 0, tries: 1 };
        let mut work = Work::new(place, self.recalled(attempt, pool));
        let mut traces = attempt.steps.iter();
        let mut prompts = Vec::new();
        let mut progress = work.advance(self);
        while let Progress::Ask(parts) = progress {
            progress = Progress::Wait;
            for part in 0..parts {
                let Some(trace) = traces.next() else { return Ok(prompts) };
                prompts.push(work.render(self, part)?);
                progress = work.recalled(self, part, trace);
            }
        }
        Ok(prompts)
    }
}

impl Work {
    /// Takes a recorded answer.
    fn recalled(&mut self, plan: &Plan, part: usize, trace: &StepTrace) -> Progress {
        if trace.finish == SCORED {
            return self.rescored(plan, part, trace);
        }
        let finish = match trace.finish.as_str() {
            "end" => Finish::End,
            "stop" => Finish::Stop,
            "length" => Finish::Length,
            "context" => Finish::Context,
            _ => Finish::Cancelled,
        };
        let generation = Generation { text: trace.raw.clone(), tokens: Vec::new(), finish };
        self.written(plan, part, generation)
    }
}
