//! What crosses the wire. Sizes are bytes, times are milliseconds since 1970 (UTC), durations are seconds.

mod annotation;
mod app;
mod bulk;
mod codebook;
mod curation;
mod data;
mod evaluate;
mod event;
mod export;
mod model;
mod personal;
mod picture;
mod planning;
mod recipe;
mod review;
mod review_kind;
mod run;

pub use annotation::*;
pub use app::*;
pub use bulk::*;
pub use codebook::*;
pub use curation::*;
pub use data::*;
pub use evaluate::*;
pub use event::*;
pub use export::*;
pub use model::*;
pub use personal::*;
pub use picture::*;
pub use planning::*;
pub use recipe::*;
pub use review::*;
pub use review_kind::*;
pub use run::*;
