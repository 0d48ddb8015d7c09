//! The loaded model, and whether a model fits this computer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use inference::{Cancel, Engine, EngineOptions, LoadError, Model, ModelCard, ModelFile, NumericProfile};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::hardware;
use crate::home::Home;
use crate::project::sentence;
use crate::types::{Fit, FitVerdict, ModelEntry, ModelOrigin};

/// The demonstration model that is part of the program.
static STARTER: &[u8] = include_bytes!("../../../models/starter/starter.gguf");
const STARTER_NAME: &str = "starter";
/// Id of the built-in model.
pub const STARTER_ID: &str = "starter";

/// Sequences computed together where the user sets nothing.
const BATCH: usize = 32;
/// Tokens of one sequence that a verdict counts with.
const PLANNED_TOKENS: u64 = 1024;
/// Memory of the program beside weights and KV cache: activations, vocabulary, window.
const WORKING_BYTES: u64 = 400 << 20;

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
    ///
    /// # Errors
    /// There is no such model, or its file is not sound.
    pub fn load_model(&self, choice: &ModelChoice, batch: Option<usize>) -> Result<()> {
        let model = load(choice, &self.home, batch)?;
        self.set_model(Some(Arc::new(model)));
        Ok(())
    }

    /// Loads the model that the user chose last, or the built-in one where that cannot be loaded. Events say how it
    /// went.
    pub fn load_chosen_model(&self) {
        let chosen = self.home.active_model().map(ModelChoice::Imported);
        for choice in chosen.into_iter().chain([ModelChoice::BuiltIn]) {
            match self.load_model(&choice, None) {
                Ok(()) => return,
                Err(error) => self.tell_model_failure(error),
            }
        }
    }
}

fn load(choice: &ModelChoice, home: &Home, batch: Option<usize>) -> Result<LoadedModel> {
    let batch = batch.or(Some(home.settings().batch)).filter(|batch| *batch > 0).unwrap_or(BATCH);
    let options = EngineOptions { max_batch: batch, ..EngineOptions::default() };
    let (path, origin) = match choice {
        ModelChoice::BuiltIn => {
            let engine =
                Engine::load_bytes(STARTER, STARTER_NAME, options).map_err(|e| failed(STARTER_NAME, &e))?;
            return Ok(LoadedModel {
                id: STARTER_ID.to_owned(),
                origin: ModelOrigin::BuiltIn,
                path: None,
                engine: Arc::new(engine),
                batch,
            });
        }
        ModelChoice::Imported(id) => (find(home, id)?, ModelOrigin::Imported),
        ModelChoice::File(path) => (path.clone(), ModelOrigin::Imported),
    };
    let engine = Engine::load(&path, options).map_err(|e| failed(&path.display().to_string(), &e))?;
    let id = engine.card().sha256.clone();
    Ok(LoadedModel { id, origin, path: Some(path), engine: Arc::new(engine), batch })
}

/// The file of an imported model.
fn find(home: &Home, id: &str) -> Result<PathBuf> {
    home.models().into_iter().find(|model| model.sha256.starts_with(id)).map(|model| model.path).ok_or_else(
        || {
            WireError::not_found(format!(
                "There is no model '{id}'; 'seedbed models list' and the Models page show those there are."
            ))
        },
    )
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

/// SHA-256 of a file.
pub fn sha256(path: &Path) -> Result<String> {
    let unreadable = || WireError::failed(format!("The model '{}' cannot be read.", path.display()));
    inference::sha256_of(path, &Cancel::default())
        .map_err(|error| unreadable().with_detail(error.to_string()))?
        .ok_or_else(unreadable)
}

/// A loaded model in the list.
pub fn entry_of(model: &LoadedModel, home: &Home, active: bool) -> ModelEntry {
    let card = model.engine.card().clone();
    ModelEntry {
        id: model.id.clone(),
        origin: model.origin,
        path: model.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
        fit: fit(card.weight_bytes, card.kv_bytes_per_token, card.context, model.batch),
        speed: home.pace(&model.id).and_then(|pace| pace.speed()),
        card,
        active,
    }
}

/// The built-in model in the list, while another one is in use.
pub fn starter_entry(home: &Home) -> Result<ModelEntry> {
    let file = inference::inspect_bytes(STARTER, STARTER_NAME)
        .map_err(|error| WireError::failed(sentence(&error.to_string())))?;
    let entry = entry_of_file(STARTER_ID, Path::new(""), &file, home);
    Ok(ModelEntry { origin: ModelOrigin::BuiltIn, path: None, ..entry })
}

/// A model that is not loaded, in the list.
pub fn entry_of_file(sha256: &str, path: &Path, file: &ModelFile, home: &Home) -> ModelEntry {
    ModelEntry {
        id: sha256.to_owned(),
        origin: ModelOrigin::Imported,
        path: Some(path.to_string_lossy().into_owned()),
        fit: fit_of_file(file, batch_of(home)),
        speed: home.pace(sha256).and_then(|pace| pace.speed()),
        card: ModelCard {
            name: file.name.clone(),
            architecture: file.architecture.clone(),
            quantization: file.quantization.to_string(),
            sha256: sha256.to_owned(),
            parameters: file.parameters,
            weight_bytes: file.weight_bytes,
            kv_bytes_per_token: kv_bytes_per_token(file),
            context: file.context as usize,
            vocabulary: file.vocabulary,
            license: file.license.clone(),
            chat_template_sha256: file.chat_template_sha256.clone(),
            profile: NumericProfile {
                engine: env!("CARGO_PKG_VERSION").to_owned(),
                device: "cpu".to_owned(),
                instructions: String::new(),
            },
        },
        active: false,
    }
}

/// Sequences computed together by the user's settings.
pub fn batch_of(home: &Home) -> usize {
    Some(home.settings().batch).filter(|batch| *batch > 0).unwrap_or(BATCH)
}

/// Whether a model file fits.
pub fn fit_of_file(file: &ModelFile, batch: usize) -> Fit {
    fit(file.weight_bytes, kv_bytes_per_token(file), file.context as usize, batch)
}

/// Keys and values of one token in half precision.
fn kv_bytes_per_token(file: &ModelFile) -> u64 {
    let head = u64::from(file.width / file.heads.max(1));
    u64::from(file.layers) * u64::from(file.kv_heads) * head * 2 * 2
}

/// Memory of weights, KV cache of a full batch, and work, beside what this computer has.
pub fn fit(weights: u64, kv_per_token: u64, context: usize, batch: usize) -> Fit {
    let memory = hardware::look().memory;
    let tokens = PLANNED_TOKENS.min(context as u64);
    let bytes = weights + kv_per_token * tokens * batch as u64 + WORKING_BYTES;
    if memory == 0 {
        let words = format!("needs {} GB with {batch} rows at a time", gigabytes(bytes));
        return Fit { verdict: FitVerdict::Tight, words, bytes, batch };
    }
    let verdict = if bytes > memory {
        FitVerdict::TooBig
    } else if bytes * 5 > memory * 4 {
        FitVerdict::Tight
    } else {
        FitVerdict::Fits
    };
    let word = match verdict {
        FitVerdict::Fits => "fits",
        FitVerdict::Tight => "tight",
        FitVerdict::TooBig => "too big",
    };
    let words =
        format!("{word}: {} of {} GB with {batch} rows at a time", gigabytes(bytes), gigabytes(memory));
    Fit { verdict, words, bytes, batch }
}

fn gigabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e9)
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

    #[test]
    fn a_verdict_counts_weights_cache_and_batch() {
        let memory = hardware::look().memory;
        assert_eq!(fit(1 << 20, 1 << 10, 4096, 32).verdict, FitVerdict::Fits);
        assert_eq!(fit(memory, 1 << 10, 4096, 32).verdict, FitVerdict::TooBig);
        let one = fit(0, 1 << 20, 4096, 1).bytes;
        assert_eq!(fit(0, 1 << 20, 4096, 3).bytes - one, 2 * (1 << 20) * PLANNED_TOKENS);
        assert_eq!(
            fit(0, 1 << 20, 100, 1).bytes,
            WORKING_BYTES + 100 * (1 << 20),
            "a short context needs less"
        );
    }
}
