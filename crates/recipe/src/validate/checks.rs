//! Checks: fields, bands and conditions that they name.

use crate::{Check, Condition, Method, Problem, Recipe, Scope, Value, problem::did_you_mean};

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    let made = recipe.made();
    let mut fields: Vec<&str> = made.iter().map(|column| column.name.as_str()).collect();
    let columns = recipe.columns();
    fields.extend(
        columns
            .iter()
            .map(|column| column.name.as_str())
            .filter(|name| !made.iter().any(|c| c.name == *name)),
    );
    for (at, check) in recipe.checks.iter().enumerate() {
        let path = format!("checks[{at}]");
        if !fields.contains(&check.field()) {
            problems.push(Problem::error(
                format!("{path}.field"),
                format!(
                    "The check `{}` reads the field `{}`, which no step makes.",
                    check.kind(),
                    check.field()
                ),
                did_you_mean(check.field(), "fields", fields.iter().copied()),
            ));
        }
        match check {
            Check::Length { words, band, tolerance, .. } => {
                length(recipe, &path, *words, band.as_deref(), problems);
                if !(0.0..=10.0).contains(tolerance) {
                    problems.push(Problem::error(
                        format!("{path}.tolerance"),
                        format!("The tolerance is {tolerance}; it is a share from 0 on, such as 0.2."),
                        "Write for instance `tolerance = 0.2` for a fifth.",
                    ));
                }
            }
            Check::Required { words, values_of, .. } => {
                if words.is_empty() && values_of.is_empty() {
                    problems.push(Problem::error(
                        &path,
                        "The check `required` names no words.",
                        "Add `words = [\"…\"]`, or `values_of` with the names of conditions.",
                    ));
                }
                blank(&path, words, problems);
                values(recipe, &path, values_of, &fields, problems);
            }
            Check::Forbidden { words, .. } => {
                if words.is_empty() {
                    problems.push(Problem::error(
                        &path,
                        "The check `forbidden` names no words.",
                        "Add some.",
                    ));
                }
                blank(&path, words, problems);
            }
            Check::RougeL { max, .. } => {
                if !(*max > 0.0 && *max <= 1.0) {
                    problems.push(Problem::error(
                        format!("{path}.max"),
                        format!("The largest similarity is {max}; it lies above 0 and is at most 1."),
                        "A usual value is 0.7.",
                    ));
                }
            }
            Check::Duplicate { .. } => {}
            Check::Likely { field, min } => {
                if *min >= 0.0 || min.is_nan() {
                    problems.push(Problem::error(
                        format!("{path}.min"),
                        format!("The smallest log-probability is {min}; that of a text lies below 0."),
                        "A usual value is -2.",
                    ));
                }
                let written = recipe.steps.iter().any(|step| {
                    step.method == Method::Write && step.repeat.is_none() && step.output.contains_key(field)
                });
                if !written {
                    problems.push(Problem::error(
                        format!("{path}.field"),
                        format!("`{field}` is not written by a step that is taken once, so it has no log-probability."),
                        "Name a field that the model writes.",
                    ));
                }
            }
            Check::Holds { test, .. } => {
                super::expressions::validate(recipe, None, &format!("{path}.test"), test, problems);
            }
        }
    }
}

fn length(
    recipe: &Recipe,
    path: &str,
    words: Option<[u32; 2]>,
    band: Option<&str>,
    problems: &mut Vec<Problem>,
) {
    match (words, band) {
        (None, None) => problems.push(Problem::error(
            path,
            "The check `length` has no band.",
            "Add `words = [20, 60]`, or `band` with the name of a condition that holds bands.",
        )),
        (Some(_), Some(_)) => problems.push(Problem::error(
            path,
            "The check `length` has both `words` and `band`.",
            "Keep one of them.",
        )),
        (Some(words), None) => super::validate_band(&format!("{path}.words"), words, problems),
        (None, Some(name)) => {
            let banded = |condition: &&Condition| holds_bands(&condition.scope);
            if !recipe.conditions.iter().filter(banded).any(|condition| condition.name == name) {
                let known = recipe.conditions.iter().filter(banded).map(|condition| condition.name.as_str());
                problems.push(Problem::error(
                    format!("{path}.band"),
                    format!("`{name}` is no condition whose values are bands such as [20, 40]."),
                    did_you_mean(name, "conditions with bands", known.collect::<Vec<_>>()),
                ));
            }
        }
    }
}

fn holds_bands(scope: &Scope) -> bool {
    let all = |mut values: std::slice::Iter<'_, crate::Weighted>| {
        values.len() > 0 && values.all(|item| matches!(item.value, Value::Band(_)))
    };
    match scope {
        Scope::Values(values) => all(values.iter()),
        Scope::Depends(depends) => {
            !depends.cases.is_empty() && depends.cases.values().all(|values| all(values.iter()))
        }
        Scope::Labels(_)
        | Scope::Range(_)
        | Scope::Words(_)
        | Scope::Tree(_)
        | Scope::Dates(_)
        | Scope::Rows(_)
        | Scope::Facts(_) => false,
    }
}

fn blank(path: &str, words: &[String], problems: &mut Vec<Problem>) {
    if let Some(at) = words.iter().position(|word| word.trim().is_empty()) {
        problems.push(Problem::error(
            format!("{path}.words[{at}]"),
            "A word to look for is empty.",
            "Remove it.",
        ));
    }
}

fn values(recipe: &Recipe, path: &str, names: &[String], fields: &[&str], problems: &mut Vec<Problem>) {
    let mut known: Vec<&str> = recipe.conditions.iter().map(|condition| condition.name.as_str()).collect();
    known.extend(fields);
    for (at, name) in names.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            problems.push(Problem::error(
                format!("{path}.values_of[{at}]"),
                format!("`{name}` is no condition or field whose value could be required."),
                did_you_mean(name, "names", known.iter().copied()),
            ));
        }
    }
}
