//! Values that the model proposes, for a person to accept or drop (AttrPrompt, Yu et al. 2023).

use dataset::{Attempt, Fields};
use generation::{Plan, Sources, text};
use indexmap::IndexMap;
use recipe::template::normalized;
use recipe::{Mode, Output, Recipe, Sampling, Schedule, Scope, Step, Strategy, Task, TaskKind};
use serde_json::Value as Json;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::planning::{ask, plain};
use crate::types::{SuggestRequest, Suggestions};

/// Answers that are asked for; what several name comes first.
const ANSWERS: usize = 4;
/// Values of one answer.
const EACH: usize = 8;
/// Values that are proposed.
const MOST: usize = 16;

impl App {
    pub fn values_suggest(&self, request: SuggestRequest) -> Result<Suggestions> {
        let condition =
            request.recipe.conditions.iter().find(|condition| condition.name == request.condition);
        let condition = condition
            .ok_or_else(|| WireError::not_found(format!("There is no condition '{}'.", request.condition)))?;
        let known: Vec<String> = match &condition.scope {
            Scope::Values(values) => values.iter().map(|item| item.value.to_string()).collect(),
            _ => Vec::new(),
        };
        let model = self.model()?;
        let plan = Plan::preview(
            &question(&request.recipe.task.goal, &condition.name, &known),
            &Sources::new(),
            request.seed,
            0,
            ANSWERS,
            Fields::new(),
        )
        .map_err(|error| WireError::failed(error.to_string()))?;
        let lists = ask(model.model(), &plan)?.iter().map(|row| values(&row.attempt)).collect();
        Ok(Suggestions { values: proposed(lists, &known) })
    }
}

/// A recipe that asks for values.
fn question(goal: &str, name: &str, known: &[String]) -> Recipe {
    let name = plain(&name.replace(['_', '-'], " "));
    let examples: Vec<String> = known.iter().take(5).map(|value| plain(value)).collect();
    let purpose = if goal.trim().is_empty() { String::new() } else { format!(" The texts: {}", plain(goal)) };
    let such_as =
        if examples.is_empty() { String::new() } else { format!(" Such as: {}.", examples.join(", ")) };
    let prompt = format!(
        "Generate {EACH} values for the attribute \"{name}\".{purpose}{such_as} Return a JSON array."
    );
    let list = Output::List { min: Some(2), max: Some(EACH) };
    Recipe {
        schema: Recipe::SCHEMA,
        name: "values".to_owned(),
        method: None,
        description: String::new(),
        task: Task {
            kind: TaskKind::Generation,
            mode: Mode::Generate,
            input: None,
            role: String::new(),
            goal: String::new(),
            codebook: String::new(),
            labels: Vec::new(),
            fields: Vec::new(),
        },
        sources: Vec::new(),
        conditions: Vec::new(),
        demonstrations: Vec::new(),
        steps: vec![Step {
            sampling: Sampling { temperature: 0.9, max_tokens: 160, ..Sampling::default() },
            ..Step::plain("list", prompt, "values", list)
        }],
        schedule: Schedule { strategy: Strategy::Random, rows: ANSWERS, ..Schedule::default() },
        checks: Vec::new(),
    }
}

/// The list of an answer.
fn values(attempt: &Attempt) -> Vec<String> {
    match attempt.fields.get("values") {
        Some(Json::Array(values)) => values.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

/// Values that are not known yet, those of most answers first.
fn proposed(lists: Vec<Vec<String>>, known: &[String]) -> Vec<String> {
    let known: Vec<String> = known.iter().map(|value| normalized(value)).collect();
    let mut counted: IndexMap<String, (String, usize)> = IndexMap::new();
    for value in lists.into_iter().flatten() {
        let key = normalized(&value);
        if !key.is_empty() && !known.contains(&key) {
            counted.entry(key).or_insert((value, 0)).1 += 1;
        }
    }
    let mut values: Vec<(String, usize)> = counted.into_values().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.into_iter().take(MOST).map(|(value, _)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_answers_name_comes_first() {
        let lists = [["red", "Blue", "green"], ["blue", "a red", "grey"], ["green.", "blue", ""]]
            .map(|list| list.map(str::to_owned).to_vec())
            .to_vec();
        assert_eq!(proposed(lists, &["Red".to_owned()]), ["Blue", "green", "grey"]);
    }

    #[test]
    fn what_the_user_wrote_is_no_template() {
        let recipe = question("Write {{ evil }}", "a\"b", &["{% x %}".to_owned()]);
        assert!(recipe.validate().is_empty(), "{:?}", recipe.validate());
    }
}
