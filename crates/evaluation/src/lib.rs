//! Measures of a dataset: diversity, faithfulness, balance. Takes rows and verdicts; never prompts.
//!
//! Each module answers one question with figures ([`Measure`]), charts ([`Chart`]) and a sentence ([`Finding`]).

pub mod balance;
mod chart;
pub mod diversity;
pub mod faithfulness;
mod finding;
mod measure;
pub mod novelty;
mod ratings;
mod rows;

pub use chart::{Behind, Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Place, Point};
pub use finding::{Finding, Question, Tone};
pub use measure::{Measure, Unit};
pub use ratings::{CategoryAgreement, Figure, PairAgreement, RatingAgreement, Ratings};
pub use rows::{Row, Rows};
