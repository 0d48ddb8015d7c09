//! Demonstrations: their sources and how they are chosen.

use crate::{Problem, Recipe, Select, problem::did_you_mean, template};

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    for (at, source) in recipe.sources.iter().enumerate() {
        if source.file.trim().is_empty() {
            problems.push(Problem::error(
                format!("sources[{at}].file"),
                format!("The source `{}` has no file.", source.name),
                "Choose a CSV, JSONL or Parquet file.",
            ));
        }
    }
    for (at, shots) in recipe.demonstrations.iter().enumerate() {
        let path = format!("demonstrations[{at}]");
        let source = recipe.source(&shots.source);
        if source.is_none() {
            problems.push(Problem::error(
                format!("{path}.source"),
                format!(
                    "The demonstrations `{}` are taken from `{}`, which is no source.",
                    shots.name, shots.source
                ),
                did_you_mean(
                    &shots.source,
                    "sources",
                    recipe.sources.iter().map(|source| source.name.as_str()),
                ),
            ));
        }
        if shots.count == 0 && shots.pinned.is_empty() {
            problems.push(Problem::error(
                format!("{path}.count"),
                format!("The demonstrations `{}` show no rows.", shots.name),
                "Write `count = 1` or more, or pin rows.",
            ));
        }
        for (position, row) in shots.pinned.iter().enumerate() {
            if shots.pinned[..position].contains(row) {
                problems.push(Problem::error(
                    format!("{path}.pinned[{position}]"),
                    format!("Row {row} is pinned twice in `{}`.", shots.name),
                    "Remove one.",
                ));
            }
        }
        matching(recipe, at, &path, problems);
        query(recipe, at, &path, problems);
    }
}

fn matching(recipe: &Recipe, at: usize, path: &str, problems: &mut Vec<Problem>) {
    let shots = &recipe.demonstrations[at];
    let Some(name) = &shots.matching else { return };
    if !recipe.conditions.iter().any(|condition| condition.name == *name) {
        problems.push(Problem::error(
            format!("{path}.matching"),
            format!("The demonstrations `{}` should match `{name}`, which is no condition.", shots.name),
            did_you_mean(
                name,
                "conditions",
                recipe.conditions.iter().map(|condition| condition.name.as_str()),
            ),
        ));
    }
    let fields =
        recipe.source(&shots.source).map(|source| &source.fields).filter(|fields| !fields.is_empty());
    if let Some(fields) = fields
        && !fields.contains_key(name)
    {
        problems.push(Problem::error(
            format!("{path}.matching"),
            format!("The source `{}` has no field `{name}` to match.", shots.source),
            did_you_mean(name, "fields", fields.keys().map(String::as_str)),
        ));
    }
}

fn query(recipe: &Recipe, at: usize, path: &str, problems: &mut Vec<Problem>) {
    let shots = &recipe.demonstrations[at];
    let Some(query) = &shots.query else { return };
    let path = format!("{path}.query");
    if shots.select != Select::Similar {
        problems.push(Problem::warning(
            &path,
            format!("The demonstrations `{}` are drawn at random, so their query is not used.", shots.name),
            "Write `select = \"similar\"`, or remove the query.",
        ));
    }
    match template::uses(query) {
        Err(faults) => problems.extend(faults.into_iter().map(|fault| {
            Problem::error(
                &path,
                format!("The query is no valid template: {}.", fault.message),
                "Correct it.",
            )
        })),
        Ok(uses) => {
            problems.extend(uses.iter().filter_map(|read| super::prompts::unknown(recipe, None, read, &path)))
        }
    }
}
