//! The columns of a finished row.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Method, Mode, Output, Recipe, Repeat, Scope, Step, agreement_of};

/// One column of the dataset that a recipe makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Where its values come from.
    pub origin: Origin,
}

/// Where the values of a column come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Origin {
    /// An output field of a step.
    Output {
        /// Position of the step in the recipe.
        step: usize,
    },
    /// How probable the label chosen by a scoring step was, in [0, 1].
    Confidence {
        /// Position of the step in the recipe.
        step: usize,
        /// The label's field.
        of: String,
    },
    /// The share of the answers that agree with a voted field, in (0, 1].
    Agreement {
        /// Position of the step in the recipe.
        step: usize,
        /// The voted field.
        of: String,
    },
    /// A condition.
    Condition {
        /// Position of the condition in the recipe.
        condition: usize,
    },
    /// A field of the row that was given.
    Input,
}

impl Recipe {
    /// The columns of a finished row, in order: those that the task names, or every output in the order of the steps
    /// (a scored label followed by its confidence) and then the condition that draws the label. Where given rows are
    /// labelled, their fields come first: labels without what they label are no dataset.
    ///
    /// A name that is neither an output nor a condition is a field of the given row; [`Recipe::validate`] reports it
    /// where there is none.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        if !self.task.fields.is_empty() {
            return self.task.fields.iter().map(|name| self.column(name)).collect();
        }
        let made = self.made();
        let mut columns: Vec<Column> = self
            .given()
            .filter(|name| made.iter().all(|column| column.name != **name))
            .map(|name| Column { name: name.clone(), origin: Origin::Input })
            .collect();
        columns.extend(made);
        let label = self.conditions.iter().position(|condition| matches!(condition.scope, Scope::Labels(_)));
        let has_label =
            self.steps.iter().any(|step| step.output.values().any(|output| matches!(output, Output::Label)));
        if let Some(at) = label
            && !has_label
            && columns.iter().all(|column| column.name != self.conditions[at].name)
        {
            columns.push(Column {
                name: self.conditions[at].name.clone(),
                origin: Origin::Condition { condition: at },
            });
        }
        columns
    }

    /// What the step that makes a field makes of it; `None` for fields that no step makes.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<&Output> {
        self.steps.iter().find_map(|step| step.output.get(name))
    }

    /// The column whose text a row is about: the first text that a step makes, or else the first given field.
    #[must_use]
    pub fn text_column(&self) -> Option<String> {
        let columns = self.columns();
        let is_text = |name: &str| {
            self.steps.iter().any(|step| matches!(step.output.get(name), Some(Output::String { .. })))
        };
        let made = columns.iter().find(|column| is_text(&column.name));
        let given = columns.iter().find(|column| column.origin == Origin::Input);
        made.or(given).map(|column| column.name.clone())
    }

    /// The column that holds the label.
    #[must_use]
    pub fn label_column(&self) -> Option<String> {
        let is_label = |name: &str| {
            self.steps.iter().any(|step| matches!(step.output.get(name), Some(Output::Label)))
                || self
                    .conditions
                    .iter()
                    .any(|condition| condition.name == name && matches!(condition.scope, Scope::Labels(_)))
        };
        self.columns().into_iter().map(|column| column.name).find(|name| is_label(name))
    }

    /// Fields of the rows that are to be labelled.
    fn given(&self) -> impl Iterator<Item = &String> {
        let labelled = (self.task.mode == Mode::Annotate).then_some(self.task.input.as_deref()).flatten();
        let source = self.sources.iter().find(|source| Some(source.name.as_str()) == labelled);
        source.into_iter().flat_map(|source| source.fields.keys())
    }

    /// The columns that steps make.
    pub(crate) fn made(&self) -> Vec<Column> {
        self.steps.iter().enumerate().flat_map(|(at, step)| step.columns(at)).collect()
    }

    fn column(&self, name: &str) -> Column {
        if let Some(column) = self.made().into_iter().find(|column| column.name == name) {
            return column;
        }
        let condition = self.conditions.iter().position(|condition| condition.name == name);
        let origin = condition.map_or(Origin::Input, |condition| Origin::Condition { condition });
        Column { name: name.into(), origin }
    }
}

impl Step {
    fn columns(&self, at: usize) -> Vec<Column> {
        let mut columns = Vec::new();
        for name in self.output.keys() {
            columns.push(Column { name: name.clone(), origin: Origin::Output { step: at } });
            if self.method == Method::Score {
                let origin = Origin::Confidence { step: at, of: name.clone() };
                columns.push(Column { name: confidence_of(name), origin });
            }
            if let Some(Repeat::Vote(vote)) = &self.repeat
                && vote.on == *name
            {
                let origin = Origin::Agreement { step: at, of: name.clone() };
                columns.push(Column { name: agreement_of(name), origin });
            }
        }
        columns
    }
}

/// Name of the column that holds a scored label's probability.
#[must_use]
pub fn confidence_of(field: &str) -> String {
    format!("{field}_confidence")
}
