//! Conditions: what varies from row to row, by scope and values (survey §3.1.1, e_condition).

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A named property of which each row gets one value. Prompts read it as `{{ NAME }}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Condition {
    /// How prompts, checks and columns call it.
    pub name: String,
    /// Where its values come from.
    #[serde(flatten)]
    pub scope: Scope,
}

/// Where the values of a condition come from; the key in the document names the variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One of a list.
    Values(Vec<Weighted>),
    /// One of the task's labels.
    Labels(Labels),
    /// A number of an interval.
    Range(Range),
    /// Some words of a list, drawn without replacement.
    Words(Words),
    /// A leaf of a tree.
    Tree(Vec<Branch>),
    /// One of a list that depends on the value of another condition.
    Depends(Depends),
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Number(f64),
    /// A text.
    Text(String),
    /// From low to high, both included, such as a number of words. Prompts read `{{ NAME.low }}` and `{{ NAME.high }}`.
    Band([u32; 2]),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(flag) => flag.fmt(f),
            Self::Integer(whole) => whole.fmt(f),
            Self::Number(decimal) => decimal.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Band([low, high]) => write!(f, "{low}-{high}"),
        }
    }
}

/// A value and its share. A bare value in a document has weight 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(from = "WeightedForm")]
pub struct Weighted {
    /// The value.
    pub value: Value,
    /// Its share relative to its siblings, above 0.
    pub weight: f64,
}

impl From<Value> for Weighted {
    fn from(value: Value) -> Self {
        Self { value, weight: 1.0 }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum WeightedForm {
    Bare(Value),
    Full {
        value: Value,
        #[serde(default = "one")]
        weight: f64,
    },
}

impl From<WeightedForm> for Weighted {
    fn from(form: WeightedForm) -> Self {
        match form {
            WeightedForm::Bare(value) => value.into(),
            WeightedForm::Full { value, weight } => Self { value, weight },
        }
    }
}

fn one() -> f64 {
    1.0
}

/// The task's labels as values. Prompts read the name as `{{ NAME }}`, further `{{ NAME.verbalizer }}` and
/// `{{ NAME.definition }}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Shares of labels that are not equally frequent; the others have weight 1.
    #[serde(default)]
    pub weights: IndexMap<String, f64>,
}

/// Numbers from low to high, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Smallest number.
    pub low: f64,
    /// Largest number.
    pub high: f64,
    /// Distance between neighbouring numbers, above 0.
    #[serde(default = "one")]
    pub step: f64,
}

/// Random words, as TinyStories draws them (Eldan & Li, 2023). Prompts read them joined by commas as `{{ NAME }}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// How many distinct words each row gets.
    pub count: usize,
    /// The words to draw from.
    pub from: Vec<String>,
}

/// A node of a tree. Prompts read the leaf as `{{ NAME }}` and its path from the root as `{{ NAME.path }}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Name of the node.
    pub name: String,
    /// Share among its siblings, above 0.
    #[serde(default = "one")]
    pub weight: f64,
    /// Nodes below; a node without any is a leaf.
    #[serde(default)]
    pub children: Vec<Branch>,
}

/// Values that depend on another condition, such as subtopics of a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Depends {
    /// Name of the other condition.
    pub on: String,
    /// For each of its values, as text, the values of this one.
    pub cases: IndexMap<String, Vec<Weighted>>,
}
