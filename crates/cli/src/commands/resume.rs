//! `seedbed resume`: go on where a run was interrupted.

use std::path::PathBuf;

use api::WireError;
use api::types::RunStatus;
use clap::Args;

use super::progress::{self, Progress};
use super::{format_of, run};

/// Go on with a run that was interrupted.
#[derive(Args)]
pub struct Resume {
    /// Project file; for a run without one, the output's name with '.seedbed' behind it.
    project: PathBuf,
    /// Model file, where it moved since.
    #[arg(long)]
    model: Option<String>,
    /// File to write; the one named when the run began where absent.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Most sequences computed together. Rows do not depend on it.
    #[arg(long)]
    batch: Option<usize>,
    /// How progress is shown.
    #[arg(long, value_enum, default_value_t)]
    progress: Progress,
}

impl Resume {
    pub fn execute(self) -> Result<(), WireError> {
        let app = api::App::open(api::Options::default())?;
        app.open_project_at(&self.project)?;
        let id = super::run_or_newest(&app, None)?;
        app.load_model_of(id, self.model.as_deref(), self.batch)?;
        let out = match self.out {
            Some(out) => Some(out),
            None => app.remembered_output()?,
        };
        let format = out.as_deref().map(format_of).transpose()?;
        let newest = app.run_summary(id)?;
        let summary = match newest.status {
            RunStatus::Completed | RunStatus::Exhausted => newest,
            _ => progress::follow(&app, self.progress, || app.run_resume(id))?,
        };
        let end = run::exhausted(&app, &summary);
        if let (Some(out), Some(format)) = (out, format) {
            run::write(&app, &summary, &out, format)?;
            if run::beside(&out) == self.project {
                app.delete_project()?;
            }
        }
        end
    }
}
