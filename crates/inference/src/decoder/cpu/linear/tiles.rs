//! Weights in tiles of 16 outputs, in the order in which [`super::kernels`] read them.
//!
//! A 64-byte [`Line`] holds some consecutive inputs of each of 16 outputs, so that one instruction
//! multiplies one broadcast group of activations with all 16. Tiles replace what the file holds; how they
//! are made of it stands in [`super::pack`].

use half::{bf16, f16};

use super::activations::{COARSE, FINE};

/// Outputs of one tile.
pub const OUTPUTS: usize = 16;

/// What one vector register holds.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Line(pub [u8; 64]);

/// Scale and offset of a block of 32 inputs: a weight is `d · q + m`.
#[derive(Clone, Copy, Default)]
pub struct ScalesFine {
    /// Scale, for each output.
    pub d: [f16; OUTPUTS],
    /// Offset.
    pub m: [f16; OUTPUTS],
}

/// Scales of a block of 256 inputs in `Q2_K`.
#[derive(Clone, Copy, Default)]
pub struct ScalesQ2K {
    /// For each 16 inputs and each output.
    pub scales: [[u8; OUTPUTS]; 16],
    /// Offsets of the same.
    pub mins: [[u8; OUTPUTS]; 16],
    /// Scale of the scales.
    pub d: [f16; OUTPUTS],
    /// Scale of the offsets.
    pub dmin: [f16; OUTPUTS],
}

/// Scales of a block of 256 inputs in `Q4_K` and `Q5_K`.
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

/// Lines of weights, and what scales them block by block.
pub struct Packed<S> {
    /// Tile by tile, in each block by block.
    pub lines: Vec<Line>,
    /// One for each block.
    pub scales: Vec<S>,
}

impl<S> Packed<S> {
    fn bytes(&self) -> usize {
        size_of_val(&self.lines[..]) + size_of_val(&self.scales[..])
    }
}

/// Packed weights.
pub enum Tiles {
    /// One input a line.
    F32(Vec<Line>),
    /// Two inputs a line, the first in the first half.
    F16(Vec<Line>),
    /// The same.
    BF16(Vec<Line>),
    /// `Q4_0` and `Q4_1`. 4 lines for 32 inputs: inputs 8i to 8i+3 in the low nibbles of line i, the next
    /// four in the high.
    Four(Packed<ScalesFine>),
    /// `Q5_0` and `Q5_1`. After the 4 lines one with the fifth bits, 64 for each four inputs.
    Five(Packed<ScalesFine>),
    /// 8 lines for 32 inputs; the weights are stored plus 128.
    Q8_0(Packed<[f16; OUTPUTS]>),
    /// 32 lines of nibbles for 256 inputs.
    Q2K(Packed<ScalesQ2K>),
    /// 32 lines of nibbles for 256 inputs.
    Q4K(Packed<ScalesQ4K>),
    /// After the 32 lines 8 with the fifth bits.
    Q5K(Packed<ScalesQ4K>),
    /// `Q6_K`, and `Q3_K`, whose weights and scales fit into it. After the 32 lines 16 with the high two
    /// bits, inputs 16i to 16i+3 of line i in its lowest bits.
    Q6K(Packed<ScalesQ6K>),
}

impl Tiles {
    /// Size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::F32(lines) | Self::F16(lines) | Self::BF16(lines) => size_of_val(&lines[..]),
            Self::Four(packed) | Self::Five(packed) => packed.bytes(),
            Self::Q8_0(packed) => packed.bytes(),
            Self::Q2K(packed) => packed.bytes(),
            Self::Q4K(packed) | Self::Q5K(packed) => packed.bytes(),
            Self::Q6K(packed) => packed.bytes(),
        }
    }

    /// Values that share a scale of the activations; `None` where these stay as they are.
    pub fn block(&self) -> Option<usize> {
        match self {
            Self::F32(_) | Self::F16(_) | Self::BF16(_) => None,
            Self::Four(_) | Self::Five(_) | Self::Q8_0(_) => Some(FINE),
            Self::Q2K(_) | Self::Q4K(_) | Self::Q5K(_) | Self::Q6K(_) => Some(COARSE),
        }
    }

    /// Writes one row of weights, dequantized. `out` is as long as the matrix is wide.
    pub fn row(&self, row: usize, out: &mut [f32]) {
        let (tile, r) = (row / OUTPUTS, row % OUTPUTS);
        let inputs = out.len();
        // Lines of the tile, where each input takes `1 / each` of a line.
        let lines = |lines: &'_ [Line], each: usize| {
            let count = inputs.div_ceil(each);
            tile * count..(tile + 1) * count.min(lines.len())
        };
        match self {
            Self::F32(all) => {
                for (line, out) in all[lines(all, 1)].iter().zip(out) {
                    *out = f32::from_le_bytes(part(line, r));
                }
            }
            Self::F16(all) => {
                for (line, out) in all[lines(all, 2)].iter().zip(out.chunks_mut(2)) {
                    for (i, out) in out.iter_mut().enumerate() {
                        *out = f16::from_le_bytes(part(line, i * OUTPUTS + r)).to_f32();
                    }
                }
            }
            Self::BF16(all) => {
                for (line, out) in all[lines(all, 2)].iter().zip(out.chunks_mut(2)) {
                    for (i, out) in out.iter_mut().enumerate() {
                        *out = bf16::from_le_bytes(part(line, i * OUTPUTS + r)).to_f32();
                    }
                }
            }
            Self::Four(packed) => packed.row(tile, out, FINE, 4, |lines, s, i| {
                s.d[r].to_f32() * f32::from(nibble(lines, r, i)) + s.m[r].to_f32()
            }),
            Self::Five(packed) => packed.row(tile, out, FINE, 5, |lines, s, i| {
                s.d[r].to_f32() * f32::from(nibble(lines, r, i) | fifth(&lines[4..], r, i)) + s.m[r].to_f32()
            }),
            Self::Q8_0(packed) => packed.row(tile, out, FINE, 8, |lines, d, i| {
                d[r].to_f32() * (i32::from(lines[i / 4].0[r * 4 + i % 4]) - 128) as f32
            }),
            Self::Q2K(packed) => packed.row(tile, out, COARSE, 32, |lines, s, i| {
                let scale = s.d[r].to_f32() * f32::from(s.scales[i / 16][r]);
                let min = s.dmin[r].to_f32() * f32::from(s.mins[i / 16][r]);
                scale * f32::from(nibble(lines, r, i)) - min
            }),
            Self::Q4K(packed) => {
                packed.row(tile, out, COARSE, 32, |lines, s, i| s.weight(r, i, nibble(lines, r, i)))
            }
            Self::Q5K(packed) => packed.row(tile, out, COARSE, 40, |lines, s, i| {
                s.weight(r, i, nibble(lines, r, i) | fifth(&lines[32..], r, i))
            }),
            Self::Q6K(packed) => packed.row(tile, out, COARSE, 48, |lines, s, i| {
                let high = lines[32 + i / 16].0[r * 4 + i % 4] >> (2 * (i / 4 % 4)) & 3;
                let q = i32::from(nibble(lines, r, i) | high << 4) - 32;
                s.d[r].to_f32() * f32::from(s.scales[i / 16][r]) * q as f32
            }),
        }
    }
}

impl<S> Packed<S> {
    /// Calls `weight` with the lines and scales of each block of a tile and each input of the block.
    fn row(
        &self,
        tile: usize,
        out: &mut [f32],
        block: usize,
        lines_each: usize,
        weight: impl Fn(&[Line], &S, usize) -> f32,
    ) {
        let first = tile * (out.len() / block);
        for (b, out) in out.chunks_exact_mut(block).enumerate() {
            let lines = &self.lines[(first + b) * lines_each..][..lines_each];
            for (i, out) in out.iter_mut().enumerate() {
                *out = weight(lines, &self.scales[first + b], i);
            }
        }
    }
}

impl ScalesQ4K {
    fn weight(&self, r: usize, i: usize, q: u8) -> f32 {
        let group = i / 32;
        let scale = self.d[r].to_f32() * f32::from(self.scales[group][r]);
        let min = self.dmin[r].to_f32() * f32::from(self.mins[group / 2][r][group % 2]);
        scale * f32::from(q) - min
    }
}

/// Value `n` of a line of values of `B` bytes.
fn part<const B: usize>(line: &Line, n: usize) -> [u8; B] {
    line.0.as_chunks().0[n]
}

/// Four bits of input `i` of output `r`.
fn nibble(lines: &[Line], r: usize, i: usize) -> u8 {
    lines[i / 8].0[r * 4 + i % 4] >> (4 * (i / 4 % 2)) & 15
}

/// The fifth bit of input `i` of output `r`, in its place.
fn fifth(lines: &[Line], r: usize, i: usize) -> u8 {
    let (byte, bit) = fifth_place(r, i);
    (lines[byte / 64].0[byte % 64] >> bit & 1) << 4
}

/// Where the fifth bit lies: the byte, counted over lines, and the bit.
pub(super) fn fifth_place(r: usize, i: usize) -> (usize, usize) {
    let bit = i / 4 * 64 + r * 4 + i % 4;
    (bit / 8, bit % 8)
}
