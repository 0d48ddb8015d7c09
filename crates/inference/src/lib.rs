//! A language model file made to answer: tokens, log-probabilities, constrained text.
//!
//! This crate knows no recipe. The rest of the application sees [`Model`]; the engine behind it
//! owns the weights and serves one queue of requests with continuous batching.

#![allow(
    unsafe_code,
    reason = "shared buffers and vector instructions need it; each place says why it is sound"
)]
#![warn(clippy::undocumented_unsafe_blocks)]

mod bench;
mod cache;
pub mod chat;
mod checkpoint;
mod constraint;
mod decoder;
mod encoder;
mod engine;
mod error;
pub mod gguf;
mod model;
mod model_file;
mod pool;
mod sampler;
pub mod tokenizer;

pub use bench::{BenchOptions, BenchRun, ProductRate, bench, memory_rate, product_rate};
pub use checkpoint::CheckpointError;
pub use decoder::KvFormat;
pub use encoder::{Encoder, EncoderActivation, EncoderCard, EncoderError, EncoderWeights, Pooling};
pub use engine::{Engine, EngineOptions, Placement};
pub use error::LoadError;
pub use model::{
    Cancel, Constraint, DrawKey, EmbedRequest, Event, Finish, GenerateRequest, Generation, Message, Model,
    ModelCard, ModelError, NumericProfile, Priority, Role, Sampling, Score, ScoreRequest, Speed, Token,
};
pub use model_file::{ModelFile, identity, inspect, inspect_bytes, is_known};
