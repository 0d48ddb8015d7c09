//! Figures that compare rows with each other, over samples where there are many rows.

use measures::Interval;

use crate::measure::Measure;

/// Samples drawn, by the seeds from 0.
const SAMPLES: u64 = 5;
/// Half the width of a 95 % interval of the mean of five, in standard errors (Student's t with 4 degrees of freedom).
const T95: f64 = 2.776_445_105_197_8;

/// A figure over samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Estimate {
    value: Option<f64>,
    /// Of the sampling; none where all rows were taken.
    interval: Option<Interval>,
    /// Rows of a sample.
    rows: usize,
}

/// Figures of sets of `totals` rows, by places drawn from each, at most `size` from a set, and the seed. They are computed
/// once over all rows where no set has more, and otherwise as the mean of five samples.
pub(crate) fn estimate<const SETS: usize, const FIGURES: usize>(
    totals: [usize; SETS],
    size: usize,
    figures: impl Fn([Vec<usize>; SETS], u64) -> Option<[f64; FIGURES]>,
) -> [Estimate; FIGURES] {
    let sampled = totals.iter().any(|total| *total > size);
    let draw = |seed| figures(totals.map(|total| measures::sample(total, size, seed)), seed);
    let found: Option<Vec<[f64; FIGURES]>> = (0..if sampled { SAMPLES } else { 1 }).map(draw).collect();
    let rows = totals.into_iter().map(|total| total.min(size)).min().unwrap_or(0);
    std::array::from_fn(|at| match &found {
        Some(found) => {
            let values: Vec<f64> = found.iter().map(|figures| figures[at]).collect();
            Estimate { rows, ..over(&values) }
        }
        None => Estimate { rows, ..Estimate::default() },
    })
}

/// The mean of samples' values and its interval.
fn over(values: &[f64]) -> Estimate {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let reach = T95 * (squares / (n - 1.0) / n).sqrt();
    let interval = (values.len() > 1).then_some(Interval { low: mean - reach, high: mean + reach });
    Estimate { value: Some(mean), interval, rows: 0 }
}

impl Measure {
    /// The same with a figure over samples, which its note tells.
    pub(crate) fn estimated(mut self, estimate: &Estimate) -> Self {
        self.value = estimate.value;
        self.n = estimate.rows as u64;
        if let Some(interval) = estimate.interval {
            (self.low, self.high) = (Some(interval.low), Some(interval.high));
            let note = format!(
                "The mean of {SAMPLES} samples of {} rows drawn by fixed seeds; the interval is of the sampling.",
                estimate.rows
            );
            self.note = Some(self.note.map_or(note.clone(), |before| format!("{before} {note}")));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_are_taken_whole_and_many_sampled() {
        let mean = |[places]: [Vec<usize>; 1], _| {
            (!places.is_empty()).then(|| [places.iter().sum::<usize>() as f64 / places.len() as f64])
        };
        let [whole] = estimate([9], 9, mean);
        assert_eq!(whole, Estimate { value: Some(4.0), interval: None, rows: 9 });
        let [sampled] = estimate([1001], 200, mean);
        let interval = sampled.interval.unwrap_or(Interval { low: 0.0, high: 0.0 });
        assert!(
            interval.low < 500.0 && 500.0 < interval.high && interval.high - interval.low < 120.0,
            "{interval:?}"
        );
        assert_eq!(estimate([0], 9, mean)[0].value, None);
    }

    /// numpy: mean 3, standard deviation √2.5, so a reach of 2.776445·√(2.5/5).
    #[test]
    fn the_interval_is_students() {
        let interval = over(&[1.0, 2.0, 3.0, 4.0, 5.0]).interval.unwrap_or(Interval { low: 0.0, high: 0.0 });
        assert!((interval.high - 4.963_243_161_4).abs() < 1e-9, "{interval:?}");
    }
}
