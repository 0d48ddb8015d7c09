//! What do students learn from the rows?
//!
//! Students are trained on synthetic rows, on real ones, on both, and on growing shares of each, and answer gold rows: rows
//! whose labels people vouch for. [`study`] trains them, and [`report`] puts what they know in figures, charts and a sentence.
//!
//! Each student learns a bootstrap sample of its rows, drawn class by class. About 63 % of a sample's rows are different ones,
//! so accuracies are somewhat below those of a student of all rows; they are so for synthetic and real rows alike.

mod ablation;
mod calibration;
mod draw;
mod options;
mod overlap;
mod progress;
pub mod report;
mod student;
mod trial;

use measures::{Confusion, Interval, Mean};
use students::Row;

pub use ablation::{Ablation, Group, condition_groups};
pub use calibration::Calibration;
pub use options::UsefulnessOptions;
pub use overlap::Overlap;
pub use progress::{Progress, StudyError};
pub use student::StudentKind;

use progress::Trainings;
use student::{Answer, Labels, Lessons};
use trial::{Tally, Task};

/// What students learn from and answer. The vectors of rows are features where all rows have them, of one length.
#[derive(Clone, Copy, Debug, Default)]
pub struct UsefulnessData<'r> {
    /// The rows whose use is asked about.
    pub synthetic: &'r [Row<'r>],
    /// Real rows to learn from; may be empty.
    pub real: &'r [Row<'r>],
    /// Rows whose labels people vouch for.
    pub gold: &'r [Row<'r>],
}

/// What students learnt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// The synthetic rows.
    Synthetic,
    /// The real rows.
    Real,
    /// Both.
    Both,
}

/// What students of so many rows know.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// Rows that each of them drew.
    pub rows: usize,
    /// Accuracy on the gold rows, in [0, 1], with the interval of its spread over students.
    pub accuracy: Mean,
    tally: Tally,
}

/// A difference of two accuracies on the same gold rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The difference, in [-1, 1].
    pub difference: f64,
    /// Its 95 % interval, for other students and other gold rows together.
    pub interval: Interval,
}

/// Rows that were set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sampled {
    /// Rows that there are.
    pub of: usize,
    /// Rows that were used.
    pub used: usize,
}

/// What a study found.
#[derive(Clone, Debug)]
pub struct UsefulnessOutcome {
    /// The learning curves, points by ascending rows; a source without rows has none.
    pub curves: Vec<(Source, Vec<Learnt>)>,
    /// Students of as many synthetic as real rows: what each know, and how much better those of synthetic rows do.
    pub equal: Option<(Learnt, Learnt, Effect)>,
    /// What adding the synthetic rows to all real ones does.
    pub added: Option<Effect>,
    /// What one student of all synthetic rows answers where which gold label is true.
    pub confusion: Confusion,
    /// Whether that student is as sure as it is right; a support vector machine gives no probabilities.
    pub calibration: Option<Calibration>,
    /// Which parts of the synthetic rows help.
    pub ablations: Vec<Ablation>,
    /// Gold rows that stand among the synthetic rows or the real ones too.
    pub overlap: Overlap,
    /// Whether these were left out.
    pub overlap_left_out: bool,
    /// Synthetic rows used.
    pub synthetic: Sampled,
    /// Real rows used.
    pub real: Sampled,
    /// Gold rows used, after the overlap was left out.
    pub gold: Sampled,
    /// Whether vectors were features.
    pub vectors: bool,
    /// Students for each point.
    pub students: usize,
    /// What learnt.
    pub student: StudentKind,
}

/// Trains students and lets them answer the gold rows. `groups` are parts of the synthetic rows whose use is asked about,
/// such as [`condition_groups`] gives; each costs as many trainings as there are students. The same on every machine, but for
/// transformers.
///
/// # Errors
/// `progress` said to stop, or a transformer could not learn.
pub fn study(
    data: UsefulnessData<'_>,
    groups: &[Group],
    options: &UsefulnessOptions,
    progress: Progress<'_>,
) -> Result<UsefulnessOutcome, StudyError> {
    let overlap = overlap::find(data, options.seed);
    let all_gold: Vec<usize> =
        (0..data.gold.len()).filter(|row| !options.leave_out_overlap || !overlap.holds(*row)).collect();
    let labels = Labels::of([data.synthetic, data.real, data.gold].concat().iter().map(|row| row.label));
    let pick = |rows: &[Row<'_>], from: &[usize], most: usize| {
        let classes: Vec<usize> = from.iter().map(|row| labels.class(rows[*row].label)).collect();
        let drawn = draw::subsample(&classes, most, options.seed);
        drawn.into_iter().map(|at| from[at]).collect::<Vec<usize>>()
    };
    let every = |rows: &[Row<'_>]| (0..rows.len()).collect::<Vec<_>>();
    let synthetic = pick(data.synthetic, &every(data.synthetic), options.most_rows);
    let real = pick(data.real, &every(data.real), options.most_rows);
    let gold = pick(data.gold, &all_gold, options.most_gold);
    let used = |rows: &[Row<'_>], used: &[usize]| Sampled { of: rows.len(), used: used.len() };
    let plan = trial::Plan::new(synthetic.len(), real.len(), &options.shares);
    let parts = ablation::parts(groups, &synthetic);
    let students = options.students.max(1);
    let total = (plan.points.len() + parts.len()) * students + 1;
    let mut trainings = Trainings { done: 0, total, progress };
    trainings.finish(0)?;
    let lessons = Lessons::new(
        &labels,
        [(data.synthetic, &synthetic), (data.real, &real), (data.gold, &gold)],
        &options.student,
        options.seed,
        &mut || trainings.go_on(),
    )?;
    let task = Task::new(&lessons, options);
    let mut known = Vec::with_capacity(plan.points.len());
    for point in &plan.points {
        known.push(task.learn(*point, None, &mut || trainings.go_on())?);
        trainings.finish(students)?;
    }
    let whole = lessons.train(&lessons.all_synthetic(), &mut || trainings.go_on())?;
    let answers = lessons.answers(&whole)?;
    trainings.finish(1)?;
    let base = plan.full(Source::Synthetic).map(|at| known[at].clone());
    let mut ablations = Vec::new();
    for (group, rows) in parts.iter().zip(ablation::masks(&parts, synthetic.len())) {
        let full = plan.full(Source::Synthetic).map(|at| plan.points[at]);
        let without =
            full.map(|point| task.learn(point, Some(&rows), &mut || trainings.go_on())).transpose()?;
        if let (Some(base), Some(without)) = (&base, &without) {
            ablations.extend(Ablation::new(group, base, without));
        }
        trainings.finish(students)?;
    }
    let at = |source| plan.full(source).map(|at| &known[at]);
    let equal = plan.equal.map(|[one, other]| {
        let (one, other) = (known[one].clone(), known[other].clone());
        let effect = Effect::of(&one, &other);
        (one, other, effect)
    });
    let added = at(Source::Both).zip(at(Source::Real)).map(|(both, real)| Effect::of(both, real));
    Ok(UsefulnessOutcome {
        curves: plan.curves(&known),
        equal: equal.and_then(|(one, other, effect)| Some((one, other, effect?))),
        added: added.flatten(),
        confusion: confusion(&labels, &lessons.gold_classes(), &answers),
        calibration: Calibration::of(&lessons.gold_classes(), &answers, options.seed),
        ablations,
        overlap,
        overlap_left_out: options.leave_out_overlap,
        synthetic: used(data.synthetic, &synthetic),
        real: used(data.real, &real),
        gold: Sampled { of: all_gold.len(), used: gold.len() },
        vectors: lessons.has_vectors(),
        students,
        student: options.student.clone(),
    })
}

/// The classes of gold rows beside those answered.
fn confusion(labels: &Labels, gold: &[usize], answers: &[Answer]) -> Confusion {
    let names = labels.names();
    let pair = |(class, answer): (&usize, &Answer)| {
        Some((names.get(*class)?.as_str(), names.get(answer.class)?.as_str()))
    };
    Confusion::of(&gold.iter().zip(answers).filter_map(pair).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
