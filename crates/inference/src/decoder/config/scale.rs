//! Factors and soft bounds by which families keep numbers in range.

use super::family::Family;
use super::keys::Keys;
use crate::error::LoadError;

/// The factors and bounds of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Factor of the products of queries and keys.
    pub attention: f32,
    /// Bound `c` of attention scores `s`, which become `c · tanh(s / c)`.
    pub attention_cap: Option<f32>,
    /// Factor of the embeddings.
    pub embedding: f32,
    /// Factor of what a layer adds to the residual stream.
    pub residual: f32,
    /// Factor of the logits.
    pub logits: f32,
    /// Bound of the logits.
    pub logit_cap: Option<f32>,
}

/// Reads them.
pub(super) fn read(
    keys: &Keys<'_>,
    family: Family,
    hidden: usize,
    heads: usize,
    head_dim: usize,
    layers: usize,
) -> Result<Scales, LoadError> {
    let mut scales = Scales {
        attention: 1.0 / (head_dim as f32).sqrt(),
        attention_cap: None,
        embedding: 1.0,
        residual: 1.0,
        logits: 1.0,
        logit_cap: None,
    };
    match family {
        Family::Gemma2 | Family::Gemma3 => {
            scales.embedding = (hidden as f32).sqrt();
            // The two of 27 billion weights, told by their depth, scale by another width.
            let largest = if family == Family::Gemma2 { 46 } else { 62 };
            if layers == largest {
                scales.attention = 1.0 / ((hidden / heads) as f32).sqrt();
            }
            scales.logit_cap = keys.unless_zero("final_logit_softcapping")?;
            if family == Family::Gemma2 {
                scales.attention_cap = Some(keys.opt_positive("attn_logit_softcapping")?.unwrap_or(50.0));
                scales.logit_cap = scales.logit_cap.or(Some(30.0));
            }
        }
        Family::Granite => {
            scales.embedding = keys.unless_zero("embedding_scale")?.unwrap_or(1.0);
            scales.residual = keys.unless_zero("residual_scale")?.unwrap_or(1.0);
            scales.attention = keys.unless_zero("attention.scale")?.unwrap_or(scales.attention);
            scales.logits = 1.0 / keys.positive("logit_scale")?;
        }
        Family::SmolLm3 | Family::Llama => {
            scales.attention = keys.unless_zero("attention.scale")?.unwrap_or(scales.attention);
        }
        Family::Qwen2 | Family::Qwen3 | Family::Phi3 | Family::Olmo2 => {}
    }
    Ok(scales)
}
