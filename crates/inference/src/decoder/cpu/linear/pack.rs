//! From the blocks of a model file to tiles. The blocks are those of `ggml-common.h`, the unpacking that of
//! `ggml-quants.c`.

use half::f16;

use super::tiles::{Line, OUTPUTS, Packed, ScalesFine, ScalesQ2K, ScalesQ4K, ScalesQ6K, Tiles, fifth_place};
use crate::gguf::GgmlType;
use crate::pool::Pool;

impl Tiles {
    /// Packs a matrix as it lies in the file; `None` for formats of activations.
    pub fn pack(pool: &Pool, bytes: &[u8], kind: GgmlType, outputs: usize, inputs: usize) -> Option<Self> {
        let source = Source { pool, bytes, row_bytes: bytes.len() / outputs, outputs, inputs, kind };
        Some(match kind {
            GgmlType::F32 => Self::F32(source.pack_values::<4>()),
            GgmlType::F16 => Self::F16(source.pack_values::<2>()),
            GgmlType::BF16 => Self::BF16(source.pack_values::<2>()),
            GgmlType::Q4_0 => Self::Four(source.pack(4, q4_0)),
            GgmlType::Q4_1 => Self::Four(source.pack(4, q4_1)),
            GgmlType::Q5_0 => Self::Five(source.pack(5, q5_0)),
            GgmlType::Q5_1 => Self::Five(source.pack(5, q5_1)),
            GgmlType::Q8_0 => Self::Q8_0(source.pack(8, q8_0)),
            GgmlType::Q2_K => Self::Q2K(source.pack(32, q2k)),
            GgmlType::Q3_K => Self::Q6K(source.pack(48, q3k)),
            GgmlType::Q4_K => Self::Q4K(source.pack(32, q4k)),
            GgmlType::Q5_K => Self::Q5K(source.pack(40, q5k)),
            GgmlType::Q6_K => Self::Q6K(source.pack(48, q6k)),
            GgmlType::Q8_1 | GgmlType::Q8_K => return None,
        })
    }
}

/// The matrix in the file.
struct Source<'b> {
    pool: &'b Pool,
    bytes: &'b [u8],
    row_bytes: usize,
    outputs: usize,
    inputs: usize,
    kind: GgmlType,
}

impl Source<'_> {
    /// The rows of a tile, each with its place in it.
    fn rows(&self, tile: usize) -> impl Iterator<Item = (usize, &[u8])> {
        let rows = tile * OUTPUTS..self.outputs.min((tile + 1) * OUTPUTS);
        rows.enumerate().map(|(r, row)| (r, &self.bytes[row * self.row_bytes..][..self.row_bytes]))
    }

    /// Packs block by block; `pack_block` takes the bytes of one block of one output, the output's place in
    /// the tile, and the lines and scales of the tile's block.
    fn pack<S: Copy + Default + Send>(
        &self,
        lines_each: usize,
        pack_block: impl Fn(&[u8], usize, &mut [Line], &mut S) + Sync,
    ) -> Packed<S> {
        let blocks = self.inputs / self.kind.block_weights() as usize;
        let count = self.outputs.div_ceil(OUTPUTS) * blocks;
        let mut lines = vec![Line([0; 64]); count * lines_each];
        let mut scales = vec![S::default(); count];
        let mut tiles: Vec<_> =
            lines.chunks_exact_mut(blocks * lines_each).zip(scales.chunks_exact_mut(blocks)).collect();
        self.pool.pieces(&mut tiles, 1, |tile, parts| {
            for (lines, scales) in parts {
                for (r, row) in self.rows(tile) {
                    let packed = lines.chunks_exact_mut(lines_each).zip(scales.iter_mut());
                    let row = row.chunks_exact(self.kind.block_bytes() as usize);
                    for (bytes, (lines, scales)) in row.zip(packed) {
                        pack_block(bytes, r, lines, scales);
                    }
                }
            }
        });
        Packed { lines, scales }
    }

    /// Packs single values of `B` bytes.
    fn pack_values<const B: usize>(&self) -> Vec<Line> {
        let each = 64 / (OUTPUTS * B);
        let lines_each = self.inputs.div_ceil(each);
        let mut lines = vec![Line([0; 64]); self.outputs.div_ceil(OUTPUTS) * lines_each];
        self.pool.pieces(&mut lines, lines_each, |tile, lines| {
            for (r, row) in self.rows(tile) {
                for (i, value) in row.as_chunks::<B>().0.iter().enumerate() {
                    lines[i / each].0.as_chunks_mut::<B>().0[i % each * OUTPUTS + r] = *value;
                }
            }
        });
        lines
    }
}

fn half(bytes: &[u8]) -> f16 {
    f16::from_le_bytes([bytes[0], bytes[1]])
}

fn set_nibble(lines: &mut [Line], r: usize, i: usize, value: u8) {
    lines[i / 8].0[r * 4 + i % 4] |= value << (4 * (i / 4 % 2));
}

fn set_fifth(lines: &mut [Line], r: usize, i: usize, bit: u8) {
    let (byte, place) = fifth_place(r, i);
    lines[byte / 64].0[byte % 64] |= bit << place;
}

/// 16 bytes of nibbles: the low ones come before the high ones.
fn nibbles(bytes: &[u8], r: usize, lines: &mut [Line]) {
    for i in 0..32 {
        set_nibble(lines, r, i, bytes[i % 16] >> (4 * (i / 16)) & 15);
    }
}

/// Four bytes with the fifth bits of 32 weights.
fn fifths(bytes: &[u8], r: usize, lines: &mut [Line]) {
    for i in 0..32 {
        set_fifth(lines, r, i, bytes[i / 8] >> (i % 8) & 1);
    }
}

/// The offset of weights that are stored plus `zero`.
fn centred(d: f16, zero: f32) -> f16 {
    f16::from_f32(-zero * d.to_f32())
}

/// `d`, nibbles.
fn q4_0(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesFine) {
    s.d[r] = half(bytes);
    s.m[r] = centred(s.d[r], 8.0);
    nibbles(&bytes[2..], r, lines);
}

/// `d`, `m`, nibbles.
fn q4_1(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesFine) {
    (s.d[r], s.m[r]) = (half(bytes), half(&bytes[2..]));
    nibbles(&bytes[4..], r, lines);
}

/// `d`, fifth bits, nibbles.
fn q5_0(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesFine) {
    s.d[r] = half(bytes);
    s.m[r] = centred(s.d[r], 16.0);
    fifths(&bytes[2..], r, &mut lines[4..]);
    nibbles(&bytes[6..], r, lines);
}

/// `d`, `m`, fifth bits, nibbles.
fn q5_1(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesFine) {
    (s.d[r], s.m[r]) = (half(bytes), half(&bytes[2..]));
    fifths(&bytes[4..], r, &mut lines[4..]);
    nibbles(&bytes[8..], r, lines);
}

/// `d`, then 32 weights.
fn q8_0(bytes: &[u8], r: usize, lines: &mut [Line], d: &mut [f16; OUTPUTS]) {
    d[r] = half(bytes);
    for (i, q) in bytes[2..].iter().enumerate() {
        lines[i / 4].0[r * 4 + i % 4] = q.wrapping_add(128);
    }
}

/// 16 bytes with a scale in the low and an offset in the high bits, 64 bytes of weights, `d`, `dmin`.
fn q2k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ2K) {
    (s.d[r], s.dmin[r]) = (half(&bytes[80..]), half(&bytes[82..]));
    for (group, byte) in bytes[..16].iter().enumerate() {
        (s.scales[group][r], s.mins[group][r]) = (byte & 15, byte >> 4);
    }
    for i in 0..256 {
        set_nibble(lines, r, i, two_bits(&bytes[16..], i));
    }
}

/// Of each 32 bytes the lowest bits come first.
fn two_bits(bytes: &[u8], i: usize) -> u8 {
    bytes[i / 128 * 32 + i % 32] >> (2 * (i / 32 % 4)) & 3
}

/// 32 bytes of high bits, 64 bytes of weights, 16 scales of six bits in 12 bytes, `d`.
fn q3k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ6K) {
    let (high, weights, scales) = (&bytes[..32], &bytes[32..96], &bytes[96..108]);
    s.d[r] = half(&bytes[108..]);
    for group in 0..16 {
        let low = scales[group % 8] >> (4 * (group / 8)) & 15;
        let top = scales[8 + group % 4] >> (2 * (group / 4)) & 3;
        s.scales[group][r] = (low | top << 4) as i8 - 32;
    }
    for i in 0..256 {
        let set = high[i % 32] >> (i / 32) & 1;
        // From -4 to 3, stored plus 32.
        set_six_bits(lines, r, i, 28 + two_bits(weights, i) + 4 * set);
    }
}

/// `d`, `dmin`, eight pairs of six-bit scales and offsets in 12 bytes, then 128 bytes of nibbles.
fn q4k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ4K) {
    scales_q4k(bytes, r, s);
    nibbles_q4k(&bytes[16..], r, lines);
}

/// The same with 32 bytes of fifth bits before the nibbles.
fn q5k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ4K) {
    scales_q4k(bytes, r, s);
    for i in 0..256 {
        set_fifth(&mut lines[32..], r, i, bytes[16 + i % 32] >> (i / 32) & 1);
    }
    nibbles_q4k(&bytes[48..], r, lines);
}

fn scales_q4k(bytes: &[u8], r: usize, s: &mut ScalesQ4K) {
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
}

/// Of each 32 bytes the low nibbles come before the high ones.
fn nibbles_q4k(bytes: &[u8], r: usize, lines: &mut [Line]) {
    for i in 0..256 {
        set_nibble(lines, r, i, bytes[i / 64 * 32 + i % 32] >> (4 * (i / 32 % 2)) & 15);
    }
}

/// 128 bytes of low nibbles, 64 bytes of high bits, 16 scales, `d`; each half of the inputs by itself.
fn q6k(bytes: &[u8], r: usize, lines: &mut [Line], s: &mut ScalesQ6K) {
    s.d[r] = half(&bytes[208..]);
    for (scales, byte) in s.scales.iter_mut().zip(&bytes[192..208]) {
        scales[r] = *byte as i8;
    }
    for i in 0..256 {
        let (part, rest) = (i / 128, i % 128);
        let low = bytes[part * 64 + rest % 64] >> (4 * (rest / 64)) & 15;
        let high = bytes[128 + part * 32 + rest % 32] >> (2 * (rest / 32)) & 3;
        set_six_bits(lines, r, i, low | high << 4);
    }
}

fn set_six_bits(lines: &mut [Line], r: usize, i: usize, value: u8) {
    set_nibble(lines, r, i, value & 15);
    lines[32 + i / 16].0[r * 4 + i % 4] |= value >> 4 << (2 * (i / 4 % 4));
}
