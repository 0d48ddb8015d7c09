//! The shape of a model, from its file's metadata.

use crate::error::LoadError;
use crate::gguf::Gguf;

/// Largest number that any dimension may have; published models stay far below it.
const LIMIT: u32 = 1 << 24;

/// The families of dense decoders that are known, by the name in `general.architecture`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Llama 1-3, Mistral, SmolLM 2.
    Llama,
    /// Qwen 2 and 2.5.
    Qwen2,
    /// Qwen 3, dense.
    Qwen3,
}

impl Family {
    fn of(architecture: &str) -> Result<Self, LoadError> {
        Ok(match architecture {
            "llama" => Self::Llama,
            "qwen2" => Self::Qwen2,
            "qwen3" => Self::Qwen3,
            other => return Err(LoadError::Architecture { name: other.to_owned() }),
        })
    }

    /// Which components of a head are rotated together.
    fn pairs(self) -> Pairs {
        match self {
            // llama.cpp's converter permutes the heads of Llama files so that pairs are adjacent.
            Self::Llama => Pairs::Adjacent,
            Self::Qwen2 | Self::Qwen3 => Pairs::Halves,
        }
    }
}

/// Which components of a head make a pair that is rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// (0, 1), (2, 3), …
    Adjacent,
    /// (0, d/2), (1, d/2 + 1), …
    Halves,
}

/// How positions become rotations.
#[derive(Clone, Debug, PartialEq)]
pub struct RopeConfig {
    /// Base of the frequencies.
    pub theta: f64,
    /// Components of a head that are rotated; even.
    pub dims: usize,
    /// Which of them belong together.
    pub pairs: Pairs,
    /// Positions are divided by this (linear scaling); 1 for most models.
    pub scale: f64,
}

/// The shape of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Name in `general.architecture`.
    pub architecture: String,
    /// Number of layers.
    pub layers: usize,
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
    /// Tokens that the model was made for.
    pub context: usize,
    /// Added to the mean square before its root is taken.
    pub norm_eps: f32,
    /// Rotary embedding.
    pub rope: RopeConfig,
}

impl Config {
    /// Reads the shape; `vocabulary` is the tokenizer's size.
    ///
    /// # Errors
    /// The architecture is unknown, a value is missing or values do not fit together.
    pub fn read(gguf: &Gguf, vocabulary: usize) -> Result<Self, LoadError> {
        let metadata = &gguf.metadata;
        let architecture = metadata.str("general.architecture")?.to_owned();
        let family = Family::of(&architecture)?;
        let key = |name: &str| format!("{architecture}.{name}");
        let dimension = |name: &str, value: u32| match value {
            1..=LIMIT => Ok(value as usize),
            _ => Err(LoadError::Dimension { key: key(name), found: u64::from(value) }),
        };
        let required = |name: &str| dimension(name, metadata.u32(&key(name))?);
        let optional =
            |name: &str| metadata.opt_u32(&key(name))?.map(|value| dimension(name, value)).transpose();

        let hidden = required("embedding_length")?;
        let heads = required("attention.head_count")?;
        let kv_heads = optional("attention.head_count_kv")?.unwrap_or(heads);
        if !heads.is_multiple_of(kv_heads) {
            return Err(LoadError::Dimension { key: key("attention.head_count_kv"), found: kv_heads as u64 });
        }
        let head_dim = optional("attention.key_length")?.unwrap_or(hidden / heads);
        if head_dim == 0 || optional("attention.value_length")?.is_some_and(|v| v != head_dim) {
            return Err(LoadError::Dimension { key: key("attention.key_length"), found: head_dim as u64 });
        }
        let dims = optional("rope.dimension_count")?.unwrap_or(head_dim);
        if dims > head_dim || !dims.is_multiple_of(2) {
            return Err(LoadError::Dimension { key: key("rope.dimension_count"), found: dims as u64 });
        }
        let scale = match metadata.opt_str(&key("rope.scaling.type"))? {
            None | Some("none") => 1.0,
            Some("linear") => f64::from(metadata.f32(&key("rope.scaling.factor"))?),
            Some(other) => {
                return Err(LoadError::Unsupported { what: format!("position scaling '{other}'") });
            }
        };
        let theta = metadata.opt_f32(&key("rope.freq_base"))?.unwrap_or(10_000.0);
        if theta <= 0.0 || scale <= 0.0 {
            return Err(LoadError::Unsupported {
                what: "a position scaling that is not positive".to_owned(),
            });
        }
        if metadata.opt_u32(&key("attention.sliding_window"))?.is_some_and(|w| w > 0)
            && family != Family::Qwen2
        {
            return Err(LoadError::Unsupported { what: "sliding-window attention".to_owned() });
        }
        Ok(Self {
            layers: required("block_count")?,
            hidden,
            heads,
            kv_heads,
            head_dim,
            feed_forward: required("feed_forward_length")?,
            vocabulary,
            context: required("context_length")?,
            norm_eps: metadata.f32(&key("attention.layer_norm_rms_epsilon"))?,
            rope: RopeConfig { theta: f64::from(theta), dims, pairs: family.pairs(), scale },
            architecture,
        })
    }
}
