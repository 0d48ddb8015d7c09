//! Half precision to single, in whole registers: reading the KV cache costs little beside using it.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::pages::Part;
use super::simd::Instructions;

/// Puts every value into single precision; both slices are equally long.
pub fn widen(from: Part<'_>, to: &mut [f32]) {
    match from {
        Part::F16(from) => widen_halves(from, to),
        Part::F32(from) => to.copy_from_slice(from),
    }
}

fn widen_halves(from: &[f16], to: &mut [f32]) {
    match Instructions::detect() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the processor has AVX-512.
        Instructions::Avx512Vnni => unsafe { avx512(from, to) },
        _ => from.convert_to_f32_slice(to),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512(from: &[f16], to: &mut [f32]) {
    use std::arch::x86_64::{_mm256_loadu_si256, _mm512_cvtph_ps, _mm512_storeu_ps};

    let (halves, rest) = from.as_chunks::<16>();
    let (wholes, rest_to) = to.as_chunks_mut::<16>();
    for (halves, wholes) in halves.iter().zip(wholes) {
        // SAFETY: 16 halves are the 32 bytes that are read, 16 values the 64 that are written.
        unsafe {
            let halves = _mm256_loadu_si256(halves.as_ptr().cast());
            _mm512_storeu_ps(wholes.as_mut_ptr(), _mm512_cvtph_ps(halves));
        }
    }
    for (half, whole) in rest.iter().zip(rest_to) {
        *whole = half.to_f32();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_is_widened_exactly() {
        let halves: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
        for length in [0, 1, 15, 16, 17, halves.len()] {
            let mut wide = vec![0.0; length];
            widen(Part::F16(&halves[..length]), &mut wide);
            for (half, wide) in halves.iter().zip(&wide) {
                assert!(half.to_f32() == *wide || half.is_nan() && wide.is_nan(), "{half:?} became {wide}");
            }
        }
    }
}
