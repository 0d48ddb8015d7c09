//! Values that the model proposes, and which of them would blur similar cases (AttrPrompt, Yu et al. 2023).

use dataset::Attempt;
use generation::text;
use indexmap::IndexMap;
use measures::{TfIdf, words};
use recipe::template::normalized;
use recipe::{Condition, Recipe, Scope, Value, Weighted, confidence_of};
use serde_json::Value as Json;

use super::{Tried, plain};
use crate::error::Result;
use crate::types::{Blurring, Suggestions};

/// Answers that are asked for; what several name comes first.
pub const ANSWERS: usize = 4;
/// Values that are proposed.
const MOST: usize = 16;
/// Similar cases that values are held against, as in the paper.
const SIMILAR: usize = 5;

/// What asks for values, but for the prompt.
const QUESTION: &str = r#"
schema = 1
name = "values"
task = { kind = "generation", fields = ["values"] }

[[steps]]
id = "list"
prompt = "Generate 8 values."
output = { values = { type = "list", min = 2, max = 8 } }
sampling = { temperature = 0.9, max_tokens = 160 }

[schedule]
strategy = "random"
"#;

/// What asks of which cases values are typical, but for the values and the cases.
const JUDGMENT: &str = r#"
schema = 1
name = "typical"

[task]
kind = "classification"
labels = [{ name = "yes", verbalizer = "Yes" }, { name = "no", verbalizer = "No" }]
fields = ["typical"]

[[conditions]]
name = "proposed"
values = []

[[conditions]]
name = "case"
values = []

[[steps]]
id = "judge"
prompt = """
{% if task.goal %}The texts: {{ task.goal }}
{% endif %}
Is "{{ proposed }}" typical of texts about "{{ case }}"? Answer Yes or No."""
method = "score"
output = { typical = "label" }

[schedule]
retries = 0
"#;

/// The recipe that asks for values of a condition, for one case of another where it depends on that.
///
/// # Errors
/// The question is not a recipe, which the tests rule out.
pub fn question(
    recipe: &Recipe,
    name: &str,
    case: Option<(&Condition, &str)>,
    known: &[String],
) -> Result<Recipe> {
    let said = |name: &str| plain(&name.replace(['_', '-'], " "));
    let goal = plain(&recipe.task.goal);
    let purpose = if goal.is_empty() { String::new() } else { format!(" The texts: {goal}") };
    let case = case.map_or_else(String::new, |(on, case)| {
        format!(" for texts whose {} is \"{}\"", said(&on.name), plain(case))
    });
    let examples: Vec<String> = known.iter().take(5).map(|value| plain(value)).collect();
    let such_as =
        if examples.is_empty() { String::new() } else { format!(" Such as: {}.", examples.join(", ")) };
    let mut question = crate::draft::parse(QUESTION)?;
    question.steps[0].prompt = format!(
        "Generate 8 values for the attribute \"{}\"{case}.{purpose}{such_as} Return a JSON array.",
        said(name)
    );
    Ok(question)
}

/// The list of an answer.
pub fn named(attempt: &Attempt) -> Vec<String> {
    match attempt.fields.get("values") {
        Some(Json::Array(values)) => values.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

/// Values that are not known yet, those of most answers first.
pub fn proposed(lists: impl Iterator<Item = Vec<String>>, known: &[String]) -> Vec<String> {
    let known: Vec<String> = known.iter().map(|value| normalized(value)).collect();
    let mut counted: IndexMap<String, (String, usize)> = IndexMap::new();
    for value in lists.flatten() {
        let key = normalized(&value);
        if !key.is_empty() && !known.contains(&key) {
            counted.entry(key).or_insert((value, 0)).1 += 1;
        }
    }
    let mut values: Vec<(String, usize)> = counted.into_values().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values.into_iter().take(MOST).map(|(value, _)| value).collect()
}

/// The cases of a condition that are most like one of them, by the words of their names and definitions.
pub fn similar(recipe: &Recipe, on: &Condition, case: &str) -> Vec<String> {
    let cases = recipe.possible(on).unwrap_or_default();
    let described = |case: &str| {
        let label = recipe.task.labels.iter().find(|label| label.name == case);
        let label = label.filter(|_| matches!(on.scope, Scope::Labels(_)));
        let definition = label.and_then(|label| label.definition.as_deref()).unwrap_or_default();
        words(&format!("{case} {} {definition}", label.map_or("", |label| label.verbalizer())))
    };
    let texts: Vec<Vec<String>> = cases.iter().map(|case| described(case)).collect();
    let weights = TfIdf::fit(&texts);
    let own = weights.vector(&described(case));
    let mut others: Vec<(f64, String)> = cases
        .into_iter()
        .zip(&texts)
        .filter(|(other, _)| other != case)
        .map(|(other, text)| (weights.vector(text).cosine(&own), other))
        .collect();
    others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    others.into_iter().take(SIMILAR).map(|(_, other)| other).collect()
}

/// The recipe that asks of which of the cases each value is typical: a row for each pair.
///
/// # Errors
/// The question is not a recipe, which the tests rule out.
pub fn judgment(recipe: &Recipe, values: &[String], case: &str, others: &[String]) -> Result<Recipe> {
    let listed = |texts: &mut dyn Iterator<Item = &String>| {
        Scope::Values(texts.map(|text| Weighted::from(Value::Text(text.clone()))).collect())
    };
    let mut judgment = crate::draft::parse(JUDGMENT)?;
    judgment.task.goal.clone_from(&recipe.task.goal);
    judgment.conditions[0].scope = listed(&mut values.iter());
    judgment.conditions[1].scope = listed(&mut std::iter::once(&case.to_owned()).chain(others));
    judgment.schedule.rows = values.len() * (others.len() + 1);
    Ok(judgment)
}

/// Keeps back what the model finds typical of another case, and at least as typical as of its own. The paper drops all
/// that is typical of another; a small model says yes too easily for that.
pub fn apart(values: Vec<String>, case: &str, judged: &[Tried]) -> Suggestions {
    let mut kept = Suggestions { values: Vec::new(), blurring: Vec::new() };
    for value in values {
        let of = |row: &Tried, name: &str| row.attempt.conditions.get(name).map(text).unwrap_or_default();
        let typical: IndexMap<String, f64> = judged
            .iter()
            .filter(|row| of(row, "proposed") == value)
            .filter_map(|row| Some((of(row, "case"), yes(&row.attempt)?)))
            .collect();
        let own = typical.get(case).copied().unwrap_or_default();
        let other = typical
            .into_iter()
            .filter(|(other, share)| other != case && *share > 0.5 && *share >= own)
            .max_by(|(_, a), (_, b)| a.total_cmp(b));
        match other {
            Some((other, _)) => kept.blurring.push(Blurring { value, case: other }),
            None => kept.values.push(value),
        }
    }
    kept
}

/// The probability of a yes.
fn yes(attempt: &Attempt) -> Option<f64> {
    let confidence = attempt.fields.get(&confidence_of("typical"))?.as_f64()?;
    let said = attempt.fields.get("typical")?.as_str()?;
    Some(if said == "yes" { confidence } else { 1.0 - confidence })
}

#[cfg(test)]
mod tests {
    use dataset::Verdict;
    use recipe::{Label, Labels};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_several_answers_name_comes_first() {
        let lists = [["red", "Blue", "green"], ["blue", "a red", "grey"], ["green.", "blue", ""]]
            .map(|list| list.map(str::to_owned).to_vec());
        assert_eq!(proposed(lists.into_iter(), &["Red".to_owned()]), ["Blue", "green", "grey"]);
    }

    fn news() -> (Recipe, Condition) {
        let mut recipe = question(&crate::draft::parse(QUESTION).unwrap(), "x", None, &[]).unwrap();
        let labels = [
            ("football", "A match of a club."),
            ("tennis", "A match of two players."),
            ("weather", "Rain or sun."),
        ];
        recipe.task.labels = labels
            .into_iter()
            .map(|(name, definition)| Label {
                name: name.to_owned(),
                verbalizer: None,
                definition: Some(definition.to_owned()),
            })
            .collect();
        let on = Condition { name: "topic".to_owned(), scope: Scope::Labels(Labels::default()) };
        (recipe, on)
    }

    #[test]
    fn what_the_user_wrote_is_no_template() {
        let (mut recipe, on) = news();
        "Write {{ evil }}".clone_into(&mut recipe.task.goal);
        let question = question(&recipe, "a\"b", Some((&on, "{{ x }}")), &["{% x %}".to_owned()]).unwrap();
        assert_eq!(question.validate(), []);
        let values = ["{{ y }}".to_owned(), "z".to_owned()];
        let judgment = judgment(&recipe, &values, "{% x", &["}}".to_owned()]).unwrap();
        assert_eq!(judgment.validate(), []);
        assert_eq!(judgment.schedule.rows, 4);
    }

    #[test]
    fn cases_with_the_same_words_are_similar() {
        let (recipe, on) = news();
        assert_eq!(similar(&recipe, &on, "tennis"), ["football", "weather"]);
        assert_eq!(similar(&recipe, &on, "weather").len(), 2);
    }

    #[test]
    fn values_of_another_case_are_kept_back() {
        let judged = [
            ("goal", "football", "yes", 0.9),
            ("goal", "tennis", "no", 0.8),
            ("racket", "football", "yes", 0.6),
            ("racket", "tennis", "yes", 0.95),
            ("player", "football", "yes", 0.9),
            ("player", "tennis", "yes", 0.7),
            ("cloud", "football", "no", 0.7),
            ("cloud", "tennis", "no", 0.6),
        ]
        .map(|(value, case, typical, confidence)| Tried {
            attempt: Attempt {
                conditions: json!({ "proposed": value, "case": case }).as_object().unwrap().clone(),
                fields: json!({ "typical": typical, "typical_confidence": confidence })
                    .as_object()
                    .unwrap()
                    .clone(),
                draw: 0,
                attempt: 0,
                input: None,
                shown: Vec::new(),
                steps: Vec::new(),
                checks: Vec::new(),
                failure: None,
            },
            verdict: Verdict::Accepted { row: 0 },
        });
        let values = ["goal", "racket", "player", "cloud"].map(str::to_owned).to_vec();
        let kept = apart(values, "football", &judged);
        assert_eq!(kept.values, ["goal", "player", "cloud"]);
        assert_eq!(kept.blurring, [Blurring { value: "racket".to_owned(), case: "tennis".to_owned() }]);
    }
}
