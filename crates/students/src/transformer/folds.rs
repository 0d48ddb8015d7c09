//! What transformers say of rows that they did not see, and while they learn.

use std::ops::ControlFlow;

use super::classifier::{Lesson, Transformer, start};
use super::pretrained::{Pretrained, Reading};
use super::training::Training;
use super::{TransformerError, TransformerOptions};
use crate::rows::classes;
use crate::{Dynamics, Probabilities, Row, cross_fit, stratified_folds};

/// Whether to go on; it may be asked from several threads.
pub type GoOn<'g> = &'g (dyn Fn() -> ControlFlow<()> + Sync);

fn read(
    pretrained: &Pretrained,
    rows: &[Row<'_>],
    options: &TransformerOptions,
    go_on: GoOn<'_>,
) -> Result<Vec<Reading>, TransformerError> {
    let texts: Vec<&str> = rows.iter().map(|row| row.input.text).collect();
    pretrained.read(&texts, options, &mut || go_on())
}

/// Of each row the probabilities by a transformer that learnt from the other folds alone, as
/// [`out_of_fold`](crate::out_of_fold) has them of a student of terms.
///
/// # Errors
/// A text cannot be cut, the computation fails, or `go_on` says to stop.
pub fn out_of_fold(
    pretrained: &Pretrained,
    rows: &[Row<'_>],
    folds: usize,
    options: &TransformerOptions,
    go_on: GoOn<'_>,
) -> Result<Probabilities, TransformerError> {
    let (names, classes) = classes(rows.iter().map(|row| row.label));
    let readings = read(pretrained, rows, options, go_on)?;
    let lesson =
        |row: &usize| Lesson { reading: &readings[*row], class: classes[*row], weight: rows[*row].weight };
    let judged = cross_fit(&stratified_folds(&classes, folds, options.seed), |seen, held| {
        let lessons: Vec<Lesson<'_>> = seen.iter().map(lesson).collect();
        let held: Vec<&Reading> = held.iter().map(|row| &readings[*row]).collect();
        let judged = Transformer::fit(pretrained, &lessons, names.len(), options, &mut || go_on())
            .and_then(|student| student.probabilities(&held));
        match judged {
            Ok(judged) => judged.into_iter().map(Ok).collect(),
            // It stands for the fold: no row is judged if one is not.
            Err(error) => vec![Err(error)],
        }
    });
    Ok(Probabilities { classes: names, rows: judged.into_iter().collect::<Result<_, _>>()? })
}

/// What a transformer that learns from `seen` says of the `watched` rows after each epoch, as
/// [`training_dynamics`](crate::training_dynamics) has it of a student of terms. It goes through all epochs and holds no row
/// out.
///
/// # Errors
/// A text cannot be cut, the computation fails, or `go_on` says to stop.
pub fn dynamics(
    pretrained: &Pretrained,
    seen: &[Row<'_>],
    watched: &[Row<'_>],
    options: &TransformerOptions,
    go_on: GoOn<'_>,
) -> Result<Vec<Dynamics>, TransformerError> {
    let (names, classes) = classes(seen.iter().map(|row| row.label));
    let readings = read(pretrained, seen, options, go_on)?;
    let lessons: Vec<Lesson<'_>> = (readings.iter().zip(&classes).zip(seen))
        .map(|((reading, class), row)| Lesson { reading, class: *class, weight: row.weight })
        .collect();
    let others = read(pretrained, watched, options, go_on)?;
    let others: Vec<&Reading> = others.iter().collect();
    let mut training = Training::new(&start(pretrained, &lessons, names.len(), options)?, &lessons, options)?;
    let mut epochs = Vec::with_capacity(options.epochs);
    for _ in 0..options.epochs {
        training.epoch(&mut || go_on())?;
        epochs.push(Transformer::uncalibrated(training.network.clone()).probabilities(&others)?);
    }
    let class = |row: &Row<'_>| names.iter().position(|name| name == row.label);
    let of = |(at, row): (usize, &Row<'_>)| {
        Dynamics::of(epochs.iter().map(|epoch| epoch[at].as_slice()), class(row))
    };
    Ok(watched.iter().enumerate().map(of).collect())
}
