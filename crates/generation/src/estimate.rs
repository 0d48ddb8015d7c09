//! How long a run will take, from what its first attempts took.

use dataset::Attempt;

use crate::plan::Plan;

/// How fast the model is, as measured on this machine at the batch size of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Prompt tokens computed in a second.
    pub prompt_tokens_per_second: f64,
    /// Tokens written in a second, by all rows together.
    pub output_tokens_per_second: f64,
}

/// What a run still needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Attempts, at the share of accepted ones so far; never more than the budget.
    pub attempts: u64,
    /// Prompt tokens. Those that rows share are counted for each row, so the time is rather too long than too short.
    pub prompt_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Seconds.
    pub seconds: f64,
}

/// Estimates the rest of a run of which `measured` attempts were made and `accepted` of them accepted; the attempts of
/// a preview serve before a run begins. `None` without any attempts to measure, or without speed.
#[must_use]
pub fn estimate(plan: &Plan, measured: &[Attempt], accepted: u64, rates: Rates) -> Option<Estimate> {
    let usable = |rate: f64| rate.is_finite() && rate > 0.0;
    if measured.is_empty()
        || !usable(rates.prompt_tokens_per_second)
        || !usable(rates.output_tokens_per_second)
    {
        return None;
    }
    let made = measured.len() as f64;
    let prompts: usize =
        measured.iter().flat_map(|attempt| &attempt.steps).map(|step| step.prompt_tokens).sum();
    // Scored labels are computed like a prompt and write nothing.
    let outputs: usize = measured
        .iter()
        .flat_map(|attempt| &attempt.steps)
        .filter(|step| step.finish != "scored")
        .map(|step| step.tokens.len())
        .sum();
    // One success is added to both counts, so that a bad beginning does not promise an endless run.
    let share = (accepted as f64 + 1.0) / (made + 1.0);
    let wanted = plan.rows().saturating_sub(accepted) as f64 / share.min(1.0);
    let attempts = wanted.min(plan.attempts().saturating_sub(measured.len() as u64) as f64).ceil();
    let (prompt_tokens, output_tokens) = (prompts as f64 / made * attempts, outputs as f64 / made * attempts);
    let seconds =
        prompt_tokens / rates.prompt_tokens_per_second + output_tokens / rates.output_tokens_per_second;
    Some(Estimate {
        attempts: attempts as u64,
        prompt_tokens: prompt_tokens.round() as u64,
        output_tokens: output_tokens.round() as u64,
        seconds,
    })
}
