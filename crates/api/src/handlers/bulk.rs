//! Changes of many rows: previewed, made, and found from the change of one.

use ::project as store;
use store::{AttemptId, BulkChange, BulkPlan, Left, RowQuery, Selection};

use super::changes;
use crate::app::App;
use crate::bulk::{changed_row, text_of};
use crate::draft;
use crate::error::{Result, WireError};
use crate::similar::{self, Fix};
use crate::types::{
    ApplyChange, ChangePreview, ChangeRows, LeftRows, RowRequest, RowSelection, RowsChanged, RunId,
    SimilarRow, SimilarRows,
};

/// Rows that a preview shows.
const EXAMPLES: usize = 4;

impl App {
    pub fn rows_change_preview(&self, request: ChangeRows) -> Result<ChangePreview> {
        let project = self.project()?;
        let reader = project.read();
        let (run, rows, change) = parts(request);
        let text = draft::of_run(&reader, &reader.run(run)?)?.text_column();
        let BulkPlan { changes, left } = reader.plan_change(run, &rows, &change)?;
        let step = changes.len().div_ceil(EXAMPLES).max(1);
        let examples = changes.iter().step_by(step).map(|planned| changed_row(planned, text.as_deref()));
        Ok(ChangePreview {
            changes: changes.len() as u64,
            examples: examples.collect(),
            left: left.into_iter().map(|(why, rows)| LeftRows { why, rows }).collect(),
        })
    }

    pub fn rows_change(&self, request: ApplyChange) -> Result<RowsChanged> {
        let project = self.project()?;
        let (run, rows, change) = parts(request.wanted);
        let mut writer = project.write()?;
        let (who, now) = (self.reviewer(), self.now());
        let made = writer.change_rows(run, &rows, &change, request.expected, &who, now)?;
        drop(writer);
        self.count_revisions(&made);
        Ok(RowsChanged { rows: made.len() as u64, what: changes::name_of(&made) })
    }

    pub fn rows_similar(&self, request: RowRequest) -> Result<SimilarRows> {
        let project = self.project()?;
        let id = AttemptId::from(request);
        let reader = project.read();
        let recipe = draft::of_run(&reader, &reader.run(id.run)?)?;
        let last = reader.last_change(id)?.ok_or_else(|| {
            WireError::not_found("No change of this row stands, so there is nothing to apply to others.")
        })?;
        let Fix { change, candidates, shared } = Fix::of(last, &recipe)?;
        let plan = reader.plan_change(id.run, &Selection::Found(candidates), &change)?;
        let column = recipe.text_column();
        let text = text_of(&reader.summary(id)?.values, column.as_deref());
        // Others read while vectors are made.
        drop(reader);
        let (compared, similarities) = self.similarities(text, &plan, column.as_deref());
        // Rows that hold the replaced words are meant, however unlike the rest of them is.
        let threshold = match &change {
            BulkChange::Replace { .. } => 0.0,
            _ => similar::threshold(&similarities),
        };
        let mut rows: Vec<SimilarRow> = (plan.changes.iter().zip(similarities))
            .filter(|(planned, _)| planned.id != id)
            .map(|(planned, similarity)| SimilarRow {
                changed: changed_row(planned, column.as_deref()),
                similarity,
            })
            .collect();
        rows.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        let judged = plan.left.get(&Left::Judged).copied().unwrap_or_default();
        Ok(SimilarRows { change, shared, compared, threshold, rows, judged })
    }
}

/// A request in the terms of the project.
fn parts(request: ChangeRows) -> (store::RunId, Selection, BulkChange) {
    let rows = match request.rows {
        RowSelection::Found { show, filters, search } => {
            Selection::Found(RowQuery { show, filters, search, ..RowQuery::default() })
        }
        RowSelection::These { rows } => Selection::These(rows.into_iter().map(AttemptId::from).collect()),
    };
    (RunId { run: request.run }.into(), rows, request.change)
}
