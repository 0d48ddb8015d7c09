//! How a figure varies from sample to sample (Efron 1979).

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::Interval;

/// Positions of a sample of the same size drawn with replacement from `total` things, in the order in which they were
/// drawn. `round` numbers samples of one seed, which are independent.
#[must_use]
pub fn resample(total: usize, seed: u64, round: u64) -> Vec<usize> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(round);
    (0..total).map(|_| random.random_range(0..total)).collect()
}

/// The 95 % interval of a figure from its values for resamples: their 2.5th and 97.5th percentiles, interpolated linearly.
/// Values that are not finite are left out; `None` without others.
#[must_use]
pub fn percentile_interval(values: &[f64]) -> Option<Interval> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let at = |share: f64| {
        let place = share * last as f64;
        let below = place.floor() as usize;
        let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
        low + (high - low) * (place - below as f64)
    };
    Some(Interval { low: at(0.025), high: at(0.975) })
}

/// How many samples are drawn.
const RESAMPLES: usize = 1_000;

/// The 95 % percentile intervals of figures of some items (Efron, 1979): the figures are computed for samples of as many
/// items, drawn with replacement by the seed, given as places from 0 to `items`; an interval reaches from the 2.5th to the
/// 97.5th percentile of what they give. Samples for which a figure is not defined are left out of its interval. `None`
/// for a figure that more than half of the samples do not define; no intervals below two items.
///
/// Where all items say the same, so do all samples: the interval of full agreement has no width, however few items there are.
#[must_use]
pub fn bootstrap(
    items: usize,
    seed: u64,
    figures: impl Fn(&[usize]) -> Vec<Option<f64>>,
) -> Vec<Option<Interval>> {
    if items < 2 {
        return Vec::new();
    }
    let mut samples: Vec<Vec<f64>> = Vec::new();
    for round in 0..RESAMPLES as u64 {
        let figures = figures(&resample(items, seed, round));
        samples.resize_with(samples.len().max(figures.len()), Vec::new);
        for (sample, figure) in samples.iter_mut().zip(figures) {
            sample.extend(figure.filter(|figure| figure.is_finite()));
        }
    }
    let interval = |sample: Vec<f64>| {
        if 2 * sample.len() < RESAMPLES { None } else { percentile_interval(&sample) }
    };
    samples.into_iter().map(interval).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy: `numpy.percentile(values, [2.5, 97.5])`.
    #[test]
    fn percentiles_are_interpolated() {
        let check =
            |values: &[f64], expected: Option<(f64, f64)>| match (percentile_interval(values), expected) {
                (Some(found), Some((low, high))) => {
                    assert!((found.low - low).abs() < 1e-12 && (found.high - high).abs() < 1e-12, "{found:?}")
                }
                (found, expected) => assert_eq!(found.is_some(), expected.is_some()),
            };
        check(&[], None);
        check(&[f64::NAN], None);
        check(&[3.0], Some((3.0, 3.0)));
        check(&[5.0, 1.0, f64::INFINITY, 2.0, 4.0, 3.0], Some((1.1, 4.9)));
    }

    #[test]
    fn resamples_differ_by_round_and_seed_alone() {
        let drawn = resample(50, 1, 2);
        assert_eq!(drawn, resample(50, 1, 2));
        assert_ne!(drawn, resample(50, 1, 3));
        assert_ne!(drawn, resample(50, 2, 2));
        assert!(drawn.iter().all(|at| *at < 50));
        assert_eq!(resample(0, 1, 2), [0_usize; 0]);
    }

    #[test]
    fn the_interval_of_a_share_is_that_of_the_normal_distribution() {
        let hits: Vec<bool> = (0..400).map(|at| at % 4 == 0).collect();
        let share = |places: &[usize]| {
            vec![Some(places.iter().filter(|place| hits[**place]).count() as f64 / places.len() as f64)]
        };
        // 0.25 ± 1.96 √(0.25 × 0.75 / 400) = 0.25 ± 0.0424.
        for seed in 0..5 {
            let Interval { low, high } = bootstrap(hits.len(), seed, share)[0].unwrap();
            assert!((low - 0.2076).abs() < 0.006 && (high - 0.2924).abs() < 0.006, "{seed}: {low} {high}");
        }
        assert_eq!(bootstrap(400, 3, share), bootstrap(400, 3, share));
        assert_ne!(bootstrap(400, 3, share), bootstrap(400, 4, share));
    }

    #[test]
    fn too_little_has_no_interval() {
        let first = |places: &[usize]| vec![Some(places[0] as f64)];
        assert_eq!(bootstrap(0, 1, first), []);
        assert_eq!(bootstrap(1, 1, first), []);
        assert_eq!(bootstrap(9, 1, |_| vec![]), []);
        let figures = |places: &[usize]| {
            let (some, few) = ((places[0] > 2).then_some(1.0), (places[0] > 6).then_some(1.0));
            vec![None, Some(f64::NAN), some, few, Some(2.0)]
        };
        let found: Vec<bool> = bootstrap(9, 1, figures).iter().map(Option::is_some).collect();
        assert_eq!(found, [false, false, true, false, true]);
    }
}
