//! Models: the loaded one, those in the list, those of the catalogue.

mod carry;
pub mod catalogue;
mod downloads;
mod fit;
mod speed;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use inference::chat::TemplateReview;
use inference::{Cancel, Engine, LoadError, Model, ModelCard, ModelFile, NumericProfile};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::home::{Home, ImportedModel};
use crate::project::sentence;
use crate::types::{ModelEntry, ModelOrigin};

pub use carry::{copy, has_record, models_at, take};
pub use downloads::{Downloads, HubChoice, wire};
pub use fit::{Needs, batch_of, fit};
pub use speed::{Measured, estimate, measure};

/// The demonstration model that is part of the program.
static STARTER: &[u8] = include_bytes!("../../../../models/starter/starter.gguf");
const STARTER_NAME: &str = "starter";
/// Id of the built-in model.
pub const STARTER_ID: &str = "starter";

/// Which model to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelChoice {
    /// The one inside the program.
    BuiltIn,
    /// An imported one, by id or the beginning of it.
    Imported(String),
    /// A file.
    File(PathBuf),
}

impl ModelChoice {
    /// Reads what a user typed: `starter`, a file's path, or the id of an imported model.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let path = Path::new(text);
        if text == STARTER_ID {
            Self::BuiltIn
        } else if path.exists() || path.extension().is_some() || path.components().count() > 1 {
            Self::File(path.to_path_buf())
        } else {
            Self::Imported(text.to_owned())
        }
    }
}

/// A model in memory.
pub struct LoadedModel {
    id: String,
    origin: ModelOrigin,
    path: Option<PathBuf>,
    engine: Arc<Engine>,
    batch: usize,
    needs: Needs,
    template: TemplateReview,
}

impl LoadedModel {
    /// What it can be asked.
    #[must_use]
    pub fn model(&self) -> &dyn Model {
        &*self.engine
    }

    /// What makes its vectors of texts, in words.
    #[must_use]
    pub fn encoder(&self) -> String {
        format!("{}, mean of the last hidden states", self.engine.card().name)
    }

    /// The engine itself, for measuring it.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn shared_model(&self) -> Arc<dyn Model> {
        Arc::clone(&self.engine) as Arc<dyn Model>
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn batch(&self) -> usize {
        self.batch
    }
}

impl App {
    /// Loads a model and puts it to use; waits until it is ready. Whoever asks next for the model gets this one.
    /// Returns what its user should know of where it computes.
    ///
    /// # Errors
    /// There is no such model, or its file is not sound.
    pub fn load_model(&self, choice: &ModelChoice, batch: Option<usize>) -> Result<Option<String>> {
        let model = load(choice, &self.home, batch)?;
        let notice = model.engine.card().notice.clone();
        self.set_model(Some(Arc::new(model)));
        Ok(notice)
    }

    /// Loads the model that the user chose last, or the built-in one where that cannot be loaded. Events say how it
    /// went.
    pub fn load_chosen_model(&self) {
        let chosen = self.home.active_model().map(ModelChoice::Imported);
        for choice in chosen.into_iter().chain([ModelChoice::BuiltIn]) {
            match self.load_model(&choice, None) {
                Ok(_) => return,
                Err(error) => self.tell_model_failure(error),
            }
        }
    }
}

fn load(choice: &ModelChoice, home: &Home, batch: Option<usize>) -> Result<LoadedModel> {
    let batch = batch.filter(|batch| *batch > 0).unwrap_or_else(|| batch_of(home));
    let path = match choice {
        ModelChoice::BuiltIn => None,
        ModelChoice::Imported(id) => Some(find(home, id)?.path),
        ModelChoice::File(path) => Some(path.clone()),
    };
    let file = match &path {
        Some(path) => inspect(path)?,
        None => starter_file()?,
    };
    let needs = Needs::of_file(&file);
    let options = fit::options(&needs, batch);
    let engine = match &path {
        Some(path) => Engine::load(path, options).map_err(|e| failed(&path.display().to_string(), &e))?,
        None => Engine::load_bytes(STARTER, STARTER_NAME, options).map_err(|e| failed(STARTER_NAME, &e))?,
    };
    let (id, origin) = match &path {
        Some(_) => (engine.card().sha256.clone(), ModelOrigin::Imported),
        None => (STARTER_ID.to_owned(), ModelOrigin::BuiltIn),
    };
    Ok(LoadedModel { id, origin, path, engine: Arc::new(engine), batch, needs, template: file.template })
}

/// An imported model, by the beginning of its id.
pub fn find(home: &Home, id: &str) -> Result<ImportedModel> {
    home.models().into_iter().find(|model| !id.is_empty() && model.sha256.starts_with(id)).ok_or_else(|| {
        WireError::not_found(format!(
            "There is no model '{id}'; 'seedbed models list' and the Models page show those there are."
        ))
    })
}

/// Why models of an architecture cannot be run, in a sentence.
pub fn obstacle(architecture: &str) -> Option<String> {
    (!inference::is_known(architecture))
        .then(|| format!("Models of the family '{architecture}' cannot be run yet; choose another model."))
}

fn starter_file() -> Result<ModelFile> {
    inference::inspect_bytes(STARTER, STARTER_NAME)
        .map_err(|error| WireError::failed(sentence(&error.to_string())))
}

fn failed(name: &str, error: &LoadError) -> WireError {
    WireError::input(format!("The model '{name}' cannot be used: {}", sentence(&error.to_string())))
}

/// Reads what a model file says of itself.
pub fn inspect(path: &Path) -> Result<ModelFile> {
    inference::inspect(path).map_err(|error| {
        WireError::input(format!(
            "The model '{}' cannot be used: {}",
            path.display(),
            sentence(&error.to_string())
        ))
    })
}

/// What identifies a model: the SHA-256 of its files.
pub fn sha256(path: &Path) -> Result<String> {
    let unreadable = || WireError::failed(format!("The model '{}' cannot be read.", path.display()));
    inference::identity(path, &Cancel::default())
        .map_err(|error| unreadable().with_detail(error.to_string()))?
        .ok_or_else(unreadable)
}

/// A loaded model in the list.
pub fn entry_of(model: &LoadedModel, home: &Home, active: bool) -> ModelEntry {
    let needs = Needs { weights: model.engine.card().weight_bytes, ..model.needs };
    ModelEntry {
        origin: model.origin,
        path: model.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
        fit: fit(&needs, model.batch),
        active,
        ..entry(&model.id, model.engine.card().clone(), model.template.clone(), &needs, home)
    }
}

/// The built-in model in the list, while another one is in use.
pub fn starter_entry(home: &Home) -> Result<ModelEntry> {
    let entry = entry_of_file(STARTER_ID, Path::new(""), &starter_file()?, home);
    Ok(ModelEntry { origin: ModelOrigin::BuiltIn, path: None, ..entry })
}

/// A model that is not loaded, in the list.
pub fn entry_of_file(sha256: &str, path: &Path, file: &ModelFile, home: &Home) -> ModelEntry {
    let needs = Needs::of_file(file);
    let card = ModelCard {
        name: file.name.clone(),
        architecture: file.architecture.clone(),
        quantization: file.quantization.to_string(),
        sha256: sha256.to_owned(),
        parameters: file.parameters,
        weight_bytes: file.weight_bytes,
        kv_bytes_per_token: needs.kv_per_token,
        context: file.context as usize,
        vocabulary: file.vocabulary,
        license: file.license.clone(),
        chat_template_sha256: file.template.sha256.clone(),
        profile: NumericProfile {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            device: "cpu".to_owned(),
            instructions: String::new(),
        },
        notice: None,
    };
    let path = Some(path.to_string_lossy().into_owned());
    ModelEntry { path, ..entry(sha256, card, file.template.clone(), &needs, home) }
}

fn entry(id: &str, card: ModelCard, template: TemplateReview, needs: &Needs, home: &Home) -> ModelEntry {
    let source = home.models().into_iter().find(|model| model.sha256 == id).and_then(|model| model.source);
    let run = home.pace(id).and_then(|pace| pace.speed());
    ModelEntry {
        id: id.to_owned(),
        origin: ModelOrigin::Imported,
        path: None,
        fit: fit(needs, batch_of(home)),
        speed: run.or_else(|| home.measurements().get(id).map(|measured| measured.speed)),
        card,
        active: false,
        repository: source.as_ref().and_then(carry::repository),
        deletes: source.map(|source| source.size),
        template,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_types_names_a_model() {
        for (text, expected) in [
            ("starter", ModelChoice::BuiltIn),
            ("qwen.gguf", ModelChoice::File("qwen.gguf".into())),
            ("models/qwen", ModelChoice::File("models/qwen".into())),
            ("0a1b2c", ModelChoice::Imported("0a1b2c".into())),
        ] {
            assert_eq!(ModelChoice::parse(text), expected, "{text}");
        }
    }
}
