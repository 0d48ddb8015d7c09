//! Students by the rows that they learnt, and how they compare.

use std::ops::ControlFlow;

use measures::{Interval, Mean, Z95, mean_interval, paired_interval};
use rayon::prelude::*;

use super::student::{GoOn, Lesson, Lessons};
use super::{Effect, Learnt, Source, StudyError, UsefulnessOptions, draw};

/// Which gold rows students answered rightly.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tally {
    /// Of each student its accuracy.
    students: Vec<f64>,
    /// Of each gold row the share of students.
    gold: Vec<f64>,
}

impl Tally {
    fn of(right: &[Vec<bool>]) -> Self {
        let share = |of: &mut dyn Iterator<Item = bool>, n: usize| {
            of.filter(|right| *right).count() as f64 / n.max(1) as f64
        };
        let rows = right.first().map_or(0, Vec::len);
        Self {
            students: right.iter().map(|rows| share(&mut rows.iter().copied(), rows.len())).collect(),
            gold: (0..rows).map(|row| share(&mut right.iter().map(|rows| rows[row]), right.len())).collect(),
        }
    }
}

impl Effect {
    /// How much better the students of `one` answer than those of `other`; students of the same number learnt from paired
    /// samples. The interval joins two sources of chance, other students (Student's t) and other gold rows (Agresti and
    /// Min), by the root of the sum of squares, which errs on the wide side. `None` without gold rows.
    pub(super) fn of(one: &Learnt, other: &Learnt) -> Option<Self> {
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let reach = |interval: Interval| (interval.high - interval.low) / 2.0;
        let (one, other) = (&one.tally, &other.tally);
        let gold = paired_interval(&minus(&one.gold, &other.gold), Z95)?;
        let students = mean_interval(&minus(&one.students, &other.students))?;
        let reach = reach(gold).hypot(students.interval.map_or(0.0, reach));
        let difference = students.mean;
        Some(Self { difference, interval: Interval { low: difference - reach, high: difference + reach } })
    }
}

/// How many rows of each kind a student draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub source: Source,
    pub synthetic: usize,
    pub real: usize,
}

/// The points at which students are trained.
pub(super) struct Plan {
    pub points: Vec<Point>,
    /// Points of as many synthetic rows as real ones.
    pub equal: Option<[usize; 2]>,
}

impl Plan {
    pub fn new(synthetic: usize, real: usize, shares: &[f64]) -> Self {
        let mut shares: Vec<f64> =
            shares.iter().copied().filter(|share| *share > 0.0 && *share < 1.0).collect();
        shares.push(1.0);
        let part = |rows: usize, share: f64| (rows as f64 * share).round() as usize;
        // Both without one of them is the other.
        let both =
            if synthetic.min(real) > 0 { (Source::Both, synthetic, real) } else { (Source::Both, 0, 0) };
        let mut points: Vec<Point> = Vec::new();
        for (source, synthetic, real) in [(Source::Synthetic, synthetic, 0), (Source::Real, 0, real), both] {
            for share in &shares {
                points.push(Point { source, synthetic: part(synthetic, *share), real: part(real, *share) });
            }
        }
        let equal = synthetic.min(real);
        let pair = [
            Point { source: Source::Synthetic, synthetic: equal, real: 0 },
            Point { source: Source::Real, synthetic: 0, real: equal },
        ];
        points.extend(pair);
        points.retain(|point| point.synthetic + point.real > 0);
        points.sort_by_key(|point| (point.source, point.synthetic + point.real));
        points.dedup();
        let place = |point: &Point| points.iter().position(|other| other == point);
        let equal = place(&pair[0]).zip(place(&pair[1])).map(|(one, other)| [one, other]);
        Self { points, equal }
    }

    /// The point of all rows of a source.
    pub fn full(&self, source: Source) -> Option<usize> {
        self.points.iter().rposition(|point| point.source == source)
    }

    pub fn curves(&self, known: &[Learnt]) -> Vec<(Source, Vec<Learnt>)> {
        let of = |source: Source| {
            let points = self.points.iter().zip(known).filter(|(point, _)| point.source == source);
            (source, points.map(|(_, learnt)| learnt.clone()).collect::<Vec<_>>())
        };
        let curves = [Source::Synthetic, Source::Real, Source::Both].map(of);
        curves.into_iter().filter(|(_, points)| !points.is_empty()).collect()
    }
}

/// What is trained again and again.
pub(super) struct Task<'l, 'r> {
    lessons: &'l Lessons<'r>,
    classes: [Vec<usize>; 2],
    students: usize,
    seed: u64,
}

impl<'l, 'r> Task<'l, 'r> {
    pub fn new(lessons: &'l Lessons<'r>, options: &UsefulnessOptions) -> Self {
        let classes =
            [&lessons.synthetic, &lessons.real].map(|rows| rows.iter().map(|row| row.class).collect());
        Self { lessons, classes, students: options.students.max(1), seed: options.seed }
    }

    /// Trains the students of a point and asks them; of the synthetic rows that they draw, those that are `left_out` are not
    /// learnt.
    pub fn learn(
        &self,
        point: Point,
        left_out: Option<&[bool]>,
        go_on: GoOn<'_>,
    ) -> Result<Learnt, StudyError> {
        let student = |number: u64, go_on: GoOn<'_>| {
            let drawn =
                |rows: &[Lesson<'r>], classes: &[usize], count: usize, seed: u64| -> Vec<Lesson<'r>> {
                    let times = draw::bootstrap(classes, count, seed, number);
                    rows.iter()
                        .zip(times)
                        .map(|(row, times)| Lesson { weight: row.weight * times, ..*row })
                        .collect()
                };
            let [synthetic, real] = &self.classes;
            let mut lessons = drawn(&self.lessons.synthetic, synthetic, point.synthetic, self.seed);
            for (lesson, left_out) in lessons.iter_mut().zip(left_out.unwrap_or_default()) {
                lesson.weight *= f64::from(u8::from(!left_out));
            }
            lessons.extend(drawn(&self.lessons.real, real, point.real, self.seed ^ u64::MAX));
            self.lessons.right(&self.lessons.train(&lessons, go_on)?)
        };
        let students = 0..self.students as u64;
        let right: Result<Vec<Vec<bool>>, StudyError> = if self.lessons.side_by_side() {
            let to_the_end = |number| student(number, &mut || ControlFlow::Continue(()));
            students.into_par_iter().map(to_the_end).collect()
        } else {
            students.map(|number| student(number, go_on)).collect()
        };
        let right = right?;
        let tally = Tally::of(&right);
        let accuracy = mean_interval(&tally.students).unwrap_or(Mean { mean: 0.0, interval: None });
        Ok(Learnt { rows: point.synthetic + point.real, accuracy, tally })
    }
}
