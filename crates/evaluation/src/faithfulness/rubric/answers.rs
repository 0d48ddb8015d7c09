//! What a judge answers.

/// What a judge answered about a row when the levels (or the two texts that it compares) stood in one order and in the
/// other; `None` where it was not asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers<'a> {
    /// In the first order.
    pub first: Option<&'a str>,
    /// In the second order.
    pub second: Option<&'a str>,
}
