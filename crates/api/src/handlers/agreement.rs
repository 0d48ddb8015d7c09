//! The model is asked again for the label of each row of a run.

use std::sync::Arc;

use ::recipe::Recipe;

use crate::agreement::{self, Answers, Count, Labelled};
use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::OpenProject;
use crate::types::RunId;

impl App {
    /// Begins to ask; what the model answers is kept in the project.
    pub(crate) fn agreement_start(&self, run: u64) -> Result<()> {
        let project = self.project()?;
        let model = self.model()?;
        let (recipe, rows) = labelled(&project, run)?;
        let plan = agreement::plan(&recipe, &rows)?;
        let control = self
            .agreements
            .begin(run)
            .ok_or_else(|| WireError::busy("The model is already being asked about this run."))?;
        let (agreements, at) = (Arc::clone(&self.agreements), self.now());
        self.in_background("agreement".to_owned(), run, move |tell| {
            let total = rows.len() as u64;
            let mut count = Count::new(&rows, &model.model().card().sha256, at, |done| tell(done, total));
            let outcome = plan.run(model.model(), [], &mut count, &control);
            let answers = count.answers();
            let result = match outcome {
                Ok(generation::Outcome::Cancelled) => Ok(None),
                Ok(_) => keep(&project, run, &answers).map(Some),
                Err(error) => Err(WireError::failed(crate::project::sentence(&error.to_string()))),
            };
            agreements.end(&run);
            result
        })
    }
}

fn keep(project: &OpenProject, run: u64, answers: &Answers) -> Result<()> {
    Ok(project.write()?.set_setting(&Answers::setting(run), answers)?)
}

/// The recipe of a run and its accepted rows with text and label.
fn labelled(project: &OpenProject, run: u64) -> Result<(Recipe, Vec<Labelled>)> {
    let reader = project.read();
    let id = RunId { run }.into();
    let recipe = draft::parse(&reader.recipe(&reader.run(id)?.plan.recipe)?.toml)?;
    let rows = agreement::labelled(&reader, &recipe, id)?
        .ok_or_else(|| WireError::input("The rows of this run have no label to ask about."))?;
    Ok((recipe, rows.into_iter().map(|(_, row)| row).collect()))
}
