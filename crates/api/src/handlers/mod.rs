//! What each command does, by subject. A handler reads or changes state and answers in wire types.

#![allow(missing_docs, reason = "each command is documented where it is declared, in command.rs")]

mod annotation;
mod app;
mod arena;
mod arena_model;
mod bulk;
mod changes;
mod compare;
mod curation;
mod evaluate;
mod export;
mod gallery;
mod judge;
mod labelling;
mod models;
mod parts;
mod personal;
mod pictures;
mod planning;
mod preview;
mod projects;
mod prompt;
mod recipe;
mod report;
mod retry;
mod review;
mod reviewers;
mod rows;
mod runs;
mod sources;
mod suggest;

pub use evaluate::Against;
