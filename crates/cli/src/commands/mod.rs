//! One file for each command.

pub mod bench;
pub mod curate;
pub mod embed;
pub mod evaluate;
pub mod export;
pub mod models;
pub mod progress;
pub mod recipes;
pub mod resume;
pub mod review;
pub mod run;
pub mod score;

use std::path::Path;

use api::types::{Notice, RunId};
use api::{App, ModelChoice, Options, WireError};
use crossbeam_channel::Receiver;
use dataset::Format;

/// The application with a model loaded.
fn app_with(model: Option<&str>, batch: Option<usize>) -> Result<App, WireError> {
    let app = App::open(Options::default())?;
    if let Some(notice) = app.load_model(&model.map_or(ModelChoice::BuiltIn, ModelChoice::parse), batch)? {
        eprintln!("{notice}");
    }
    Ok(app)
}

/// What the application tells from now on, and each Ctrl-C, for a command that waits for something's end.
fn listen(app: &App) -> Result<(Receiver<Notice>, Receiver<()>), WireError> {
    let (events, received) = crossbeam_channel::unbounded();
    app.subscribe(move |event| events.send(event.notice.clone()).is_ok());
    let (interrupts, interrupted) = crossbeam_channel::unbounded();
    on_interrupt(move || {
        // Nobody listens any more once it has ended.
        interrupts.send(()).ok();
    })?;
    Ok((received, interrupted))
}

/// Does something at each Ctrl-C instead of ending the program.
fn on_interrupt(act: impl FnMut() + Send + 'static) -> Result<(), WireError> {
    ctrlc::set_handler(act)
        .map_err(|e| WireError::failed("Ctrl-C cannot be caught.").with_detail(e.to_string()))
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

/// Refuses to write over what is read.
fn kept_apart<'p>(
    outputs: impl IntoIterator<Item = &'p Path>,
    inputs: impl IntoIterator<Item = &'p Path> + Clone,
) -> Result<(), WireError> {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    for output in outputs {
        if let Some(there) = place(output)
            && inputs.clone().into_iter().any(|input| place(input).as_ref() == Some(&there))
        {
            return Err(WireError::input(format!(
                "'{}' is read, so nothing is written over it; choose another file to write.",
                output.display()
            )));
        }
    }
    Ok(())
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
