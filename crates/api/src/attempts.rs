//! What a plan makes, for the eyes of the caller alone.

use dataset::{Attempt, Fields, Verdict};
use generation::{Control, Outcome, Plan, Sink, SinkError};
use inference::Model;

use crate::error::{Result, WireError};
use crate::project::sentence;

/// Runs a plan; `hear` gets each attempt as it is made.
///
/// # Errors
/// The model cannot work, or `hear` fails.
pub fn run_each(
    plan: &Plan,
    model: &dyn Model,
    control: &Control,
    hear: impl FnMut(&Attempt) -> Result<()>,
) -> Result<Outcome> {
    let mut listener = Listener { hear, failure: None };
    let outcome = plan.run(model, [], &mut listener, control);
    if let Some(failure) = listener.failure {
        return Err(failure);
    }
    outcome.map_err(|error| WireError::failed(sentence(&error.to_string())))
}

struct Listener<H> {
    hear: H,
    failure: Option<WireError>,
}

impl<H: FnMut(&Attempt) -> Result<()>> Sink for Listener<H> {
    fn started(&mut self, _: u64, _: u32, _: &Fields) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> std::result::Result<(), SinkError> {
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> std::result::Result<(), SinkError> {
        (self.hear)(attempt).map_err(|error| {
            let message = error.message.clone();
            self.failure = Some(error);
            message.into()
        })
    }

    fn verdict(&mut self, _: u64, _: u32, _: &Verdict) -> std::result::Result<(), SinkError> {
        Ok(())
    }
}
