//! Personal data in texts: where it seems to be, and one surrogate for each value.
//!
//! [`find`] proposes; a person decides. What they confirm becomes [`Entry`]s, and a [`Replacer`] puts each entry's
//! surrogate in place of its value, the same one in every text. Everything here is pure: no files, no clock, no chance.
//!
//! Values are the most private texts of a project. Nothing here writes them anywhere, and the `Debug` output of what
//! holds them leaves them out, so that no log line can carry one by accident.

mod entry;
mod find;
mod kind;
mod replace;
mod rows;
mod search;

pub use entry::{Entry, ValueError, check_value, next_surrogate};
pub use find::{Candidate, find};
pub use kind::Kind;
pub use replace::{Replacer, Restorer};
pub use rows::{Occurrences, occurrences, replace_rows};
pub use search::TooManyValues;

/// Named values of a row, in order.
pub type Fields = serde_json::Map<String, serde_json::Value>;
