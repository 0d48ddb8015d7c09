//! Rotary position embedding (Su et al. 2021, arXiv:2104.09864).

use super::config::{Pairs, RopeConfig};

/// Sines and cosines of the positions reached so far.
///
/// Angles are computed in double precision from the absolute position, so a position's rotation
/// does not depend on when its row was computed.
pub struct Rope {
    config: RopeConfig,
    frequencies: Vec<f64>,
    /// For each position, `dims / 2` pairs of (cosine, sine).
    table: Vec<[f32; 2]>,
}

impl Rope {
    /// Rotation for a model; `factors` are the divisors of single frequencies that Llama 3 files bring.
    pub fn new(config: &RopeConfig, factors: Option<&[f32]>) -> Self {
        let half = config.dims / 2;
        let frequencies = (0..half)
            .map(|i| {
                let plain = config.theta.powf(-2.0 * i as f64 / config.dims as f64) / config.scale;
                plain / factors.and_then(|f| f.get(i)).map_or(1.0, |f| f64::from(*f))
            })
            .collect();
        Self { config: config.clone(), frequencies, table: Vec::new() }
    }

    /// Makes sure that `positions` positions, from 0 on, are in the table.
    pub fn reach(&mut self, positions: usize) {
        let half = self.frequencies.len();
        if half == 0 {
            return;
        }
        for position in self.table.len() / half..positions {
            self.table.extend(self.frequencies.iter().map(|f| {
                let (sin, cos) = (position as f64 * f).sin_cos();
                [cos as f32, sin as f32]
            }));
        }
    }

    /// Rotates one head in place. The position must have been reached.
    pub fn rotate(&self, head: &mut [f32], position: usize) {
        let half = self.frequencies.len();
        let angles = &self.table[position * half..][..half];
        let head = &mut head[..self.config.dims];
        match self.config.pairs {
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
