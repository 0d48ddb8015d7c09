//! The application's state.

/// The application.
pub struct App;
