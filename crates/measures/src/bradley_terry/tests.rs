use proptest::{collection::vec, prelude::*};

use super::*;
use crate::Outcome::{First, Second, Tie};

/// First and second competitor, and how often the first won, neither, and the second.
type Count = (usize, usize, usize, usize, usize);

fn games(counts: &[Count]) -> Vec<Game> {
    let of = |(first, second, won, tied, lost): &Count| {
        let game = |outcome| Game { first: *first, second: *second, outcome };
        [vec![game(First); *won], vec![game(Tie); *tied], vec![game(Second); *lost]].concat()
    };
    counts.iter().flat_map(of).collect()
}

fn close(found: &BradleyTerry, ratings: &[f64], position: f64) {
    for (found, expected) in found.ratings.iter().zip(ratings) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
    assert!((found.position - position).abs() < 1e-6, "{} {position}", found.position);
}

/// scikit-learn 1.9.1: `LogisticRegression(C=(prior * ln(10) / 400)**2, fit_intercept=False, tol=1e-14,
/// solver="newton-cholesky")` on rows of 1 for the first, -1 for the second and, where the position counts, a column of
/// ones, each game once as won and once as lost by its score; coefficients times 400 / ln(10), centred at 1000.
#[test]
fn ratings_are_those_of_logistic_regression() {
    let counts = [
        (0, 1, 30, 5, 10),
        (1, 0, 12, 3, 25),
        (1, 2, 18, 10, 9),
        (2, 1, 7, 6, 20),
        (0, 2, 40, 2, 3),
        (2, 3, 11, 0, 14),
        (3, 0, 6, 1, 33),
        (3, 1, 9, 9, 9),
    ];
    let check = |prior: f64, position: bool, ratings: [f64; 4], shown_first: f64| {
        let options = BradleyTerryOptions { prior, position };
        close(&bradley_terry(&games(&counts), 4, &options), &ratings, shown_first);
    };
    check(1000.0, false, [1_183.622_895_91, 1_002.462_378_79, 872.767_070_70, 941.147_654_59], 0.0);
    check(1000.0, true, [1_184.363_740_42, 1_004.598_865_84, 873.341_269_07, 937.696_124_67], 12.689_085_10);
    check(100.0, false, [1_168.879_972_31, 1_001.098_871_05, 882.966_277_54, 947.054_879_11], 0.0);
    check(100.0, true, [1_169.339_791_57, 1_002.787_827_95, 883.585_022_77, 944.287_357_71], 10.861_847_65);
}

/// choix 0.4.1: `opt_pairwise(4, data, alpha=1 / (2 * (1000 * ln(10) / 400)**2), method="Newton-CG", tol=1e-14)`, times
/// 400 / ln(10).
#[test]
fn ratings_are_those_of_choix() {
    let counts = [(0, 1, 30, 0, 12), (1, 2, 18, 0, 7), (0, 2, 40, 0, 0), (2, 3, 11, 0, 14), (3, 0, 6, 0, 0)];
    let options = BradleyTerryOptions { position: false, ..BradleyTerryOptions::default() };
    let expected = [1_170.823_764_36, 1_003.207_628_33, 824.685_968_70, 1_001.282_638_60];
    close(&bradley_terry(&games(&counts), 4, &options), &expected, 0.0);
}

/// One that always wins, and competitors that were never compared. The first by scikit-learn as above.
#[test]
fn separable_games_stay_finite() {
    let check = |counts: &[Count], expected: &[f64]| {
        let options = BradleyTerryOptions { position: false, ..BradleyTerryOptions::default() };
        close(&bradley_terry(&games(counts), expected.len(), &options), expected, 0.0);
    };
    check(&[(0, 1, 10, 0, 0)], &[1_425.588_590_63, 574.411_409_37]);
    check(&[(0, 1, 0, 10, 0)], &[1000.0, 1000.0]);
    check(&[(0, 1, 5, 0, 5), (2, 2, 9, 0, 0), (0, 8, 9, 0, 0)], &[1000.0; 3]);
    check(&[], &[1000.0; 2]);
    check(&[], &[]);
    let many = bradley_terry(&games(&[(0, 1, 100_000, 0, 0)]), 2, &BradleyTerryOptions::default());
    assert!(many.ratings.iter().chain([&many.position]).all(|rating| rating.is_finite()), "{many:?}");
}

proptest! {
    #[test]
    fn only_counts_matter(counts in vec((0usize..4, 0usize..4, 0usize..9, 0usize..5, 0usize..9), 0..12)) {
        let options = BradleyTerryOptions::default();
        let mut games = games(&counts);
        let found = bradley_terry(&games, 4, &options);
        let sum: f64 = found.ratings.iter().sum();
        prop_assert!((sum - 4000.0).abs() < 1e-6);
        games.reverse();
        prop_assert_eq!(&bradley_terry(&games, 4, &options), &found);
        // Winners and losers swapped, ratings and the constant turn round.
        for game in &mut games {
            game.outcome = match game.outcome { First => Second, Tie => Tie, Second => First };
        }
        let turned = bradley_terry(&games, 4, &options);
        for (one, other) in found.ratings.iter().zip(&turned.ratings) {
            prop_assert!((one + other - 2000.0).abs() < 1e-6, "{} {}", one, other);
        }
        prop_assert!((found.position + turned.position).abs() < 1e-6);
    }
}
