//! What students make of rows and their labels.

use students::{DynamicsOptions, Example, Precision, Row, training_dynamics};

use crate::measure::{StepError, View};
use crate::study::{Labelled, Study};
use crate::{Bilevel, Evidence, LabelNoise, Measured, SunGenOptions};

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

/// The probability of each class by students that did not see the row.
fn judged(labelled: &Labelled, study: &Study<'_>) -> Vec<Vec<f64>> {
    let certain =
        |class: &usize| (0..labelled.labels.len()).map(|other| f64::from(other == *class)).collect();
    let targets: Vec<Vec<f64>> = labelled.classes.iter().map(certain).collect();
    study.learner().judge(&labelled.rows, &targets, &labelled.classes, study.seed)
}

/// The first of the most probable classes.
fn most(p: &[f64]) -> Option<usize> {
    (0..p.len()).reduce(|best, class| if p[class] > p[best] { class } else { best })
}

pub(super) fn label_errors(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = Labelled::of(view);
    let given = &labelled.classes;
    let noise = LabelNoise::estimate(given, labelled.labels.len(), ROUNDS, |targets, round| {
        study.learner().judge(&labelled.rows, targets, given, study.seed.wrapping_add(round))
    });
    let found = noise.suspicion(given).into_iter().zip(&noise.posterior);
    spread(view, &labelled, found, |measured, row, (suspicion, p)| {
        measured.values[row] = Some(suspicion);
        measured.evidence[row] = label(&labelled, most(p));
    })
}

fn label(labelled: &Labelled, class: Option<usize>) -> Option<Evidence> {
    Some(Evidence::Label(labelled.labels.name(class?)?.to_owned()))
}

pub(super) fn agreement(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = Labelled::of(view);
    let p = judged(&labelled, study);
    spread(view, &labelled, p.iter().zip(&labelled.classes), |measured, row, (p, class)| {
        let others = p.iter().enumerate().filter(|(other, _)| other != class).map(|(_, p)| *p);
        measured.values[row] = Some(p[*class] - others.fold(0.0, f64::max));
        measured.evidence[row] = label(&labelled, most(p));
    })
}

pub(super) fn relabel(view: View<'_>, study: &Study<'_>, keep: f64) -> Measured {
    let labelled = Labelled::of(view);
    let p = judged(&labelled, study);
    spread(view, &labelled, p.iter().zip(&labelled.classes), |measured, row, (p, class)| {
        let score = |(other, p): (usize, &f64)| keep * f64::from(other == *class) + (1.0 - keep) * p;
        let scores: Vec<f64> = p.iter().enumerate().map(score).collect();
        let best = most(&scores);
        measured.values[row] = best.map(|best| scores[best]);
        measured.evidence[row] = label(&labelled, best);
    })
}

pub(super) fn small_loss(view: View<'_>, study: &Study<'_>) -> Measured {
    let labelled = Labelled::of(view);
    let p = judged(&labelled, study);
    let losses: Vec<f64> =
        p.iter().zip(&labelled.classes).map(|(p, class)| -p[*class].max(f64::MIN_POSITIVE).ln()).collect();
    let clean = measures::low_mean_posterior(&losses);
    // Equal losses tell nothing of any row.
    let differ = losses.windows(2).any(|pair| pair[0] != pair[1]);
    spread(view, &labelled, clean, |measured, row, clean| measured.values[row] = differ.then_some(clean))
}

pub(super) fn dynamics(view: View<'_>, study: &Study<'_>) -> Result<Measured, StepError> {
    if study.gold.is_empty() {
        return Err(StepError::NoGold);
    }
    let labelled = Labelled::of(view);
    let gold: Vec<Row<'_>> = study.gold.iter().map(|gold| Row::text(&gold.text, &gold.label)).collect();
    let row = |at: &usize| Some(Row::text(&view.rows.texts()[*at], view.labels[*at].as_deref()?));
    let rows: Vec<Row<'_>> = labelled.rows.iter().filter_map(row).collect();
    let watched = training_dynamics(&gold, &rows, study.seed, &DynamicsOptions::default());
    Ok(spread(view, &labelled, watched, |measured, row, seen| {
        measured.values[row] = Some(seen.confidence().max(seen.aleatoric()));
    }))
}

pub(super) fn influence(view: View<'_>, study: &Study<'_>) -> Result<Measured, StepError> {
    let labelled = Labelled::of(view);
    let gold = study.seen_gold(&labelled.labels);
    let known = |(features, class): &'_ (measures::SparseVector, Option<usize>)| {
        class.map(|class| (features.clone(), class))
    };
    let gold: Vec<(measures::SparseVector, usize)> = gold.iter().filter_map(known).collect();
    if gold.is_empty() {
        return Err(StepError::NoGold);
    }
    let gold: Vec<Example<'_>> =
        gold.iter().map(|(features, class)| Example { features, class: *class, weight: 1.0 }).collect();
    let lessons = labelled.lessons();
    let student = study.learner().train(&lessons, labelled.labels.len(), Precision::ROUGH);
    let influences = student.influences(&study.learner().examples(&lessons), &gold);
    Ok(spread(view, &labelled, influences, |measured, row, influence| measured.values[row] = Some(influence)))
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
