//! `seedbed evaluate`: figures about rows, beside those of a reference.

use std::path::{Path, PathBuf};

use api::types::{DataFile, EvaluateRequest, Evaluation, EvaluationFiles, Measure, Student};
use api::{App, Options, TextEncoder, WireError};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::run_or_newest;
use crate::output;

/// Figures about the rows of a project's run, or of a file.
#[derive(Args)]
pub struct Evaluate {
    /// Project, or a file of rows: .csv, .jsonl, .json or .parquet.
    data: PathBuf,
    /// Of a project: number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Of a file: the column of the texts; 'text', or the only one, where absent.
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,
    /// Of a file: the column of the labels; 'label', where there is one, where absent.
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// The first line of CSV files holds values; columns are called 1, 2 and so on.
    #[arg(long)]
    no_header: bool,
    /// Of a file: how many rows to measure, drawn by a fixed seed; all where absent.
    #[arg(long)]
    rows: Option<usize>,
    /// File of other rows, such as real ones, whose figures are put beside; at most as many rows are measured of it.
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Column of the reference's texts; that of the data where absent.
    #[arg(long, value_name = "COLUMN", requires = "reference")]
    reference_text: Option<String>,
    /// Column of the reference's labels; that of the data where absent.
    #[arg(long, value_name = "COLUMN", requires = "reference")]
    reference_label: Option<String>,
    /// Of a file: rows whose labels you trust, none of them among the data or the reference. Students that learn from the
    /// data, and from the reference, are tested on them.
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Of a file: folder of a sentence encoder; texts are compared in meaning, with those of the reference too.
    #[arg(long, value_name = "DIR")]
    encoder: Option<PathBuf>,
    /// What learns and is tested on the gold rows: 'terms' takes moments, 'transformer', which starts from the encoder,
    /// takes minutes.
    #[arg(long, value_enum, default_value = "terms", requires = "gold")]
    student: Learner,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Learner {
    Terms,
    Transformer,
}

impl Evaluate {
    pub fn execute(self) -> Result<(), WireError> {
        let app = App::open(Options::default())?;
        let data = self.data(&app)?;
        let reference = self.reference(&app, &data)?;
        for notice in data.notices.iter().chain(reference.iter().flat_map(|reference| &reference.notices)) {
            eprintln!("{notice}");
        }
        if self.json { print_json(&data, reference.as_ref()) } else { print(&data, reference.as_ref()) }
    }

    fn data(&self, app: &App) -> Result<Evaluation, WireError> {
        if dataset::can_read(&self.data) {
            if self.run.is_some() {
                return Err(WireError::input("A file holds no runs; leave '--run' out, or name a project."));
            }
            let file = self.file(&self.data, &self.text, &self.label, self.rows);
            let encoder = self.encoder.as_deref().map(TextEncoder::load).transpose()?;
            let student = match self.student {
                Learner::Terms => Student::Terms,
                Learner::Transformer => Student::Transformer,
            };
            return app.evaluate_file_against(&file, &self.against(), encoder.as_ref(), student);
        }
        if self.text.is_some() || self.label.is_some() || self.rows.is_some() || self.gold.is_some() {
            return Err(WireError::input(
                "'--text', '--label', '--rows' and '--gold' are for files; which columns of a project's rows are measured follows \
                 from its recipe.",
            ));
        }
        app.open_project_at(&self.data)?;
        let run = run_or_newest(app, self.run)?.run;
        app.evaluate(EvaluateRequest { run, beside: None })
    }

    /// The files that the data is held against.
    fn against(&self) -> EvaluationFiles {
        let (text, label) = self.reference_columns();
        EvaluationFiles {
            real: self.reference.as_ref().map(|path| self.file(path, &text, &label, None)),
            gold: self.gold.as_ref().map(|path| self.file(path, &text, &label, None)),
        }
    }

    /// Columns of texts and labels in files beside the data.
    fn reference_columns(&self) -> (Option<String>, Option<String>) {
        let text = self.reference_text.clone().or_else(|| self.text.clone());
        (text, self.reference_label.clone().or_else(|| self.label.clone()))
    }

    fn reference(&self, app: &App, data: &Evaluation) -> Result<Option<Evaluation>, WireError> {
        let Some(path) = &self.reference else { return Ok(None) };
        let (text, label) = self.reference_columns();
        let reference = app.evaluate_file(self.file(path, &text, &label, Some(data.rows as usize)))?;
        if reference.rows < data.rows {
            eprintln!(
                "The reference has {} rows, the data {}: vocabulary, type-token ratio, distinct-n and compression ratio \
                 follow the number of rows. Measure as many of both: '--rows {}' with a file of the data.",
                reference.rows, data.rows, reference.rows
            );
        }
        Ok(Some(reference))
    }

    fn file(
        &self,
        path: &Path,
        text: &Option<String>,
        label: &Option<String>,
        rows: Option<usize>,
    ) -> DataFile {
        DataFile {
            path: path.to_string_lossy().into_owned(),
            text: text.clone(),
            label: label.clone(),
            header: !self.no_header,
            rows,
        }
    }
}

fn print_json(data: &Evaluation, reference: Option<&Evaluation>) -> Result<(), WireError> {
    let measures: Vec<Value> = data
        .measures
        .iter()
        .map(|m| {
            let mut figure = json!({
                "id": m.id, "value": m.value, "low": m.low, "high": m.high, "n": m.n, "encoder": m.encoder
            });
            if let Some(reference) = reference {
                figure["reference"] = counterpart(m, data, reference).map_or(Value::Null, |other| {
                    json!({ "value": other.value, "low": other.low, "high": other.high, "n": other.n })
                });
            }
            figure
        })
        .collect();
    output::json(&json!({ "measures": measures }))
}

fn print(data: &Evaluation, reference: Option<&Evaluation>) -> Result<(), WireError> {
    for finding in &data.findings {
        output::line(&finding.sentence)?;
    }
    if reference.is_some() {
        output::line(&format!("{:<40} {:>12} {:>12}", "", "data", "reference"))?;
    }
    for measure in &data.measures {
        let mut line = format!("{:<40} {:>12}", measure.title, shown(measure.value));
        match reference.map(|reference| counterpart(measure, data, reference)) {
            None => line += &format!("  (n = {})", measure.n),
            Some(None) => line += &format!(" {:>12}  (n = {})", shown(None), measure.n),
            Some(Some(other)) => {
                line += &format!(" {:>12}  (n = {}, {})", shown(other.value), measure.n, other.n);
            }
        }
        output::line(&line)?;
    }
    Ok(())
}

/// The reference's figure of the same kind. Its labels may stand in a column of another name.
fn counterpart<'e>(measure: &Measure, data: &Evaluation, reference: &'e Evaluation) -> Option<&'e Measure> {
    let evenness = |label: &String| format!("balance-{label}");
    let of_labels = data.label.as_ref().is_some_and(|label| measure.id == evenness(label));
    let other = reference.label.as_ref().filter(|_| of_labels).map(evenness);
    let wanted = other.as_ref().unwrap_or(&measure.id);
    reference.measures.iter().find(|other| other.id == *wanted)
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
}
