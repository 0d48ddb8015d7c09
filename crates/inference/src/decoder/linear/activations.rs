//! Activations in eight bits, as the integer kernels read them.
//!
//! Each block of a row has its own scale, `max |x| / 127`. The block is that of the weights that it
//! meets, as in ggml: 32 values for `Q8_0`, 256 for the K-quants.

use crate::decoder::simd::{LANES, multiversion};
use crate::pool::Pool;

/// Values whose sum is kept.
const SUM: usize = 16;

/// Quantized rows.
#[derive(Default)]
pub struct Activations {
    /// `rows * width` values.
    pub values: Vec<i8>,
    /// One for each block.
    pub scales: Vec<f32>,
    /// Sums of 16 values: what an offset of the weights adds up to.
    pub sums: Vec<i16>,
    /// Values of one row.
    pub width: usize,
    /// Values of one block.
    pub block: usize,
}

/// A row's share of the three arrays.
struct RowParts<'a> {
    values: &'a mut [i8],
    scales: &'a mut [f32],
    sums: &'a mut [i16],
    x: &'a [f32],
}

impl Activations {
    /// Quantizes rows of `width` values in blocks of `block`.
    pub fn quantize(&mut self, pool: &Pool, x: &[f32], width: usize, block: usize) {
        (self.width, self.block) = (width, block);
        self.values.resize(x.len(), 0);
        self.scales.resize(x.len() / block, 0.0);
        self.sums.resize(x.len() / SUM, 0);
        let mut rows: Vec<RowParts<'_>> = x
            .chunks_exact(width)
            .zip(self.values.chunks_exact_mut(width))
            .zip(self.scales.chunks_exact_mut(width / block))
            .zip(self.sums.chunks_exact_mut(width / SUM))
            .map(|(((x, values), scales), sums)| RowParts { values, scales, sums, x })
            .collect();
        pool.pieces(&mut rows, super::ROWS, |_, rows| {
            for row in rows {
                let blocks = row.x.chunks_exact(block).zip(row.values.chunks_exact_mut(block));
                let parts = row.scales.iter_mut().zip(row.sums.chunks_exact_mut(block / SUM));
                for ((x, values), (scale, sums)) in blocks.zip(parts) {
                    *scale = quantize_block(x, values, sums);
                }
            }
        });
    }
}

multiversion! {
    /// Quantizes one block, whose length is a multiple of 16, and returns its scale.
    fn quantize_block(x: &[f32], values: &mut [i8], sums: &mut [i16]) -> f32 {
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
        let mut largest = 0.0;
        for m in lanes {
            largest = if m > largest { m } else { largest };
        }
        let inverse = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        let values = values.as_chunks_mut::<LANES>().0;
        for ((chunk, out), sum) in chunks.iter().zip(values).zip(sums) {
            let mut integers = [0_i32; LANES];
            for (i, v) in integers.iter_mut().zip(chunk) {
                *i = (v * inverse + ROUND).to_bits() as i32 - ROUND.to_bits() as i32;
            }
            for (o, i) in out.iter_mut().zip(integers) {
                *o = i as i8;
            }
            *sum = integers.iter().sum::<i32>() as i16;
        }
        largest / 127.0
    }
}
