//! Rotary position embedding (Su et al. 2021, arXiv:2104.09864).

use super::config::{self, Pairs, Scaling};

/// Sines and cosines of the positions reached so far.
///
/// Angles are computed in double precision from the absolute position, so a position's rotation
/// does not depend on when its row was computed.
pub struct Rope {
    pairs: Pairs,
    dims: usize,
    magnitude: f64,
    frequencies: Vec<f64>,
    /// For each position, `dims / 2` pairs of (cosine, sine).
    table: Vec<[f32; 2]>,
}

impl Rope {
    /// The rotations of a model; `factors` has an entry for each.
    pub fn all(config: &config::Config, factors: &[Option<Vec<f32>>]) -> Vec<Self> {
        let factors = factors.iter().map(Option::as_deref);
        config.ropes.iter().zip(factors).map(|(rope, factors)| Self::new(rope, factors)).collect()
    }

    /// A rotation; `factors` are the divisors of single frequencies, where the file brings them.
    fn new(config: &config::Rope, factors: Option<&[f32]>) -> Self {
        let divisor = |i: usize| factors.and_then(|f| f.get(i)).map_or(1.0, |f| f64::from(*f));
        let plain = |i: usize| config.theta.powf(-2.0 * i as f64 / config.dims as f64) / divisor(i);
        let frequencies = (0..config.dims / 2).map(|i| plain(i) * stretch(config, i)).collect();
        let (pairs, dims, magnitude) = (config.pairs, config.dims, config.magnitude);
        Self { pairs, dims, magnitude, frequencies, table: Vec::new() }
    }

    /// Makes sure that `positions` positions, from 0 on, are in the table.
    pub fn reach(&mut self, positions: usize) {
        let half = self.frequencies.len();
        for position in self.table.len() / half.max(1)..positions {
            self.table.extend(self.frequencies.iter().map(|f| {
                let (sin, cos) = (position as f64 * f).sin_cos();
                [(cos * self.magnitude) as f32, (sin * self.magnitude) as f32]
            }));
        }
    }

    /// Cosine and sine of each pair of components at a position, which must have been reached.
    pub fn angles(&self, position: usize) -> &[[f32; 2]] {
        let half = self.frequencies.len();
        &self.table[position * half..][..half]
    }

    /// Components of a head that are rotated.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// Which of them belong together.
    pub fn pairs(&self) -> Pairs {
        self.pairs
    }

    /// Rotates one head in place. The position must have been reached.
    pub fn rotate(&self, head: &mut [f32], position: usize) {
        let half = self.frequencies.len();
        let angles = self.angles(position);
        let head = &mut head[..self.dims];
        match self.pairs {
            Pairs::Adjacent => {
                for (pair, [cos, sin]) in head.as_chunks_mut::<2>().0.iter_mut().zip(angles) {
                    let [a, b] = *pair;
                    *pair = [a * cos - b * sin, b * cos + a * sin];
                }
            }
            Pairs::Halves => {
                let (first, second) = head.split_at_mut(half);
                for ((a, b), [cos, sin]) in first.iter_mut().zip(second).zip(angles) {
                    (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
                }
            }
        }
    }
}

/// Factor of frequency `i` by the model's scaling.
fn stretch(config: &config::Rope, i: usize) -> f64 {
    match config.scaling {
        Scaling::Linear(factor) => 1.0 / factor,
        // Section 3.2 of the paper, with the bounds of the ramp on whole components as its code has them.
        Scaling::Yarn { factor, original, fast, slow, extrapolation } => {
            let component = |rotations: f64| {
                let turns = original / (rotations * std::f64::consts::TAU);
                config.dims as f64 * turns.ln() / (2.0 * config.theta.ln())
            };
            let low = component(fast).floor().max(0.0);
            let high = component(slow).ceil().min(config.dims as f64 - 1.0);
            let ramp = ((i as f64 - low) / (high - low).max(0.001)).clamp(0.0, 1.0);
            let kept = (1.0 - ramp) * extrapolation;
            (1.0 - kept) / factor + kept
        }
    }
}
