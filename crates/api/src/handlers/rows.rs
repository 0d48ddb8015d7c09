//! Rows of a run: windows and details.

use ::project as store;
use dataset::Verdict;
use store::{AttemptId, Column, Cursor, Filter, RowQuery, Show, Test};

use super::changes;
use crate::app::App;
use crate::error::{Result, WireError};
use crate::prompt;
use crate::types::{
    Count, CountsRequest, RowDetail, RowRequest, RowSummary, RowsRequest, RowsWindow, RunId, SampleRequest,
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

    pub fn rows_sample(&self, request: SampleRequest) -> Result<Vec<u64>> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(RunId { run: request.run }.into())?;
        let numbers = reader.accepted_numbers(run.id)?;
        let places = measures::sample(numbers.len(), request.size, run.plan.seed);
        Ok(places.into_iter().filter_map(|at| numbers.get(at).copied()).collect())
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
        let run = reader.run(id.run)?;
        let stored = reader.recipe(&run.plan.recipe)?;
        // A reviewer's file has neither answers nor the sources of prompts.
        let prompts = match detail.attempt.steps.is_empty() {
            true => Vec::new(),
            false => {
                let plan = prompt::stored_plan(&reader, &run)?;
                prompt::of_attempt(&plan, &detail.attempt, &prompt::pool(&reader, &run, &plan)?)?
            }
        };
        Ok(RowDetail {
            prompts,
            history: changes::history(&detail),
            summary: detail.summary.into(),
            other_row: other_row(&tries(&reader, id)?, id),
            version: self.version(&reader, &stored)?,
            model: run.plan.model["name"].as_str().unwrap_or_default().to_owned(),
            seed: run.plan.seed,
            attempt: detail.attempt,
        })
    }
}

const MOST_VALUES: u32 = 1_000;

/// All attempts at a draw.
pub fn tries(reader: &store::Reader, id: AttemptId) -> Result<Vec<store::RowSummary>> {
    let query = RowQuery {
        show: Show::All,
        filters: vec![Filter { column: Column::Draw, test: Test::Is(id.draw.into()) }],
        limit: MOST_VALUES,
        ..RowQuery::default()
    };
    Ok(reader.rows(id.run, &query)?.rows)
}

/// The row of the dataset that another attempt at a draw became.
pub fn other_row(tries: &[store::RowSummary], id: AttemptId) -> Option<u64> {
    tries.iter().filter(|other| other.id != id).find_map(|other| match other.verdict {
        Some(Verdict::Accepted { row }) => Some(row),
        _ => None,
    })
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

impl From<AttemptId> for RowRequest {
    fn from(id: AttemptId) -> Self {
        Self { run: id.run.0.cast_unsigned(), draw: id.draw, attempt: id.attempt }
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
            extra: row.extra,
            dropped_by: row.dropped_by,
            weight: row.weight,
        }
    }
}
