//! Products for AVX-512 with VNNI.
//!
//! `vpdpbusd` multiplies 64 unsigned weights with 64 signed activations and adds fours of them: 16
//! outputs and four inputs at a time. Sums of integers are exact, so only the order of the few
//! multiply-adds in single precision matters: it is the same for every number of rows `M`.

#![allow(clippy::needless_range_loop, reason = "a row indexes several arrays at once")]

use std::arch::x86_64::{
    __m128i, __m256i, __m512, __m512i, _mm_loadu_si128, _mm256_loadu_si256, _mm512_add_epi32,
    _mm512_and_si512, _mm512_castsi512_ps, _mm512_castsi512_si256, _mm512_cvtepi8_epi32, _mm512_cvtepi32_ps,
    _mm512_cvtepu8_epi16, _mm512_cvtepu8_epi32, _mm512_cvtepu16_epi32, _mm512_cvtph_ps, _mm512_dpbusd_epi32,
    _mm512_dpwssd_epi32, _mm512_extracti64x4_epi64, _mm512_fmadd_ps, _mm512_fnmadd_ps, _mm512_load_si512,
    _mm512_mask_add_epi8, _mm512_mul_ps, _mm512_mullo_epi32, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_slli_epi16,
    _mm512_slli_epi32, _mm512_srli_epi16, _mm512_storeu_ps,
};
use std::ops::Range;

use half::f16;

use super::Inputs;
use super::activations::Activations;
use super::tiles::{Line, OUTPUTS, ScalesFine, ScalesQ2K, ScalesQ4K, ScalesQ6K, Tiles};
use crate::pool::SharedPointer;

/// Rows of activations that one call treats together at most.
const ROWS: usize = 8;

/// One tile's outputs for all rows: `out` points to a matrix of `outputs` columns.
///
/// # Safety
/// The processor has AVX-512 F, BW, DQ, VL and VNNI. `out` has as many rows as `x`, and no other thread
/// uses the tile's columns.
pub unsafe fn tile(tiles: &Tiles, tile: usize, x: &Inputs<'_>, out: SharedPointer<f32>, outputs: usize) {
    let rows = x.values.len() / x.width;
    let first = tile * OUTPUTS;
    let columns = OUTPUTS.min(outputs - first);
    let mut row = 0;
    while row < rows {
        let count = ROWS.min(rows - row);
        let mut sums = [[0.0; OUTPUTS]; ROWS];
        // SAFETY: the caller vouches for the processor; `row + count` rows exist.
        unsafe {
            match count {
                1 => one::<1>(tiles, tile, x, row, &mut sums),
                2 => one::<2>(tiles, tile, x, row, &mut sums),
                3 => one::<3>(tiles, tile, x, row, &mut sums),
                4 => one::<4>(tiles, tile, x, row, &mut sums),
                5 => one::<5>(tiles, tile, x, row, &mut sums),
                6 => one::<6>(tiles, tile, x, row, &mut sums),
                7 => one::<7>(tiles, tile, x, row, &mut sums),
                _ => one::<8>(tiles, tile, x, row, &mut sums),
            }
        }
        for (r, sums) in sums.iter().enumerate().take(count) {
            // SAFETY: the row exists and the columns from `first` on are this tile's.
            let target =
                unsafe { std::slice::from_raw_parts_mut(out.at((row + r) * outputs + first), columns) };
            target.copy_from_slice(&sums[..columns]);
        }
        row += count;
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
fn one<const M: usize>(
    tiles: &Tiles,
    tile: usize,
    x: &Inputs<'_>,
    row: usize,
    out: &mut [[f32; OUTPUTS]; ROWS],
) {
    let (fine, coarse) = (x.width / 32, x.width / 256);
    let fine = tile * fine..(tile + 1) * fine;
    let coarse = tile * coarse..(tile + 1) * coarse;
    let lines = |blocks: &Range<usize>, each: usize| blocks.start * each..blocks.end * each;
    let floats = |each: usize| {
        let count = x.width.div_ceil(each);
        tile * count..(tile + 1) * count
    };
    let sums = match tiles {
        Tiles::F32(all) => f32s::<M>(&all[floats(1)], x, row),
        Tiles::F16(all) => pairs::<M, false>(&all[floats(2)], x, row),
        Tiles::BF16(all) => pairs::<M, true>(&all[floats(2)], x, row),
        Tiles::Four(p) => fine_nibbles::<M, false>(&p.lines[lines(&fine, 4)], &p.scales[fine], x.fine, row),
        Tiles::Five(p) => fine_nibbles::<M, true>(&p.lines[lines(&fine, 5)], &p.scales[fine], x.fine, row),
        Tiles::Q8_0(p) => q8_0::<M>(&p.lines[lines(&fine, 8)], &p.scales[fine], x.fine, row),
        Tiles::Q2K(p) => q2k::<M>(&p.lines[lines(&coarse, 32)], &p.scales[coarse], x.coarse, row),
        Tiles::Q4K(p) => q4k::<M, false>(&p.lines[lines(&coarse, 32)], &p.scales[coarse], x.coarse, row),
        Tiles::Q5K(p) => q4k::<M, true>(&p.lines[lines(&coarse, 40)], &p.scales[coarse], x.coarse, row),
        Tiles::Q6K(p) => q6k::<M>(&p.lines[lines(&coarse, 48)], &p.scales[coarse], x.coarse, row),
    };
    for (out, sum) in out.iter_mut().zip(sums) {
        // SAFETY: the target holds 16 values.
        unsafe { _mm512_storeu_ps(out.as_mut_ptr(), sum) };
    }
}

/// Weights in single precision: one chain of multiply-adds over the inputs.
#[inline]
#[target_feature(enable = "avx512f")]
fn f32s<const M: usize>(lines: &[Line], x: &Inputs<'_>, row: usize) -> [__m512; M] {
    let rows: [&[f32]; M] = std::array::from_fn(|r| x.row(row + r));
    let mut total = [_mm512_setzero_ps(); M];
    for (i, line) in lines.iter().enumerate() {
        let weights = _mm512_castsi512_ps(load(line));
        for r in 0..M {
            total[r] = _mm512_fmadd_ps(weights, _mm512_set1_ps(rows[r][i]), total[r]);
        }
    }
    total
}

/// Weights in half precision or, where `BRAIN` holds, in its variant with the range of single precision.
#[inline]
#[target_feature(enable = "avx512f")]
fn pairs<const M: usize, const BRAIN: bool>(lines: &[Line], x: &Inputs<'_>, row: usize) -> [__m512; M] {
    let rows: [&[f32]; M] = std::array::from_fn(|r| x.row(row + r));
    let mut total = [_mm512_setzero_ps(); M];
    for (n, line) in lines.iter().enumerate() {
        let both = load(line);
        let parts = [_mm512_castsi512_si256(both), _mm512_extracti64x4_epi64::<1>(both)];
        // Where the number of inputs is odd the last line is half full.
        for (part, i) in parts.into_iter().zip(2 * n..x.width) {
            let weights = if BRAIN {
                _mm512_castsi512_ps(_mm512_slli_epi32::<16>(_mm512_cvtepu16_epi32(part)))
            } else {
                _mm512_cvtph_ps(part)
            };
            for r in 0..M {
                total[r] = _mm512_fmadd_ps(weights, _mm512_set1_ps(rows[r][i]), total[r]);
            }
        }
    }
    total
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

    /// Four values of a row in every lane.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn four(&self, r: usize, group: usize) -> __m512i {
        _mm512_set1_epi32(i32::from_ne_bytes(self.values[r][group]))
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn scale(&self, r: usize) -> __m512 {
        _mm512_set1_ps(self.scales[r])
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(line: &Line) -> __m512i {
    // SAFETY: a line is 64 aligned bytes.
    unsafe { _mm512_load_si512(line.0.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn halves(values: &[f16; OUTPUTS]) -> __m512 {
    // SAFETY: 16 halves are 32 bytes.
    _mm512_cvtph_ps(unsafe { _mm256_loadu_si256(values.as_ptr().cast::<__m256i>()) })
}

#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn q8_0<const M: usize>(
    lines: &[Line],
    scales: &[[f16; OUTPUTS]],
    x: &Activations,
    row: usize,
) -> [__m512; M] {
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.as_chunks::<8>().0.iter().zip(scales).enumerate() {
        let rows = Fine::<M>::block(x, row, b);
        let mut sum = [_mm512_setzero_si512(); M];
        for r in 0..M {
            sum[r] = _mm512_set1_epi32(rows.offsets[r][0]);
        }
        for (group, line) in lines.iter().enumerate() {
            let weights = load(line);
            for r in 0..M {
                sum[r] = _mm512_dpbusd_epi32(sum[r], weights, rows.four(r, group));
            }
        }
        let d = halves(scales);
        for r in 0..M {
            total[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r]), _mm512_mul_ps(d, rows.scale(r)), total[r]);
        }
    }
    total
}

/// Adds the fifth bits of group `n` of four inputs.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn with_fifths(nibbles: __m512i, lines: &[Line], n: usize) -> __m512i {
    let bits = u64::from_le_bytes(lines[n / 8].0.as_chunks::<8>().0[n % 8]);
    _mm512_mask_add_epi8(nibbles, bits, nibbles, _mm512_set1_epi8(16))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn fine_nibbles<const M: usize, const FIFTH: bool>(
    lines: &[Line],
    scales: &[ScalesFine],
    x: &Activations,
    row: usize,
) -> [__m512; M] {
    let mask = _mm512_set1_epi8(15);
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.chunks_exact(if FIFTH { 5 } else { 4 }).zip(scales).enumerate() {
        let (lines, fifths) = lines.split_at(4);
        let rows = Fine::<M>::block(x, row, b);
        let mut sum = [_mm512_setzero_si512(); M];
        for (i, line) in lines.iter().enumerate() {
            let both = load(line);
            let mut low = _mm512_and_si512(both, mask);
            let mut high = _mm512_and_si512(_mm512_srli_epi16::<4>(both), mask);
            if FIFTH {
                low = with_fifths(low, fifths, 2 * i);
                high = with_fifths(high, fifths, 2 * i + 1);
            }
            for r in 0..M {
                sum[r] = _mm512_dpbusd_epi32(sum[r], low, rows.four(r, i * 2));
                sum[r] = _mm512_dpbusd_epi32(sum[r], high, rows.four(r, i * 2 + 1));
            }
        }
        let (d, m) = (halves(&scales.d), halves(&scales.m));
        for r in 0..M {
            // The offsets are those of `Q8_0`: the sum of the activations times -128.
            let plain = _mm512_set1_ps((rows.offsets[r][0] / -128) as f32 * rows.scales[r]);
            total[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r]), _mm512_mul_ps(d, rows.scale(r)), total[r]);
            total[r] = _mm512_fmadd_ps(m, plain, total[r]);
        }
    }
    total
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn q2k<const M: usize>(lines: &[Line], scales: &[ScalesQ2K], x: &Activations, row: usize) -> [__m512; M] {
    let mask = _mm512_set1_epi8(15);
    let thirty_second = _mm512_set1_ps(1.0 / 32.0);
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.as_chunks::<32>().0.iter().zip(scales).enumerate() {
        let rows = Coarse::<M>::block(x, row, b);
        let mut part = [_mm512_setzero_ps(); M];
        let mut low = [_mm512_setzero_si512(); M];
        for (group, lines) in lines.as_chunks::<2>().0.iter().enumerate() {
            let mut sum = [_mm512_setzero_si512(); M];
            for (i, line) in lines.iter().enumerate() {
                let both = load(line);
                let first = _mm512_and_si512(both, mask);
                let second = _mm512_and_si512(_mm512_srli_epi16::<4>(both), mask);
                for r in 0..M {
                    sum[r] = _mm512_dpbusd_epi32(sum[r], first, rows.four(r, group * 4 + i * 2));
                    sum[r] = _mm512_dpbusd_epi32(sum[r], second, rows.four(r, group * 4 + i * 2 + 1));
                }
            }
            let (scale, min) = (bytes(&scales.scales[group]), bytes(&scales.mins[group]));
            for r in 0..M {
                part[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r]), _mm512_cvtepi32_ps(scale), part[r]);
                let offset = _mm512_set1_epi32(rows.offsets[r][group]);
                low[r] = _mm512_add_epi32(low[r], _mm512_mullo_epi32(min, offset));
            }
        }
        let (d, dmin) = (halves(&scales.d), _mm512_mul_ps(halves(&scales.dmin), thirty_second));
        for r in 0..M {
            let scale = rows.scale(r);
            total[r] = _mm512_fmadd_ps(part[r], _mm512_mul_ps(d, scale), total[r]);
            // The offsets of the activations are sums times -32, so this subtracts.
            total[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(low[r]), _mm512_mul_ps(dmin, scale), total[r]);
        }
    }
    total
}

/// 16 bytes, each in a lane.
#[inline]
#[target_feature(enable = "avx512f")]
fn bytes(values: &[u8; OUTPUTS]) -> __m512i {
    // SAFETY: 16 values are 16 bytes.
    _mm512_cvtepu8_epi32(unsafe { _mm_loadu_si128(values.as_ptr().cast::<__m128i>()) })
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn q4k<const M: usize, const FIFTH: bool>(
    lines: &[Line],
    scales: &[ScalesQ4K],
    x: &Activations,
    row: usize,
) -> [__m512; M] {
    let mask = _mm512_set1_epi8(15);
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.chunks_exact(if FIFTH { 40 } else { 32 }).zip(scales).enumerate() {
        let (lines, fifths) = lines.split_at(32);
        let rows = Coarse::<M>::block(x, row, b);
        let mut part = [_mm512_setzero_ps(); M];
        for (group, (lines, scales)) in lines.as_chunks::<4>().0.iter().zip(&scales.scales).enumerate() {
            let mut sum = [_mm512_setzero_si512(); M];
            for (i, line) in lines.iter().enumerate() {
                let both = load(line);
                let mut low = _mm512_and_si512(both, mask);
                let mut high = _mm512_and_si512(_mm512_srli_epi16::<4>(both), mask);
                if FIFTH {
                    let first = (group * 4 + i) * 2;
                    low = with_fifths(low, fifths, first);
                    high = with_fifths(high, fifths, first + 1);
                }
                for r in 0..M {
                    sum[r] = _mm512_dpbusd_epi32(sum[r], low, rows.four(r, group * 8 + i * 2));
                    sum[r] = _mm512_dpbusd_epi32(sum[r], high, rows.four(r, group * 8 + i * 2 + 1));
                }
            }
            let scale = _mm512_cvtepi32_ps(bytes(scales));
            for r in 0..M {
                part[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r]), scale, part[r]);
            }
        }
        let mut low = [_mm512_setzero_si512(); M];
        for (pair, mins) in scales.mins.iter().enumerate() {
            // SAFETY: 16 pairs of offsets are 32 bytes.
            let mins = _mm512_cvtepu8_epi16(unsafe { _mm256_loadu_si256(mins.as_ptr().cast::<__m256i>()) });
            for r in 0..M {
                low[r] = _mm512_dpwssd_epi32(low[r], mins, _mm512_set1_epi32(rows.pairs[r][pair]));
            }
        }
        let (d, dmin) = (halves(&scales.d), halves(&scales.dmin));
        for r in 0..M {
            let scale = rows.scale(r);
            total[r] = _mm512_fmadd_ps(part[r], _mm512_mul_ps(d, scale), total[r]);
            total[r] = _mm512_fnmadd_ps(_mm512_cvtepi32_ps(low[r]), _mm512_mul_ps(dmin, scale), total[r]);
        }
    }
    total
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn q6k<const M: usize>(lines: &[Line], scales: &[ScalesQ6K], x: &Activations, row: usize) -> [__m512; M] {
    let (low_mask, high_mask) = (_mm512_set1_epi8(0x0f), _mm512_set1_epi8(0x30));
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.as_chunks::<48>().0.iter().zip(scales).enumerate() {
        let rows = Coarse::<M>::block(x, row, b);
        let (low, high) = lines.split_at(32);
        let mut part = [_mm512_setzero_ps(); M];
        for (i, scale) in scales.scales.iter().enumerate() {
            let (a, b, h) = (load(&low[2 * i]), load(&low[2 * i + 1]), load(&high[i]));
            let nibbles = [a, _mm512_srli_epi16::<4>(a), b, _mm512_srli_epi16::<4>(b)];
            let tops = [_mm512_slli_epi16::<4>(h), _mm512_slli_epi16::<2>(h), h, _mm512_srli_epi16::<2>(h)];
            let mut sum = [_mm512_setzero_si512(); M];
            for r in 0..M {
                sum[r] = _mm512_set1_epi32(rows.offsets[r][i]);
            }
            for j in 0..4 {
                let weights = _mm512_or_si512(
                    _mm512_and_si512(nibbles[j], low_mask),
                    _mm512_and_si512(tops[j], high_mask),
                );
                for r in 0..M {
                    sum[r] = _mm512_dpbusd_epi32(sum[r], weights, rows.four(r, i * 4 + j));
                }
            }
            // SAFETY: 16 scales are 16 bytes.
            let scale = unsafe { _mm_loadu_si128(scale.as_ptr().cast::<__m128i>()) };
            let scale = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(scale));
            for r in 0..M {
                part[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r]), scale, part[r]);
            }
        }
        let d = halves(&scales.d);
        for r in 0..M {
            total[r] = _mm512_fmadd_ps(part[r], _mm512_mul_ps(d, rows.scale(r)), total[r]);
        }
    }
    total
}
