//! A language model file made to answer: tokens, log-probabilities, constrained text.
