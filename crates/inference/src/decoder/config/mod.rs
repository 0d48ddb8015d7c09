//! The shape of a model, from its file's metadata.
//!
//! What the families have in common is read here; each thing in which they differ has a file of its
//! own: what is peculiar to a family ([`family`]), how positions become rotations ([`position`]), how
//! far layers look back ([`window`]), by what numbers are scaled ([`scale`]).

mod family;
mod keys;
mod position;
mod scale;
mod window;

pub use family::{Activation, Family, HeadNorm, Norms, Pairs};
pub use position::{Factors, Rope, Scaling};
pub use scale::Scales;

use crate::checkpoint::{Checkpoint, Layout};
use crate::error::LoadError;
use keys::Keys;

/// Most layers; published models have up to about a hundred.
const LAYERS: usize = 1024;

/// What may differ between the layers of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerConfig {
    /// Positions that a query sees, its own included; `None` for all.
    pub window: Option<usize>,
    /// Which of [`Config::ropes`] turns its queries and keys; `None` where positions do not enter.
    pub rope: Option<usize>,
}

/// The shape of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Name in `general.architecture`.
    pub architecture: String,
    /// The layers, first to last.
    pub layers: Vec<LayerConfig>,
    /// Width of the residual stream.
    pub hidden: usize,
    /// Query heads.
    pub heads: usize,
    /// Key and value heads; divides `heads`.
    pub kv_heads: usize,
    /// Width of a head.
    pub head_dim: usize,
    /// Width of the feed-forward layer.
    pub feed_forward: usize,
    /// Number of tokens.
    pub vocabulary: usize,
    /// Tokens that a sequence may have.
    pub context: usize,
    /// Added to the mean square before its root is taken.
    pub norm_eps: f32,
    /// Where norms stand.
    pub norms: Norms,
    /// Which norm queries and keys pass.
    pub head_norm: HeadNorm,
    /// What the feed-forward gate does.
    pub activation: Activation,
    /// Rotary embeddings that layers refer to.
    pub ropes: Vec<Rope>,
    /// Factors and soft bounds.
    pub scales: Scales,
}

impl Config {
    /// Reads the shape; `vocabulary` is the tokenizer's size.
    ///
    /// # Errors
    /// The architecture is unknown, a value is missing or values do not fit together.
    pub fn read(checkpoint: &Checkpoint, vocabulary: usize) -> Result<Self, LoadError> {
        let keys = Keys::new(&checkpoint.metadata)?;
        let family = Family::of(keys.architecture)?;
        if keys.count("expert_count")?.is_some_and(|experts| experts > 0) {
            return Err(LoadError::Unsupported { what: "a mixture of experts".to_owned() });
        }
        let layers = keys.dimension("block_count")?;
        if layers > LAYERS {
            return Err(keys.misfit("block_count", layers));
        }
        let hidden = keys.dimension("embedding_length")?;
        let heads = keys.dimension("attention.head_count")?;
        let kv_heads = keys.opt_dimension("attention.head_count_kv")?.unwrap_or(heads);
        if !heads.is_multiple_of(kv_heads) {
            return Err(keys.misfit("attention.head_count_kv", kv_heads));
        }
        let head_dim = keys.opt_dimension("attention.key_length")?.unwrap_or(hidden / heads);
        if head_dim == 0 || keys.opt_dimension("attention.value_length")?.is_some_and(|v| v != head_dim) {
            return Err(keys.misfit("attention.key_length", head_dim));
        }
        let context = keys.dimension("context_length")?;
        let window = window::read(&keys, family, layers)?;
        let pairs = match checkpoint.layout {
            Layout::Gguf => family.pairs(),
            Layout::HuggingFace { .. } => Pairs::Halves,
        };
        let positions = position::read(&keys, pairs, head_dim, family)?;
        let layer = |n: usize| {
            let window = window.as_ref().filter(|w| w.slides[n]).map(|w| w.length);
            LayerConfig { window, rope: family.rotates(n).then(|| positions.rope_of(window.is_some())) }
        };
        Ok(Self {
            layers: (0..layers).map(layer).collect(),
            hidden,
            heads,
            kv_heads,
            head_dim,
            feed_forward: keys.dimension("feed_forward_length")?,
            vocabulary,
            context: positions.limit.map_or(context, |limit| limit.min(context)),
            norm_eps: keys.positive("attention.layer_norm_rms_epsilon")?,
            norms: family.norms(),
            head_norm: family.head_norm(),
            activation: family.activation(),
            scales: scale::read(&keys, family, hidden, heads, head_dim, layers)?,
            ropes: positions.ropes,
            architecture: keys.architecture.to_owned(),
        })
    }
}
