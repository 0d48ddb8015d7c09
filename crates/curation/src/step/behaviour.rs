//! What follows from the kind of a step.

use crate::step::{Better, Purpose};
use crate::{Action, Rule, Step};

impl Step {
    /// Its kind, as the document writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Length { .. } => "length",
            Self::Repetition { .. } => "repetition",
            Self::Language { .. } => "language",
            Self::Refusal { .. } => "refusal",
            Self::Blocklist { .. } => "blocklist",
            Self::Toxicity { .. } => "toxicity",
            Self::Stereotype { .. } => "stereotype",
            Self::SourceLeakage { .. } => "source-leakage",
            Self::Pii { .. } => "pii",
            Self::ExactDuplicate {} => "exact-duplicate",
            Self::NearDuplicate { .. } => "near-duplicate",
            Self::EmbeddingDuplicate { .. } => "embedding-duplicate",
            Self::GenerationProbability { .. } => "generation-probability",
            Self::Rating { .. } => "rating",
            Self::Consistency { .. } => "consistency",
            Self::LabelErrors { .. } => "label-errors",
            Self::ModelLabel { .. } => "model-label",
            Self::SmallLoss { .. } => "small-loss",
            Self::Dynamics { .. } => "dynamics",
            Self::Influence { .. } => "influence",
            Self::Ambiguity { .. } => "ambiguity",
            Self::StudentAgreement { .. } => "student-agreement",
            Self::NeighbourAgreement { .. } => "neighbour-agreement",
            Self::SunGen { .. } => "sun-gen",
            Self::OnlineWeights { .. } => "online-weights",
            Self::MetaWeights { .. } => "meta-weights",
            Self::Balance { .. } => "balance",
            Self::CrossPartition { .. } => "cross-partition",
            Self::Relabel { .. } => "relabel",
        }
    }

    /// What it does with the values that it measures.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match *self {
            Self::Length { words: [low, high] } => {
                Rule::Within { low: f64::from(low), high: f64::from(high) }
            }
            Self::Repetition { limit, .. }
            | Self::Language { limit, .. }
            | Self::NearDuplicate { limit, .. }
            | Self::EmbeddingDuplicate { limit }
            | Self::LabelErrors { limit, action: Action::Drop }
            | Self::ModelLabel { limit, action: Action::Drop, .. }
            | Self::Influence { limit } => Rule::Below { limit },
            Self::Toxicity { limit, .. } | Self::Stereotype { limit, .. } => {
                Rule::Below { limit: f64::from(limit) }
            }
            Self::SourceLeakage { words } => Rule::Within { low: 0.0, high: f64::from(words) },
            Self::Refusal { .. } | Self::Blocklist { .. } | Self::Pii { .. } | Self::ExactDuplicate {} => {
                Rule::Below { limit: 1.0 }
            }
            Self::GenerationProbability { share, .. } | Self::Ambiguity { share } => {
                Rule::BestOfLabel { share }
            }
            Self::Rating { limit, better: Better::Lower, .. } => Rule::Below { limit },
            Self::Rating { limit, better: Better::Higher, .. }
            | Self::Consistency { limit, .. }
            | Self::SmallLoss { limit }
            | Self::Dynamics { limit, .. }
            | Self::StudentAgreement { limit }
            | Self::NeighbourAgreement { limit, .. } => Rule::AtLeast { limit },
            Self::LabelErrors { limit, action: Action::Relabel }
            | Self::ModelLabel { limit, action: Action::Relabel, .. }
            | Self::CrossPartition { limit, .. }
            | Self::Relabel { limit, .. } => Rule::Relabel { limit },
            Self::SunGen { .. }
            | Self::OnlineWeights { .. }
            | Self::MetaWeights { .. }
            | Self::Balance { .. } => Rule::Weigh,
        }
    }

    /// Why it is there.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self {
            Self::Length { .. }
            | Self::Language { .. }
            | Self::Refusal { .. }
            | Self::Blocklist { .. }
            | Self::Toxicity { .. }
            | Self::Stereotype { .. }
            | Self::SourceLeakage { .. }
            | Self::Pii { .. }
            | Self::Rating { .. } => Purpose::Policy,
            _ => Purpose::Training,
        }
    }

    /// Whether it measures nothing of rows without labels.
    #[must_use]
    pub fn reads_labels(&self) -> bool {
        matches!(
            self,
            Self::LabelErrors { .. }
                | Self::StudentAgreement { .. }
                | Self::Relabel { .. }
                | Self::CrossPartition { .. }
                | Self::SmallLoss { .. }
                | Self::Ambiguity { .. }
                | Self::Dynamics { .. }
                | Self::Influence { .. }
                | Self::NeighbourAgreement { .. }
                | Self::SunGen { .. }
                | Self::OnlineWeights { .. }
                | Self::MetaWeights { .. }
                | Self::Balance { column: None }
        )
    }

    /// Whether it learns from gold rows: without any it cannot be made, and a gate judges it only by those that it did not
    /// learn from.
    #[must_use]
    pub fn learns_from_gold(&self) -> bool {
        matches!(
            self,
            Self::Dynamics { .. }
                | Self::Influence { .. }
                | Self::OnlineWeights { .. }
                | Self::MetaWeights { .. }
        )
    }
}
