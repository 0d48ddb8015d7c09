//! `seedbed evaluate`: figures about rows.

use std::path::PathBuf;

use api::{App, Options, WireError};
use clap::Args;
use serde_json::json;

use super::run_or_newest;
use crate::output;

/// Figures about the rows of a project's run.
#[derive(Args)]
pub struct Evaluate {
    /// Project file.
    project: PathBuf,
    /// Number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

impl Evaluate {
    pub fn execute(self) -> Result<(), WireError> {
        let app = App::open(Options::default())?;
        app.open_project_at(&self.project)?;
        let evaluation = app.evaluate(run_or_newest(&app, self.run)?)?;
        if self.json {
            let measures: Vec<_> = evaluation
                .measures
                .iter()
                .map(|m| json!({ "id": m.id, "value": m.value, "low": m.low, "high": m.high, "n": m.n, "encoder": m.encoder }))
                .collect();
            return output::json(&json!({ "measures": measures }));
        }
        for verdict in &evaluation.findings {
            output::line(&verdict.sentence)?;
        }
        for measure in &evaluation.measures {
            let value = measure.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
            output::line(&format!("{:<40} {value:>12}  (n = {})", measure.title, measure.n))?;
        }
        Ok(())
    }
}
