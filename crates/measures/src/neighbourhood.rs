//! Whether made vectors lie where real ones do, and the other way round, by nearest neighbours.

use rayon::prelude::*;

use crate::dense::{Points, squared_distance};

/// How two sets of vectors cover each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbourhoods {
    /// Share of made vectors within reach of a real one, in [0, 1] (Kynkäänniemi et al. 2019, arXiv:1904.06991).
    pub precision: f64,
    /// Share of real vectors within reach of a made one, in [0, 1].
    pub recall: f64,
    /// Real vectors within whose reach a made vector lies, over k, from 0; about 1 for a set like the real one (Naeem et al.
    /// 2020, arXiv:2002.09797).
    pub density: f64,
    /// Share of real vectors that have a made one within their reach, in [0, 1].
    pub coverage: f64,
}

/// Precision, recall, density and coverage of vectors as they are, by Euclidean distance. A vector reaches as far as its
/// `k`-th nearest neighbour in its own set. All four change with the sizes of the sets: compare sets of one size. `None`
/// where a set has no more than `k` vectors, `k` is 0 or the widths differ. Takes time by the square of their number.
#[must_use]
pub fn neighbourhoods(real: &Points, made: &Points, k: usize) -> Option<Neighbourhoods> {
    if k == 0 || real.len() <= k || made.len() <= k || real.width() != made.width() {
        return None;
    }
    let plain = |points: &Points| -> Vec<Vec<f64>> { (0..points.len()).map(|at| points.plain(at)).collect() };
    let (real, made) = (plain(real), plain(made));
    let (real_reach, made_reach) = (reaches(&real, k), reaches(&made, k));
    // Of each real vector: whether a made one reaches it, how many made ones it reaches, which.
    let rows: Vec<(bool, Vec<usize>)> = real
        .par_iter()
        .zip(&real_reach)
        .map(|(vector, reach)| {
            let (mut recalled, mut reached) = (false, Vec::new());
            for (at, (other, other_reach)) in made.iter().zip(&made_reach).enumerate() {
                let distance = squared_distance(vector, other);
                recalled |= distance < *other_reach;
                if distance < *reach {
                    reached.push(at);
                }
            }
            (recalled, reached)
        })
        .collect();
    let mut precise = vec![false; made.len()];
    rows.iter().flat_map(|(_, reached)| reached).for_each(|at| precise[*at] = true);
    let share = |hits: usize, of: usize| hits as f64 / of as f64;
    Some(Neighbourhoods {
        precision: share(precise.iter().filter(|precise| **precise).count(), made.len()),
        recall: share(rows.iter().filter(|(recalled, _)| *recalled).count(), real.len()),
        density: share(rows.iter().map(|(_, reached)| reached.len()).sum(), k * made.len()),
        coverage: share(rows.iter().filter(|(_, reached)| !reached.is_empty()).count(), real.len()),
    })
}

/// Of each vector the squared distance to its `k`-th nearest neighbour.
fn reaches(vectors: &[Vec<f64>], k: usize) -> Vec<f64> {
    let reach = |vector: &Vec<f64>| {
        // The vector itself is its own nearest.
        let mut distances: Vec<f64> = vectors.iter().map(|other| squared_distance(vector, other)).collect();
        *distances.select_nth_unstable_by(k, f64::total_cmp).1
    };
    vectors.par_iter().map(reach).collect()
}
