//! Steps: prompts, and the fields that their answers become.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use ts_rs::TS;

use crate::{Condition, Recipe, Scope, template};

/// One call of the model. Steps form a graph: a prompt that names another step's field comes after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Short name, unique in the recipe.
    pub id: String,
    /// Role of the model that answers.
    #[serde(default = "default_role")]
    pub model: String,
    /// Demonstrations that the prompt may use.
    #[serde(default)]
    pub demonstrations: Vec<String>,
    /// Template of the user's message (a subset of Jinja): `{{ task.goal }}`, `{{ CONDITION }}`, `{{ FIELD }}`,
    /// `{{ input.FIELD }}`, loops over demonstrations and lists. Empty where fields are computed.
    #[serde(default)]
    pub prompt: String,
    /// Whether the answer is written, chosen or computed.
    #[serde(default)]
    pub method: Method,
    /// The step is taken only where this expression is true, such as `label == 'complaint'`; otherwise its fields are
    /// empty.
    #[serde(default)]
    pub when: Option<String>,
    /// The step is taken several times for one row.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    /// Expressions of the fields of a computed step, such as `total = "price * count"`.
    #[serde(default)]
    pub formulas: IndexMap<String, String>,
    /// Fields made by this step. One field of type string, label, choice, list or spans is the whole answer, unless `json`
    /// is set; otherwise the answer is a JSON object of these fields, held to that form by a grammar. Labels are answered by
    /// their verbalizers.
    #[serde(deserialize_with = "outputs")]
    #[schemars(with = "IndexMap<String, OutputForm>")]
    pub output: IndexMap<String, Output>,
    /// Ask for JSON even where there is one string field.
    #[serde(default)]
    pub json: bool,
    /// How tokens are drawn.
    #[serde(default)]
    pub sampling: Sampling,
}

pub(crate) fn default_role() -> String {
    "generator".into()
}

/// An output field as a document may write it: by type name alone, or with bounds.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum OutputForm {
    Bare(String),
    Full(Output),
}

fn outputs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IndexMap<String, Output>, D::Error> {
    let forms = IndexMap::<String, OutputForm>::deserialize(deserializer)?;
    forms
        .into_iter()
        .map(|(name, form)| match form {
            OutputForm::Full(output) => Ok((name, output)),
            OutputForm::Bare(kind) => serde_json::from_value(serde_json::json!({ "type": kind }))
                .map(|output| (name, output))
                .map_err(D::Error::custom),
        })
        .collect()
}

/// How the model answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// It writes the answer token by token.
    #[default]
    Write,
    /// Each label's verbalizer is scored as the answer; the most probable label is taken. The one output field is of
    /// type label; the field `NAME_confidence` holds its probability, renormalised over the labels (GPT3Mix, Yoo 2021).
    Score,
    /// No model is asked: each field is the value of its formula.
    Formula,
}

/// How a step is taken several times for one row; the key in the document names the variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// Once for each item of this list, which the prompt reads as `{{ item }}`. Each field becomes a list.
    Each(String),
    /// Several times with the same prompt; the answer that most agree on is taken (self-consistency, Wang et al. 2023,
    /// arXiv:2203.11171; SymGen, Ye et al. 2023).
    Vote(Vote),
    /// Again and again, each time with its own last answer at hand.
    Until(Until),
}

/// A vote over several answers to one prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// How many answers.
    pub samples: usize,
    /// The field whose values are counted, texts whatever their case, punctuation and articles. Of the answers with the
    /// most frequent value the first is taken; the field `NAME_agreement` holds their share of all answers.
    pub on: String,
    /// An expression that is compared in place of the field, such as `program | calc`: what a program gives when it is
    /// executed. An answer for which it has no value has no vote.
    #[serde(default)]
    pub by: Option<String>,
}

/// Repetition with a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// The step ends when this expression is true, such as `grade >= 4`. It reads the step's own fields.
    pub test: String,
    /// Most times that it is taken.
    pub most: usize,
    /// Keep the answers of all times: each field becomes a list, which the prompt can read, such as the turns of a
    /// conversation. Otherwise each answer takes the place of the one before.
    #[serde(default)]
    pub gather: bool,
}

/// Name of the field with the share of answers that agree with a voted field.
#[must_use]
pub fn agreement_of(field: &str) -> String {
    format!("{field}_agreement")
}

impl Step {
    /// A step that asks for one field, with nothing unusual about it.
    #[must_use]
    pub fn plain(id: &str, prompt: impl Into<String>, field: &str, output: Output) -> Self {
        Self {
            id: id.into(),
            model: default_role(),
            demonstrations: Vec::new(),
            prompt: prompt.into(),
            method: Method::default(),
            when: None,
            repeat: None,
            formulas: IndexMap::new(),
            output: [(field.to_owned(), output)].into_iter().collect(),
            json: false,
            sampling: Sampling::default(),
        }
    }

    /// Whether the step makes a list of each of its fields.
    #[must_use]
    pub fn makes_lists(&self) -> bool {
        match &self.repeat {
            Some(Repeat::Each(_)) => true,
            Some(Repeat::Until(until)) => until.gather,
            Some(Repeat::Vote(_)) | None => false,
        }
    }

    /// The condition whose label the prompt names and self-debiasing exchanges; `None` where it is off or there is none.
    #[must_use]
    pub fn counter_label<'r>(&self, recipe: &'r Recipe) -> Option<&'r Condition> {
        if self.sampling.self_debiasing <= 0.0 {
            return None;
        }
        let uses = template::uses(&self.prompt).unwrap_or_default();
        let labelled = |name: &str| {
            recipe
                .conditions
                .iter()
                .find(|known| known.name == name && matches!(known.scope, Scope::Labels(_)))
        };
        uses.iter().find_map(|used| labelled(&used.name))
    }

    /// Whether the step may read fields of its own: those of the time before, or formulas those before them.
    #[must_use]
    pub fn reads_itself(&self) -> bool {
        self.method == Method::Formula || matches!(self.repeat, Some(Repeat::Until(_) | Repeat::Vote(_)))
    }

    /// The expressions that decide about the step or compute its fields, each with its key in the document.
    pub fn expressions(&self) -> impl Iterator<Item = (String, &str)> {
        let when = self.when.as_deref().map(|test| ("when".to_owned(), test));
        let until = match &self.repeat {
            Some(Repeat::Until(until)) => Some(("repeat.until.test".to_owned(), until.test.as_str())),
            Some(Repeat::Vote(vote)) => vote.by.as_deref().map(|by| ("repeat.vote.by".to_owned(), by)),
            _ => None,
        };
        let formulas =
            self.formulas.iter().map(|(name, formula)| (format!("formulas.{name}"), formula.as_str()));
        when.into_iter().chain(until).chain(formulas)
    }
}

/// Type and bounds of one output field. A bare type name in a document stands for the type without bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Output {
    /// A text.
    String {
        /// Fewest and most words; a hint to the token budget and the default of the length check.
        #[serde(default)]
        words: Option<[u32; 2]>,
        /// The model cannot end its text outside `words`: it goes on below the band and is cut off at its end.
        #[serde(default)]
        strict: bool,
        /// Regular expression that the whole text matches.
        #[serde(default)]
        pattern: Option<String>,
    },
    /// One of the task's labels, by name.
    Label,
    /// One of these texts.
    Choice {
        /// The texts.
        of: Vec<String>,
    },
    /// A whole number.
    Integer {
        /// Smallest allowed.
        #[serde(default)]
        min: Option<i64>,
        /// Largest allowed.
        #[serde(default)]
        max: Option<i64>,
    },
    /// A decimal number.
    Number {
        /// Smallest allowed.
        #[serde(default)]
        min: Option<f64>,
        /// Largest allowed.
        #[serde(default)]
        max: Option<f64>,
    },
    /// True or false.
    Boolean,
    /// Stretches of a text with their types, such as named entities. Each is kept with where it begins and ends, counted
    /// in characters.
    Spans {
        /// The field that holds the text.
        of: String,
        /// The types.
        types: Vec<String>,
    },
    /// A list of texts.
    List {
        /// Fewest items.
        #[serde(default)]
        min: Option<usize>,
        /// Most items.
        #[serde(default)]
        max: Option<usize>,
    },
}

impl Output {
    /// The type's name, as the document writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String { .. } => "string",
            Self::Label => "label",
            Self::Choice { .. } => "choice",
            Self::Integer { .. } => "integer",
            Self::Number { .. } => "number",
            Self::Boolean => "boolean",
            Self::Spans { .. } => "spans",
            Self::List { .. } => "list",
        }
    }
}

/// How tokens are drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Sampling {
    /// Divisor of the logits; 0 takes the most probable token.
    pub temperature: f32,
    /// Keep only the k most probable tokens.
    pub top_k: Option<u32>,
    /// Keep the smallest set of tokens whose probabilities sum to at least this, in (0, 1].
    pub top_p: f32,
    /// Drop tokens less probable than this share of the most probable one, in [0, 1).
    pub min_p: f32,
    /// Divides positive and multiplies negative logits of tokens already written; 1 is off.
    pub repetition_penalty: f32,
    /// Subtracted from the logits of tokens already written; 0 is off.
    pub presence_penalty: f32,
    /// Pushes down what the rows of earlier rounds use most: each of the 100 most frequent tokens loses this much for
    /// every percent of all tokens that it makes up, and this much at most; 0 is off (Chung et al., 2023, with 7.5).
    pub suppression: f32,
    /// Keeps the answer from fitting another label as well: a token that the same prompt with another label makes more
    /// probable, by Δ, has its probability multiplied by max(e^(-λΔ), 0.01) with this λ; 0 is off (self-debiasing, Schick
    /// & Schütze, 2021; ZeroGen with 200). Costs one more sequence for each other label.
    pub self_debiasing: f32,
    /// Texts that end the answer.
    pub stop: Vec<String>,
    /// Most tokens of the answer.
    pub max_tokens: usize,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 1.0,
            top_k: None,
            top_p: 1.0,
            min_p: 0.0,
            repetition_penalty: 1.0,
            presence_penalty: 0.0,
            suppression: 0.0,
            self_debiasing: 0.0,
            stop: Vec::new(),
            max_tokens: 256,
        }
    }
}
