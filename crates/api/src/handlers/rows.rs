//! Rows of a run: windows, details, edits and decisions.

use ::project as store;
use store::{AttemptId, Cursor, Decision, RevisionKind, RowQuery, Show};

use crate::app::App;
use crate::error::{Result, WireError};
use crate::prompt;
use crate::types::{
    Count, CountsRequest, DecideRow, EditRow, HistoryEntry, RowDetail, RowRequest, RowSummary, RowsRequest,
    RowsWindow, RunId,
};

const LARGEST_WINDOW: usize = 500;

impl App {
    pub fn rows_query(&self, request: RowsRequest) -> Result<RowsWindow> {
        let project = self.project()?;
        let run = store::RunId::from(RunId { run: request.run });
        let after = request.after.as_deref().map(parse_cursor).transpose()?;
        let mut query = RowQuery {
            show: request.show,
            filters: request.filters,
            search: request.search,
            sort: request.sort.unwrap_or_default(),
            after,
            limit: request.limit.clamp(1, LARGEST_WINDOW) as u32,
        };
        let reader = project.read();
        let window = reader.rows(run, &query)?;
        let total = match window.total {
            Some(total) => total,
            None => {
                query.after = None;
                reader.count(run, &query)?
            }
        };
        Ok(RowsWindow {
            rows: window.rows.into_iter().map(RowSummary::from).collect(),
            total,
            next: window.next.map(|cursor| write_cursor(&cursor)).transpose()?,
        })
    }

    pub fn rows_counts(&self, request: CountsRequest) -> Result<Vec<Count>> {
        let project = self.project()?;
        let run = store::RunId::from(RunId { run: request.run });
        let reader = project.read();
        if request.column == "_check" {
            let funnel = reader.funnel(run)?;
            return Ok(funnel.checks.into_iter().map(|(value, count)| Count { value, count }).collect());
        }
        let facets = reader.counts(run, &request.column, MOST_VALUES)?;
        let mut counts: Vec<Count> = facets
            .into_iter()
            .map(|facet| Count {
                value: generation::text(&facet.value),
                count: match request.show {
                    Show::Accepted => facet.accepted,
                    Show::Rejected => facet.rejected,
                    Show::All => facet.accepted + facet.rejected + facet.pending,
                },
            })
            .filter(|count| count.count > 0)
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Ok(counts)
    }

    pub fn row_detail(&self, request: RowRequest) -> Result<RowDetail> {
        let project = self.project()?;
        let id = AttemptId::from(request);
        let reader = project.read();
        let detail = reader.row(id)?;
        let summary = reader.summary(id)?.into();
        let run = reader.run(id.run)?;
        let stored = reader.recipe(&run.plan.recipe)?;
        let plan = prompt::stored_plan(&reader, &run)?;
        let prompts = prompt::of_attempt(&plan, &detail.attempt)?;
        Ok(RowDetail {
            summary,
            prompts,
            history: history(&detail),
            version: self.version(&reader, &stored)?,
            model: run.plan.model["name"].as_str().unwrap_or_default().to_owned(),
            seed: run.plan.seed,
            attempt: detail.attempt,
        })
    }

    pub fn row_edit(&self, request: EditRow) -> Result<RowSummary> {
        let project = self.project()?;
        let id = AttemptId::from(request.row);
        let mut writer = project.write()?;
        writer.revise(id, &request.field, Some(request.value), &self.reviewer(), self.now())?;
        Ok(writer.summary(id)?.into())
    }

    pub fn row_undo(&self, request: RowRequest) -> Result<RowSummary> {
        let project = self.project()?;
        let id = AttemptId::from(request);
        let mut writer = project.write()?;
        writer
            .undo(id.run, &self.reviewer(), self.now())?
            .ok_or_else(|| WireError::not_found("There is no edit to take back in this run."))?;
        Ok(writer.summary(id)?.into())
    }

    pub fn row_decide(&self, request: DecideRow) -> Result<RowSummary> {
        let project = self.project()?;
        let id = AttemptId::from(request.row);
        let decision =
            if request.accept { Decision::Accept } else { Decision::Reject { reason: request.note } };
        let mut writer = project.write()?;
        writer.overrule(id, &decision, &self.reviewer(), self.now())?;
        Ok(writer.summary(id)?.into())
    }

    fn reviewer(&self) -> String {
        let name = self.home.settings().reviewer;
        if name.is_empty() { "reviewer".to_owned() } else { name }
    }
}

const MOST_VALUES: u32 = 1_000;

fn history(detail: &store::RowDetail) -> Vec<HistoryEntry> {
    let edits = detail.revisions.iter().map(|revision| HistoryEntry {
        at: revision.at,
        who: revision.who.clone(),
        what: match revision.kind {
            RevisionKind::Edit => format!("changed {}", revision.field),
            RevisionKind::Undo => format!("took back a change of {}", revision.field),
            RevisionKind::Redo => format!("made a change of {} again", revision.field),
        },
        before: revision.before.as_ref().map(generation::text),
        after: revision.after.as_ref().map(generation::text),
    });
    let decisions = detail.verdicts.iter().filter_map(|record| {
        let (who, at) = (record.who.clone()?, record.at?);
        let what = match &record.verdict {
            dataset::Verdict::Accepted { row } => format!("accepted it as row {row}"),
            dataset::Verdict::Rejected { reason, .. } if reason.is_empty() => "rejected it".to_owned(),
            dataset::Verdict::Rejected { reason, .. } => format!("rejected it: {reason}"),
        };
        Some(HistoryEntry { at, who, what, before: None, after: None })
    });
    let mut entries: Vec<HistoryEntry> = edits.chain(decisions).collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn write_cursor(cursor: &Cursor) -> Result<String> {
    serde_json::to_string(cursor).map_err(|e| {
        WireError::failed("The place in the table could not be written.").with_detail(e.to_string())
    })
}

fn parse_cursor(text: &str) -> Result<Cursor> {
    serde_json::from_str(text).map_err(|e| {
        WireError::input("The place in the table cannot be read; start at the top.")
            .with_detail(e.to_string())
    })
}

impl From<RunId> for store::RunId {
    fn from(id: RunId) -> Self {
        Self(id.run.cast_signed())
    }
}

impl From<RowRequest> for AttemptId {
    fn from(row: RowRequest) -> Self {
        Self { run: RunId { run: row.run }.into(), draw: row.draw, attempt: row.attempt }
    }
}

impl From<store::RowSummary> for RowSummary {
    fn from(row: store::RowSummary) -> Self {
        Self {
            run: row.id.run.0.cast_unsigned(),
            draw: row.id.draw,
            attempt: row.id.attempt,
            verdict: row.verdict,
            fields: row.values,
            conditions: row.conditions,
            mean_log_probability: row.log_probability,
            edited: row.revised,
        }
    }
}
