//! Names: present, plain, unique, and not taken by the program.

use unicode_ident::{is_xid_continue, is_xid_start};

use crate::{Problem, Recipe, SYNTHETIC};

/// Names that prompts use for something else, and the prefix of the columns that the program adds.
const RESERVED: &[&str] = &[
    "task", "input", "item", "loop", "true", "false", "none", "True", "False", "None", "not", "and", "or",
    "in", "is", "if", "else", "for",
];

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    // Conditions, demonstrations and fields share one space of names: prompts call all of them by name alone.
    let mut taken: Vec<(&str, &str)> = Vec::new();
    let in_prompts = (recipe.conditions.iter().enumerate())
        .map(|(at, condition)| (condition.name.as_str(), "condition", format!("conditions[{at}].name")))
        .chain(
            (recipe.demonstrations.iter().enumerate()).map(|(at, shots)| {
                (shots.name.as_str(), "demonstrations", format!("demonstrations[{at}].name"))
            }),
        )
        .chain(recipe.steps.iter().enumerate().flat_map(|(at, step)| {
            step.output.keys().map(move |name| (name.as_str(), "field", format!("steps[{at}].output.{name}")))
        }));
    for (name, what, path) in in_prompts {
        check_name(name, what, &path, problems);
        match taken.iter().find(|(other, _)| *other == name) {
            Some((_, other)) => problems.push(twice(name, other, what, path)),
            None => taken.push((name, what)),
        }
    }
    if let Some(at) = recipe.sources.iter().position(|source| source.name == SYNTHETIC) {
        problems.push(Problem::error(
            format!("sources[{at}].name"),
            format!("The name `{SYNTHETIC}` stands for the rows that the run makes."),
            "Rename the source.",
        ));
    }
    check_unique(
        recipe.sources.iter().map(|source| source.name.as_str()),
        "source",
        "sources",
        "name",
        problems,
    );
    check_unique(recipe.steps.iter().map(|step| step.id.as_str()), "step", "steps", "id", problems);
}

fn twice(name: &str, other: &str, what: &str, path: String) -> Problem {
    let message = if other == what {
        format!(
            "The name `{name}` is given to two {}.",
            if what.ends_with('s') { what.into() } else { format!("{what}s") }
        )
    } else {
        format!("The name `{name}` is given to a {other} and a {what}, so a prompt could mean either.")
    };
    Problem::error(path, message, "Rename one of them.")
}

fn check_unique<'a>(
    names: impl Iterator<Item = &'a str>,
    what: &str,
    list: &str,
    key: &str,
    problems: &mut Vec<Problem>,
) {
    let mut seen = Vec::new();
    for (at, name) in names.enumerate() {
        let path = format!("{list}[{at}].{key}");
        if name.trim().is_empty() {
            problems.push(Problem::error(path, format!("A {what} has no name."), "Name it in a word."));
        } else if seen.contains(&name) {
            problems.push(twice(name, what, what, path));
        }
        seen.push(name);
    }
}

/// Whether prompts can say a name: letters of any script, digits and `_`, as templates read identifiers.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|c| is_xid_start(c) || c == '_') && name.chars().all(is_xid_continue)
}

/// Whether a condition or field can have a name: one that prompts can say and the program does not keep for itself.
#[must_use]
pub fn is_free_name(name: &str) -> bool {
    is_identifier(name) && !name.starts_with('_') && !RESERVED.contains(&name)
}

fn check_name(name: &str, what: &str, path: &str, problems: &mut Vec<Problem>) {
    if !is_identifier(name) {
        let fixed: String = name.trim().chars().map(|c| if is_xid_continue(c) { c } else { '_' }).collect();
        let starts_well = is_identifier(&fixed);
        problems.push(Problem::error(
            path,
            if name.is_empty() {
                format!("A {what} has no name.")
            } else {
                format!("The name `{name}` cannot stand in a prompt: only letters, digits and `_` can.")
            },
            if starts_well { format!("Write `{fixed}`.") } else { "Begin the name with a letter.".into() },
        ));
    } else if RESERVED.contains(&name) {
        problems.push(Problem::error(
            path,
            format!("The name `{name}` has a meaning of its own in prompts."),
            format!("Choose another, such as `{name}_1`."),
        ));
    } else if name.starts_with("__") {
        problems.push(Problem::error(
            path,
            format!("The name `{name}` begins with two `_`, as the names do that Seedbed keeps for itself."),
            format!("Write `{}`.", name.trim_start_matches('_')),
        ));
    } else if name.starts_with('_') && what != "demonstrations" {
        problems.push(Problem::error(
            path,
            format!("The name `{name}` begins with `_`, as the columns do that Seedbed adds to an export."),
            format!("Write `{}`.", name.trim_start_matches('_')),
        ));
    }
}
