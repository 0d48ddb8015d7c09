//! Where a run reports to.

use dataset::{Attempt, Fields, Verdict};

/// Why a sink could not take what it was given, such as a full disk.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// Takes what a run makes. An error stops the run; what was taken before stays.
pub trait Sink {
    /// An attempt at a draw begins. After a pause the same attempt may begin again.
    ///
    /// # Errors
    /// Whatever keeps the sink from going on.
    fn started(&mut self, draw: u64, attempt: u32, conditions: &Fields) -> Result<(), SinkError>;

    /// A step of the current attempt at a draw got further text.
    ///
    /// # Errors
    /// Whatever keeps the sink from going on.
    fn token(&mut self, draw: u64, step: &str, text: &str) -> Result<(), SinkError>;

    /// An attempt is finished. Attempts that were handed in as recorded are not reported again.
    ///
    /// # Errors
    /// Whatever keeps the sink from going on.
    fn attempt(&mut self, attempt: &Attempt) -> Result<(), SinkError>;

    /// An attempt was judged. It was reported before, or handed in as recorded: a resumed run judges recorded attempts
    /// again, with the same outcome. Rows are accepted in the order of their numbers.
    ///
    /// # Errors
    /// Whatever keeps the sink from going on.
    fn verdict(&mut self, draw: u64, attempt: u32, verdict: &Verdict) -> Result<(), SinkError>;
}
