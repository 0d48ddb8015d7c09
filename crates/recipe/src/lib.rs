//! The recipe document: types, validation, formatting, differences. Pure data, no I/O.
//!
//! A recipe says what the survey (Long et al., 2024, §3.1) says a generation prompt is made of: a task
//! specification, conditions, demonstrations; and around them the steps, the schedule and the checks.

mod calculation;
mod check;
mod columns;
mod condition;
mod curate;
mod demonstration;
mod describe;
mod diff;
mod document;
mod format;
pub mod gallery;
mod graph;
mod parse;
mod problem;
mod schedule;
mod source;
mod step;
mod task;
pub mod template;
mod validate;

pub use check::{Check, CheckScope};
pub use columns::{Column, Origin, confidence_of};
pub use condition::{
    Branch, Condition, Dates, Depends, Facts, Labels, Range, Rows, Scope, Value, Weighted, Words,
};
pub use curate::Curate;
pub use demonstration::{Demonstration, SYNTHETIC, Select, Similarity};
pub use diff::Change;
pub use document::Recipe;
pub use graph::{Edge, ITEM, Node};
pub use problem::{Problem, Severity};
pub use schedule::{Schedule, Strategy};
pub use source::{Chunks, Source};
pub use step::{Method, Output, Repeat, Sampling, Step, Until, Vote, agreement_of};
pub use task::{Label, Mode, Task, TaskKind};
pub use validate::{is_free_name, is_identifier};
