//! `seedbed evaluate`: figures about rows, beside those of others.

mod judging;
mod print;

use std::path::{Path, PathBuf};

use api::types::{Beside, DataFile, EvaluateRequest, Evaluation, EvaluationFiles, Student};
use api::{Against, App, Judge, Options, TextEncoder, Tokens, WireError};
use clap::{Args, ValueEnum};

use super::run_or_newest;

/// Figures about the rows of a project's run, or of files.
#[derive(Args)]
pub struct Evaluate {
    /// Project, or files of rows: .csv, .jsonl, .json or .parquet. Several files are put side by side.
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// Of a project: number of the run; the newest where absent.
    #[arg(long)]
    run: Option<u64>,
    /// Of files: the column of the texts; 'text', or the only one, where absent.
    #[arg(long, value_name = "COLUMN")]
    text: Option<String>,
    /// Of files: the column of the labels; 'label', where there is one, where absent.
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// The first line of CSV files holds values; columns are called 1, 2 and so on.
    #[arg(long)]
    no_header: bool,
    /// Of files: how many rows of each to measure, drawn by a fixed seed; all where absent.
    #[arg(long)]
    rows: Option<usize>,
    /// Of files: count as words what this pattern finds in the text in lower case, such as "[a-z0-9']+|[^a-z0-9\s]", to
    /// have the figures that others published.
    #[arg(long, value_name = "REGEX", value_parser = tokens)]
    tokens: Option<Tokens>,
    /// File of other rows, such as real ones, whose figures are put beside; at most as many rows are measured of it.
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Column of the reference's texts; that of the data where absent.
    #[arg(long, value_name = "COLUMN", requires = "reference")]
    reference_text: Option<String>,
    /// Column of the reference's labels; that of the data where absent.
    #[arg(long, value_name = "COLUMN", requires = "reference")]
    reference_label: Option<String>,
    /// Of files: rows whose labels you trust, none of them among the data or the reference. Students that learn from the
    /// data, and from the reference, are tested on them.
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Of files: folder of a sentence encoder; texts are compared in meaning, with those of the reference too.
    #[arg(long, value_name = "DIR")]
    encoder: Option<PathBuf>,
    /// Of files: what learns and is tested on the gold rows: 'terms' takes moments, 'transformer', which starts from the
    /// encoder, takes minutes.
    #[arg(long, value_enum, default_value = "terms", requires = "gold")]
    student: Learner,
    #[command(flatten)]
    judging: judging::Judging,
    /// Write a report: one HTML file with all figures side by side, and charts. A file of that name is replaced.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Learner {
    Terms,
    Transformer,
}

fn tokens(pattern: &str) -> Result<Tokens, String> {
    Tokens::pattern(pattern).map_err(|error| error.to_string())
}

/// Rows that were measured.
struct Measured {
    /// What they go by: the file.
    name: String,
    found: Evaluation,
}

/// All that was measured: the data, others beside it, and the reference.
struct Sets {
    data: Measured,
    others: Vec<Measured>,
    reference: Option<Measured>,
}

impl Sets {
    /// What is put beside the data, with what it is called at the head of a column.
    fn beside(&self) -> impl Iterator<Item = (&str, &Measured)> {
        let others = self.others.iter().map(|other| (other.name.as_str(), other));
        others.chain(self.reference.iter().map(|reference| ("reference", reference)))
    }
}

impl Evaluate {
    pub fn execute(self) -> Result<(), WireError> {
        let app = App::open(Options::default())?;
        let judge = self.judging.judge(&app)?;
        let mut sets = self.sets(&app, judge.as_ref())?;
        for notice in self.notices(&sets) {
            eprintln!("{notice}");
        }
        if self.json {
            print::json(&sets)?
        } else {
            print::table(&sets)?
        }
        match &self.report {
            Some(path) => {
                sets.data.found.notices = self.notices(&sets);
                self.write(&app, path, sets)
            }
            None => Ok(()),
        }
    }

    fn sets(&self, app: &App, judge: Option<&Judge>) -> Result<Sets, WireError> {
        let encoder = self.encoder.as_deref().map(TextEncoder::load).transpose()?;
        let against = |files| Against {
            files,
            encoder: encoder.as_ref(),
            tokens: self.tokens.clone().unwrap_or_default(),
            student: match self.student {
                Learner::Terms => Student::Terms,
                Learner::Transformer => Student::Transformer,
            },
            judge,
        };
        let file = |path: &PathBuf| -> Result<Measured, WireError> {
            let file = self.file(path, &self.text, &self.label, self.rows);
            let found = app.evaluate_file_against(&file, &against(self.files()))?;
            Ok(Measured { name: path.display().to_string(), found })
        };
        let (first, others) = match self.data.as_slice() {
            [project] if !dataset::can_read(project) => (self.of_run(app, project, judge)?, Vec::new()),
            files => {
                if self.run.is_some() {
                    return Err(WireError::input(
                        "A file holds no runs; leave '--run' out, or name a project.",
                    ));
                }
                if let Some(other) = files.iter().find(|file| !dataset::can_read(file)) {
                    return Err(WireError::input(format!(
                        "'{}' is no file of rows; only those (.csv, .jsonl, .json, .parquet) are put side by side.",
                        other.display()
                    )));
                }
                let mut sets = files.iter().map(file).collect::<Result<Vec<_>, _>>()?;
                (sets.remove(0), sets)
            }
        };
        let reference = |path: &PathBuf| -> Result<Measured, WireError> {
            let (text, label) = self.reference_columns();
            let file = self.file(path, &text, &label, Some(first.found.rows as usize));
            let found = app.evaluate_file_against(&file, &against(EvaluationFiles::default()))?;
            Ok(Measured { name: path.display().to_string(), found })
        };
        let reference = self.reference.as_ref().map(reference).transpose()?;
        Ok(Sets { data: first, others, reference })
    }

    fn of_run(&self, app: &App, project: &Path, judge: Option<&Judge>) -> Result<Measured, WireError> {
        let for_files = [self.text.is_some(), self.label.is_some(), self.rows.is_some(), self.gold.is_some()];
        if for_files.contains(&true) || self.tokens.is_some() {
            return Err(WireError::input(
                "'--text', '--label', '--rows', '--gold' and '--tokens' are for files; which columns of a project's rows are \
                 measured follows from its recipe.",
            ));
        }
        app.open_project_at(project)?;
        let run = run_or_newest(app, self.run)?.run;
        if let Some(judge) = judge {
            app.judge_run(run, judge)?;
        }
        let found = app.evaluate(EvaluateRequest { run, beside: None })?;
        Ok(Measured { name: project.display().to_string(), found })
    }

    /// The files that data is held against.
    fn files(&self) -> EvaluationFiles {
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

    /// What is worth knowing of how rows were read, and which sets are of another size.
    fn notices(&self, sets: &Sets) -> Vec<String> {
        let rows = sets.data.found.rows;
        let all = [&sets.data].into_iter().chain(sets.beside().map(|(_, set)| set));
        let mut notices: Vec<String> = Vec::new();
        for notice in all.flat_map(|set| &set.found.notices) {
            if !notices.contains(notice) {
                notices.push(notice.clone());
            }
        }
        for (name, Measured { found, .. }) in sets.beside().filter(|(_, set)| set.found.rows != rows) {
            let name = if name == "reference" { "The reference".to_owned() } else { format!("'{name}'") };
            notices.push(format!(
                "{name} has {} rows, the data {rows}: vocabulary, type-token ratio, distinct-n and compression ratio follow \
                 the number of rows. Measure as many of both: '--rows {}' with files of the data.",
                found.rows,
                found.rows.min(rows)
            ));
        }
        notices
    }

    fn write(&self, app: &App, path: &Path, sets: Sets) -> Result<(), WireError> {
        let Sets { data: Measured { name, mut found }, others, reference } = sets;
        let others = others.into_iter().chain(reference);
        found.beside.extend(others.map(|Measured { name, found }| Beside::of(name, found)));
        app.write_report(path, &name, &found)
    }
}
