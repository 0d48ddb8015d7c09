//! What the verdicts say of the competitors.

use std::collections::{BTreeMap, BTreeSet};

use measures::{
    BradleyTerry, BradleyTerryOptions, Game, Interval, Outcome, bradley_terry, elo, percentile_interval,
    resample,
};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Comparison, Entry};

/// How standings are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArenaOptions {
    /// Bootstrap samples for intervals, at least 1.
    pub samples: usize,
    /// Standard deviation of ratings before any game, in rating points.
    pub prior: f64,
    /// Decides the samples.
    pub seed: u64,
}

impl Default for ArenaOptions {
    /// A thousand samples and a weak prior.
    fn default() -> Self {
        Self { samples: 1000, prior: BradleyTerryOptions::default().prior, seed: 0 }
    }
}

/// How a competitor stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The competitor.
    pub competitor: usize,
    /// Bradley-Terry rating; their mean is 1000. A difference of 100 wins 64 % of games, of 400 91 %.
    pub rating: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Elo rating, the mean over the samples, each in another order.
    pub elo: f64,
    /// Its 95 % interval.
    pub elo_interval: Interval,
    /// One more than the number of competitors that are surely better.
    pub rank: usize,
    /// Number of its group, from 0: members of a group cannot be told from its best.
    pub group: usize,
    /// Games.
    pub games: u64,
    /// Wins, a tie being half a one.
    pub wins: f64,
}

/// What being shown first does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Probability that the one shown first wins among equals, in [0, 1]; half without bias.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Games of one competitor against another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wins {
    /// Their number.
    pub games: u64,
    /// Wins, a tie being half a one.
    pub wins: f64,
}

/// How all competitors stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Standings {
    /// The competitors, the best first.
    pub order: Vec<Standing>,
    /// What being shown first does; `None` without games.
    pub position: Option<Position>,
    /// Of each competitor its games against each.
    pub matrix: Vec<Vec<Wins>>,
    /// Whether a chain of games leads from each competitor to each other; what no chain joins cannot be ranked.
    pub joined: bool,
}

/// Ratings, ranks and bias. Samples are drawn pair by pair: all verdicts on the same two rows stay together, as they are no
/// independent games. To each sample four games are added for every two competitors that met, decided by chance, as Agresti and Coull
/// (1998) add four observations: who won the only game that was played, or all of a few, would win in every sample. Comparisons of a competitor that there is not, or with itself, are left out. Differences are not
/// corrected for the number of competitors. The same on every machine.
#[must_use]
pub fn standings(comparisons: &[Comparison], competitors: usize, options: ArenaOptions) -> Standings {
    let mut pairs: BTreeMap<(Entry, Entry), Vec<Game>> = BTreeMap::new();
    for comparison in comparisons {
        let (first, second) = (comparison.pair.first.competitor, comparison.pair.second.competitor);
        if first != second && first.max(second) < competitors {
            let game = Game { first, second, outcome: comparison.outcome };
            pairs.entry(comparison.pair.rows()).or_default().push(game);
        }
    }
    let pairs: Vec<Vec<Game>> = pairs.into_values().collect();
    let games: Vec<Game> = pairs.concat();
    let met: BTreeSet<(usize, usize)> =
        games.iter().map(|game| (game.first.min(game.second), game.first.max(game.second))).collect();
    let model = BradleyTerryOptions { prior: options.prior, position: true };
    let fitted = bradley_terry(&games, competitors, &model);
    let sample = |round: u64| -> (BradleyTerry, Vec<f64>) {
        let drawn = resample(pairs.len(), options.seed, round);
        let mut random = ChaCha8Rng::seed_from_u64(options.seed);
        random.set_stream(round);
        let chance: Vec<Game> = met.iter().flat_map(|met| by_chance(*met, &mut random)).collect();
        let drawn = drawn.into_iter().flat_map(|at| pairs[at].iter().copied());
        let drawn: Vec<Game> = chance.into_iter().chain(drawn).collect();
        (bradley_terry(&drawn, competitors, &model), elo(&drawn, competitors))
    };
    let samples: Vec<(BradleyTerry, Vec<f64>)> =
        (0..options.samples.max(1) as u64).into_par_iter().map(sample).collect();
    let matrix = matrix(&games, competitors);
    let part = parts(&matrix);
    let better = |a: usize, b: usize| {
        let difference = |(fit, _): &(BradleyTerry, Vec<f64>)| fit.ratings[a] - fit.ratings[b];
        let differences: Vec<f64> = samples.iter().map(difference).collect();
        part[a] == part[b] && percentile_interval(&differences).is_some_and(|interval| interval.low > 0.0)
    };
    let mut order: Vec<Standing> = (0..competitors)
        .map(|competitor| {
            let ratings: Vec<f64> = samples.iter().map(|(fit, _)| fit.ratings[competitor]).collect();
            let elos: Vec<f64> = samples.iter().map(|(_, elo)| elo[competitor]).collect();
            let rating = fitted.ratings[competitor];
            let elo = elos.iter().sum::<f64>() / elos.len() as f64;
            Standing {
                competitor,
                rating,
                interval: around(rating, &ratings),
                elo,
                elo_interval: around(elo, &elos),
                rank: 1 + (0..competitors).filter(|other| better(*other, competitor)).count(),
                group: 0,
                games: matrix[competitor].iter().map(|wins| wins.games).sum(),
                wins: matrix[competitor].iter().map(|wins| wins.wins).sum(),
            }
        })
        .collect();
    order.sort_by(|a, b| b.rating.total_cmp(&a.rating).then(a.competitor.cmp(&b.competitor)));
    let (mut best, mut group) = (0, 0);
    for at in 1..order.len() {
        if better(order[best].competitor, order[at].competitor) {
            (best, group) = (at, group + 1);
        }
        order[at].group = group;
    }
    let share = |points: f64| 1.0 / (1.0 + 10_f64.powf(-points / 400.0));
    let position = (!games.is_empty()).then(|| {
        let shares: Vec<f64> = samples.iter().map(|(fit, _)| share(fit.position)).collect();
        Position { share: share(fitted.position), interval: around(share(fitted.position), &shares) }
    });
    let joined = part.iter().all(|own| Some(own) == part.first());
    Standings { order, position, matrix, joined }
}

/// Games that tell nothing.
fn by_chance((one, other): (usize, usize), random: &mut ChaCha8Rng) -> [Game; 4] {
    std::array::from_fn(|_| {
        let (first, second) = if random.random() { (one, other) } else { (other, one) };
        Game { first, second, outcome: if random.random() { Outcome::First } else { Outcome::Second } }
    })
}

/// The interval of samples; the figure alone where they are none.
fn around(figure: f64, samples: &[f64]) -> Interval {
    percentile_interval(samples).unwrap_or(Interval { low: figure, high: figure })
}

fn matrix(games: &[Game], competitors: usize) -> Vec<Vec<Wins>> {
    let mut matrix = vec![vec![Wins::default(); competitors]; competitors];
    for game in games {
        let score = game.outcome.score();
        for (one, other, score) in [(game.first, game.second, score), (game.second, game.first, 1.0 - score)]
        {
            matrix[one][other].games += 1;
            matrix[one][other].wins += score;
        }
    }
    matrix
}

/// Of each competitor the first one that a chain of games leads to.
fn parts(matrix: &[Vec<Wins>]) -> Vec<usize> {
    let mut part: Vec<usize> = (0..matrix.len()).collect();
    // As many rounds as competitors reach everybody.
    for _ in 0..matrix.len() {
        for (one, row) in matrix.iter().enumerate() {
            for (other, _) in row.iter().enumerate().filter(|(_, wins)| wins.games > 0) {
                part[one] = part[one].min(part[other]);
            }
        }
    }
    part
}
