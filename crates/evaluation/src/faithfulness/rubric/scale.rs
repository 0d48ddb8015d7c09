//! Levels, and how a judge's answers name them.

/// A scale of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 1 to 5, 5 is best.
    OneToFive,
    /// A good, B minor flaws, C major errors, D invalid.
    FourLevel,
}

impl Scale {
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
    pub(super) fn good(self) -> usize {
        match self {
            Self::OneToFive => 3,
            Self::FourLevel => 2,
        }
    }

    /// A level with its meaning.
    pub(super) fn shown(self, level: usize) -> String {
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

/// What a judge answered about a row when the levels (or the two texts that it compares) stood in one order and in the
/// other; `None` where it was not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers<'a> {
    /// In the first order.
    pub first: Option<&'a str>,
    /// In the second order.
    pub second: Option<&'a str>,
}
