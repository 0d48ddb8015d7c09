//! What students that judge rows are made of, and when they are refused.

use students::TextOptions;
use thiserror::Error;

/// How a student is trained and tried.
#[derive(Clone, Debug, PartialEq)]
pub struct StudentOptions {
    /// What it sees and how firmly it learns.
    pub text: TextOptions,
    /// Parts in which rows are held out, at least two.
    pub folds: usize,
    /// Seed of those parts.
    pub seed: u64,
}

impl Default for StudentOptions {
    fn default() -> Self {
        Self { text: TextOptions::default(), folds: 5, seed: 0 }
    }
}

/// Why a figure is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// Too little is known.
    #[error("There are {found} {what}; at least {needed} are needed.")]
    TooFew {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// Lists that stand for the same rows have different lengths.
    #[error("There are {found} entries for {rows} rows; give one for each.")]
    Lengths {
        /// Rows.
        rows: usize,
        /// Entries.
        found: usize,
    },
}

impl Refused {
    /// Refuses fewer of something than are needed.
    pub(super) fn unless(what: &'static str, found: usize, needed: usize) -> Result<(), Self> {
        if found < needed { Err(Self::TooFew { what, found, needed }) } else { Ok(()) }
    }
}
