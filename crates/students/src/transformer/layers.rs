//! The layers of BERT by operations that have a derivative: the fused ones of the library have none.

use candle_core::{D, Result, Tensor};
use candle_nn::VarBuilder;

/// What follows the inner product of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `x Φ(x)`.
    Gelu,
    /// The same by a hyperbolic tangent.
    GeluTanh,
    /// `max(x, 0)`.
    Relu,
}

impl Activation {
    fn apply(self, x: &Tensor) -> Result<Tensor> {
        match self {
            Self::Gelu => x.gelu_erf(),
            Self::GeluTanh => x.gelu(),
            Self::Relu => x.relu(),
        }
    }
}

/// `x Wᵀ + b`.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    pub weight: Tensor,
    pub bias: Tensor,
}

impl Dense {
    fn load(from: &VarBuilder<'_>, outputs: usize, inputs: usize) -> Result<Self> {
        Ok(Self { weight: from.get((outputs, inputs), "weight")?, bias: from.get(outputs, "bias")? })
    }

    /// Of rows × inputs, rows × outputs.
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.matmul(&self.weight.t()?)?.broadcast_add(&self.bias)
    }

    pub fn map(&self, each: &mut dyn FnMut(&Tensor) -> Result<Tensor>) -> Result<Self> {
        Ok(Self { weight: each(&self.weight)?, bias: each(&self.bias)? })
    }
}

/// Layer normalisation of rows.
#[derive(Clone, Debug)]
pub(super) struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f64,
}

impl Norm {
    pub fn load(from: &VarBuilder<'_>, width: usize, epsilon: f64) -> Result<Self> {
        Ok(Self { weight: from.get(width, "weight")?, bias: from.get(width, "bias")?, epsilon })
    }

    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let centred = x.broadcast_sub(&x.mean_keepdim(D::Minus1)?)?;
        let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
        let scaled = centred.broadcast_div(&(variance + self.epsilon)?.sqrt()?)?;
        scaled.broadcast_mul(&self.weight)?.broadcast_add(&self.bias)
    }

    fn map(&self, each: &mut dyn FnMut(&Tensor) -> Result<Tensor>) -> Result<Self> {
        Ok(Self { weight: each(&self.weight)?, bias: each(&self.bias)?, epsilon: self.epsilon })
    }
}

/// Attention and the two products after it, each with what it adds to.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    query: Dense,
    key: Dense,
    value: Dense,
    attended: Dense,
    attended_norm: Norm,
    inner: Dense,
    outer: Dense,
    outer_norm: Norm,
    heads: usize,
    activation: Activation,
}

/// Sizes that all layers share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub width: usize,
    pub inner: usize,
    pub heads: usize,
    pub epsilon: f64,
    pub activation: Activation,
}

impl Layer {
    pub fn load(from: &VarBuilder<'_>, sizes: Sizes) -> Result<Self> {
        let Sizes { width, inner, heads, epsilon, activation } = sizes;
        let square = |name: &str| Dense::load(&from.pp(name), width, width);
        Ok(Self {
            query: square("attention.self.query")?,
            key: square("attention.self.key")?,
            value: square("attention.self.value")?,
            attended: square("attention.output.dense")?,
            attended_norm: Norm::load(&from.pp("attention.output.LayerNorm"), width, epsilon)?,
            inner: Dense::load(&from.pp("intermediate.dense"), inner, width)?,
            outer: Dense::load(&from.pp("output.dense"), width, inner)?,
            outer_norm: Norm::load(&from.pp("output.LayerNorm"), width, epsilon)?,
            heads,
            activation,
        })
    }

    /// Of `texts × length × width`, the same. `mask`, `texts × 1 × 1 × length`, is added to the scores of the tokens that
    /// are attended to.
    pub fn forward(&self, x: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
        let (texts, length, width) = x.dims3()?;
        let rows = x.reshape((texts * length, width))?;
        let size = width / self.heads;
        let split = |part: &Dense| {
            let all = part.forward(&rows)?.reshape((texts, length, self.heads, size))?;
            all.transpose(1, 2)?.contiguous()
        };
        let (query, key, value) = (split(&self.query)?, split(&self.key)?, split(&self.value)?);
        let scores = (query.matmul(&key.t()?)? * (1.0 / (size as f64).sqrt()))?;
        let scores = mask.map_or(Ok(scores.clone()), |mask| scores.broadcast_add(mask))?;
        let attended = softmax(&scores)?.matmul(&value)?;
        let attended = attended.transpose(1, 2)?.contiguous()?.reshape((texts * length, width))?;
        let rows = self.attended_norm.forward(&(self.attended.forward(&attended)? + rows)?)?;
        let inner = self.activation.apply(&self.inner.forward(&rows)?)?;
        let rows = self.outer_norm.forward(&(self.outer.forward(&inner)? + rows)?)?;
        rows.reshape((texts, length, width))
    }

    /// The same layer with other tensors.
    pub fn map(&self, each: &mut dyn FnMut(&Tensor) -> Result<Tensor>) -> Result<Self> {
        Ok(Self {
            query: self.query.map(each)?,
            key: self.key.map(each)?,
            value: self.value.map(each)?,
            attended: self.attended.map(each)?,
            attended_norm: self.attended_norm.map(each)?,
            inner: self.inner.map(each)?,
            outer: self.outer.map(each)?,
            outer_norm: self.outer_norm.map(each)?,
            heads: self.heads,
            activation: self.activation,
        })
    }
}

/// Shares in proportion to the exponentials of the last dimension. The greatest is taken off first; as that changes
/// nothing, it needs no derivative.
fn softmax(scores: &Tensor) -> Result<Tensor> {
    let powers = scores.broadcast_sub(&scores.detach().max_keepdim(D::Minus1)?)?.exp()?;
    powers.broadcast_div(&powers.sum_keepdim(D::Minus1)?)
}

/// Logarithms of [`softmax`].
pub(super) fn log_softmax(scores: &Tensor) -> Result<Tensor> {
    let scores = scores.broadcast_sub(&scores.detach().max_keepdim(D::Minus1)?)?;
    scores.broadcast_sub(&scores.exp()?.sum_keepdim(D::Minus1)?.log()?)
}
