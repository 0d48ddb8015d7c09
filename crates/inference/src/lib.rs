//! A language model file made to answer: tokens, log-probabilities, constrained text.
//!
//! This crate knows no recipe. The rest of the application sees [`Model`]; the engine behind it
//! owns the weights and serves one queue of requests with continuous batching.

pub mod chat;
pub mod gguf;
mod model;
pub mod tokenizer;

pub use model::{
    Cancel, Constraint, DrawKey, EmbedRequest, Event, Finish, GenerateRequest, Generation, Message, Model,
    ModelCard, ModelError, NumericProfile, Priority, Role, Sampling, Score, ScoreRequest, Speed, Token,
};
