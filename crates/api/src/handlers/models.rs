//! Models: list, inspect, import, use, measure, copy; the catalogue and its downloads.

use std::path::Path;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::home::ImportedModel;
use crate::models::{self, ModelChoice, Needs, STARTER_ID, catalogue};
use crate::types::{
    CatalogueModel, CopyModel, CopyReport, Download, DownloadSettings, HubToken, MeasuredSpeed, ModelEntry,
    ModelInspection, ModelOrigin, ModelRequest, PathRequest, Settings,
};

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
        let path = Path::new(&request.path);
        let file = models::inspect(path)?;
        let obstacle = models::obstacle(&file.architecture);
        Ok(ModelInspection {
            fit: models::fit(&Needs::of_file(&file), models::batch_of(&self.home)),
            supported: obstacle.is_none(),
            obstacle,
            quantization: file.quantization.to_string(),
            parameters: file.parameters,
            bytes: file.file_bytes,
            context: file.context as usize,
            layers: file.layers as usize,
            license: file.license,
            template: file.template,
            name: file.name,
            architecture: file.architecture,
            recorded: models::has_record(path),
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
        let model = if inspection.recorded {
            models::take(&self.home, &path)?
        } else {
            ImportedModel { sha256: models::sha256(&path)?, path, source: None }
        };
        self.home.add_model(model.clone())?;
        Ok(models::entry_of_file(&model.sha256, &model.path, &models::inspect(&model.path)?, &self.home))
    }

    pub fn model_remove(&self, request: ModelRequest) -> Result<()> {
        if self.model_entry().is_some_and(|entry| entry.id == request.id) {
            return Err(WireError::busy("This model is in use; use another one first."));
        }
        let model = models::find(&self.home, &request.id)?;
        if let Some(source) = &model.source {
            self.home.store().remove(source).map_err(models::wire)?;
        }
        self.home.remove_model(&model.sha256)
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

    pub fn model_measure(&self, (): ()) -> Result<MeasuredSpeed> {
        if self.active_run().is_some() {
            return Err(WireError::busy(
                "A run is in progress and measures the model better; look again later.",
            ));
        }
        let model = self.model()?;
        let measured = models::measure(&model).map_err(|error| WireError::failed(error.to_string()))?;
        let speed = measured.speed;
        self.home.add_measurement(model.id(), measured)?;
        Ok(speed)
    }

    pub fn model_copy(&self, request: CopyModel) -> Result<CopyReport> {
        if request.id == STARTER_ID {
            return Err(WireError::input(
                "The built-in model is part of the program and comes along with it.",
            ));
        }
        let model = models::find(&self.home, &request.id)?;
        models::copy(&model, &models::inspect(&model.path)?, Path::new(&request.path))
    }

    pub fn catalogue_list(&self, (): ()) -> Result<Vec<CatalogueModel>> {
        let (here, measured, batch) =
            (self.home.models(), self.home.measurements(), models::batch_of(&self.home));
        let list = catalogue::entries()?.iter().map(|entry| {
            let needs = Needs::of_listed(entry);
            let installed = here.iter().find(|model| {
                let source = model.source.as_ref();
                source.is_some_and(|source| source.repository.as_str() == entry.repository)
            });
            CatalogueModel {
                id: entry.id.clone(),
                name: entry.name.clone(),
                maker: entry.maker.clone(),
                family: entry.family.clone(),
                repository: entry.repository.clone(),
                quantization: entry.quantization.name().to_owned(),
                parameters: entry.parameters,
                bytes: needs.weights,
                context: entry.context,
                license: entry.license.clone(),
                license_note: entry.license_note.clone(),
                languages: entry.languages.clone(),
                languages_in_all: entry.languages_in_all,
                verified: entry.verified,
                obstacle: models::obstacle(&entry.architecture),
                fit: models::fit(&needs, batch),
                speed: models::estimate(needs.weights, measured.values()),
                installed: installed.map(|model| model.sha256.clone()),
            }
        });
        Ok(list.collect())
    }

    pub fn download_start(&self, request: ModelRequest) -> Result<Download> {
        self.downloads.start(&request.id)
    }

    pub fn download_pause(&self, request: ModelRequest) -> Result<()> {
        self.downloads.pause(&request.id);
        Ok(())
    }

    pub fn download_discard(&self, request: ModelRequest) -> Result<()> {
        self.downloads.discard(&request.id)
    }

    pub fn downloads_set(&self, downloads: DownloadSettings) -> Result<()> {
        net::Hub::new(downloads.hub(), None).map_err(models::wire)?;
        self.home.set_settings(Settings { downloads, ..self.home.settings() })
    }

    pub fn hub_token_set(&self, request: HubToken) -> Result<()> {
        self.home.set_hub_token(request.token.as_deref())
    }
}
