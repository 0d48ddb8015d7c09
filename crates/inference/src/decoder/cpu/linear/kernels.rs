//! Products of rows of activations with tiles of weights, written once for every vector width.
//!
//! Integer formats multiply unsigned weights with signed activations and add fours of them: 16 outputs and
//! four inputs at a time. Sums of integers are exact, so only the order of the few multiply-adds in single
//! precision matters: it stands here, is the same for every number of rows `M`, and the same for every
//! instruction set that implements [`Vectors`]. So all of them give the same bits.

#![allow(clippy::needless_range_loop, reason = "a row indexes several arrays at once")]

use std::ops::Range;

use half::f16;

use super::Inputs;
use super::activations::Activations;
use super::tiles::{Line, OUTPUTS, ScalesFine, ScalesQ2K, ScalesQ4K, ScalesQ6K, Tiles};
use crate::pool::SharedPointer;

/// How far ahead of the computation lines are asked for. The more rows a line meets, the longer the processor is busy
/// with it, and the less it looks ahead by itself.
const AHEAD: usize = 32;

/// Most rows of activations that one call treats together.
const ROWS: usize = 8;

/// What an instruction set does with 16 lanes.
///
/// # Safety
/// All methods need the processor to have the instructions. They are inlined into functions that are
/// compiled for these.
pub unsafe trait Vectors {
    /// 64 bytes: four for each lane.
    type Bytes: Copy;
    /// 16 integers.
    type Ints: Copy;
    /// 16 numbers.
    type Floats: Copy;
    /// Rows that are treated together, at most [`ROWS`].
    const TOGETHER: usize;

    /// Asks the memory for the line at an address, which need not exist.
    unsafe fn prefetch(line: *const Line);
    /// A line.
    unsafe fn line(line: &Line) -> Self::Bytes;
    /// The low four bits of each byte.
    unsafe fn low(bytes: Self::Bytes) -> Self::Bytes;
    /// The high four bits of each byte.
    unsafe fn high(bytes: Self::Bytes) -> Self::Bytes;
    /// Adds 16 to the bytes whose bits are set.
    unsafe fn with_fifths(bytes: Self::Bytes, bits: u64) -> Self::Bytes;
    /// Adds bits `2j` and `2j + 1` of each byte of `top` in places 4 and 5.
    unsafe fn with_top<const J: usize>(bytes: Self::Bytes, top: Self::Bytes) -> Self::Bytes;
    /// Adds to each lane the product of its four bytes, below 64 or a few more, with four signed ones.
    unsafe fn dot(sum: Self::Ints, weights: Self::Bytes, four: [u8; 4]) -> Self::Ints;
    /// What [`Vectors::dot_whole`] starts from, given -128 times the sum of the activations.
    unsafe fn start_whole(offset: i32) -> Self::Ints;
    /// The same as [`Vectors::dot`] with bytes that are signed weights plus 128.
    unsafe fn dot_whole(sum: Self::Ints, weights: Self::Bytes, four: [u8; 4]) -> Self::Ints;
    /// Adds to each lane the products of its two unsigned bytes with the two 16-bit halves of `pair`.
    unsafe fn dot_pair(sum: Self::Ints, bytes: &[[u8; 2]; OUTPUTS], pair: i32) -> Self::Ints;
    /// `a * b + c` in integers.
    unsafe fn multiply_add(a: Self::Ints, b: i32, c: Self::Ints) -> Self::Ints;
    /// The same integer in every lane.
    unsafe fn int(value: i32) -> Self::Ints;
    /// Unsigned bytes as integers.
    unsafe fn bytes(values: &[u8; OUTPUTS]) -> Self::Ints;
    /// Signed bytes as integers.
    unsafe fn signed(values: &[i8; OUTPUTS]) -> Self::Ints;
    /// Integers as numbers.
    unsafe fn floats(ints: Self::Ints) -> Self::Floats;
    /// The same number in every lane.
    unsafe fn float(value: f32) -> Self::Floats;
    /// Numbers in half precision.
    unsafe fn halves(values: &[f16; OUTPUTS]) -> Self::Floats;
    /// A line of numbers in single precision.
    unsafe fn singles(line: &Line) -> Self::Floats;
    /// 32 bytes of numbers in half precision.
    unsafe fn half_line(bytes: &[u8; 32]) -> Self::Floats;
    /// 32 bytes that are the upper halves of numbers in single precision.
    unsafe fn brain_line(bytes: &[u8; 32]) -> Self::Floats;
    /// `a * b`.
    unsafe fn multiply(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a * b + c`, rounded once.
    unsafe fn fused(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// `c - a * b`, rounded once.
    unsafe fn fused_less(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// Writes all lanes.
    unsafe fn store(floats: Self::Floats, out: &mut [f32; OUTPUTS]);
}

/// One tile's outputs for all rows: `out` points to a matrix of `outputs` columns.
///
/// # Safety
/// The processor has the instructions of `V`, for which the caller is compiled. `out` has as many rows as
/// `x`, and no other thread uses the tile's columns.
#[inline(always)]
pub unsafe fn tile<V: Vectors>(
    tiles: &Tiles,
    tile: usize,
    x: &Inputs<'_>,
    out: SharedPointer<f32>,
    outputs: usize,
) {
    let rows = x.rows();
    let mut row = 0;
    while row < rows {
        let count = V::TOGETHER.min(rows - row);
        // SAFETY: the caller vouches for all of it; `row + count` rows exist.
        unsafe {
            match count {
                1 => some::<V, 1>(tiles, tile, x, row, out, outputs),
                2 => some::<V, 2>(tiles, tile, x, row, out, outputs),
                3 => some::<V, 3>(tiles, tile, x, row, out, outputs),
                4 => some::<V, 4>(tiles, tile, x, row, out, outputs),
                5 => some::<V, 5>(tiles, tile, x, row, out, outputs),
                6 => some::<V, 6>(tiles, tile, x, row, out, outputs),
                7 => some::<V, 7>(tiles, tile, x, row, out, outputs),
                _ => some::<V, ROWS>(tiles, tile, x, row, out, outputs),
            }
        }
        row += count;
    }
}

/// One tile's outputs for `M` rows from `row` on, with what [`tile`] asks for.
#[inline(always)]
unsafe fn some<V: Vectors, const M: usize>(
    tiles: &Tiles,
    tile: usize,
    x: &Inputs<'_>,
    row: usize,
    out: SharedPointer<f32>,
    outputs: usize,
) {
    let first = tile * OUTPUTS;
    let columns = OUTPUTS.min(outputs - first);
    // SAFETY: the caller vouches for the processor; the rows exist, and the columns from `first` on are this tile's.
    unsafe {
        for (r, sum) in sums::<V, M>(tiles, tile, x, row).into_iter().enumerate() {
            let target = out.at((row + r) * outputs + first);
            if columns == OUTPUTS {
                V::store(sum, &mut *target.cast::<[f32; OUTPUTS]>());
            } else {
                let mut all = [0.0; OUTPUTS];
                V::store(sum, &mut all);
                std::slice::from_raw_parts_mut(target, columns).copy_from_slice(&all[..columns]);
            }
        }
    }
}

#[inline(always)]
unsafe fn sums<V: Vectors, const M: usize>(
    tiles: &Tiles,
    tile: usize,
    x: &Inputs<'_>,
    row: usize,
) -> [V::Floats; M] {
    let blocks = |block: usize| tile * (x.width / block)..(tile + 1) * (x.width / block);
    let (fine, coarse) = (blocks(32), blocks(256));
    let lines = |blocks: &Range<usize>, each: usize| blocks.start * each..blocks.end * each;
    let values = |each: usize| {
        let count = x.width.div_ceil(each);
        tile * count..(tile + 1) * count
    };
    // SAFETY: the caller vouches for the processor.
    unsafe {
        match tiles {
            Tiles::F32(all) => singles::<V, M>(&all[values(1)], x, row),
            Tiles::F16(all) => pairs::<V, M, false>(&all[values(2)], x, row),
            Tiles::BF16(all) => pairs::<V, M, true>(&all[values(2)], x, row),
            Tiles::Four(p) => nibbles::<V, M, false>(&p.lines[lines(&fine, 4)], &p.scales[fine], x.fine, row),
            Tiles::Five(p) => nibbles::<V, M, true>(&p.lines[lines(&fine, 5)], &p.scales[fine], x.fine, row),
            Tiles::Q8_0(p) => q8_0::<V, M>(&p.lines[lines(&fine, 8)], &p.scales[fine], x.fine, row),
            Tiles::Q2K(p) => q2k::<V, M>(&p.lines[lines(&coarse, 32)], &p.scales[coarse], x.coarse, row),
            Tiles::Q4K(p) => {
                q4k::<V, M, false>(&p.lines[lines(&coarse, 32)], &p.scales[coarse], x.coarse, row)
            }
            Tiles::Q5K(p) => {
                q4k::<V, M, true>(&p.lines[lines(&coarse, 40)], &p.scales[coarse], x.coarse, row)
            }
            Tiles::Q6K(p) => q6k::<V, M>(&p.lines[lines(&coarse, 48)], &p.scales[coarse], x.coarse, row),
        }
    }
}

/// How far to look ahead: the first rows find the lines of a tile in memory, later ones near the processor.
fn ahead(row: usize) -> usize {
    if row == 0 { AHEAD } else { 0 }
}

/// A line, with that asked for which will be needed soon.
#[inline(always)]
unsafe fn next<V: Vectors>(ahead: usize, line: &Line) -> V::Bytes {
    // SAFETY: the caller vouches for the processor.
    unsafe {
        V::prefetch(std::ptr::from_ref(line).wrapping_add(ahead));
        V::line(line)
    }
}

/// The parts of `M` rows of activations that belong to one block: `G` groups of four values, `O`
/// offsets and `P` pairs of sums. The lengths are types so that the inner loops check no bounds.
struct Rows<'a, const M: usize, const G: usize, const O: usize, const P: usize> {
    values: [&'a [[u8; 4]; G]; M],
    offsets: [&'a [i32; O]; M],
    pairs: [&'a [i32; P]; M],
    scales: [f32; M],
}

/// Blocks of 32 values.
type Fine<'a, const M: usize> = Rows<'a, M, 8, 1, 0>;
/// Blocks of 256 values.
type Coarse<'a, const M: usize> = Rows<'a, M, 64, 16, 4>;

impl<'a, const M: usize, const G: usize, const O: usize, const P: usize> Rows<'a, M, G, O, P> {
    #[inline(always)]
    fn block(x: &'a Activations, row: usize, block: usize) -> Self {
        let blocks = x.width / (4 * G);
        let at = |r: usize| (row + r) * blocks + block;
        let values = x.values.as_chunks::<4>().0.as_chunks::<G>().0;
        Self {
            values: std::array::from_fn(|r| &values[at(r)]),
            offsets: std::array::from_fn(|r| &x.offsets.as_chunks::<O>().0[at(r)]),
            pairs: std::array::from_fn(|r| x.pairs[at(r) * P..].first_chunk().unwrap_or(&[0; P])),
            scales: std::array::from_fn(|r| x.scales[at(r)]),
        }
    }
}

/// Weights in single precision: one chain of multiply-adds over the inputs.
#[inline(always)]
unsafe fn singles<V: Vectors, const M: usize>(lines: &[Line], x: &Inputs<'_>, row: usize) -> [V::Floats; M] {
    let rows: [&[f32]; M] = std::array::from_fn(|r| x.row(row + r));
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (i, line) in lines.iter().enumerate() {
            let weights = V::singles(line);
            for r in 0..M {
                total[r] = V::fused(weights, V::float(rows[r][i]), total[r]);
            }
        }
        total
    }
}

/// Weights in half precision or, where `BRAIN` holds, in its variant with the range of single precision.
#[inline(always)]
unsafe fn pairs<V: Vectors, const M: usize, const BRAIN: bool>(
    lines: &[Line],
    x: &Inputs<'_>,
    row: usize,
) -> [V::Floats; M] {
    let rows: [&[f32]; M] = std::array::from_fn(|r| x.row(row + r));
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (n, line) in lines.iter().enumerate() {
            // Where the number of inputs is odd the last line is half full.
            for (part, i) in line.0.as_chunks::<32>().0.iter().zip(2 * n..x.width) {
                let weights = if BRAIN { V::brain_line(part) } else { V::half_line(part) };
                for r in 0..M {
                    total[r] = V::fused(weights, V::float(rows[r][i]), total[r]);
                }
            }
        }
        total
    }
}

#[inline(always)]
unsafe fn q8_0<V: Vectors, const M: usize>(
    lines: &[Line],
    scales: &[[f16; OUTPUTS]],
    x: &Activations,
    row: usize,
) -> [V::Floats; M] {
    let ahead = ahead(row);
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (b, (lines, scales)) in lines.as_chunks::<8>().0.iter().zip(scales).enumerate() {
            let rows = Fine::<M>::block(x, row, b);
            let mut sum = [V::int(0); M];
            for r in 0..M {
                sum[r] = V::start_whole(rows.offsets[r][0]);
            }
            for (group, line) in lines.iter().enumerate() {
                let weights = next::<V>(ahead, line);
                for r in 0..M {
                    sum[r] = V::dot_whole(sum[r], weights, rows.values[r][group]);
                }
            }
            let d = V::halves(scales);
            for r in 0..M {
                let scale = V::multiply(d, V::float(rows.scales[r]));
                total[r] = V::fused(V::floats(sum[r]), scale, total[r]);
            }
        }
        total
    }
}

/// The fifth bits of group `n` of four inputs.
#[inline(always)]
fn fifths(lines: &[Line], n: usize) -> u64 {
    u64::from_le_bytes(lines[n / 8].0.as_chunks::<8>().0[n % 8])
}

#[inline(always)]
unsafe fn nibbles<V: Vectors, const M: usize, const FIFTH: bool>(
    lines: &[Line],
    scales: &[ScalesFine],
    x: &Activations,
    row: usize,
) -> [V::Floats; M] {
    let ahead = ahead(row);
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (b, (lines, scales)) in lines.chunks_exact(if FIFTH { 5 } else { 4 }).zip(scales).enumerate() {
            let (lines, top) = lines.split_at(4);
            let rows = Fine::<M>::block(x, row, b);
            let mut sum = [V::int(0); M];
            for (i, line) in lines.iter().enumerate() {
                let both = next::<V>(ahead, line);
                let (mut low, mut high) = (V::low(both), V::high(both));
                if FIFTH {
                    low = V::with_fifths(low, fifths(top, 2 * i));
                    high = V::with_fifths(high, fifths(top, 2 * i + 1));
                }
                for r in 0..M {
                    sum[r] = V::dot(sum[r], low, rows.values[r][i * 2]);
                    sum[r] = V::dot(sum[r], high, rows.values[r][i * 2 + 1]);
                }
            }
            let (d, m) = (V::halves(&scales.d), V::halves(&scales.m));
            for r in 0..M {
                // The offsets are those of `Q8_0`: the sum of the activations times -128.
                let plain = V::float((rows.offsets[r][0] / -128) as f32 * rows.scales[r]);
                let scale = V::multiply(d, V::float(rows.scales[r]));
                total[r] = V::fused(V::floats(sum[r]), scale, total[r]);
                total[r] = V::fused(m, plain, total[r]);
            }
        }
        total
    }
}

#[inline(always)]
unsafe fn q2k<V: Vectors, const M: usize>(
    lines: &[Line],
    scales: &[ScalesQ2K],
    x: &Activations,
    row: usize,
) -> [V::Floats; M] {
    let ahead = ahead(row);
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (b, (lines, scales)) in lines.as_chunks::<32>().0.iter().zip(scales).enumerate() {
            let rows = Coarse::<M>::block(x, row, b);
            let mut part = [V::float(0.0); M];
            let mut low = [V::int(0); M];
            for (group, lines) in lines.as_chunks::<2>().0.iter().enumerate() {
                let mut sum = [V::int(0); M];
                for (i, line) in lines.iter().enumerate() {
                    let both = next::<V>(ahead, line);
                    let (first, second) = (V::low(both), V::high(both));
                    for r in 0..M {
                        sum[r] = V::dot(sum[r], first, rows.values[r][group * 4 + i * 2]);
                        sum[r] = V::dot(sum[r], second, rows.values[r][group * 4 + i * 2 + 1]);
                    }
                }
                let scale = V::floats(V::bytes(&scales.scales[group]));
                let min = V::bytes(&scales.mins[group]);
                for r in 0..M {
                    part[r] = V::fused(V::floats(sum[r]), scale, part[r]);
                    low[r] = V::multiply_add(min, rows.offsets[r][group], low[r]);
                }
            }
            let (d, dmin) =
                (V::halves(&scales.d), V::multiply(V::halves(&scales.dmin), V::float(1.0 / 32.0)));
            for r in 0..M {
                let scale = V::float(rows.scales[r]);
                total[r] = V::fused(part[r], V::multiply(d, scale), total[r]);
                // The offsets of the activations are sums times -32, so this subtracts.
                total[r] = V::fused(V::floats(low[r]), V::multiply(dmin, scale), total[r]);
            }
        }
        total
    }
}

#[inline(always)]
unsafe fn q4k<V: Vectors, const M: usize, const FIFTH: bool>(
    lines: &[Line],
    scales: &[ScalesQ4K],
    x: &Activations,
    row: usize,
) -> [V::Floats; M] {
    let ahead = ahead(row);
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (b, (lines, scales)) in lines.chunks_exact(if FIFTH { 40 } else { 32 }).zip(scales).enumerate() {
            let (lines, top) = lines.split_at(32);
            let rows = Coarse::<M>::block(x, row, b);
            let mut part = [V::float(0.0); M];
            for (group, (lines, scales)) in lines.as_chunks::<4>().0.iter().zip(&scales.scales).enumerate() {
                let mut sum = [V::int(0); M];
                for (i, line) in lines.iter().enumerate() {
                    let both = next::<V>(ahead, line);
                    let (mut low, mut high) = (V::low(both), V::high(both));
                    let first = (group * 4 + i) * 2;
                    if FIFTH {
                        low = V::with_fifths(low, fifths(top, first));
                        high = V::with_fifths(high, fifths(top, first + 1));
                    }
                    for r in 0..M {
                        sum[r] = V::dot(sum[r], low, rows.values[r][first]);
                        sum[r] = V::dot(sum[r], high, rows.values[r][first + 1]);
                    }
                }
                let scale = V::floats(V::bytes(scales));
                for r in 0..M {
                    part[r] = V::fused(V::floats(sum[r]), scale, part[r]);
                }
            }
            let mut low = [V::int(0); M];
            for (pair, mins) in scales.mins.iter().enumerate() {
                for r in 0..M {
                    low[r] = V::dot_pair(low[r], mins, rows.pairs[r][pair]);
                }
            }
            let (d, dmin) = (V::halves(&scales.d), V::halves(&scales.dmin));
            for r in 0..M {
                let scale = V::float(rows.scales[r]);
                total[r] = V::fused(part[r], V::multiply(d, scale), total[r]);
                total[r] = V::fused_less(V::floats(low[r]), V::multiply(dmin, scale), total[r]);
            }
        }
        total
    }
}

#[inline(always)]
unsafe fn q6k<V: Vectors, const M: usize>(
    lines: &[Line],
    scales: &[ScalesQ6K],
    x: &Activations,
    row: usize,
) -> [V::Floats; M] {
    let ahead = ahead(row);
    // SAFETY: the caller vouches for the processor.
    unsafe {
        let mut total = [V::float(0.0); M];
        for (b, (lines, scales)) in lines.as_chunks::<48>().0.iter().zip(scales).enumerate() {
            let rows = Coarse::<M>::block(x, row, b);
            let (low, top) = lines.split_at(32);
            let mut part = [V::float(0.0); M];
            for (i, scale) in scales.scales.iter().enumerate() {
                let (a, b, top) = (
                    next::<V>(ahead, &low[2 * i]),
                    next::<V>(ahead, &low[2 * i + 1]),
                    next::<V>(ahead, &top[i]),
                );
                let weights = [
                    V::with_top::<0>(V::low(a), top),
                    V::with_top::<1>(V::high(a), top),
                    V::with_top::<2>(V::low(b), top),
                    V::with_top::<3>(V::high(b), top),
                ];
                let mut sum = [V::int(0); M];
                for r in 0..M {
                    sum[r] = V::int(rows.offsets[r][i]);
                }
                for j in 0..4 {
                    for r in 0..M {
                        sum[r] = V::dot(sum[r], weights[j], rows.values[r][i * 4 + j]);
                    }
                }
                let scale = V::floats(V::signed(scale));
                for r in 0..M {
                    part[r] = V::fused(V::floats(sum[r]), scale, part[r]);
                }
            }
            let d = V::halves(&scales.d);
            for r in 0..M {
                total[r] = V::fused(part[r], V::multiply(d, V::float(rows.scales[r])), total[r]);
            }
        }
        total
    }
}
