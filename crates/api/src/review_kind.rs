//! What there is to say of a recipe's rows.

use ::recipe::{Output, Recipe};
use dataset::{Judgment, Span};
use serde_json::Value;

use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::types::ReviewKind;

/// What reviewers say of the rows of a recipe, which follows from what the rows hold.
pub fn of(recipe: &Recipe) -> ReviewKind {
    spans(recipe).or_else(|| pair(recipe)).unwrap_or_else(|| match recipe.label_column() {
        Some(_) => ReviewKind::Labels,
        None => ReviewKind::Rows,
    })
}

fn is_text(recipe: &Recipe, name: &str) -> bool {
    matches!(recipe.output(name), Some(Output::String { .. }))
}

/// The first column of spans whose text is a column too.
fn spans(recipe: &Recipe) -> Option<ReviewKind> {
    let names: Vec<String> = recipe.columns().into_iter().map(|column| column.name).collect();
    names.iter().find_map(|name| match recipe.output(name)? {
        Output::Spans { of, types } if names.contains(of) => {
            Some(ReviewKind::Spans { field: name.clone(), of: of.clone(), types: types.clone() })
        }
        _ => None,
    })
}

/// Two texts that the recipe says to be a better and a worse one: by their names, or by a label of two whose prompt writes
/// each label before a text, as in `A: {{ first }}`.
fn pair(recipe: &Recipe) -> Option<ReviewKind> {
    let columns: Vec<String> = recipe.columns().into_iter().map(|column| column.name).collect();
    let kind = |first: &str, second: &str, labels: Option<[String; 2]>| ReviewKind::Pair {
        fields: [first.to_owned(), second.to_owned()],
        labels,
    };
    if ["chosen", "rejected"].iter().all(|name| columns.iter().any(|c| c == name) && is_text(recipe, name)) {
        return Some(kind("chosen", "rejected", None));
    }
    let label = recipe.label_column()?;
    let step = recipe.steps.iter().find(|step| step.output.contains_key(&label))?;
    let [a, b] = recipe.task.labels.as_slice() else { return None };
    let named = |label: &str| {
        columns.iter().find(|field| {
            let line = format!("{label}: {{{{ {field} }}}}");
            is_text(recipe, field) && step.prompt.lines().any(|written| written.trim() == line)
        })
    };
    let (first, second) = (named(&a.name)?, named(&b.name)?);
    (first != second).then(|| kind(first, second, Some([a.name.clone(), b.name.clone()])))
}

/// Tests that a judgment is one that a row with these values can have.
///
/// # Errors
/// A label that the recipe has not, a field that the row has not, spans that do not fit their text.
pub fn check(recipe: &Recipe, judgment: &Judgment, values: &dataset::Fields) -> Result<()> {
    let has = |name: &String| match values.contains_key(name) {
        true => Ok(()),
        false => Err(WireError::input(format!("The row has no field '{name}'; choose one of its own."))),
    };
    match judgment {
        Judgment::Label { label } if !recipe.task.labels.iter().any(|known| known.name == *label) => {
            Err(WireError::input(format!("The recipe has no label '{label}'; choose one of its own.")))
        }
        Judgment::Correct { values: given } => given.iter().try_for_each(|(name, value)| {
            has(name)?;
            match recipe.output(name) {
                Some(Output::Spans { of, types }) => {
                    let text = given.get(of).or_else(|| values.get(of)).and_then(Value::as_str);
                    Span::read(value)
                        .and_then(|spans| Span::check(&spans, text.unwrap_or_default(), types))
                        .map_err(|error| {
                            WireError::input(format!("Of '{name}': {}", sentence(&error.to_string())))
                        })
                }
                _ => Ok(()),
            }
        }),
        Judgment::Swap { fields } => fields.iter().try_for_each(has),
        Judgment::Accept
        | Judgment::Label { .. }
        | Judgment::Reject
        | Judgment::Tie { .. }
        | Judgment::PutOff => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_review_follows_from_the_recipe() {
        let check = |id: &str, expected: fn(&ReviewKind) -> bool| {
            let entry = ::recipe::gallery::entry(id).unwrap();
            let kind = of(&crate::draft::parse(entry.toml).unwrap());
            assert!(expected(&kind), "{id}: {kind:?}");
        };
        check("ner", |kind| {
            matches!(kind, ReviewKind::Spans { field, of, types }
                if field == "entities" && of == "passage" && types.len() == 15)
        });
        check("constitutional-ai", |kind| {
            let expected = (["first", "second"], ["A", "B"]);
            matches!(kind, ReviewKind::Pair { fields, labels: Some(labels) } if (fields, labels) == (&expected.0.map(str::to_owned), &expected.1.map(str::to_owned)))
        });
        check("simprompt", |kind| *kind == ReviewKind::Labels);
        check("tinystories", |kind| *kind == ReviewKind::Rows);
    }
}
