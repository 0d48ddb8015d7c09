//! The questions that a user can put about the rows of a run.

use ::recipe::{Recipe, Scope};

use crate::types::{AnswerFields, Question, Scale};

/// What is judged where the user says nothing else.
pub const RUBRIC: &str = "Judge whether the text does what was asked for, whether what it says is right, and whether it \
                          reads as if a person had written it.";

/// How often an answer is asked for where the user says nothing else, and at most.
const TIMES: u32 = 5;
const MOST_TIMES: u32 = 40;
/// Most rounds in which a model and a student teach each other; a project file may ask for any number.
pub const MOST_ROUNDS: u32 = 10;

impl Question {
    /// A name under which what was asked last counts: a question keeps it when its rubric changes, whereas every wording of
    /// the codebook is a question of its own.
    pub fn key(&self) -> String {
        match self {
            Self::Label => "label".to_owned(),
            Self::Rating { .. } => "rating".to_owned(),
            Self::Condition { name } => format!("condition-{name}"),
            Self::Codebook { wording } => format!("codebook-{}", wording.digest()),
            Self::FreeAl { .. } => "freeal".to_owned(),
            Self::Groups => "groups".to_owned(),
            Self::Perplexity => "perplexity".to_owned(),
            Self::Recheck { .. } => "recheck".to_owned(),
            Self::Consistency { .. } => "consistency".to_owned(),
        }
    }

    /// How often a row is asked about at most; what rounds start from counts as a turn.
    pub fn turns(&self) -> u32 {
        match self {
            Self::Rating { .. } => 2,
            Self::FreeAl { rounds, .. } => (*rounds).min(MOST_ROUNDS) + 1,
            Self::Consistency { times, .. } => (*times).clamp(2, MOST_TIMES),
            Self::Label
            | Self::Condition { .. }
            | Self::Codebook { .. }
            | Self::Groups
            | Self::Perplexity
            | Self::Recheck { .. } => 1,
        }
    }

    /// Whether a model reads of a long text only the sentences that bear most on the question.
    pub fn reads_in_part(&self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Rating { .. }
                | Self::Condition { .. }
                | Self::Codebook { .. }
                | Self::FreeAl { .. }
        )
    }

    /// What its pace is kept under: to choose, to choose by examples, to write and to read take times of their own.
    pub fn pace(&self, model: &str) -> String {
        match self {
            Self::Label | Self::Rating { .. } | Self::Condition { .. } | Self::Codebook { .. } => {
                model.to_owned()
            }
            Self::FreeAl { .. } => format!("{model} by examples"),
            Self::Groups | Self::Recheck { .. } | Self::Consistency { .. } => format!("{model} writes"),
            Self::Perplexity => format!("{model} reads"),
        }
    }

    /// The questions that rows of a recipe can be asked.
    pub fn all(recipe: &Recipe) -> Vec<Self> {
        Self::with_answers(recipe, AnswerFields::of(recipe))
    }

    /// The same, with these columns of question and answer.
    pub fn with_answers(recipe: &Recipe, fields: Option<AnswerFields>) -> Vec<Self> {
        let label =
            (recipe.label_column().is_some() && !recipe.task.labels.is_empty()).then_some(Self::Label);
        let rating = Self::Rating { scale: Scale::OneToFive, rubric: RUBRIC.to_owned() };
        let conditions = recipe.conditions.iter().filter(|condition| has_choices(recipe, condition));
        let conditions = conditions.map(|condition| Self::Condition { name: condition.name.clone() });
        let answers = fields.map(|fields| {
            [Self::Recheck { fields: fields.clone() }, Self::Consistency { fields, times: TIMES }]
        });
        let answers = answers.into_iter().flatten();
        label
            .into_iter()
            .chain([rating])
            .chain(conditions)
            .chain(answers)
            .chain([Self::Perplexity, Self::Groups])
            .collect()
    }
}

/// Whether the values of a condition are listed texts, or numbers, among which a reader of the text could choose. Labels
/// are asked for as such, and bands of words are counted by a rule.
fn has_choices(recipe: &Recipe, condition: &::recipe::Condition) -> bool {
    let values = generation::marginal(recipe, &condition.name).unwrap_or_default();
    !matches!(condition.scope, Scope::Labels(_))
        && values.len() > 1
        && values.iter().all(|(value, _)| !value.is_array() && !value.is_object())
}
