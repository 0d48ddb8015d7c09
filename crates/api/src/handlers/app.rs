//! The shell: state and settings.

use crate::app::App;
use crate::error::Result;
use crate::hardware;
use crate::types::{AppState, PathRequest, Settings};

impl App {
    pub fn app_state(&self, (): ()) -> Result<AppState> {
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.model_entry(),
            project: self.project().ok().map(|project| project.info(self.now())),
            settings: self.settings(),
            hardware: hardware::look(),
            running: self.active_run().map(|run| run.progress()),
            downloads: self.downloads.list(),
            hub_token: self.home.hub_token().is_some(),
        })
    }

    pub fn settings_set(&self, settings: Settings) -> Result<()> {
        let Settings { downloads, encoder, .. } = self.home.settings();
        self.home.set_settings(Settings { downloads, encoder, ..settings })
    }

    pub fn encoder_set(&self, request: PathRequest) -> Result<()> {
        let encoder = request.path;
        if !encoder.is_empty() {
            self.sentence_encoder(&encoder)?;
        }
        self.home.set_settings(Settings { encoder, ..self.home.settings() })
    }
}
