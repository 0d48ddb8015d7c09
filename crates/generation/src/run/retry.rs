//! One more attempt at a draw, because a person asks for it.
//!
//! It has a number that the run itself never uses, so it is the same whenever it is made, and the run is the same with
//! and without it. What it is compared with are the rows that the dataset has when it is made.

use dataset::{Attempt, Fields, Verdict};
use inference::Model;
use recipe::Method;

use super::round::Round;
use super::work::is_final;
use super::{Control, Recorded, RunError, Sink, SinkError};
use crate::check::{Accepted, Row};
use crate::demonstrations::Pool;
use crate::plan::Plan;

/// An attempt made because a person asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Retried {
    /// What was asked and answered.
    pub attempt: Attempt,
    /// Why it is no row of the dataset, or `None` where it passes every check.
    pub rejection: Option<Verdict>,
}

/// Why a draw is not tried again.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// The prompt itself is the fault.
    #[error(
        "The prompt of this draw cannot be asked, so another try would fail alike; change the recipe and start a new run."
    )]
    Prompt,
    /// Nothing is left to chance.
    #[error(
        "Every step of this recipe takes its most probable answer, so another try would be the same; raise a temperature and start a new run."
    )]
    Certain,
    /// The attempt could not be made.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Plan {
    /// The first number of attempts that the run itself never makes.
    #[must_use]
    pub fn first_extra(&self) -> u32 {
        self.retries.saturating_add(1)
    }

    /// Makes attempt `number`, from [`Plan::first_extra`] on, at the draw of a recorded attempt: the same conditions,
    /// demonstrations and prompts, other random numbers. It goes before runs in the model's queue. `accepted` are the
    /// rows of the dataset with their numbers, `pool` those that the run made. Returns `None` where it was cancelled.
    ///
    /// # Errors
    /// The model cannot work, or another try cannot differ.
    pub fn retry(
        &self,
        model: &dyn Model,
        before: &Attempt,
        number: u32,
        accepted: impl IntoIterator<Item = (u64, Fields)>,
        mut pool: Pool,
        control: &Control,
    ) -> Result<Option<Retried>, RetryError> {
        if is_final(before) {
            return Err(RetryError::Prompt);
        }
        let drawn = |step: usize| {
            let step = &self.recipe.steps[step];
            step.method == Method::Write && step.sampling.temperature > 0.0
        };
        if !self.order.iter().any(|step| drawn(*step)) {
            return Err(RetryError::Certain);
        }
        let mut rows = Accepted::new(&self.set_checks);
        let none = Fields::new();
        for (row, fields) in accepted {
            rows.add(&Row { fields: &fields, conditions: &none, input: None, steps: &[] }, row);
        }
        let (mut kept, mut recorded) = (Kept::default(), Recorded::new());
        let rows = (&mut rows, &mut pool);
        Round::new(self, model, &mut kept, control, rows, &mut recorded).again(before, number)?;
        Ok(kept.attempt.zip(kept.verdict).map(|(attempt, verdict)| Retried {
            attempt,
            rejection: match verdict {
                Verdict::Accepted { .. } => None,
                rejected @ Verdict::Rejected { .. } => Some(rejected),
            },
        }))
    }
}

/// Keeps the one attempt.
#[derive(Default)]
struct Kept {
    attempt: Option<Attempt>,
    verdict: Option<Verdict>,
}

impl Sink for Kept {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> Result<(), SinkError> {
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> Result<(), SinkError> {
        self.attempt = Some(attempt.clone());
        Ok(())
    }

    fn verdict(&mut self, _: u64, _: u32, verdict: &Verdict) -> Result<(), SinkError> {
        self.verdict = Some(verdict.clone());
        Ok(())
    }
}
