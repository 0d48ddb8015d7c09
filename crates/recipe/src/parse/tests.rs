//! The shape of the text against the types: a key that a type gains or loses must change the shape too.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::shape::{DOCUMENT, Key, Shape};
use crate::Recipe;

#[test]
fn the_shape_is_that_of_the_types() {
    let schema = Recipe::json_schema();
    check(&schema, &schema, DOCUMENT, "recipe");
}

/// Compares a table's keys with the properties that the types have, forms of an enumeration taken together.
fn check(root: &Json, schema: &Json, keys: &[Key], place: &str) {
    let schema = resolved(root, schema);
    let mut properties = BTreeSet::new();
    collect(root, schema, &mut properties);
    let known: BTreeSet<String> = keys.iter().map(|key| key.name.to_owned()).collect();
    assert_eq!(properties, known, "{place}");
    for key in keys {
        if let Some(property) = property(root, schema, key.name) {
            descend(root, property, key.shape, &format!("{place}.{}", key.name));
        }
    }
}

fn descend(root: &Json, schema: &Json, shape: Shape, place: &str) {
    let schema = resolved(root, schema);
    match shape {
        Shape::Table(keys) | Shape::OneOf(keys) if !place.ends_with("children") => {
            check(root, schema, keys, place)
        }
        Shape::List(item) => {
            let array = if schema.get("items").is_some() { schema } else { &schema["anyOf"][0] };
            descend(root, &array["items"], *item, place);
        }
        Shape::Map(item) => descend(root, &schema["additionalProperties"], *item, place),
        Shape::Choice(of) => {
            let mut names = BTreeSet::new();
            choices(schema, &mut names);
            assert_eq!(names, of.iter().map(|name| (*name).to_owned()).collect(), "{place}");
        }
        Shape::Tagged(tagged) => {
            let mut keys = BTreeSet::from([tagged.tag.to_owned()]);
            keys.extend(tagged.forms.iter().flat_map(|(_, keys)| keys.iter().map(|key| key.name.to_owned())));
            let mut properties = BTreeSet::new();
            collect(root, schema, &mut properties);
            assert_eq!(properties, keys, "{place}");
            let mut names = BTreeSet::new();
            tags(root, schema, tagged.tag, &mut names);
            assert_eq!(names, tagged.forms.iter().map(|(name, _)| (*name).to_owned()).collect(), "{place}");
        }
        _ => {}
    }
}

fn resolved<'s>(root: &'s Json, schema: &'s Json) -> &'s Json {
    match schema["$ref"].as_str() {
        Some(path) => resolved(root, root.pointer(path.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

fn alternatives(schema: &Json) -> impl Iterator<Item = &Json> {
    ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

fn collect(root: &Json, schema: &Json, into: &mut BTreeSet<String>) {
    let schema = resolved(root, schema);
    into.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    alternatives(schema).for_each(|form| collect(root, form, into));
}

fn property<'s>(root: &'s Json, schema: &'s Json, name: &str) -> Option<&'s Json> {
    let schema = resolved(root, schema);
    schema["properties"]
        .get(name)
        .or_else(|| alternatives(schema).find_map(|form| property(root, form, name)))
}

fn choices(schema: &Json, into: &mut BTreeSet<String>) {
    into.extend(schema["enum"].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned));
    into.extend(schema["const"].as_str().map(str::to_owned));
    alternatives(schema).for_each(|form| choices(form, into));
}

fn tags(root: &Json, schema: &Json, tag: &str, into: &mut BTreeSet<String>) {
    let schema = resolved(root, schema);
    choices(&schema["properties"][tag], into);
    alternatives(schema).for_each(|form| tags(root, form, tag, into));
}
