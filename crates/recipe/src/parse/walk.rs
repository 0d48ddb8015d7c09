//! The walk over a document's structure.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    lines::Lines,
    shape::{Key, Shape, Tagged, WEIGHTED},
};
use crate::{
    Problem, Recipe,
    problem::{did_you_mean, nearest},
};

/// Collects what is wrong with the structure.
pub(super) struct Walk<'t> {
    lines: &'t Lines,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Walk<'t> {
    pub(super) fn new(lines: &'t Lines) -> Self {
        Self { lines, problems: Vec::new() }
    }

    /// Whether this program can read the document's format version. A newer one has keys we do not know, so
    /// nothing else is worth reporting.
    pub(super) fn readable_version(&mut self, document: &DeTable<'_>) -> bool {
        let Some((name, value)) = document.iter().find(|(name, _)| name.get_ref() == "schema") else {
            return true;
        };
        let DeValue::Integer(number) = value.get_ref() else { return true };
        let version = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let offset = name.span().start;
        match version {
            Some(1) => return true,
            Some(version) if version < i64::from(Recipe::SCHEMA) => self.report(
                "schema",
                offset,
                format!("There is no recipe format {version}."),
                format!("Write `schema = {}`.", Recipe::SCHEMA),
            ),
            _ => self.report(
                "schema",
                offset,
                format!(
                    "The recipe is written in format {}; this version of Seedbed reads format {}.",
                    number.as_str(),
                    Recipe::SCHEMA
                ),
                "Update Seedbed, or ask for the recipe in the older format.".into(),
            ),
        }
        false
    }

    /// Checks a table's keys; `offset` is where the table begins.
    pub(super) fn table(&mut self, path: &str, table: &DeTable<'_>, offset: usize, keys: &[Key]) {
        let place = place(path, table);
        for (name, value) in table {
            let child = join(path, name.get_ref());
            match keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => self.value(&child, value, key.shape),
                None => {
                    let known = keys.iter().map(|key| key.name);
                    self.report(
                        &child,
                        name.span().start,
                        format!("Unknown key `{}` in {place}.", name.get_ref()),
                        did_you_mean(name.get_ref(), "keys", known),
                    );
                }
            }
        }
        for key in keys.iter().filter(|key| key.required) {
            // A misspelt key was reported already; that it is missing too says nothing new.
            let misspelt = || {
                table.keys().any(|name| {
                    !keys.iter().any(|known| known.name == name.get_ref())
                        && nearest(name.get_ref(), keys.iter().map(|known| known.name)) == Some(key.name)
                })
            };
            if !table.keys().any(|name| name.get_ref() == key.name) && !misspelt() {
                self.report(
                    path,
                    offset,
                    format!("The key `{}` is missing in {place}.", key.name),
                    format!("Add `{} = {}`.", key.name, example(key)),
                );
            }
        }
    }

    fn value(&mut self, path: &str, value: &Spanned<DeValue<'_>>, shape: Shape) {
        let offset = value.span().start;
        match (shape, value.get_ref()) {
            (Shape::Text, DeValue::String(_)) | (Shape::Flag, DeValue::Boolean(_)) => {}
            (Shape::Number, DeValue::Integer(_) | DeValue::Float(_)) => {}
            (Shape::Whole(least), DeValue::Integer(number)) => {
                let number = i64::from_str_radix(number.as_str(), number.radix());
                if number.is_err() {
                    let message = format!("`{path}` is a larger number than can be counted with.");
                    self.report(path, offset, message, "Write a smaller number.".into());
                } else if number.is_ok_and(|number| number < least) {
                    self.report(
                        path,
                        offset,
                        format!("`{path}` must not be below {least}."),
                        "Write a larger number.".into(),
                    );
                }
            }
            (Shape::Choice(of), DeValue::String(text)) => {
                if !of.contains(&text.as_ref()) {
                    self.report(
                        path,
                        offset,
                        format!("`{path}` cannot be \"{text}\"."),
                        did_you_mean(text, "values", of.iter().copied()),
                    );
                }
            }
            (Shape::List(item), DeValue::Array(items)) => {
                for (at, value) in items.iter().enumerate() {
                    self.value(&format!("{path}[{at}]"), value, *item);
                }
            }
            (Shape::Band, DeValue::Array(items)) if is_band(items) => {}
            (Shape::Map(item), DeValue::Table(table)) => {
                for (name, value) in table {
                    self.value(&join(path, name.get_ref()), value, *item);
                }
            }
            (Shape::Table(keys), DeValue::Table(table)) => self.table(path, table, offset, keys),
            (Shape::OneOf(keys), DeValue::Table(table)) => self.one_of(path, table, offset, keys),
            (Shape::Tagged(tagged), DeValue::Table(table)) => self.tagged(path, table, offset, tagged),
            (Shape::Tagged(tagged), DeValue::String(name)) if tagged.bare => {
                self.bare(path, name, offset, tagged)
            }
            (Shape::Value | Shape::Weighted, DeValue::String(_) | DeValue::Boolean(_)) => {}
            (Shape::Value | Shape::Weighted, DeValue::Integer(_) | DeValue::Float(_)) => {}
            (Shape::Value | Shape::Weighted, DeValue::Array(items)) if is_band(items) => {}
            (Shape::Weighted, DeValue::Table(table)) => self.table(path, table, offset, WEIGHTED),
            (Shape::Block, DeValue::Table(table)) => self.block(path, table, offset),
            (shape, value) => self.report(
                path,
                offset,
                format!("`{path}` must be {}, not {}.", wanted(shape), found(value)),
                remedy(shape).into(),
            ),
        }
    }

    fn block(&mut self, path: &str, table: &DeTable<'_>, offset: usize) {
        match table.iter().find(|(name, _)| name.get_ref() == "kind") {
            Some((_, kind)) => self.value(&join(path, "kind"), kind, Shape::Text),
            None => self.report(
                path,
                offset,
                format!("The key `kind` is missing in {path}."),
                "Add for instance `kind = \"near-duplicate\"`.".into(),
            ),
        }
        for (name, value) in table {
            self.no_date(&join(path, name.get_ref()), value);
        }
    }

    /// Dates have no place in what crosses to other programs as JSON.
    fn no_date(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Datetime(_) => self.value(path, value, Shape::Text),
            DeValue::Array(items) => items.iter().for_each(|item| self.no_date(path, item)),
            DeValue::Table(table) => {
                table.iter().for_each(|(name, value)| self.no_date(&join(path, name.get_ref()), value))
            }
            _ => {}
        }
    }

    fn one_of(&mut self, path: &str, table: &DeTable<'_>, offset: usize, keys: &[Key]) {
        self.table(path, table, offset, keys);
        let scopes: Vec<&str> = keys.iter().filter(|key| !key.required).map(|key| key.name).collect();
        let given: Vec<&str> =
            table.keys().map(|name| name.get_ref().as_ref()).filter(|name| scopes.contains(name)).collect();
        let misspelt = table.keys().any(|name| !keys.iter().any(|key| key.name == name.get_ref()));
        let place = place(path, table);
        // A condition has a name beside; a table with nothing beside its one key is not made of several things.
        let named = keys.iter().any(|key| key.required);
        if given.len() > 1 {
            let remedy =
                if named { "Keep one of them, or make a condition of each." } else { "Keep one of them." };
            let scopes = if named { "scopes" } else { "keys" };
            self.report(
                path,
                offset,
                format!("{place} has several {scopes}: {}.", quoted(&given)),
                remedy.into(),
            );
        } else if given.is_empty() && !misspelt {
            let (message, example) = match named {
                true => (format!("{place} has no values."), ", for instance `values = [\"…\"]`"),
                false => (format!("{place} is empty."), ""),
            };
            self.report(path, offset, message, format!("Add one of {}{example}.", quoted(&scopes)));
        }
    }

    fn tagged(&mut self, path: &str, table: &DeTable<'_>, offset: usize, tagged: &Tagged) {
        let names = tagged.forms.iter().map(|(name, _)| *name);
        let Some((_, tag)) = table.iter().find(|(name, _)| name.get_ref() == tagged.tag) else {
            self.report(
                path,
                offset,
                format!("The key `{}` is missing in {}.", tagged.tag, place(path, table)),
                format!("Add `{} = \"…\"`: one of {}.", tagged.tag, quoted(&names.collect::<Vec<_>>())),
            );
            return;
        };
        let DeValue::String(form) = tag.get_ref() else {
            self.value(&join(path, tagged.tag), tag, Shape::Text);
            return;
        };
        match tagged.forms.iter().find(|(name, _)| name == form) {
            Some((_, keys)) => {
                let keys: Vec<Key> =
                    std::iter::once(Key { name: tagged.tag, shape: Shape::Text, required: true })
                        .chain(keys.iter().copied())
                        .collect();
                self.table(path, table, offset, &keys);
            }
            None => self.unknown_form(&join(path, tagged.tag), form, tag.span().start, tagged),
        }
    }

    fn bare(&mut self, path: &str, form: &str, offset: usize, tagged: &Tagged) {
        match tagged.forms.iter().find(|(name, _)| *name == form) {
            Some((_, keys)) => {
                for key in keys.iter().filter(|key| key.required) {
                    self.report(
                        path,
                        offset,
                        format!("`{path}` needs `{}`.", key.name),
                        format!(
                            "Write `{{ {} = \"{form}\", {} = {} }}`.",
                            tagged.tag,
                            key.name,
                            example(key)
                        ),
                    );
                }
            }
            None => self.unknown_form(path, form, offset, tagged),
        }
    }

    fn unknown_form(&mut self, path: &str, form: &str, offset: usize, tagged: &Tagged) {
        let names = tagged.forms.iter().map(|(name, _)| *name);
        self.report(
            path,
            offset,
            format!("`{path}` cannot be \"{form}\"."),
            did_you_mean(form, "values", names),
        );
    }

    fn report(&mut self, path: &str, offset: usize, message: String, remedy: String) {
        self.problems.push(Problem::error(path, message, remedy).on_line(Some(self.lines.at(offset))));
    }
}

fn is_band(items: &[Spanned<DeValue<'_>>]) -> bool {
    items.len() == 2
        && items.iter().all(|item| match item.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).is_ok(),
            _ => false,
        })
}

/// A table in words: its path, and its name where it has one.
fn place(path: &str, table: &DeTable<'_>) -> String {
    let name = table.iter().find(|(key, _)| matches!(key.get_ref().as_ref(), "name" | "id"));
    match name.map(|(_, value)| value.get_ref()) {
        _ if path.is_empty() => "the recipe".into(),
        Some(DeValue::String(name)) => format!("{path} ({name})"),
        _ => path.into(),
    }
}

/// Path of a child.
pub(crate) fn join(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let key = if plain { key.to_owned() } else { format!("\"{key}\"") };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn wanted(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Choice(_) => "a text",
        Shape::Flag => "true or false",
        Shape::Number => "a number",
        Shape::Whole(_) => "a whole number",
        Shape::List(_) => "a list",
        Shape::Band => "two whole numbers, low and high",
        Shape::Map(_) | Shape::Table(_) | Shape::OneOf(_) => "a table of keys",
        Shape::Tagged(tagged) if tagged.bare => "a type name or a table with `type`",
        Shape::Tagged(_) | Shape::Block => "a table of keys",
        Shape::Value => "a text, a number, true or false, or a band such as [20, 40]",
        Shape::Weighted => {
            "a text, a number, true or false, a band such as [20, 40], or one of these with a weight"
        }
    }
}

fn remedy(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Choice(_) => "Put it in quotation marks.",
        Shape::Flag => "Write `true` or `false` without quotation marks.",
        Shape::Number | Shape::Whole(_) => "Write the digits without quotation marks.",
        Shape::List(_) => "Put it in brackets, with commas between the items.",
        Shape::Band => "Write for instance `[20, 40]`.",
        Shape::Map(_) | Shape::Table(_) | Shape::OneOf(_) => {
            "Write `{ key = value }`, or a section of its own."
        }
        Shape::Tagged(tagged) if tagged.bare => "Write for instance `\"string\"`.",
        Shape::Tagged(_) | Shape::Block => "Write a section of its own.",
        Shape::Value | Shape::Weighted => {
            "A band is two whole numbers, such as `[20, 40]`; dates and times stand in quotation marks."
        }
    }
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table of keys",
    }
}

fn example(key: &Key) -> &'static str {
    match (key.name, key.shape) {
        ("schema", _) => "1",
        (_, Shape::Text) => "\"…\"",
        (_, Shape::Choice(of)) => match of.first() {
            Some(&"generation") => "\"generation\"",
            _ => "\"…\"",
        },
        (_, Shape::Flag) => "false",
        (_, Shape::Number) => "0.5",
        (_, Shape::Whole(_)) => "3",
        (_, Shape::List(_)) => "[…]",
        (_, Shape::Band) => "[20, 40]",
        (_, Shape::Map(_) | Shape::Table(_) | Shape::OneOf(_) | Shape::Tagged(_)) => "{ … }",
        (_, Shape::Value | Shape::Weighted | Shape::Block) => "\"…\"",
    }
}
