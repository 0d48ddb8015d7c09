//! A report of a run's figures: one HTML file that needs nothing from elsewhere.

use std::path::Path;

use evaluation::report::{self, Report};

use crate::app::App;
use crate::curation;
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::{EvaluateRequest, Evaluation, ReportRequest, RunId};

impl App {
    pub fn report_write(&self, request: ReportRequest) -> Result<()> {
        let path = Path::new(&request.path);
        if !request.replace && path.exists() {
            return Err(WireError::exists(format!(
                "'{}' exists already; choose another name, or allow that it is replaced.",
                request.path
            )));
        }
        let evaluation = self.evaluate(EvaluateRequest { run: request.run, beside: request.beside })?;
        self.write_report(path, &request.path, &evaluation)
    }

    /// Writes figures as a report, in place of what was there. Rows of a file go by `name`, those of a run by its recipe.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_report(&self, path: &Path, name: &str, evaluation: &Evaluation) -> Result<()> {
        let (title, about) = match evaluation.run {
            Some(run) => self.about(run, evaluation)?,
            None => (name.to_owned(), named(&measured(evaluation))),
        };
        dataset::write_text(path, &page(&title, &about, evaluation))
            .map_err(|error| WireError::failed(sentence(&error.to_string())))
    }

    /// What the run is, for the head of its report.
    fn about(&self, run: u64, evaluation: &Evaluation) -> Result<(String, Vec<(String, String)>)> {
        let project = self.project()?;
        let reader = project.read();
        let stored = reader.run(RunId { run }.into())?;
        let recipe = draft::of_run(&reader, &stored)?;
        let text = |name: &str| stored.plan.model[name].as_str().unwrap_or_default().to_owned();
        let mut facts = vec![("Run", run.to_string())];
        facts.extend(measured(evaluation));
        facts.extend([
            ("Recipe version", stored.plan.recipe.clone()),
            ("Model", text("name")),
            ("Model file (SHA-256)", text("sha256")),
            ("Seed", stored.plan.seed.to_string()),
        ]);
        let curated = curation::standing_steps(&reader, stored.id)?;
        let steps =
            curated.iter().map(|step| (format!("Curation: {}", curation::title(step)), curation::said(step)));
        Ok((recipe.name, named(&facts).into_iter().chain(steps).collect()))
    }
}

fn measured(evaluation: &Evaluation) -> Vec<(&'static str, String)> {
    vec![("Rows measured", evaluation.rows.to_string()), ("Field measured", evaluation.field.clone())]
}

/// Facts that are known, with their names.
fn named(facts: &[(&str, String)]) -> Vec<(String, String)> {
    let known = facts.iter().filter(|(_, value)| !value.is_empty());
    known.map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn page(title: &str, about: &[(String, String)], evaluation: &Evaluation) -> String {
    let beside: Vec<report::Beside<'_>> = evaluation
        .beside
        .iter()
        .map(|other| report::Beside {
            name: &other.name,
            rows: other.rows,
            measures: &other.measures,
            charts: &other.charts,
        })
        .collect();
    report::html(&Report {
        title,
        about,
        findings: &evaluation.findings,
        measures: &evaluation.measures,
        charts: &evaluation.charts,
        beside: &beside,
        notices: &evaluation.notices,
    })
}
