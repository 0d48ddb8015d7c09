//! Sentence encoders of the BERT family: MiniLM, BGE, GTE, E5.
//!
//! A folder as the library sentence-transformers writes it becomes an [`Encoder`]: the network runs through
//! candle-transformers, the words are cut by the library tokenizers, and what to do with the last hidden
//! states is read from the folder (Reimers and Gurevych 2019, "Sentence-BERT").

mod error;
mod files;
mod words;

use std::collections::HashMap;
use std::path::Path;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, HiddenAct};

pub use error::EncoderError;

use crate::model::Cancel;
use files::Files;
use words::Words;

/// Most tokens of one forward pass, all its texts together.
const TOKENS_AT_ONCE: usize = 4096;

/// How the last hidden states of a text become one vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// That of the first token, `[CLS]`.
    Cls,
}

/// What is known of an encoder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncoderCard {
    /// Name of its folder.
    pub name: String,
    /// SHA-256 over all files on which its vectors depend, in hexadecimal.
    pub sha256: String,
    /// Components of a vector.
    pub dimensions: usize,
    /// Tokens of a text that are read, with the two that frame it.
    pub context: usize,
    /// How a vector is made.
    pub pooling: Pooling,
}

/// What a layer of an encoder does between its two products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncoderActivation {
    /// `x Φ(x)`.
    Gelu,
    /// The same by a hyperbolic tangent.
    GeluTanh,
    /// `max(x, 0)`.
    Relu,
}

/// What an encoder computes with, for those who train it further.
#[derive(Clone, Debug)]
pub struct EncoderWeights {
    /// 32-bit tensors by the names that PyTorch gives them; they share their memory with the encoder.
    pub tensors: HashMap<String, Tensor>,
    /// Attention heads of a layer.
    pub heads: usize,
    /// What keeps the norms from dividing by 0.
    pub epsilon: f64,
    /// What is between the two products.
    pub activation: EncoderActivation,
}

/// A loaded sentence encoder on this machine's processor.
pub struct Encoder {
    card: EncoderCard,
    words: Words,
    network: BertModel,
    weights: EncoderWeights,
}

impl Encoder {
    /// Whether a folder says that it holds an encoder rather than a language model that writes.
    #[must_use]
    pub fn is_in(folder: &Path) -> bool {
        files::is_encoder(folder)
    }

    /// Loads a folder with `config.json`, `tokenizer.json`, weights in safetensors and, where its maker left
    /// them, `modules.json` and what it names. Without these, the mean is taken.
    ///
    /// # Errors
    /// A file is missing or not sound, or the encoder is of a kind that cannot be run.
    pub fn load(folder: &Path) -> Result<Self, EncoderError> {
        let files = Files::read(folder)?;
        let weights = EncoderWeights {
            tensors: files.weights()?,
            heads: files.config.num_attention_heads,
            epsilon: files.config.layer_norm_eps,
            activation: match files.config.hidden_act {
                HiddenAct::Gelu => EncoderActivation::Gelu,
                HiddenAct::GeluApproximate => EncoderActivation::GeluTanh,
                HiddenAct::Relu => EncoderActivation::Relu,
            },
        };
        let from = VarBuilder::from_tensors(weights.tensors.clone(), DType::F32, &Device::Cpu);
        let network = BertModel::load(from, &files.config)?;
        Ok(Self {
            weights,
            words: Words::new(files.tokenizer, files.context)?,
            card: EncoderCard {
                name: files.name,
                sha256: files.sha256,
                dimensions: files.config.hidden_size,
                context: files.context,
                pooling: files.pooling,
            },
            network,
        })
    }

    /// What is known of it.
    #[must_use]
    pub fn card(&self) -> &EncoderCard {
        &self.card
    }

    /// What it computes with.
    #[must_use]
    pub fn weights(&self) -> &EncoderWeights {
        &self.weights
    }

    /// The tokens of a text, with those that frame it; of one that is longer than the encoder reads, those of its
    /// beginning.
    ///
    /// # Errors
    /// The text cannot be cut into tokens.
    pub fn tokens(&self, text: &str) -> Result<Vec<u32>, EncoderError> {
        self.words.encode(text)
    }

    /// How many of the texts are longer than the encoder reads.
    ///
    /// # Errors
    /// A text cannot be cut into tokens.
    pub fn longer(&self, texts: &[String]) -> Result<usize, EncoderError> {
        texts
            .iter()
            .try_fold(0, |longer, text| Ok(longer + usize::from(self.words.count(text)? > self.card.context)))
    }

    /// The vector of each text, of unit length; of a text that is longer than the encoder reads, that of its beginning.
    /// Texts of the same number of tokens are computed together, so that none is padded; how
    /// many there are may show in the last bits of a vector.
    ///
    /// # Errors
    /// It was cancelled, or the computation fails.
    pub fn embed(&self, texts: &[String], cancel: &Cancel) -> Result<Vec<Vec<f32>>, EncoderError> {
        let tokens: Vec<Vec<u32>> =
            texts.iter().map(|text| self.words.encode(text)).collect::<Result<_, _>>()?;
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|text| tokens[*text].len());
        let mut vectors = vec![Vec::new(); texts.len()];
        for same in order.chunk_by(|a, b| tokens[*a].len() == tokens[*b].len()) {
            let length = tokens[same[0]].len();
            for batch in same.chunks((TOKENS_AT_ONCE / length).max(1)) {
                if cancel.is_cancelled() {
                    return Err(EncoderError::Cancelled);
                }
                let ids: Vec<u32> = batch.iter().flat_map(|text| &tokens[*text]).copied().collect();
                for (text, vector) in batch.iter().zip(self.forward(ids, batch.len(), length)?) {
                    vectors[*text] = vector;
                }
            }
        }
        Ok(vectors)
    }

    /// Vectors of `texts` texts of `length` tokens each.
    fn forward(&self, ids: Vec<u32>, texts: usize, length: usize) -> Result<Vec<Vec<f32>>, EncoderError> {
        let ids = Tensor::from_vec(ids, (texts, length), &Device::Cpu)?;
        let states = self.network.forward(&ids, &ids.zeros_like()?, None)?;
        let pooled = match self.card.pooling {
            Pooling::Mean => states.mean(1)?,
            Pooling::Cls => states.narrow(1, 0, 1)?.squeeze(1)?,
        };
        let length = pooled.sqr()?.sum_keepdim(1)?.sqrt()?;
        Ok(pooled.broadcast_div(&length)?.to_vec2()?)
    }
}
