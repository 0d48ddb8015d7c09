//! Whether a step helps: a student learns the rows before and after it, and both answer gold rows.

use measures::{Interval, SparseVector};
use serde::{Deserialize, Serialize};
use students::Precision;
use ts_rs::TS;

use crate::learner::{Learner, Lesson};

/// How a step is tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateOptions {
    /// Students on either side. Each leaves out another fifth of the rows, the same before and after.
    pub students: usize,
    /// Accuracy that a step may cost and still pass, in [0, 1].
    pub margin: f64,
    /// Half the width of the interval in standard deviations.
    pub z: f64,
}

impl Default for GateOptions {
    /// Five students, one point, 95 %.
    fn default() -> Self {
        Self { students: 5, margin: 0.01, z: measures::Z95 }
    }
}

/// What a step did to students.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GateReport {
    /// Mean accuracy on the gold rows before the step, in [0, 1].
    pub before: f64,
    /// After it.
    pub after: f64,
    /// Lower end of the interval of the difference.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Gold rows that judged it.
    pub gold: usize,
    /// What follows.
    pub verdict: Verdict,
}

/// What can be said of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "GateVerdict")]
pub enum Verdict {
    /// Accuracy rises: the whole interval lies above 0.
    Helps,
    /// Accuracy may rise or fall, but hardly by more than the margin.
    Harmless,
    /// Too few gold rows to tell.
    CannotTell,
    /// Accuracy falls: the whole interval lies below 0.
    Hurts,
}

impl Verdict {
    /// Whether the step may be made. What cannot be told does not pass: a gate that lets through what is not shown to hurt
    /// lets most harm through when gold rows are few.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Self::Helps | Self::Harmless)
    }
}

impl GateReport {
    /// That of rows which are as they were: whatever the gold rows, it cost nothing.
    pub(crate) fn unchanged(self) -> Self {
        Self { low: 0.0, high: 0.0, verdict: Verdict::Harmless, ..self }
    }
}

/// Compares what two sets of students know: of each gold row the share of students that answer it rightly. `None`
/// without gold rows, or where the two differ in number.
#[must_use]
pub fn compare(before: &[f64], after: &[f64], options: GateOptions) -> Option<GateReport> {
    if before.is_empty() || before.len() != after.len() {
        return None;
    }
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let differences: Vec<f64> = before.iter().zip(after).map(|(before, after)| after - before).collect();
    let Interval { low, high } = measures::paired_interval(&differences, options.z)?;
    let verdict = if low > 0.0 {
        Verdict::Helps
    } else if high < 0.0 {
        Verdict::Hurts
    } else if low >= -options.margin {
        Verdict::Harmless
    } else {
        Verdict::CannotTell
    };
    Some(GateReport { before: mean(before), after: mean(after), low, high, gold: before.len(), verdict })
}

/// Of each gold row, given by its features and, where a student can know it, its class, the share of students that answer
/// it rightly after they learnt the lessons.
pub(crate) fn correct(
    learner: &Learner,
    lessons: &[Lesson],
    classes: usize,
    gold: &[(SparseVector, Option<usize>)],
    students: usize,
) -> Vec<f64> {
    let mut correct = vec![0.0; gold.len()];
    for number in 0..students {
        // The rows that a student does not see follow from their numbers, so that they are the same after a step.
        let seen: Vec<Lesson> =
            lessons.iter().copied().filter(|lesson| !left_out(lesson.row, number)).collect();
        let student = learner.train(&seen, classes, Precision::ROUGH);
        for (correct, (features, class)) in correct.iter_mut().zip(gold) {
            let p = student.probabilities(features);
            let best = (0..p.len()).reduce(|best, other| if p[other] > p[best] { other } else { best });
            *correct += f64::from(best.is_some() && best == *class) / students as f64;
        }
    }
    correct
}

/// Whether a student does not see a row: one in five, scattered.
fn left_out(row: usize, student: usize) -> bool {
    let mixed = (row as u64 ^ (student as u64) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40).is_multiple_of(5)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn verdicts() {
        let check = |gained: usize, lost: usize, same: usize, expected: Verdict| {
            let rows =
                |first: f64, second: f64| [vec![first; gained], vec![second; lost], vec![1.0; same]].concat();
            let report = compare(&rows(0.0, 1.0), &rows(1.0, 0.0), GateOptions::default()).unwrap();
            assert_eq!(report.verdict, expected, "{gained} {lost} {same}: {report:?}");
        };
        check(0, 0, 200, Verdict::Harmless);
        // The same on twenty rows says nothing.
        check(0, 0, 20, Verdict::CannotTell);
        check(20, 2, 178, Verdict::Helps);
        check(2, 20, 178, Verdict::Hurts);
        check(4, 6, 190, Verdict::CannotTell);
        check(30, 30, 9940, Verdict::Harmless);
        assert_eq!(compare(&[], &[], GateOptions::default()), None);
        assert_eq!(compare(&[1.0], &[], GateOptions::default()), None);
    }

    /// Agresti and Min 2005, section 2: 20 and 5 of 50 discordant pairs, by hand with numpy:
    /// `d = 15 / 52; se = sqrt(26 - 52 d²) / 52`.
    #[test]
    fn the_interval_is_that_of_paired_proportions() {
        let rows = |a: f64, b: f64| [vec![a; 20], vec![b; 5], vec![1.0; 25]].concat();
        let report = compare(&rows(0.0, 1.0), &rows(1.0, 0.0), GateOptions::default()).unwrap();
        assert!(
            (report.low - 0.112_990_7).abs() < 1e-6 && (report.high - 0.463_932_4).abs() < 1e-6,
            "{report:?}"
        );
        assert_eq!((report.before, report.after, report.gold), (0.6, 0.9, 50));
    }

    proptest! {
        #[test]
        fn the_interval_mirrors(rows in vec((0.0f64..=1.0, 0.0f64..=1.0), 1..40)) {
            let (a, b): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
            let one = compare(&a, &b, GateOptions::default()).unwrap();
            let other = compare(&b, &a, GateOptions::default()).unwrap();
            prop_assert!((one.low + other.high).abs() < 1e-12 && (one.high + other.low).abs() < 1e-12);
            prop_assert!(one.low <= one.high);
        }
    }
}
