//! What people say of rows.

/// A person's verdict on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The row is as it should be.
    Right,
    /// It is not.
    Wrong,
}

/// How a row came to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// By chance, so it stands for the others.
    AtRandom,
    /// For a reason, such as a low score; it stands for itself alone.
    Chosen,
}

/// A review of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The verdict.
    pub verdict: Verdict,
    /// Why this row was looked at.
    pub drawn: Drawn,
}

impl Review {
    /// Whether the row is right.
    #[must_use]
    pub fn is_right(self) -> bool {
        self.verdict == Verdict::Right
    }

    /// Whether the row was drawn by chance.
    #[must_use]
    pub fn at_random(self) -> bool {
        self.drawn == Drawn::AtRandom
    }
}
