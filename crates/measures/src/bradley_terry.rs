//! Bradley-Terry ratings: strengths under which the games that were seen are the most probable.
//!
//! `P(i beats j) = σ(β_i − β_j)` (Bradley and Terry 1952), which in ratings of `400 β / ln 10 + 1000` is Elo's expectation.
//! A tie is half a win of either. A normal prior keeps ratings finite where one competitor wins always, and makes their
//! mean 1000. Unlike Elo's they do not depend on the order of the games.

use std::f64::consts::LN_10;

use crate::Game;

/// What is estimated, and how much is believed beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BradleyTerryOptions {
    /// Standard deviation of ratings before any game, above 0, in rating points. A large one says little.
    pub prior: f64,
    /// Whether a constant for the text shown first is estimated too: `σ(β_i − β_j + γ)` for i shown first (Davidson and
    /// Beaver 1977).
    pub position: bool,
}

impl Default for BradleyTerryOptions {
    /// A prior of 1000 points, beside which a dozen games weigh more; with the constant.
    fn default() -> Self {
        Self { prior: 1000.0, position: true }
    }
}

/// Ratings of competitors.
#[derive(Clone, Debug, PartialEq)]
pub struct BradleyTerry {
    /// Rating of each; their mean is 1000.
    pub ratings: Vec<f64>,
    /// Rating points that being shown first is worth; 0 where it is not estimated.
    pub position: f64,
}

/// Rating of the middle.
const MEAN: f64 = 1000.0;
/// Rating points of a natural unit of β.
const POINTS: f64 = 400.0 / LN_10;
/// Newton steps at most; fewer than ten are usual.
const STEPS: usize = 100;
/// Halvings of a step that would lower the likelihood.
const HALVINGS: usize = 40;
/// Largest component of the gradient at which the training ends, for each game.
const TOLERANCE: f64 = 1e-12;

/// The ratings of `competitors` with the greatest posterior probability. Games of a competitor that there is not, or
/// against itself, are left out; without games all are rated 1000. The optimum is unique.
#[must_use]
pub fn bradley_terry(games: &[Game], competitors: usize, options: &BradleyTerryOptions) -> BradleyTerry {
    let seen = tally(games, competitors);
    let model = Model {
        seen: &seen,
        position: options.position.then_some(competitors),
        width: competitors + usize::from(options.position),
        precision: (POINTS / options.prior.max(f64::MIN_POSITIVE)).powi(2),
    };
    let mut weights = vec![0.0; model.width];
    let enough = TOLERANCE * games.len().max(1) as f64;
    for _ in 0..STEPS {
        let (gradient, hessian) = model.derivatives(&weights);
        if gradient.iter().all(|g| g.abs() <= enough) {
            break;
        }
        let direction = solve(hessian, gradient);
        // The loss is flat at the end, where rounding decides whether it falls.
        let before = model.loss(&weights) * (1.0 + 1e-12);
        let step = |length: f64| -> Vec<f64> {
            weights.iter().zip(&direction).map(|(w, d)| w - length * d).collect()
        };
        let lengths = (0..HALVINGS).map(|halvings| 0.5_f64.powi(halvings as i32));
        let Some(next) = lengths.map(step).find(|next| model.loss(next) <= before) else { break };
        weights = next;
    }
    let mut ratings: Vec<f64> = weights.iter().take(competitors).map(|beta| MEAN + POINTS * beta).collect();
    // The prior alone brings the mean there but for the last digits.
    let off = ratings.iter().sum::<f64>() / ratings.len().max(1) as f64 - MEAN;
    ratings.iter_mut().for_each(|rating| *rating -= off);
    let position = weights.get(competitors).map_or(0.0, |gamma| POINTS * gamma);
    BradleyTerry { ratings, position }
}

/// All games of two competitors in one order.
struct Seen {
    first: usize,
    second: usize,
    games: f64,
    score: f64,
}

/// Games added up, so that the work does not grow with their number.
fn tally(games: &[Game], competitors: usize) -> Vec<Seen> {
    let mut sums = vec![(0.0, 0.0); competitors * competitors];
    for game in games.iter().filter(|game| game.is_among(competitors)) {
        let (count, score) = &mut sums[game.first * competitors + game.second];
        *count += 1.0;
        *score += game.outcome.score();
    }
    let seen = |(at, (games, score)): (usize, &(f64, f64))| Seen {
        first: at / competitors,
        second: at % competitors,
        games: *games,
        score: *score,
    };
    sums.iter().enumerate().filter(|(_, (games, _))| *games > 0.0).map(seen).collect()
}

struct Model<'s> {
    seen: &'s [Seen],
    /// Where the constant is among the weights: behind those of the competitors.
    position: Option<usize>,
    /// Number of weights.
    width: usize,
    /// Of the prior.
    precision: f64,
}

impl Model<'_> {
    /// The non-zero features of a game: 1 for the first, -1 for the second, 1 for the constant.
    fn features(&self, seen: &Seen) -> impl Iterator<Item = (usize, f64)> + Clone + use<> {
        let position = self.position.map(|at| (at, 1.0));
        [(seen.first, 1.0), (seen.second, -1.0)].into_iter().chain(position)
    }

    fn margin(&self, seen: &Seen, weights: &[f64]) -> f64 {
        self.features(seen).map(|(at, value)| value * weights[at]).sum()
    }

    /// Negative logarithm of the posterior, but for a constant.
    fn loss(&self, weights: &[f64]) -> f64 {
        let of = |seen: &Seen| {
            let margin = self.margin(seen, weights);
            // -ln σ(m) = ln(1 + e^-m), which must not overflow.
            let softplus = margin.max(0.0) + (-margin.abs()).exp().ln_1p();
            seen.games * softplus - seen.score * margin
        };
        let prior: f64 = weights.iter().map(|w| w * w).sum();
        self.seen.iter().map(of).sum::<f64>() + 0.5 * self.precision * prior
    }

    fn derivatives(&self, weights: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut gradient: Vec<f64> = weights.iter().map(|w| self.precision * w).collect();
        let mut hessian = vec![vec![0.0; self.width]; self.width];
        hessian.iter_mut().enumerate().for_each(|(at, row)| row[at] = self.precision);
        for seen in self.seen {
            let p = 1.0 / (1.0 + (-self.margin(seen, weights)).exp());
            for (row, x) in self.features(seen) {
                gradient[row] += x * (seen.games * p - seen.score);
                for (column, y) in self.features(seen) {
                    hessian[row][column] += x * y * seen.games * p * (1.0 - p);
                }
            }
        }
        (gradient, hessian)
    }
}

/// Solves `A x = b` for a symmetric positive definite `A` by Cholesky's method.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for row in 0..n {
        for column in 0..=row {
            let known: f64 = (0..column).map(|at| a[row][at] * a[column][at]).sum();
            let rest = a[row][column] - known;
            a[row][column] =
                if row == column { rest.max(f64::MIN_POSITIVE).sqrt() } else { rest / a[column][column] };
        }
        let known: f64 = (0..row).map(|at| a[row][at] * b[at]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|at| a[at][row] * b[at]).sum();
        b[row] = (b[row] - known) / a[row][row];
    }
    b
}

#[cfg(test)]
mod tests;
