//! Which rows people should label (Long et al. 2024, appendix A).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod batch;
pub(crate) mod clusters;
mod share;
mod votes;

pub use batch::{Candidates, select};
pub use share::{Share, share};
pub use votes::vote_k_by_confidence;

/// How rows are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "SelectionStrategy")]
pub enum Strategy {
    /// By chance.
    #[default]
    Random,
    /// Where the probabilities have the greatest entropy.
    MaximumEntropy,
    /// Where the most probable class is least probable.
    LeastConfidence,
    /// The row nearest to each centre of as many clusters as rows are wanted (LLMaAA, Zhang et al. 2023).
    KMeans,
    /// Each the farthest from those before (Sener and Savarese 2018).
    KCenter,
    /// Typical and unlike those before (Su et al. 2023): the first half of vote-k. The second is [`vote_k_by_confidence`], once
    /// people labelled some rows and a model judged the others.
    VoteK,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Random, Self::MaximumEntropy, Self::LeastConfidence, Self::KMeans, Self::KCenter, Self::VoteK];
}
