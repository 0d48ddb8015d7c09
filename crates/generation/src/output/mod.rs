//! Answers: what a step's output asks the model for, and how the answer is read.

mod read;
mod schema;
mod score;
mod spans;

use indexmap::IndexMap;
use inference::Constraint;
use recipe::{Label, Method, Output, Recipe, Step};
use regex::Regex;

/// Why an output cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The pattern of the field '{field}' of step '{step}' is not a regular expression: {reason}.")]
pub struct PatternError {
    /// The step.
    pub step: String,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// The form of a step's answer.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    fields: IndexMap<String, Output>,
    patterns: IndexMap<String, Regex>,
    labels: Vec<Label>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The whole answer is the one field: a text, a label or a choice, or a list in JSON.
    Whole,
    /// The answer is a JSON object.
    Json,
    /// Labels are scored.
    Score,
}

impl Form {
    pub(crate) fn new(recipe: &Recipe, step: &Step) -> Result<Self, PatternError> {
        let mut patterns = IndexMap::new();
        for (name, output) in &step.output {
            if let Output::String { pattern: Some(pattern), .. } = output {
                let regex = Regex::new(&schema::anchored(pattern)).map_err(|error| PatternError {
                    step: step.id.clone(),
                    field: name.clone(),
                    reason: error.to_string().lines().last().unwrap_or_default().trim().into(),
                })?;
                patterns.insert(name.clone(), regex);
            }
        }
        let whole = matches!(
            step.output.values().collect::<Vec<_>>().as_slice(),
            [Output::String { .. }
                | Output::Label
                | Output::Choice { .. }
                | Output::List { .. }
                | Output::Spans { .. }]
        );
        let kind = match step.method {
            Method::Score => Kind::Score,
            Method::Write if whole && !step.json => Kind::Whole,
            Method::Write | Method::Formula => Kind::Json,
        };
        Ok(Self { fields: step.output.clone(), patterns, labels: recipe.task.labels.clone(), kind })
    }

    /// Whether labels are scored instead of a text being written.
    pub(crate) fn scores(&self) -> bool {
        self.kind == Kind::Score
    }

    /// What the written answer must look like.
    pub(crate) fn constraint(&self) -> Constraint {
        match (self.kind, self.fields.values().next()) {
            (Kind::Json, _) => Constraint::JsonSchema(schema::object(&self.fields, &self.labels)),
            (_, Some(Output::Label)) => Constraint::Choice(self.verbalizers()),
            (_, Some(Output::Choice { of })) => Constraint::Choice(of.clone()),
            (_, Some(output @ (Output::List { .. } | Output::Spans { .. }))) => {
                Constraint::JsonSchema(schema::field(output, &self.labels))
            }
            (_, Some(output)) => {
                schema::pattern(output).map_or(Constraint::Free, |pattern| Constraint::Regex(pattern.into()))
            }
            (_, None) => Constraint::Free,
        }
    }

    fn verbalizers(&self) -> Vec<String> {
        self.labels.iter().map(|label| label.verbalizer().to_string()).collect()
    }

    /// The label that a verbalizer, or else a name, stands for.
    fn label(&self, answer: &str) -> Option<&Label> {
        let by_verbalizer = self.labels.iter().find(|label| label.verbalizer() == answer);
        by_verbalizer.or_else(|| self.labels.iter().find(|label| label.name == answer))
    }
}

#[cfg(test)]
mod tests;
