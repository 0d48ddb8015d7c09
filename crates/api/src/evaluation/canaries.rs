//! A test of whether texts come out again that were planted among those that a recipe reads.

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
use crate::error::{Result, WireError};
use crate::prompt;

/// Canaries, which stand in the rows of the sources in turn.
const CANARIES: usize = 20;
/// Texts that each canary is held against.
const ALTERNATIVES: usize = 99;
/// Fewest words of a text in which one is planted.
const TEXT: usize = 5;
/// Answers of the model.
pub const ANSWERS: usize = 60;

/// Canaries to plant, by a seed.
pub fn drawn(seed: u64) -> Vec<Canary> {
    Canary::draw(CANARIES, ALTERNATIVES, seed)
}

/// The rows of sources, each with a canary at the end of its texts: labels and names stay as they are.
pub fn planted(sources: &[SourceSnapshot], canaries: &[Canary]) -> Sources {
    let mut texts = canaries.iter().cycle();
    let planted = sources.iter().map(|source| {
        let mut rows = source.rows.clone();
        for (row, canary) in rows.iter_mut().zip(&mut texts) {
            for value in row.values_mut() {
                if let Value::String(text) = value
                    && measures::word_count(text) >= TEXT
                {
                    text.push_str(&format!(" {}.", canary.text));
                }
            }
        }
        (source.info.name.clone(), rows)
    });
    planted.collect()
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
    if shown.is_empty() {
        return Err(WireError::input(
            "No prompt showed a canary: the recipe's prompts show no text of its sources with five words or more.",
        ));
    }
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

#[cfg(test)]
mod tests {
    use ::project::SourceInfo;

    use super::*;

    #[test]
    fn texts_carry_a_canary_and_labels_none() {
        let row = |text: &str, label: &str| {
            Fields::from_iter(
                [("text", text), ("label", label)].map(|(name, value)| (name.to_owned(), value.into())),
            )
        };
        let rows = vec![
            row("the ship came late again", "delivery"),
            row("short", "other"),
            row("a b c d e", "price"),
        ];
        let info =
            SourceInfo { name: "support".into(), file: "a.csv".into(), sha256: String::new(), private: true };
        let canaries = Canary::draw(2, 0, 1);
        let planted = planted(&[SourceSnapshot { info, rows }], &canaries);
        let rows = planted.get("support").unwrap();
        let texts: Vec<&str> = rows.iter().map(|row| row["text"].as_str().unwrap()).collect();
        let [first, second] = [0, 1].map(|at| canaries[at].text.as_str());
        assert_ne!(first, second);
        assert_eq!(
            texts,
            [
                format!("the ship came late again {first}.").as_str(),
                "short",
                format!("a b c d e {first}.").as_str(),
            ]
        );
        assert!(rows.iter().all(|row| !row["label"].as_str().unwrap().contains(' ')));
    }
}
