//! Exponentials, and what is made of them.

use super::simd::{LANES, fma, multiversion, sum};

/// e^x. Range reduction by ln 2 in two parts and a polynomial of degree 6 (Cephes `expf`); the
/// relative error stays below 2e-7. Arguments below -87 give about 1e-38 and not 0.
#[inline(always)]
pub fn exp<const FMA: bool>(x: f32) -> f32 {
    // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = fma::<FMA>(x, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = fma::<FMA>(n, -0.693_359_4, x);
    let r = fma::<FMA>(n, 2.121_944_4e-4, r);
    let mut p = 1.987_569_1e-4;
    for c in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5, 1.0, 1.0] {
        p = fma::<FMA>(p, r, c);
    }
    let exponent = (shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127)) << 23;
    p * f32::from_bits(exponent)
}

multiversion! {
    /// `gate[i] = silu(gate[i]) * up[i]`, the gated linear unit of Shazeer 2020 (arXiv:2002.05202).
    pub fn swiglu(gate: &mut [f32], up: &[f32]) {
        for (g, u) in gate.iter_mut().zip(up) {
            *g = *g / (1.0 + exp::<FMA>(-*g)) * u;
        }
    }
}

multiversion! {
    /// `gate[i] = gelu(gate[i]) * up[i]` with the approximation by tanh of Hendrycks and Gimpel 2016
    /// (arXiv:1606.08415), written with the logistic function: (1 + tanh(z)) / 2 = σ(2z).
    pub fn geglu(gate: &mut [f32], up: &[f32]) {
        const ROOT: f32 = 0.797_884_6;
        for (g, u) in gate.iter_mut().zip(up) {
            let z = ROOT * *g * fma::<FMA>(0.044_715 * *g, *g, 1.0);
            *g = *g / (1.0 + exp::<FMA>(-2.0 * z)) * u;
        }
    }
}

multiversion! {
    /// `x[i] += y[i] * factor`.
    pub fn add(x: &mut [f32], y: &[f32], factor: f32) {
        for (x, y) in x.iter_mut().zip(y) {
            *x = fma::<FMA>(*y, factor, *x);
        }
    }
}

multiversion! {
    /// `x[i] *= factor`.
    pub fn scale(x: &mut [f32], factor: f32) {
        for x in x {
            *x *= factor;
        }
    }
}

multiversion! {
    /// `x[i] = cap * tanh(x[i] / cap)`.
    pub fn soft_cap(x: &mut [f32], cap: f32) {
        for x in x {
            *x = capped::<FMA>(*x, cap);
        }
    }
}

/// `cap * tanh(x / cap)`, for finite `x`.
#[inline(always)]
pub fn capped<const FMA: bool>(x: f32, cap: f32) -> f32 {
    // tanh(z) = 1 - 2 / (e^2z + 1); the difference loses digits near 0, where tanh(z) is z up to z³/3.
    let z = x / cap;
    let small = z * fma::<FMA>(z * z, -1.0 / 3.0, 1.0);
    let large = 1.0 - 2.0 / (exp::<FMA>(2.0 * z) + 1.0);
    cap * if z.abs() < 0.02 { small } else { large }
}

multiversion! {
    /// Largest value; -∞ of none.
    pub fn max(values: &[f32]) -> f32 {
        let mut lanes = [f32::NEG_INFINITY; LANES];
        let (chunks, rest) = values.as_chunks::<LANES>();
        for chunk in chunks {
            for (m, v) in lanes.iter_mut().zip(chunk) {
                *m = if *v > *m { *v } else { *m };
            }
        }
        let mut largest = f32::NEG_INFINITY;
        for v in lanes.iter().chain(rest) {
            largest = if *v > largest { *v } else { largest };
        }
        largest
    }
}

multiversion! {
    /// Sum of e^(v - shift), in pieces of 4096 values whose sums are added in double precision.
    pub fn sum_exp(values: &[f32], shift: f32) -> f64 {
        let mut total = 0.0;
        for piece in values.chunks(4096) {
            let mut lanes = [0.0; LANES];
            let (chunks, rest) = piece.as_chunks::<LANES>();
            for chunk in chunks {
                for (s, v) in lanes.iter_mut().zip(chunk) {
                    *s += exp::<FMA>(v - shift);
                }
            }
            let mut part = sum(lanes);
            for v in rest {
                part += exp::<FMA>(v - shift);
            }
            total += f64::from(part);
        }
        total
    }
}

multiversion! {
    /// Turns logits into weights: e^((v - largest) * factor), 0 for -∞.
    pub fn weights(values: &mut [f32], largest: f32, factor: f32) {
        for v in values {
            let weight = exp::<FMA>((*v - largest) * factor);
            *v = if *v == f32::NEG_INFINITY { 0.0 } else { weight };
        }
    }
}

/// ln Σ e^v.
pub fn log_sum_exp(values: &[f32]) -> f64 {
    let largest = max(values);
    f64::from(largest) + sum_exp(values, largest).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_accurate() {
        for i in -8_700..8_800 {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp::<true>(x)) / exact - 1.0).abs() < 2e-7, "fused, at {x}");
            assert!((f64::from(exp::<false>(x)) / exact - 1.0).abs() < 4e-7, "unfused, at {x}");
        }
    }

    #[test]
    fn soft_caps_are_accurate() {
        for cap in [1.0, 30.0, 50.0] {
            for i in -4_000..4_000 {
                let x = i as f32 / 20.0;
                let exact = f64::from(cap) * (f64::from(x) / f64::from(cap)).tanh();
                let found = f64::from(capped::<true>(x, cap));
                assert!(
                    (found - exact).abs() <= exact.abs() * 1e-5,
                    "{x} under {cap}: {found} is not {exact}"
                );
            }
        }
    }

    #[test]
    fn gated_units_equal_their_definitions() {
        let gate: Vec<f32> = (-300..300).map(|i| i as f32 / 20.0).collect();
        let up = vec![1.5; gate.len()];
        let (mut silu, mut gelu) = (gate.clone(), gate.clone());
        swiglu(&mut silu, &up);
        geglu(&mut gelu, &up);
        for (i, x) in gate.iter().map(|x| f64::from(*x)).enumerate() {
            let z = (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044_715 * x.powi(3));
            let check = |found: f32, exact: f64| {
                assert!(
                    (f64::from(found) - exact).abs() < 1e-5 * exact.abs().max(0.1),
                    "{found}, {exact}, of {x}"
                );
            };
            check(silu[i], 1.5 * x / (1.0 + (-x).exp()));
            check(gelu[i], 1.5 * 0.5 * x * (1.0 + z.tanh()));
        }
    }

    #[test]
    fn log_sum_exp_equals_the_plain_sum() {
        for n in [1, 15, 16, 17, 4096, 10_000] {
            let values: Vec<f32> = (0..n).map(|i| ((i * 37) % 101) as f32 / 7.0 - 30.0).collect();
            let plain = values.iter().map(|v| f64::from(*v).exp()).sum::<f64>().ln();
            assert!((log_sum_exp(&values) - plain).abs() < 1e-5, "{n} values");
        }
    }
}
