//! The project file: one SQLite database that remembers every row and why it exists.
//!
//! Attempts, verdicts, revisions and reviews are records: they are added, never changed; what people do by hand, undo
//! included, is another record. What the data page shows is computed from them in the same transaction, so the two never
//! disagree. A [`Project`] writes, a [`Reader`] reads;
//! there is one writer for a file at a time, and any number of readers beside it.
//!
//! Several people judge a run in files of their own: [`Reader::assign`] makes them, [`Project::merge`] brings their words
//! home. What becomes of a row is a function of the words that stand on it and of the row without them.

mod annotations;
mod attempts;
mod bulk;
mod bulk_plan;
mod computed;
mod counts;
mod curation;
mod decisions;
mod error;
mod exchange;
mod extras;
#[cfg(all(test, unix))]
mod faults;
mod listing;
mod lock;
mod merge;
mod mount;
mod open;
mod pairs;
mod personal;
mod query;
mod ratings;
mod recipes;
mod record;
mod replacement;
mod reviews;
mod revisions;
mod rows;
mod runs;
mod schema;
mod settings;
mod sources;
mod words;

pub use annotations::{Annotation, AnnotationId, Answer};
pub use attempts::{AttemptId, Attempts};
pub use bulk::{BulkChange, BulkPlan, Left, Planned, Selection};
pub use computed::{Computed, ComputedKey};
pub use counts::{Facet, Funnel};
pub use curation::{CuratedDetail, CuratedRow, Curation, MadePipeline};
pub use decisions::Decision;
pub use error::Error;
pub use exchange::{Assignment, Exchange};
pub use merge::{Merged, Refusal, RefusedRow};
pub use open::{Project, Reader};
pub use pairs::JudgedPair;
pub use personal::{PersonalData, PersonalStamp, PersonalValue};
pub use query::{Column, Cursor, Filter, RowQuery, Show, Sort, Test};
pub use ratings::{RatedRow, RowRating};
pub use recipes::{Draft, RecipeVersion, recipe_hash};
pub use replacement::Replacement;
pub use reviews::{Given, Review, ReviewCounts, Reviewable};
pub use revisions::{Change, NextSteps, Revision, RevisionKind};
pub use rows::{Extra, RowDetail, RowSummary, RowWindow};
pub use runs::{Run, RunId, RunPlan, Status};
pub use sources::{SourceInfo, SourceSnapshot};
pub use words::{Changes, Effect, Outcome, ReviewedRow};
