//! t-SNE: a plane in which points are near each other that are so in many dimensions (van der Maaten and Hinton 2008), with
//! Barnes and Hut's approximation (van der Maaten 2014).
//!
//! The crates that have it add in the order of threads, so that the same points give another picture each time. Here every
//! sum has one order, and the first two coordinates are the start (Kobak and Berens 2019), so nothing is drawn.

mod likeness;
mod tree;

use rayon::prelude::*;

use likeness::Likeness;
use tree::Tree;

/// Points that a plane must have to show who is near whom.
const FEWEST: usize = 4;
/// How many neighbours of each point count, about; a third of the points where there are few.
const PERPLEXITY: f64 = 30.0;
/// Steps in all, as in scikit-learn.
const STEPS: usize = 1000;
/// Steps at first, in which groups are drawn together.
const GATHERING: usize = 250;
/// How much likeness counts in these.
const GATHERED: f64 = 12.0;
/// Spread of the start along its first axis.
const START: f64 = 1e-4;
/// Smallest gain of a coordinate.
const LEAST_GAIN: f64 = 0.01;

/// Places in a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct TSne {
    /// Of each point its place.
    pub places: Vec<[f32; 2]>,
    /// Kullback-Leibler divergence of the likeness in the plane from that of the points, in nats; 0 is all kept.
    pub divergence: f64,
}

/// Lays points out in a plane. Their first two coordinates are where they start: those along the main axes
/// ([`Pca::project`](crate::Pca::project)). Points of one width; others and what is not finite count as 0 there. `None` for
/// fewer than four points, or where all are the same.
#[must_use]
pub fn t_sne(points: &[Vec<f32>]) -> Option<TSne> {
    if points.len() < FEWEST {
        return None;
    }
    let perplexity = PERPLEXITY.min((points.len() - 1) as f64 / 3.0);
    let likeness = Likeness::of(points, perplexity);
    let mut plane = Plane::start(points)?;
    for step in 0..STEPS {
        if step < GATHERING {
            plane.step(&likeness, GATHERED, 0.5);
        } else {
            plane.step(&likeness, 1.0, 0.8);
        }
    }
    let places = plane.places.iter().map(|[x, y]| [*x as f32, *y as f32]).collect();
    Some(TSne { places, divergence: plane.divergence(&likeness) })
}

/// Places on their way down the gradient.
struct Plane {
    places: Vec<[f64; 2]>,
    speeds: Vec<[f64; 2]>,
    gains: Vec<[f64; 2]>,
    rate: f64,
}

impl Plane {
    fn start(points: &[Vec<f32>]) -> Option<Self> {
        let number = |value: Option<&f32>| value.filter(|v| v.is_finite()).map_or(0.0, |v| f64::from(*v));
        let first = |point: &Vec<f32>| [number(point.first()), number(point.get(1))];
        let mut places: Vec<[f64; 2]> = points.iter().map(first).collect();
        let n = places.len() as f64;
        let mean = places.iter().map(|place| place[0]).sum::<f64>() / n;
        let spread = (places.iter().map(|place| (place[0] - mean).powi(2)).sum::<f64>() / n).sqrt();
        if spread <= 0.0 {
            return None;
        }
        places.iter_mut().flatten().for_each(|value| *value *= START / spread);
        Some(Self {
            speeds: vec![[0.0; 2]; places.len()],
            gains: vec![[1.0; 2]; places.len()],
            // Belkina et al. 2019, with the factor 4 of the gradient in it.
            rate: (n / GATHERED / 4.0).max(50.0),
            places,
        })
    }

    fn step(&mut self, likeness: &Likeness, weight: f64, momentum: f64) {
        let tree = Tree::of(&self.places);
        let places = &self.places;
        let pushes: Vec<([f64; 2], f64)> = places.par_iter().map(|place| tree.push(*place)).collect();
        let whole: f64 = pushes.iter().map(|(_, sum)| sum).sum();
        let gradient = |at: usize| {
            let mut pull = [0.0; 2];
            for (other, like) in likeness.row(at) {
                let (apart, near) = between(places[at], places[other]);
                pull[0] += like * near * apart[0];
                pull[1] += like * near * apart[1];
            }
            let ([x, y], _) = pushes[at];
            [4.0 * (weight * pull[0] - x / whole), 4.0 * (weight * pull[1] - y / whole)]
        };
        let gradients: Vec<[f64; 2]> = (0..places.len()).into_par_iter().map(gradient).collect();
        for (at, gradient) in gradients.iter().enumerate() {
            for (axis, slope) in gradient.iter().enumerate() {
                let (gain, speed) = (&mut self.gains[at][axis], &mut self.speeds[at][axis]);
                let onward = *speed * slope < 0.0;
                *gain = if onward { *gain + 0.2 } else { *gain * 0.8 }.max(LEAST_GAIN);
                *speed = momentum * *speed - self.rate * *gain * slope;
                self.places[at][axis] += *speed;
            }
        }
    }

    fn divergence(&self, likeness: &Likeness) -> f64 {
        let tree = Tree::of(&self.places);
        let whole: f64 = self.places.iter().map(|place| tree.push(*place).1).sum();
        let of = |at: usize| {
            let term = |(other, like): (usize, f64)| {
                let (_, near) = between(self.places[at], self.places[other]);
                like * (like / (near / whole)).ln()
            };
            likeness.row(at).filter(|(_, like)| *like > 0.0).map(term).sum::<f64>()
        };
        (0..self.places.len()).map(of).sum()
    }
}

/// How far one place is from another on each axis, and their likeness by Student's t before it is a share.
fn between(one: [f64; 2], other: [f64; 2]) -> ([f64; 2], f64) {
    let apart = [one[0] - other[0], one[1] - other[1]];
    (apart, 1.0 / (1.0 + apart[0] * apart[0] + apart[1] * apart[1]))
}

#[cfg(test)]
mod tests;
