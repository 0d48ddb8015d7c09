//! One more try at a rejected row, by hand.
//!
//! It is kept beside the run: the run's own rows stay those that recipe, seed and model give.

use dataset::Verdict;
use generation::{Control, Retried};
use store::AttemptId;

use ::project as store;

use super::rows::{other_row, tries};
use super::runs::same_model;
use crate::app::App;
use crate::error::{Code, Result, WireError};
use crate::project::sentence;
use crate::prompt;
use crate::types::{RowRequest, RowSummary};

impl App {
    pub fn row_retry(&self, request: RowRequest) -> Result<RowSummary> {
        let name = (request.run, request.draw);
        let control = self
            .retries
            .begin(name)
            .ok_or_else(|| WireError::busy("This draw is being tried again already."))?;
        let made = self.retry(request.into(), &control);
        self.retries.end(&name);
        made
    }

    pub fn row_retry_cancel(&self, request: RowRequest) -> Result<()> {
        self.retries.cancel(&(request.run, request.draw));
        Ok(())
    }

    fn retry(&self, id: AttemptId, control: &Control) -> Result<RowSummary> {
        let (project, model) = (self.project()?, self.model()?);
        // Fails before the model is asked rather than after.
        drop(project.write()?);
        let (plan, before, number, accepted, pool) = {
            let reader = project.read();
            let run = reader.run(id.run)?;
            same_model(&run, model.model().card())?;
            let before = reader.row(id)?;
            let tries = tries(&reader, id)?;
            may_retry(id, before.summary.verdict.as_ref(), other_row(&tries, id))?;
            let plan = prompt::stored_plan(&reader, &run)?;
            let last = tries.iter().map(|row| row.id.attempt).max().unwrap_or_default();
            let number = plan.first_extra().max(last.saturating_add(1));
            let accepted = reader
                .accepted(id.run)
                .map(|row| {
                    let row = row?;
                    let Some(Verdict::Accepted { row: number }) = row.verdict else { return Ok(None) };
                    Ok(Some((number, row.values)))
                })
                .filter_map(Result::transpose)
                .collect::<Result<Vec<_>>>()?;
            let pool = prompt::pool(&reader, &run, &plan)?;
            (plan, before.attempt, number, accepted, pool)
        };
        let Retried { attempt, rejection } = plan
            .retry(model.model(), &before, number, accepted, pool, control)
            .map_err(|error| match error {
                generation::RetryError::Run(error) => WireError::failed(sentence(&error.to_string())),
                error => WireError::input(error.to_string()),
            })?
            .ok_or_else(|| WireError {
                code: Code::Cancelled,
                message: "The try was stopped; nothing of it was kept.".to_owned(),
                detail: None,
            })?;
        let mut writer = project.write()?;
        let verdict = writer.commit_extra(id.run, &attempt, rejection, &self.reviewer(), self.now())?;
        let row = RowSummary::from(writer.summary(AttemptId { attempt: number, ..id })?);
        drop(writer);
        self.count_change(row.run, None, &verdict);
        Ok(row)
    }
}

/// A try makes up for a draw that gave no row.
fn may_retry(id: AttemptId, verdict: Option<&Verdict>, other: Option<u64>) -> Result<()> {
    let draw = id.draw + 1;
    match (verdict, other) {
        (None, _) => Err(WireError::busy("The run has not judged this row yet; try again once it has.")),
        (Some(Verdict::Accepted { .. }), _) => {
            Err(WireError::input("This row is accepted; reject it first if another is to take its place."))
        }
        (Some(Verdict::Rejected { .. }), Some(row)) => Err(WireError::input(format!(
            "Another try at draw {draw} became row {row}, so there is nothing to make up for."
        ))),
        (Some(Verdict::Rejected { .. }), None) => Ok(()),
    }
}
