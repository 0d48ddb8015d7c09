//! The part of the network that learns.

use candle_core::{Result, Tensor, Var};

use super::batches::Batch;
use super::layers::{Dense, Layer};

/// How the states of a text's tokens become one vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// That of the first token.
    First,
}

/// The upper layers and the head.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub layers: Vec<Layer>,
    pub head: Dense,
    pub pooling: Pooling,
}

impl Network {
    /// A score for each text and class.
    pub fn scores(&self, batch: &Batch) -> Result<Tensor> {
        self.head.forward(&pooled(&self.layers, self.pooling, batch)?)
    }

    /// A copy whose tensors can be changed, and these.
    pub fn learning(&self) -> Result<(Self, Vec<Var>)> {
        let mut learn = Vec::new();
        let mut each = |tensor: &Tensor| {
            let var = Var::from_tensor(&tensor.copy()?)?;
            learn.push(var.clone());
            Ok(var.as_tensor().clone())
        };
        let network = self.map(&mut each)?;
        Ok((network, learn))
    }

    /// A copy that further learning does not change.
    pub fn kept(&self) -> Result<Self> {
        self.map(&mut |tensor| tensor.detach().copy())
    }

    fn map(&self, each: &mut dyn FnMut(&Tensor) -> Result<Tensor>) -> Result<Self> {
        let layers = self.layers.iter().map(|layer| layer.map(each)).collect::<Result<_>>()?;
        Ok(Self { layers, head: self.head.map(each)?, pooling: self.pooling })
    }
}

/// The vector of each text of a batch, `texts × width`, by layers on top of its states.
pub(super) fn pooled(layers: &[Layer], pooling: Pooling, batch: &Batch) -> Result<Tensor> {
    let bias = batch.attention_bias()?;
    let states = layers
        .iter()
        .try_fold(batch.states.clone(), |states, layer| layer.forward(&states, bias.as_ref()))?;
    match pooling {
        Pooling::Mean => batch.mean(&states),
        Pooling::First => states.narrow(1, 0, 1)?.squeeze(1),
    }
}
