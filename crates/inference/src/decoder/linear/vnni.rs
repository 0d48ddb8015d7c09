//! Integer products for AVX-512 with VNNI.
//!
//! `vpdpbusd` multiplies 64 unsigned weights with 64 signed activations and adds fours of them: 16
//! outputs and four inputs at a time. Sums of integers are exact, so only the order of the few
//! multiply-adds in single precision matters: it is the same for every number of rows `M`.

#![allow(clippy::needless_range_loop, reason = "a row indexes several arrays at once")]

use std::arch::x86_64::{
    __m128i, __m256i, __m512, __m512i, _mm_loadu_si128, _mm256_loadu_si256, _mm512_and_si512,
    _mm512_cvtepi8_epi32, _mm512_cvtepi32_ps, _mm512_cvtepu8_epi16, _mm512_cvtepu8_epi32, _mm512_cvtph_ps,
    _mm512_dpbusd_epi32, _mm512_dpwssd_epi32, _mm512_fmadd_ps, _mm512_fnmadd_ps, _mm512_load_si512,
    _mm512_mul_ps, _mm512_or_si512, _mm512_set1_epi8, _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_ps,
    _mm512_setzero_si512, _mm512_slli_epi16, _mm512_srli_epi16, _mm512_storeu_ps,
};

use half::f16;

use super::activations::Activations;
use super::tiles::{Line, OUTPUTS, ScalesQ4K, ScalesQ6K, Tiles};
use crate::pool::SharedPointer;

/// Rows of activations that one call treats together at most.
const ROWS: usize = 8;

/// One tile's outputs for all rows: `out` points to a matrix of `outputs` columns.
///
/// # Safety
/// The processor has AVX-512 F, BW, DQ, VL and VNNI. `out` has as many rows as `x`, and no other thread
/// uses the tile's columns.
pub unsafe fn tile(tiles: &Tiles, tile: usize, x: &Activations, out: SharedPointer<f32>, outputs: usize) {
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
    x: &Activations,
    row: usize,
    out: &mut [[f32; OUTPUTS]; ROWS],
) {
    let blocks = x.width / x.block;
    let part = tile * blocks..(tile + 1) * blocks;
    let sums = match tiles {
        Tiles::Q8_0 { lines, scales } => {
            q8_0::<M>(&lines[part.start * 8..part.end * 8], &scales[part], x, row)
        }
        Tiles::Q4K { lines, scales } => {
            q4k::<M>(&lines[part.start * 32..part.end * 32], &scales[part], x, row)
        }
        Tiles::Q6K { lines, scales } => {
            q6k::<M>(&lines[part.start * 48..part.end * 48], &scales[part], x, row)
        }
    };
    for (out, sum) in out.iter_mut().zip(sums) {
        // SAFETY: the target holds 16 values.
        unsafe { _mm512_storeu_ps(out.as_mut_ptr(), sum) };
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

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
fn q4k<const M: usize>(lines: &[Line], scales: &[ScalesQ4K], x: &Activations, row: usize) -> [__m512; M] {
    let mask = _mm512_set1_epi8(15);
    let mut total = [_mm512_setzero_ps(); M];
    for (b, (lines, scales)) in lines.as_chunks::<32>().0.iter().zip(scales).enumerate() {
        let rows = Coarse::<M>::block(x, row, b);
        let mut part = [_mm512_setzero_ps(); M];
        for (group, (lines, scales)) in lines.as_chunks::<4>().0.iter().zip(&scales.scales).enumerate() {
            let mut sum = [_mm512_setzero_si512(); M];
            for (i, line) in lines.iter().enumerate() {
                let both = load(line);
                let low = _mm512_and_si512(both, mask);
                let high = _mm512_and_si512(_mm512_srli_epi16::<4>(both), mask);
                for r in 0..M {
                    sum[r] = _mm512_dpbusd_epi32(sum[r], low, rows.four(r, group * 8 + i * 2));
                    sum[r] = _mm512_dpbusd_epi32(sum[r], high, rows.four(r, group * 8 + i * 2 + 1));
                }
            }
            // SAFETY: 16 scales are 16 bytes.
            let scale = unsafe { _mm_loadu_si128(scales.as_ptr().cast::<__m128i>()) };
            let scale = _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(scale));
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
