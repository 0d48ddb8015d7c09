//! The shell: state and settings.

use crate::app::App;
use crate::error::Result;
use crate::hardware;
use crate::types::{AppState, Settings};

impl App {
    pub fn app_state(&self, (): ()) -> Result<AppState> {
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.model_entry(),
            project: self.project().ok().map(|project| project.info(self.now())),
            settings: self.settings(),
            hardware: hardware::look(),
            running: self.active_run().map(|run| run.progress()),
        })
    }

    pub fn settings_set(&self, settings: Settings) -> Result<()> {
        self.home.set_settings(settings)
    }
}
