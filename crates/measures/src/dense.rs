//! Dense vectors of one width, and sums over them whose order is the same everywhere.

use rayon::prelude::*;

/// Vectors of one width with their lengths. Shorter vectors are filled up with 0, and what is not finite counts as 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    width: usize,
    values: Vec<f32>,
    norms: Vec<f64>,
}

impl Points {
    /// Takes vectors over.
    #[must_use]
    pub fn new<V: AsRef<[f32]>>(vectors: &[V]) -> Self {
        let width = vectors.iter().map(|vector| vector.as_ref().len()).max().unwrap_or(0);
        let mut values = Vec::with_capacity(width * vectors.len());
        let mut norms = Vec::with_capacity(vectors.len());
        for vector in vectors {
            let start = values.len();
            values.extend(vector.as_ref().iter().map(|value| if value.is_finite() { *value } else { 0.0 }));
            values.resize(start + width, 0.0);
            let squares: f64 =
                values[start..].iter().map(|value| f64::from(*value) * f64::from(*value)).sum();
            norms.push(squares.sqrt());
        }
        Self { width, values, norms }
    }

    /// Number of vectors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.norms.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.norms.is_empty()
    }

    /// Number of dimensions.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Some of the vectors, by their places; places that there are not are left out.
    #[must_use]
    pub fn select(&self, places: &[usize]) -> Self {
        let places = || places.iter().copied().filter(|at| *at < self.len());
        Self {
            width: self.width,
            values: places().flat_map(|at| self.row(at).iter().copied()).collect(),
            norms: places().map(|at| self.norms[at]).collect(),
        }
    }

    /// These vectors and others after them, all as wide as the wider ones.
    #[must_use]
    pub fn join(&self, others: &Self) -> Self {
        let rows: Vec<&[f32]> =
            [self, others].into_iter().flat_map(|part| (0..part.len()).map(|at| part.row(at))).collect();
        Self::new(&rows)
    }

    /// The same vectors at length 1, rounded to single precision; those without length stay as they are.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let units: Vec<Vec<f32>> =
            (0..self.len()).map(|at| self.unit(at).into_iter().map(|value| value as f32).collect()).collect();
        Self::new(&units)
    }

    pub(crate) fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.width..(at + 1) * self.width]
    }

    pub(crate) fn norm(&self, at: usize) -> f64 {
        self.norms[at]
    }

    /// A vector as it is, in double precision.
    pub(crate) fn plain(&self, at: usize) -> Vec<f64> {
        self.row(at).iter().map(|value| f64::from(*value)).collect()
    }

    /// A vector at length 1; one without length stays as it is.
    pub(crate) fn unit(&self, at: usize) -> Vec<f64> {
        let norm = if self.norms[at] > 0.0 { self.norms[at] } else { 1.0 };
        self.row(at).iter().map(|value| f64::from(*value) / norm).collect()
    }
}

/// Sums in eight lanes, which a processor adds at once; the order is the same everywhere.
fn in_lanes(a: &[f64], b: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [0.0; 8];
    let ((a_parts, a_rest), (b_parts, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    for (a, b) in a_parts.iter().zip(b_parts) {
        for at in 0..8 {
            lanes[at] += term(a[at], b[at]);
        }
    }
    lanes.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(x, y)| term(*x, *y)).sum::<f64>()
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    in_lanes(a, b, |x, y| x * y)
}

pub(crate) fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    in_lanes(a, b, |x, y| (x - y) * (x - y))
}

/// Product in single precision: enough to find a nearest vector, not to say how near.
pub(crate) fn rough_dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let ((a_parts, a_rest), (b_parts, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    for (a, b) in a_parts.iter().zip(b_parts) {
        for at in 0..16 {
            lanes[at] += a[at] * b[at];
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f32>()
}

/// Vectors whose products are summed at a time: a block stays in a processor's cache.
const BLOCK: usize = 256;

/// `Σ v vᵀ` over `n` vectors of `width` numbers, a table by rows. `vector` gives each.
pub(crate) fn scatter(n: usize, width: usize, vector: impl Fn(usize) -> Vec<f64> + Sync) -> Vec<f64> {
    let mut sums = vec![0.0; width * width];
    if width == 0 {
        return sums;
    }
    for start in (0..n).step_by(BLOCK) {
        let count = BLOCK.min(n - start);
        let mut columns = vec![0.0; width * count];
        for at in 0..count {
            for (dimension, value) in vector(start + at).into_iter().enumerate().take(width) {
                columns[dimension * count + at] = value;
            }
        }
        sums.par_chunks_mut(width).enumerate().for_each(|(left, sums)| {
            let own = &columns[left * count..(left + 1) * count];
            for (right, sum) in sums.iter_mut().enumerate().skip(left) {
                *sum += dot(own, &columns[right * count..(right + 1) * count]);
            }
        });
    }
    for left in 0..width {
        for right in 0..left {
            sums[left * width + right] = sums[right * width + left];
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_made_one_width_and_finite() {
        let points = Points::new(&[vec![3.0, 4.0], vec![f32::NAN], vec![]]);
        assert_eq!((points.len(), points.width()), (3, 2));
        assert_eq!(points.unit(0), [0.6, 0.8]);
        assert_eq!(points.unit(1), [0.0, 0.0]);
        assert_eq!(points.select(&[2, 0, 9]).plain(1), [3.0, 4.0]);
        assert_eq!(points.join(&Points::new(&[[1.0, 2.0, 2.0]])).norm(3), 3.0);
        assert_eq!(Points::new(&[Vec::new()]).unit(0), Vec::<f64>::new());
    }

    #[test]
    fn scatter_sums_products() {
        let rows: Vec<Vec<f64>> =
            (0..600).map(|at| vec![f64::from(at % 7), 1.0, f64::from(at % 3)]).collect();
        let found = scatter(rows.len(), 3, |at| rows[at].clone());
        for left in 0..3 {
            for right in 0..3 {
                let expected: f64 = rows.iter().map(|row| row[left] * row[right]).sum();
                assert_eq!(found[left * 3 + right], expected);
            }
        }
    }
}
