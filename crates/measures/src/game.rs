//! Comparisons of two competitors.

/// A comparison of two different competitors, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Game {
    /// The competitor that was shown first.
    pub first: usize,
    /// The competitor that was shown second.
    pub second: usize,
    /// How it went.
    pub outcome: Outcome,
}

/// How a comparison went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// The one shown first is better.
    First,
    /// Neither is.
    Tie,
    /// The one shown second is better.
    Second,
}

impl Outcome {
    /// What the one shown first gets: 1, ½ or 0.
    #[must_use]
    pub fn score(self) -> f64 {
        match self {
            Self::First => 1.0,
            Self::Tie => 0.5,
            Self::Second => 0.0,
        }
    }
}

impl Game {
    /// Whether it is one of so many competitors against another; others tell nothing.
    pub(crate) fn is_among(&self, competitors: usize) -> bool {
        self.first != self.second && self.first.max(self.second) < competitors
    }
}
