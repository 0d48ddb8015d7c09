//! An ordered list of steps, as part of a recipe or as a file of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Features, Step};

/// A step of a pipeline, and whether it is made and counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[ts(rename = "CurationPipelineStep")]
pub struct PipelineStep {
    /// The step.
    #[serde(flatten)]
    pub step: Step,
    /// It is left out, and kept to be switched on again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub off: bool,
    /// What holds where the gate would hold it back.
    #[serde(default, skip_serializing_if = "AtGate::obeys")]
    #[ts(as = "Option<_>", optional)]
    pub gate: AtGate,
}

/// What holds for a step that the gate would hold back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "CurationAtGate")]
pub enum AtGate {
    /// It is held back.
    #[default]
    Obey,
    /// It counts all the same: the user knows better.
    Ignore,
}

impl AtGate {
    fn obeys(&self) -> bool {
        *self == Self::Obey
    }
}

impl From<Step> for PipelineStep {
    /// The step as it is made without further words.
    fn from(step: Step) -> Self {
        Self { step, off: false, gate: AtGate::Obey }
    }
}

/// What a pipeline makes of vectors of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vectors {
    /// No step reads them.
    Unread,
    /// A step does better with them, and can do without.
    Welcome,
    /// A step cannot be made without.
    Needed,
}

/// Steps in the order in which they are made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(rename = "CurationPipeline")]
pub struct Pipeline {
    /// The steps; a document writes each as `[[curate]]`.
    #[serde(default, rename = "curate")]
    pub steps: Vec<PipelineStep>,
}

/// A text is no pipeline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PipelineError {
    /// It is no TOML, or holds what no step has.
    #[error("the pipeline cannot be read: {0}")]
    Syntax(String),
    /// A number lies where it makes no sense.
    #[error("step {step} ({kind}): {name} must be {must_be}")]
    Value {
        /// Number of the step, from 1.
        step: usize,
        /// Its kind.
        kind: &'static str,
        /// The number's name.
        name: &'static str,
        /// What it must be.
        must_be: &'static str,
    },
}

impl Pipeline {
    /// Reads a TOML document that holds `[[curate]]` blocks and nothing else.
    ///
    /// # Errors
    /// It is none, or a number lies where it makes no sense.
    pub fn parse(text: &str) -> Result<Self, PipelineError> {
        let pipeline: Self =
            toml::from_str(text).map_err(|error| PipelineError::Syntax(error.to_string()))?;
        pipeline.check()?;
        Ok(pipeline)
    }

    /// The pipeline as TOML, which [`parse`](Self::parse) reads back.
    ///
    /// # Errors
    /// A number is too large for TOML.
    pub fn format(&self) -> Result<String, PipelineError> {
        toml::to_string(self).map_err(|error| PipelineError::Syntax(error.to_string()))
    }

    /// The steps that are made, each with its number in the document, from 0.
    pub fn made(&self) -> impl Iterator<Item = (usize, &PipelineStep)> {
        self.steps.iter().enumerate().filter(|(_, step)| !step.off)
    }

    /// The kind of the first step that measures nothing of rows without labels.
    #[must_use]
    pub fn reads_labels(&self) -> Option<&'static str> {
        self.made().map(|(_, made)| &made.step).find(|step| step.reads_labels()).map(Step::kind)
    }

    /// What its steps make of vectors of the texts.
    #[must_use]
    pub fn vectors(&self) -> Vectors {
        let of = |(_, made): (usize, &PipelineStep)| match made.step {
            Step::EmbeddingDuplicate { .. } | Step::Relabel { features: Some(Features::Vectors), .. } => {
                Vectors::Needed
            }
            Step::Relabel { features: None, .. } => Vectors::Welcome,
            _ => Vectors::Unread,
        };
        self.made().map(of).max().unwrap_or(Vectors::Unread)
    }

    /// Whether every number makes sense, those of steps that are left out too.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), PipelineError> {
        for (at, PipelineStep { step, .. }) in self.steps.iter().enumerate() {
            if let Some((name, must_be)) = wrong(step) {
                return Err(PipelineError::Value { step: at + 1, kind: step.kind(), name, must_be });
            }
        }
        Ok(())
    }
}

/// The first number of a step that makes no sense, and what it must be.
fn wrong(step: &Step) -> Option<(&'static str, &'static str)> {
    let inside = |low: f64, high: f64, value: f64| value >= low && value <= high;
    let unit = |value: f64, name| (!inside(0.0, 1.0, value)).then_some((name, "between 0 and 1"));
    // A limit of 0 from which rows are dropped drops them all.
    let positive =
        |value: f64| (!(value > 0.0 && value <= 1.0)).then_some(("limit", "above 0 and at most 1"));
    let some = |count: usize, name| (count == 0).then_some((name, "at least 1"));
    let listed = |words: &[String], name| {
        (words.is_empty() || words.iter().any(|word| word.trim().is_empty()))
            .then_some((name, "a list of words"))
    };
    match step {
        Step::Length { words: [low, high] } => {
            (low > high).then_some(("words", "the fewest and then the most"))
        }
        Step::Repetition { ngram, limit } | Step::NearDuplicate { ngram, limit } => {
            some(*ngram, "ngram").or_else(|| positive(*limit))
        }
        Step::Language { languages, limit } => {
            let known = |code: &String| whatlang::Lang::from_code(code).is_some();
            (languages.is_empty() || !languages.iter().all(known))
                .then_some(("languages", "known codes of three letters, such as eng"))
                .or_else(|| positive(*limit))
        }
        Step::Refusal { phrases } if !phrases.is_empty() => listed(phrases, "phrases"),
        Step::Toxicity { words, limit } | Step::Stereotype { words, limit } => (*limit == 0)
            .then_some(("limit", "at least 1"))
            .or_else(|| if words.is_empty() { None } else { listed(words, "words") }),
        Step::Consistency { columns, limit } => listed(columns, "columns").or_else(|| unit(*limit, "limit")),
        Step::CrossPartition { stages, limit } => some(*stages, "stages").or_else(|| unit(*limit, "limit")),
        Step::Blocklist { words } => listed(words, "words"),
        Step::EmbeddingDuplicate { limit }
        | Step::LabelErrors { limit, .. }
        | Step::ModelLabel { limit, .. } => positive(*limit),
        Step::GenerationProbability { share, .. } | Step::Ambiguity { share } => unit(*share, "share"),
        Step::Rating { limit, .. } | Step::Influence { limit } => {
            (!limit.is_finite()).then_some(("limit", "a number"))
        }
        Step::SmallLoss { limit } | Step::Dynamics { limit, .. } => unit(*limit, "limit"),
        Step::StudentAgreement { limit } => {
            (!inside(-1.0, 1.0, *limit)).then_some(("limit", "between -1 and 1"))
        }
        Step::NeighbourAgreement { neighbours, limit } => {
            some(*neighbours, "neighbours").or_else(|| unit(*limit, "limit"))
        }
        Step::SunGen { rounds } => some(*rounds, "rounds"),
        Step::Relabel { keep, limit, .. } => unit(*keep, "keep").or_else(|| unit(*limit, "limit")),
        Step::OnlineWeights { epochs } => some(*epochs, "epochs"),
        Step::MetaWeights { epochs, hidden } => some(*epochs, "epochs").or_else(|| some(*hidden, "hidden")),
        Step::Refusal { .. }
        | Step::SourceLeakage { .. }
        | Step::Pii { .. }
        | Step::ExactDuplicate {}
        | Step::Balance { .. } => None,
    }
}

#[cfg(test)]
mod tests;
