//! `seedbed models`: models that can be used.

use std::path::{Path, PathBuf};

use api::types::PathRequest;
use api::{App, Options, WireError};
use clap::{Args, Subcommand};

use crate::output;

/// List, inspect or import models.
#[derive(Args)]
pub struct Models {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Models that can be used.
    List,
    /// What a model file says of itself.
    Inspect {
        /// A GGUF file.
        file: PathBuf,
    },
    /// Add a model file to the list without copying it.
    Import {
        /// A GGUF file.
        file: PathBuf,
    },
}

impl Models {
    pub fn execute(self) -> Result<(), WireError> {
        let app = App::open(Options::default())?;
        match self.command {
            Command::List => {
                for model in app.model_list(())? {
                    output::line(&format!("{}  {}  {}", model.id, model.card.name, model.fit.words))?;
                }
                Ok(())
            }
            Command::Inspect { file } => {
                let inspection = app.model_inspect(request(&file))?;
                output::line(&format!(
                    "{} ({}, {})",
                    inspection.name, inspection.architecture, inspection.quantization
                ))?;
                output::line(&format!(
                    "{} parameters, {} layers, context of {} tokens",
                    inspection.parameters, inspection.layers, inspection.context
                ))?;
                output::line(&inspection.fit.words)?;
                match inspection.obstacle {
                    Some(obstacle) => Err(WireError::input(obstacle)),
                    None => Ok(()),
                }
            }
            Command::Import { file } => {
                let entry = app.model_import(request(&file))?;
                output::line(&format!("{}  {}", entry.id, entry.card.name))
            }
        }
    }
}

fn request(file: &Path) -> PathRequest {
    PathRequest { path: file.to_string_lossy().into_owned() }
}
