//! What a model is asked about the rows that are measured.

use std::io::{IsTerminal as _, Write as _};

use api::{App, Judge, ModelChoice, Stop, WireError};
use clap::Args;

/// Exit status of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// A model as judge of rows.
#[derive(Args)]
pub struct Judging {
    /// Ask this model about the rows: a file, or an id from 'seedbed models list'. What it answers about rows of a project
    /// is kept there, and not asked for again.
    #[arg(long, value_name = "MODEL")]
    judge: Option<String>,
    /// What it is asked, of 'label', 'rating', 'perplexity', 'recheck', 'consistency', 'groups' and 'condition-NAME', with
    /// commas between; the first three where absent, as far as rows have them. Groups need '--encoder', or a run whose
    /// likeness in meaning was measured.
    #[arg(long, value_name = "QUESTIONS", value_delimiter = ',', requires = "judge")]
    ask: Vec<String>,
    /// How many rows it is asked about, drawn by a fixed seed; 0 for all.
    #[arg(long, value_name = "ROWS", default_value_t = 100, requires = "judge")]
    ask_rows: usize,
    /// For 'recheck' and 'consistency': the column of the answer; 'answer' or the like where absent.
    #[arg(long, value_name = "COLUMN", requires = "judge")]
    answer: Option<String>,
    /// For the same: the columns that it reads to answer; those before the answer where absent.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', requires = "judge")]
    reads: Vec<String>,
    /// For 'consistency': how often it answers.
    #[arg(long, value_name = "TIMES", default_value_t = 5, value_parser = clap::value_parser!(u32).range(2..=40), requires = "judge")]
    times: u32,
}

impl Judging {
    /// Loads the model, where one is to judge. Ctrl-C stops it.
    pub fn judge(&self, app: &App) -> Result<Option<Judge>, WireError> {
        let Some(model) = &self.judge else { return Ok(None) };
        if let Some(notice) = app.load_model(&ModelChoice::parse(model), None)? {
            eprintln!("{notice}");
        }
        let stop = Stop::default();
        let interrupt = stop.clone();
        super::super::on_interrupt(move || {
            // Figures that are measured before or after hear nothing of the first.
            if interrupt.is_stopped() {
                std::process::exit(INTERRUPTED);
            }
            interrupt.stop();
            eprintln!("\nStopping. Press Ctrl-C again to leave at once.");
        })?;
        Ok(Some(Judge {
            ask: self.ask.clone(),
            rows: (self.ask_rows > 0).then_some(self.ask_rows),
            answer: self.answer.clone(),
            reads: self.reads.clone(),
            times: Some(self.times),
            tell: std::io::stderr().is_terminal().then(|| Box::new(told) as api::Tell),
            stop,
        }))
    }
}

/// One line on the terminal for each question.
fn told(question: &str, done: u64, total: u64) {
    eprint!("\r\x1b[K{question}: {done} of {total} rows");
    if done == total {
        eprintln!();
    }
    std::io::stderr().flush().ok();
}
