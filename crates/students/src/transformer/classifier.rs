//! A trained transformer.

use std::ops::ControlFlow;

use candle_core::{Device, Tensor};
use measures::SparseVector;

use super::batches::Batch;
use super::layers::Dense;
use super::network::Network;
use super::pretrained::{Pretrained, Reading};
use super::training::Training;
use super::{TransformerError, TransformerOptions};
use crate::softmax::softmax;
use crate::{Example, LogisticRegression, Precision, Temperature, stratified_folds};

/// A row to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Lesson<'r> {
    /// What the encoder made of it.
    pub reading: &'r Reading,
    /// Its class, from 0 and below the number of classes.
    pub class: usize,
    /// How much it counts beside others, at least 0; anything else is 0.
    pub weight: f64,
}

impl Lesson<'_> {
    pub(super) fn weight(&self) -> f64 {
        if self.weight.is_finite() { self.weight.max(0.0) } else { 0.0 }
    }
}

/// A small transformer that learnt rows.
#[derive(Clone, Debug)]
pub struct Transformer {
    network: Network,
    temperature: Option<Temperature>,
}

/// Sum of the penalties of all rows for the head to begin with: λ is this over their number, which is the `C` = 2 of
/// scikit-learn.
const PENALTY: f64 = 0.5;
/// Rows that are judged together.
const JUDGED_AT_ONCE: usize = 64;
/// With fewer rows held out, these would decide by chance.
const FEWEST_HELD_OUT: usize = 10;

impl Transformer {
    /// Learns rows that `pretrained` read with the same options; rows without weight are not learnt. Without rows, every class
    /// is equally probable.
    ///
    /// # Errors
    /// The computation fails, or `go_on`, which is asked before every step, says to stop.
    pub fn fit(
        pretrained: &Pretrained,
        lessons: &[Lesson<'_>],
        classes: usize,
        options: &TransformerOptions,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Self, TransformerError> {
        let (held, seen) = held_out(lessons, options);
        let start = start(pretrained, &seen, classes, options)?;
        let mut training = Training::new(&start, &seen, options)?;
        let mut best = Self::uncalibrated(start);
        if held.is_empty() {
            for _ in 0..options.epochs {
                training.epoch(go_on)?;
            }
            return Ok(Self::uncalibrated(training.network.kept()?));
        }
        let mut least = best.loss(&held)?;
        let mut patience = options.patience.max(1);
        for _ in 0..options.epochs {
            training.epoch(go_on)?;
            let loss = Self::uncalibrated(training.network.clone()).loss(&held)?;
            if loss < least {
                (least, patience) = (loss, options.patience.max(1));
                best.network = training.network.kept()?;
            } else {
                patience -= 1;
                if patience == 0 {
                    break;
                }
            }
        }
        let classes: Vec<usize> = held.iter().map(|lesson| lesson.class).collect();
        best.temperature = Some(Temperature::fit(&best.of(&held)?, &classes));
        Ok(best)
    }

    /// A network as it is.
    pub(super) fn uncalibrated(network: Network) -> Self {
        Self { network, temperature: None }
    }

    /// The probability of each class, for each row. They suit the rows that were held out from the training.
    ///
    /// # Errors
    /// The computation fails.
    pub fn probabilities(&self, readings: &[&Reading]) -> Result<Vec<Vec<f64>>, TransformerError> {
        let mut order: Vec<usize> = (0..readings.len()).collect();
        order.sort_by_key(|row| readings[*row].tokens());
        let mut judged = vec![Vec::new(); readings.len()];
        for rows in order.chunks(JUDGED_AT_ONCE) {
            let batch: Vec<&Reading> = rows.iter().map(|row| readings[*row]).collect();
            let scores = self.network.scores(&Batch::new(&batch)?)?.to_vec2::<f32>()?;
            for (row, scores) in rows.iter().zip(scores) {
                if scores.iter().any(|score| !score.is_finite()) {
                    return Err(TransformerError::NotFinite);
                }
                let p = softmax(&scores.into_iter().map(f64::from).collect::<Vec<_>>());
                judged[*row] = self.temperature.map_or(p.clone(), |temperature| temperature.apply(&p));
            }
        }
        Ok(judged)
    }

    /// The temperature, where rows were held out to learn it from.
    #[must_use]
    pub fn temperature(&self) -> Option<Temperature> {
        self.temperature
    }

    fn of(&self, lessons: &[Lesson<'_>]) -> Result<Vec<Vec<f64>>, TransformerError> {
        self.probabilities(&lessons.iter().map(|lesson| lesson.reading).collect::<Vec<_>>())
    }

    /// The weighted sum of the cross-entropies.
    fn loss(&self, lessons: &[Lesson<'_>]) -> Result<f64, TransformerError> {
        let of = |(p, lesson): (&Vec<f64>, &Lesson<'_>)| {
            -lesson.weight() * p[lesson.class].max(f64::MIN_POSITIVE).ln()
        };
        Ok(self.of(lessons)?.iter().zip(lessons).map(of).sum())
    }
}

/// The rows with a weight: those that are held out, and those that are learnt.
fn held_out<'r>(lessons: &[Lesson<'r>], options: &TransformerOptions) -> (Vec<Lesson<'r>>, Vec<Lesson<'r>>) {
    let lessons: Vec<Lesson<'r>> = lessons.iter().filter(|lesson| lesson.weight() > 0.0).copied().collect();
    let folds = options.held_out.max(2);
    if lessons.len() < FEWEST_HELD_OUT * folds {
        return (Vec::new(), lessons);
    }
    let classes: Vec<usize> = lessons.iter().map(|lesson| lesson.class).collect();
    let fold = stratified_folds(&classes, folds, options.seed);
    let (held, seen): (Vec<_>, Vec<_>) = lessons.into_iter().zip(fold).partition(|(_, fold)| *fold == 0);
    let rows = |part: Vec<(Lesson<'r>, usize)>| part.into_iter().map(|(lesson, _)| lesson).collect();
    (rows(held), rows(seen))
}

/// The upper layers as they were published, under the logistic regression on the vectors that they give.
pub(super) fn start(
    pretrained: &Pretrained,
    lessons: &[Lesson<'_>],
    classes: usize,
    options: &TransformerOptions,
) -> Result<Network, TransformerError> {
    let finite = |value: &f32| if value.is_finite() { f64::from(*value) } else { 0.0 };
    let dense = |lesson: &Lesson<'_>| lesson.reading.vector.iter().map(finite).collect::<Vec<f64>>();
    let rows: Vec<Vec<f64>> = lessons.iter().map(dense).collect();
    // The penalty is meant for vectors of length 1.
    let lengths = rows.iter().map(|row| row.iter().map(|value| value * value).sum::<f64>().sqrt());
    let length = (lengths.sum::<f64>() / rows.len().max(1) as f64).max(f64::MIN_POSITIVE);
    let unit = |row: &Vec<f64>| {
        SparseVector::from_dense(&row.iter().map(|value| value / length).collect::<Vec<_>>())
    };
    let vectors: Vec<SparseVector> = rows.iter().map(unit).collect();
    let examples: Vec<Example<'_>> = (vectors.iter().zip(lessons))
        .map(|(features, lesson)| Example { features, class: lesson.class, weight: lesson.weight })
        .collect();
    let weight: f64 = lessons.iter().map(Lesson::weight).sum();
    let width = pretrained.width();
    let model =
        LogisticRegression::fit(&examples, width, classes, PENALTY / weight.max(1.0), Precision::ROUGH);
    let (mut weights, mut biases) = (Vec::with_capacity(classes * width), Vec::with_capacity(classes));
    for (of_class, bias) in model.lines() {
        weights.extend(of_class.map(|weight| (weight / length) as f32));
        biases.push(bias as f32);
    }
    let head = Dense {
        weight: Tensor::from_vec(weights, (classes, width), &Device::Cpu)?,
        bias: Tensor::from_vec(biases, classes, &Device::Cpu)?,
    };
    let layers = pretrained.layers[pretrained.frozen(options)..].to_vec();
    Ok(Network { layers, head, pooling: pretrained.pooling })
}
