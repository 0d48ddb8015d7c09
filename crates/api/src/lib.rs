//! Every command of the application, declared once, with host-independent handlers.
//!
//! A host (the window, the command line, a test) creates an [`App`], hands it [`Request`]s and listens to its
//! [`Event`](types::Event)s. Nothing here knows a window.

mod app;
mod command;
mod error;
mod handlers;
pub mod types;

pub use app::App;
pub use command::Request;
pub use error::{Code, Result, WireError};
