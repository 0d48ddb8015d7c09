//! Do the rows give away what they were made from?
//!
//! Known texts are those that a run read: the rows of its support set, or documents. [`copied`] looks for their words in the
//! rows, [`closest`] for rows that are nearer to them than chance makes them, [`canaries`] for texts that were put among them
//! on purpose, and [`personal`] for personal data. [`report`] puts it in figures, charts and a sentence.

mod canary;
mod closest;
mod copied;
mod personal;
pub mod report;

pub use ::privacy::{Kind, TooManyValues};
pub use canary::{Canary, Exposed, canaries, exposure};
pub use closest::{Closest, ClosestOptions, Heldout, Records, Row as ClosestRow, closest};
pub use copied::{Copied, copied};
pub use personal::{Personal, personal};

#[cfg(test)]
mod tests;
