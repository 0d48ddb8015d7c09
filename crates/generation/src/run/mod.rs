//! The runner: draws become attempts, attempts become rows.
//!
//! Draws are made in rounds. All draws of a round are in flight at once, each a small state machine over its steps;
//! the model answers in any order. What depends on other rows is decided in the order of the draws, and what a round may
//! spend is fixed before it begins. So the rows depend on recipe, model and seed only.

mod budget;
mod control;
mod flight;
mod recall;
mod retry;
mod round;
mod sink;
mod step;
mod vote;
mod work;

pub use control::Control;
pub use retry::{Retried, RetryError};
pub use sink::{Sink, SinkError};

use std::collections::BTreeMap;

use dataset::Attempt;
use inference::{Model, ModelError};

use crate::check::Accepted;
use crate::demonstrations::Pool;
use crate::plan::Plan;
use crate::prompt::PromptError;
use budget::Budget;
use round::Round;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All rows wanted were accepted.
    Completed,
    /// The attempts were used up first.
    AttemptsExhausted {
        /// Rows accepted.
        accepted: u64,
    },
    /// Every given row was worked on, but some failed all their tries.
    InputsExhausted {
        /// Rows accepted.
        accepted: u64,
    },
    /// The run was cancelled; it can be resumed from its record.
    Cancelled,
}

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The model cannot work.
    #[error("The step '{step}' has no answer. {error}")]
    Model {
        /// The step.
        step: String,
        /// What the model said.
        error: ModelError,
    },
    /// Rows made so far cannot be compared.
    #[error(transparent)]
    Demonstrations(#[from] PromptError),
    /// What was made could not be recorded.
    #[error(
        "A row could not be recorded: {0}. Rows recorded before are safe; resume when there is room again."
    )]
    Sink(#[source] SinkError),
    /// The record belongs to another recipe, seed or source.
    #[error(
        "The record of draw {draw} was made with other conditions; resume with the recipe, seed and sources of the run."
    )]
    Record {
        /// The draw.
        draw: u64,
    },
    /// The model stopped sending events.
    #[error("The model no longer answers; load it again and resume.")]
    Silent,
}

/// Attempts that need not be made again, by draw and attempt.
type Recorded = BTreeMap<(u64, u32), Attempt>;

impl Plan {
    /// Makes the rows. Attempts in `recorded` are taken as they are instead of being made again, so that a run can be
    /// resumed from any part of its record.
    ///
    /// # Errors
    /// The model cannot work, the sink fails, or the record is of another run. What the sink has taken stays valid.
    pub fn run(
        &self,
        model: &dyn Model,
        recorded: impl IntoIterator<Item = Attempt>,
        sink: &mut dyn Sink,
        control: &Control,
    ) -> Result<Outcome, RunError> {
        // What was asked and answered is not needed again, and is most of a record.
        let outcome_of = |attempt: Attempt| Attempt { steps: Vec::new(), ..attempt };
        let mut recorded: Recorded = recorded
            .into_iter()
            .map(|attempt| ((attempt.draw, attempt.attempt), outcome_of(attempt)))
            .collect();
        let mut accepted = Accepted::new(&self.set_checks);
        let mut budget = Budget::new(self);
        let mut pool = Pool::default();
        loop {
            if accepted.count() >= self.rows {
                return Ok(Outcome::Completed);
            }
            let places = budget.plan(self, accepted.count());
            if places.is_empty() {
                let accepted = accepted.count();
                return Ok(match budget.is_spent() {
                    true => Outcome::AttemptsExhausted { accepted },
                    false => Outcome::InputsExhausted { accepted },
                });
            }
            pool.settle(&self.recipe, &self.shots, self.encoder.as_deref())?;
            let rows = (&mut accepted, &mut pool);
            let mut round = Round::new(self, model, sink, control, rows, &mut recorded);
            match round.run(&places)? {
                Some(results) => budget.settle(self, &places, &results),
                None => return Ok(Outcome::Cancelled),
            }
        }
    }
}
