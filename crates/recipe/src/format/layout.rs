//! Nodes to TOML text: what fits on a line stays on it, the rest gets a section or a line for each item.

use std::fmt::Write as _;

use toml_writer::{ToTomlValue as _, TomlKeyBuilder, TomlStringBuilder, TomlWrite as _};

/// Widest line before a list or table is broken up.
const WIDTH: usize = 100;

/// Keys and what they hold, in order.
pub(super) type Table = Vec<(String, Node)>;

/// A value on its way to text.
pub(super) enum Node {
    /// A number or a flag, as it is written.
    Leaf(String),
    Text(String),
    List(Vec<Node>),
    /// A table that stays on one line.
    Inline(Table),
    /// A table that becomes a section of its own where it is too long for a line.
    Foldable(Table),
    /// A section of its own.
    Section(Table),
    /// Sections that repeat, `[[name]]`.
    Sections(Vec<Table>),
}

/// The document of a table.
pub(super) fn document(table: &Table) -> String {
    let mut out = String::new();
    body(&mut out, "", table);
    out
}

fn body(out: &mut String, path: &str, table: &Table) {
    let mut later = Vec::new();
    for (name, node) in table {
        let key = key(name);
        match node {
            Node::Section(_) | Node::Sections(_) => later.push((key, node)),
            Node::Foldable(_) if key.len() + inline(node).len() + 3 > WIDTH => later.push((key, node)),
            _ => line(out, &key, node),
        }
    }
    for (key, node) in later {
        let path = if path.is_empty() { key } else { format!("{path}.{key}") };
        match node {
            Node::Section(table) | Node::Foldable(table) => section(out, &format!("[{path}]"), &path, table),
            Node::Sections(tables) => {
                for table in tables {
                    section(out, &format!("[[{path}]]"), &path, table);
                }
            }
            Node::Leaf(_) | Node::Text(_) | Node::List(_) | Node::Inline(_) => {}
        }
    }
}

fn section(out: &mut String, header: &str, path: &str, table: &Table) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(header);
    out.push('\n');
    body(out, path, table);
}

fn line(out: &mut String, key: &str, node: &Node) {
    let value = match node {
        Node::Text(text) if text.contains('\n') => paragraph(text),
        Node::List(items) => list(items, key.len() + 3, 0),
        other => inline(other),
    };
    out.push_str(key);
    out.push_str(" = ");
    out.push_str(&value);
    out.push('\n');
}

/// A text over several lines, with as little escaping as it allows.
fn paragraph(text: &str) -> String {
    let builder = TomlStringBuilder::new(text);
    builder
        .as_ml_basic_pretty()
        .or_else(|| builder.as_ml_literal())
        .unwrap_or_else(|| builder.as_ml_basic())
        .to_toml_value()
}

fn list(items: &[Node], used: usize, indent: usize) -> String {
    let flat = inline_list(items);
    if used + flat.len() <= WIDTH {
        return flat;
    }
    let margin = " ".repeat(indent + 4);
    let mut out = String::from("[\n");
    let mut column = 0;
    for item in items {
        let (text, alone) = match item {
            Node::List(inner) => (list(inner, indent + 4, indent + 4), true),
            Node::Inline(table) | Node::Foldable(table) => (inline_table(table, indent + 4), true),
            other => (inline(other), false),
        };
        // Short items share lines; tables and lists stand alone.
        if column > 0 && !alone && column + text.len() + 2 <= WIDTH {
            out.push(' ');
        } else {
            if column > 0 {
                out.push('\n');
            }
            out.push_str(&margin);
            column = margin.len();
        }
        column = if alone { WIDTH } else { column + text.len() + 2 };
        out.push_str(&text);
        out.push(',');
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(']');
    out
}

fn inline(node: &Node) -> String {
    match node {
        Node::Leaf(text) => text.clone(),
        Node::Text(text) => {
            let builder = TomlStringBuilder::new(text);
            builder
                .as_basic_pretty()
                .or_else(|| builder.as_literal())
                .unwrap_or_else(|| builder.as_basic())
                .to_toml_value()
        }
        Node::List(items) => inline_list(items),
        Node::Inline(table) | Node::Foldable(table) | Node::Section(table) => inline_table(table, usize::MAX),
        Node::Sections(tables) => {
            let tables: Vec<String> = tables.iter().map(|table| inline_table(table, usize::MAX)).collect();
            format!("[{}]", tables.join(", "))
        }
    }
}

fn inline_list(items: &[Node]) -> String {
    format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
}

/// A table on one line; a list in it may still be broken up, indented from `indent`, unless that is `usize::MAX`.
fn inline_table(table: &Table, indent: usize) -> String {
    if table.is_empty() {
        return "{}".into();
    }
    let mut out = String::from("{ ");
    for (at, (name, node)) in table.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let _infallible = write!(out, "{} = ", key(name));
        match node {
            Node::List(items) if indent != usize::MAX => {
                out.push_str(&list(items, indent + out.len(), indent))
            }
            other => out.push_str(&inline(other)),
        }
    }
    out.push_str(" }");
    out
}

fn key(name: &str) -> String {
    let mut out = String::new();
    let _infallible = out.key(TomlKeyBuilder::new(name).as_default());
    out
}
