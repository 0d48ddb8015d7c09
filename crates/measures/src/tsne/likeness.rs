//! How alike points are to their nearest neighbours, as shares of all likeness.

use rayon::prelude::*;

use crate::dense::squared_distance;
use crate::distribution::predictive_entropy;

/// Neighbours that count for each unit of perplexity; the likeness of others is next to nothing.
const NEIGHBOURS: f64 = 3.0;
/// Halvings at most by which a width is found.
const HALVINGS: usize = 100;
/// How near the entropy of a point's likeness comes to that of the perplexity, in nats.
const NEAR: f64 = 1e-5;

/// A symmetric table of likeness with most cells empty; all cells together are 1.
pub(super) struct Likeness(Vec<Vec<(u32, f64)>>);

impl Likeness {
    /// Gaussian likeness, of each point as wide as its perplexity asks; the mean of both directions.
    pub(super) fn of(points: &[Vec<f32>], perplexity: f64) -> Self {
        let width = points.iter().map(Vec::len).max().unwrap_or(0);
        let number = |value: Option<&f32>| value.filter(|v| v.is_finite()).map_or(0.0, |v| f64::from(*v));
        let points: Vec<Vec<f64>> =
            points.iter().map(|point| (0..width).map(|at| number(point.get(at))).collect()).collect();
        let count = ((NEIGHBOURS * perplexity) as usize).clamp(1, points.len() - 1);
        let one_way: Vec<Vec<(u32, f64)>> =
            (0..points.len()).into_par_iter().map(|at| towards(&points, at, count, perplexity)).collect();
        let mut both = one_way.clone();
        for (at, row) in (0..).zip(&one_way) {
            row.iter().for_each(|(other, like)| both[*other as usize].push((at, *like)));
        }
        let whole = 2.0 * points.len() as f64;
        both.par_iter_mut().for_each(|row| {
            row.sort_by_key(|(other, _)| *other);
            row.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1 += later.1;
                }
                same
            });
            row.iter_mut().for_each(|(_, like)| *like /= whole);
        });
        Self(both)
    }

    /// The points that are like one, and how much.
    pub(super) fn row(&self, at: usize) -> impl Iterator<Item = (usize, f64)> {
        self.0[at].iter().map(|(other, like)| (*other as usize, *like))
    }
}

/// Of a point its nearest others and the shares of its likeness that they have.
fn towards(points: &[Vec<f64>], at: usize, count: usize, perplexity: f64) -> Vec<(u32, f64)> {
    let others = (0..).zip(points).filter(|(other, _)| *other != at as u32);
    let mut near: Vec<(u32, f64)> =
        others.map(|(other, point)| (other, squared_distance(&points[at], point))).collect();
    let order = |a: &(u32, f64), b: &(u32, f64)| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0));
    if near.len() > count {
        near.select_nth_unstable_by(count, order);
        near.truncate(count);
    }
    near.sort_unstable_by(order);
    let nearest = near.first().map_or(0.0, |(_, distance)| *distance);
    let (mut low, mut high, mut precision) = (0.0, f64::INFINITY, 1.0);
    let mut shares: Vec<f64> = Vec::new();
    for _ in 0..HALVINGS {
        // Counted from the nearest, so that not all are nothing.
        let weight = |(_, distance): &(u32, f64)| (-precision * (distance - nearest)).exp();
        shares = near.iter().map(weight).collect();
        let whole: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= whole);
        let off = predictive_entropy(&shares) - perplexity.ln();
        if off.abs() <= NEAR {
            break;
        }
        if off > 0.0 {
            low = precision;
            precision = if high.is_finite() { f64::midpoint(low, high) } else { precision * 2.0 };
        } else {
            high = precision;
            precision = f64::midpoint(low, high);
        }
    }
    near.iter().zip(shares).map(|((other, _), share)| (*other, share)).collect()
}
