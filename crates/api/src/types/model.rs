//! Models.

use inference::ModelCard;
use inference::chat::TemplateReview;
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
    /// Repository of the hub that the file was downloaded from.
    pub repository: Option<String>,
    /// Size of the file that would be deleted with the model; `None` where the file is the user's own.
    pub deletes: Option<u64>,
    /// What was found in the chat template.
    pub template: TemplateReview,
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
    /// What was found in its chat template.
    pub template: TemplateReview,
    /// Whether it fits this computer.
    pub fit: Fit,
    /// A record of it lies beside the file: its SHA-256 will be checked, and the file will be copied into the program's
    /// folder.
    pub recorded: bool,
}

/// Speed of a model that is not here, from the measurement of one that is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EstimatedSpeed {
    /// Output tokens per second.
    pub tokens_per_second: f64,
    /// Sequences computed together.
    pub batch: usize,
    /// Name of the model that was measured.
    pub from: String,
    /// The measured model has such another size that this is a rough guess.
    pub rough: bool,
}

/// A model that can be downloaded.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CatalogueModel {
    /// Its id in the catalogue.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub maker: String,
    /// Family, as people say it.
    pub family: String,
    /// Repository of the hub.
    pub repository: String,
    /// Quantization of the file.
    pub quantization: String,
    /// Number of weights.
    pub parameters: u64,
    /// Expected size of the file.
    pub bytes: u64,
    /// Context window, in tokens.
    pub context: u64,
    /// SPDX identifier, or `LicenseRef-…`.
    pub license: String,
    /// What the licence restricts.
    pub license_note: Option<String>,
    /// BCP 47 tags of the languages named first.
    pub languages: Vec<String>,
    /// How many languages its makers name, where that is more.
    pub languages_in_all: Option<u32>,
    /// Somebody has downloaded it and this program has run it.
    pub verified: bool,
    /// Why it cannot be run, in a sentence.
    pub obstacle: Option<String>,
    /// Whether it would fit this computer.
    pub fit: Fit,
    /// Expected speed on this computer; `None` until a model was measured here.
    pub speed: Option<EstimatedSpeed>,
    /// Id of the model in the list, once it was downloaded.
    pub installed: Option<String>,
}

/// A download of a model of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Download {
    /// Id of the model in the catalogue.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is at.
    pub status: DownloadStatus,
    /// Bytes that have arrived.
    pub received: u64,
    /// Bytes of the file; 0 until the hub has told.
    pub total: u64,
    /// Whom it talks to now.
    pub host: Option<String>,
    /// Bytes that arrive in a second.
    pub bytes_per_second: Option<f64>,
    /// Why it stopped, in a sentence.
    pub failure: Option<String>,
}

/// What a download is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DownloadStatus {
    /// Asking the hub for the file's size and SHA-256.
    Asking,
    /// Taking bytes.
    Receiving,
    /// The connection broke; it is made again soon.
    Waiting,
    /// Checking what arrived.
    Checking,
    /// Held; it can be gone on with.
    Paused,
    /// It stopped by itself; it can be tried again.
    Failed,
    /// The model is in the list.
    Done,
    /// It was given up.
    Discarded,
}

impl DownloadStatus {
    /// Whether it goes on by itself.
    #[must_use]
    pub fn is_working(self) -> bool {
        matches!(self, Self::Asking | Self::Receiving | Self::Waiting | Self::Checking)
    }
}

/// Copies a model.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CopyModel {
    /// The model's id.
    pub id: String,
    /// A folder, or the name of the copy.
    pub path: String,
}

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CopyReport {
    /// The copy.
    pub path: String,
    /// The record beside it.
    pub record: String,
    /// Size of the copy.
    pub bytes: u64,
    /// SHA-256 of the copy.
    pub sha256: String,
}
