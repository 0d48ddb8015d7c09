//! The application as a whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Download, ModelEntry, RunProgress};

/// What the shell of the application shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppState {
    /// Version of the program.
    pub version: String,
    /// The model in use; `None` while it loads.
    pub model: Option<ModelEntry>,
    /// The open project.
    pub project: Option<ProjectInfo>,
    /// The user's settings.
    pub settings: Settings,
    /// This computer.
    pub hardware: Hardware,
    /// The run in progress.
    pub running: Option<RunProgress>,
    /// Downloads of models, at work or waiting to be gone on with.
    pub downloads: Vec<Download>,
    /// An access token for the hub is kept.
    pub hub_token: bool,
}

/// This computer, as far as it decides what fits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Hardware {
    /// Processor cores that the engine uses.
    pub cores: usize,
    /// Main memory.
    pub memory: u64,
    /// Main memory not in use now.
    pub available: u64,
}

/// A project file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProjectInfo {
    /// Where it lies.
    pub path: String,
    /// Its title.
    pub name: String,
    /// It is open elsewhere or its folder is write-protected.
    pub read_only: bool,
    /// When it was last opened.
    pub opened: i64,
}

/// Creates a project.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CreateProject {
    /// Its title; the file's name follows from it.
    pub name: String,
    /// Gallery recipe to start from; a blank recipe where absent.
    pub gallery: Option<String>,
    /// Recipe document to start from, as TOML.
    pub toml: Option<String>,
}

/// Names a file or folder that the user chose.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PathRequest {
    /// Where it is.
    pub path: String,
}

/// The user's settings; they live beside the projects, not in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Who reviews, for records of edits and decisions.
    pub reviewer: String,
    /// Most sequences computed together; 0 lets the application choose.
    pub batch: usize,
    /// Folder of the sentence encoder that compares texts; the language model does where it is empty.
    pub encoder: String,
    /// Downloads of models.
    pub downloads: DownloadSettings,
    /// Keep the computer from falling asleep while a run is at work.
    pub stay_awake: bool,
    /// Tell by a notification of the system how a run ended.
    pub notify: bool,
    /// State of the window's pages (page, panel sizes, folded parts), opaque to the program.
    #[ts(type = "Record<string, unknown>")]
    pub ui: serde_json::Map<String, serde_json::Value>,
}

/// Whether and where models are downloaded from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DownloadSettings {
    /// The user allowed them; without that, nothing asks the network.
    pub allowed: bool,
    /// Address of the hub or of a mirror of it; the usual one where empty.
    pub endpoint: String,
}

impl DownloadSettings {
    /// The address that is asked.
    #[must_use]
    pub fn hub(&self) -> &str {
        Some(self.endpoint.trim()).filter(|endpoint| !endpoint.is_empty()).unwrap_or(net::DEFAULT_ENDPOINT)
    }
}

/// Sets or forgets the access token for the hub.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct HubToken {
    /// The token; none forgets it.
    pub token: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            reviewer: String::new(),
            batch: 0,
            encoder: String::new(),
            downloads: DownloadSettings::default(),
            stay_awake: true,
            notify: true,
            ui: serde_json::Map::new(),
        }
    }
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}
