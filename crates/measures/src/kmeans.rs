//! k-means: points into groups around centres.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::dense::squared_distance;

/// Groups of points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KMeans {
    /// The mean of each group.
    pub centres: Vec<Vec<f64>>,
    /// Of each point the place of the nearest centre.
    pub groups: Vec<usize>,
    /// Of each point the squared distance to that centre.
    pub distances: Vec<f64>,
}

/// Rounds at most, as in scikit-learn; far fewer are usual.
const ROUNDS: usize = 300;

/// Splits points into `k` groups by Lloyd's algorithm, from centres drawn by k-means++ (Arthur and Vassilvitskii 2007): each
/// with a probability in proportion to its squared distance from those before. Fewer groups where fewer points differ.
/// Shorter points are filled up with 0, and what is not finite counts as 0. A centre that loses all its points takes the
/// point farthest from its own. Without points or for `k` = 0 there are no groups.
#[must_use]
pub fn k_means(points: &[Vec<f32>], k: usize, seed: u64) -> KMeans {
    let width = points.iter().map(Vec::len).max().unwrap_or(0);
    let number = |value: Option<&f32>| value.filter(|value| value.is_finite()).map_or(0.0, |v| f64::from(*v));
    let points: Vec<Vec<f64>> =
        points.iter().map(|point| (0..width).map(|at| number(point.get(at))).collect()).collect();
    let mut centres = spread(&points, k, seed);
    if centres.is_empty() {
        return KMeans::default();
    }
    let mut found = KMeans::default();
    for _ in 0..ROUNDS {
        let nearest: Vec<(usize, f64)> = points.par_iter().map(|point| nearest(point, &centres)).collect();
        let (groups, distances): (Vec<usize>, Vec<f64>) = nearest.into_iter().unzip();
        let done = groups == found.groups;
        found = KMeans { centres, groups, distances };
        if done {
            break;
        }
        centres = means(&points, &found);
    }
    found
}

impl KMeans {
    /// Of each group the point nearest to its centre, in the order of the centres; of equals the first. No point stands
    /// for two groups, and none for a group without points.
    #[must_use]
    pub fn medoids(&self) -> Vec<usize> {
        let mut medoids = vec![None; self.centres.len()];
        for (point, (group, distance)) in self.groups.iter().zip(&self.distances).enumerate() {
            let medoid: &mut Option<usize> = &mut medoids[*group];
            if medoid.is_none_or(|best| *distance < self.distances[best]) {
                *medoid = Some(point);
            }
        }
        medoids.into_iter().flatten().collect()
    }
}

/// First centres: points that differ, `k` of them where there are as many.
fn spread(points: &[Vec<f64>], k: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut centres: Vec<Vec<f64>> = Vec::new();
    // Without a centre all points are equally far.
    let mut distances = vec![1.0; points.len()];
    while centres.len() < k {
        let total: f64 = distances.iter().sum();
        if total <= 0.0 {
            break;
        }
        let mut rest = random.random_range(0.0..total);
        let drawn = distances.iter().position(|distance| {
            rest -= distance;
            rest < 0.0
        });
        // Rounding may leave a rest behind the last point; the farthest stands in for it.
        let farthest = || (0..points.len()).max_by(|a, b| distances[*a].total_cmp(&distances[*b]));
        let Some(next) = drawn.or_else(farthest) else { break };
        let first = centres.is_empty();
        for (distance, point) in distances.iter_mut().zip(points) {
            let own = squared_distance(point, &points[next]);
            *distance = if first { own } else { distance.min(own) };
        }
        centres.push(points[next].clone());
    }
    centres
}

/// The mean of each group, in the order of the points.
fn means(points: &[Vec<f64>], found: &KMeans) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = found.centres.iter().map(|centre| vec![0.0; centre.len()]).collect();
    let mut counts = vec![0_usize; sums.len()];
    for (point, group) in points.iter().zip(&found.groups) {
        counts[*group] += 1;
        sums[*group].iter_mut().zip(point).for_each(|(sum, value)| *sum += value);
    }
    let mut far: Vec<usize> = if counts.contains(&0) { (0..points.len()).collect() } else { Vec::new() };
    far.sort_by(|a, b| found.distances[*b].total_cmp(&found.distances[*a]).then(a.cmp(b)));
    let mut far = far.into_iter();
    for (sum, count) in sums.iter_mut().zip(counts) {
        if count > 0 {
            sum.iter_mut().for_each(|value| *value /= count as f64);
        } else if let Some(point) = far.next() {
            sum.clone_from(&points[point]);
        }
    }
    sums
}

fn nearest(point: &[f64], centres: &[Vec<f64>]) -> (usize, f64) {
    let distances = centres.iter().map(|centre| squared_distance(point, centre)).enumerate();
    distances.reduce(|best, other| if other.1 < best.1 { other } else { best }).unwrap_or((0, f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn clear_groups_are_found() {
        let check = |points: &[&[f32]], k: usize, groups: &[&[usize]], medoids: &[usize]| {
            let points: Vec<Vec<f32>> = points.iter().map(|point| point.to_vec()).collect();
            for seed in 0..5 {
                let found = k_means(&points, k, seed);
                let mut sorted: Vec<Vec<usize>> = (0..found.centres.len())
                    .map(|group| (0..points.len()).filter(|point| found.groups[*point] == group).collect())
                    .collect();
                sorted.sort();
                assert_eq!(sorted, groups, "seed {seed}");
                let mut nearest = found.medoids();
                nearest.sort_unstable();
                assert_eq!(nearest, medoids, "seed {seed}");
            }
        };
        let points: [&[f32]; 6] =
            [&[0.0, 0.0], &[9.0, 9.0], &[0.0, 1.0], &[9.0, 8.0], &[0.5, 0.5], &[8.9, 8.6]];
        check(&points, 2, &[&[0, 2, 4], &[1, 3, 5]], &[4, 5]);
        check(&points[..2], 9, &[&[0], &[1]], &[0, 1]);
        check(&[&[1.0], &[1.0], &[2.0]], 3, &[&[0, 1], &[2]], &[0, 2]);
        check(&[&[f32::NAN], &[0.0, 0.0], &[]], 2, &[&[0, 1, 2]], &[0]);
        check(&[], 3, &[], &[]);
        assert_eq!(k_means(&[vec![1.0]], 0, 1).medoids(), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn groups_are_around_their_means(points in vec(vec(-4.0..4.0f32, 9), 1..40), k in 1usize..8, seed in any::<u64>()) {
            let found = k_means(&points, k, seed);
            prop_assert_eq!(found.centres.len(), k.min(points.len()));
            for (group, centre) in found.centres.iter().enumerate() {
                let own: Vec<&Vec<f32>> =
                    points.iter().zip(&found.groups).filter(|(_, g)| **g == group).map(|(point, _)| point).collect();
                prop_assert!(!own.is_empty());
                for (at, value) in centre.iter().enumerate() {
                    let mean = own.iter().map(|point| f64::from(point[at])).sum::<f64>() / own.len() as f64;
                    prop_assert!((mean - value).abs() < 1e-9);
                }
            }
            for (point, (group, distance)) in points.iter().zip(found.groups.iter().zip(&found.distances)) {
                let point: Vec<f64> = point.iter().map(|value| f64::from(*value)).collect();
                let plain = |centre: &[f64]| -> f64 { point.iter().zip(centre).map(|(x, y)| (x - y).powi(2)).sum() };
                prop_assert!((plain(&found.centres[*group]) - distance).abs() < 1e-9);
                prop_assert!(found.centres.iter().all(|centre| plain(centre) >= distance - 1e-9));
            }
            let mut medoids = found.medoids();
            medoids.sort_unstable();
            medoids.dedup();
            prop_assert_eq!(medoids.len(), found.centres.len());
        }
    }
}
