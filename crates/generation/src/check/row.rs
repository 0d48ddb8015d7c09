//! Checks on the row alone.

use dataset::{CheckResult, StepTrace};
use measures::word_count;
use recipe::{Check, Recipe};
use serde_json::Value as Json;

use super::Row;
use crate::draw::{band, text};
use crate::expression::{Expression, test_of};
use crate::prompt::{PromptError, Scene};

/// A check on the row alone, ready to be judged.
#[derive(Debug)]
pub(crate) struct RowCheck {
    check: Check,
    test: Option<Expression>,
}

impl RowCheck {
    pub(crate) fn new(recipe: &Recipe, check: Check) -> Result<Self, PromptError> {
        Ok(Self { test: test_of(recipe, &check)?, check })
    }

    /// Its outcome on a row of a recipe.
    pub(crate) fn judge(&self, recipe: &Recipe, row: &Row<'_>) -> CheckResult {
        let Some(test) = &self.test else { return judge(recipe, &self.check, row) };
        let scene = Scene {
            conditions: row.conditions,
            input: row.input,
            shown: &[],
            fields: row.fields,
            item: None,
            pending: false,
        };
        let (passed, detail) = match test.holds(recipe, &scene) {
            Ok(true) => (true, format!("{test} is true")),
            Ok(false) => (false, format!("{test} is not true")),
            Err(error) => (false, error.to_string()),
        };
        CheckResult { kind: self.check.kind().into(), field: self.check.field().into(), passed, detail }
    }
}

/// Outcome of one check on a row; checks against other rows, and those with a test of their own, pass here.
fn judge(recipe: &Recipe, check: &Check, row: &Row<'_>) -> CheckResult {
    let value = row.get(check.field());
    let (passed, detail) = match (value.map(text), check) {
        (None, _) => (false, "the field is missing".into()),
        (Some(_), _) if value.is_some_and(Json::is_null) => (true, "its step was not taken".into()),
        (Some(text), Check::Length { field, words, band: named, tolerance }) => {
            let named = named.as_ref().and_then(|name| row.get(name)).and_then(band);
            match (words.map(|[low, high]| [u64::from(low), u64::from(high)]).or(named), value) {
                (None, _) => (false, "the condition gives no band of words".into()),
                (Some(band), Some(Json::Array(texts))) if made_as_list(recipe, field) => {
                    lengths(texts, band, *tolerance)
                }
                (Some(band), _) => length(&text, band, *tolerance),
            }
        }
        (Some(text), Check::Required { words, values_of, .. }) => {
            let values = values_of.iter().filter_map(|name| row.get(name)).flat_map(items);
            required(&text, words.iter().cloned().chain(values))
        }
        (Some(text), Check::Forbidden { words, .. }) => forbidden(&text, words),
        (Some(_), Check::Likely { field, min }) => likely(recipe, field, *min, row),
        (Some(_), Check::RougeL { .. } | Check::Duplicate { .. } | Check::Holds { .. }) => {
            (true, String::new())
        }
    };
    CheckResult { kind: check.kind().into(), field: check.field().into(), passed, detail }
}

/// Whether a field has a text for each time that its step is taken.
fn made_as_list(recipe: &Recipe, field: &str) -> bool {
    recipe.steps.iter().any(|step| step.makes_lists() && step.output.contains_key(field))
}

/// The first text that does not fit, or the last.
fn lengths(texts: &[Json], band: [u64; 2], tolerance: f64) -> (bool, String) {
    let mut judged = texts.iter().enumerate().map(|(at, one)| {
        let (passed, detail) = length(&text(one), band, tolerance);
        (passed, format!("item {}: {detail}", at + 1))
    });
    let last = judged.clone().next_back().unwrap_or_else(|| (true, "no items".into()));
    judged.find(|(passed, _)| !passed).unwrap_or(last)
}

/// The mean log-probability of the answer that a field was read from.
fn likely(recipe: &Recipe, field: &str, min: f64, row: &Row<'_>) -> (bool, String) {
    let step = recipe.steps.iter().find(|step| step.output.contains_key(field));
    let trace = step.and_then(|step| row.steps.iter().rev().find(|trace| trace.step == step.id));
    match trace.and_then(StepTrace::mean_log_probability) {
        Some(mean) => (mean >= min, format!("mean log-probability {mean:.2}, at least {min} wanted")),
        None => (false, "the model wrote no token of its own choice".into()),
    }
}

/// The words that a value stands for: those of a list one by one.
fn items(value: &Json) -> Vec<String> {
    match value {
        Json::Array(items) => items.iter().map(text).collect(),
        other => vec![text(other)],
    }
}

fn length(text: &str, [low, high]: [u64; 2], tolerance: f64) -> (bool, String) {
    let count = word_count(text) as u64;
    // A fifth of 5 words is one word, whatever the rounding of 0.2.
    let least = (low as f64 * (1.0 - tolerance) - 1e-9).ceil().max(0.0) as u64;
    let most = (high as f64 * (1.0 + tolerance) + 1e-9).floor() as u64;
    let words = if count == 1 { "1 word".to_string() } else { format!("{count} words") };
    if count < least {
        (false, format!("{words}, at least {least} wanted"))
    } else if count > most {
        (false, format!("{words}, at most {most} wanted"))
    } else {
        (true, format!("{words}, {least} to {most} wanted"))
    }
}

fn required(text: &str, words: impl Iterator<Item = String>) -> (bool, String) {
    let missing: Vec<String> =
        words.filter(|word| !occurs(text, word, Ending::Free)).map(|word| format!("'{word}'")).collect();
    if missing.is_empty() {
        (true, "all words occur".into())
    } else {
        (false, format!("{} missing", missing.join(", ")))
    }
}

fn forbidden(text: &str, words: &[String]) -> (bool, String) {
    let found: Vec<String> = words
        .iter()
        .filter(|word| occurs(text, word, Ending::Whole))
        .map(|word| format!("'{word}'"))
        .collect();
    if found.is_empty() {
        (true, "no forbidden words".into())
    } else {
        (false, format!("{} must not occur", found.join(", ")))
    }
}

/// Where an occurrence may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// At the end of a word.
    Whole,
    /// Anywhere, so that 'jump' occurs in 'jumped'.
    Free,
}

/// Whether a word or phrase occurs in the text, whatever the case, from the beginning of a word on.
fn occurs(text: &str, word: &str, ending: Ending) -> bool {
    let (text, word) = (text.to_lowercase(), word.trim().to_lowercase());
    let within = |neighbour: Option<char>, edge: Option<char>| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        letter(neighbour) && letter(edge)
    };
    !word.is_empty()
        && text.match_indices(&word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !within(before, word.chars().next())
                && (ending == Ending::Free || !within(after, word.chars().next_back()))
        })
}
