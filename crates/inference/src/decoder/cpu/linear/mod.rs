//! Products of activations with weight matrices.
//!
//! **Exactness.** Every element of a product is computed by itself, from one row of activations and
//! one row of weights, in an order that only the width decides. Neither the number of rows nor the
//! number of threads enters. (Candle's own `QMatMul` picks another kernel for one row than for many
//! of some types.)
//!
//! **Memory.** Where the processor has AVX2, weights are packed in tiles at load, in place of what the file
//! holds; elsewhere they stay as they are and are multiplied by Candle's dot products.

mod activations;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod kernels;
mod pack;
mod tiles;

use std::borrow::Cow;

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};

use super::math;
use super::simd::Instructions;
use crate::decoder::ComputeError;
use crate::gguf::GgmlType;
use crate::pool::Pool;
#[cfg(target_arch = "x86_64")]
use crate::pool::SharedPointer;
use activations::Activations;
#[cfg(target_arch = "x86_64")]
use activations::{COARSE, FINE};
#[cfg(target_arch = "x86_64")]
use tiles::OUTPUTS;
use tiles::Tiles;

/// Rows that are quantized as one item of work.
const ROWS: usize = 4;
/// Multiplications below which other threads are not worth their waking.
#[cfg(target_arch = "x86_64")]
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

/// Rows that are multiplied, in the forms that kernels ask for.
pub struct Inputs<'a> {
    /// As they came.
    values: &'a [f32],
    /// Values of one row.
    width: usize,
    fine: &'a Activations,
    coarse: &'a Activations,
}

impl Inputs<'_> {
    /// How many there are.
    fn rows(&self) -> usize {
        self.values.len() / self.width
    }

    /// One row as it came.
    fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.width..][..self.width]
    }
}

impl Linear {
    /// Takes a matrix of `outputs` rows and `inputs` columns as it lies in the file. The bytes must
    /// start at a multiple of 4 for single precision, of 2 for all other formats.
    #[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables, reason = "nothing is packed there"))]
    pub fn new(
        pool: &Pool,
        bytes: &[u8],
        kind: GgmlType,
        outputs: usize,
        inputs: usize,
        bias: Option<Vec<f32>>,
    ) -> Self {
        let tiles = match Instructions::detect() {
            Instructions::Baseline => None,
            #[cfg(target_arch = "x86_64")]
            _ => Tiles::pack(pool, bytes, kind, outputs, inputs),
        };
        let weights = tiles.map_or_else(
            || Weights::Blocks(GgmlDType::from(kind).from_data(Cow::Borrowed(bytes))),
            Weights::Tiles,
        );
        Self { weights, inputs, outputs, bias }
    }

    /// How weights of a format are kept where that is not as the file has them.
    pub fn repacked(kind: GgmlType) -> Option<&'static str> {
        match (Instructions::detect(), kind) {
            (Instructions::Baseline, _) => None,
            #[cfg(target_arch = "x86_64")]
            (_, GgmlType::Q2_K) => Some("4 bits, the same values"),
            #[cfg(target_arch = "x86_64")]
            (_, GgmlType::Q3_K) => Some("Q6_K, the same values"),
            #[cfg(target_arch = "x86_64")]
            _ => None,
        }
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
            pool.pieces(out, linear.outputs, |_, row| math::add(row, bias, 1.0));
        }
    }
    Ok(())
}

/// Computes one tile's outputs for all rows, see [`kernels::tile`].
#[cfg(target_arch = "x86_64")]
type Kernel = unsafe fn(&Tiles, usize, &Inputs<'_>, SharedPointer<f32>, usize);

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
    let mut parts = Vec::with_capacity(N);
    let mut count = 0;
    let mut blocks = [false; 2];
    for (linear, out) in products.iter_mut() {
        if let Weights::Tiles(tiles) = &linear.weights {
            blocks[0] |= tiles.block() == Some(FINE);
            blocks[1] |= tiles.block() == Some(COARSE);
            parts.push((count, tiles, SharedPointer(out.as_mut_ptr()), linear.outputs));
            count += linear.outputs.div_ceil(OUTPUTS);
        }
    }
    for (block, activations, needed) in [(FINE, &mut *fine, blocks[0]), (COARSE, &mut *coarse, blocks[1])] {
        if needed {
            activations.quantize(pool, x, inputs, block);
        }
    }
    let rows = Inputs { values: x, width: inputs, fine, coarse };
    let kernel: Kernel = match Instructions::detect() {
        Instructions::Avx512Vnni => avx512::tile,
        Instructions::AvxVnni => avx2::tile_vnni,
        Instructions::Avx2 => avx2::tile,
        // Nothing is packed there.
        Instructions::Baseline => return,
    };
    let one = |n: usize| {
        if let Some((first, tiles, out, outputs)) = parts.iter().rev().find(|part| part.0 <= n) {
            // SAFETY: `detect` tells what the processor has; each tile is handed out once and writes columns
            // of its own.
            unsafe { kernel(tiles, n - first, &rows, *out, *outputs) };
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

#[cfg(test)]
mod tests;
