//! `seedbed score`: log-probabilities of continuations.

use api::WireError;
use clap::Args;
use inference::{Message, Role};

use super::app_with;
use crate::output;

/// Log-probabilities of continuations after a prompt.
#[derive(Args)]
pub struct Score {
    /// Model: a file, or an id from 'seedbed models list'. The built-in one where absent.
    #[arg(long)]
    model: Option<String>,
    /// What the user says; the model's chat template is put around it.
    #[arg(long)]
    prompt: String,
    /// Answers to score, each as a whole turn.
    #[arg(long = "continuation", required = true, num_args = 1..)]
    continuations: Vec<String>,
}

impl Score {
    pub fn execute(self) -> Result<(), WireError> {
        let app = app_with(self.model.as_deref(), None)?;
        let scores =
            app.scores(&[Message { role: Role::User, content: self.prompt }], &self.continuations)?;
        let total = scores.iter().map(|score| score.sum().exp()).sum::<f64>();
        let rows: Vec<_> = self
            .continuations
            .iter()
            .zip(&scores)
            .map(|(text, score)| {
                serde_json::json!({
                    "continuation": text,
                    "log_probability": score.sum(),
                    "tokens": score.log_probabilities.len(),
                    "perplexity": score.perplexity(),
                    "share": score.sum().exp() / total,
                })
            })
            .collect();
        output::json(&serde_json::json!({ "scores": rows }))
    }
}
