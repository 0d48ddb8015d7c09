//! Activations in eight bits, as the integer kernels read them.
//!
//! Each block of a row has its own scale, `max |x| / 127`. The block is that of the weights that it
//! meets, as in ggml: 32 values for `Q8_0` and its like, 256 for the K-quants. There the scales of the former
//! are kept in half precision, which is part of what such a product means; here too.

use half::f16;

use crate::decoder::cpu::simd::{LANES, largest, multiversion};
use crate::pool::Pool;

/// The smaller of the two blocks.
pub const FINE: usize = 32;
/// The larger.
pub const COARSE: usize = 256;

/// Quantized rows.
#[derive(Default)]
pub struct Activations {
    /// `rows * width` values, signed, as bytes: four at a time make what an instruction broadcasts.
    pub values: Vec<u8>,
    /// One for each block.
    pub scales: Vec<f32>,
    /// What the offset of stored weights adds up to, negated: for blocks of 32, 128 times the sum of each
    /// 32 values; for blocks of 256, 32 times the sum of each 16.
    pub offsets: Vec<i32>,
    /// For blocks of 256: the sums of two neighbouring groups of 32 values, the first in the low half.
    pub pairs: Vec<i32>,
    /// Values of one row.
    pub width: usize,
    /// Values of one block.
    pub block: usize,
}

/// A row's share of the three arrays.
struct RowParts<'a> {
    values: &'a mut [u8],
    scales: &'a mut [f32],
    offsets: &'a mut [i32],
    pairs: &'a mut [i32],
    x: &'a [f32],
}

impl Activations {
    /// Quantizes rows of `width` values in blocks of `block`.
    pub fn quantize(&mut self, pool: &Pool, x: &[f32], width: usize, block: usize) {
        (self.width, self.block) = (width, block);
        self.values.resize(x.len(), 0);
        self.scales.resize(x.len() / block, 0.0);
        let (group, pair) = if block == FINE { (FINE, width) } else { (16, 64) };
        self.offsets.resize(x.len() / group, 0);
        self.pairs.resize(x.len() / pair, 0);
        let mut rows: Vec<RowParts<'_>> = x
            .chunks_exact(width)
            .zip(self.values.chunks_exact_mut(width))
            .zip(self.scales.chunks_exact_mut(width / block))
            .zip(self.offsets.chunks_exact_mut(width / group))
            .zip(self.pairs.chunks_exact_mut(width / pair))
            .map(|((((x, values), scales), offsets), pairs)| RowParts { values, scales, offsets, pairs, x })
            .collect();
        pool.pieces(&mut rows, super::ROWS, |_, rows| {
            for row in rows {
                let blocks = row.x.chunks_exact(block).zip(row.values.chunks_exact_mut(block));
                for ((x, values), scale) in blocks.zip(row.scales.iter_mut()) {
                    let exact = quantize_block(x, values);
                    *scale = if block == FINE { f16::from_f32(exact).to_f32() } else { exact };
                }
                if block == FINE {
                    sum_fine(row.values, row.offsets);
                } else {
                    sum_coarse(row.values, row.offsets, row.pairs);
                }
            }
        });
    }
}

multiversion! {
    /// Quantizes one block, whose length is a multiple of 16, and returns its scale.
    fn quantize_block(x: &[f32], values: &mut [u8]) -> f32 {
        // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
        const ROUND: f32 = 12_582_912.0;
        let (chunks, _) = x.as_chunks::<LANES>();
        let mut lanes = [0.0_f32; LANES];
        for chunk in chunks {
            for (m, v) in lanes.iter_mut().zip(chunk) {
                let v = v.abs();
                *m = if v > *m { v } else { *m };
            }
        }
        let largest = largest(lanes);
        let inverse = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        let values = values.as_chunks_mut::<LANES>().0;
        for (chunk, out) in chunks.iter().zip(values) {
            for (o, v) in out.iter_mut().zip(chunk) {
                *o = (v * inverse + ROUND).to_bits() as u8;
            }
        }
        largest / 127.0
    }
}

multiversion! {
    fn sum_fine(values: &[u8], offsets: &mut [i32]) {
        for (values, offset) in values.as_chunks::<FINE>().0.iter().zip(offsets) {
            *offset = -128 * values.iter().map(|v| i32::from(*v as i8)).sum::<i32>();
        }
    }
}

multiversion! {
    fn sum_coarse(values: &[u8], offsets: &mut [i32], pairs: &mut [i32]) {
        let parts = offsets.as_chunks_mut::<4>().0.iter_mut().zip(pairs);
        for (values, (offsets, pair)) in values.as_chunks::<64>().0.iter().zip(parts) {
            let mut sums = [0; 4];
            for (sum, values) in sums.iter_mut().zip(values.as_chunks::<16>().0) {
                *sum = values.iter().map(|v| i32::from(*v as i8)).sum::<i32>();
            }
            *offsets = sums.map(|sum| -32 * sum);
            *pair = (sums[0] + sums[1]) & 0xffff | (sums[2] + sums[3]) << 16;
        }
    }
}
