//! Parts that nothing reads. A condition that varies but reaches no prompt only makes rows look different.

use crate::{Check, Problem, Recipe, Scope, template};

pub(super) fn validate(recipe: &Recipe, problems: &mut Vec<Problem>) {
    // Names that a broken prompt reads are not known, so nothing can be called unused.
    let Ok(prompts) =
        recipe.steps.iter().map(|step| template::uses(&step.prompt)).collect::<Result<Vec<_>, _>>()
    else {
        return;
    };
    let queries = recipe.demonstrations.iter().filter_map(|shots| shots.query.as_deref());
    let read: Vec<String> = prompts
        .into_iter()
        .flatten()
        .chain(queries.flat_map(|query| template::uses(query).unwrap_or_default()))
        .map(|used| used.name)
        .chain((0..recipe.steps.len()).flat_map(|step| recipe.variables(step)))
        .chain(
            recipe
                .checks
                .iter()
                .flat_map(|check| match check {
                    Check::Holds { test, .. } => template::expression_uses(test).unwrap_or_default(),
                    _ => Vec::new(),
                })
                .map(|used| used.name),
        )
        .collect();
    let reads = |name: &str| read.iter().any(|used| used == name);

    for (at, condition) in recipe.conditions.iter().enumerate() {
        let name = condition.name.as_str();
        let others =
            recipe.conditions.iter().any(|other| matches!(&other.scope, Scope::Depends(on) if on.on == name))
                || recipe.demonstrations.iter().any(|shots| shots.matching.as_deref() == Some(name))
                || recipe.checks.iter().any(|check| match check {
                    Check::Length { band, .. } => band.as_deref() == Some(name),
                    Check::Required { values_of, .. } => values_of.iter().any(|of| of == name),
                    _ => false,
                });
        if !reads(name) && !others {
            problems.push(Problem::warning(
                format!("conditions[{at}]"),
                format!("No prompt reads the condition `{name}`, so it changes nothing in the rows."),
                format!("Write `{{{{ {name} }}}}` where it belongs in a prompt, or remove the condition."),
            ));
        }
    }
    for (at, shots) in recipe.demonstrations.iter().enumerate() {
        let name = shots.name.as_str();
        if !reads(name) {
            problems.push(Problem::warning(
                format!("demonstrations[{at}]"),
                format!("No prompt shows the demonstrations `{name}`."),
                format!("Write `{{% for shot in {name} %}}` … `{{% endfor %}}` in a prompt, or remove them."),
            ));
        }
    }
    for (at, source) in recipe.sources.iter().enumerate() {
        let name = source.name.as_str();
        let used = recipe.task.input.as_deref() == Some(name)
            || recipe.demonstrations.iter().any(|shots| shots.source == name)
            || recipe.conditions.iter().any(|condition| condition.scope.source() == Some(name))
            // A private source is there for the leakage check even where no prompt reads it.
            || source.private;
        if !used {
            problems.push(Problem::warning(
                format!("sources[{at}]"),
                format!("Nothing reads the source `{name}`."),
                "Take demonstrations from it, make it the task's input, or remove it.",
            ));
        }
    }
}
