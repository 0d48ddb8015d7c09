//! How certain a figure is, where no formula tells: the figure of samples drawn from the sample.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::Interval;

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
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut places = vec![0; items];
    let mut samples: Vec<Vec<f64>> = Vec::new();
    for _ in 0..RESAMPLES {
        places.iter_mut().for_each(|place| *place = random.random_range(0..items));
        let figures = figures(&places);
        samples.resize_with(samples.len().max(figures.len()), Vec::new);
        for (sample, figure) in samples.iter_mut().zip(figures) {
            sample.extend(figure.filter(|figure| figure.is_finite()));
        }
    }
    samples.into_iter().map(interval).collect()
}

fn interval(mut figures: Vec<f64>) -> Option<Interval> {
    figures.sort_by(f64::total_cmp);
    let ends = Interval { low: percentile(&figures, 0.025)?, high: percentile(&figures, 0.975)? };
    (2 * figures.len() >= RESAMPLES).then_some(ends)
}

/// A percentile of sorted values, between two of them in proportion (Hyndman and Fan's type 7, NumPy's default).
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_equal_numpy() {
        // numpy.percentile([1, 2, 4, 8, 16], [0, 2.5, 50, 97.5, 100]), NumPy 2.
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        for (share, expected) in [(0.0, 1.0), (0.025, 1.1), (0.5, 4.0), (0.975, 15.2), (1.0, 16.0)] {
            let found = percentile(&values, share).unwrap();
            assert!((found - expected).abs() < 1e-9, "{share}: {found}");
        }
        assert_eq!(percentile(&[], 0.5), None);
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
