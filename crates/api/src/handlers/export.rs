//! Export: rows to files, private text held back.

use std::path::{Path, PathBuf};

use ::project::{self as store, Column, RowQuery, Show, Test};
use ::recipe::gallery;
use dataset::{Card, CardFile, Format, Part, Table};

use crate::app::App;
use crate::curation;
use crate::error::{Result, WireError};
use crate::export::{Export, is_exact, profile};
use crate::project::sentence;
use crate::types::{
    EvaluateRequest, ExportFile, ExportOptions, ExportPlan, ExportReport, ExportRequest, RunId,
};

/// Rows that a plan shows as a sample.
const SAMPLE: usize = 5;
const CARD: &str = "README.md";

impl App {
    pub fn export_plan(&self, options: ExportOptions) -> Result<ExportPlan> {
        let export = Export::gather(&self.project()?.read(), &options)?;
        let copied_span = export.copied_span();
        let mut warnings = export.warnings(copied_span.as_ref());
        if !options.include_private.is_empty() && options.include_prompts {
            warnings.push(format!(
                "Prompts and raw answers may carry text of: {}.",
                options.include_private.join(", ")
            ));
        }
        if export.dropped > 0 {
            warnings.push(format!(
                "{} that curation dropped {} left out; take the curation back to have them.",
                if export.dropped == 1 { "1 row".to_owned() } else { format!("{} rows", export.dropped) },
                if export.dropped == 1 { "is" } else { "are" },
            ));
        }
        if export.rows.is_empty() {
            warnings.push(
                "The run has no accepted rows; the file will hold only the names of columns.".to_owned(),
            );
        }
        let table = export.table(&options)?;
        let files = export.parts(&options)?;
        let name = format!("data.{}", options.format.ending());
        Ok(ExportPlan {
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            sample: table.rows.into_iter().take(SAMPLE).collect(),
            files: files
                .iter()
                .map(|(part, rows)| ExportFile {
                    name: file_of(Path::new(&name), *part).to_string_lossy().into_owned(),
                    rows: Some(rows.len() as u64),
                })
                .chain(options.card.then(|| ExportFile { name: CARD.to_owned(), rows: None }))
                .collect(),
            private_sources: export.private().map(|source| source.info.name.clone()).collect(),
            copied_span,
            warnings,
        })
    }

    pub fn export_write(&self, request: ExportRequest) -> Result<ExportReport> {
        let ExportRequest { options, path, replace } = request;
        let path = PathBuf::from(path);
        let export = Export::gather(&self.project()?.read(), &options)?;
        let table = export.table(&options)?;
        let parts = export.parts(&options)?;
        let mut files: Vec<PathBuf> = parts.iter().map(|(part, _)| file_of(&path, *part)).collect();
        let card = options.card.then(|| path.with_file_name(CARD));
        if !replace {
            leaves_files_alone(&path, files.iter().chain(&card))?;
        }
        for ((_, rows), file) in parts.into_iter().zip(&files) {
            let rows = rows.into_iter().filter_map(|at| table.rows.get(at).cloned()).collect();
            let table = Table { columns: table.columns.clone(), rows };
            dataset::write(file, &table, options.format).map_err(cannot_write)?;
        }
        if let Some(file) = card {
            let card = self.card(&export, &options, &files)?;
            dataset::write_text(&file, &card.to_markdown()).map_err(cannot_write)?;
            files.push(file);
        }
        Ok(ExportReport {
            files: files.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
            rows: export.rows.len() as u64,
        })
    }

    /// What the user should know before the accepted rows of a run, without some of their fields, are shared.
    pub(super) fn sharing_warnings(&self, run: u64, left_out: &[String]) -> Result<Vec<String>> {
        let options = ExportOptions {
            run,
            format: Format::Jsonl,
            preset: None,
            split: None,
            card: false,
            include_prompts: false,
            include_private: Vec::new(),
        };
        let mut export = Export::gather(&self.project()?.read(), &options)?;
        for row in &mut export.rows {
            row.values.retain(|name, _| !left_out.contains(name));
            row.conditions.retain(|name, _| !left_out.contains(name));
        }
        Ok(export.warnings(export.copied_span().as_ref()))
    }

    /// Rows of a run that people took out of the dataset.
    fn removed(&self, run: u64) -> Result<u64> {
        let reviewed = store::Filter { column: Column::Stage, test: Test::Is("reviewed".into()) };
        let query = RowQuery { show: Show::Rejected, filters: vec![reviewed], ..RowQuery::default() };
        let project = self.project()?;
        let reader = project.read();
        Ok(reader.count(RunId { run }.into(), &query)?)
    }

    fn card(&self, export: &Export, options: &ExportOptions, files: &[PathBuf]) -> Result<Card> {
        let evaluation = self.evaluate(EvaluateRequest { run: options.run, beside: None }).ok();
        let entry = export.recipe.method.as_deref().and_then(gallery::entry);
        let model = &export.run.plan.model;
        let text = |name: &str| model[name].as_str().map(str::to_owned);
        let parts = export.parts(options)?;
        let measures = evaluation.iter().flat_map(|evaluation| &evaluation.measures);
        Ok(Card {
            title: export.recipe.name.clone(),
            description: export.recipe.description.clone(),
            task: Some(export.recipe.task.kind.hub_name().to_owned()),
            method: entry.map(|entry| entry.method.to_owned()),
            citation: entry.map(|entry| entry.citation.to_owned()),
            recipe: export.recipe.format(),
            recipe_hash: export.run.plan.recipe.clone(),
            model: text("name").unwrap_or_default(),
            model_sha256: text("sha256").unwrap_or_default(),
            model_licence: text("license"),
            seed: export.run.plan.seed,
            profile: profile(&export.run),
            exact: is_exact(&export.run),
            attempts: self.run_summary(RunId { run: options.run })?.attempts,
            by_hand: export.by_hand(self.removed(options.run)?),
            columns: export.columns(),
            files: parts
                .iter()
                .zip(files)
                .map(|((part, rows), file)| CardFile {
                    name: file
                        .file_name()
                        .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
                    split: part.unwrap_or(Part::Train).name().to_owned(),
                    rows: rows.len() as u64,
                })
                .collect(),
            curation: export
                .curated
                .iter()
                .map(|step| format!("{}: {}", curation::title(step), curation::said(step)))
                .collect(),
            balance: export.balance(),
            measures: measures
                .filter_map(|measure| {
                    Some(dataset::Measure {
                        name: measure.title.clone(),
                        value: measure.words()?,
                        meaning: measure.definition(),
                    })
                })
                .collect(),
            limitations: vec![
                "The texts are written by a language model: names, numbers and facts in them are invented."
                    .to_owned(),
                "Figures describe the dataset; none of them shows that a model trained on it will do well."
                    .to_owned(),
            ],
            privacy: export.privacy(options),
            ..Card::default()
        })
    }
}

/// Refuses to replace a file that the user did not name.
fn leaves_files_alone<'a>(named: &Path, files: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let there: Vec<String> = files
        .filter(|file| *file != named && file.exists())
        .filter_map(|file| file.file_name())
        .map(|name| format!("'{}'", name.to_string_lossy()))
        .collect();
    let (are, them) = match there.len() {
        0 => return Ok(()),
        1 => ("is", "it"),
        _ => ("are", "them"),
    };
    Err(WireError::exists(format!(
        "{} {are} in this folder already; nothing was written. Replace {them}, or write to another folder.",
        there.join(", ")
    )))
}

/// `data.parquet` becomes `data.train.parquet`.
fn file_of(path: &Path, part: Option<Part>) -> PathBuf {
    match (part, path.file_stem(), path.extension()) {
        (Some(part), Some(stem), Some(ending)) => path.with_file_name(format!(
            "{}.{}.{}",
            stem.to_string_lossy(),
            part.name(),
            ending.to_string_lossy()
        )),
        _ => path.to_path_buf(),
    }
}

fn cannot_write(error: dataset::WriteError) -> WireError {
    WireError::failed(sentence(&error.to_string()))
}
