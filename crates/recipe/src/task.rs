//! Task specification: what a codebook tells an annotator.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Task specification (e_task).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What kind of dataset this is.
    pub kind: TaskKind,
    /// Whether rows are made, labelled or transformed.
    #[serde(default)]
    pub mode: Mode,
    /// The source whose rows are labelled or transformed; needed by the modes `annotate` and `rewrite`. Prompts
    /// read its fields as `{{ input.FIELD }}`.
    #[serde(default)]
    pub input: Option<String>,
    /// Who the model is; becomes the system message of every step.
    #[serde(default)]
    pub role: String,
    /// What is to be done, as `{{ task.goal }}`.
    #[serde(default)]
    pub goal: String,
    /// Definitions and rules in Markdown, shown to model and reviewers alike, as `{{ task.codebook }}`.
    #[serde(default)]
    pub codebook: String,
    /// The classes.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// Names of the columns of a finished row, in order: step outputs, conditions or input fields. Empty means every
    /// step output in order and then the condition that draws the label.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// What kind of dataset a recipe makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Free text.
    Generation,
    /// Texts with one label each.
    Classification,
    /// Questions with answers.
    Qa,
    /// Named entities.
    Ner,
    /// Relations between entities.
    Relation,
    /// Premise, hypothesis and their relation.
    Nli,
    /// Conversations.
    Dialogue,
    /// Instructions with responses.
    Instruction,
    /// Sentence pairs of two languages.
    Translation,
    /// Rows of typed columns.
    Tabular,
}

impl TaskKind {
    /// The kind as model hubs name it in dataset cards (`task_categories`).
    #[must_use]
    pub fn hub_name(self) -> &'static str {
        match self {
            Self::Generation | Self::Dialogue | Self::Instruction => "text-generation",
            Self::Classification | Self::Nli | Self::Relation => "text-classification",
            Self::Qa => "question-answering",
            Self::Ner => "token-classification",
            Self::Translation => "translation",
            Self::Tabular => "tabular-classification",
        }
    }
}

/// Where rows come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Rows are made from nothing but the recipe.
    #[default]
    Generate,
    /// Given rows are labelled.
    Annotate,
    /// Given rows are transformed.
    Rewrite,
}

/// One class of a classification task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The value that the dataset holds.
    pub name: String,
    /// The words that stand for the label in a prompt or as the model's answer (Schick & Schütze, 2021); the name
    /// where absent.
    #[serde(default)]
    pub verbalizer: Option<String>,
    /// When the label applies.
    #[serde(default)]
    pub definition: Option<String>,
}

impl Label {
    /// A label that stands for itself.
    #[must_use]
    pub fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), verbalizer: None, definition: None }
    }

    /// The words that stand for the label.
    #[must_use]
    pub fn verbalizer(&self) -> &str {
        self.verbalizer.as_deref().unwrap_or(&self.name)
    }
}
