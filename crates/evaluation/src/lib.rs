//! Measures of a dataset: diversity, faithfulness, balance. Takes rows and verdicts; never prompts.
//!
//! Each module answers one question with figures ([`Measure`]), charts ([`Chart`]) and a sentence ([`Finding`]).

pub mod arena;
pub mod balance;
mod chart;
pub mod coverage;
pub mod diversity;
pub mod faithfulness;
mod finding;
mod measure;
pub mod novelty;
pub mod privacy;
mod ratings;
pub mod reference;
pub mod report;
mod resampled;
mod rows;
mod sampled;
pub mod semantic;
pub mod usefulness;

pub use chart::{Behind, Cell, Chart, Curve, CurvePoint, Dashboard, Drawing, Place, Plane, Point};
pub use finding::{Finding, Question, Tone, signed_points};
pub use measure::{Measure, Unit};
pub use ratings::{
    CategoryAgreement, Figure, LevelAgreement, Levels, Marks, PairAgreement, RaterMean, RatingAgreement,
    Ratings, SpanAgreement, SpanPairAgreement, SpanTypeAgreement,
};
pub use resampled::{MEASURINGS, with_intervals};
pub use rows::{Row, Rows, Tokens};
