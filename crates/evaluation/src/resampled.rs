//! How far figures that have no interval of their own may be off, from smaller samples of the rows.
//!
//! Samples are drawn without putting rows back (Politis and Romano 1994): a row that stands twice in a sample would look like
//! repetition. They are small, so that many cost less than measuring all rows once.

use crate::measure::{Measure, Unit};
use crate::rows::Rows;
use crate::sampled::{deviation, mean};

/// Samples, by the seeds from 1.
const SAMPLES: u64 = 12;
/// Most rows of a sample.
const ROWS: usize = 2000;
/// Rows from which on a sample tells something.
const FEWEST: usize = 5;
/// Half the width of a 95 % interval by the spread of twelve, in standard deviations (Student's t with 11 degrees of freedom).
const T95: f64 = 2.200_985_160_083_1;

/// How many times [`with_intervals`] measures.
pub const MEASURINGS: u64 = SAMPLES + 1;

/// Figures of `measure`, with an interval from samples where they have none or a narrower one, and of `own`, which know
/// theirs. `None` where `go_on`, asked before each measuring of a sample and at the end, said no; that of all rows, which
/// goes on beside, is waited for.
pub fn with_intervals(
    rows: &Rows,
    measure: impl Fn(&Rows) -> Vec<Measure> + Sync,
    own: impl Fn(&Rows) -> Vec<Measure> + Sync,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<Measure>> {
    let size = (rows.len() / 2).min(ROWS);
    let (mut samples, mut figures, mut known) = (Vec::new(), Vec::new(), Vec::new());
    // Much of a measuring keeps one core busy only, so samples are measured beside all rows.
    let finished = rayon::in_place_scope(|scope| {
        if !go_on() {
            return false;
        }
        scope.spawn(|_| figures = measure(rows));
        scope.spawn(|_| known = own(rows));
        for seed in 1..=SAMPLES {
            samples.push(measure(&rows.sample(size, seed)));
            if !go_on() {
                return false;
            }
        }
        true
    });
    if !finished {
        return None;
    }
    let mut found = widened(figures, &samples, size, rows.len());
    found.extend(known);
    Some(found)
}

/// Figures of `all` rows with intervals from samples, as [`with_intervals`] gives them; `measure` measures rows by their
/// places.
pub(crate) fn of_places(
    all: usize,
    figures: Vec<Measure>,
    measure: impl Fn(&[usize]) -> Vec<Measure>,
) -> Vec<Measure> {
    let size = (all / 2).min(ROWS);
    let samples: Vec<_> = (1..=SAMPLES).map(|seed| measure(&measures::sample(all, size, seed))).collect();
    widened(figures, &samples, size, all)
}

fn widened(figures: Vec<Measure>, samples: &[Vec<Measure>], size: usize, all: usize) -> Vec<Measure> {
    let widened = |figure: Measure| {
        let of = |sample: &Vec<Measure>| sample.iter().find(|other| other.id == figure.id)?.value;
        let values: Vec<f64> = samples.iter().filter_map(of).collect();
        figure.resampled(&values, size, all)
    };
    figures.into_iter().map(widened).collect()
}

impl Measure {
    /// The same with an interval from its values in samples of `size` of the `all` rows, where it has none or one that is
    /// narrower: those of the drawing of some rows say nothing of other rows.
    ///
    /// The spread over samples that leave most rows out falls with the square root of `1/size − 1/all`; that of figures of
    /// other rows altogether with that of `1/all`. Of counts, which grow with the number of rows as the vocabulary
    /// does, it is taken in parts of the figure.
    fn resampled(self, values: &[f64], size: usize, all: usize) -> Self {
        let (Some(value), true) = (self.value, size >= FEWEST && values.len() > 1) else { return self };
        let spread = match self.unit {
            Unit::Count => value.abs() * deviation(values) / mean(values).abs(),
            Unit::Share | Unit::Words | Unit::Score | Unit::LogProbability => deviation(values),
        };
        let reach = T95 * spread * (size as f64 / (all - size) as f64).sqrt();
        let own = self.low.zip(self.high).map(|(low, high)| (high - value).max(value - low));
        if !(reach > 0.0 && reach.is_finite()) || own.is_some_and(|own| own >= reach) {
            return self;
        }
        let what = if own.is_some() { "It is widened to that" } else { "The interval is" };
        self.reaching(reach)
            .noted_too(format!("{what} of {SAMPLES} samples of {size} rows, drawn by fixed seeds."))
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::{Row, diversity};

    /// Texts of words by Zipf's law.
    fn texts(rows: usize, seed: u64) -> Rows {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let row = |random: &mut ChaCha8Rng| Row {
            text: (0..random.random_range(5..20))
                .map(|_| format!("w{} ", (600_f64.powf(random.random_range(0.0..1.0))) as u32))
                .collect(),
            label: None,
            conditions: dataset::Fields::default(),
            mean_log_probability: Some(random.random_range(-2.0..-1.0)),
        };
        Rows::new((0..rows).map(|_| row(&mut random)).collect())
    }

    #[test]
    fn datasets_of_one_kind_differ_by_no_more_than_noise() {
        let figures = |seed| {
            with_intervals(&texts(120, seed), diversity::measure, diversity::likeness, &mut || true)
                .unwrap_or_default()
        };
        let all: Vec<Vec<Measure>> = (0..24).map(figures).collect();
        let (mut beyond, mut compared) = (0, 0);
        for pair in all.chunks(2) {
            for (one, other) in pair[0].iter().zip(&pair[1]) {
                let reach = |measure: &Measure| Some(measure.high?.max(measure.low?) - measure.value?);
                let (Some(a), Some(b)) = (reach(one), reach(other)) else { continue };
                compared += 1;
                let apart = one.value.unwrap_or(0.0) - other.value.unwrap_or(0.0);
                beyond += u32::from(apart.abs() > a.hypot(b));
            }
        }
        assert!(compared > 150, "{compared} have intervals");
        assert!(f64::from(beyond) < 0.15 * f64::from(compared), "{beyond} of {compared} differ");
    }

    #[test]
    fn own_intervals_stay_and_measuring_can_be_stopped() {
        let rows = texts(30, 1);
        let share = crate::Dashboard::Faithfulness.share("kept", "Kept", "What is kept.", 3, 30);
        let found = with_intervals(&rows, |_| vec![share.clone()], |_| Vec::new(), &mut || true);
        assert_eq!(found, Some(vec![share.clone()]));
        let mut left = 4;
        let mut go_on = || {
            left -= 1;
            left >= 0
        };
        assert_eq!(with_intervals(&rows, |_| vec![share.clone()], |_| Vec::new(), &mut go_on), None);
        assert!(
            with_intervals(&texts(1, 1), diversity::measure, diversity::likeness, &mut || true).is_some()
        );
    }
}
