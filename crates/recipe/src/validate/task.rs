//! The task: labels, mode and the columns it names.

use crate::{Label, Mode, Problem, Recipe, problem::did_you_mean};

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    let task = &recipe.task;
    if recipe.schema != Recipe::SCHEMA {
        problems.push(Problem::error(
            "schema",
            format!(
                "The recipe is written in format {}; this program reads {}.",
                recipe.schema,
                Recipe::SCHEMA
            ),
            "Update Seedbed, or ask for the recipe in the older format.",
        ));
    }
    if recipe.name.trim().is_empty() {
        problems.push(Problem::error("name", "The recipe has no name.", "Give it a short title."));
    }
    labels(&task.labels, problems);
    mode(recipe, problems);
    fields(recipe, problems);
}

fn labels(labels: &[Label], problems: &mut Vec<Problem>) {
    for (at, label) in labels.iter().enumerate() {
        let path = format!("task.labels[{at}]");
        if label.name.trim().is_empty() {
            problems.push(Problem::error(&path, "A label has no name.", "Name it, or remove it."));
        } else if labels[..at].iter().any(|other| other.name == label.name) {
            problems.push(Problem::error(
                &path,
                format!("The label `{}` is there twice.", label.name),
                "Remove one of them, or rename it.",
            ));
        } else if let Some(other) = labels[..at].iter().find(|other| other.verbalizer() == label.verbalizer())
        {
            problems.push(Problem::error(
                &path,
                format!(
                    "The labels `{}` and `{}` have the same words for the model.",
                    other.name, label.name
                ),
                "Give each label a verbalizer of its own.",
            ));
        }
        if label.verbalizer.as_deref().is_some_and(|words| words.trim().is_empty()) {
            problems.push(Problem::error(
                format!("{path}.verbalizer"),
                format!("The verbalizer of the label `{}` is empty.", label.name),
                "Write the words that stand for the label, or remove the key to use its name.",
            ));
        }
    }
    if let [only] = labels {
        problems.push(Problem::warning(
            "task.labels",
            format!("`{}` is the only label, so every row gets it.", only.name),
            "Add the other labels.",
        ));
    }
}

fn mode(recipe: &Recipe, problems: &mut Vec<Problem>) {
    let sources = recipe.sources.iter().map(|source| source.name.as_str());
    match (recipe.task.mode, &recipe.task.input) {
        (Mode::Annotate | Mode::Rewrite, None) => problems.push(Problem::error(
            "task.input",
            "This recipe works on given rows but does not say which.",
            if recipe.sources.is_empty() {
                "Add a source, and `input = \"its name\"` to the task.".to_owned()
            } else {
                format!("Add `input = \"{}\"` to the task.", recipe.sources[0].name)
            },
        )),
        (Mode::Generate, Some(input)) => problems.push(Problem::error(
            "task.input",
            format!("This recipe makes rows from nothing, yet names `{input}` as its input."),
            "Set `mode = \"annotate\"` or `mode = \"rewrite\"`, or remove `input`.",
        )),
        (_, Some(input)) if recipe.source(input).is_none() => problems.push(Problem::error(
            "task.input",
            format!("There is no source `{input}`."),
            did_you_mean(input, "sources", sources),
        )),
        _ => {}
    }
}

fn fields(recipe: &Recipe, problems: &mut Vec<Problem>) {
    let fields = &recipe.task.fields;
    let made = recipe.made();
    let mut known: Vec<&str> = made.iter().map(|column| column.name.as_str()).collect();
    known.extend(recipe.conditions.iter().map(|condition| condition.name.as_str()));
    let input = recipe.task.input.as_deref().and_then(|name| recipe.source(name));
    known.extend(input.iter().flat_map(|source| source.fields.keys().map(String::as_str)));
    // The columns of a source without field names are known only when its file is read.
    let open = input.is_some_and(|source| source.fields.is_empty());
    for (at, field) in fields.iter().enumerate() {
        let path = format!("task.fields[{at}]");
        if fields[..at].contains(field) {
            problems.push(Problem::error(
                path,
                format!("The column `{field}` is named twice."),
                "Remove one.",
            ));
        } else if !open && !known.contains(&field.as_str()) {
            problems.push(Problem::error(
                path,
                format!(
                    "The column `{field}` is neither made by a step nor a condition nor a field of the input."
                ),
                did_you_mean(field, "names", known.iter().copied()),
            ));
        }
    }
}
