//! How positions become rotations: the base of the frequencies and what stretches them.

use super::family::{Family, Pairs};
use super::keys::Keys;
use crate::error::LoadError;

/// A rotary embedding.
#[derive(Clone, Debug, PartialEq)]
pub struct Rope {
    /// Base of the frequencies.
    pub theta: f64,
    /// Components of a head that are rotated; even.
    pub dims: usize,
    /// Which of them belong together.
    pub pairs: Pairs,
    /// What stretches the positions.
    pub scaling: Scaling,
    /// Which divisors of single frequencies the file brings for it.
    pub factors: Factors,
    /// Factor of the rotated components.
    pub magnitude: f64,
}

/// What stretches positions beyond those of the training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scaling {
    /// All positions are divided by a number, 1 for most models.
    Linear(f64),
    /// Low frequencies are, high ones are not (YaRN, Peng et al. 2023, arXiv:2309.00071).
    Yarn {
        /// Divisor of the positions.
        factor: f64,
        /// Positions of the training.
        original: f64,
        /// Rotations within these positions from which on a frequency stays.
        fast: f64,
        /// Rotations up to which it is divided.
        slow: f64,
        /// Share of the correction, 1 for most models.
        extrapolation: f64,
    },
}

/// A tensor with one divisor for each frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factors {
    /// None.
    None,
    /// `rope_freqs`, where the file has it (Llama 3).
    Frequencies,
    /// `rope_factors_short`, right within the positions of the training (LongRoPE, arXiv:2402.13753).
    Short,
}

/// The rotations of a model.
pub(super) struct Positions {
    /// The first for layers that see all positions, the second, where there is one, for those that slide.
    pub(super) ropes: Vec<Rope>,
    /// Positions that these rotations are right for, where they are fewer than the model's context.
    pub(super) limit: Option<usize>,
}

impl Positions {
    /// The rotation of a layer.
    pub(super) fn rope_of(&self, slides: bool) -> usize {
        if slides { self.ropes.len() - 1 } else { 0 }
    }
}

/// Reads them.
pub(super) fn read(
    keys: &Keys<'_>,
    pairs: Pairs,
    head_dim: usize,
    family: Family,
) -> Result<Positions, LoadError> {
    let dims = keys.opt_dimension("rope.dimension_count")?.unwrap_or(head_dim);
    if dims > head_dim || !dims.is_multiple_of(2) {
        return Err(keys.misfit("rope.dimension_count", dims));
    }
    let number = |key: &str| Ok::<_, LoadError>(keys.unless_zero(key)?.map(f64::from));
    let theta = keys.opt_positive("rope.freq_base")?.map_or(10_000.0, f64::from);
    let original = keys.opt_dimension("rope.scaling.original_context_length")?;
    let factor = match number("rope.scaling.factor")? {
        None => number("rope.scale_linear")?,
        factor => factor,
    };
    let mut limit = None;
    let mut factors = Factors::Frequencies;
    let kind = keys.metadata.opt_str(&keys.name("rope.scaling.type"))?;
    let scaling = match kind {
        Some("none") => Scaling::Linear(1.0),
        None | Some("linear" | "longrope") => Scaling::Linear(factor.unwrap_or(1.0)),
        Some("yarn") => Scaling::Yarn {
            factor: factor.unwrap_or(1.0),
            original: match original {
                Some(original) => original as f64,
                None => keys.dimension("context_length")? as f64,
            },
            fast: number("rope.scaling.yarn_beta_fast")?.unwrap_or(32.0),
            slow: number("rope.scaling.yarn_beta_slow")?.unwrap_or(1.0),
            extrapolation: number("rope.scaling.yarn_ext_factor")?.filter(|e| *e > 0.0).unwrap_or(1.0),
        },
        Some(other) => return Err(LoadError::Unsupported { what: format!("position scaling '{other}'") }),
    };
    if family == Family::Phi3 || kind == Some("longrope") {
        // The long factors would change every rotation of a sequence once it outgrows the positions of
        // the training; sequences stay within them.
        factors = Factors::Short;
        limit = original;
    }
    let magnitude = number("rope.scaling.attn_factor")?.unwrap_or(1.0)
        * match scaling {
            Scaling::Yarn { factor, .. } if factor > 1.0 => 1.0 + 0.1 * factor.ln(),
            _ => 1.0,
        };
    let rope = Rope { theta, dims, pairs, scaling, factors, magnitude };
    let local = Rope { factors: Factors::None, ..rope.clone() };
    let plain = Rope { scaling: Scaling::Linear(1.0), magnitude: 1.0, ..local.clone() };
    let local_theta = keys.opt_positive("rope.freq_base_swa")?.map(f64::from);
    let sliding = match family {
        Family::Gemma2 => Some(Rope { theta: local_theta.unwrap_or(theta), ..local }),
        Family::Gemma3 => Some(Rope { theta: local_theta.unwrap_or(10_000.0), ..plain }),
        Family::Olmo2 => Some(plain),
        _ => None,
    };
    let mut ropes = vec![rope];
    ropes.extend(sliding);
    Ok(Positions { ropes, limit })
}
