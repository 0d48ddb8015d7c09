//! How far two sets of vectors, or of numbers, lie apart.

use rayon::prelude::*;

use crate::dense::{Points, squared_distance};

/// Highest moment that the central moment discrepancy compares.
const MOMENTS: i32 = 5;

/// Central moment discrepancy (CMD; Zellinger et al. 2017, arXiv:1702.08811) of vectors at length 1, whose numbers lie in
/// [-1, 1]: `½‖μ_X − μ_Y‖ + Σ 2^-k ‖c_k(X) − c_k(Y)‖` for k from 2 to 5, where `c_k` are the central moments of each
/// dimension. 0 where all moments agree. Exact, in time by the number of vectors. `None` where a set is empty or the widths
/// differ.
#[must_use]
pub fn central_moment_discrepancy(a: &Points, b: &Points) -> Option<f64> {
    if a.is_empty() || b.is_empty() || a.width() != b.width() {
        return None;
    }
    let (a, b) = (moments(a), moments(b));
    Some((1..).zip(a.iter().zip(&b)).map(|(k, (a, b))| squared_distance(a, b).sqrt() / 2_f64.powi(k)).sum())
}

/// The mean, and central moments from the second on, of each dimension.
fn moments(points: &Points) -> Vec<Vec<f64>> {
    let n = points.len() as f64;
    let mut found = vec![vec![0.0; points.width()]; MOMENTS as usize];
    for at in 0..points.len() {
        found[0].iter_mut().zip(points.unit(at)).for_each(|(sum, value)| *sum += value / n);
    }
    for at in 0..points.len() {
        let unit = points.unit(at);
        for (dimension, value) in unit.into_iter().enumerate() {
            let off = value - found[0][dimension];
            let mut power = off;
            for moment in &mut found[1..] {
                power *= off;
                moment[dimension] += power / n;
            }
        }
    }
    found
}

/// Maximum mean discrepancy of two sets of vectors as they are: the biased squared estimate with the kernel
/// `exp(−‖x − y‖² / 2σ²)` (Gretton et al. 2012), times 1,000 as the published CMMD (Jayasumana et al. 2024,
/// arXiv:2401.09603, σ = 10); 0 where the sets are equal. `None` where a set is empty, the widths differ or σ is not above
/// 0. Takes time by the square of the number of vectors: give it samples.
#[must_use]
pub fn maximum_mean_discrepancy(a: &Points, b: &Points, sigma: f64) -> Option<f64> {
    if a.is_empty() || b.is_empty() || a.width() != b.width() || sigma.is_nan() || sigma <= 0.0 {
        return None;
    }
    let plain = |points: &Points| -> Vec<Vec<f64>> { (0..points.len()).map(|at| points.plain(at)).collect() };
    let (a, b) = (plain(a), plain(b));
    let mean = |a: &[Vec<f64>], b: &[Vec<f64>]| -> f64 {
        let row = |x: &Vec<f64>| -> f64 {
            b.iter().map(|y| (-squared_distance(x, y) / (2.0 * sigma * sigma)).exp()).sum()
        };
        let rows: Vec<f64> = a.par_iter().map(row).collect();
        rows.iter().sum::<f64>() / (a.len() * b.len()) as f64
    };
    Some(1000.0 * (mean(&a, &a) + mean(&b, &b) - 2.0 * mean(&a, &b)).max(0.0))
}

/// The median distance between different vectors of a set: the usual σ of a Gaussian kernel (Gretton et al. 2012). `None`
/// for fewer than two vectors. Takes time by the square of their number.
#[must_use]
pub fn median_distance(points: &Points) -> Option<f64> {
    let plain: Vec<Vec<f64>> = (0..points.len()).map(|at| points.plain(at)).collect();
    let mut distances: Vec<f64> = (0..plain.len())
        .into_par_iter()
        .flat_map_iter(|a| {
            plain[a + 1..].iter().map(|other| squared_distance(&plain[a], other)).collect::<Vec<_>>()
        })
        .collect();
    let middle = distances.len() / 2;
    (!distances.is_empty()).then(|| distances.select_nth_unstable_by(middle, f64::total_cmp).1.sqrt())
}

/// Jensen-Shannon divergence of two counts of the same things, in bits, in [0, 1] (Lin 1991): 0 where the shares agree, 1
/// where nothing is in both. `None` where one side counts nothing.
#[must_use]
pub fn jensen_shannon(counts: &[(u64, u64)]) -> Option<f64> {
    let (left, right) = counts.iter().fold((0, 0), |(left, right), (a, b)| (left + a, right + b));
    if left == 0 || right == 0 {
        return None;
    }
    let term = |share: f64, middle: f64| if share > 0.0 { share * (share / middle).log2() } else { 0.0 };
    let both = |(a, b): &(u64, u64)| {
        let (p, q) = (*a as f64 / left as f64, *b as f64 / right as f64);
        let middle = f64::midpoint(p, q);
        f64::midpoint(term(p, middle), term(q, middle))
    };
    Some(counts.iter().map(both).sum::<f64>().clamp(0.0, 1.0))
}

/// Wasserstein-1 distance of two sets of numbers, in their unit: how far a number has to be moved on average to make one
/// set of the other (Vallender 1974). What is not finite is left out; `None` where a set is empty then.
#[must_use]
pub fn wasserstein(a: &[f64], b: &[f64]) -> Option<f64> {
    let sorted = |numbers: &[f64]| {
        let mut sorted: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    let (a, b) = (sorted(a), sorted(b));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut all: Vec<f64> = a.iter().chain(&b).copied().collect();
    all.sort_by(f64::total_cmp);
    let below = |numbers: &[f64], x: f64| {
        numbers.partition_point(|number| *number <= x) as f64 / numbers.len() as f64
    };
    Some(
        all.windows(2)
            .map(|pair| (pair[1] - pair[0]) * (below(&a, pair[0]) - below(&b, pair[0])).abs())
            .sum(),
    )
}
