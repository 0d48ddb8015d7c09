//! How much a model expects texts: the log-probability of each, token by token.

use evaluation::faithfulness::perplexity::LogProbability;
use generation::Control;
use inference::{Cancel, Event, Model, ModelError, Priority, ScoreRequest};

use super::Said;
use crate::error::{Result, WireError};

/// Scores texts; `hear` gets the place of each with its log-probability, as they come. A text begins with the token with
/// which the model wants texts to begin; where it wants none the text's own first token is given, and not counted. One of
/// too few tokens, or of more than the model can read, gets no score. Answers whether it went to the end: `control` may stop
/// it.
///
/// # Errors
/// The model cannot compute, or `hear` fails.
pub fn score(
    texts: &[&str],
    model: &dyn Model,
    control: &Control,
    mut hear: impl FnMut(usize, Said) -> Result<()>,
) -> Result<bool> {
    let (events, received) = crossbeam_channel::unbounded();
    let cancel = Cancel::default();
    for (id, text) in (0..).zip(texts) {
        let mut tokens = model.start_of_text().into_iter().chain(model.tokenize(text));
        let prompt: Vec<u32> = tokens.next().into_iter().collect();
        let continuation: Vec<u32> = tokens.collect();
        if continuation.is_empty() {
            continue;
        }
        let request = ScoreRequest {
            id,
            prompt: prompt.into(),
            continuations: vec![continuation],
            priority: Priority::Judge,
            cancel: cancel.clone(),
        };
        model.score(request, events.clone());
    }
    drop(events);
    for event in received {
        if control.is_cancelled() {
            cancel.cancel();
            return Ok(false);
        }
        let Event::Scored { id, result } = event else { continue };
        let scores = match result {
            Err(ModelError::PromptTooLong { .. }) => continue,
            result => result.map_err(|error| WireError::failed(error.to_string())),
        };
        let heard = scores.and_then(|scores| match scores.first() {
            Some(score) => hear(id as usize, said(score)?),
            None => Ok(()),
        });
        heard.inspect_err(|_| cancel.cancel())?;
    }
    Ok(true)
}

/// A log-probability as an answer is kept.
fn said(score: &inference::Score) -> Result<Said> {
    let tokens = score.log_probabilities.len() as u64;
    let found = LogProbability { mean: score.sum() / tokens as f64, tokens: Some(tokens) };
    let answer = serde_json::to_string(&found)
        .map_err(|e| WireError::failed("A score could not be kept.").with_detail(e.to_string()))?;
    Ok(Said { answer, probabilities: Default::default() })
}

/// The log-probability that an answer tells; `None` for what is no such answer.
pub fn log_probability(answer: &str) -> Option<LogProbability> {
    serde_json::from_str(answer).ok()
}
