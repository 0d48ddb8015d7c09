//! Elo ratings.

use crate::Game;

/// What a game moves at most.
const K: f64 = 4.0;
/// Difference of ratings at which the better one is expected to win ten times as often as it loses.
const SCALE: f64 = 400.0;
/// What everybody starts with.
const START: f64 = 1000.0;

/// Elo ratings after games in their order (Elo 1978), with the constants that are usual for language models (Zheng et al.
/// 2023, arXiv:2306.05685): `r ← r + 4 (s − 1 / (1 + 10^((r' − r) / 400)))`, from 1000, a tie is ½. Their sum stays what it
/// was. Later games count more; average over orders to remove that. Games of a competitor that there is not, or against
/// itself, are left out.
#[must_use]
pub fn elo<'g>(games: impl IntoIterator<Item = &'g Game>, competitors: usize) -> Vec<f64> {
    let mut ratings = vec![START; competitors];
    for game in games.into_iter().filter(|game| game.is_among(competitors)) {
        let expected = 1.0 / (1.0 + 10_f64.powf((ratings[game.second] - ratings[game.first]) / SCALE));
        let change = K * (game.outcome.score() - expected);
        ratings[game.first] += change;
        ratings[game.second] -= change;
    }
    ratings
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::Outcome;

    /// By hand: equals win 4 × ½; then 1002 against 998 is expected to get 1 / (1 + 10^(-4/400)) = 0.505756.
    #[test]
    fn games_move_ratings_by_what_was_not_expected() {
        let game = |first, second, outcome| Game { first, second, outcome };
        let check = |games: &[Game], expected: &[f64]| {
            let found = elo(games, expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-6, "{found} {expected}");
            }
        };
        check(&[], &[1000.0, 1000.0]);
        check(&[game(0, 1, Outcome::First)], &[1002.0, 998.0]);
        check(&[game(0, 1, Outcome::Tie)], &[1000.0, 1000.0]);
        check(&[game(0, 1, Outcome::First), game(0, 1, Outcome::First)], &[1_003.976_975, 996.023_025]);
        check(&[game(0, 1, Outcome::First), game(1, 0, Outcome::First)], &[999.976_975, 1_000.023_025]);
        check(
            &[game(0, 1, Outcome::First), game(2, 0, Outcome::Tie)],
            &[1_001.988_487, 998.0, 1_000.011_513],
        );
        check(&[game(0, 0, Outcome::First), game(0, 7, Outcome::First)], &[1000.0, 1000.0]);
    }

    proptest! {
        #[test]
        fn ratings_keep_their_sum(games in vec((0usize..4, 0usize..5, 0u8..3), 0..60)) {
            let outcome = |at| [Outcome::First, Outcome::Tie, Outcome::Second][usize::from(at)];
            let games: Vec<Game> = games.into_iter()
                .map(|(first, second, at)| Game { first, second, outcome: outcome(at) })
                .collect();
            let sum: f64 = elo(&games, 4).iter().sum();
            prop_assert!((sum - 4000.0).abs() < 1e-9);
        }
    }
}
