//! Planning with the model (survey §4.1): a recipe from a description or from examples, and edits of a recipe from what
//! became of a few rows. All of it is proposed: a person takes it, changes it or drops it.
//!
//! What the model is asked is itself a recipe, whose answers a grammar holds to a form.

pub mod draft;
pub mod edits;
pub mod examples;
pub mod values;

use dataset::{Attempt, Fields, Verdict};
use generation::{Control, Plan, Sink, SinkError};
use inference::Model;

use crate::error::{Result, WireError};
use crate::project::sentence;

/// An attempt with what became of it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// What was asked and answered.
    pub attempt: Attempt,
    /// Whether it is a row.
    pub verdict: Verdict,
}

/// Makes the rows of a plan, which are kept by nobody but the caller.
pub fn ask(model: &dyn Model, plan: &Plan) -> Result<Vec<Tried>> {
    let mut kept = Kept::default();
    plan.run(model, [], &mut kept, &Control::default())
        .map_err(|error| WireError::failed(sentence(&error.to_string())))?;
    Ok(kept.tried)
}

#[derive(Default)]
struct Kept {
    waiting: Vec<Attempt>,
    tried: Vec<Tried>,
}

impl Sink for Kept {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        self.waiting.push(attempt.clone());
        Ok(())
    }

    fn verdict(&mut self, draw: u64, attempt: u32, verdict: &Verdict) -> std::result::Result<(), SinkError> {
        let at = self.waiting.iter().position(|made| (made.draw, made.attempt) == (draw, attempt));
        self.tried
            .extend(at.map(|at| Tried { attempt: self.waiting.swap_remove(at), verdict: verdict.clone() }));
        Ok(())
    }
}

/// Keeps a text from being read as a template, on one line.
pub fn plain(text: &str) -> String {
    let text = text.replace('{', "(").replace('}', ")").replace('"', "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
