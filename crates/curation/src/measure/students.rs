//! What students make of rows and their labels.

use measures::SparseVector;
use students::{
    CalibratedSvm, Dynamics, DynamicsOptions, Example, Precision, Row, SvmOptions, cross_fit,
    stratified_folds, training_dynamics,
};

use crate::learner::{FOLDS, Lesson};
use crate::measure::{StepError, View};
use crate::study::{Labelled, Study};
use crate::{
    BatchOptions, Bilevel, Evidence, Features, LabelNoise, Measured, MetaOptions, SunGenOptions, enhancement,
};

/// Rounds of estimating the noise of labels; the ranking hardly moves after them.
const ROUNDS: usize = 8;

/// Spreads what was found for some rows over all of them.
fn spread<T>(
    view: View<'_>,
    labelled: &Labelled,
    found: impl IntoIterator<Item = T>,
    put: impl Fn(&mut Measured, usize, T),
) -> Measured {
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    labelled.rows.iter().zip(found).for_each(|(row, found)| put(&mut measured, *row, found));
    measured
}

/// The rows that students of other rows can judge: of rarer labels those would know next to nothing, and take every row of
/// them for wrong.
fn told(view: View<'_>) -> Labelled {
    Labelled::of_frequent(view, FOLDS)
}

/// The probability of each class by students that did not see the row.
fn judged(labelled: &Labelled, study: &Study<'_>) -> Vec<Vec<f64>> {
    let certain =
        |class: &usize| (0..labelled.labels.len()).map(|other| f64::from(other == *class)).collect();
    let targets: Vec<Vec<f64>> = labelled.classes.iter().map(certain).collect();
    study.learner().judge(&labelled.rows, &targets, &labelled.classes, study.seed)
}

/// The first of the most probable classes.
pub(crate) fn most(p: &[f64]) -> Option<usize> {
    (0..p.len()).reduce(|best, class| if p[class] > p[best] { class } else { best })
}

pub(super) fn label_errors(
    view: View<'_>,
    study: &Study<'_>,
    go_on: &dyn Fn() -> bool,
) -> Result<Measured, StepError> {
    let labelled = told(view);
    let given = &labelled.classes;
    let noise = LabelNoise::estimate(given, labelled.labels.len(), ROUNDS, |targets, round| {
        go_on().then(|| study.learner().judge(&labelled.rows, targets, given, study.seed.wrapping_add(round)))
    });
    let noise = noise.ok_or(StepError::Stopped)?;
    let found = noise.suspicion(given).into_iter().zip(&noise.posterior);
    Ok(spread(view, &labelled, found, |measured, row, (suspicion, p)| {
        measured.values[row] = Some(suspicion);
        measured.evidence[row] = label(&labelled, most(p));
    }))
}

fn label(labelled: &Labelled, class: Option<usize>) -> Option<Evidence> {
    Some(Evidence::Label(labelled.labels.name(class?)?.to_owned()))
}

pub(super) fn agreement(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = told(view);
    let p = judged(&labelled, study);
    spread(view, &labelled, p.iter().zip(&labelled.classes), |measured, row, (p, class)| {
        let others = p.iter().enumerate().filter(|(other, _)| other != class).map(|(_, p)| *p);
        measured.values[row] = Some(p[*class] - others.fold(0.0, f64::max));
        measured.evidence[row] = label(&labelled, most(p));
    })
}

pub(super) fn relabel(
    view: View<'_>,
    study: &Study<'_>,
    keep: f64,
    features: Option<Features>,
) -> Result<Measured, StepError> {
    let labelled = told(view);
    let (p, read) = match (view.rows.vectors(), features) {
        (Some(vectors), None | Some(Features::Vectors)) => {
            (judged_by_vectors(&labelled, vectors, study.seed), Features::Vectors)
        }
        (None, Some(Features::Vectors)) => return Err(StepError::NoVectors),
        (_, Some(Features::NGrams)) | (None, None) => (judged(&labelled, study), Features::NGrams),
    };
    let measured = spread(view, &labelled, p.iter().zip(&labelled.classes), |measured, row, (p, class)| {
        let score = |(other, p): (usize, &f64)| keep * f64::from(other == *class) + (1.0 - keep) * p;
        let scores: Vec<f64> = p.iter().enumerate().map(score).collect();
        let best = most(&scores);
        measured.values[row] = best.map(|best| scores[best]);
        measured.evidence[row] = label(&labelled, best);
    });
    Ok(Measured { features: Some(read), ..measured })
}

/// The probability of each class by linear machines on the vectors of other rows.
fn judged_by_vectors(labelled: &Labelled, vectors: &[Vec<f32>], seed: u64) -> Vec<Vec<f64>> {
    let dense = |row: &usize| {
        let finite = |value: &f32| if value.is_finite() { f64::from(*value) } else { 0.0 };
        let values: Vec<f64> = vectors[*row].iter().map(finite).collect();
        SparseVector::from_dense(&values).normalized()
    };
    let features: Vec<SparseVector> = labelled.rows.iter().map(dense).collect();
    let dimensions = vectors.first().map_or(0, Vec::len);
    let example =
        |at: &usize| Example { features: &features[*at], class: labelled.classes[*at], weight: 1.0 };
    cross_fit(&stratified_folds(&labelled.classes, FOLDS, seed), |seen, held| {
        let seen: Vec<Example<'_>> = seen.iter().map(example).collect();
        let options = SvmOptions::default();
        let machine = CalibratedSvm::fit(&seen, dimensions, labelled.labels.len(), seed, &options);
        held.iter().map(|at| machine.probabilities(&features[*at])).collect()
    })
}

pub(super) fn cross_partition(view: View<'_>, study: &Study<'_>, stages: usize) -> Measured {
    let labelled = told(view);
    let learner = study.learner();
    let p = enhancement::cross_partition(&labelled.classes, stages, study.seed, |seen, classes, others| {
        let lesson =
            |(at, class): (&usize, &usize)| Lesson { row: labelled.rows[*at], class: *class, weight: 1.0 };
        let lessons: Vec<Lesson> = seen.iter().zip(classes).map(lesson).collect();
        let student = learner.train(&lessons, labelled.labels.len(), Precision::ROUGH);
        others.iter().map(|at| student.probabilities(&learner.vectors[labelled.rows[*at]])).collect()
    });
    spread(view, &labelled, p, |measured, row, p| {
        let best = most(&p);
        measured.values[row] = best.map(|best| p[best]);
        measured.evidence[row] = label(&labelled, best);
    })
}

pub(super) fn ambiguity(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = Labelled::of(view);
    let rows = rows(view, &labelled);
    let watched = training_dynamics(&rows, &rows, study.seed, &DynamicsOptions::default());
    spread(view, &labelled, watched, |measured, row, seen| measured.values[row] = Some(seen.variability()))
}

pub(super) fn small_loss(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = told(view);
    let p = judged(&labelled, study);
    let losses: Vec<f64> =
        p.iter().zip(&labelled.classes).map(|(p, class)| -p[*class].max(f64::MIN_POSITIVE).ln()).collect();
    let clean = measures::low_mean_posterior(&losses);
    // Equal losses tell nothing of any row.
    let differ = losses.windows(2).any(|pair| pair[0] != pair[1]);
    spread(view, &labelled, clean, |measured, row, clean| measured.values[row] = differ.then_some(clean))
}

/// Rows as a student of texts sees them.
fn rows<'r>(view: View<'r>, labelled: &Labelled) -> Vec<Row<'r>> {
    let row = |at: &usize| Some(Row::text(&view.rows.texts()[*at], view.labels[*at].as_deref()?));
    labelled.rows.iter().filter_map(row).collect()
}

pub(super) fn dynamics(view: View<'_>, study: &Study<'_>) -> Result<Measured, StepError> {
    let gold: Vec<Row<'_>> = study.teachers().map(|gold| Row::text(&gold.text, &gold.label)).collect();
    if gold.is_empty() {
        return Err(StepError::NoGold);
    }
    let labelled = Labelled::of(view);
    let watched = training_dynamics(&gold, &rows(view, &labelled), study.seed, &DynamicsOptions::default());
    Ok(uncontradicted(view, &labelled, watched))
}

/// The larger of confidence and aleatoric uncertainty of each row: where both are low, a student contradicts it throughout.
pub(super) fn uncontradicted(
    view: View<'_>,
    labelled: &Labelled,
    watched: impl IntoIterator<Item = Dynamics>,
) -> Measured {
    spread(view, labelled, watched, |measured, row, seen| {
        measured.values[row] = Some(seen.confidence().max(seen.aleatoric()));
    })
}

pub(super) fn influence(view: View<'_>, study: &Study<'_>) -> Result<Measured, StepError> {
    on_gold(view, study, |labelled, gold| {
        let lessons = labelled.lessons();
        let student = study.learner().train(&lessons, labelled.labels.len(), Precision::ROUGH);
        student.influences(&study.learner().examples(&lessons), gold)
    })
}

pub(super) fn online_weights(
    view: View<'_>,
    study: &Study<'_>,
    epochs: usize,
) -> Result<Measured, StepError> {
    let options = BatchOptions { epochs, ..BatchOptions::default() };
    bilevel(view, study, |bilevel| bilevel.online_weights(options, study.seed))
}

pub(super) fn meta_weights(
    view: View<'_>,
    study: &Study<'_>,
    epochs: usize,
    hidden: usize,
) -> Result<Measured, StepError> {
    let batches = BatchOptions { epochs, ..BatchOptions::default() };
    let options = MetaOptions { batches, hidden, ..MetaOptions::default() };
    bilevel(view, study, |bilevel| bilevel.meta_weights(options, study.seed))
}

fn bilevel(
    view: View<'_>,
    study: &Study<'_>,
    weigh: impl FnOnce(Bilevel<'_>) -> Vec<f64>,
) -> Result<Measured, StepError> {
    on_gold(view, study, |labelled, gold| {
        let rows = study.learner().examples(&labelled.lessons());
        let (dimensions, classes) = (study.learner().dimensions(), labelled.labels.len());
        weigh(Bilevel { rows: &rows, validation: gold, dimensions, classes })
    })
}

/// What is found of each labelled row with the help of the gold rows that have one of the labels.
fn on_gold(
    view: View<'_>,
    study: &Study<'_>,
    find: impl FnOnce(&Labelled, &[Example<'_>]) -> Vec<f64>,
) -> Result<Measured, StepError> {
    let labelled = Labelled::of(view);
    let gold: Vec<(SparseVector, usize)> = study
        .teachers()
        .filter_map(|gold| Some((study.see(gold), labelled.labels.class(&gold.label)?)))
        .collect();
    if gold.is_empty() {
        return Err(StepError::NoGold);
    }
    let gold: Vec<Example<'_>> =
        gold.iter().map(|(features, class)| Example { features, class: *class, weight: 1.0 }).collect();
    let found = find(&labelled, &gold);
    Ok(spread(view, &labelled, found, |measured, row, found| measured.values[row] = Some(found)))
}

pub(super) fn sungen(view: View<'_>, study: &Study<'_>, rounds: usize) -> Measured {
    let labelled = Labelled::of(view);
    let lessons = labelled.lessons();
    let rows = study.learner().examples(&lessons);
    let bilevel = Bilevel {
        rows: &rows,
        validation: &rows,
        dimensions: study.learner().dimensions(),
        classes: labelled.labels.len(),
    };
    let weights = bilevel.weights(SunGenOptions { rounds, ..SunGenOptions::default() });
    spread(view, &labelled, weights, |measured, row, weight| measured.values[row] = Some(weight))
}
