//! Random numbers as pure functions of the seed and counters, so that no draw depends on what was drawn before it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of random numbers is for. Streams of different purposes are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Value of one condition.
    Condition,
    /// Order in which combinations are dealt.
    Grid,
    /// Order in which shares are dealt.
    Quota,
    /// Choice of demonstrations.
    Demonstrations,
    /// Exchange of values between rows that break a rule.
    Exchange,
}

/// A stream of random numbers, named by seed, purpose and two counters.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of `purpose` for the counters, such as draw and position of the condition.
    pub(crate) fn new(seed: u64, purpose: Purpose, counters: [u64; 2]) -> Self {
        let mut key = [0; 32];
        let words = [seed, purpose as u64, counters[0], counters[1]];
        for (bytes, word) in key.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// The next 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in `0..n`, each equally probable; 0 where `n` is 0. The bias of the multiplication (Lemire, 2019) is
    /// below n / 2^64.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// A number in [0, 1) with 53 random bits.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Position of a weight, drawn in proportion to the weights, which are not negative.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut rest = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (at, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = at;
                if rest < weight {
                    return at;
                }
                rest -= weight;
            }
        }
        last
    }

    /// Puts the items into random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at as u64 + 1) as usize;
            items.swap(at, other);
        }
    }

    /// `count` different positions below `n` in random order, or all of them where there are fewer.
    pub(crate) fn choose(&mut self, n: usize, count: usize) -> Vec<usize> {
        let mut positions: Vec<usize> = (0..n).collect();
        let count = count.min(n);
        for at in 0..count {
            let other = at + self.below((n - at) as u64) as usize;
            positions.swap(at, other);
        }
        positions.truncate(count);
        positions
    }
}

/// Where position `at` of `0..n` goes under a random permutation drawn from the stream. Nothing of size `n` is held:
/// a Feistel network over the next even power of two walks until it lands inside (Black and Rogaway, 2002).
pub(crate) fn permute(stream: &mut Stream, n: u64, at: u64) -> u64 {
    if n < 2 {
        return 0;
    }
    let half = (64 - (n - 1).leading_zeros()).div_ceil(2);
    let mask = (1_u64 << half) - 1;
    let keys: [u64; 10] = std::array::from_fn(|_| stream.bits());
    // The network alone reaches even permutations only; the rotation reaches the others.
    let turn = stream.below(n);
    let mut place = u128::from(at) + u128::from(turn);
    place %= u128::from(n);
    let mut place = place as u64;
    loop {
        let (mut left, mut right) = (place >> half, place & mask);
        for key in keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        place = (left << half) | right;
        if place < n {
            return place;
        }
    }
}

/// Spreads 64 bits over 64 bits (finaliser of SplitMix64, Steele et al., 2014).
pub(crate) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn permute_is_a_permutation(n in 1_u64..300, seed: u64) {
            let mut seen = vec![false; n as usize];
            for at in 0..n {
                let to = permute(&mut Stream::new(seed, Purpose::Grid, [0, 0]), n, at) as usize;
                prop_assert!(!seen[to]);
                seen[to] = true;
            }
        }

        #[test]
        fn permute_stays_inside_huge_ranges(n in (1_u64 << 40)..u64::MAX, at: u64, seed: u64) {
            prop_assert!(permute(&mut Stream::new(seed, Purpose::Grid, [0, 0]), n, at % n) < n);
        }

        #[test]
        fn chosen_positions_differ(n in 0_usize..50, count in 0_usize..60, seed: u64) {
            let mut chosen = Stream::new(seed, Purpose::Condition, [0, 0]).choose(n, count);
            prop_assert_eq!(chosen.len(), count.min(n));
            chosen.sort_unstable();
            chosen.dedup();
            prop_assert_eq!(chosen.len(), count.min(n));
        }
    }

    #[test]
    fn every_order_of_a_small_range_occurs_about_equally_often() {
        for n in 2..=4_u64 {
            let mut counts = std::collections::BTreeMap::<Vec<u64>, u32>::new();
            for seed in 0..4800 {
                let order =
                    (0..n).map(|at| permute(&mut Stream::new(seed, Purpose::Grid, [0, 0]), n, at)).collect();
                *counts.entry(order).or_default() += 1;
            }
            let orders = (1..=n).product::<u64>() as u32;
            assert_eq!(counts.len() as u32, orders);
            for (order, count) in counts {
                let expected = 4800 / orders;
                assert!(
                    count.abs_diff(expected) < expected / 3 + 20,
                    "{order:?} occurred {count} times of 4800"
                );
            }
        }
    }

    #[test]
    fn weighted_draws_meet_their_shares() {
        let mut counts = [0_u32; 4];
        for draw in 0..10_000 {
            let mut stream = Stream::new(1, Purpose::Condition, [draw, 0]);
            counts[stream.weighted([1.0, 0.0, 2.0, 1.0].into_iter())] += 1;
        }
        assert_eq!(counts[1], 0);
        for (count, expected) in counts.into_iter().zip([2500_u32, 0, 5000, 2500]) {
            assert!(count.abs_diff(expected) < 250, "{counts:?}");
        }
    }
}
