use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::*;

fn pair(first: (usize, usize), second: (usize, usize)) -> Pair {
    let entry = |(competitor, row)| Entry { competitor, row };
    Pair { first: entry(first), second: entry(second) }
}

/// Judges of known strengths, in rating points, who lean to the text shown first by `bias` points. Of the smaller of the
/// two probabilities two fifths go to ties, so that a tie counted half leaves the expected score.
fn judged(strengths: &[f64], bias: f64, games: usize, seed: u64) -> Vec<Comparison> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    // Enough rows for as many different pairs.
    let keys = vec![vec![None; games.isqrt() + 1]; strengths.len()];
    let verdict = |pair: Pair| {
        let difference = strengths[pair.first.competitor] - strengths[pair.second.competitor] + bias;
        let p = 1.0 / (1.0 + 10_f64.powf(-difference / 400.0));
        let tie = 0.4 * p.min(1.0 - p);
        let drawn: f64 = random.random();
        let outcome = if drawn < p - tie / 2.0 {
            Outcome::First
        } else if drawn < p + tie / 2.0 {
            Outcome::Tie
        } else {
            Outcome::Second
        };
        Comparison { pair, outcome, judge: Judge::Model }
    };
    schedule(&keys, &[], games, seed).into_iter().map(verdict).collect()
}

/// Of 60 simulations with four competitors and 240 games each, the 95 % intervals hold the true figures about as often as
/// they say: 228 of 240 ratings (95 %) and 56 of 60 biases (93 %). The bounds are some three standard errors.
#[test]
fn judges_of_known_strength_are_recovered() {
    let strengths = [1120.0, 1040.0, 960.0, 880.0];
    let share = 1.0 / (1.0 + 10_f64.powf(-40.0 / 400.0));
    let (mut held, mut biases) = (0, 0);
    for seed in 0..60 {
        let games = judged(&strengths, 40.0, 240, seed);
        let found = standings(&games, 4, ArenaOptions { samples: 200, seed, ..ArenaOptions::default() });
        let inside = |one: &&Standing| {
            let truth = strengths[one.competitor];
            one.interval.low <= truth && truth <= one.interval.high
        };
        held += found.order.iter().filter(inside).count();
        let position = found.position.unwrap().interval;
        biases += usize::from(position.low <= share && share <= position.high);
    }
    assert!((216..=238).contains(&held), "{held} of 240 ratings");
    assert!((52..=60).contains(&biases), "{biases} of 60 biases");
}

#[test]
fn enough_games_order_competitors_and_few_do_not() {
    let check = |games: usize, ranks: &[usize], groups: &[usize]| {
        let found = standings(&judged(&[900.0, 1000.0, 1100.0], 0.0, games, 5), 3, ArenaOptions::default());
        let mut order = found.order.clone();
        order.sort_by_key(|one| one.competitor);
        assert_eq!(order.iter().map(|one| one.rank).collect::<Vec<_>>(), ranks, "{found:?}");
        assert_eq!(order.iter().map(|one| one.group).collect::<Vec<_>>(), groups);
        let games: f64 = found.matrix.iter().flatten().map(|wins| wins.wins).sum();
        assert_eq!(games, found.order.iter().map(|one| one.games).sum::<u64>() as f64 / 2.0);
    };
    check(3000, &[3, 2, 1], &[2, 1, 0]);
    check(6, &[1, 1, 1], &[0, 0, 0]);
    check(0, &[1, 1, 1], &[0, 0, 0]);
}

#[test]
fn what_never_met_is_not_ranked() {
    let won = |row: usize, turned: bool| {
        let (first, second, outcome) = if turned { (1, 0, Outcome::Second) } else { (0, 1, Outcome::First) };
        Comparison { pair: pair((first, row), (second, row)), outcome, judge: Judge::Human }
    };
    let games: Vec<Comparison> = (0..40).map(|row| won(row, row % 2 == 1)).collect();
    let found = standings(&games, 3, ArenaOptions::default());
    assert!(!found.joined);
    let rank = |competitor| found.order.iter().find(|one| one.competitor == competitor).unwrap().rank;
    assert_eq!([rank(0), rank(1), rank(2)], [1, 2, 1]);
    assert!(found.order.iter().all(|one| one.rating.is_finite() && one.interval.high.is_finite()));
    let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
    assert!(report::finding(&found, &names).sentence.contains("not been compared"));
    // Always the first place, always won: nobody can tell bias from strength, and both stay finite.
    let games: Vec<Comparison> = (0..40).map(|row| won(row, false)).collect();
    let found = standings(&games, 2, ArenaOptions::default());
    assert!(found.order.iter().all(|one| one.rank == 1));
    assert!(found.joined && found.position.unwrap().share < 1.0);
    assert_eq!(standings(&games, 1, ArenaOptions::default()).order[0].games, 0);
    assert_eq!(standings(&games, 0, ArenaOptions::default()).order, []);
}

/// Who won all of a few games may have had luck.
#[test]
fn a_few_games_settle_nothing() {
    let check = |games: usize, ranks: [usize; 2]| {
        let won = |row| {
            let (first, second, outcome) =
                if row % 2 == 0 { (0, 1, Outcome::First) } else { (1, 0, Outcome::Second) };
            Comparison { pair: pair((first, row), (second, row)), outcome, judge: Judge::Human }
        };
        let games: Vec<Comparison> = (0..games).map(won).collect();
        let found = standings(&games, 2, ArenaOptions::default());
        assert_eq!([found.order[0].rank, found.order[1].rank], ranks, "{found:?}");
        assert!(found.order.iter().all(|one| one.interval.high - one.interval.low > 50.0), "{found:?}");
        let position = found.position.unwrap();
        assert!(position.interval.low < 0.5 && position.interval.high > 0.5, "{position:?}");
    };
    check(1, [1, 1]);
    check(3, [1, 1]);
    check(12, [1, 2]);
}

#[test]
fn judges_are_held_against_each_other() {
    let said = |row: usize, turned: bool, judge, outcome| {
        let (one, other) = ((0, row), (1, row));
        let pair = if turned { pair(other, one) } else { pair(one, other) };
        Comparison { pair, outcome, judge }
    };
    // Cohen's table by hand: both for 0 in two, both for 1 in one, human tie against 1 in one; p_o = 3/4, p_e = 6/16.
    let games = [
        said(0, false, Judge::Human, Outcome::First),
        said(0, true, Judge::Model, Outcome::Second),
        said(1, false, Judge::Human, Outcome::First),
        said(1, false, Judge::Model, Outcome::First),
        said(2, false, Judge::Human, Outcome::Second),
        said(2, true, Judge::Model, Outcome::First),
        // Two people that contradict each other are a tie.
        said(3, false, Judge::Human, Outcome::First),
        said(3, false, Judge::Human, Outcome::Second),
        said(3, false, Judge::Model, Outcome::Second),
        said(4, false, Judge::Human, Outcome::Second),
    ];
    let found = judge_agreement(&games);
    assert_eq!((found.pairs, found.same), (4, 3));
    assert!((found.kappa.unwrap() - 0.6).abs() < 1e-12, "{found:?}");
    assert_eq!(judge_agreement(&games[..1]), JudgeAgreement { pairs: 0, same: 0, kappa: None });
    let games = [
        said(0, false, Judge::Model, Outcome::First),
        said(0, true, Judge::Model, Outcome::First),
        said(1, false, Judge::Model, Outcome::First),
        said(1, true, Judge::Model, Outcome::Second),
        said(2, true, Judge::Model, Outcome::Second),
        said(2, false, Judge::Human, Outcome::Second),
    ];
    assert_eq!(swapped(&games, Judge::Model), Swapped { pairs: 2, same: 1 });
    assert_eq!(swapped(&games, Judge::Human), Swapped { pairs: 0, same: 0 });
}

#[test]
fn ratings_are_counted() {
    let given = [(0, Rating::Good), (0, Rating::Invalid), (1, Rating::MinorFlaws), (7, Rating::Good)];
    let found = levels(&given, 2);
    assert_eq!(found, [[1, 0, 0, 1], [0, 1, 0, 0]]);
    let measures = report::rated(&found, &["x".to_owned()]);
    let value = |id: &str| measures.iter().find(|m| m.id == id).unwrap().value;
    assert_eq!((value("arena-good-x"), value("arena-acceptable-No. 2")), (Some(0.5), Some(1.0)));
}

proptest! {
    #[test]
    fn pairs_are_balanced_and_alike(
        keys in vec(vec(prop::option::of("[ab]"), 0..6), 0..4), count in 0usize..40, cut in 0usize..20, seed in any::<u64>(),
    ) {
        let all = schedule(&keys, &[], count, seed);
        let before = &all[..cut.min(all.len())];
        let later = schedule(&keys, before, count, seed);
        let together: Vec<Pair> = before.iter().chain(&later).copied().collect();
        let mut met = std::collections::BTreeSet::new();
        let mut orders: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for pair in &together {
            let (a, b) = (pair.first, pair.second);
            prop_assert_eq!(&keys[a.competitor][a.row], &keys[b.competitor][b.row]);
            prop_assert!(a.competitor != b.competitor);
            prop_assert!(met.insert(pair.rows()), "rows meet once");
            let turned = a.competitor > b.competitor;
            *orders.entry((a.competitor.min(b.competitor), a.competitor.max(b.competitor))).or_default() +=
                if turned { -1 } else { 1 };
        }
        prop_assert!(orders.values().all(|off| off.abs() <= 1), "{:?}", orders);
        // All rows that may meet do so in the end.
        let most: usize = (0..keys.len())
            .flat_map(|a| (a + 1..keys.len()).map(move |b| (a, b)))
            .map(|(a, b)| keys[a].iter().map(|key| keys[b].iter().filter(|other| *other == key).count()).sum::<usize>())
            .sum();
        prop_assert_eq!(all.len(), count.min(most));
    }
}
