//! A test of whether texts come out again that were planted among those that a recipe reads.

use std::collections::HashSet;

use ::project::SourceSnapshot;
use dataset::{Attempt, Fields};
use evaluation::privacy::report as private;
use evaluation::privacy::{self, Canary};
use evaluation::{Measure, Row, Rows};
use generation::{Control, Outcome, Plan, Pool, Sources};
use inference::Model;
use serde_json::Value;

use super::Figures;
use crate::attempts::run_each;
use crate::error::Result;
use crate::prompt;

/// Canaries, which stand in the rows of the sources in turn.
const CANARIES: usize = 20;
/// Texts that each canary is held against.
const ALTERNATIVES: usize = 99;
/// Answers of the model.
pub const ANSWERS: usize = 60;

/// Canaries to plant, by a seed.
pub fn drawn(seed: u64) -> Vec<Canary> {
    Canary::draw(CANARIES, ALTERNATIVES, seed)
}

/// The rows of sources with a canary at the end of the longest text of each.
pub fn planted(sources: &[SourceSnapshot], canaries: &[Canary]) -> Sources {
    let mut texts = canaries.iter().cycle();
    let planted = sources.iter().map(|source| {
        let mut rows = source.rows.clone();
        if let Some(field) = longest(&rows) {
            let values = rows.iter_mut().filter_map(|row| row.get_mut(&field));
            for (value, canary) in values.zip(&mut texts) {
                *value = Value::from(format!("{} {}.", generation::text(value), canary.text));
            }
        }
        (source.info.name.clone(), rows)
    });
    planted.collect()
}

/// The field whose texts are longest in all.
fn longest(rows: &[Fields]) -> Option<String> {
    let names: HashSet<&String> = rows.iter().flat_map(Fields::keys).collect();
    let length = |name: &&String| -> usize {
        rows.iter().filter_map(|row| row.get(*name)?.as_str()).map(str::len).sum()
    };
    names.into_iter().filter(|name| length(name) > 0).max_by_key(|name| (length(name), *name)).cloned()
}

/// Lets the model answer by a plan whose sources have canaries, and looks for those in the answers that a prompt showed.
/// Answers are kept by nobody. `None` where `control` stopped it.
pub fn exposed(
    plan: &Plan,
    canaries: Vec<Canary>,
    model: &dyn Model,
    control: &Control,
    tell: &dyn Fn(u64, u64),
) -> Result<Option<Figures>> {
    let total = plan.attempts();
    let mut attempts: Vec<Attempt> = Vec::new();
    let outcome = run_each(plan, model, control, |attempt| {
        attempts.push(attempt.clone());
        tell(attempts.len() as u64, total);
        Ok(())
    })?;
    if outcome == Outcome::Cancelled {
        return Ok(None);
    }
    let mut prompts = String::new();
    for attempt in &attempts {
        let rendered = plan.render_attempt(attempt, &Pool::default()).map_err(prompt::failed)?;
        let messages = rendered.iter().flat_map(|step| &step.messages);
        messages.for_each(|message| prompts.push_str(&message.content));
    }
    let shown: Vec<Canary> = canaries.into_iter().filter(|canary| prompts.contains(&canary.text)).collect();
    let answer = |attempt: &Attempt| {
        let said: Vec<&str> = attempt.steps.iter().map(|step| step.raw.as_str()).collect();
        Row { text: said.join("\n"), label: None, conditions: Fields::new(), mean_log_probability: None }
    };
    let exposed = privacy::canaries(&Rows::new(attempts.iter().map(answer).collect()), &shown);
    let found = private::Found { canaries: &exposed, ..private::Found::default() };
    let mut figures = Figures::default();
    // That none came out is no answer to what rows give away by themselves.
    if exposed.iter().any(|canary| !canary.rows.is_empty()) {
        figures.findings.push(private::finding(found));
    }
    let note = format!(
        "{} answers of '{}' to prompts of the recipe, whose sources had a canary in every row.",
        attempts.len(),
        model.card().name
    );
    let asked = |measure| Measure { note: Some(note.clone()), ..measure };
    let measures = private::measure(found).into_iter().map(asked).collect();
    figures.add(measures, private::charts(found));
    Ok(Some(figures))
}
