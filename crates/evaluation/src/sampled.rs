//! Figures that compare rows with each other, over samples where there are many rows.

use crate::measure::Measure;

/// Samples drawn, by the seeds from 0.
const SAMPLES: u64 = 5;
/// Rows from which on a half tells something.
const FEWEST: usize = 5;
/// Half the width of a 95 % interval of the mean of five, in standard errors (Student's t with 4 degrees of freedom).
const T95: f64 = 2.776_445_105_197_8;

/// A figure over samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Estimate {
    value: Option<f64>,
    /// Half the width of the 95 % interval.
    reach: Option<f64>,
    /// Rows of a set that the value is of.
    rows: usize,
    /// Whether the value is the mean of samples.
    is_mean: bool,
    /// Rows of the samples that the interval is from.
    drawn: usize,
}

/// Figures of sets of `totals` rows, by places drawn from each, at most `size` from a set, and the seed. They are computed
/// once over all rows where no set has more, and otherwise as the mean of five samples.
///
/// The interval is for other rows of the same kind. Where rows were left out of every set, it is from the same samples, and
/// otherwise from five samples of half as many.
pub(crate) fn estimate<const SETS: usize, const FIGURES: usize>(
    totals: [usize; SETS],
    size: usize,
    figures: impl Fn([Vec<usize>; SETS], u64) -> Option<[f64; FIGURES]>,
) -> [Estimate; FIGURES] {
    let draw = |size, seed| figures(totals.map(|total| measures::sample(total, size, seed)), seed);
    let draws = |size| (0..SAMPLES).map(|seed| draw(size, seed)).collect::<Option<Vec<_>>>();
    let rows = totals.into_iter().min().unwrap_or(0).min(size);
    let is_mean = totals.iter().any(|total| *total > size);
    let found = if is_mean { draws(size) } else { draw(size, 0).map(|whole| vec![whole]) };
    // A set of which every sample holds all rows says nothing of other rows.
    let leaves_out = totals.iter().all(|total| *total > size);
    let drawn = if leaves_out { size } else { rows / 2 };
    let halves = if leaves_out || drawn < FEWEST { None } else { draws(drawn) };
    // A mean over n rows of N spreads by 1/n − 1/N, over other rows altogether by 1/N more.
    let more =
        totals.map(|total| drawn as f64 / (total as f64 - drawn as f64)).into_iter().fold(0.0, f64::max);
    let own = if is_mean { 1.0 / SAMPLES as f64 } else { 0.0 };
    std::array::from_fn(|at| {
        let of = |found: &Vec<[f64; FIGURES]>| found.iter().map(|figures| figures[at]).collect::<Vec<_>>();
        let value = found.as_ref().map(of).map(|values| mean(&values));
        let spread = match &halves {
            // What counts things counts fewer of them in a half, and spreads less.
            Some(halves) => {
                let (halves, value) = (of(halves), value.unwrap_or_default());
                deviation(&halves) * (value / mean(&halves)).abs().clamp(1.0, 2.0)
            }
            None => {
                found.as_ref().filter(|_| leaves_out).map(of).map_or(f64::NAN, |values| deviation(&values))
            }
        };
        let reach = T95 * spread * (own + more).sqrt();
        Estimate { value, reach: (reach > 0.0 && reach.is_finite()).then_some(reach), rows, is_mean, drawn }
    })
}

pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation of what values were drawn from.
pub(crate) fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

impl Measure {
    /// The same with a figure over samples, which its note tells.
    pub(crate) fn estimated(mut self, estimate: &Estimate) -> Self {
        self.value = estimate.value;
        self.n = estimate.rows as u64;
        let Estimate { rows, drawn, .. } = estimate;
        let of = |rows: &usize| format!("{SAMPLES} samples of {rows} rows, drawn by fixed seeds");
        if estimate.is_mean {
            self = self.noted_too(format!("The mean of {}.", of(rows)));
        }
        match estimate.reach {
            Some(reach) if estimate.is_mean && drawn == rows => self.reaching(reach),
            Some(reach) => self.reaching(reach).noted_too(format!("The interval is of {}.", of(drawn))),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, seq::SliceRandom as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn mean_place([places]: [Vec<usize>; 1], _: u64) -> Option<[f64; 1]> {
        (!places.is_empty()).then(|| [places.iter().sum::<usize>() as f64 / places.len() as f64])
    }

    #[test]
    fn few_rows_are_taken_whole_and_many_sampled() {
        let check = |total: usize, size: usize, value: Option<f64>, is_mean: bool, drawn: usize| {
            let [found] = estimate([total], size, mean_place);
            assert_eq!(
                (found.is_mean, found.drawn, found.rows),
                (is_mean, drawn, total.min(size)),
                "{total}"
            );
            match value {
                Some(value) => {
                    let reach = found.reach.unwrap_or(f64::INFINITY);
                    assert!(
                        (found.value.unwrap_or(f64::NAN) - value).abs() <= reach && reach < value,
                        "{found:?}"
                    );
                }
                None => assert_eq!((found.value, found.reach), (None, None)),
            }
        };
        check(12, 12, Some(5.5), false, 6);
        check(1001, 200, Some(500.0), true, 200);
        check(0, 9, None, false, 0);
        // A few rows say nothing of others.
        let [few] = estimate([9], 9, mean_place);
        assert_eq!((few.value, few.reach), (Some(4.0), None));
    }

    /// Half the width of the interval of a mean of rows is known: 1.96 standard deviations over the root of the rows, here
    /// those of places, √((N² − 1) / 12).
    #[test]
    fn intervals_of_means_are_as_wide_as_theirs() {
        let check = |total: usize, size: usize| {
            let expected = measures::Z95 * ((total * total - 1) as f64 / 12.0 / total as f64).sqrt();
            let ratios: Vec<f64> = (0..200_u64)
                .filter_map(|turn| {
                    let mut shuffled: Vec<usize> = (0..total).collect();
                    shuffled.shuffle(&mut ChaCha8Rng::seed_from_u64(turn));
                    let of = |[places]: [Vec<usize>; 1], _| {
                        Some(
                            [places.iter().map(|at| shuffled[*at] as f64).sum::<f64>() / places.len() as f64],
                        )
                    };
                    let [found] = estimate([total], size, of);
                    Some((found.reach? / expected).powi(2))
                })
                .collect();
            // Student's t for five is wider than 1.96, and the mean of five samples less sure than that of all rows.
            let wider = (T95 / measures::Z95).powi(2);
            let sampled = if size < total {
                1.0 + (total - size) as f64 / (SAMPLES as usize * size) as f64
            } else {
                1.0
            };
            let mean = mean(&ratios) / wider / sampled;
            assert!((0.85..1.15).contains(&mean), "{total} of {size}: {mean}");
        };
        check(100, 100);
        check(150, 100);
        check(1000, 100);
    }
}
