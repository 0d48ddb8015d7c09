//! How a model is asked a question about the rows of a recipe.

use std::borrow::Cow;
use std::sync::Arc;

use ::recipe::{Label, Recipe, Scope};
use dataset::Fields;
use evaluation::Row;
use sha2::{Digest as _, Sha256};

use super::answering::{self, TEMPERATURE};
use super::question::RUBRIC;
use super::{Asking, Form, Given, groups};
use crate::types::{Question, Scale};

/// Most words of a text that a model reads. Of a longer one it reads the sentences that bear most on the question
/// ([`measures::extract`]).
pub const LONGEST: usize = 500;

/// A row as a model is asked about it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'r> {
    pub row: &'r Row,
    /// All its fields.
    pub fields: &'r Fields,
}

/// A question put about the rows of a recipe.
pub struct Inquiry<'r> {
    /// With the wording by which is asked.
    recipe: Cow<'r, Recipe>,
    question: &'r Question,
    /// The answers that can be given, where they are the same for all rows.
    fixed: Option<Arc<[Label]>>,
}

impl<'r> Inquiry<'r> {
    pub fn new(recipe: &'r Recipe, question: &'r Question) -> Self {
        let recipe = match question {
            Question::Codebook { wording } => Cow::Owned(wording.put_into(recipe)),
            _ => Cow::Borrowed(recipe),
        };
        let fixed = match question {
            Question::Label | Question::Codebook { .. } | Question::FreeAl { .. } => {
                Some(recipe.task.labels.clone())
            }
            Question::Rating { scale, .. } => Some(levels(*scale)),
            Question::Condition { name } => {
                let depends = recipe
                    .conditions
                    .iter()
                    .any(|condition| condition.name == *name && matches!(condition.scope, Scope::Depends(_)));
                let same = !depends && recipe.schedule.rules.is_empty();
                same.then(|| values(&recipe, name, &Fields::new()))
            }
            _ => None,
        };
        Self { recipe, question, fixed: fixed.map(Arc::from) }
    }

    /// The answers that can be given about a row; none where the model writes or only reads.
    pub fn choices(&self, row: &Row) -> Arc<[Label]> {
        match (&self.fixed, self.question) {
            (Some(fixed), _) => Arc::clone(fixed),
            (None, Question::Condition { name }) => values(&self.recipe, name, &row.conditions).into(),
            (None, _) => Arc::from([]),
        }
    }

    /// How a model is asked in a turn, to choose among such answers or to write one; `None` where it only reads. What is
    /// drawn by chance follows from `seed`.
    pub fn asking(&self, turn: u32, choices: &[Label], seed: u64) -> Option<Asking> {
        let mut choices = choices.to_vec();
        if turn % 2 == 1 {
            choices.reverse();
        }
        let listed: Vec<&str> = choices.iter().map(Label::verbalizer).collect();
        let listed = listed.join(", ");
        let (codebook, goal, heading) = match self.question {
            Question::Label | Question::Codebook { .. } | Question::FreeAl { .. } => {
                let aspect = in_words(&self.recipe.label_column().unwrap_or_else(|| "label".to_owned()));
                let goal = format!("Classify the text by {aspect}. Labels: {listed}.");
                (self.recipe.task.codebook.clone(), goal, "Label".to_owned())
            }
            Question::Rating { rubric, .. } => {
                let rubric = Some(rubric.trim()).filter(|rubric| !rubric.is_empty()).unwrap_or(RUBRIC);
                (rubric.to_owned(), format!("Rate the text. Levels: {listed}."), "Rating".to_owned())
            }
            Question::Condition { name } => {
                let aspect = in_words(name);
                let goal = format!("Which {aspect} does the text have? Choose one: {listed}.");
                (String::new(), goal, aspect)
            }
            Question::Groups => return Some(groups::asking(seed)),
            Question::Recheck { fields } => return Some(answering::asking(&self.recipe, fields, 0.0, seed)),
            Question::Consistency { fields, .. } => {
                return Some(answering::asking(&self.recipe, fields, TEMPERATURE, seed));
            }
            Question::Perplexity => return None,
        };
        let (form, subject) = (Form::Choice(choices), "Text".to_owned());
        Some(Asking { codebook, goal, form, subject, heading })
    }

    /// What the model reads of a row, for a rating with what was asked for; `None` where it cannot be asked about.
    pub fn given(&self, subject: Subject<'_>, choices: &[Label]) -> Option<Given> {
        let row = subject.row;
        let whole = |text: String| (!text.trim().is_empty()).then(|| Given::alone(text));
        let (asked, claim) = match self.question {
            Question::Rating { rubric, .. } => {
                let asked = asked_for(&self.recipe, row);
                (asked.clone(), format!("{asked} {rubric}"))
            }
            // Of a group several rows are read.
            Question::Groups => return None,
            Question::Perplexity => return whole(row.text.clone()),
            Question::Recheck { fields } | Question::Consistency { fields, .. } => {
                return whole(answering::given(fields, subject.fields)?);
            }
            Question::Label
            | Question::Condition { .. }
            | Question::Codebook { .. }
            | Question::FreeAl { .. } => {
                let meaning = |choice: &Label| choice.definition.clone().unwrap_or_default();
                let words =
                    choices.iter().map(|choice| format!("{} {}", choice.verbalizer(), meaning(choice)));
                (String::new(), words.collect::<Vec<_>>().join(" "))
            }
        };
        let text = match is_long(&row.text) {
            true => measures::extract(&row.text, &claim, LONGEST).join(" "),
            false => row.text.clone(),
        };
        (choices.len() > 1).then_some(Given { text, asked, shown: Vec::new() })
    }
}

/// Whether a model reads a text in part only.
pub fn is_long(text: &str) -> bool {
    measures::word_count(text) > LONGEST
}

/// SHA-256 of what a model reads of a row and among what it chooses, in hexadecimal.
pub fn basis(given: &Given, choices: &[Label]) -> String {
    let mut digest = Sha256::new();
    let names = choices.iter().map(|choice| &choice.name);
    for part in [&given.text, &given.asked].into_iter().chain(names) {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

/// The levels of a scale with what each means, the worst first. Those by letters are Self-Instruct's (Wang et al. 2023).
fn levels(scale: Scale) -> Vec<Label> {
    let meanings: &[&str] = match scale {
        Scale::OneToFive => &[
            "useless",
            "poor, with major faults",
            "fair, with several faults",
            "good, with minor faults",
            "excellent",
        ],
        Scale::FourLevel => &[
            "irrelevant or invalid",
            "relevant, but with major errors",
            "acceptable, with minor flaws",
            "good",
        ],
    };
    let names = scale.names().iter();
    let level = |(name, meaning): (&&str, &&str)| Label {
        name: (*name).to_owned(),
        verbalizer: None,
        definition: Some((*meaning).to_owned()),
    };
    names.zip(meanings).map(level).collect()
}

/// What a row was asked for, in words: the goal, the label and the conditions.
fn asked_for(recipe: &Recipe, row: &Row) -> String {
    let label_field = recipe.label_column();
    let label = row.label.as_ref().zip(label_field.as_ref());
    let label = label.filter(|(_, field)| !row.conditions.contains_key(*field));
    let label = label.map(|(label, field)| format!("{}: {label}", in_words(field)));
    let conditions = row.conditions.iter().map(|(name, value)| {
        // The label that the row carries, not the one that was drawn.
        let carried = row.label.as_ref().filter(|_| label_field.as_ref() == Some(name));
        let value = carried.cloned().unwrap_or_else(|| generation::text(value));
        format!("{}: {value}", in_words(name))
    });
    let goal = Some(recipe.task.goal.trim().to_owned()).filter(|goal| !goal.is_empty());
    goal.into_iter().chain(label).chain(conditions).collect::<Vec<_>>().join("; ")
}

/// A name of a field as people write it.
pub(super) fn in_words(name: &str) -> String {
    name.replace(['_', '-'], " ")
}

/// The values that a condition can have beside others.
fn values(recipe: &Recipe, name: &str, drawn: &Fields) -> Vec<Label> {
    let label = |(value, _)| Label::plain(generation::text(&value));
    generation::shares(recipe, name, drawn).into_iter().map(label).collect()
}
