//! Measures of a dataset: diversity, faithfulness, balance. Takes rows and verdicts; never prompts.

mod measure;

pub use measure::{Measure, Unit};
