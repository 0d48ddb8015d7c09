//! Who judges which rows.

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// The rows of one reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Places of the rows, in ascending order.
    pub rows: Vec<usize>,
    /// How many of them others got too.
    pub shared: usize,
}

/// How rows are dealt.
#[derive(Clone, Copy, Debug)]
pub struct Deal {
    /// How many reviewers there are.
    pub reviewers: usize,
    /// Share of rows that `raters` reviewers get, in [0, 1]; each other row goes to one.
    pub overlap: f64,
    /// How many reviewers a shared row goes to.
    pub raters: usize,
    /// Decides which rows are shared, and who gets which.
    pub seed: u64,
}

/// Deals rows to reviewers by chance. A row goes to those who have the fewest so far, so no reviewer gets more than one
/// row above another. Of `overlap` of the rows, the nearest whole number is shared.
pub fn deal(rows: usize, deal: Deal) -> Vec<Share> {
    let mut random = ChaCha8Rng::seed_from_u64(deal.seed);
    let mut order: Vec<usize> = (0..rows).collect();
    order.shuffle(&mut random);
    let shared = (deal.overlap.clamp(0.0, 1.0) * rows as f64).round() as usize;
    let mut shares = vec![Share::default(); deal.reviewers];
    for (at, row) in order.into_iter().enumerate() {
        let raters = if at < shared { deal.raters } else { 1 };
        // Equals are taken by chance: the order is stable.
        shares_in_chance_order(&mut shares, &mut random).into_iter().take(raters).for_each(|share| {
            share.rows.push(row);
            share.shared += usize::from(raters > 1);
        });
    }
    shares.iter_mut().for_each(|share| share.rows.sort_unstable());
    shares
}

/// The shares, the smallest first.
fn shares_in_chance_order<'s>(shares: &'s mut [Share], random: &mut ChaCha8Rng) -> Vec<&'s mut Share> {
    let mut order: Vec<&mut Share> = shares.iter_mut().collect();
    order.shuffle(random);
    order.sort_by_key(|share| share.rows.len());
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_row_is_dealt_as_often_as_asked_and_nobody_gets_more(
            rows in 0_usize..120, reviewers in 1_usize..7, overlap in 0.0..=1.0_f64, more in 0_usize..7, seed: u64,
        ) {
            let raters = (1 + more).min(reviewers);
            let asked = Deal { reviewers, overlap, raters, seed };
            let shares = deal(rows, asked);
            prop_assert_eq!(&deal(rows, asked), &shares);
            let mut times = vec![0; rows];
            for share in &shares {
                prop_assert!(share.rows.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
                share.rows.iter().for_each(|row| times[*row] += 1);
            }
            let shared = (overlap * rows as f64).round() as usize;
            if raters > 1 {
                prop_assert_eq!(times.iter().filter(|times| **times == raters).count(), shared);
                prop_assert_eq!(times.iter().filter(|times| **times == 1).count(), rows - shared);
            }
            for share in &shares {
                let with_others = share.rows.iter().filter(|row| times[**row] > 1).count();
                prop_assert_eq!(share.shared, with_others);
            }
            let sizes = || shares.iter().map(|share| share.rows.len());
            prop_assert!(sizes().max().unwrap() <= sizes().min().unwrap() + 1, "{:?}", shares);
        }
    }

    #[test]
    fn another_seed_deals_otherwise_and_every_two_meet() {
        let asked = Deal { reviewers: 4, overlap: 0.5, raters: 2, seed: 1 };
        let shares = deal(200, asked);
        assert_ne!(deal(200, Deal { seed: 2, ..asked }), shares);
        for a in 0..4 {
            for b in a + 1..4 {
                let both = shares[a].rows.iter().filter(|row| shares[b].rows.contains(row)).count();
                assert!(both > 5, "{a} and {b}: {both}");
            }
        }
    }
}
