//! Small models trained on rows: what a dataset teaches, and which row teaches it.
//!
//! A student is trained in moments on a processor and always in the same way, so that decisions that rest on it are the
//! same on every machine.

mod logistic;
mod text;

pub use logistic::{Example, LogisticRegression};
pub use text::TextClassifier;
