//! An encoder that was trained on other texts, and what it makes of ours.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::VarBuilder;

use super::batches::Batch;
use super::layers::{Activation, Layer, Norm, Sizes};
use super::network::{Pooling, pooled};
use super::{TransformerError, TransformerOptions};

/// How an encoder computes, beside its weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Attention heads of a layer, at least 1; they divide the width of a state.
    pub heads: usize,
    /// What keeps the norms from dividing by 0.
    pub epsilon: f64,
    /// What follows the inner product.
    pub activation: Activation,
    /// How the states become one vector.
    pub pooling: Pooling,
}

/// Cuts a text into the numbers of its tokens, with those that frame it, or says why it cannot.
pub type Tokenize = Box<dyn Fn(&str) -> std::result::Result<Vec<u32>, String> + Send + Sync>;

/// An encoder of the BERT family, as it was published.
pub struct Pretrained {
    name: String,
    tokenize: Tokenize,
    words: Tensor,
    /// Those of positions and of the first kind of text, added.
    places: Tensor,
    norm: Norm,
    pub(super) layers: Vec<Layer>,
    pub(super) pooling: Pooling,
}

/// What an encoder makes of a text before anything is learnt.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Of the frozen layers, `tokens × width`.
    pub(super) states: Tensor,
    /// Of all layers, pooled.
    pub(super) vector: Vec<f32>,
}

impl Reading {
    /// Tokens that were read.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.states.dims().first().copied().unwrap_or(0)
    }
}

impl fmt::Debug for Pretrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pretrained").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Pretrained {
    /// Takes tensors by the names that PyTorch gives them, with or without `bert.` before.
    ///
    /// # Errors
    /// One is missing, or they do not fit each other.
    pub fn new(
        name: impl Into<String>,
        shape: Shape,
        tensors: HashMap<String, Tensor>,
        tokenize: Tokenize,
    ) -> std::result::Result<Self, TransformerError> {
        let named = |name: &str| {
            let found = [format!("bert.{name}"), name.to_owned()].iter().find_map(|name| tensors.get(name));
            found.ok_or_else(|| candle_core::Error::CannotFindTensor { path: name.to_owned() }).cloned()
        };
        let (_, width) = named("embeddings.word_embeddings.weight")?.dims2()?;
        let (places, _) = named("embeddings.position_embeddings.weight")?.dims2()?;
        let (kinds, _) = named("embeddings.token_type_embeddings.weight")?.dims2()?;
        let (inner, _) = named("encoder.layer.0.intermediate.dense.weight")?.dims2()?;
        let vocabulary = named("embeddings.word_embeddings.weight")?.dim(0)?;
        if shape.heads == 0 || !width.is_multiple_of(shape.heads) {
            return Err(candle_core::Error::msg("the heads do not divide the width").into());
        }
        let layers = (0..).take_while(|at| named(&format!("encoder.layer.{at}.output.dense.bias")).is_ok());
        let layers = layers.count();
        let prefixed = tensors.keys().any(|name| name.starts_with("bert."));
        let from = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        let from = if prefixed { from.pp("bert") } else { from };
        let Shape { heads, epsilon, activation, pooling } = shape;
        let sizes = Sizes { width, inner, heads, epsilon, activation };
        let embeddings = from.pp("embeddings");
        let kind = embeddings.get((kinds, width), "token_type_embeddings.weight")?.narrow(0, 0, 1)?;
        Ok(Self {
            name: name.into(),
            tokenize,
            words: embeddings.get((vocabulary, width), "word_embeddings.weight")?,
            places: embeddings.get((places, width), "position_embeddings.weight")?.broadcast_add(&kind)?,
            norm: Norm::load(&embeddings.pp("LayerNorm"), width, epsilon)?,
            layers: (0..layers)
                .map(|at| Layer::load(&from.pp(format!("encoder.layer.{at}")), sizes))
                .collect::<Result<_>>()?,
            pooling,
        })
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Components of a state.
    pub(super) fn width(&self) -> usize {
        self.words.dims().get(1).copied().unwrap_or(0)
    }

    /// How many layers stay as they are when some are to learn.
    pub(super) fn frozen(&self, options: &TransformerOptions) -> usize {
        self.layers.len().saturating_sub(options.layers)
    }

    /// Reads texts: of a long one its beginning. Texts of one length are computed together, so that none is padded.
    /// A text takes four bytes for each component of each of its tokens.
    ///
    /// # Errors
    /// A text cannot be cut, the computation fails, or `go_on` says to stop.
    pub fn read(
        &self,
        texts: &[&str],
        options: &TransformerOptions,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> std::result::Result<Vec<Reading>, TransformerError> {
        let tokens = texts.iter().map(|text| self.tokens(text, options.tokens));
        let tokens: Vec<Vec<u32>> = tokens.collect::<std::result::Result<_, _>>()?;
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|text| tokens[*text].len());
        let mut readings: Vec<(usize, Reading)> = Vec::with_capacity(texts.len());
        for same in order.chunk_by(|a, b| tokens[*a].len() == tokens[*b].len()) {
            let length = tokens[same[0]].len();
            for batch in same.chunks((TOKENS_AT_ONCE / length.max(1)).max(1)) {
                if go_on().is_break() {
                    return Err(TransformerError::Stopped);
                }
                let ids: Vec<u32> = batch.iter().flat_map(|text| &tokens[*text]).copied().collect();
                let ids = Tensor::from_vec(ids, batch.len() * length, &Device::Cpu)?;
                let read = self.read_batch(&ids, batch.len(), length, self.frozen(options))?;
                readings.extend(batch.iter().copied().zip(read));
            }
        }
        readings.sort_by_key(|(text, _)| *text);
        Ok(readings.into_iter().map(|(_, reading)| reading).collect())
    }

    fn tokens(&self, text: &str, most: usize) -> std::result::Result<Vec<u32>, TransformerError> {
        let mut tokens = (self.tokenize)(text).map_err(TransformerError::Tokens)?;
        if tokens.is_empty() {
            return Err(TransformerError::Tokens("there are none".to_owned()));
        }
        if let Some(last) = tokens.last().copied().filter(|_| tokens.len() > most.max(2)) {
            tokens.truncate(most.max(2) - 1);
            tokens.push(last);
        }
        Ok(tokens)
    }

    fn read_batch(&self, ids: &Tensor, texts: usize, length: usize, frozen: usize) -> Result<Vec<Reading>> {
        let words = self.words.index_select(ids, 0)?.reshape((texts, length, ()))?;
        let start = self.norm.forward(&words.broadcast_add(&self.places.narrow(0, 0, length)?)?)?;
        let (lower, upper) = self.layers.split_at(frozen);
        let states = lower.iter().try_fold(start, |states, layer| layer.forward(&states, None))?;
        let vectors = pooled(upper, self.pooling, &Batch::whole(states.clone()))?.to_vec2()?;
        let rows = vectors.into_iter().enumerate();
        // A copy, lest a text keep those of its neighbours in memory.
        rows.map(|(text, vector)| Ok(Reading { states: states.get(text)?.copy()?, vector })).collect()
    }
}

/// Most tokens of one forward pass, all its texts together.
const TOKENS_AT_ONCE: usize = 2048;
