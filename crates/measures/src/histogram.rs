//! Numbers into bins.

/// One bin of a histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Smallest number that belongs to it.
    pub low: f64,
    /// End of the bin: belongs to the next one, but for the last bin.
    pub high: f64,
    /// How many numbers fall into it.
    pub count: u64,
}

/// At most `bins` bins of equal width from the smallest to the largest finite number. Widths are 1, 2 or 5 times a
/// power of ten, so that edges are numbers that people read easily. Empty without finite numbers or bins.
#[must_use]
pub fn histogram(numbers: &[f64], bins: usize) -> Vec<Bin> {
    let finite = || numbers.iter().copied().filter(|number| number.is_finite());
    let (low, high) =
        finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low > high || bins == 0 {
        return Vec::new();
    }
    let mut width = round_up((high - low) / bins as f64);
    let edges = |width: f64| {
        let first = (low / width).floor();
        (first, ((high / width).floor() - first) as usize + 1)
    };
    let (mut first, mut count) = edges(width);
    // Beginning at a round number can cost a bin more than was asked for.
    while count > bins.max(2) {
        width = round_up(width * 1.5);
        (first, count) = edges(width);
    }
    let edge = |at: usize| (first + at as f64) * width;
    let mut found: Vec<Bin> =
        (0..count).map(|at| Bin { low: edge(at), high: edge(at + 1), count: 0 }).collect();
    for number in finite() {
        let at = ((number / width).floor() - first).max(0.0) as usize;
        found[at.min(count - 1)].count += 1;
    }
    found
}

/// The next 1, 2 or 5 times a power of ten.
fn round_up(width: f64) -> f64 {
    if !(width.is_finite() && width > f64::MIN_POSITIVE) {
        return 1.0;
    }
    let power = 10f64.powf(width.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= width).unwrap_or(width)
}
