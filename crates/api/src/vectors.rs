//! Vectors of texts and log-probabilities of answers, each computed once: what a model said is kept in the program's folder.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use ::project::ComputedKey;
use generation::{Embed, Plan};
use inference::{
    Cancel, EmbedRequest, Encoder, EncoderError, Event, Message, ModelError, Priority, Score, ScoreRequest,
};
use recipe::{Demonstration, Recipe};

use crate::app::App;
use crate::error::{Code, Result, WireError};
use crate::kept::Kept;
use crate::models::LoadedModel;

/// What turns texts into vectors.
pub enum TextEncoder {
    /// A sentence encoder.
    Sentence(Arc<Encoder>),
    /// The language model in use.
    Model(Arc<LoadedModel>),
}

impl TextEncoder {
    /// Loads the sentence encoder in a folder.
    ///
    /// # Errors
    /// A file is missing or not sound, or it is of a kind that cannot be run.
    pub fn load(folder: &Path) -> Result<Self> {
        Encoder::load(folder)
            .map(|encoder| Self::Sentence(Arc::new(encoder)))
            .map_err(|error| refused(&error))
    }

    /// What makes the vectors, in words.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Sentence(encoder) => encoder.card().name.clone(),
            Self::Model(model) => model.encoder(),
        }
    }

    /// SHA-256 of its files, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        match self {
            Self::Sentence(encoder) => &encoder.card().sha256,
            Self::Model(model) => &model.model().card().sha256,
        }
    }

    /// How many of the texts are longer than it reads: their vectors tell of the beginning only. A language model
    /// refuses such texts instead.
    ///
    /// # Errors
    /// A text cannot be cut into tokens.
    pub fn longer(&self, texts: &[String]) -> Result<usize> {
        match self {
            Self::Sentence(encoder) => encoder.longer(texts).map_err(|error| refused(&error)),
            Self::Model(_) => Ok(0),
        }
    }

    /// Vectors of texts; `numbers` are what the user calls them.
    fn compute(&self, texts: &[String], numbers: &[usize], cancel: &Cancel) -> Result<Vec<Vec<f32>>> {
        match self {
            Self::Sentence(encoder) => encoder.embed(texts, cancel).map_err(|error| refused(&error)),
            Self::Model(model) => hidden_states(model, texts, numbers, cancel),
        }
    }
}

impl App {
    /// The vector of each text, of unit length.
    ///
    /// # Errors
    /// It was cancelled, a text is empty or too long for a language model, or the computation fails.
    pub fn vectors(&self, encoder: &TextEncoder, texts: &[String], cancel: &Cancel) -> Result<Vec<Vec<f32>>> {
        vectors(&self.kept, encoder, texts, cancel)
    }

    /// The sentence encoder of the settings or, where none is chosen, the language model in use.
    ///
    /// # Errors
    /// Its folder is not sound, or no model is loaded yet.
    pub fn encoder(&self) -> Result<Arc<TextEncoder>> {
        let folder = self.settings().encoder;
        match folder.as_str() {
            "" => Ok(Arc::new(TextEncoder::Model(self.model()?))),
            folder => self.sentence_encoder(folder),
        }
    }

    /// What compares by embeddings, where a recipe does.
    pub(crate) fn embedder(&self, recipe: &Recipe) -> Result<Option<Arc<Embedder>>> {
        if !recipe.demonstrations.iter().any(Demonstration::is_embedded) {
            return Ok(None);
        }
        Ok(Some(Arc::new(Embedder { encoder: self.encoder()?, kept: Arc::clone(&self.kept) })))
    }

    /// Log-probabilities of answers to a chat, each as a whole turn.
    ///
    /// # Errors
    /// The chat template fails, the chat is too long, or the computation fails.
    pub fn scores(&self, chat: &[Message], answers: &[String]) -> Result<Vec<Score>> {
        let loaded = self.model()?;
        let model = loaded.model();
        let said = serde_json::to_string(chat).unwrap_or_default();
        let keys: Vec<ComputedKey> = answers
            .iter()
            .map(|answer| ComputedKey::of(["score", VERSION, &model.card().sha256, &said, answer]))
            .collect();
        let scores = self.kept.find(&keys, |missing| {
            let prompt = model.tokenize_chat(chat).map_err(|error| failed(&error))?.into();
            let continuations = missing.iter().map(|at| {
                let mut tokens = model.tokenize(&answers[*at]);
                tokens.push(model.end_of_turn());
                tokens
            });
            let request = ScoreRequest {
                id: 0,
                prompt,
                continuations: continuations.collect(),
                priority: Priority::Preview,
                cancel: Cancel::default(),
            };
            let (events, received) = crossbeam_channel::unbounded();
            model.score(request, events);
            let scored = received.iter().find_map(|event| match event {
                Event::Scored { result, .. } => Some(result),
                _ => None,
            });
            let scores = scored.unwrap_or(Err(ModelError::Stopped)).map_err(|error| failed(&error))?;
            Ok(scores.into_iter().map(|score| score.log_probabilities).collect())
        })?;
        Ok(scores.into_iter().map(|log_probabilities| Score { log_probabilities }).collect())
    }
}

fn vectors(kept: &Kept, encoder: &TextEncoder, texts: &[String], cancel: &Cancel) -> Result<Vec<Vec<f32>>> {
    kept.find(&keys(encoder, texts), |missing| {
        let (texts, numbers): (Vec<String>, Vec<usize>) =
            missing.iter().map(|at| (texts[*at].clone(), at + 1)).unzip();
        encoder.compute(&texts, &numbers, cancel)
    })
}

fn keys(encoder: &TextEncoder, texts: &[String]) -> Vec<ComputedKey> {
    texts.iter().map(|text| ComputedKey::of(["vector", VERSION, encoder.sha256(), text])).collect()
}

/// Vectors that a person waits for while they are computed.
const FEW: usize = 32;

/// Whether the vectors of texts can be had at once: they were computed before, all but a few.
pub fn at_hand(kept: &Kept, encoder: &TextEncoder, texts: &[String]) -> bool {
    let full: Vec<String> = texts.iter().filter(|text| !text.trim().is_empty()).cloned().collect();
    kept.missing(&keys(encoder, &full)) <= FEW
}

/// As [`vectors`], with zeros, which are like nothing, for texts without words.
pub fn vectors_or_zeros(kept: &Kept, encoder: &TextEncoder, texts: &[String]) -> Result<Vec<Vec<f32>>> {
    let is_blank = |text: &String| text.trim().is_empty();
    let full: Vec<String> = texts.iter().filter(|text| !is_blank(text)).cloned().collect();
    let found = vectors(kept, encoder, &full, &Cancel::default())?;
    let zeros = vec![0.0; found.first().map_or(0, Vec::len)];
    let mut found = found.into_iter();
    let vector = |text: &String| if is_blank(text) { None } else { found.next() };
    Ok(texts.iter().map(vector).map(|vector| vector.unwrap_or_else(|| zeros.clone())).collect())
}

/// Vectors for the demonstrations of a run.
pub struct Embedder {
    encoder: Arc<TextEncoder>,
    kept: Arc<Kept>,
}

impl Embedder {
    /// What makes the vectors.
    pub fn encoder(&self) -> &TextEncoder {
        &self.encoder
    }
}

/// A plan that can compare by embeddings.
pub fn with_embedder(plan: Plan, embedder: Option<Arc<Embedder>>) -> Plan {
    match embedder {
        Some(embedder) => plan.with_encoder(embedder),
        None => plan,
    }
}

impl fmt::Debug for Embedder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Embedder").field(&self.encoder.name()).finish()
    }
}

impl Embed for Embedder {
    fn embed(&self, texts: &[String]) -> std::result::Result<Vec<Vec<f32>>, String> {
        vectors_or_zeros(&self.kept, &self.encoder, texts).map_err(|error| error.message)
    }
}

/// Numbers of another version may differ in their last bits.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The mean of a language model's last hidden states, for each text.
fn hidden_states(
    model: &LoadedModel,
    texts: &[String],
    numbers: &[usize],
    cancel: &Cancel,
) -> Result<Vec<Vec<f32>>> {
    let model = model.model();
    let (events, received) = crossbeam_channel::unbounded();
    for (id, text) in (0..).zip(texts) {
        let request = EmbedRequest {
            id,
            tokens: model.tokenize(text).into(),
            priority: Priority::Run,
            cancel: cancel.clone(),
        };
        model.embed(request, events.clone());
    }
    drop(events);
    let mut vectors = vec![Vec::new(); texts.len()];
    for event in received {
        let Event::Embedded { id, result } = event else { continue };
        vectors[id as usize] = result.map_err(|error| {
            cancel.cancel();
            WireError::input(format!("Text {} has no vector. {error}", numbers[id as usize]))
        })?;
    }
    Ok(vectors)
}

fn refused(error: &EncoderError) -> WireError {
    let code = match error {
        EncoderError::Cancelled => Code::Cancelled,
        EncoderError::Compute(_) => Code::Failed,
        _ => Code::Input,
    };
    WireError { code, message: error.to_string(), detail: None }
}

fn failed(error: &ModelError) -> WireError {
    WireError::failed(error.to_string())
}
