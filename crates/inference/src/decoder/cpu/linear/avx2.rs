//! 16 lanes in two registers of AVX2, with or without the 8-bit dot products of AVX-VNNI.

#![allow(clippy::undocumented_unsafe_blocks, reason = "the implementation says it once for all its methods")]

use std::arch::x86_64::{
    __m128i, __m256, __m256i, _MM_HINT_T0, _mm_loadl_epi64, _mm_loadu_si128, _mm_prefetch, _mm256_add_epi8,
    _mm256_add_epi32, _mm256_and_si256, _mm256_castsi256_ps, _mm256_cmpeq_epi8, _mm256_cvtepi8_epi32,
    _mm256_cvtepi32_ps, _mm256_cvtepu8_epi16, _mm256_cvtepu8_epi32, _mm256_cvtepu16_epi32, _mm256_cvtph_ps,
    _mm256_dpbusd_avx_epi32, _mm256_fmadd_ps, _mm256_fnmadd_ps, _mm256_load_ps, _mm256_load_si256,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_mullo_epi32, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_set1_ps,
    _mm256_setr_epi8, _mm256_shuffle_epi8, _mm256_sign_epi8, _mm256_slli_epi16, _mm256_slli_epi32,
    _mm256_srli_epi16, _mm256_storeu_ps, _mm256_sub_epi8,
};

use half::f16;

use super::Inputs;
use super::kernels::{self, Vectors};
use super::tiles::{Line, OUTPUTS, Tiles};
use crate::pool::SharedPointer;

/// One tile's outputs, see [`kernels::tile`].
///
/// # Safety
/// As there; the processor has AVX2, FMA and F16C.
#[target_feature(enable = "avx2,fma,f16c")]
pub unsafe fn tile(tiles: &Tiles, tile: usize, x: &Inputs<'_>, out: SharedPointer<f32>, outputs: usize) {
    // SAFETY: the caller vouches for all of it.
    unsafe { kernels::tile::<Avx2<false>>(tiles, tile, x, out, outputs) }
}

/// The same with AVX-VNNI.
///
/// # Safety
/// As [`tile`]; the processor has AVX-VNNI too.
#[target_feature(enable = "avx2,fma,f16c,avxvnni")]
pub unsafe fn tile_vnni(tiles: &Tiles, tile: usize, x: &Inputs<'_>, out: SharedPointer<f32>, outputs: usize) {
    // SAFETY: the caller vouches for all of it.
    unsafe { kernels::tile::<Avx2<true>>(tiles, tile, x, out, outputs) }
}

struct Avx2<const VNNI: bool>;

/// The two halves of 16 lanes.
type Two<T> = [T; 2];

#[inline(always)]
fn both<A: Copy, T>(a: Two<A>, f: impl Fn(A) -> T) -> Two<T> {
    [f(a[0]), f(a[1])]
}

#[inline(always)]
fn zip<A: Copy, B: Copy, T>(a: Two<A>, b: Two<B>, f: impl Fn(A, B) -> T) -> Two<T> {
    [f(a[0], b[0]), f(a[1], b[1])]
}

// SAFETY: every method needs what the trait says, and no more than AVX2, FMA, F16C and, where `VNNI` holds,
// AVX-VNNI. Pointers come from references to as many bytes as are read or written.
unsafe impl<const VNNI: bool> Vectors for Avx2<VNNI> {
    type Bytes = Two<__m256i>;
    type Ints = Two<__m256i>;
    type Floats = Two<__m256>;
    // More rows do not fit the 16 registers.
    const TOGETHER: usize = 3;

    #[inline(always)]
    unsafe fn prefetch(line: *const Line) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.cast()) }
    }

    #[inline(always)]
    unsafe fn line(line: &Line) -> Two<__m256i> {
        let halves = line.0.as_chunks::<32>().0;
        unsafe {
            [
                _mm256_load_si256(halves[0].as_ptr().cast::<__m256i>()),
                _mm256_load_si256(halves[1].as_ptr().cast::<__m256i>()),
            ]
        }
    }

    #[inline(always)]
    unsafe fn low(bytes: Two<__m256i>) -> Two<__m256i> {
        both(bytes, |bytes| unsafe { _mm256_and_si256(bytes, _mm256_set1_epi8(15)) })
    }

    #[inline(always)]
    unsafe fn high(bytes: Two<__m256i>) -> Two<__m256i> {
        both(bytes, |bytes| unsafe { _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(15)) })
    }

    #[inline(always)]
    unsafe fn with_fifths(bytes: Two<__m256i>, bits: u64) -> Two<__m256i> {
        zip(bytes, [bits as u32, (bits >> 32) as u32], |bytes, bits| unsafe {
            // Each byte of the bits goes to the eight bytes that it speaks of, then each of these keeps one bit.
            let spread = _mm256_shuffle_epi8(
                _mm256_set1_epi32(bits as i32),
                _mm256_setr_epi8(
                    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3,
                    3, 3,
                ),
            );
            let own = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64 as i64);
            let set = _mm256_cmpeq_epi8(_mm256_and_si256(spread, own), own);
            _mm256_add_epi8(bytes, _mm256_and_si256(set, _mm256_set1_epi8(16)))
        })
    }

    #[inline(always)]
    unsafe fn with_top<const J: usize>(bytes: Two<__m256i>, top: Two<__m256i>) -> Two<__m256i> {
        zip(bytes, top, |bytes, top| unsafe {
            let moved = match J {
                0 => _mm256_slli_epi16::<4>(top),
                1 => _mm256_slli_epi16::<2>(top),
                2 => top,
                _ => _mm256_srli_epi16::<2>(top),
            };
            _mm256_or_si256(bytes, _mm256_and_si256(moved, _mm256_set1_epi8(0x30)))
        })
    }

    #[inline(always)]
    unsafe fn dot(sum: Two<__m256i>, weights: Two<__m256i>, four: [u8; 4]) -> Two<__m256i> {
        zip(sum, weights, |sum, weights| unsafe {
            let four = _mm256_set1_epi32(i32::from_ne_bytes(four));
            if VNNI {
                _mm256_dpbusd_avx_epi32(sum, weights, four)
            } else {
                // Sums of two products stay below 2^15 for weights below 128.
                let pairs = _mm256_maddubs_epi16(weights, four);
                _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))
            }
        })
    }

    #[inline(always)]
    unsafe fn start_whole(offset: i32) -> Two<__m256i> {
        unsafe { if VNNI { Self::int(offset) } else { Self::int(0) } }
    }

    #[inline(always)]
    unsafe fn dot_whole(sum: Two<__m256i>, weights: Two<__m256i>, four: [u8; 4]) -> Two<__m256i> {
        if VNNI {
            return unsafe { Self::dot(sum, weights, four) };
        }
        zip(sum, weights, |sum, weights| unsafe {
            // The signs move from the activations, none of which is -128, to the weights.
            let four = _mm256_set1_epi32(i32::from_ne_bytes(four));
            let weights = _mm256_sub_epi8(weights, _mm256_set1_epi8(-128));
            let pairs = _mm256_maddubs_epi16(_mm256_sign_epi8(four, four), _mm256_sign_epi8(weights, four));
            _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))
        })
    }

    #[inline(always)]
    unsafe fn dot_pair(sum: Two<__m256i>, bytes: &[[u8; 2]; OUTPUTS], pair: i32) -> Two<__m256i> {
        let halves = bytes.as_chunks::<8>().0;
        zip(sum, [&halves[0], &halves[1]], |sum, bytes| unsafe {
            let bytes = _mm256_cvtepu8_epi16(_mm_loadu_si128(bytes.as_ptr().cast::<__m128i>()));
            _mm256_add_epi32(sum, _mm256_madd_epi16(bytes, _mm256_set1_epi32(pair)))
        })
    }

    #[inline(always)]
    unsafe fn multiply_add(a: Two<__m256i>, b: i32, c: Two<__m256i>) -> Two<__m256i> {
        zip(a, c, |a, c| unsafe { _mm256_add_epi32(c, _mm256_mullo_epi32(a, _mm256_set1_epi32(b))) })
    }

    #[inline(always)]
    unsafe fn int(value: i32) -> Two<__m256i> {
        unsafe { [_mm256_set1_epi32(value); 2] }
    }

    #[inline(always)]
    unsafe fn bytes(values: &[u8; OUTPUTS]) -> Two<__m256i> {
        let halves = values.as_chunks::<8>().0;
        both([&halves[0], &halves[1]], |half| unsafe {
            _mm256_cvtepu8_epi32(_mm_loadl_epi64(half.as_ptr().cast::<__m128i>()))
        })
    }

    #[inline(always)]
    unsafe fn signed(values: &[i8; OUTPUTS]) -> Two<__m256i> {
        let halves = values.as_chunks::<8>().0;
        both([&halves[0], &halves[1]], |half| unsafe {
            _mm256_cvtepi8_epi32(_mm_loadl_epi64(half.as_ptr().cast::<__m128i>()))
        })
    }

    #[inline(always)]
    unsafe fn floats(ints: Two<__m256i>) -> Two<__m256> {
        both(ints, |ints| unsafe { _mm256_cvtepi32_ps(ints) })
    }

    #[inline(always)]
    unsafe fn float(value: f32) -> Two<__m256> {
        unsafe { [_mm256_set1_ps(value); 2] }
    }

    #[inline(always)]
    unsafe fn halves(values: &[f16; OUTPUTS]) -> Two<__m256> {
        let halves = values.as_chunks::<8>().0;
        both([&halves[0], &halves[1]], |half| unsafe {
            _mm256_cvtph_ps(_mm_loadu_si128(half.as_ptr().cast::<__m128i>()))
        })
    }

    #[inline(always)]
    unsafe fn singles(line: &Line) -> Two<__m256> {
        let halves = line.0.as_chunks::<32>().0;
        both([&halves[0], &halves[1]], |half| unsafe { _mm256_load_ps(half.as_ptr().cast()) })
    }

    #[inline(always)]
    unsafe fn half_line(bytes: &[u8; 32]) -> Two<__m256> {
        let halves = bytes.as_chunks::<16>().0;
        both([&halves[0], &halves[1]], |half| unsafe {
            _mm256_cvtph_ps(_mm_loadu_si128(half.as_ptr().cast::<__m128i>()))
        })
    }

    #[inline(always)]
    unsafe fn brain_line(bytes: &[u8; 32]) -> Two<__m256> {
        let halves = bytes.as_chunks::<16>().0;
        both([&halves[0], &halves[1]], |half| unsafe {
            let upper = _mm256_cvtepu16_epi32(_mm_loadu_si128(half.as_ptr().cast::<__m128i>()));
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(upper))
        })
    }

    #[inline(always)]
    unsafe fn multiply(a: Two<__m256>, b: Two<__m256>) -> Two<__m256> {
        zip(a, b, |a, b| unsafe { _mm256_mul_ps(a, b) })
    }

    #[inline(always)]
    unsafe fn fused(a: Two<__m256>, b: Two<__m256>, c: Two<__m256>) -> Two<__m256> {
        unsafe { [_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])] }
    }

    #[inline(always)]
    unsafe fn fused_less(a: Two<__m256>, b: Two<__m256>, c: Two<__m256>) -> Two<__m256> {
        unsafe { [_mm256_fnmadd_ps(a[0], b[0], c[0]), _mm256_fnmadd_ps(a[1], b[1], c[1])] }
    }

    #[inline(always)]
    unsafe fn store(floats: Two<__m256>, out: &mut [f32; OUTPUTS]) {
        let (first, second) = out.split_at_mut(8);
        unsafe {
            _mm256_storeu_ps(first.as_mut_ptr(), floats[0]);
            _mm256_storeu_ps(second.as_mut_ptr(), floats[1]);
        }
    }
}
