//! One file for each command.

pub mod bench;
pub mod embed;
pub mod evaluate;
pub mod export;
pub mod models;
pub mod progress;
pub mod recipes;
pub mod resume;
pub mod run;
pub mod score;

use std::path::Path;

use api::types::RunId;
use api::{App, ModelChoice, Options, WireError};
use dataset::Format;

/// The application with a model loaded.
fn app_with(model: Option<&str>, batch: Option<usize>) -> Result<App, WireError> {
    let app = App::open(Options::default())?;
    app.load_model(&model.map_or(ModelChoice::BuiltIn, ModelChoice::parse), batch)?;
    Ok(app)
}

/// The format that a file's name asks for.
fn format_of(path: &Path) -> Result<Format, WireError> {
    Format::of(path).ok_or_else(|| {
        WireError::input(format!(
            "The output '{}' has no known ending; use .parquet, .jsonl, .csv or .xlsx.",
            path.display()
        ))
    })
}

/// The run asked for, or the project's newest.
fn run_or_newest(app: &App, run: Option<u64>) -> Result<RunId, WireError> {
    match run {
        Some(run) => Ok(RunId { run }),
        None => app.run_list(())?.first().map(|summary| RunId { run: summary.run }).ok_or_else(|| {
            WireError::not_found("The project holds no run yet; make one with 'seedbed run'.")
        }),
    }
}
