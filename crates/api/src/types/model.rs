//! Models.

use inference::ModelCard;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A model that can be used.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ModelEntry {
    /// Its id: `starter`, or the SHA-256 of an imported file.
    pub id: String,
    /// Where it comes from.
    pub origin: ModelOrigin,
    /// Where the file lies; `None` for the built-in one.
    pub path: Option<String>,
    /// What is known of it.
    pub card: ModelCard,
    /// Whether it fits this computer.
    pub fit: Fit,
    /// It is the one in use.
    pub active: bool,
    /// Output tokens per second measured here, with the number of sequences computed together.
    pub speed: Option<MeasuredSpeed>,
}

/// Where a model comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ModelOrigin {
    /// The demonstration model inside the program.
    BuiltIn,
    /// A file of the user's.
    Imported,
}

/// Speed of a model on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MeasuredSpeed {
    /// Output tokens per second.
    pub tokens_per_second: f64,
    /// Sequences computed together.
    pub batch: usize,
}

/// Whether a model fits.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Fit {
    /// The verdict.
    pub verdict: FitVerdict,
    /// The verdict in words: 'fits: 3.1 of 14 GB with 32 rows at a time'.
    pub words: String,
    /// Expected memory: weights, KV cache of a full batch, working memory.
    pub bytes: u64,
    /// Sequences computed together that the verdict counts with.
    pub batch: usize,
}

/// How well a model fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FitVerdict {
    /// With at least a fifth of the memory to spare.
    Fits,
    /// With less to spare.
    Tight,
    /// Not in memory.
    TooBig,
}

/// Names a model.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ModelRequest {
    /// Its id.
    pub id: String,
}

/// What a file says of itself, before it is imported.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ModelInspection {
    /// Name from the metadata, else the file's name.
    pub name: String,
    /// Architecture.
    pub architecture: String,
    /// The engine can run it.
    pub supported: bool,
    /// Why not, in a sentence.
    pub obstacle: Option<String>,
    /// Quantization of most of the weights.
    pub quantization: String,
    /// Number of weights.
    pub parameters: u64,
    /// Size of the file.
    pub bytes: u64,
    /// Context window, in tokens.
    pub context: usize,
    /// Layers.
    pub layers: usize,
    /// Licence named in the file.
    pub license: Option<String>,
    /// The file brings a chat template.
    pub chat_template: bool,
    /// Whether it fits this computer.
    pub fit: Fit,
}
