//! What a model is asked about rows where there is no window: the same questions, one after another.

use ::recipe::Recipe;
use generation::Control;

use super::columns;
use crate::error::{Result, WireError};
use crate::evaluation::AskedRows;
use crate::types::{AnswerFields, Question};

/// What is asked where nothing is named, as far as the rows can be asked.
const USUAL: [&str; 3] = ["label", "rating", "perplexity"];

/// Hears of a question how many rows it was asked about, and how many there are.
pub type Tell = Box<dyn Fn(&str, u64, u64) + Send + Sync>;

/// What the model in use is asked about rows.
#[derive(Default)]
pub struct Judge {
    /// Keys of the questions, such as `label` or `condition-tone`; the usual ones where empty.
    pub ask: Vec<String>,
    /// How many rows, drawn by chance; all where absent.
    pub rows: Option<usize>,
    /// The column of the answer, where it is not the one that is called so.
    pub answer: Option<String>,
    /// The columns that are read to answer; those before the answer where empty.
    pub reads: Vec<String>,
    /// How often an answer is asked for, where it is asked for several times.
    pub times: Option<u32>,
    /// Hears how it goes.
    pub tell: Option<Tell>,
    /// Stops it.
    pub stop: Stop,
}

/// Stops what a model is asked, from any thread; clones stop the same.
#[derive(Clone, Default)]
pub struct Stop(pub(crate) Control);

impl Stop {
    /// Stops it at its next token; answers so far stay.
    pub fn stop(&self) {
        self.0.cancel();
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.is_cancelled()
    }
}

impl Judge {
    /// The questions, as these rows are asked them.
    ///
    /// # Errors
    /// The rows cannot be asked one of them, or there is no such column.
    pub fn questions(&self, rows: AskedRows<'_>) -> Result<Vec<Question>> {
        let fields = self.fields(rows.recipe)?;
        let mut known = Question::with_answers(rows.recipe, fields);
        known.retain(|question| *question != Question::Groups || !rows.groups.is_empty());
        let known: Vec<Question> = known.into_iter().map(|question| self.timed(question)).collect();
        if self.ask.is_empty() {
            return Ok(known.into_iter().filter(|one| USUAL.contains(&one.key().as_str())).collect());
        }
        let find = |key: &String| {
            known.iter().find(|question| question.key() == *key).cloned().ok_or_else(|| {
                let keys: Vec<String> = known.iter().map(Question::key).collect();
                WireError::input(format!(
                    "The rows cannot be asked about '{key}'; they can be asked about {}.",
                    keys.join(", ")
                ))
            })
        };
        self.ask.iter().map(find).collect()
    }

    fn timed(&self, question: Question) -> Question {
        match (question, self.times) {
            (Question::Consistency { fields, .. }, Some(times)) => Question::Consistency { fields, times },
            (question, _) => question,
        }
    }

    /// The columns of question and answer: those named, and the others as they follow from the recipe.
    fn fields(&self, recipe: &Recipe) -> Result<Option<AnswerFields>> {
        let columns = columns(recipe);
        if let Some(unknown) = self.answer.iter().chain(&self.reads).find(|name| !columns.contains(*name)) {
            return Err(WireError::input(format!(
                "There is no column '{unknown}' that could be an answer or be read for one; there are {}.",
                columns.join(", ")
            )));
        }
        let found = match &self.answer {
            Some(answer) => AnswerFields::before(&columns, answer),
            None => AnswerFields::of(recipe),
        };
        Ok(found.map(|found| match self.reads.is_empty() {
            true => found,
            false => AnswerFields { reads: self.reads.clone(), ..found },
        }))
    }
}
