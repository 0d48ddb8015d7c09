//! Root-mean-square normalisation (Zhang and Sennrich 2019, arXiv:1910.07467).

use super::simd::{LANES, fma, multiversion, sum};

multiversion! {
    /// `out = x / sqrt(mean(x²) + eps) * weight`.
    pub fn rms_norm(x: &[f32], weight: &[f32], eps: f32, out: &mut [f32]) {
        let scale = inverse_rms::<FMA>(x, eps);
        for ((o, x), w) in out.iter_mut().zip(x).zip(weight) {
            *o = x * scale * w;
        }
    }
}

multiversion! {
    /// [`rms_norm`] in place.
    pub fn rms_norm_in_place(x: &mut [f32], weight: &[f32], eps: f32) {
        let scale = inverse_rms::<FMA>(x, eps);
        for (x, w) in x.iter_mut().zip(weight) {
            *x = *x * scale * w;
        }
    }
}

#[inline(always)]
fn inverse_rms<const FMA: bool>(x: &[f32], eps: f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    for chunk in chunks {
        for (s, v) in lanes.iter_mut().zip(chunk) {
            *s = fma::<FMA>(*v, *v, *s);
        }
    }
    let mut squares = sum(lanes);
    for v in rest {
        squares = fma::<FMA>(*v, *v, squares);
    }
    1.0 / (squares / x.len() as f32 + eps).sqrt()
}
