//! What prompts can read, as template values.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use dataset::Fields;
use minijinja::value::{Object, Serde, Value};
use recipe::{Branch, ITEM, Label, Method, Output, Recipe, Repeat, Scope, agreement_of, confidence_of};
use serde_json::Value as Json;

use super::Scene;
use super::trace::{PARTS, has_parts};
use crate::draw::{band, text};

/// The values of a scene by the names that prompts call them.
pub(crate) fn values(recipe: &Recipe, scene: &Scene<'_>) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    let mut parts = BTreeMap::new();
    values.insert("task".to_string(), task(recipe));
    if let Some(input) = scene.input {
        values.insert("input".to_string(), row(input));
    }
    match scene.item {
        Some(item) => drop(values.insert(ITEM.to_string(), Value::from(Serde(item)))),
        None if scene.pending => drop(values.insert(ITEM.to_string(), Value::from(pending(ITEM)))),
        None => {}
    }
    for (name, rows) in scene.shown {
        values.insert((*name).to_string(), rows.iter().map(row).collect::<Vec<_>>().into());
    }
    for (name, json) in scene.conditions {
        values.insert(name.clone(), condition(json));
        if has_parts(recipe, name) {
            parts.insert(name.clone(), parts_of(recipe, name, json));
        }
    }
    for Made { name, kind } in outputs(recipe) {
        let found = scene.fields.get(&name);
        let value = match (found, kind) {
            (Some(json), _) => Value::from(Serde(json)),
            (None, _) if !scene.pending => continue,
            (None, Kind::List) => Value::from(vec![pending(&name)]),
            (None, _) => Value::from(pending(&name)),
        };
        if kind == Kind::Label {
            let part = match found {
                Some(Json::Null) => fields(["name", "verbalizer", "definition"].map(|field| (field, ""))),
                Some(json) => parts_of(recipe, &name, json),
                None => fields(
                    ["name", "verbalizer", "definition"]
                        .map(|field| (field, pending(&format!("{name}.{field}")))),
                ),
            };
            parts.insert(name.clone(), part);
        }
        values.insert(name, value);
    }
    values.insert(PARTS.to_string(), parts.into());
    values
}

/// What stands for a field that no step has made yet.
fn pending(name: &str) -> String {
    format!("‹{name}›")
}

/// A field that a step makes.
struct Made {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Label,
    List,
}

/// The fields that steps make, in order.
fn outputs(recipe: &Recipe) -> Vec<Made> {
    let mut outputs = Vec::new();
    for step in &recipe.steps {
        for (name, output) in &step.output {
            let kind = match output {
                _ if step.makes_lists() => Kind::List,
                Output::List { .. } | Output::Spans { .. } => Kind::List,
                Output::Label => Kind::Label,
                _ => Kind::Plain,
            };
            outputs.push(Made { name: name.clone(), kind });
            if step.method == Method::Score {
                outputs.push(Made { name: confidence_of(name), kind: Kind::Plain });
            }
            if matches!(&step.repeat, Some(Repeat::Vote(vote)) if vote.on == *name) {
                outputs.push(Made { name: agreement_of(name), kind: Kind::Plain });
            }
        }
    }
    outputs
}

/// A condition's value. Bands are texts; their ends are parts.
fn condition(json: &Json) -> Value {
    if band(json).is_some() { text(json).into() } else { Value::from(Serde(json)) }
}

fn parts_of(recipe: &Recipe, name: &str, json: &Json) -> Value {
    if let Some([low, high]) = band(json) {
        return fields([("low", low), ("high", high)]);
    }
    let value = text(json);
    let scope =
        recipe.conditions.iter().find(|condition| condition.name == name).map(|condition| &condition.scope);
    match scope {
        Some(Scope::Tree(roots)) => {
            let path = path_to(roots, &value).unwrap_or_else(|| vec![&value]).join(" > ");
            fields([("path", path)])
        }
        _ => match recipe.task.labels.iter().find(|label| label.name == value) {
            Some(label) => Value::from_object(LabelValue(label.clone())),
            None => Value::from(BTreeMap::<String, Value>::new()),
        },
    }
}

fn fields<V: Into<Value>, const N: usize>(pairs: [(&str, V); N]) -> Value {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_string(), value.into()))
        .collect::<BTreeMap<String, Value>>()
        .into()
}

/// Names from the root to the first leaf of this name.
fn path_to<'b>(branches: &'b [Branch], leaf: &str) -> Option<Vec<&'b str>> {
    branches.iter().find_map(|branch| {
        if branch.children.is_empty() {
            return (branch.name == leaf).then(|| vec![branch.name.as_str()]);
        }
        let mut path = path_to(&branch.children, leaf)?;
        path.insert(0, &branch.name);
        Some(path)
    })
}

fn row(row: &Fields) -> Value {
    Value::from(Serde(row))
}

fn task(recipe: &Recipe) -> Value {
    let task = &recipe.task;
    let labels: Vec<Value> =
        task.labels.iter().map(|label| Value::from_object(LabelValue(label.clone()))).collect();
    fields([
        ("kind", Value::from(Serde(task.kind))),
        ("mode", Value::from(Serde(task.mode))),
        ("role", Value::from(task.role.as_str())),
        ("goal", Value::from(task.goal.as_str())),
        ("codebook", Value::from(task.codebook.as_str())),
        ("labels", Value::from(labels)),
    ])
}

/// A label: its name where it is shown whole, and its fields.
#[derive(Debug)]
struct LabelValue(Label);

impl Object for LabelValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "name" => Some(self.0.name.as_str().into()),
            "verbalizer" => Some(self.0.verbalizer().into()),
            "definition" => Some(self.0.definition.as_deref().unwrap_or_default().into()),
            _ => None,
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name)
    }
}

/// The text that a prompt shows for a value: lists joined by commas.
pub(super) fn shown(value: &Value) -> String {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => match value.try_iter() {
            Ok(items) => items.map(|item| shown(&item)).collect::<Vec<_>>().join(", "),
            Err(_) => value.to_string(),
        },
        // As JSON and the recipe write it; the template library would write `True`.
        ValueKind::Bool => if value.is_true() { "true" } else { "false" }.into(),
        ValueKind::None => String::new(),
        _ => value.to_string(),
    }
}
