//! Shares of a sample and how certain they are.

/// An interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Half the width of a 95 % interval of a normal distribution, in standard deviations.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's interval of a share, `hits` of `n`, in [0, 1] (Wilson, 1927): `z` standard deviations wide, [`Z95`] for 95 %.
/// `None` where `n` is 0 or `hits` exceeds it.
#[must_use]
pub fn wilson(hits: u64, n: u64, z: f64) -> Option<Interval> {
    if n == 0 || hits > n {
        return None;
    }
    Some(wilson_of_share(hits as f64 / n as f64, n as f64, z))
}

/// Wilson's interval of a share that was found in a sample of the size `n`, above 0, which need not be whole.
pub(crate) fn wilson_of_share(share: f64, n: f64, z: f64) -> Interval {
    let middle = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Interval { low: ((middle - reach) / scale).max(0.0), high: ((middle + reach) / scale).min(1.0) }
}
