//! Products of activations with weight matrices.
//!
//! **Exactness.** Every element of a product is computed by itself, from one row of activations and
//! one row of weights, in an order that only the width decides. Neither the number of rows nor the
//! number of threads enters. (Candle's own `QMatMul` picks another kernel for one row than for many
//! of some types.)
//!
//! **Memory.** Formats with kernels of their own ([`vnni`]) are packed in tiles at load, in place of
//! what the file holds; all others stay as they are and are multiplied by Candle's dot products.

mod activations;
mod tiles;
#[cfg(target_arch = "x86_64")]
mod vnni;

use std::borrow::Cow;

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};

use super::math;
use super::simd::Instructions;
use crate::gguf::GgmlType;
use crate::pool::{Pool, SharedPointer};
use activations::{Activations, COARSE, FINE};
use tiles::{OUTPUTS, Tiles};

/// Rows that are quantized as one item of work.
const ROWS: usize = 4;
/// Multiplications below which other threads are not worth their waking.
const ALONE: usize = 1 << 19;

/// A weight matrix, with a bias where the model has one.
pub struct Linear {
    weights: Weights,
    inputs: usize,
    outputs: usize,
    bias: Option<Vec<f32>>,
}

enum Weights {
    Tiles(Tiles),
    Blocks(Box<dyn QuantizedType>),
}

/// Quantized activations, kept from product to product.
#[derive(Default)]
pub struct Scratch {
    fine: Activations,
    coarse: Activations,
}

impl Linear {
    /// Takes a matrix of `outputs` rows and `inputs` columns as it lies in the file. The bytes must
    /// start at a multiple of 8.
    pub fn new(
        pool: &Pool,
        bytes: &[u8],
        kind: GgmlType,
        outputs: usize,
        inputs: usize,
        bias: Option<Vec<f32>>,
    ) -> Self {
        let tiles = match Instructions::detect() {
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512Vnni => Tiles::pack(pool, bytes, kind, outputs, inputs),
            _ => None,
        };
        let weights = tiles.map_or_else(
            || Weights::Blocks(GgmlDType::from(kind).from_data(Cow::Borrowed(bytes))),
            Weights::Tiles,
        );
        Self { weights, inputs, outputs, bias }
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let weights = match &self.weights {
            Weights::Tiles(tiles) => tiles.bytes(),
            Weights::Blocks(blocks) => blocks.storage_size_in_bytes(),
        };
        weights + self.bias.as_ref().map_or(0, |b| 4 * b.len())
    }

    /// Writes the weights of one row, dequantized.
    ///
    /// # Errors
    /// There is no such row.
    pub fn row(&self, row: usize, out: &mut [f32]) -> Result<(), ComputeError> {
        match &self.weights {
            Weights::Tiles(tiles) if row < self.outputs => tiles.row(row, out),
            Weights::Tiles(_) => return Err(ComputeError(format!("the matrix has no row {row}"))),
            Weights::Blocks(blocks) => match blocks.embedding(&[row as u32], self.outputs, self.inputs)? {
                CpuStorage::F32(values) => out.copy_from_slice(&values),
                _ => return Err(ComputeError("a row of weights is not in single precision".to_owned())),
            },
        }
        Ok(())
    }
}

/// Multiplies the same rows `x` with several matrices: `out[r] = weights · x[r] + bias`.
///
/// # Errors
/// A kernel refuses the shapes.
pub fn multiply<const N: usize>(
    pool: &Pool,
    scratch: &mut Scratch,
    x: &[f32],
    mut products: [(&Linear, &mut [f32]); N],
) -> Result<(), ComputeError> {
    let inputs = products[0].0.inputs;
    let rows = x.len() / inputs;
    if rows == 0 {
        return Ok(());
    }
    for (linear, out) in &mut products {
        if let Weights::Blocks(blocks) = &linear.weights {
            blocks.matmul_t((rows, inputs, linear.outputs), x, out)?;
        }
    }
    multiply_tiles(pool, scratch, x, inputs, &mut products);
    for (linear, out) in &mut products {
        if let Some(bias) = &linear.bias {
            pool.pieces(out, linear.outputs, |_, row| math::add(row, bias));
        }
    }
    Ok(())
}

/// The products with packed matrices, all tiles of all matrices in one go.
#[cfg(target_arch = "x86_64")]
fn multiply_tiles<const N: usize>(
    pool: &Pool,
    scratch: &mut Scratch,
    x: &[f32],
    inputs: usize,
    products: &mut [(&Linear, &mut [f32]); N],
) {
    let Scratch { fine, coarse } = scratch;
    for (block, activations) in [(FINE, &mut *fine), (COARSE, &mut *coarse)] {
        let needed = |linear: &Linear| matches!(&linear.weights, Weights::Tiles(t) if t.block() == block);
        if products.iter().any(|(linear, _)| needed(linear)) {
            activations.quantize(pool, x, inputs, block);
        }
    }
    let mut parts = Vec::with_capacity(N);
    let mut count = 0;
    for (linear, out) in products.iter_mut() {
        if let Weights::Tiles(tiles) = &linear.weights {
            let activations = if tiles.block() == FINE { &*fine } else { &*coarse };
            parts.push((count, tiles, activations, SharedPointer(out.as_mut_ptr()), linear.outputs));
            count += linear.outputs.div_ceil(OUTPUTS);
        }
    }
    let one = |n: usize| {
        if let Some((first, tiles, x, out, outputs)) = parts.iter().rev().find(|part| part.0 <= n) {
            // SAFETY: tiles are packed only where the processor has the instructions; each tile is
            // handed out once and writes columns of its own.
            unsafe { vnni::tile(tiles, n - first, x, *out, *outputs) };
        }
    };
    // Items large enough that handing them out costs little.
    let work = x.len() * OUTPUTS;
    let each = (ALONE / 8 / work.max(1)).max(1);
    if count * work < ALONE {
        (0..count).for_each(one);
    } else {
        pool.run(count.div_ceil(each), &|item| (item * each..count.min((item + 1) * each)).for_each(one));
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn multiply_tiles<const N: usize>(
    _: &Pool,
    _: &mut Scratch,
    _: &[f32],
    _: usize,
    _: &mut [(&Linear, &mut [f32]); N],
) {
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
