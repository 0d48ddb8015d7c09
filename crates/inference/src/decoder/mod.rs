//! One decoder for the dense families, configured by the file's metadata.
//!
//! A forward pass takes a ragged batch: rows of many sequences at different positions, pieces of
//! prompts beside single new tokens. What differs between families is a field of [`Config`].
//!
//! There are two of them: [`cpu`] is the product's own and exact to the bit, [`device`] runs the same model through
//! Candle on a graphics processor.

pub mod config;
pub mod cpu;
pub mod device;
mod rope;
pub mod weights;

use config::Config;

use crate::cache::BlockId;
use crate::pool::Pool;

/// How keys and values are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KvFormat {
    /// Half precision.
    #[default]
    F16,
    /// Single precision: twice the memory, for comparing with other engines digit by digit.
    F32,
}

/// Where a row of a batch stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Which table holds the row's sequence.
    pub table: usize,
    /// Position in the sequence.
    pub position: usize,
}

/// One row of a batch: a token at its place.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The token.
    pub token: u32,
    /// Where it stands.
    pub place: Place,
    /// Whether its last hidden state is asked for.
    pub wanted: bool,
}

/// A model's weights on a device, and the keys and values that it computed there.
pub trait Decoder: Send {
    /// The model's shape.
    fn config(&self) -> &Config;

    /// Size of the weights in memory, in bytes.
    fn weight_bytes(&self) -> usize;

    /// Size of the keys and values of one block over all layers, in bytes.
    fn block_bytes(&self) -> usize;

    /// Computes a batch. Each row's table must reach its position, and rows of one sequence must come
    /// one after the other in order of position. The last hidden states of the wanted rows are put into `hidden`, after
    /// the final norm, in the order of the rows.
    ///
    /// # Errors
    /// A kernel refuses the shapes, or the device fails.
    fn forward(
        &mut self,
        pool: &Pool,
        rows: &[Row],
        tables: &[&[BlockId]],
        hidden: &mut Vec<f32>,
    ) -> Result<(), ComputeError>;

    /// Logits of hidden states from [`Decoder::forward`], one row of the vocabulary's size for each.
    ///
    /// # Errors
    /// As [`Decoder::forward`].
    fn logits(&mut self, pool: &Pool, hidden: &[f32], logits: &mut Vec<f32>) -> Result<(), ComputeError>;

    /// Copies the keys and values of a block into another.
    ///
    /// # Errors
    /// As [`Decoder::forward`].
    fn copy(&mut self, from: BlockId, to: BlockId) -> Result<(), ComputeError>;
}

/// A computation that cannot be done.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ComputeError(pub String);

impl From<candle_core::Error> for ComputeError {
    fn from(error: candle_core::Error) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests;
