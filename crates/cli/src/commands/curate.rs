//! `seedbed curate`: a file's rows through a pipeline.

use std::path::PathBuf;

use api::types::{CurateFile, CurationReport, DataFile, Features};
use api::{App, Options, TextEncoder, WireError};
use clap::Args;

use super::{format_of, kept_apart};

/// Curates the rows of a file: drops, relabels and weighs them by the steps of a pipeline, and says why.
#[derive(Args)]
pub struct Curate {
    /// File of rows: .csv, .jsonl, .json or .parquet.
    data: PathBuf,
    /// The pipeline: a TOML file of [[curate]] blocks.
    #[arg(long, value_name = "FILE")]
    pipeline: PathBuf,
    /// File to write: .parquet, .jsonl, .csv or .xlsx.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// File to write what each step did to each row to, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// File of rows whose labels people vouch for. Each step that is there for training is tried on them, and held back
    /// where it cannot be shown to do no harm.
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// File that the rows may have been made from and whose texts they must not repeat, for the step 'source-leakage'; may be
    /// given several times.
    #[arg(long, value_name = "FILE")]
    private: Vec<PathBuf>,
    /// Write all rows, with the step that dropped each.
    #[arg(long, requires = "out")]
    all: bool,
    /// The column of the texts; 'text', or the only one, where absent.
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,
    /// The column of the labels; 'label', where there is one, where absent.
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// The first line of CSV files holds values; columns are called 1, 2 and so on.
    #[arg(long)]
    no_header: bool,
    /// Folder of a sentence encoder, for steps that compare by vectors; that of the settings where absent.
    #[arg(long, value_name = "FOLDER")]
    encoder: Option<PathBuf>,
    /// Decides how rows are dealt into folds.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Curate {
    pub fn execute(self) -> Result<(), WireError> {
        let format = self.out.as_deref().map(format_of).transpose()?;
        let read = [Some(&self.data), Some(&self.pipeline), self.gold.as_ref()].into_iter().flatten();
        kept_apart(
            [&self.out, &self.report].into_iter().flatten().map(PathBuf::as_path),
            read.chain(&self.private).map(PathBuf::as_path),
        )?;
        let app = App::open(Options::default())?;
        let encoder = self.encoder.as_deref().map(TextEncoder::load).transpose()?;
        let pipeline = std::fs::read_to_string(&self.pipeline).map_err(|error| {
            WireError::input(format!("The pipeline '{}' cannot be read.", self.pipeline.display()))
                .with_detail(error.to_string())
        })?;
        let file = |path: &PathBuf| DataFile {
            path: path.to_string_lossy().into_owned(),
            text: self.text.clone(),
            label: self.label.clone(),
            header: !self.no_header,
            rows: None,
        };
        let request = CurateFile {
            data: file(&self.data),
            pipeline,
            gold: self.gold.as_ref().map(file),
            private: self.private.iter().map(file).collect(),
            seed: self.seed,
        };
        let curated = app.curate_file(&request, encoder)?;
        let report = curated.report();
        report.notices.iter().for_each(|notice| eprintln!("{notice}"));
        let failed = |error: dataset::WriteError| WireError::failed(error.to_string());
        if let (Some(out), Some(format)) = (&self.out, format) {
            dataset::write(out, &curated.table(self.all), format).map_err(failed)?;
        }
        if let Some(path) = &self.report {
            let json = serde_json::to_string_pretty(&report)
                .map_err(|error| WireError::failed(error.to_string()))?;
            dataset::write_text(path, &json).map_err(failed)?;
        }
        print(&report);
        Ok(())
    }
}

fn print(report: &CurationReport) {
    let first = report.funnel.first().copied().unwrap_or_default();
    println!("{first:>8} rows");
    for (step, left) in report.steps.iter().zip(report.funnel.iter().skip(1)) {
        let counts = step.counts;
        let mut said = vec![format!("{} measured", counts.measured)];
        let mut some = |count: usize, what: &str| {
            if count > 0 {
                said.push(format!("{count} {what}"));
            }
        };
        some(counts.dropped, "dropped");
        some(counts.relabelled, "relabelled");
        some(counts.weighed, "weighed");
        if let Some(gate) = step.gate {
            said.push(format!(
                "students {:.1} % right before, {:.1} % after ({:+.1} to {:+.1} points)",
                100.0 * gate.before,
                100.0 * gate.after,
                100.0 * gate.low,
                100.0 * gate.high
            ));
        }
        match step.features {
            Some(Features::Vectors) => said.push("students read vectors".to_owned()),
            Some(Features::NGrams) => said.push("students read n-grams".to_owned()),
            None => {}
        }
        if step.against_gate {
            said.push("used against the gate".to_owned());
        }
        if !step.in_force {
            said.push("held back by the gate".to_owned());
        }
        println!("{left:>8} after {}: {}", step.kind, said.join(", "));
    }
}
