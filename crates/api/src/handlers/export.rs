//! Export: rows to files, private text held back.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ::project::{self as store, AttemptId, Column, Reader, RowQuery, Run, Show, SourceSnapshot, Test};
use ::recipe::{Recipe, gallery};
use dataset::{
    BY_HAND_COLUMN, Balance, ByHand, Card, CardFile, ExportRow, Fields, HandWork, Part, Provenance, Table,
    export_table, text_of,
};
use measures::CopiedSpans;
use privacy::{Entry, Replacer, Restorer};

use inference::NumericProfile;

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::personal;
use crate::project::sentence;
use crate::prompt;
use crate::types::{CopiedSpan, ExportFile, ExportOptions, ExportPlan, ExportReport, ExportRequest, RunId};

/// Rows that a plan shows as a sample.
const SAMPLE: usize = 5;
/// From this many words on, a span shared with a private source is worth a warning.
const WORTH_A_WARNING: usize = 8;

impl App {
    pub fn export_plan(&self, options: ExportOptions) -> Result<ExportPlan> {
        let export = self.gather(&options)?;
        let copied_span = export.copied_span();
        let mut warnings = Vec::new();
        if let Some(span) = copied_span.as_ref().filter(|span| span.words >= WORTH_A_WARNING) {
            warnings.push(format!(
                "Row {} repeats {} words in a row of the private source '{}'; look at it before you share the file.",
                span.row, span.words, span.source
            ));
        }
        if let Some((rows, first)) = export.rows_with_values() {
            let hold = if rows == 1 {
                format!("Row {first} holds")
            } else {
                format!("{rows} rows, the first of them row {first}, hold")
            };
            warnings.push(format!(
                "{hold} personal data that is replaced in the sources; look at it before you share the file."
            ));
        }
        if !options.include_private.is_empty() && options.include_prompts {
            warnings.push(format!(
                "Prompts and raw answers may carry text of: {}.",
                options.include_private.join(", ")
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
        let export = self.gather(&options)?;
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

    fn gather(&self, options: &ExportOptions) -> Result<Export> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(RunId { run: options.run }.into())?;
        let recipe = draft::parse(&reader.recipe(&run.plan.recipe)?.toml)?;
        let sources = reader.sources(run.id)?;
        let withheld: Vec<&str> = sources
            .iter()
            .filter(|source| source.info.private && !options.include_private.contains(&source.info.name))
            .map(|source| source.info.name.as_str())
            .collect();
        if options.include_prompts && !withheld.is_empty() {
            return Err(WireError::input(format!(
                "Prompts and raw answers can carry text of the private source '{}'; name it to include it, or leave prompts out.",
                withheld.join("', '")
            )));
        }
        let mut rows = rows(&reader, &run, options.include_prompts)?;
        // A condition drawn from a private source carries its text.
        let private = |name: &str| {
            let scope = recipe.conditions.iter().find(|condition| condition.name == *name);
            scope
                .and_then(|condition| condition.scope.source())
                .is_some_and(|source| withheld.contains(&source))
        };
        rows.iter_mut().for_each(|row| row.conditions.retain(|name, _| !private(name)));
        let read_with = personal::entries(&reader.personal_data_of(run.id)?).collect();
        let replacer = personal::replacer(&reader.personal_data()?)?;
        Ok(Export { run, recipe, sources, rows, read_with, replacer })
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
        let evaluation = self.evaluate(RunId { run: options.run }).ok();
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
            balance: export.balance(),
            measures: measures
                .filter_map(|measure| {
                    Some(dataset::Measure {
                        name: measure.title.clone(),
                        value: figure(measure.value?, measure.low, measure.high),
                        meaning: measure.meaning.clone(),
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

/// Everything that an export is made of.
struct Export {
    run: Run,
    recipe: Recipe,
    /// As the run read them, with personal data replaced.
    sources: Vec<SourceSnapshot>,
    rows: Vec<ExportRow>,
    /// What was decided on personal data when the run began.
    read_with: Vec<Entry>,
    /// What is replaced by now.
    replacer: Replacer,
}

impl Export {
    fn table(&self, options: &ExportOptions) -> Result<Table> {
        let fields: Vec<String> = self.recipe.columns().into_iter().map(|column| column.name).collect();
        let text = |name: &str| self.run.plan.model[name].as_str().unwrap_or_default().to_owned();
        let provenance = Provenance {
            seed: self.run.plan.seed,
            recipe: self.run.plan.recipe.clone(),
            model: text("sha256"),
        };
        let table = export_table(&fields, &self.rows, &provenance);
        match &options.preset {
            Some(preset) => {
                preset.apply(&table).map_err(|error| WireError::input(sentence(&error.to_string())))
            }
            None => Ok(table),
        }
    }

    /// Rows of each part, by position; one part without a name where nothing is split.
    fn parts(&self, options: &ExportOptions) -> Result<Vec<(Option<Part>, Vec<usize>)>> {
        let Some(shares) = options.split else { return Ok(vec![(None, (0..self.rows.len()).collect())]) };
        let label = self.recipe.label_column();
        let strata: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                label.as_ref().and_then(|label| row.values.get(label)).map(text_of).unwrap_or_default()
            })
            .collect();
        let parts = dataset::split(&strata, shares, self.run.plan.seed);
        let rows_of = |part: Part| (0..parts.len()).filter(|at| parts[*at] == part).collect::<Vec<_>>();
        Ok(Part::ALL
            .into_iter()
            .map(|part| (Some(part), rows_of(part)))
            .filter(|(_, rows)| !rows.is_empty())
            .collect())
    }

    fn by_hand(&self, removed: u64) -> HandWork {
        HandWork::count(self.rows.iter().map(|row| row.by_hand), removed)
    }

    fn columns(&self) -> Vec<(String, String)> {
        let marked = self.rows.iter().any(|row| row.by_hand != ByHand::default());
        let by_hand = (BY_HAND_COLUMN.to_owned(), "what people did to the row".to_owned());
        columns(&self.recipe).into_iter().chain(marked.then_some(by_hand)).collect()
    }

    fn private(&self) -> impl Iterator<Item = &SourceSnapshot> {
        self.sources.iter().filter(|source| source.info.private)
    }

    /// The longest span of words that a row shares with a private source. Fields that were taken over from the source
    /// on purpose, as in annotation, count too: they are text of the source. Rows are held against what the run read and
    /// against what the file said before personal data was replaced in it.
    fn copied_span(&self) -> Option<CopiedSpan> {
        let restorer = Restorer::new(&self.read_with);
        self.private()
            .filter_map(|source| {
                let read: Vec<String> =
                    source.rows.iter().flat_map(|row| row.values().map(text_of)).collect();
                let before = read.iter().filter_map(|text| match restorer.text(text) {
                    Cow::Owned(before) => Some(before),
                    Cow::Borrowed(_) => None,
                });
                let before: Vec<String> = before.collect();
                let texts = [read, before].concat();
                let spans = CopiedSpans::new(texts.iter().map(String::as_str));
                let found = self.rows.iter().filter_map(|row| {
                    let span = row.values.values().filter_map(|value| spans.longest(&text_of(value)));
                    span.max_by_key(|span| span.words).map(|span| (row.row, span))
                });
                let (row, span) = found.max_by_key(|(row, span)| (span.words, std::cmp::Reverse(*row)))?;
                Some(CopiedSpan { words: span.words, text: span.text, row, source: source.info.name.clone() })
            })
            .max_by_key(|span| span.words)
    }

    /// Number of values that were replaced in the sources of the run.
    fn replaced_values(&self) -> usize {
        let restorer = Restorer::new(&self.read_with);
        let texts = self.sources.iter().flat_map(|source| &source.rows).flat_map(Fields::values).map(text_of);
        let marks: BTreeSet<String> = texts
            .flat_map(|text| restorer.surrogates(&text).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        marks.len()
    }

    /// Number of rows that hold a value which is replaced in the sources, and the first of them. The model was not told
    /// it, but a person may have written it, or two people bear one name.
    fn rows_with_values(&self) -> Option<(usize, u64)> {
        let holds = |row: &&ExportRow| {
            let mut texts = row.values.values().chain(row.conditions.values()).map(text_of);
            texts.any(|text| self.replacer.finds(&text))
        };
        let mut rows = self.rows.iter().filter(holds).map(|row| row.row);
        let first = rows.next()?;
        Some((1 + rows.count(), first))
    }

    fn balance(&self) -> Vec<Balance> {
        let label = self.recipe.label_column();
        let conditions = self.recipe.conditions.iter().map(|condition| condition.name.clone());
        let columns: Vec<String> = label.into_iter().chain(conditions).collect();
        let mut seen = Vec::new();
        columns
            .into_iter()
            .filter(|column| {
                let new = !seen.contains(column);
                seen.push(column.clone());
                new
            })
            .map(|column| {
                let mut counts = BTreeMap::<String, u64>::new();
                for row in &self.rows {
                    let value = row.values.get(&column).or_else(|| row.conditions.get(&column));
                    *counts.entry(value.map(generation::text).unwrap_or_default()).or_default() += 1;
                }
                let mut values: Vec<(String, u64)> = counts.into_iter().collect();
                values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
                Balance { column, values }
            })
            .filter(|balance| balance.values.len() <= MOST_LISTED)
            .collect()
    }

    fn privacy(&self, options: &ExportOptions) -> Vec<String> {
        let mut lines = Vec::new();
        let private: Vec<&str> = self.private().map(|source| source.info.name.as_str()).collect();
        if private.is_empty() {
            lines.push("No private source was used.".to_owned());
        } else {
            lines.push(format!("Private sources used: {}.", private.join(", ")));
            let longest = self.copied_span().map_or(0, |span| span.words);
            lines.push(format!("The longest span of words shared with one of them has {longest} words."));
        }
        let replaced = self.replaced_values();
        if replaced > 0 {
            lines.push(format!(
                "Before the model read the sources, {replaced} personal values were replaced in them by marks such as [PERSON 1]."
            ));
        }
        lines.push(if options.include_prompts {
            "Prompts and raw answers are included.".to_owned()
        } else {
            "Prompts and raw answers are left out.".to_owned()
        });
        lines
    }
}

/// Conditions with more values than this are left out of the card.
const MOST_LISTED: usize = 40;
const CARD: &str = "README.md";

fn rows(reader: &Reader, run: &Run, with_prompts: bool) -> Result<Vec<ExportRow>> {
    let plan = with_prompts.then(|| prompt::stored_plan(reader, run)).transpose()?;
    let pool = plan.as_ref().map(|plan| prompt::pool(reader, run, plan)).transpose()?.unwrap_or_default();
    reader
        .accepted(run.id)
        .enumerate()
        .map(|(at, row)| {
            let row = row?;
            let (prompts, raw) = match &plan {
                None => (None, None),
                Some(plan) => {
                    let id = AttemptId { run: run.id, draw: row.id.draw, attempt: row.id.attempt };
                    let attempt = reader.row(id)?.attempt;
                    let rendered = plan.render_attempt(&attempt, &pool).map_err(prompt::failed)?;
                    let prompts = attempt.steps.iter().zip(&rendered).map(|(step, rendered)| {
                        let texts: Vec<&str> = rendered.messages.iter().map(|m| m.content.as_str()).collect();
                        (step.step.clone(), texts.join("\n\n").into())
                    });
                    let raw = attempt.steps.iter().map(|step| (step.step.clone(), step.raw.clone().into()));
                    (Some(Fields::from_iter(prompts)), Some(Fields::from_iter(raw)))
                }
            };
            let number = match row.verdict {
                Some(dataset::Verdict::Accepted { row }) => row,
                _ => at as u64,
            };
            let by_hand = ByHand { retried: row.extra, accepted: row.overruled, edited: row.revised };
            let (values, conditions) = (row.values, row.conditions);
            Ok(ExportRow { row: number, values, conditions, by_hand, prompts, raw })
        })
        .collect()
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

fn columns(recipe: &Recipe) -> Vec<(String, String)> {
    let fields = recipe.columns().into_iter().map(|column| {
        let meaning = match column.origin {
            ::recipe::Origin::Output { step } => format!("written by the step '{}'", recipe.steps[step].id),
            ::recipe::Origin::Confidence { of, .. } => {
                format!("how probable '{of}' was to the model, in [0, 1]")
            }
            ::recipe::Origin::Agreement { of, .. } => {
                format!("share of the answers that agree on '{of}', in (0, 1]")
            }
            ::recipe::Origin::Condition { .. } => "condition given to the model".to_owned(),
            ::recipe::Origin::Input => "taken from the given row".to_owned(),
        };
        (column.name, meaning)
    });
    let provenance = [
        "number of the row",
        "seed of the run",
        "conditions of the row, as JSON",
        "hash of the recipe",
        "SHA-256 of the model file",
    ];
    let own = dataset::PROVENANCE_COLUMNS.iter().zip(provenance);
    fields.chain(own.map(|(name, meaning)| ((*name).to_owned(), meaning.to_owned()))).collect()
}

fn profile(run: &Run) -> String {
    let text = |name: &str| run.plan.profile[name].as_str().unwrap_or_default();
    format!("engine {}, {}, {}", text("engine"), text("device"), text("instructions"))
}

/// Whether the run's rows can be made again to the bit.
fn is_exact(run: &Run) -> bool {
    serde_json::from_value(run.plan.profile.clone()).is_ok_and(|profile: NumericProfile| profile.is_exact())
}

fn figure(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    let short = |value: f64| if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.3}") };
    match (low, high) {
        (Some(low), Some(high)) => format!("{} ({}–{})", short(value), short(low), short(high)),
        _ => short(value),
    }
}

fn cannot_write(error: dataset::WriteError) -> WireError {
    WireError::failed(sentence(&error.to_string()))
}
