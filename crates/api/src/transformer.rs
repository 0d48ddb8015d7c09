//! Sentence encoders as small transformers start from them.

use std::sync::Arc;

use ::project::Reader;
use inference::EncoderActivation;
use students::transformer::{Activation, Pooling, Pretrained, Shape};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::Student;
use crate::vectors::TextEncoder;

/// Setting that keeps what learns from the rows of a project.
pub const STUDENT: &str = "evaluation-student";

impl App {
    /// What learns from the rows of a project. A transformer that was chosen waits until there is an encoder again.
    pub(crate) fn student(&self, reader: &Reader) -> Result<Student> {
        Ok(match reader.setting(STUDENT)?.unwrap_or_default() {
            Student::Transformer if self.transformer_encoder().is_ok() => Student::Transformer,
            Student::Transformer | Student::Terms => Student::Terms,
        })
    }

    /// The sentence encoder of the settings.
    pub(crate) fn transformer_encoder(&self) -> Result<Arc<TextEncoder>> {
        match self.settings().encoder.as_str() {
            "" => Err(no_sentence_encoder()),
            folder => self.sentence_encoder(folder),
        }
    }
}

/// The network of a sentence encoder, which shares its weights.
///
/// # Errors
/// It is a language model, or its weights do not fit each other.
pub fn pretrained(encoder: &TextEncoder) -> Result<Pretrained> {
    let TextEncoder::Sentence(encoder) = encoder else { return Err(no_sentence_encoder()) };
    let (card, weights) = (encoder.card(), encoder.weights());
    let shape = Shape {
        heads: weights.heads,
        epsilon: weights.epsilon,
        activation: match weights.activation {
            EncoderActivation::Gelu => Activation::Gelu,
            EncoderActivation::GeluTanh => Activation::GeluTanh,
            EncoderActivation::Relu => Activation::Relu,
        },
        pooling: match card.pooling {
            inference::Pooling::Mean => Pooling::Mean,
            inference::Pooling::Cls => Pooling::First,
        },
    };
    let words = Arc::clone(encoder);
    let tokenize = move |text: &str| words.tokens(text).map_err(|error| error.to_string());
    Pretrained::new(&card.name, shape, weights.tensors.clone(), Box::new(tokenize))
        .map_err(|error| WireError::failed(sentence(&error.to_string())))
}

/// What is said where a transformer has nothing to start from.
pub fn no_sentence_encoder() -> WireError {
    WireError::input(
        "A small transformer starts from a sentence encoder: choose one in the settings, or another student.",
    )
}
