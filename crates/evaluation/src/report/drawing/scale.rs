//! From numbers to places.

use super::super::number;

/// Steps of an axis at most.
const STEPS: f64 = 5.0;

/// A straight scale. Its ends are finite and apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that has room for all finite `values`, from the place `from` to the place `to`, with round ends.
    pub(super) fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // So near the largest numbers that round ends would not be finite.
        (low, high) = (low.max(f64::MIN / 4.0), high.min(f64::MAX / 4.0));
        let close = low.abs().max(high.abs()) * 1e-9;
        if high - low <= close {
            let wider = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
            (low, high) = (low - wider, high + wider);
        }
        let scale = Self { low, high, from, to };
        let step = scale.step();
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, ..scale }
    }

    /// The place of a number; those beyond the ends stand at them.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + part * (self.to - self.from)
    }

    fn step(&self) -> f64 {
        let rough = (self.high - self.low) / STEPS;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|by| by * power).into_iter().find(|step| *step >= rough * 0.999);
        step.filter(|step| step.is_normal()).unwrap_or(self.high - self.low)
    }

    /// Round numbers with their texts, from low to high.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let step = self.step();
        let decimals = (-(step * 1.001).log10().floor()).clamp(0.0, 12.0) as usize;
        let first = (self.low / step).round();
        let steps = ((self.high - self.low) / step).round().clamp(1.0, 2.0 * STEPS) as u32;
        let mut ticks: Vec<(f64, String)> = (0..=steps)
            .map(|at| {
                let value = (first + f64::from(at)) * step;
                let written = value.abs() < 1e9 && decimals < 7;
                (value, if written { number::decimal(value, decimals) } else { number::plain(value) })
            })
            .collect();
        ticks.dedup_by(|a, b| a.1 == b.1);
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round() {
        let check = |values: &[f64], expected: &[&str]| {
            let ticks = Scale::over(values.iter().copied(), 0.0, 100.0).ticks();
            let texts: Vec<&str> = ticks.iter().map(|(_, text)| text.as_str()).collect();
            assert_eq!(texts, expected, "{values:?}");
        };
        check(&[0.0, 97.0], &["0", "20", "40", "60", "80", "100"]);
        check(&[0.61, 0.88], &["0.6", "0.7", "0.8", "0.9"]);
        check(&[-3.0, 4.0], &["−4", "−2", "0", "2", "4"]);
        check(&[0.0, 12_000.0], &["0", "5,000", "10,000", "15,000"]);
        check(&[], &["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        check(&[f64::NAN, f64::INFINITY, 3.0, 3.0], &["1", "2", "3", "4", "5"]);
    }

    proptest::proptest! {
        #[test]
        fn places_are_within(values in proptest::collection::vec(proptest::num::f64::ANY, 0..6), any in proptest::num::f64::ANY) {
            let scale = Scale::over(values.iter().copied(), 40.0, 700.0);
            for value in values.iter().chain([&any]).filter(|value| value.is_finite()) {
                assert!((40.0..=700.0).contains(&scale.at(*value)), "{value} in {scale:?}");
            }
            let ticks = scale.ticks();
            assert!((1..=11).contains(&ticks.len()), "{ticks:?}");
        }
    }
}
