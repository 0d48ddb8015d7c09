//! MAUVE: how near a set of texts is to another, by the groups that their vectors fall into (Pillutla et al. 2021,
//! arXiv:2102.01454).

use crate::dense::Points;
use crate::kmeans::k_means;
use crate::spectrum::Pca;

/// Mixtures of the divergence curve.
const MIXTURES: u32 = 25;
/// By how much divergences are scaled.
const SCALE: f64 = 5.0;
/// How much variance the axes keep in which vectors are grouped.
const VARIANCE: f64 = 0.9;

/// MAUVE of two sets of vectors, in (0, 1], 1 where they fall into the same groups. Vectors at length 1 of both sets are
/// placed along the joint axes that hold 90 % of the variance and fall into a tenth as many groups as the smaller set has
/// vectors, at least 2. Sets of some hundred at least are needed, and of one size to be compared. `None` where a set is
/// empty.
#[must_use]
pub fn mauve(a: &Points, b: &Points, seed: u64) -> Option<f64> {
    let groups = ((a.len().min(b.len()) as f64 / 10.0).round_ties_even() as usize).max(2);
    let joint = a.join(b);
    let pca = Pca::fit(&joint);
    let places = pca.project(&joint, pca.axes_for(VARIANCE));
    let found = k_means(&places, groups, seed);
    let mut counts = vec![(0, 0); found.centres.len()];
    for (at, group) in found.groups.iter().enumerate() {
        let count: &mut (u64, u64) = &mut counts[*group];
        if at < a.len() { count.0 += 1 } else { count.1 += 1 }
    }
    mauve_of_counts(&counts)
}

/// MAUVE of two sets by how many of each fall into each group, in (0, 1]: the area under the curve of
/// `exp(−5·KL(q‖r))` and `exp(−5·KL(p‖r))` over mixtures `r = w·p + (1 − w)·q`. `None` where a set is empty.
#[must_use]
pub fn mauve_of_counts(counts: &[(u64, u64)]) -> Option<f64> {
    let (left, right) = counts.iter().fold((0, 0), |(left, right), (a, b)| (left + a, right + b));
    if left == 0 || right == 0 {
        return None;
    }
    let shares: Vec<(f64, f64)> =
        counts.iter().map(|(a, b)| (*a as f64 / left as f64, *b as f64 / right as f64)).collect();
    let divergence = |of: fn(&(f64, f64)) -> f64, weight: f64| -> f64 {
        let term = |pair: &(f64, f64)| {
            let (share, mixed) = (of(pair), weight * pair.0 + (1.0 - weight) * pair.1);
            if share > 0.0 { share * (share / mixed).ln() } else { 0.0 }
        };
        shares.iter().map(term).sum()
    };
    // Mixtures from almost all of the one to almost all of the other, and the two ends of the curve.
    let point = |at: u32| {
        let weight = 1e-6 + (1.0 - 2e-6) * f64::from(at) / f64::from(MIXTURES - 1);
        (-SCALE * divergence(|pair| pair.1, weight), -SCALE * divergence(|pair| pair.0, weight))
    };
    let mut curve = vec![(1.0, 0.0)];
    curve.extend((0..MIXTURES).map(point).map(|(x, y)| (x.exp(), y.exp())));
    curve.push((0.0, 1.0));
    // The curve runs from right to left and upwards; its area is taken from below and from the side.
    let areas = curve.windows(2).map(|pair| {
        let [(x, y), (next_x, next_y)] = [pair[0], pair[1]];
        f64::midpoint((x - next_x) * f64::midpoint(y, next_y), (next_y - y) * f64::midpoint(x, next_x))
    });
    Some(areas.sum())
}
