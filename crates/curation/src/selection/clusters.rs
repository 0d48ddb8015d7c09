//! Clusters of directions. Beside `measures::k_means`, whose points are dense: n-grams have too many dimensions for that.

use measures::SparseVector;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Rounds at most; assignments settle in fewer.
const ROUNDS: usize = 30;

/// Spherical k-means (Dhillon and Modha 2001), begun at rows far apart (k-means++, Arthur and Vassilvitskii 2007): of
/// each of `count` clusters the place of the row nearest to its centre. Every place comes once; there must be as many rows.
pub(crate) fn medoids(rows: &[&SparseVector], count: usize, seed: u64) -> Vec<usize> {
    let dimensions =
        rows.iter().filter_map(|row| row.entries().last()).map(|(at, _)| *at as usize + 1).max().unwrap_or(0);
    let norm = |row: &SparseVector| row.entries().iter().map(|(_, value)| value * value).sum::<f64>().sqrt();
    let lengths: Vec<f64> = rows.iter().map(|row| norm(row)).collect();
    let mut centres = start(rows, count, seed, dimensions, &lengths);
    let mut members = vec![usize::MAX; rows.len()];
    for _ in 0..ROUNDS {
        let nearest: Vec<usize> =
            rows.iter().map(|row| best(centres.len(), |c| row.dot(&centres[c]))).collect();
        if nearest == members {
            break;
        }
        members = nearest;
        for (number, centre) in centres.iter_mut().enumerate() {
            let mut sum = vec![0.0; dimensions];
            for (at, row) in rows.iter().enumerate().filter(|(at, _)| members[*at] == number) {
                row.add_to(&mut sum, if lengths[at] > 0.0 { 1.0 / lengths[at] } else { 0.0 });
            }
            let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt();
            // A cluster that lost all its rows stays where it was.
            if length > 0.0 {
                *centre = sum.into_iter().map(|value| value / length).collect();
            }
        }
    }
    let mut taken = vec![false; rows.len()];
    let mut places = Vec::with_capacity(centres.len());
    for centre in &centres {
        let likeness = |at: usize| {
            let cosine = if lengths[at] > 0.0 { rows[at].dot(centre) / lengths[at] } else { -1.0 };
            if taken[at] { f64::NEG_INFINITY } else { cosine }
        };
        let place = best(rows.len(), likeness);
        taken[place] = true;
        places.push(place);
    }
    places
}

/// The first rows, each drawn by its squared distance from those drawn before.
fn start(
    rows: &[&SparseVector],
    count: usize,
    seed: u64,
    dimensions: usize,
    lengths: &[f64],
) -> Vec<Vec<f64>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut distances = vec![1.0; rows.len()];
    let mut centres: Vec<Vec<f64>> = Vec::with_capacity(count);
    while centres.len() < count.min(rows.len()) {
        let total: f64 = distances.iter().sum();
        let mut rest = random.random::<f64>() * total;
        let drawn = distances.iter().position(|distance| {
            rest -= distance;
            rest < 0.0
        });
        let drawn = drawn.unwrap_or(centres.len());
        let mut centre = vec![0.0; dimensions];
        rows[drawn].add_to(&mut centre, if lengths[drawn] > 0.0 { 1.0 / lengths[drawn] } else { 0.0 });
        for ((row, length), distance) in rows.iter().zip(lengths).zip(&mut distances) {
            let cosine = if *length > 0.0 { row.dot(&centre) / length } else { 0.0 };
            *distance = distance.min((2.0 - 2.0 * cosine).max(0.0));
        }
        distances[drawn] = 0.0;
        centres.push(centre);
    }
    centres
}

/// The first place with the largest value; 0 of none.
fn best(places: usize, value: impl Fn(usize) -> f64) -> usize {
    (0..places)
        .map(|at| (value(at), at))
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map_or(0, |(_, at)| at)
}
