//! `seedbed score`: log-probabilities of continuations.

use std::sync::Arc;

use api::WireError;
use clap::Args;
use inference::{Cancel, Event, Message, Priority, Role, ScoreRequest};

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
        let loaded = app.model()?;
        let model = loaded.model();
        let message = Message { role: Role::User, content: self.prompt };
        let prompt: Arc<[u32]> = model.tokenize_chat(&[message]).map_err(failed)?.into();
        let continuations = self
            .continuations
            .iter()
            .map(|text| {
                let mut tokens = model.tokenize(text);
                tokens.push(model.end_of_turn());
                tokens
            })
            .collect();
        let (events, received) = crossbeam_channel::unbounded();
        let request = ScoreRequest {
            id: 0,
            prompt,
            continuations,
            priority: Priority::Preview,
            cancel: Cancel::default(),
        };
        model.score(request, events);
        let scores = received
            .iter()
            .find_map(|event| match event {
                Event::Scored { result, .. } => Some(result),
                _ => None,
            })
            .unwrap_or(Err(inference::ModelError::Stopped))
            .map_err(failed)?;
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
                    "share": score.sum().exp() / total,
                })
            })
            .collect();
        output::json(&serde_json::json!({ "scores": rows }))
    }
}

fn failed(error: inference::ModelError) -> WireError {
    WireError::failed(error.to_string())
}
