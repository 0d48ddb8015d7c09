//! Ratings: levels, and how answers name them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A scale of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// 1 to 5, 5 is best.
    OneToFive,
    /// A good, B minor flaws, C major errors, D invalid (Self-Instruct, Wang et al. 2023).
    FourLevel,
}

/// A level of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rating {
    /// The scale.
    pub scale: Scale,
    /// The level, from 0, the worst.
    pub level: usize,
}

impl Scale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::OneToFive, Self::FourLevel];

    /// The column of rows' mean ratings on it, from 1, the worst.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::OneToFive => "_rating",
            Self::FourLevel => "_rating_a_to_d",
        }
    }

    /// The levels from worst to best.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::OneToFive => &["1", "2", "3", "4", "5"],
            Self::FourLevel => &["D", "C", "B", "A"],
        }
    }

    /// The level that an answer names, from 0, the worst: its first word, or the only level among its words, so `4/5`,
    /// `B: minor flaws` and `Rating: 4` are read. `None` where it names none.
    #[must_use]
    pub fn level(self, answer: &str) -> Option<usize> {
        let mut words = answer.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let level = |word: &str| self.names().iter().position(|name| *name == word);
        let first = words.next()?;
        level(first).or_else(|| {
            let mut named = words.filter_map(level);
            named.next().filter(|_| named.next().is_none())
        })
    }

    /// The least level that is good enough: 4 and B.
    #[must_use]
    pub fn good(self) -> usize {
        match self {
            Self::OneToFive => 3,
            Self::FourLevel => 2,
        }
    }

    /// A level with its meaning.
    #[must_use]
    pub fn shown(self, level: usize) -> String {
        let name = self.names().get(level).copied().unwrap_or_default();
        match (self, name) {
            (Self::FourLevel, "A") => "A good".to_owned(),
            (Self::FourLevel, "B") => "B minor flaws".to_owned(),
            (Self::FourLevel, "C") => "C major errors".to_owned(),
            (Self::FourLevel, _) => "D invalid".to_owned(),
            (Self::OneToFive, name) => name.to_owned(),
        }
    }
}

impl Rating {
    /// The level's name; `None` where the scale has no such level.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.scale.names().get(self.level).copied()
    }

    /// The level as a number that grows with quality, from 1: A is 4.
    #[must_use]
    pub fn number(self) -> f64 {
        self.level as f64 + 1.0
    }
}
