//! Trees of values from files: a taxonomy that someone has already.
//!
//! Four forms are read: nested objects (JSON), facts (`broader`, `narrower`, `sub class of`; Turtle or any table with
//! `subject`, `relation` and `object`), a table with `parent` and `child`, and a table whose columns are the levels.

use std::collections::{HashMap, HashSet};

use dataset::{Fields, Table};
use generation::text;
use indexmap::{IndexMap, IndexSet};
use recipe::Branch;
use serde_json::Value as Json;

/// Most nodes: a person looks through them.
const MOST_NODES: usize = 10_000;
/// Most levels.
const MOST_LEVELS: usize = 32;
/// Relations that lead from a node to the one above it.
const UP: [&str; 8] =
    ["broader", "sub class of", "parent", "is a", "part of", "instance of", "subtopic of", "belongs to"];
/// Relations that lead from a node to one below it.
const DOWN: [&str; 6] = ["narrower", "child", "has part", "has child", "has subtopic", "has top concept"];
/// Relations that say how a node is called.
const CALLED: [&str; 3] = ["pref label", "label", "name"];

/// Why a file is no taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxonomyError {
    /// Nothing stands in it.
    #[error("holds no names to make a tree of; give it columns for the levels, or `parent` and `child`")]
    Empty,
    /// It holds facts, but none says what lies above what.
    #[error("says of nothing what it lies below; facts need a relation such as `broader` or `sub class of`")]
    Flat,
    /// A node is above itself.
    #[error("puts '{0}' below itself; take that line out")]
    Circle(String),
    /// It is too large to be looked through.
    #[error("has more than {MOST_NODES} names; take a part of it")]
    TooLarge,
    /// It is too deep.
    #[error("has more than {MOST_LEVELS} levels; take a part of it")]
    TooDeep,
}

/// The tree that a table describes, siblings of one name put together.
///
/// # Errors
/// [`TaxonomyError`], in the words that follow a file's name.
pub fn tree(table: &Table) -> Result<Vec<Branch>, TaxonomyError> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let column = |names: &[&str]| {
        columns.iter().copied().find(|column| names.iter().any(|name| column.eq_ignore_ascii_case(name)))
    };
    let nodes = if let ["subject", "relation", "object"] = columns[..] {
        below(&facts(table)?)?
    } else if let (Some(parent), Some(child)) =
        (column(&["parent", "broader"]), column(&["child", "name", "id", "narrower"]))
    {
        let pair = |row: &Fields| (cell(row, parent), cell(row, child));
        below(&table.rows.iter().map(pair).collect::<Vec<_>>())?
    } else if table.rows.iter().flat_map(Fields::values).any(|value| value.is_object() || value.is_array()) {
        let mut nodes = Nodes::default();
        for row in &table.rows {
            nested(row, &mut nodes, 0)?;
        }
        nodes
    } else {
        let weight = column(&["weight"]);
        let levels: Vec<&str> = columns.into_iter().filter(|column| Some(*column) != weight).collect();
        let mut nodes = Nodes::default();
        for row in &table.rows {
            nodes.path(&path(row, &levels), weight.and_then(|weight| number(row.get(weight)?)))?;
        }
        nodes
    };
    let mut count = 0;
    let mut tree = nodes.finish(&mut count);
    let mut leaves = HashMap::new();
    count_leaves(&tree, &mut leaves);
    tell_apart(&mut tree, &[], &leaves, &mut HashSet::new());
    match count {
        0 => Err(TaxonomyError::Empty),
        count if count > MOST_NODES => Err(TaxonomyError::TooLarge),
        _ => Ok(tree),
    }
}

fn count_leaves(branches: &[Branch], into: &mut HashMap<String, usize>) {
    for branch in branches {
        match branch.children.as_slice() {
            [] => *into.entry(branch.name.clone()).or_default() += 1,
            children => count_leaves(children, into),
        }
    }
}

/// Rows know a leaf by its name alone, so equal ones get the branches above them beside it, as many as it takes.
fn tell_apart(
    branches: &mut [Branch],
    above: &[&str],
    leaves: &HashMap<String, usize>,
    taken: &mut HashSet<String>,
) {
    for branch in branches {
        if !branch.children.is_empty() {
            let above: Vec<&str> = above.iter().copied().chain([branch.name.as_str()]).collect();
            tell_apart(&mut branch.children, &above, leaves, taken);
        } else if leaves.get(&branch.name).is_some_and(|count| *count > 1) {
            let named = |from: usize| format!("{} ({})", branch.name, above[from..].join(", "));
            let free = |name: &String| !taken.contains(name) && !leaves.contains_key(name);
            let apart = (0..above.len()).rev().map(named).find(free);
            // A root that is a leaf has no branch above it.
            let numbered = || (2..).map(|number| format!("{} {number}", branch.name)).find(free);
            if let Some(name) = apart.or_else(|| if above.is_empty() { None } else { numbered() }) {
                taken.insert(name.clone());
                branch.name = name;
            }
        }
    }
}

/// Nodes by name, in the order in which they came.
#[derive(Default)]
struct Nodes(IndexMap<String, Node>);

#[derive(Default)]
struct Node {
    weight: Option<f64>,
    below: Nodes,
}

impl Nodes {
    /// The node of a name, made where there is none. `None` for an empty name.
    fn node(&mut self, name: &str) -> Option<&mut Node> {
        let name = tidy(name);
        (!name.is_empty()).then(|| self.0.entry(name).or_default())
    }

    /// Puts nodes below each other, by names that are not empty.
    fn path(&mut self, names: &[String], weight: Option<f64>) -> Result<(), TaxonomyError> {
        if names.len() > MOST_LEVELS {
            return Err(TaxonomyError::TooDeep);
        }
        let mut nodes = self;
        for (at, name) in names.iter().enumerate() {
            let node = nodes.0.entry(name.clone()).or_default();
            if at + 1 == names.len() {
                node.weight = weight.or(node.weight);
            }
            nodes = &mut node.below;
        }
        Ok(())
    }

    fn finish(self, count: &mut usize) -> Vec<Branch> {
        let branch = |(name, node): (String, Node)| {
            *count += 1;
            Branch { name, weight: node.weight.unwrap_or(1.0), children: node.below.finish(count) }
        };
        self.0.into_iter().map(branch).collect()
    }
}

/// Objects in objects: `{ "name": …, "children": […] }`, or names as keys. Names alone are leaves.
fn nested(row: &Fields, into: &mut Nodes, level: usize) -> Result<(), TaxonomyError> {
    if level >= MOST_LEVELS {
        return Err(TaxonomyError::TooDeep);
    }
    let named = ["name", "label", "title"].iter().find_map(|key| row.get(*key)?.as_str());
    if let Some(name) = named {
        let Some(node) = into.node(name) else { return Ok(()) };
        node.weight = row.get("weight").and_then(number).or(node.weight);
        let lists = ["children", "narrower", "items"].iter().filter_map(|key| row.get(*key));
        return lists.into_iter().try_for_each(|list| inside(list, &mut node.below, level + 1));
    }
    for (name, value) in row {
        let Some(node) = into.node(name) else { continue };
        inside(value, &mut node.below, level + 1)?;
    }
    Ok(())
}

fn inside(value: &Json, into: &mut Nodes, level: usize) -> Result<(), TaxonomyError> {
    match value {
        Json::Object(row) => nested(row, into, level),
        Json::Array(items) => items.iter().try_for_each(|item| inside(item, into, level)),
        Json::Null => Ok(()),
        leaf => {
            into.node(&text(leaf));
            Ok(())
        }
    }
}

/// The names of a row from the first level to the last; one column may hold the whole path.
fn path(row: &Fields, levels: &[&str]) -> Vec<String> {
    let names: Vec<String> = match levels {
        [whole] => {
            let whole = cell(row, whole);
            let separator = ['>', '/', '|'].into_iter().find(|separator| whole.contains(*separator));
            whole.split(|c| Some(c) == separator).map(tidy).collect()
        }
        levels => levels.iter().map(|level| tidy(&cell(row, level))).collect(),
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// A name without space around it and with single spaces in it.
fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(row: &Fields, column: &str) -> String {
    row.get(column).map(text).unwrap_or_default()
}

fn number(value: &Json) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    (number > 0.0 && number.is_finite()).then_some(number)
}

/// Pairs of a node and one below it, by the names that the facts give them.
fn facts(table: &Table) -> Result<Vec<(String, String)>, TaxonomyError> {
    let part = |row: &Fields, name| cell(row, name);
    let facts: Vec<[String; 3]> =
        table.rows.iter().map(|row| ["subject", "relation", "object"].map(|name| part(row, name))).collect();
    let is = |relation: &str, known: &[&str]| {
        let relation = relation.trim().to_lowercase().replace('_', " ");
        known.contains(&relation.as_str()) || known.iter().any(|known| known.replace(' ', "") == relation)
    };
    let called: IndexMap<&str, &str> = facts
        .iter()
        .rev()
        .filter(|[_, relation, _]| is(relation, &CALLED))
        .map(|[subject, _, object]| (subject.as_str(), object.as_str()))
        .collect();
    let name = |node: &String| called.get(node.as_str()).map_or(node.clone(), |name| (*name).to_owned());
    let pairs: Vec<(String, String)> = facts
        .iter()
        .filter_map(|[subject, relation, object]| {
            if is(relation, &UP) {
                Some((name(object), name(subject)))
            } else {
                is(relation, &DOWN).then(|| (name(subject), name(object)))
            }
        })
        .collect();
    if pairs.is_empty() { Err(TaxonomyError::Flat) } else { Ok(pairs) }
}

/// Puts pairs of a node and one below it together. A node that lies below several stands below each of them.
fn below(pairs: &[(String, String)]) -> Result<Nodes, TaxonomyError> {
    let mut children: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    let mut placed: HashSet<&str> = HashSet::new();
    for (parent, child) in pairs.iter().map(|(parent, child)| (parent.trim(), child.trim())) {
        match (parent.is_empty(), child.is_empty()) {
            (false, false) => {
                children.entry(parent).or_default().insert(child);
                children.entry(child).or_default();
                placed.insert(child);
            }
            (true, false) => drop(children.entry(child).or_default()),
            _ => {}
        }
    }
    let mut nodes = Nodes::default();
    let mut left = MOST_NODES;
    for root in children.keys().filter(|name| !placed.contains(*name)) {
        grow(root, &children, &mut Vec::new(), &mut nodes, &mut left)?;
    }
    match (nodes.0.is_empty(), children.keys().next()) {
        (true, Some(first)) => Err(TaxonomyError::Circle((*first).to_owned())),
        _ => Ok(nodes),
    }
}

fn grow<'t>(
    name: &'t str,
    children: &IndexMap<&'t str, IndexSet<&'t str>>,
    above: &mut Vec<&'t str>,
    into: &mut Nodes,
    left: &mut usize,
) -> Result<(), TaxonomyError> {
    if above.contains(&name) {
        return Err(TaxonomyError::Circle(name.to_owned()));
    }
    if above.len() >= MOST_LEVELS {
        return Err(TaxonomyError::TooDeep);
    }
    *left = left.checked_sub(1).ok_or(TaxonomyError::TooLarge)?;
    let Some(node) = into.node(name) else { return Ok(()) };
    above.push(name);
    for child in children.get(name).into_iter().flatten() {
        grow(child, children, above, &mut node.below, left)?;
    }
    above.pop();
    Ok(())
}

#[cfg(test)]
mod tests {
    use dataset::{ReadOptions, read_embedded};
    use proptest::prelude::*;

    use super::*;

    fn read(name: &str, content: &str) -> Result<String, TaxonomyError> {
        fn shown(branches: &[Branch]) -> String {
            let shown = branches.iter().map(|branch| {
                let weight = if branch.weight == 1.0 { String::new() } else { format!("*{}", branch.weight) };
                let below = if branch.children.is_empty() {
                    String::new()
                } else {
                    format!("({})", shown(&branch.children))
                };
                format!("{}{weight}{below}", branch.name)
            });
            shown.collect::<Vec<_>>().join(" ")
        }
        let table = read_embedded(name, content.as_bytes(), &ReadOptions::default()).unwrap().table;
        tree(&table).map(|tree| shown(&tree))
    }

    #[test]
    fn forms_of_a_taxonomy() {
        let same = "law(tenancy(rent repairs) labour)";
        for (name, content) in [
            ("levels.csv", "field,topic,case\nlaw,tenancy,rent\nlaw,tenancy,repairs\nlaw,labour,\n"),
            ("paths.csv", "path\nlaw > tenancy > rent\nlaw > tenancy > repairs\nlaw > labour\n"),
            ("pairs.csv", "parent,child\n,law\nlaw,tenancy\ntenancy,rent\ntenancy,repairs\nlaw,labour\n"),
            (
                "nested.json",
                "{\n \"law\": {\n  \"tenancy\": [\"rent\", \"repairs\"],\n  \"labour\": null } }",
            ),
            (
                "named.json",
                r#"[{"name": "law", "children": [
                    {"name": "tenancy", "children": [{"name": "rent"}, "repairs"]}, {"name": "labour"}]}]"#,
            ),
            (
                "skos.ttl",
                "@prefix s: <http://www.w3.org/2004/02/skos/core#> .\n@prefix e: <http://e.org/> .\n\
                 e:t s:broader e:l . e:r s:broader e:t . e:t s:narrower e:p . e:l s:narrower e:w .\n\
                 e:l s:prefLabel \"law\" . e:t s:prefLabel \"tenancy\" . e:r s:prefLabel \"rent\" .\n\
                 e:p s:prefLabel \"repairs\" . e:w s:prefLabel \"labour\" .",
            ),
        ] {
            assert_eq!(read(name, content).as_deref(), Ok(same), "{name}");
        }
        let others = "law,other\nlaw,rent\nhealth,other\nother,\n";
        let apart = "law(other (law) rent) health(other (health)) other";
        assert_eq!(read("o.csv", &format!("a,b\n{others}")).as_deref(), Ok(apart));
        assert_eq!(read("w.csv", "a,b,weight\nx,y,2\nx,z,0.5\n").as_deref(), Ok("x(y*2 z*0.5)"));
    }

    #[test]
    fn what_is_no_taxonomy_is_said() {
        let circle = || TaxonomyError::Circle("a".to_owned());
        assert_eq!(read("c.csv", "parent,child\na,b\nb,a\n"), Err(circle()));
        assert_eq!(read("c.csv", "parent,child\nr,a\na,b\nb,a\n"), Err(circle()));
        assert_eq!(read("e.csv", "a,b\n,\n"), Err(TaxonomyError::Empty));
        let facts = "subject,relation,object\nUlm,lies in,Germany\n";
        assert_eq!(read("f.csv", facts), Err(TaxonomyError::Flat));
        let chain: String = (0..40).map(|n| format!("{n},{}\n", n + 1)).collect();
        assert_eq!(read("d.csv", &format!("parent,child\n{chain}")), Err(TaxonomyError::TooDeep));
        // Every level lies below both nodes of the one above: each would double the tree.
        let wide: String = (0..20)
            .flat_map(|n| ["a", "b"].map(|x| format!("{x}{n},a{m}\n{x}{n},b{m}\n", m = n + 1)))
            .collect();
        assert_eq!(read("w.csv", &format!("parent,child\n{wide}")), Err(TaxonomyError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_table_is_a_tree_or_told(cells in prop::collection::vec("[a-c ]{0,2}", 0..30), pairs: bool) {
            let names = if pairs { ["parent", "child"] } else { ["one", "two"] };
            let row = |cells: &[String]| {
                names.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.clone().into())).collect()
            };
            let table = Table::new(cells.chunks(2).map(row).collect());
            if let Ok(tree) = tree(&table) {
                prop_assert!(!tree.is_empty());
                let names: HashSet<&str> = tree.iter().map(|branch| branch.name.as_str()).collect();
                prop_assert_eq!(names.len(), tree.len());
            }
        }
    }
}
