//! Output fields as a JSON schema, which the model's grammar is made from.

use std::borrow::Cow;

use indexmap::IndexMap;
use recipe::{Label, Output};
use serde_json::{Map, Value as Json, json};

/// An object of exactly these fields, in this order.
pub(super) fn object(fields: &IndexMap<String, Output>, labels: &[Label]) -> Json {
    let properties: Map<String, Json> =
        fields.iter().map(|(name, output)| (name.clone(), field(output, labels))).collect();
    let required: Vec<&String> = fields.keys().collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// What one field may hold.
pub(super) fn field(output: &Output, labels: &[Label]) -> Json {
    match output {
        Output::String { .. } => {
            with(json!({ "type": "string" }), [("pattern", pattern(output).map(|p| anchored(&p).into()))])
        }
        Output::Label => json!({ "enum": labels.iter().map(Label::verbalizer).collect::<Vec<_>>() }),
        Output::Choice { of } => json!({ "enum": of }),
        Output::Integer { min, max } => with(
            json!({ "type": "integer" }),
            [("minimum", min.map(Json::from)), ("maximum", max.map(Json::from))],
        ),
        Output::Number { min, max } => with(
            json!({ "type": "number" }),
            [("minimum", min.map(Json::from)), ("maximum", max.map(Json::from))],
        ),
        Output::Boolean => json!({ "type": "boolean" }),
        Output::Spans { types, .. } => spans(types),
        Output::List { min, max } => with(
            json!({ "type": "array", "items": { "type": "string" } }),
            [("minItems", min.map(Json::from)), ("maxItems", max.map(Json::from))],
        ),
    }
}

/// A list of spans with their types.
fn spans(types: &[String]) -> Json {
    json!({ "type": "array", "items": {
        "type": "object",
        "properties": { "span": { "type": "string" }, "type": { "enum": types } },
        "required": ["span", "type"],
        "additionalProperties": false,
    } })
}

fn with<const N: usize>(mut schema: Json, bounds: [(&str, Option<Json>); N]) -> Json {
    for (name, bound) in bounds {
        if let Some(bound) = bound {
            schema[name] = bound;
        }
    }
    schema
}

/// What a text must match as a whole: a pattern, or a band of words with one blank or line break between two.
pub(super) fn pattern(output: &Output) -> Option<Cow<'_, str>> {
    match output {
        Output::String { pattern: Some(pattern), .. } => Some(pattern.into()),
        Output::String { words: Some([low, high]), strict: true, .. } => {
            let (low, high) = (low.saturating_sub(1), high.saturating_sub(1));
            Some(format!(r"\S+([ \n]\S+){{{low},{high}}}").into())
        }
        _ => None,
    }
}

/// The pattern as one that a text matches as a whole: JSON Schema and regular expressions search by themselves.
pub(super) fn anchored(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}
