//! The families of dense decoders, and what each does its own way.

use crate::error::LoadError;

/// The families that are known, by the name in `general.architecture`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Llama 1-3, Mistral, SmolLM 2.
    Llama,
    /// SmolLM 3: every fourth layer without positions.
    SmolLm3,
    /// Qwen 2 and 2.5.
    Qwen2,
    /// Qwen 3, dense.
    Qwen3,
    /// Gemma 2.
    Gemma2,
    /// Gemma 3, text.
    Gemma3,
    /// Phi-3, Phi-3.5, Phi-4 and Phi-4-mini.
    Phi3,
    /// Granite 3, dense.
    Granite,
    /// OLMo 2 and 3.
    Olmo2,
}

/// Which components of a head make a pair that is rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairs {
    /// (0, 1), (2, 3), …
    Adjacent,
    /// (0, d/2), (1, d/2 + 1), …
    Halves,
}

/// Where norms stand around attention and around the feed-forward part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norms {
    /// Before each.
    Before,
    /// After each, on what it adds to the residual stream.
    After,
    /// Both.
    Around,
}

impl Norms {
    /// Whether what goes in is normalised.
    pub fn before(self) -> bool {
        self != Self::After
    }

    /// Whether what comes out is normalised.
    pub fn after(self) -> bool {
        self != Self::Before
    }
}

/// Which norm queries and keys pass before they are rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadNorm {
    /// None.
    None,
    /// Each head by itself.
    Each,
    /// All heads of a row together.
    Together,
}

/// The function of the feed-forward gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// x · σ(x).
    Silu,
    /// GELU by its approximation with tanh.
    Gelu,
}

impl Family {
    /// The family with a name.
    ///
    /// # Errors
    /// The name is not known.
    pub fn of(architecture: &str) -> Result<Self, LoadError> {
        Ok(match architecture {
            "llama" => Self::Llama,
            "smollm3" => Self::SmolLm3,
            "qwen2" => Self::Qwen2,
            "qwen3" => Self::Qwen3,
            "gemma2" => Self::Gemma2,
            "gemma3" => Self::Gemma3,
            "phi3" => Self::Phi3,
            "granite" => Self::Granite,
            "olmo2" => Self::Olmo2,
            other => return Err(LoadError::Architecture { name: other.to_owned() }),
        })
    }

    /// Which components of a head are rotated together in GGUF files.
    pub fn pairs(self) -> Pairs {
        match self {
            // llama.cpp's converter permutes the heads of these files so that pairs are adjacent.
            Self::Llama | Self::SmolLm3 | Self::Granite => Pairs::Adjacent,
            Self::Qwen2 | Self::Qwen3 | Self::Gemma2 | Self::Gemma3 | Self::Phi3 | Self::Olmo2 => {
                Pairs::Halves
            }
        }
    }

    /// Where norms stand.
    pub fn norms(self) -> Norms {
        match self {
            Self::Gemma2 | Self::Gemma3 => Norms::Around,
            Self::Olmo2 => Norms::After,
            Self::Llama | Self::SmolLm3 | Self::Qwen2 | Self::Qwen3 | Self::Phi3 | Self::Granite => {
                Norms::Before
            }
        }
    }

    /// Which norm queries and keys pass.
    pub fn head_norm(self) -> HeadNorm {
        match self {
            Self::Qwen3 | Self::Gemma3 => HeadNorm::Each,
            Self::Olmo2 => HeadNorm::Together,
            Self::Llama | Self::SmolLm3 | Self::Qwen2 | Self::Gemma2 | Self::Phi3 | Self::Granite => {
                HeadNorm::None
            }
        }
    }

    /// What the feed-forward gate does.
    pub fn activation(self) -> Activation {
        match self {
            Self::Gemma2 | Self::Gemma3 => Activation::Gelu,
            _ => Activation::Silu,
        }
    }

    /// Whether positions enter a layer: SmolLM 3 leaves them out of every fourth (NoPE, arXiv:2305.19466).
    pub fn rotates(self, layer: usize) -> bool {
        self != Self::SmolLm3 || !(layer + 1).is_multiple_of(4)
    }
}
