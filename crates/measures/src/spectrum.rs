//! Eigenvalues and principal components.
//!
//! nalgebra computes them: it is maintained, Apache-2.0, and brings a dozen small crates, where faer, faster on large
//! tables, brings fifty. Tables here have some hundred rows.

use nalgebra::DMatrix;
use rayon::prelude::*;

use crate::dense::{Points, dot, scatter};

/// Eigenvalues of a symmetric table given by rows, the largest first.
pub(crate) fn eigenvalues(size: usize, table: Vec<f64>) -> Vec<f64> {
    if size == 0 || !table.iter().all(|value| value.is_finite()) {
        return Vec::new();
    }
    let mut values: Vec<f64> =
        DMatrix::from_vec(size, size, table).symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// Directions in which vectors of length 1 vary most (principal component analysis, Pearson 1901).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pca {
    mean: Vec<f64>,
    axes: Vec<Vec<f64>>,
    shares: Vec<f64>,
}

impl Pca {
    /// Takes vectors at length 1 and finds their axes, the one with most variance first. The largest entry of an axis is
    /// positive, so that the same vectors give the same picture. There is none without variance.
    #[must_use]
    pub fn fit(points: &Points) -> Self {
        let (n, width) = (points.len(), points.width());
        let mut mean = vec![0.0; width];
        for at in 0..n {
            mean.iter_mut().zip(points.unit(at)).for_each(|(sum, value)| *sum += value);
        }
        mean.iter_mut().for_each(|sum| *sum /= n.max(1) as f64);
        let centred = |at: usize| -> Vec<f64> {
            points.unit(at).into_iter().zip(&mean).map(|(value, mean)| value - mean).collect()
        };
        let table = scatter(n, width, centred);
        let total: f64 = (0..width).map(|at| table[at * width + at]).sum();
        if total <= 0.0 {
            return Self { mean, ..Self::default() };
        }
        let found = DMatrix::from_vec(width, width, table).symmetric_eigen();
        let mut order: Vec<usize> = (0..width).collect();
        order.sort_by(|a, b| found.eigenvalues[*b].total_cmp(&found.eigenvalues[*a]).then(a.cmp(b)));
        let axis = |at: &usize| {
            let axis: Vec<f64> = found.eigenvectors.column(*at).iter().copied().collect();
            let largest =
                axis.iter().copied().fold(0.0, |best: f64, x| if x.abs() > best.abs() { x } else { best });
            axis.into_iter().map(|value| if largest < 0.0 { -value } else { value }).collect()
        };
        Self {
            axes: order.iter().map(axis).collect(),
            shares: order.iter().map(|at| found.eigenvalues[*at].max(0.0) / total).collect(),
            mean,
        }
    }

    /// The share of the variance that each axis holds, in [0, 1], in descending order.
    #[must_use]
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// How many axes together hold at least `share` of the variance.
    #[must_use]
    pub fn axes_for(&self, share: f64) -> usize {
        let mut held = 0.0;
        let enough = self.shares.iter().position(|own| {
            held += own;
            held >= share
        });
        enough.map_or(self.shares.len(), |at| at + 1)
    }

    /// Places of vectors, at length 1, along the first `axes` axes.
    #[must_use]
    pub fn project(&self, points: &Points, axes: usize) -> Vec<Vec<f32>> {
        let place = |at: usize| -> Vec<f32> {
            let centred: Vec<f64> =
                points.unit(at).into_iter().zip(&self.mean).map(|(value, mean)| value - mean).collect();
            self.axes.iter().take(axes).map(|axis| dot(axis, &centred) as f32).collect()
        };
        (0..points.len()).into_par_iter().map(place).collect()
    }
}
