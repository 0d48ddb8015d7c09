//! Better labels, by people and by students (Long et al. 2024, §3.2.2).
//!
//! Nothing here asks anybody: what a person or a model is to look at comes out as a list of rows, and what they answered comes
//! back as labels.

mod ambiguous;
mod budget;
mod codebook;
mod cross_partition;
mod freeal;

pub use ambiguous::{Ambiguous, ambiguous};
pub use budget::{Budget, Reannotation, reannotate};
pub use codebook::{Comparison, Confusion, LabelAgreement, Proportion, Standing, halves, improvement};
pub use cross_partition::cross_partition;
pub use freeal::{Annotation, Distillation, FreeAlOptions, Request};
