//! How alike vectors are to each other, by their cosine.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::dense::{Points, dot, rough_dot};

/// Average pairwise similarity: mean cosines of pairs of different vectors, in [-1, 1]. A vector without length has a
/// cosine of 0 with all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairwiseSimilarity {
    /// Of all pairs; `None` for fewer than two vectors.
    pub overall: Option<f64>,
    /// Of pairs of one label.
    pub within: Option<f64>,
    /// Of pairs of different labels.
    pub between: Option<f64>,
}

/// Average pairwise similarity (APS; Yu et al. 2023, arXiv:2306.15895), of all pairs and by labels, one for each vector;
/// vectors without label count overall only. Exact and in time by the number of vectors: the sum of all cosines is the
/// squared length of the sum of the vectors at length 1.
#[must_use]
pub fn average_pairwise_similarity<L: Ord>(points: &Points, labels: &[Option<L>]) -> PairwiseSimilarity {
    let mut all = Sum::new(points.width());
    let mut labelled = Sum::new(points.width());
    let mut groups: BTreeMap<&L, Sum> = BTreeMap::new();
    for at in 0..points.len() {
        let unit = points.unit(at);
        all.add(&unit);
        if let Some(label) = labels.get(at).and_then(Option::as_ref) {
            labelled.add(&unit);
            groups.entry(label).or_insert_with(|| Sum::new(points.width())).add(&unit);
        }
    }
    let inside = |part: &dyn Fn(&Sum) -> f64| -> f64 { groups.values().map(part).sum() };
    let within = (inside(&Sum::cosines), inside(&Sum::pairs));
    let mean = |cosines: f64, pairs: f64| (pairs > 0.0).then(|| (cosines / pairs).clamp(-1.0, 1.0));
    PairwiseSimilarity {
        overall: mean(all.cosines(), all.pairs()),
        within: mean(within.0, within.1),
        between: mean(labelled.cosines() - within.0, labelled.pairs() - within.1),
    }
}

/// Vectors added up.
struct Sum {
    vector: Vec<f64>,
    /// Cosines of vectors with themselves.
    own: f64,
    count: f64,
}

impl Sum {
    fn new(width: usize) -> Self {
        Self { vector: vec![0.0; width], own: 0.0, count: 0.0 }
    }

    fn add(&mut self, unit: &[f64]) {
        self.vector.iter_mut().zip(unit).for_each(|(sum, value)| *sum += value);
        self.own += dot(unit, unit);
        self.count += 1.0;
    }

    /// The sum of cosines over ordered pairs of different vectors.
    fn cosines(&self) -> f64 {
        dot(&self.vector, &self.vector) - self.own
    }

    fn pairs(&self) -> f64 {
        self.count * (self.count - 1.0)
    }
}

/// The cosine distance, 1 − cosine in [0, 2], of each of some vectors, given by their places, to the nearest other one of
/// all. None for a place that there is not, or a vector alone. Their mean is the Chamfer distance of a set to itself (Cox
/// et al. 2021, arXiv:2104.08821); it falls with the number of vectors. A step takes time by the number of all vectors.
#[must_use]
pub fn nearest_distances(points: &Points, of: &[usize]) -> Vec<f64> {
    let scale: Vec<f32> = (0..points.len())
        .map(|at| if points.norm(at) > 0.0 { (1.0 / points.norm(at)) as f32 } else { 0.0 })
        .collect();
    let nearest = |at: usize| -> Option<f64> {
        let own = points.row(at);
        let mut best: Option<(f32, usize)> = None;
        for other in (0..points.len()).filter(|other| *other != at) {
            let near = rough_dot(own, points.row(other)) * scale[other];
            if best.is_none_or(|best| near > best.0) {
                best = Some((near, other));
            }
        }
        Some((1.0 - dot(&points.unit(at), &points.unit(best?.1))).max(0.0))
    };
    let inside: Vec<usize> = of.iter().copied().filter(|at| *at < points.len()).collect();
    inside.par_iter().filter_map(|at| nearest(*at)).collect()
}
