//! Conditions: what varies from row to row, by scope and values (survey §3.1.1, e_condition).

use std::fmt;

use indexmap::IndexMap;
use jiff::civil::Date;
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
    /// A day.
    Dates(Dates),
    /// A row of a source, such as a persona.
    Rows(Rows),
    /// Facts of a knowledge graph that hang together.
    Facts(Facts),
}

impl Scope {
    /// The source that values are drawn from, if any.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        match self {
            Self::Rows(rows) => Some(&rows.source),
            Self::Facts(facts) => Some(&facts.source),
            _ => None,
        }
    }
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

/// Days from the first to the last, both included. Prompts read them as `2024-05-01`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// First day, such as `2020-01-01`.
    pub from: String,
    /// Last day.
    pub to: String,
}

impl Dates {
    /// The first day and the number of days.
    ///
    /// # Errors
    /// The text that is no day, or `None` where the last day lies before the first.
    pub fn days(&self) -> Result<(Date, i64), Option<&str>> {
        let day = |text: &'_ str| text.parse::<Date>().ok();
        let from = day(&self.from).ok_or(Some(self.from.as_str()))?;
        let to = day(&self.to).ok_or(Some(self.to.as_str()))?;
        let days = (to.duration_since(from).as_hours() / 24) + 1;
        if days < 1 { Err(None) } else { Ok((from, days)) }
    }
}

/// Rows of a source, each equally probable: personas, products, cases. Prompts read `{{ NAME.FIELD }}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Name of the source.
    pub source: String,
}

/// Facts of a source with the fields `subject`, `relation` and `object`, each of which shares a subject or object with
/// one before it. The first is drawn by its relation, so that rare relations are covered (SynthIE, Josifoski et al.,
/// 2023). Prompts read them in a loop: `{% for fact in NAME %}{{ fact.subject }} …{% endfor %}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Name of the source.
    pub source: String,
    /// How many facts each row gets; fewer where no more hang together.
    pub count: usize,
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
