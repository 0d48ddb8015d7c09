//! From a recipe and a model to rows.
//!
//! [`Plan::new`] makes a recipe ready; [`Plan::run`] asks the model and reports every attempt and verdict to a
//! [`Sink`]; [`Plan::retry`] makes one more attempt for a person; [`Plan::render_draw`] shows the prompt of any row, each span with its [`Origin`].

mod check;
mod demonstrations;
mod draw;
mod estimate;
mod expression;
mod output;
mod plan;
mod prompt;
mod random;
mod run;
mod sources;

pub use demonstrations::{Embed, Pool};
pub use draw::{Deck, DrawError, Expected, band, combinations, expected, key, marginal, shares, text};
pub use estimate::{Estimate, Rates, estimate};
pub use output::PatternError;
pub use plan::{Drawn, Plan, PlanError};
pub use prompt::{Origin, Piece, PromptError, Rendered};
pub use run::{Control, Outcome, Retried, RetryError, RunError, Sink, SinkError};
pub use sources::{Sources, read_options};
