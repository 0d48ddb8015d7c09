//! Curating the rows of a file by a pipeline.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use curation::{GateOptions, Gold, Outcome, Pipeline, Rows, Setting};
use dataset::{Column, Fields, Kind, Table};
use indexmap::IndexSet;
use serde_json::Value;

use crate::app::App;
use crate::curation::{with_columns, with_vectors, written_fields};
use crate::data_file::{self, DataTable, label_of, text_of};
use crate::error::{Code, Result, WireError};
use crate::project::sentence;
use crate::tables::Tables;
use crate::types::{CurateFile, CurationReport, DataFile, RowReport, StepReport};
use crate::vectors::TextEncoder;

/// Column of the weights, where a step weighs.
const WEIGHT: &str = "weight";
/// Column that says which step dropped a row, where all rows are written.
const DROPPED: &str = "_dropped_by";

/// A file's rows and what a pipeline made of them.
pub struct CuratedFile {
    data: DataTable,
    outcome: Outcome,
    /// What the user should know of the gold rows, in sentences.
    notices: Vec<String>,
}

impl App {
    /// Makes the steps of a pipeline on the rows of a file. Its columns are there for the steps that read one.
    /// Vectors, where a step compares by them, are those of `encoder`, or of the one in the settings.
    ///
    /// # Errors
    /// A file cannot be read, the pipeline is not sound, or a step lacks what it reads.
    pub fn curate_file(&self, request: &CurateFile, encoder: Option<TextEncoder>) -> Result<CuratedFile> {
        let pipeline = Pipeline::parse(&request.pipeline)
            .map_err(|error| WireError::input(sentence(&error.to_string())))?;
        let encoder = match encoder {
            None => self.encoder_for(pipeline.vectors()).map_err(|error| match error.code {
                Code::Busy => WireError::input(
                    "A step compares texts by their vectors, but there is no encoder; name the folder of one with \
                     '--encoder'.",
                ),
                _ => error,
            })?,
            encoder => encoder.map(Arc::new),
        };
        let data = data_file::table(&self.tables, &request.data)?;
        if let (None, Some(kind)) = (&data.label, pipeline.reads_labels()) {
            let columns: Vec<&str> = data.table.columns.iter().map(|column| column.name.as_str()).collect();
            return Err(WireError::input(format!(
                "The step '{kind}' reads labels, but '{}' has no column 'label'; say which of its columns holds them: {}.",
                request.data.path,
                columns.join(", ")
            )));
        }
        let mut rows = rows(&data)?;
        if !request.private.is_empty() {
            rows = rows.with_private_sources(private_texts(&self.tables, &request.private)?);
        }
        let gold = request.gold.as_ref().map(|file| gold_of(&self.tables, file, &rows)).transpose()?;
        let GoldRows { rows: mut gold, notices } = gold.unwrap_or_default();
        if let Some(encoder) = encoder {
            rows = with_vectors(rows, &mut gold, &encoder, &self.kept)?;
        }
        let gate = (!gold.is_empty()).then(GateOptions::default);
        let setting = Setting { gold: &gold, gate, seed: request.seed };
        let outcome = curation::curate(&pipeline, &rows, setting)
            .map_err(|error| WireError::input(sentence(&error.to_string())))?;
        Ok(CuratedFile { data, outcome, notices })
    }
}

/// All that files hold that nobody else may read: the texts of every field of every row.
fn private_texts(tables: &Tables, files: &[DataFile]) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files {
        let table = tables.read(Path::new(&file.path), file.header)?.table;
        texts.extend(table.rows.iter().flat_map(|row| written_fields(row).into_values()));
    }
    Ok(texts)
}

fn rows(data: &DataTable) -> Result<Rows> {
    let text = |row: &Fields| text_of(row, &data.field).unwrap_or_default();
    let label = |row: &Fields| data.label.as_deref().and_then(|label| label_of(row, label));
    let rows = Rows::new(data.table.rows.iter().map(|row| (text(row), label(row))));
    let names = data.table.columns.iter().map(|column| column.name.as_str());
    let fields: Vec<&Fields> = data.table.rows.iter().collect();
    Ok(with_columns(rows, &fields, names, number)?.1)
}

/// The rows of a file whose labels people vouch for.
#[derive(Default)]
pub struct GoldRows {
    pub rows: Vec<Gold>,
    /// What the user should know of them, in sentences.
    pub notices: Vec<String>,
}

/// The rows of a file whose labels people vouch for, as far as they can judge what students of other rows know: those with a label
/// that these rows have, and a text that these have not.
///
/// # Errors
/// The file cannot be read, has no column of labels, or none of its rows can judge.
pub fn gold_of(tables: &Tables, file: &DataFile, rows: &Rows) -> Result<GoldRows> {
    let data = data_file::table(tables, file)?;
    let Some(label) = &data.label else {
        return Err(WireError::input(format!(
            "'{}' has no column 'label', so its rows vouch for nothing; say which column holds the labels.",
            file.path
        )));
    };
    let gold = |row: &Fields| {
        let (text, label) = (text_of(row, &data.field)?, label_of(row, label)?);
        Some(Gold { text, label, vector: Vec::new(), fields: written_fields(row) })
    };
    let all: Vec<Gold> = data.table.rows.iter().filter_map(gold).collect();
    let labels: IndexSet<&String> = rows.labels().iter().flatten().collect();
    let texts: HashSet<&String> = rows.texts().iter().collect();
    let (known, strange): (Vec<Gold>, Vec<Gold>) =
        all.into_iter().partition(|gold| labels.is_empty() || labels.contains(&gold.label));
    let (repeated, fit): (Vec<Gold>, Vec<Gold>) =
        known.into_iter().partition(|gold| texts.contains(&gold.text));
    let mut notices = Vec::new();
    if !strange.is_empty() {
        let strange_labels: IndexSet<&String> = strange.iter().map(|gold| &gold.label).collect();
        notices.push(format!(
            "{} of the rows of '{}' have a label that the rows to curate have not, and are left out: {}. The rows have {}.",
            strange.len(),
            file.path,
            named(strange_labels),
            named(labels)
        ));
    }
    if !repeated.is_empty() {
        notices.push(format!(
            "{} of the rows of '{}' stand among the rows to curate too, and are left out: they would judge what learnt from them.",
            repeated.len(),
            file.path
        ));
    }
    if fit.is_empty() && !notices.is_empty() {
        return Err(WireError::input(format!("No gold row is left to judge by. {}", notices.join(" "))));
    }
    Ok(GoldRows { rows: fit, notices })
}

/// The first of some labels.
fn named(labels: IndexSet<&String>) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = labels.iter().take(SHOWN).map(|label| format!("'{label}'")).collect();
    if labels.len() > SHOWN {
        shown.push(format!("{} more", labels.len() - SHOWN));
    }
    shown.join(", ")
}

impl CuratedFile {
    /// Step by step and row by row.
    #[must_use]
    pub fn report(&self) -> CurationReport {
        let outcome = &self.outcome;
        let row = |(at, row): (usize, curation::Curated)| RowReport {
            kept: row.dropped_by.is_none(),
            label: row.label,
            weight: row.weight,
            marks: outcome.marks(at),
        };
        CurationReport {
            funnel: outcome.funnel().into_iter().map(|rows| rows as u64).collect(),
            steps: outcome.steps.iter().map(StepReport::from).collect(),
            rows: outcome.rows().into_iter().enumerate().map(row).collect(),
            notices: [self.data.notices.clone(), self.notices.clone()].concat(),
        }
    }

    /// The rows that are kept, or all of them with the step that dropped each, with their labels as they are now and,
    /// where a step weighs, their weights. All other columns stay as they were: where there is a `weight` already, the new
    /// one is called `_weight`.
    #[must_use]
    pub fn table(&self, all: bool) -> Table {
        let DataTable { table, label, .. } = &self.data;
        let curated = self.outcome.rows();
        let mut columns = table.columns.clone();
        let mut add = |name: &str, kind: Kind| {
            let name = free(table, name);
            columns.push(Column { name: name.clone(), kind });
            name
        };
        let weight = curated.iter().any(|row| row.weight != 1.0).then(|| add(WEIGHT, Kind::Number));
        let dropped = all.then(|| add(DROPPED, Kind::Text));
        // Labels may be numbers: a new one is written as the file writes it.
        let written: HashMap<String, Value> = label
            .iter()
            .flat_map(|name| {
                table.rows.iter().filter_map(move |row| Some((label_of(row, name)?, row.get(name)?)))
            })
            .map(|(label, value)| (label, value.clone()))
            .collect();
        let rows = table.rows.iter().zip(curated).filter(|(_, row)| all || row.dropped_by.is_none());
        let rows = rows.map(|(before, now)| {
            let mut row = before.clone();
            if let (Some(name), Some(now)) = (label, now.label)
                && label_of(before, name).as_ref() != Some(&now)
            {
                let value = written.get(&now).cloned();
                row.insert(name.clone(), value.unwrap_or_else(|| Value::from(now)));
            }
            if let Some(weight) = &weight {
                row.insert(weight.clone(), Value::from(now.weight));
            }
            if let Some(dropped) = &dropped {
                let kind = now.dropped_by.and_then(|step| self.outcome.steps.get(step));
                row.insert(dropped.clone(), kind.map_or(Value::Null, |step| step.step.kind().into()));
            }
            row
        });
        Table { columns, rows: rows.collect() }
    }
}

/// A name that no column has.
fn free(table: &Table, name: &str) -> String {
    let mut name = name.to_owned();
    while table.has(&name) {
        name.insert(0, '_');
    }
    name
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}
