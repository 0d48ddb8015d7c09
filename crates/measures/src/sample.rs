//! Which members of a set a measure looks at.

use rand::{SeedableRng as _, seq::index};
use rand_chacha::ChaCha8Rng;

/// Positions of `size` members of a set of `total`, drawn without replacement by a seed, in ascending order; all of
/// them where there are no more.
#[must_use]
pub fn sample(total: usize, size: usize, seed: u64) -> Vec<usize> {
    if size >= total {
        return (0..total).collect();
    }
    let mut positions = index::sample(&mut ChaCha8Rng::seed_from_u64(seed), total, size).into_vec();
    positions.sort_unstable();
    positions
}
