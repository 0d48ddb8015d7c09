//! A small transformer as a student: an encoder of the BERT family (Devlin et al. 2019, arXiv:1810.04805) whose upper
//! layers go on learning, with a linear head on its pooled vector.
//!
//! The lower layers stay as they are, so what they make of a text is computed once ([`Pretrained::read`]) and every epoch
//! costs the upper ones alone. The head starts as the logistic regression on the vectors that the encoder gives by itself
//! and both learn on from there, which spoils less of what the encoder knows than a random head does (Kumar et al. 2022,
//! arXiv:2202.10054). Nothing is drawn but the order of rows, so an equal seed gives an equal student on one machine;
//! processors of other kinds round differently.

mod batches;
mod classifier;
mod error;
mod folds;
mod layers;
mod network;
mod pretrained;
mod training;

pub use classifier::{Lesson, Transformer};
pub use error::TransformerError;
pub use folds::{GoOn, dynamics, out_of_fold};
pub use layers::Activation;
pub use network::Pooling;
pub use pretrained::{Pretrained, Reading, Shape, Tokenize};
pub use training::TransformerOptions;

#[cfg(test)]
mod tests;
