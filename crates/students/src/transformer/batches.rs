//! Texts of about equal length side by side.

use candle_core::{Device, Result, Tensor};
use rand::{Rng, seq::SliceRandom as _};

use super::pretrained::Reading;

/// Batches among whose rows the length decides which are put together.
const POOL: usize = 16;
/// What is added to the score of a token that is none.
const FAR: f32 = -1e9;

/// States of texts, padded to the longest.
pub(super) struct Batch {
    /// `texts × length × width`.
    pub states: Tensor,
    /// `texts × length`, 1 where there is a token; `None` where none is padded.
    mask: Option<Tensor>,
}

impl Batch {
    pub fn new(readings: &[&Reading]) -> Result<Self> {
        let lengths: Vec<usize> = readings.iter().map(|reading| reading.tokens()).collect();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let padded = readings.iter().zip(&lengths).map(|(reading, length)| {
            if *length == longest {
                Ok(reading.states.clone())
            } else {
                reading.states.pad_with_zeros(0, 0, longest - length)
            }
        });
        let states = Tensor::stack(&padded.collect::<Result<Vec<_>>>()?, 0)?;
        let mask = lengths.iter().any(|length| *length < longest).then(|| {
            let of = |length: usize| (0..longest).map(move |at| f32::from(u8::from(at < length)));
            let mask: Vec<f32> = lengths.iter().copied().flat_map(of).collect();
            Tensor::from_vec(mask, (lengths.len(), longest), &Device::Cpu)
        });
        Ok(Self { states, mask: mask.transpose()? })
    }

    /// Texts of one length, as they are.
    pub fn whole(states: Tensor) -> Self {
        Self { states, mask: None }
    }

    /// What keeps attention away from what is no token, `texts × 1 × 1 × length`.
    pub fn attention_bias(&self) -> Result<Option<Tensor>> {
        let bias = |mask: &Tensor| mask.affine(f64::from(-FAR), f64::from(FAR))?.unsqueeze(1)?.unsqueeze(1);
        self.mask.as_ref().map(bias).transpose()
    }

    /// The mean over tokens, `texts × width`.
    pub fn mean(&self, states: &Tensor) -> Result<Tensor> {
        let Some(mask) = &self.mask else { return states.mean(1) };
        let sum = states.broadcast_mul(&mask.unsqueeze(2)?)?.sum(1)?;
        sum.broadcast_div(&mask.sum_keepdim(1)?)
    }
}

/// Rows of `lengths` in batches of at most `size`, in an order that is drawn. Those of a batch are of about one length, so
/// that little is padded.
pub(super) fn drawn(lengths: &[usize], size: usize, random: &mut impl Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.shuffle(random);
    let size = size.max(1);
    let mut batches = Vec::new();
    for pool in order.chunks_mut(size * POOL) {
        pool.sort_by_key(|row| lengths[*row]);
        batches.extend(pool.chunks(size).map(<[usize]>::to_vec));
    }
    batches.shuffle(random);
    batches
}
