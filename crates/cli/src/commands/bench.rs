//! `seedbed bench`: how fast a model makes rows here.

use api::WireError;
use clap::Args;
use inference::{BenchOptions, bench};
use serde_json::json;

use super::app_with;
use crate::output;

/// Measure how fast a model makes rows here.
#[derive(Args)]
pub struct Bench {
    /// Model: a file, or an id from 'seedbed models list'. The built-in one where absent.
    #[arg(long)]
    model: Option<String>,
    /// Tokens of the prompt that all rows share.
    #[arg(long, default_value_t = 600)]
    shared_prompt: usize,
    /// Tokens of each row's own part of the prompt.
    #[arg(long, default_value_t = 40)]
    private_prompt: usize,
    /// Tokens written for each row.
    #[arg(long, default_value_t = 128)]
    output: usize,
    /// Rows.
    #[arg(long, default_value_t = 64)]
    rows: usize,
    /// Sequences computed together; repeat for several, all of 1, 8, 16, 32, 64 where absent.
    #[arg(long)]
    batch: Vec<usize>,
    /// Machine-readable.
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub fn execute(self) -> Result<(), WireError> {
        let batches = if self.batch.is_empty() { vec![1, 8, 16, 32, 64] } else { self.batch };
        let largest = batches.iter().copied().max();
        let app = app_with(self.model.as_deref(), largest)?;
        let options = BenchOptions {
            shared_prompt: self.shared_prompt,
            private_prompt: self.private_prompt,
            output: self.output,
            rows: self.rows,
            batches,
        };
        let runs =
            bench(app.model()?.engine(), &options).map_err(|error| WireError::failed(error.to_string()))?;
        if self.json {
            let runs: Vec<_> = runs
                .iter()
                .map(|run| {
                    json!({
                        "batch": run.batch,
                        "prompt_tokens_per_second": run.prompt_tokens_per_second,
                        "decode_tokens_per_second": run.decode_tokens_per_second,
                        "output_tokens_per_second": run.output_tokens_per_second,
                        "peak_bytes": run.peak_bytes,
                    })
                })
                .collect();
            return output::json(&json!({ "runs": runs }));
        }
        output::line("batch  prompt tok/s  decode tok/s  output tok/s  peak MB")?;
        for run in runs {
            output::line(&format!(
                "{:>5}  {:>12.0}  {:>12.0}  {:>12.0}  {:>7.0}",
                run.batch,
                run.prompt_tokens_per_second,
                run.decode_tokens_per_second,
                run.output_tokens_per_second,
                run.peak_bytes as f64 / 1e6
            ))?;
        }
        Ok(())
    }
}
