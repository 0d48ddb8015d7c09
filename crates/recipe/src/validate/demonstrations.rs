//! Demonstrations: their sources and how they are chosen.

use crate::{Problem, Recipe, SYNTHETIC, Select, Similarity, problem::did_you_mean, template};

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
        if source.is_none() && shots.source != SYNTHETIC {
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
        select(recipe, at, &path, problems);
        query(recipe, at, &path, problems);
    }
}

fn matching(recipe: &Recipe, at: usize, path: &str, problems: &mut Vec<Problem>) {
    let shots = &recipe.demonstrations[at];
    let Some(name) = &shots.matching else {
        if shots.select == Select::FromLeaf {
            problems.push(Problem::error(
                format!("{path}.matching"),
                format!("The demonstrations `{}` share a leaf, but no field says which.", shots.name),
                "Name the field of the source that holds the leaf, for instance `matching = \"topic\"`.",
            ));
        }
        return;
    };
    if shots.select != Select::FromLeaf && !recipe.conditions.iter().any(|condition| condition.name == *name)
    {
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
    let fields = fields_of(recipe, &shots.source);
    if let Some(fields) = fields
        && !fields.contains(name)
    {
        problems.push(Problem::error(
            format!("{path}.matching"),
            format!("The source `{}` has no field `{name}` to match.", shots.source),
            did_you_mean(name, "fields", fields.iter().map(String::as_str)),
        ));
    }
}

/// The fields of the rows that demonstrations are taken from, where they are known.
fn fields_of(recipe: &Recipe, source: &str) -> Option<Vec<String>> {
    if source == SYNTHETIC {
        return Some(recipe.columns().into_iter().map(|column| column.name).collect());
    }
    let fields = &recipe.source(source)?.fields;
    (!fields.is_empty()).then(|| fields.keys().cloned().collect())
}

/// What a way of choosing needs: rows made so far, and a text with a label that a student can learn.
fn select(recipe: &Recipe, at: usize, path: &str, problems: &mut Vec<Problem>) {
    let shots = &recipe.demonstrations[at];
    let block = path;
    let path = format!("{block}.select");
    let name = &shots.name;
    if shots.source == SYNTHETIC && matches!(shots.select, Select::Similar | Select::Bm25) {
        problems.push(Problem::error(
            &path,
            format!(
                "The demonstrations `{name}` are rows that are not made yet, so none is near to the row."
            ),
            "Choose them by chance, spread, influence or errors, or take them from a source.",
        ));
    }
    if shots.select == Select::Informative && shots.source != SYNTHETIC {
        problems.push(Problem::error(
            &path,
            format!(
                "The influence of `{name}` is that of rows made so far, but they come from `{}`.",
                shots.source
            ),
            "Write `source = \"synthetic\"`.",
        ));
    }
    if shots.similarity == Similarity::Embedding && !shots.is_embedded() {
        problems.push(Problem::warning(
            format!("{block}.similarity"),
            format!("The demonstrations `{name}` are not chosen by likeness, so embeddings are not used."),
            "Write `select = \"similar\"`, \"diverse\" or \"vote-k\", or remove `similarity`.",
        ));
    }
    if !matches!(shots.select, Select::Informative | Select::Hard) {
        return;
    }
    let (Some(text), Some(label)) = (recipe.text_column(), recipe.label_column()) else {
        problems.push(Problem::error(
            &path,
            format!(
                "The demonstrations `{name}` are chosen by a student, but rows have no text with a label."
            ),
            "Give the dataset a text and a label, or choose another way.",
        ));
        return;
    };
    let known = fields_of(recipe, &shots.source);
    for field in [&text, &label] {
        if known.as_ref().is_some_and(|known| !known.contains(field)) {
            problems.push(Problem::error(
                &path,
                format!(
                    "A student compares `{name}` with the dataset, but `{}` has no `{field}`.",
                    shots.source
                ),
                format!("Map a column of the source to `{field}`."),
            ));
        }
    }
}

fn query(recipe: &Recipe, at: usize, path: &str, problems: &mut Vec<Problem>) {
    let shots = &recipe.demonstrations[at];
    let Some(query) = &shots.query else { return };
    let path = format!("{path}.query");
    if !matches!(shots.select, Select::Similar | Select::Bm25) {
        problems.push(Problem::warning(
            &path,
            format!(
                "The demonstrations `{}` are not chosen by nearness, so their query is not used.",
                shots.name
            ),
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
