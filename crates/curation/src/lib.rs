//! What becomes of generated rows: filters, weights and new labels, and which rows people should see (Long et al., 2024,
//! §3.2 and appendix A).
//!
//! Takes rows, vectors and scores and never prompts: every judge and every relabelling by a model is a recipe that
//! `generation` runs, and comes here as a column. Nothing is deleted: a [`Pipeline`] of [`Step`]s marks rows, and each
//! mark can be explained, previewed at another threshold and undone.

mod bilevel;
pub mod enhancement;
mod gate;
mod learner;
mod lexicon;
mod measure;
mod nearest;
mod noise;
mod outcome;
mod pipeline;
mod rows;
mod rule;
mod run;
pub mod selection;
mod step;
mod study;

pub use bilevel::{BatchOptions, Bilevel, MetaOptions, SunGenOptions};
pub use gate::{GateOptions, GateReport, Verdict, compare};
pub use measure::StepError;
pub use noise::LabelNoise;
pub use outcome::{
    Counts, Curated, DuplicateCopy, DuplicateGroup, Force, LabelError, Mark, Outcome, StepOutcome,
};
pub use pipeline::{AtGate, Pipeline, PipelineError, PipelineStep, Vectors};
pub use rows::{Gold, Labels, Rows, RowsError};
pub use rule::{Effect, Evidence, Measured, Rule};
pub use run::{RunError, Setting, curate, curate_again, judged_by_students};
pub use step::{Action, Better, Features, MODEL_CERTAINTY, MODEL_LABEL, Purpose, Step};
pub use study::Study;
