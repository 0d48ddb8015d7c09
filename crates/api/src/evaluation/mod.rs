//! Figures about the rows of a run: what can be told at once, and the parts that take longer, each kept with what it was
//! measured on.

mod against_people;
mod arena;
pub mod canaries;
mod difference;
mod file;
mod history;
mod judged;
mod measured;
mod parts;
mod rows;

pub use against_people::{judges, judges_digest, judges_need};
pub use arena::{Blind, Competition, word};
pub use difference::{Compared, compare};
pub use file::of_file;
pub use history::{keep, over_runs};
pub use measured::{Around, Figures, groups, of_run};
pub use parts::{Basis, Embed, KnownTexts, MeasuredPart, name_of, privacy, semantic, usefulness};
pub use rows::{AskedRows, RunRows, Seen};
