//! Rows of a file, as a model is asked about them: what a recipe would say of them is read off the rows.

use ::project::AttemptId;
use ::recipe::{
    Condition, Label, Mode, Output, Recipe, Scope, Step, Task, TaskKind, Value as Plain, Weighted,
};
use dataset::Fields;
use evaluation::semantic::Group;
use indexmap::IndexSet;

use super::Asked;
use crate::data_file::DataRows;
use crate::evaluation::AskedRows;
use crate::types::AnswerFields;

/// Different values of a column that a model could choose among; one with more is no label.
const MOST: usize = 50;

/// Rows of a file with what a model was asked about them.
pub struct AskedFile {
    pub recipe: Recipe,
    fields: Vec<Fields>,
    ids: Vec<AttemptId>,
    groups: Vec<Group>,
    pub asked: Vec<Asked>,
}

impl AskedFile {
    /// Rows about which nothing was asked yet, with the groups that were found among them.
    pub fn new(data: &DataRows, groups: Vec<Group>) -> Self {
        let id = |draw| AttemptId { run: ::project::RunId(0), draw, attempt: 0 };
        Self {
            recipe: recipe(data),
            fields: data.fields(),
            ids: (0..data.rows.len() as u64).map(id).collect(),
            groups,
            asked: Vec::new(),
        }
    }

    /// The rows, which are those that it was made for.
    pub fn rows<'f>(&'f self, data: &'f DataRows) -> AskedRows<'f> {
        let Self { recipe, fields, ids, groups, asked } = self;
        AskedRows { recipe, rows: &data.rows, fields, ids, groups, asked }
    }
}

/// A recipe whose rows these could be.
fn recipe(data: &DataRows) -> Recipe {
    let rows = data.rows.rows();
    let labels = few(rows.iter().filter_map(|row| row.label.clone()));
    let label = data.label.as_ref().filter(|_| !labels.is_empty());
    let columns: Vec<String> = data.columns();
    let kind = match label {
        Some(_) => TaskKind::Classification,
        None if AnswerFields::named(&columns).is_some() => TaskKind::Qa,
        None => TaskKind::Generation,
    };
    let text = Output::String { words: None, strict: false, pattern: None };
    let mut step = Step::plain("rows", "", &data.field, text.clone());
    step.output.extend(columns.iter().map(|name| match Some(name) == label {
        true => (name.clone(), Output::Label),
        false => (name.clone(), text.clone()),
    }));
    let names: IndexSet<&String> = rows.iter().flat_map(|row| row.conditions.keys()).collect();
    let condition = |name: &String| {
        let values = few(rows.iter().filter_map(|row| row.conditions.get(name)?.as_str().map(str::to_owned)));
        let values = values.into_iter().map(|value| Weighted::from(Plain::Text(value))).collect::<Vec<_>>();
        (!values.is_empty()).then(|| Condition { name: name.clone(), scope: Scope::Values(values) })
    };
    let task = Task {
        kind,
        mode: Mode::Generate,
        input: None,
        role: String::new(),
        goal: String::new(),
        codebook: String::new(),
        labels: labels.into_iter().map(Label::plain).collect(),
        fields: columns,
    };
    Recipe {
        conditions: names.into_iter().filter(|name| Some(*name) != label).filter_map(condition).collect(),
        ..Recipe::plain("Rows of a file", task, vec![step])
    }
}

/// The different values, in order; none where they are too many to choose among, or only one.
fn few(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect::<IndexSet<_>>().into_iter().collect();
    values.sort_unstable();
    if (2..=MOST).contains(&values.len()) { values } else { Vec::new() }
}
