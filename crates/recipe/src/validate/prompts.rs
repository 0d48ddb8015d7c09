//! Prompts: syntax, and the names and fields that they read.

use crate::{
    Branch, ITEM, Method, Mode, Output, Problem, Recipe, Repeat, SYNTHETIC, Scope, Step, Value, Weighted,
    problem::did_you_mean,
    template::{self, Use},
};

/// What prompts can read of the task.
const TASK: &[&str] = &["kind", "mode", "role", "goal", "codebook", "labels"];
/// What prompts can read of a span.
const SPAN: &[&str] = &["span", "type", "start", "end"];
/// What prompts can read of a label.
const LABEL: &[&str] = &["name", "verbalizer", "definition"];

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    for (at, step) in recipe.steps.iter().enumerate() {
        for (key, source) in step.expressions() {
            let path = format!("steps[{at}].{key}");
            super::expressions::validate(recipe, Some(at), &path, source, problems);
            if key == "when" && matches!(step.repeat, Some(Repeat::Until(_))) {
                let uses = template::expression_uses(source).unwrap_or_default();
                problems.extend(uses.iter().find_map(|read| made_by(step, read, &path)));
            }
        }
        let path = format!("steps[{at}].prompt");
        if step.method == Method::Formula {
            continue;
        }
        if step.prompt.trim().is_empty() {
            let message = format!("The prompt of step `{}` is empty.", step.id);
            problems.push(Problem::error(&path, message, "Write what the model should do."));
            continue;
        }
        match template::uses(&step.prompt) {
            Err(faults) => problems.extend(faults.into_iter().map(|fault| {
                Problem::error(
                    &path,
                    format!(
                        "Line {} of the prompt of `{}` cannot be read: {}.",
                        fault.line, step.id, fault.message
                    ),
                    "Names stand between `{{` and `}}`, loops and conditions between `{%` and `%}`.",
                )
            })),
            Ok(uses) => {
                let mut found: Vec<Problem> = Vec::new();
                for read in &uses {
                    let problem =
                        of_itself(step, read, &path).or_else(|| unknown(recipe, Some(at), read, &path));
                    // A name that is read on several lines is reported on the first.
                    let new = |problem: &Problem| {
                        let name = |message: &str| message.split_once('`').map(|(_, rest)| rest.to_owned());
                        found.iter().all(|other| name(&other.message) != name(&problem.message))
                    };
                    let problem = problem.filter(new);
                    found.extend(problem);
                }
                problems.extend(found);
            }
        }
    }
    if let Err(circle) = recipe.step_order() {
        problems.push(circle);
    }
}

/// A vote compares answers to one prompt, which none of them can stand in.
fn of_itself(step: &Step, read: &Use, path: &str) -> Option<Problem> {
    if matches!(step.repeat, Some(Repeat::Vote(_))) { made_by(step, read, path) } else { None }
}

fn made_by(step: &Step, read: &Use, path: &str) -> Option<Problem> {
    step.output.contains_key(&read.name).then(|| {
        Problem::error(
            path,
            format!(
                "{} reads `{}`, which the step `{}` makes only then.",
                reader(path, read.line),
                read.name,
                step.id
            ),
            "Read a field of an earlier step.",
        )
    })
}

/// What a name stands for, as far as its fields go.
enum Thing<'r> {
    /// Text, number or flag: nothing to read from it.
    Plain,
    Fields(Vec<&'r str>),
    Task,
    /// Items of one kind.
    Items(Box<Thing<'r>>),
    /// Fields are known only when a file is read.
    Open,
}

/// The problem with a name that a prompt reads, if there is one.
pub(super) fn unknown(recipe: &Recipe, step: Option<usize>, read: &Use, path: &str) -> Option<Problem> {
    let line = read.line;
    let Some(mut thing) = thing(recipe, step, &read.name) else {
        return Some(unknown_name(recipe, step, read, path));
    };
    let mut place = read.name.clone();
    for field in &read.fields {
        thing = match (thing, field.as_str()) {
            (Thing::Open, _) => return None,
            (Thing::Items(item), Use::ITEM) => *item,
            // A text can be iterated letter by letter; nothing is gained by forbidding it.
            (Thing::Plain, Use::ITEM) => return None,
            (Thing::Fields(_) | Thing::Task, Use::ITEM) => return None,
            (Thing::Task, "labels") => Thing::Items(Box::new(Thing::Fields(LABEL.to_vec()))),
            (Thing::Task, name) if TASK.contains(&name) => Thing::Plain,
            (Thing::Fields(known), name) if known.contains(&name) => Thing::Plain,
            (thing, name) => {
                let known = match &thing {
                    Thing::Task => TASK.to_vec(),
                    Thing::Fields(known) => known.clone(),
                    Thing::Plain | Thing::Items(_) | Thing::Open => Vec::new(),
                };
                let remedy = match &thing {
                    Thing::Items(_) => format!("Read its items in a loop: `{{% for item in {place} %}}`."),
                    _ if known.is_empty() => format!("Write `{{{{ {place} }}}}`."),
                    _ => did_you_mean(name, "fields", known.iter().copied()),
                };
                return Some(Problem::error(
                    path,
                    format!("{} reads `{place}.{name}`, but `{place}` has no `{name}`.", reader(path, line)),
                    remedy,
                ));
            }
        };
        if field == Use::ITEM {
            place = format!("{place}[…]");
        } else {
            place = format!("{place}.{field}");
        }
    }
    None
}

/// What reads a name: a template by its line, or an expression.
fn reader(path: &str, line: usize) -> String {
    match path.ends_with(".prompt") || path.ends_with(".query") {
        true => format!("Line {line} of the prompt"),
        false => "The expression".into(),
    }
}

fn unknown_name(recipe: &Recipe, step: Option<usize>, read: &Use, path: &str) -> Problem {
    let (name, line) = (&read.name, read.line);
    if let Some(step) = step
        && recipe.demonstrations.iter().any(|shots| shots.name == *name)
    {
        return Problem::error(
            path,
            format!(
                "{} shows the demonstrations `{name}`, which the step does not list.",
                reader(path, line)
            ),
            format!("Add `demonstrations = [\"{name}\"]` to the step `{}`.", recipe.steps[step].id),
        );
    }
    if name == "input" {
        return Problem::error(
            path,
            format!("{} reads `input`, but this recipe has no given rows.", reader(path, line)),
            "Set the task's `mode` to \"annotate\" or \"rewrite\" and name its `input` source.",
        );
    }
    let mut known = vec!["task"];
    if recipe.task.mode != Mode::Generate {
        known.push("input");
    }
    known.extend(recipe.conditions.iter().map(|condition| condition.name.as_str()));
    let listed = step.map(|step| recipe.steps[step].demonstrations.as_slice()).unwrap_or_default();
    known.extend(listed.iter().map(String::as_str));
    known.extend(recipe.steps.iter().flat_map(|step| step.output.keys().map(String::as_str)));
    Problem::error(
        path,
        format!("{} reads `{name}`, which is no condition, field or demonstration.", reader(path, line)),
        did_you_mean(name, "names", known.iter().copied()),
    )
}

fn thing<'r>(recipe: &'r Recipe, step: Option<usize>, name: &str) -> Option<Thing<'r>> {
    if name == "task" {
        return Some(Thing::Task);
    }
    if name == ITEM && step.is_some_and(|step| matches!(recipe.steps[step].repeat, Some(Repeat::Each(_)))) {
        return Some(Thing::Open);
    }
    if name == "input" {
        return (recipe.task.mode != Mode::Generate).then(|| row(recipe, recipe.task.input.as_deref()));
    }
    if let Some(step) = step.and_then(|step| recipe.steps.get(step))
        && step.demonstrations.iter().any(|listed| listed == name)
    {
        let shots = recipe.demonstrations.iter().find(|shots| shots.name == name);
        return Some(Thing::Items(Box::new(row(recipe, shots.map(|shots| shots.source.as_str())))));
    }
    if let Some(condition) = recipe.conditions.iter().find(|condition| condition.name == name) {
        return Some(scope(recipe, &condition.scope));
    }
    let made = recipe.made().into_iter().any(|column| column.name == name);
    made.then(|| {
        let maker = recipe.steps.iter().find(|step| step.output.contains_key(name));
        let one = match maker.and_then(|step| step.output.get(name)) {
            Some(Output::Label) => Thing::Fields(LABEL.to_vec()),
            Some(Output::List { .. }) => Thing::Items(Box::new(Thing::Plain)),
            Some(Output::Spans { .. }) => Thing::Items(Box::new(Thing::Fields(SPAN.to_vec()))),
            _ => Thing::Plain,
        };
        match maker.is_some_and(Step::makes_lists) {
            true => Thing::Items(Box::new(Thing::Plain)),
            false => one,
        }
    })
}

fn row<'r>(recipe: &'r Recipe, source: Option<&str>) -> Thing<'r> {
    if source == Some(SYNTHETIC) {
        // The task may name columns of its own; either way a prompt is rendered with what rows have.
        return Thing::Open;
    }
    match source.and_then(|name| recipe.source(name)) {
        Some(source) if !source.fields.is_empty() => {
            Thing::Fields(source.fields.keys().map(String::as_str).collect())
        }
        _ => Thing::Open,
    }
}

fn scope<'r>(recipe: &'r Recipe, scope: &'r Scope) -> Thing<'r> {
    let bands = |values: &[Weighted]| values.iter().any(|item| matches!(item.value, Value::Band(_)));
    let of = |bands: bool| if bands { Thing::Fields(vec!["low", "high"]) } else { Thing::Plain };
    match scope {
        Scope::Values(values) => of(bands(values)),
        Scope::Depends(depends) => of(depends.cases.values().any(|values| bands(values))),
        Scope::Labels(_) => Thing::Fields(LABEL.to_vec()),
        Scope::Range(_) | Scope::Dates(_) => Thing::Plain,
        Scope::Rows(rows) => row(recipe, Some(&rows.source)),
        Scope::Facts(facts) => Thing::Items(Box::new(row(recipe, Some(&facts.source)))),
        Scope::Words(_) => Thing::Items(Box::new(Thing::Plain)),
        Scope::Tree(_) => Thing::Fields(vec!["path"]),
    }
}

impl Recipe {
    /// A source by name.
    pub(crate) fn source(&self, name: &str) -> Option<&crate::Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// All values of a condition as text, where they can be listed.
    #[must_use]
    pub fn possible(&self, condition: &crate::Condition) -> Option<Vec<String>> {
        fn leaves(branches: &[Branch], into: &mut Vec<String>) {
            for branch in branches {
                if branch.children.is_empty() {
                    into.push(branch.name.clone())
                } else {
                    leaves(&branch.children, into)
                }
            }
        }
        match &condition.scope {
            Scope::Values(values) => Some(values.iter().map(|item| item.value.to_string()).collect()),
            Scope::Labels(_) => Some(self.task.labels.iter().map(|label| label.name.clone()).collect()),
            Scope::Tree(roots) => {
                let mut names = Vec::new();
                leaves(roots, &mut names);
                Some(names)
            }
            Scope::Depends(depends) => {
                Some(depends.cases.values().flatten().map(|item| item.value.to_string()).collect())
            }
            Scope::Range(_) | Scope::Words(_) | Scope::Dates(_) | Scope::Rows(_) | Scope::Facts(_) => None,
        }
    }
}
