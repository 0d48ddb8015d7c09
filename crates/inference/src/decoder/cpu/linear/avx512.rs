//! 16 lanes in one register of AVX-512, with the 8-bit dot products of VNNI.

#![allow(clippy::undocumented_unsafe_blocks, reason = "the implementation says it once for all its methods")]

use std::arch::x86_64::{
    __m128i, __m256i, __m512, __m512i, _MM_HINT_T0, _mm_loadu_si128, _mm_prefetch, _mm256_loadu_si256,
    _mm512_add_epi32, _mm512_and_si512, _mm512_castsi512_ps, _mm512_cvtepi8_epi32, _mm512_cvtepi32_ps,
    _mm512_cvtepu8_epi16, _mm512_cvtepu8_epi32, _mm512_cvtepu16_epi32, _mm512_cvtph_ps, _mm512_dpbusd_epi32,
    _mm512_dpwssd_epi32, _mm512_fmadd_ps, _mm512_fnmadd_ps, _mm512_load_ps, _mm512_load_si512,
    _mm512_mask_add_epi8, _mm512_mul_ps, _mm512_mullo_epi32, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_slli_epi16, _mm512_slli_epi32, _mm512_srli_epi16,
    _mm512_storeu_ps,
};

use half::f16;

use super::Inputs;
use super::kernels::{self, Vectors};
use super::tiles::{Line, OUTPUTS, Tiles};
use crate::pool::SharedPointer;

/// One tile's outputs, see [`kernels::tile`].
///
/// # Safety
/// As there; the processor has AVX-512 F, BW, DQ, VL and VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
pub unsafe fn tile(tiles: &Tiles, tile: usize, x: &Inputs<'_>, out: SharedPointer<f32>, outputs: usize) {
    // SAFETY: the caller vouches for all of it.
    unsafe { kernels::tile::<Avx512>(tiles, tile, x, out, outputs) }
}

struct Avx512;

// SAFETY: every method needs what the trait says, and no more than AVX-512 F, BW and VNNI. Pointers come from
// references to as many bytes as are read or written.
unsafe impl Vectors for Avx512 {
    type Bytes = __m512i;
    type Ints = __m512i;
    type Floats = __m512;
    const TOGETHER: usize = 8;

    #[inline(always)]
    unsafe fn prefetch(line: *const Line) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.cast()) }
    }

    #[inline(always)]
    unsafe fn line(line: &Line) -> __m512i {
        unsafe { _mm512_load_si512(line.0.as_ptr().cast()) }
    }

    #[inline(always)]
    unsafe fn low(bytes: __m512i) -> __m512i {
        unsafe { _mm512_and_si512(bytes, _mm512_set1_epi8(15)) }
    }

    #[inline(always)]
    unsafe fn high(bytes: __m512i) -> __m512i {
        unsafe { _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), _mm512_set1_epi8(15)) }
    }

    #[inline(always)]
    unsafe fn with_fifths(bytes: __m512i, bits: u64) -> __m512i {
        unsafe { _mm512_mask_add_epi8(bytes, bits, bytes, _mm512_set1_epi8(16)) }
    }

    #[inline(always)]
    unsafe fn with_top<const J: usize>(bytes: __m512i, top: __m512i) -> __m512i {
        unsafe {
            let moved = match J {
                0 => _mm512_slli_epi16::<4>(top),
                1 => _mm512_slli_epi16::<2>(top),
                2 => top,
                _ => _mm512_srli_epi16::<2>(top),
            };
            _mm512_or_si512(bytes, _mm512_and_si512(moved, _mm512_set1_epi8(0x30)))
        }
    }

    #[inline(always)]
    unsafe fn dot(sum: __m512i, weights: __m512i, four: [u8; 4]) -> __m512i {
        unsafe { _mm512_dpbusd_epi32(sum, weights, _mm512_set1_epi32(i32::from_ne_bytes(four))) }
    }

    #[inline(always)]
    unsafe fn start_whole(offset: i32) -> __m512i {
        unsafe { _mm512_set1_epi32(offset) }
    }

    #[inline(always)]
    unsafe fn dot_whole(sum: __m512i, weights: __m512i, four: [u8; 4]) -> __m512i {
        unsafe { Self::dot(sum, weights, four) }
    }

    #[inline(always)]
    unsafe fn dot_pair(sum: __m512i, bytes: &[[u8; 2]; OUTPUTS], pair: i32) -> __m512i {
        unsafe {
            let bytes = _mm512_cvtepu8_epi16(_mm256_loadu_si256(bytes.as_ptr().cast::<__m256i>()));
            _mm512_dpwssd_epi32(sum, bytes, _mm512_set1_epi32(pair))
        }
    }

    #[inline(always)]
    unsafe fn multiply_add(a: __m512i, b: i32, c: __m512i) -> __m512i {
        unsafe { _mm512_add_epi32(c, _mm512_mullo_epi32(a, _mm512_set1_epi32(b))) }
    }

    #[inline(always)]
    unsafe fn int(value: i32) -> __m512i {
        unsafe { _mm512_set1_epi32(value) }
    }

    #[inline(always)]
    unsafe fn bytes(values: &[u8; OUTPUTS]) -> __m512i {
        unsafe { _mm512_cvtepu8_epi32(_mm_loadu_si128(values.as_ptr().cast::<__m128i>())) }
    }

    #[inline(always)]
    unsafe fn signed(values: &[i8; OUTPUTS]) -> __m512i {
        unsafe { _mm512_cvtepi8_epi32(_mm_loadu_si128(values.as_ptr().cast::<__m128i>())) }
    }

    #[inline(always)]
    unsafe fn floats(ints: __m512i) -> __m512 {
        unsafe { _mm512_cvtepi32_ps(ints) }
    }

    #[inline(always)]
    unsafe fn float(value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    unsafe fn halves(values: &[f16; OUTPUTS]) -> __m512 {
        unsafe { _mm512_cvtph_ps(_mm256_loadu_si256(values.as_ptr().cast::<__m256i>())) }
    }

    #[inline(always)]
    unsafe fn singles(line: &Line) -> __m512 {
        unsafe { _mm512_load_ps(line.0.as_ptr().cast()) }
    }

    #[inline(always)]
    unsafe fn half_line(bytes: &[u8; 32]) -> __m512 {
        unsafe { _mm512_cvtph_ps(_mm256_loadu_si256(bytes.as_ptr().cast::<__m256i>())) }
    }

    #[inline(always)]
    unsafe fn brain_line(bytes: &[u8; 32]) -> __m512 {
        unsafe {
            let upper = _mm512_cvtepu16_epi32(_mm256_loadu_si256(bytes.as_ptr().cast::<__m256i>()));
            _mm512_castsi512_ps(_mm512_slli_epi32::<16>(upper))
        }
    }

    #[inline(always)]
    unsafe fn multiply(a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    unsafe fn fused(a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    unsafe fn fused_less(a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fnmadd_ps(a, b, c) }
    }

    #[inline(always)]
    unsafe fn store(floats: __m512, out: &mut [f32; OUTPUTS]) {
        unsafe { _mm512_storeu_ps(out.as_mut_ptr(), floats) }
    }
}
