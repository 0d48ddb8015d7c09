//! `seedbed export`: the rows of a project's run as a file.

use std::path::PathBuf;

use api::types::{ExportOptions, ExportRequest};
use api::{App, Code, Options, WireError};
use clap::{Args, ValueEnum};
use dataset::{Preset, Shares};

use super::{format_of, run_or_newest};
use crate::output;

/// Write the rows of a project's run to a file.
#[derive(Args)]
pub struct Export {
    /// Project file.
    project: PathBuf,
    /// Number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// File to write: .parquet, .jsonl, .csv or .xlsx.
    #[arg(long)]
    out: PathBuf,
    /// Shape of a row for fine-tuning tools.
    #[arg(long, value_enum)]
    preset: Option<Shape>,
    /// With a preset: the field that is the instruction or the user's turn.
    #[arg(long, requires = "preset", default_value = "text")]
    instruction: String,
    /// With a preset: the field that is the response.
    #[arg(long, requires = "preset", default_value = "label")]
    output: String,
    /// Shares of train, validation and test in percent, such as 80,10,10.
    #[arg(long, value_parser = shares)]
    split: Option<Shares>,
    /// Write the dataset card, README.md, beside the data.
    #[arg(long)]
    card: bool,
    /// Replace a card or parts of a split that are there already; the file named with --out always is.
    #[arg(long)]
    replace: bool,
    /// Add prompts and raw answers as columns.
    #[arg(long)]
    include_prompts: bool,
    /// Private source whose text may leave with prompts and raw answers; repeat for several.
    #[arg(long = "include-private")]
    include_private: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    Alpaca,
    Sharegpt,
    Chatml,
}

impl Export {
    pub fn execute(self) -> Result<(), WireError> {
        let format = format_of(&self.out)?;
        let app = App::open(Options::default())?;
        app.open_project_at(&self.project)?;
        let run = run_or_newest(&app, self.run)?;
        let preset = self.preset.map(|shape| Preset {
            shape: match shape {
                Shape::Alpaca => dataset::Shape::Alpaca,
                Shape::Sharegpt => dataset::Shape::Sharegpt,
                Shape::Chatml => dataset::Shape::Chatml,
            },
            instruction: self.instruction,
            input: None,
            output: self.output,
            system: None,
        });
        let options = ExportOptions {
            run: run.run,
            format,
            preset,
            split: self.split,
            card: self.card,
            include_prompts: self.include_prompts,
            include_private: self.include_private,
        };
        let path = self.out.to_string_lossy().into_owned();
        let report =
            app.export_write(ExportRequest { options, path, replace: self.replace }).map_err(|error| {
                match error.code {
                    Code::Exists => error.with_detail("The option --replace replaces what is there."),
                    _ => error,
                }
            })?;
        for file in report.files {
            output::line(&file)?;
        }
        Ok(())
    }
}

fn shares(text: &str) -> Result<Shares, String> {
    let parts: Option<Vec<u32>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match parts.as_deref() {
        Some(&[train, validation, test])
            if train.checked_add(validation).and_then(|sum| sum.checked_add(test)) == Some(100) =>
        {
            Ok(Shares { train, validation, test })
        }
        _ => Err("three whole numbers that sum to 100 are needed, such as 80,10,10".to_owned()),
    }
}
