//! Small models trained on rows: what a dataset teaches, and which row teaches it.
//!
//! A student is trained in moments on a processor and always in the same way, so that decisions that rest on it are the
//! same on every machine.

mod features;
mod logistic;
mod rows;
mod text;

pub use features::{FeatureOptions, Features, Input};
pub use logistic::{Example, LogisticRegression, Precision};
pub use rows::Row;
pub use text::{TextClassifier, TextOptions};
