//! Steps of AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) on the cross-entropy.

use std::ops::ControlFlow;

use candle_core::backprop::GradStore;
use candle_core::{Device, Result, Tensor, Var};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::batches::{Batch, drawn};
use super::layers::log_softmax;
use super::network::Network;
use super::pretrained::Reading;
use super::{Lesson, TransformerError};

/// How a transformer is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct TransformerOptions {
    /// Upper layers that learn; all where there are no more. What lies below, the embeddings always, stays as it is.
    pub layers: usize,
    /// Most tokens of a text that are read.
    pub tokens: usize,
    /// How often all rows are seen at most.
    pub epochs: usize,
    /// Rows for one step, at least 1.
    pub batch: usize,
    /// The largest rate: it rises to this in a line, and falls to 0 in another.
    pub rate: f64,
    /// Share of the steps in which it rises, in [0, 1].
    pub warm_up: f64,
    /// What each weight loses in a step, times the rate.
    pub decay: f64,
    /// Length to which longer gradients are cut, above 0.
    pub clip: f64,
    /// One row of so many is held out: by these rows the best epoch is known, and the temperature. At least 2; with fewer
    /// than ten times as many rows all are learnt.
    pub held_out: usize,
    /// Epochs without a better one after which it ends, at least 1.
    pub patience: usize,
    /// Decides which rows are held out, and the order of the others.
    pub seed: u64,
}

impl Default for TransformerOptions {
    fn default() -> Self {
        Self {
            layers: 2,
            tokens: 128,
            epochs: 6,
            batch: 16,
            rate: 1e-4,
            warm_up: 0.1,
            decay: 0.01,
            clip: 1.0,
            held_out: 10,
            patience: 2,
            seed: 0,
        }
    }
}

/// A network on its way.
pub(super) struct Training<'l, 'r> {
    pub network: Network,
    learn: Vec<Var>,
    optimizer: AdamW,
    lessons: &'l [Lesson<'r>],
    options: &'l TransformerOptions,
    random: ChaCha8Rng,
    steps: usize,
    step: usize,
    /// What a lesson's weight is multiplied with: steps are as long as if the mean weight were 1.
    scale: f64,
}

impl<'l, 'r> Training<'l, 'r> {
    /// Begins with a network. Lessons without weight may be left out before.
    pub fn new(start: &Network, lessons: &'l [Lesson<'r>], options: &'l TransformerOptions) -> Result<Self> {
        let (network, learn) = start.learning()?;
        let weight: f64 = lessons.iter().map(Lesson::weight).sum();
        Ok(Self {
            network,
            optimizer: AdamW::new(
                learn.clone(),
                ParamsAdamW { weight_decay: options.decay, ..ParamsAdamW::default() },
            )?,
            learn,
            lessons,
            options,
            random: ChaCha8Rng::seed_from_u64(options.seed),
            steps: lessons.len().div_ceil(options.batch.max(1)) * options.epochs,
            step: 0,
            scale: if weight > 0.0 { lessons.len() as f64 / weight } else { 0.0 },
        })
    }

    /// Sees all lessons once, in an order that is drawn.
    pub fn epoch(
        &mut self,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> std::result::Result<(), TransformerError> {
        let lengths: Vec<usize> = self.lessons.iter().map(|lesson| lesson.reading.tokens()).collect();
        for rows in drawn(&lengths, self.options.batch, &mut self.random) {
            if go_on().is_break() {
                return Err(TransformerError::Stopped);
            }
            let lessons: Vec<Lesson<'_>> = rows.iter().map(|row| self.lessons[*row]).collect();
            let rate = self.options.rate * rate_share(self.step, self.steps, self.options.warm_up);
            self.step += 1;
            step(
                &self.network,
                &self.learn,
                &mut self.optimizer,
                &lessons,
                self.scale,
                rate,
                self.options.clip,
            )?;
        }
        Ok(())
    }
}

/// Goes one step down the loss of some lessons, and says what that was before.
pub(super) fn step(
    network: &Network,
    learn: &[Var],
    optimizer: &mut AdamW,
    lessons: &[Lesson<'_>],
    scale: f64,
    rate: f64,
    clip: f64,
) -> Result<f64> {
    let loss = loss(network, lessons, scale)?;
    let mut gradients = loss.backward()?;
    cut(&mut gradients, learn, clip)?;
    optimizer.set_learning_rate(rate);
    optimizer.step(&gradients)?;
    Ok(f64::from(loss.to_scalar::<f32>()?))
}

/// The weighted sum of the cross-entropies, over the number of lessons.
pub(super) fn loss(network: &Network, lessons: &[Lesson<'_>], scale: f64) -> Result<Tensor> {
    let readings: Vec<&Reading> = lessons.iter().map(|lesson| lesson.reading).collect();
    let scores = network.scores(&Batch::new(&readings)?)?;
    let (rows, classes) = scores.dims2()?;
    let share = scale / rows as f64;
    let mut targets = vec![0.0; rows * classes];
    for (row, lesson) in lessons.iter().enumerate() {
        targets[row * classes + lesson.class] = (lesson.weight() * share) as f32;
    }
    let targets = Tensor::from_vec(targets, (rows, classes), &Device::Cpu)?;
    (log_softmax(&scores)? * targets)?.sum_all()?.neg()
}

/// Shortens gradients to a common length of at most `most`.
fn cut(gradients: &mut GradStore, learn: &[Var], most: f64) -> Result<()> {
    let mut squares = 0.0;
    for var in learn {
        if let Some(gradient) = gradients.get(var) {
            squares += f64::from(gradient.sqr()?.sum_all()?.to_scalar::<f32>()?);
        }
    }
    let length = squares.sqrt();
    if length <= most {
        return Ok(());
    }
    for var in learn {
        if let Some(gradient) = gradients.remove(var) {
            gradients.insert(var, (gradient * (most / length))?);
        }
    }
    Ok(())
}

/// The rate of a step, as a share of the largest.
fn rate_share(step: usize, steps: usize, warm_up: f64) -> f64 {
    let rising = (steps as f64 * warm_up).round().clamp(0.0, steps as f64);
    let step = step as f64;
    if step < rising { (step + 1.0) / rising } else { (steps as f64 - step) / (steps as f64 - rising) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_and_falls() {
        let check = |steps: usize, warm_up: f64, expected: &[f64]| {
            let found: Vec<f64> = (0..steps).map(|step| rate_share(step, steps, warm_up)).collect();
            assert_eq!(found, expected);
        };
        check(6, 0.34, &[0.5, 1.0, 1.0, 0.75, 0.5, 0.25]);
        check(2, 0.0, &[1.0, 0.5]);
        check(2, 1.0, &[0.5, 1.0]);
        check(0, 0.1, &[]);
    }
}
