//! Every command of the application, declared once, with host-independent handlers.
//!
//! A host (the window, the command line, a test) creates an [`App`], hands it [`Request`]s and listens to its
//! [`Event`](types::Event)s. Nothing here knows a window.

mod annotation;
mod app;
mod assignment;
mod attempts;
mod bulk;
mod codebook;
mod command;
mod curation;
mod data_file;
mod draft;
mod error;
mod evaluation;
mod events;
mod export;
mod handlers;
mod hardware;
mod home;
mod jobs;
mod kept;
mod labelled;
mod models;
mod pace;
mod personal;
mod planning;
mod project;
mod prompt;
mod review_kind;
mod reviewers;
mod runs;
mod selection;
mod similar;
mod sources;
mod sync;
mod tables;
mod taxonomy;
mod transformer;
pub mod types;
mod vectors;

pub use annotation::{Judge, Stop, Tell};
pub use app::{App, Options};
pub use command::Request;
pub use curation::CuratedFile;
pub use draft::{check as check_recipe, read_file as read_recipe_file, with_input};
pub use error::{Code, Result, WireError};
pub use handlers::Against;
pub use models::{HubChoice, LoadedModel, ModelChoice, models_at};
pub use vectors::TextEncoder;

pub use ::evaluation::Tokens;
