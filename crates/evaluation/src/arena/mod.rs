//! Whose texts do people and models prefer? Datasets, recipes or models compared by blind pairs.
//!
//! [`schedule()`] says which pairs to judge next, [`standings`] what the verdicts say of the competitors, and [`report`] puts
//! it in figures, charts and a sentence. Competitors are numbers from 0.

mod agreement;
pub mod report;
mod schedule;
mod standings;

pub use agreement::{JudgeAgreement, Swapped, judge_agreement, swapped};
pub use measures::Outcome;
pub use schedule::schedule;
pub use standings::{ArenaOptions, Position, Standing, Standings, Wins, standings};

/// A row of a competitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// The competitor.
    pub competitor: usize,
    /// The place of the row among the competitor's, from 0.
    pub row: usize,
}

/// Two rows of different competitors, in the order in which a judge reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    /// Shown first.
    pub first: Entry,
    /// Shown second.
    pub second: Entry,
}

impl Pair {
    /// The two rows in one order, whichever was shown first.
    fn rows(self) -> (Entry, Entry) {
        (self.first.min(self.second), self.first.max(self.second))
    }
}

/// Who judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Judge {
    /// A person.
    Human,
    /// A model.
    Model,
}

/// A verdict on a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The pair as it was shown.
    pub pair: Pair,
    /// Which one is better.
    pub outcome: Outcome,
    /// Who judged.
    pub judge: Judge,
}

/// The four levels by which answers are rated (Wang et al. 2023, "Self-Instruct").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// A: good.
    Good,
    /// B: acceptable, with minor flaws.
    MinorFlaws,
    /// C: relevant, with major errors.
    MajorErrors,
    /// D: irrelevant or invalid.
    Invalid,
}

impl Rating {
    /// All levels, the best first.
    pub const ALL: [Self; 4] = [Self::Good, Self::MinorFlaws, Self::MajorErrors, Self::Invalid];

    /// Its letter and what it means.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Good => "A good",
            Self::MinorFlaws => "B minor flaws",
            Self::MajorErrors => "C major errors",
            Self::Invalid => "D invalid",
        }
    }
}

/// How often each competitor got each level, in the order of [`Rating::ALL`]. Ratings of a competitor that there is not are
/// left out.
#[must_use]
pub fn levels(ratings: &[(usize, Rating)], competitors: usize) -> Vec<[u64; 4]> {
    let mut counts = vec![[0; 4]; competitors];
    for (competitor, rating) in ratings {
        if let Some(counts) = counts.get_mut(*competitor) {
            counts[*rating as usize] += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests;
