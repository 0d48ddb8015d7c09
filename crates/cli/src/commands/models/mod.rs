//! `seedbed models`: models that can be used, and those that can be had.

mod download;

use std::path::{Path, PathBuf};

use api::types::{CatalogueModel, CopyModel, FitVerdict, ModelRequest, PathRequest};
use api::{App, Options, WireError};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::output;

/// List, download, import, inspect, copy or remove models.
#[derive(Args)]
pub struct Models {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Models that can be used, or with --catalogue those that can be downloaded.
    List(List),
    /// Download a model of the catalogue; goes on with what was interrupted. Ctrl-C holds it.
    Download(download::Download),
    /// What a model file says of itself.
    Inspect {
        /// A GGUF file.
        file: PathBuf,
    },
    /// Add a model file to the list without copying it. One that 'seedbed models copy' wrote is checked and copied.
    Import {
        /// A GGUF file, a folder with safetensors, or a folder that 'seedbed models copy' wrote to.
        path: PathBuf,
    },
    /// Copy a model with a record of its SHA-256, such as to a USB stick.
    Copy {
        /// The model's id, or the beginning of it.
        id: String,
        /// A folder, or the name of the copy.
        to: PathBuf,
    },
    /// Take a model off the list; a downloaded or copied file is deleted, an imported one stays.
    Remove {
        /// The model's id, or the beginning of it.
        id: String,
    },
}

#[derive(Args)]
struct List {
    /// Those that can be downloaded.
    #[arg(long)]
    catalogue: bool,
    /// Only those that fit this computer.
    #[arg(long)]
    fits: bool,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

impl Models {
    pub fn execute(self) -> Result<(), WireError> {
        match self.command {
            Command::List(list) => list.execute(&open()?),
            Command::Download(download) => download.execute(),
            Command::Inspect { file } => inspect(&open()?, &file),
            Command::Import { path } => import(&open()?, &path),
            Command::Copy { id, to } => copy(&open()?, id, &to),
            Command::Remove { id } => open()?.model_remove(ModelRequest { id }),
        }
    }
}

fn open() -> Result<App, WireError> {
    App::open(Options::default())
}

impl List {
    fn execute(self, app: &App) -> Result<(), WireError> {
        if self.catalogue {
            let mut models = app.catalogue_list(())?;
            models.retain(|model| !self.fits || model.fit.verdict != FitVerdict::TooBig);
            if self.json {
                return output::json(&json!({ "models": models }));
            }
            return models.iter().try_for_each(|model| output::line(&describe(model)));
        }
        let mut models = app.model_list(())?;
        models.retain(|model| !self.fits || model.fit.verdict != FitVerdict::TooBig);
        if self.json {
            return output::json(&json!({ "models": models }));
        }
        models.iter().try_for_each(|model| {
            output::line(&format!("{}  {}  {}", model.id, model.card.name, model.fit.words))
        })
    }
}

fn describe(model: &CatalogueModel) -> String {
    let here = if model.installed.is_some() { "  (here)" } else { "" };
    let fit = model.obstacle.as_deref().unwrap_or(&model.fit.words);
    let size = model.bytes as f64 / 1e9;
    format!("{:<18}{:<20}{size:>5.1} GB  {:<24}{fit}{here}", model.id, model.name, model.license)
}

fn inspect(app: &App, file: &Path) -> Result<(), WireError> {
    let inspection = app.model_inspect(request(file))?;
    output::line(&format!("{} ({}, {})", inspection.name, inspection.architecture, inspection.quantization))?;
    output::line(&format!(
        "{} parameters, {} layers, context of {} tokens",
        inspection.parameters, inspection.layers, inspection.context
    ))?;
    output::line(&inspection.fit.words)?;
    let template = &inspection.template;
    match (&template.sha256, &template.nearest) {
        (None, _) => output::line("no chat template")?,
        (Some(sha256), None) => {
            output::line(&format!("chat template {sha256}, unlike those that are known"))?
        }
        (Some(sha256), Some(nearest)) => {
            output::line(&format!(
                "chat template {sha256}, {} lines different from {nearest}'s",
                template.differences.len()
            ))?;
            template
                .differences
                .iter()
                .try_for_each(|line| output::line(&format!("  {}", line.escape_debug())))?;
        }
    }
    for address in &template.addresses {
        output::line(&format!("warning: the chat template writes the address {}", address.escape_debug()))?;
    }
    for trigger in &template.triggers {
        output::line(&format!("warning: the chat template waits for {}", trigger.escape_debug()))?;
    }
    inspection.obstacle.map_or(Ok(()), |obstacle| Err(WireError::input(obstacle)))
}

fn import(app: &App, path: &Path) -> Result<(), WireError> {
    for file in api::models_at(path)? {
        let entry = app.model_import(request(&file))?;
        output::line(&format!("{}  {}", entry.id, entry.card.name))?;
    }
    Ok(())
}

fn copy(app: &App, id: String, to: &Path) -> Result<(), WireError> {
    let report = app.model_copy(CopyModel { id, path: to.to_string_lossy().into_owned() })?;
    output::line(&format!("{}  {}", report.sha256, report.path))?;
    eprintln!(
        "Carry it with its record '{}'; 'seedbed models import' checks it on the other side.",
        report.record
    );
    Ok(())
}

fn request(file: &Path) -> PathRequest {
    PathRequest { path: file.to_string_lossy().into_owned() }
}
