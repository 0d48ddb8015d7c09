//! Models: list, inspect, import, use.

use std::path::Path;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::home::ImportedModel;
use crate::models::{self, ModelChoice, STARTER_ID};
use crate::types::{ModelEntry, ModelInspection, ModelOrigin, ModelRequest, PathRequest};

/// Families that the engine runs.
const FAMILIES: [&str; 3] = ["llama", "qwen2", "qwen3"];

impl App {
    pub fn model_list(&self, (): ()) -> Result<Vec<ModelEntry>> {
        let active = self.model_entry();
        let mut entries = Vec::new();
        match &active {
            Some(entry) if entry.origin == ModelOrigin::BuiltIn => entries.push(entry.clone()),
            _ => entries.push(models::starter_entry(&self.home)?),
        }
        for imported in self.home.models() {
            match &active {
                Some(entry) if entry.id == imported.sha256 => entries.push(entry.clone()),
                // A file that is gone or damaged since is left out until it is back; it stays on the list.
                _ => {
                    entries.extend(models::inspect(&imported.path).ok().map(|file| {
                        models::entry_of_file(&imported.sha256, &imported.path, &file, &self.home)
                    }))
                }
            }
        }
        Ok(entries)
    }

    pub fn model_inspect(&self, request: PathRequest) -> Result<ModelInspection> {
        let file = models::inspect(Path::new(&request.path))?;
        let supported = FAMILIES.contains(&file.architecture.as_str());
        let obstacle = if !supported {
            Some(format!(
                "Models of the family '{}' cannot be run yet; choose a Llama, Qwen2 or Qwen3 model.",
                file.architecture
            ))
        } else {
            None
        };
        Ok(ModelInspection {
            fit: models::fit_of_file(&file, models::batch_of(&self.home)),
            supported,
            obstacle,
            quantization: file.quantization.to_string(),
            parameters: file.parameters,
            bytes: file.file_bytes,
            context: file.context as usize,
            layers: file.layers as usize,
            license: file.license,
            chat_template: file.chat_template_sha256.is_some(),
            name: file.name,
            architecture: file.architecture,
        })
    }

    pub fn model_import(&self, request: PathRequest) -> Result<ModelEntry> {
        let path = std::path::absolute(&request.path).map_err(|error| {
            WireError::input(format!("The model '{}' cannot be found.", request.path))
                .with_detail(error.to_string())
        })?;
        let inspection = self.model_inspect(PathRequest { path: path.to_string_lossy().into_owned() })?;
        if let Some(obstacle) = inspection.obstacle {
            return Err(WireError::input(obstacle));
        }
        let sha256 = models::sha256(&path)?;
        self.home.add_model(ImportedModel { sha256: sha256.clone(), path: path.clone() })?;
        Ok(models::entry_of_file(&sha256, &path, &models::inspect(&path)?, &self.home))
    }

    pub fn model_remove(&self, request: ModelRequest) -> Result<()> {
        if self.model_entry().is_some_and(|entry| entry.id == request.id) {
            return Err(WireError::busy("This model is in use; use another one first."));
        }
        self.home.remove_model(&request.id)
    }

    pub fn model_use(&self, request: ModelRequest) -> Result<()> {
        if self.active_run().is_some() {
            return Err(WireError::busy(
                "A run is in progress with the present model; pause or stop it first.",
            ));
        }
        let starter = request.id == STARTER_ID;
        let choice = if starter { ModelChoice::BuiltIn } else { ModelChoice::Imported(request.id.clone()) };
        self.load_model(&choice, None)?;
        self.home.set_active_model((!starter).then_some(request.id))
    }
}
