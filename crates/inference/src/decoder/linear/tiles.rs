//! Weights in tiles of 16 outputs, in the order in which the kernels of [`super::vnni`] read them.
//!
//! A 64-byte [`Line`] holds four (or, in nibbles, eight) consecutive inputs of each of 16 outputs, so
//! that one instruction multiplies one broadcast group of activations with all 16. A tile is as large
//! as the same weights in the file, or 3 % larger (`Q4_K`), and replaces them.

use candle_core::quantized::k_quants::{BlockQ4K, BlockQ6K, BlockQ8_0, GgmlType as _};
use half::f16;

use super::activations::{COARSE, FINE};
use crate::gguf::GgmlType;
use crate::pool::Pool;

/// Outputs of one tile.
pub const OUTPUTS: usize = 16;

/// What one vector register holds.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Line(pub [u8; 64]);

/// Scales of a block of 256 inputs in `Q4_K`.
#[derive(Clone, Copy, Default)]
pub struct ScalesQ4K {
    /// For each 32 inputs and each output.
    pub scales: [[u8; OUTPUTS]; 8],
    /// Offsets of two neighbouring groups of 32 inputs.
    pub mins: [[[u8; 2]; OUTPUTS]; 4],
    /// Scale of the scales.
    pub d: [f16; OUTPUTS],
    /// Scale of the offsets.
    pub dmin: [f16; OUTPUTS],
}

/// Scales of a block of 256 inputs in `Q6_K`.
#[derive(Clone, Copy, Default)]
pub struct ScalesQ6K {
    /// For each 16 inputs and each output.
    pub scales: [[i8; OUTPUTS]; 16],
    /// Scale of the scales.
    pub d: [f16; OUTPUTS],
}

/// Packed weights.
pub enum Tiles {
    /// 8 lines for 32 inputs; the weights are stored plus 128.
    Q8_0 {
        /// Weights.
        lines: Vec<Line>,
        /// Scales of each block of 32 inputs.
        scales: Vec<[f16; OUTPUTS]>,
    },
    /// 32 lines for 256 inputs: inputs 8i to 8i+3 in the low nibbles of line i, the next four in the high.
    Q4K {
        /// Weights.
        lines: Vec<Line>,
        /// Scales of each block of 256 inputs.
        scales: Vec<ScalesQ4K>,
    },
    /// 48 lines for 256 inputs: 32 with the low four bits as in `Q4K`, then 16 with the high two bits,
    /// inputs 16i to 16i+3 of line i in its lowest bits.
    Q6K {
        /// Weights.
        lines: Vec<Line>,
        /// Scales of each block of 256 inputs.
        scales: Vec<ScalesQ6K>,
    },
}

impl Tiles {
    /// Packs a matrix as it lies in the file; `None` for formats that have no tiles.
    pub fn pack(pool: &Pool, bytes: &[u8], kind: GgmlType, outputs: usize, inputs: usize) -> Option<Self> {
        let count = outputs.div_ceil(OUTPUTS);
        let source = Source { bytes, row_bytes: bytes.len() / outputs, outputs };
        Some(match kind {
            GgmlType::Q8_0 => {
                let (lines, scales) = source.pack(pool, count * inputs / 32, inputs / 32, 8, 34, pack_q8_0);
                Self::Q8_0 { lines, scales }
            }
            GgmlType::Q4_K => {
                let (lines, scales) =
                    source.pack(pool, count * inputs / 256, inputs / 256, 32, 144, pack_q4k);
                Self::Q4K { lines, scales }
            }
            GgmlType::Q6_K => {
                let (lines, scales) =
                    source.pack(pool, count * inputs / 256, inputs / 256, 48, 210, pack_q6k);
                Self::Q6K { lines, scales }
            }
            _ => return None,
        })
    }

    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Q8_0 { lines, scales } => size_of_val(&lines[..]) + size_of_val(&scales[..]),
            Self::Q4K { lines, scales } => size_of_val(&lines[..]) + size_of_val(&scales[..]),
            Self::Q6K { lines, scales } => size_of_val(&lines[..]) + size_of_val(&scales[..]),
        }
    }

    /// Values that share a scale of the activations.
    pub fn block(&self) -> usize {
        match self {
            Self::Q8_0 { .. } => FINE,
            Self::Q4K { .. } | Self::Q6K { .. } => COARSE,
        }
    }

    /// Writes one row of weights, dequantized. `out` is as long as the matrix is wide.
    pub fn row(&self, row: usize, out: &mut [f32]) {
        let (tile, r) = (row / OUTPUTS, row % OUTPUTS);
        let first = tile * (out.len() / self.block());
        for (b, out) in out.chunks_exact_mut(self.block()).enumerate() {
            let b = first + b;
            match self {
                Self::Q8_0 { lines, scales } => {
                    let d = scales[b][r].to_f32();
                    for (i, out) in out.iter_mut().enumerate() {
                        *out = d * (i32::from(lines[b * 8 + i / 4].0[r * 4 + i % 4]) - 128) as f32;
                    }
                }
                Self::Q4K { lines, scales } => {
                    let s = &scales[b];
                    let (d, dmin) = (s.d[r].to_f32(), s.dmin[r].to_f32());
                    for (i, out) in out.iter_mut().enumerate() {
                        let group = i / 32;
                        let scale = d * f32::from(s.scales[group][r]);
                        let min = dmin * f32::from(s.mins[group / 2][r][group % 2]);
                        *out = scale * f32::from(nibble(&lines[b * 32..], r, i)) - min;
                    }
                }
                Self::Q6K { lines, scales } => {
                    let s = &scales[b];
                    for (i, out) in out.iter_mut().enumerate() {
                        let scale = s.d[r].to_f32() * f32::from(s.scales[i / 16][r]);
                        let high = lines[b * 48 + 32 + i / 16].0[r * 4 + i % 4] >> (2 * (i / 4 % 4)) & 3;
                        let q = nibble(&lines[b * 48..], r, i) | high << 4;
                        *out = scale * (i32::from(q) - 32) as f32;
                    }
                }
            }
        }
    }
}

/// Four bits of input `i` of output `r`.
fn nibble(lines: &[Line], r: usize, i: usize) -> u8 {
    lines[i / 8].0[r * 4 + i % 4] >> (4 * (i / 4 % 2)) & 15
}

/// The matrix in the file.
struct Source<'b> {
    bytes: &'b [u8],
    row_bytes: usize,
    outputs: usize,
}

impl Source<'_> {
    /// Packs block by block; `block` takes the bytes of one block of one output, the output's place in
    /// the tile, and the lines and scales of the tile's block.
    fn pack<S: Copy + Default + Send>(
        &self,
        pool: &Pool,
        count: usize,
        blocks: usize,
        lines_each: usize,
        block_bytes: usize,
        pack_block: impl Fn(&[u8], usize, &mut [Line], &mut S) + Sync,
    ) -> (Vec<Line>, Vec<S>) {
        let mut lines = vec![Line([0; 64]); count * lines_each];
        let mut scales = vec![S::default(); count];
        let mut tiles: Vec<_> =
            lines.chunks_exact_mut(blocks * lines_each).zip(scales.chunks_exact_mut(blocks)).collect();
        pool.pieces(&mut tiles, 1, |tile, parts| {
            for (lines, scales) in parts {
                for r in 0..OUTPUTS.min(self.outputs - tile * OUTPUTS) {
                    let row = &self.bytes[(tile * OUTPUTS + r) * self.row_bytes..][..self.row_bytes];
                    let packed = lines.chunks_exact_mut(lines_each).zip(scales.iter_mut());
                    for (bytes, (lines, scales)) in row.chunks_exact(block_bytes).zip(packed) {
                        pack_block(bytes, r, lines, scales);
                    }
                }
            }
        });
        (lines, scales)
    }
}

fn half(bytes: &[u8]) -> f16 {
    f16::from_le_bytes([bytes[0], bytes[1]])
}

/// `d`, then 32 weights.
fn pack_q8_0(bytes: &[u8], r: usize, lines: &mut [Line], d: &mut [f16; OUTPUTS]) {
    d[r] = half(bytes);
    for (i, q) in bytes[2..].iter().enumerate() {
        lines[i / 4].0[r * 4 + i % 4] = q.wrapping_add(128);
    }
}

/// `d`, `dmin`, eight pairs of six-bit scales and offsets in 12 bytes, then 128 bytes of nibbles: of
/// each 32 bytes the low nibbles come before the high ones.
fn pack_q4k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ4K) {
    (s.d[r], s.dmin[r]) = (half(bytes), half(&bytes[2..]));
    let packed = &bytes[4..16];
    for group in 0..8 {
        let (scale, min) = if group < 4 {
            (packed[group] & 63, packed[group + 4] & 63)
        } else {
            (
                packed[group + 4] & 15 | packed[group - 4] >> 6 << 4,
                packed[group + 4] >> 4 | packed[group] >> 6 << 4,
            )
        };
        s.scales[group][r] = scale;
        s.mins[group / 2][r][group % 2] = min;
    }
    for i in 0..256 {
        let byte = bytes[16 + i / 64 * 32 + i % 32];
        set_nibble(lines, r, i, byte >> (4 * (i / 32 % 2)) & 15);
    }
}

/// 128 bytes of low nibbles, 64 bytes of high bits, 16 scales, `d`; each half of the inputs by itself.
fn pack_q6k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ6K) {
    s.d[r] = half(&bytes[208..]);
    for (scales, byte) in s.scales.iter_mut().zip(&bytes[192..208]) {
        scales[r] = *byte as i8;
    }
    for i in 0..256 {
        let (part, rest) = (i / 128, i % 128);
        let low = bytes[part * 64 + rest % 64] >> (4 * (rest / 64)) & 15;
        let high = bytes[128 + part * 32 + rest % 32] >> (2 * (rest / 32)) & 3;
        set_nibble(lines, r, i, low);
        lines[32 + i / 16].0[r * 4 + i % 4] |= high << (2 * (i / 4 % 4));
    }
}

fn set_nibble(lines: &mut [Line], r: usize, i: usize, value: u8) {
    lines[i / 8].0[r * 4 + i % 4] |= value << (4 * (i / 4 % 2));
}

const _: () = assert!(BlockQ8_0::BLCK_SIZE == 32 && size_of::<BlockQ8_0>() == 34);
const _: () = assert!(BlockQ4K::BLCK_SIZE == 256 && size_of::<BlockQ4K>() == 144);
const _: () = assert!(BlockQ6K::BLCK_SIZE == 256 && size_of::<BlockQ6K>() == 210);
