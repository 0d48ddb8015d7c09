//! Conditions: values, weights, ranges, trees and dependencies.

use crate::{
    Branch, Condition, Dates, Depends, Facts, Labels, Problem, Range, Recipe, Rows, Scope, Value, Weighted,
    Words, parse::join, problem::did_you_mean,
};

/// Most values of a range; more are hardly meant, and each would be a row of the coverage board.
const MOST_STEPS: f64 = 1e6;

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    for (at, condition) in recipe.conditions.iter().enumerate() {
        let path = format!("conditions[{at}]");
        match &condition.scope {
            Scope::Values(items) => values(&condition.name, &format!("{path}.values"), items, problems),
            Scope::Labels(scope) => labels(recipe, &format!("{path}.labels"), scope, problems),
            Scope::Range(scope) => range(condition, &format!("{path}.range"), scope, problems),
            Scope::Words(scope) => words(condition, &format!("{path}.words"), scope, problems),
            Scope::Dates(scope) => dates(condition, &format!("{path}.dates"), scope, problems),
            Scope::Rows(Rows { source }) => {
                self::source(recipe, condition, &format!("{path}.rows.source"), source, &[], problems);
            }
            Scope::Facts(Facts { source, .. }) => {
                let path = format!("{path}.facts.source");
                self::source(recipe, condition, &path, source, &["subject", "relation", "object"], problems);
            }
            Scope::Tree(roots) => {
                if roots.is_empty() {
                    problems.push(empty(&format!("{path}.tree"), &condition.name));
                }
                let path = format!("{path}.tree");
                branches(&path, roots, problems);
                one_leaf_of_a_name(&condition.name, &path, roots, &mut Vec::new(), problems);
            }
            Scope::Depends(scope) => depends(recipe, at, &format!("{path}.depends"), scope, problems),
        }
    }
}

fn empty(path: &str, name: &str) -> Problem {
    Problem::error(
        path,
        format!("The condition `{name}` has no values to draw from."),
        "Add at least one value.",
    )
}

fn values(name: &str, path: &str, items: &[Weighted], problems: &mut Vec<Problem>) {
    if items.is_empty() {
        problems.push(empty(path, name));
    }
    for (at, item) in items.iter().enumerate() {
        let path = format!("{path}[{at}]");
        weight(&path, &shown(&item.value), item.weight, problems);
        match &item.value {
            Value::Band(band) => super::validate_band(&path, *band, problems),
            Value::Text(text) if text.trim().is_empty() => problems.push(Problem::error(
                &path,
                format!("The condition `{name}` has an empty value."),
                "Write the value, or remove it.",
            )),
            Value::Number(number) if !number.is_finite() => problems.push(Problem::error(
                &path,
                format!("The condition `{name}` has a value that is no number."),
                "Write the digits.",
            )),
            _ => {}
        }
        if items[..at].iter().any(|other| shown(&other.value) == shown(&item.value)) {
            problems.push(Problem::error(
                &path,
                format!("The condition `{name}` has the value `{}` twice.", shown(&item.value)),
                "Keep one of them; a weight makes a value more frequent.",
            ));
        }
    }
}

fn weight(path: &str, value: &str, weight: f64, problems: &mut Vec<Problem>) {
    if !(weight > 0.0 && weight.is_finite()) {
        problems.push(Problem::error(
            path,
            format!("The weight of `{value}` is {weight}; a weight is a number above 0."),
            "Raise the weight, or remove the value.",
        ));
    }
}

fn labels(recipe: &Recipe, path: &str, scope: &Labels, problems: &mut Vec<Problem>) {
    if recipe.task.labels.is_empty() {
        problems.push(Problem::error(
            path,
            "This condition draws one of the task's labels, but the task has none.",
            "Add labels to the task, or give the condition values of its own.",
        ));
    }
    let known = recipe.task.labels.iter().map(|label| label.name.as_str());
    for (name, share) in &scope.weights {
        let path = join(&format!("{path}.weights"), name);
        weight(&path, name, *share, problems);
        if !known.clone().any(|label| label == name) {
            problems.push(Problem::error(
                path,
                format!("There is no label `{name}`."),
                did_you_mean(name, "labels", known.clone()),
            ));
        }
    }
}

fn range(condition: &Condition, path: &str, range: &Range, problems: &mut Vec<Problem>) {
    let name = &condition.name;
    if ![range.low, range.high, range.step].iter().all(|number| number.is_finite()) {
        let message = format!("The range of `{name}` has an end that is no number.");
        problems.push(Problem::error(path, message, "Write the digits."));
    } else if range.low > range.high {
        problems.push(Problem::error(
            path,
            format!("The range of `{name}` begins at {} and ends at {}.", range.low, range.high),
            format!("Write `low = {}, high = {}`.", range.high, range.low),
        ));
    } else if range.step <= 0.0 {
        problems.push(Problem::error(
            path,
            format!("The step of `{name}` is {}; it is a distance above 0.", range.step),
            "Write for instance `step = 1`.",
        ));
    } else if (range.high - range.low) / range.step > MOST_STEPS {
        problems.push(Problem::error(
            path,
            format!("The range of `{name}` has more than a million numbers."),
            "Choose a larger step.",
        ));
    }
}

fn words(condition: &Condition, path: &str, words: &Words, problems: &mut Vec<Problem>) {
    let name = &condition.name;
    if words.from.is_empty() {
        problems.push(empty(&format!("{path}.from"), name));
    } else if words.count == 0 {
        problems.push(Problem::error(
            format!("{path}.count"),
            format!("The condition `{name}` draws no words."),
            "Write `count = 1` or more.",
        ));
    } else if words.count > words.from.len() {
        problems.push(Problem::error(
            format!("{path}.count"),
            format!(
                "The condition `{name}` draws {} different words from {}.",
                words.count,
                words.from.len()
            ),
            "Lower the count, or add words.",
        ));
    }
    for (at, word) in words.from.iter().enumerate() {
        if word.trim().is_empty() || words.from[..at].contains(word) {
            problems.push(Problem::error(
                format!("{path}.from[{at}]"),
                format!("The word list of `{name}` has the word `{word}` empty or twice."),
                "Remove it.",
            ));
        }
    }
}

fn branches(path: &str, siblings: &[Branch], problems: &mut Vec<Problem>) {
    for (at, branch) in siblings.iter().enumerate() {
        let path = format!("{path}[{at}]");
        if branch.name.trim().is_empty() {
            problems.push(Problem::error(
                &path,
                "A branch of the tree has no name.",
                "Name it, or remove it.",
            ));
        } else if siblings[..at].iter().any(|other| other.name == branch.name) {
            problems.push(Problem::error(
                &path,
                format!("The branch `{}` is there twice beside itself.", branch.name),
                "Join the two.",
            ));
        }
        weight(&path, &branch.name, branch.weight, problems);
        branches(&format!("{path}.children"), &branch.children, problems);
    }
}

/// Leaves are drawn and kept by their names, wherever in the tree they stand. Equal siblings are told by [`branches`].
fn one_leaf_of_a_name<'r>(
    name: &str,
    path: &str,
    siblings: &'r [Branch],
    seen: &mut Vec<&'r str>,
    problems: &mut Vec<Problem>,
) {
    let before = seen.len();
    for (at, branch) in siblings.iter().enumerate() {
        let path = format!("{path}[{at}]");
        if !branch.children.is_empty() {
            one_leaf_of_a_name(name, &format!("{path}.children"), &branch.children, seen, problems);
        } else if seen[..before].contains(&branch.name.as_str()) {
            problems.push(Problem::error(
                &path,
                format!(
                    "The tree of `{name}` has two leaves `{}`, which rows could not tell apart.",
                    branch.name
                ),
                format!("Say of which branch it is, such as `{} (…)`.", branch.name),
            ));
        } else {
            seen.push(&branch.name);
        }
    }
}

fn depends(recipe: &Recipe, at: usize, path: &str, scope: &Depends, problems: &mut Vec<Problem>) {
    let name = &recipe.conditions[at].name;
    for (case, items) in &scope.cases {
        values(name, &join(&format!("{path}.cases"), case), items, problems);
    }
    let Some(parent) = recipe.conditions.iter().find(|condition| condition.name == scope.on) else {
        let known =
            recipe.conditions.iter().map(|condition| condition.name.as_str()).filter(|other| other != name);
        problems.push(Problem::error(
            format!("{path}.on"),
            format!("The condition `{name}` depends on `{}`, which is no condition.", scope.on),
            did_you_mean(&scope.on, "conditions", known),
        ));
        return;
    };
    if circular(recipe, at) {
        problems.push(Problem::error(
            format!("{path}.on"),
            format!("The condition `{name}` depends on itself, by way of `{}`.", scope.on),
            "Let one of the conditions in this circle have values of its own.",
        ));
        return;
    }
    let Some(possible) = recipe.possible(parent) else {
        problems.push(Problem::error(
            format!("{path}.on"),
            format!(
                "The condition `{name}` depends on `{}`, whose values are drawn by words or from a range.",
                scope.on
            ),
            "Let it depend on a condition with a list of values, labels or a tree.",
        ));
        return;
    };
    let missing: Vec<&str> =
        possible.iter().map(String::as_str).filter(|value| !scope.cases.contains_key(*value)).collect();
    if !missing.is_empty() {
        let list = missing.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        problems.push(Problem::error(
            format!("{path}.cases"),
            format!("The condition `{name}` has no values for {list} of `{}`.", scope.on),
            "Add a case for each.",
        ));
    }
    for case in scope.cases.keys().filter(|case| !possible.is_empty() && !possible.contains(*case)) {
        problems.push(Problem::warning(
            join(&format!("{path}.cases"), case),
            format!("`{case}` is no value of `{}`, so these values of `{name}` are never drawn.", scope.on),
            did_you_mean(case, "values", possible.iter().map(String::as_str)),
        ));
    }
}

fn circular(recipe: &Recipe, start: usize) -> bool {
    let mut at = start;
    for _ in 0..recipe.conditions.len() {
        let Scope::Depends(scope) = &recipe.conditions[at].scope else { return false };
        let Some(next) = recipe.conditions.iter().position(|condition| condition.name == scope.on) else {
            return false;
        };
        if next == start {
            return true;
        }
        at = next;
    }
    // A circle further on: reported where it is.
    false
}

fn shown(value: &Value) -> String {
    value.to_string()
}

fn dates(condition: &Condition, path: &str, dates: &Dates, problems: &mut Vec<Problem>) {
    match dates.days() {
        Ok(_) => {}
        Err(Some(text)) => problems.push(Problem::error(
            path,
            format!("The condition `{}` has the date `{text}`, which is no day.", condition.name),
            "Write year, month and day, such as \"2024-05-01\".",
        )),
        Err(None) => problems.push(Problem::error(
            path,
            format!("The last date of `{}` lies before the first.", condition.name),
            "Swap them.",
        )),
    }
}

/// The source of a condition, and the fields that it must have where they are known.
fn source(
    recipe: &Recipe,
    condition: &Condition,
    path: &str,
    name: &str,
    fields: &[&str],
    problems: &mut Vec<Problem>,
) {
    let Some(source) = recipe.source(name) else {
        problems.push(Problem::error(
            path,
            format!("The condition `{}` is drawn from `{name}`, which is no source.", condition.name),
            did_you_mean(name, "sources", recipe.sources.iter().map(|source| source.name.as_str())),
        ));
        return;
    };
    for field in
        fields.iter().filter(|field| !source.fields.is_empty() && !source.fields.contains_key(**field))
    {
        problems.push(Problem::error(
            path,
            format!("The facts of `{name}` have no field `{field}`."),
            format!("Map a column of the source to `{field}`."),
        ));
    }
}
