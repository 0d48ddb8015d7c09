//! `seedbed run`: a dataset from a recipe.

use std::path::{Path, PathBuf};

use api::types::{ExportOptions, ExportRequest, RunId, RunStatus, RunSummary, StartRun};
use api::{App, WireError};
use clap::Args;
use dataset::Format;

use super::progress::{self, Progress};
use super::{app_with, format_of};

/// Make a dataset from a recipe.
#[derive(Args)]
pub struct Run {
    /// Recipe file, or the id of a gallery recipe.
    recipe: String,
    /// File to write: .parquet, .jsonl, .csv or .xlsx.
    #[arg(long)]
    out: PathBuf,
    /// Model: a file, or an id from 'seedbed models list'. The built-in one where absent.
    #[arg(long)]
    model: Option<String>,
    /// Accepted rows wanted; the recipe's number where absent.
    #[arg(long)]
    rows: Option<usize>,
    /// Seed of all random draws.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Most sequences computed together. Rows do not depend on it.
    #[arg(long)]
    batch: Option<usize>,
    /// Project file to keep; without it the run is kept beside the output only until it is done. One that exists gets
    /// another run, with the personal data of the sources replaced as was decided in it.
    #[arg(long)]
    project: Option<PathBuf>,
    /// Rows to label or transform, in place of the file that the recipe names.
    #[arg(long)]
    input: Option<PathBuf>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
}

impl Run {
    pub fn execute(self) -> Result<(), WireError> {
        let format = format_of(&self.out)?;
        can_write(&self.out)?;
        let (toml, folder) = super::recipes::read(&self.recipe)?;
        let toml = match &self.input {
            Some(input) => api::with_input(&toml, input)?,
            None => toml,
        };
        api::check_recipe(&toml)?;
        let app = app_with(self.model.as_deref(), self.batch)?;
        match &self.project {
            Some(path) if path.exists() => app.open_project_for(path, &toml, folder.as_deref())?,
            named => {
                let path = named.clone().unwrap_or_else(|| beside(&self.out));
                app.create_project_at(&path, &toml, folder.as_deref())
                    .map_err(|error| explain_existing(error, &path))?;
            }
        }
        app.remember_job(&self.out)?;
        let start = || app.run_start(StartRun { rows: self.rows, seed: self.seed });
        let followed = progress::follow(&app, self.progress, start);
        if followed.is_err() && self.project.is_none() && app.run_list(())?.is_empty() {
            app.delete_project()?;
        }
        let summary = followed?;
        write(&app, &summary, &self.out, format)?;
        let end = exhausted(&app, &summary);
        if self.project.is_none() {
            app.delete_project()?;
        }
        end
    }
}

/// Where a run is kept while no project is named.
pub fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".seedbed");
    PathBuf::from(name)
}

/// Fails before a long run rather than after it.
fn can_write(out: &Path) -> Result<(), WireError> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| {
        WireError::failed(format!(
            "The output '{}' cannot be written; check that its folder exists and may be written.",
            out.display()
        ))
        .with_detail(error.to_string())
    };
    if out.is_dir() {
        return Err(WireError::input(format!("The output '{}' is a folder; name a file.", out.display())));
    }
    let probe = folder.join(format!(".seedbed-{}", std::process::id()));
    std::fs::File::create_new(&probe).map_err(failed)?;
    std::fs::remove_file(&probe).map_err(failed)
}

/// Writes the rows of a run.
pub fn write(app: &App, summary: &RunSummary, out: &Path, format: Format) -> Result<(), WireError> {
    let options = ExportOptions {
        run: summary.run,
        format,
        preset: None,
        split: None,
        card: false,
        include_prompts: false,
        include_private: Vec::new(),
    };
    let path = out.to_string_lossy().into_owned();
    app.export_write(ExportRequest { options, path, replace: false })?;
    Ok(())
}

/// Fewer rows than wanted is a failure, though those there are were written.
pub fn exhausted(app: &App, summary: &RunSummary) -> Result<(), WireError> {
    if summary.status != RunStatus::Exhausted {
        return Ok(());
    }
    let progress = app.run_view(RunId { run: summary.run })?.progress;
    let (used_up, remedy) = if summary.attempts >= progress.budget {
        (format!("the budget of {} attempts is", progress.budget), " Loosen the checks or raise 'attempts'.")
    } else {
        ("the given rows are".to_owned(), " Loosen the checks.")
    };
    let reasons: Vec<String> =
        progress.rejected.iter().take(3).map(|check| format!("{} ({})", check.value, check.count)).collect();
    let by =
        if reasons.is_empty() { String::new() } else { format!(" Rejected by: {}.", reasons.join(", ")) };
    Err(WireError::failed(format!(
        "Only {} of {} rows were accepted, and {used_up} used up.{by}{remedy} The rows were written.",
        summary.accepted, summary.wanted
    )))
}

fn explain_existing(error: WireError, path: &Path) -> WireError {
    if path.exists() {
        WireError::input(format!(
            "'{0}' exists already: an earlier run was not finished. Go on with 'seedbed resume {0}', or delete it.",
            path.display()
        ))
    } else {
        error
    }
}
