//! What a model answered, as the project keeps it.

use std::collections::HashMap;

use ::project::{Annotation, Answer, AttemptId, Reader, RunId};
use evaluation::Row;
use evaluation::faithfulness::rubric::Answers;
use indexmap::IndexMap;

use super::Inquiry;
use crate::error::Result;
use crate::types::Question;

/// What was answered about a row when the levels stood in one order and in the other.
pub fn both_orders<'a>(turns: &[Option<&'a Answer>]) -> Answers<'a> {
    let said = |turn: usize| Some(turns.get(turn).copied()??.said.as_str());
    Answers { first: said(0), second: said(1) }
}

/// A question that was put about the rows of a run, with its answers.
pub struct Asked {
    pub annotation: Annotation,
    pub question: Question,
    answers: HashMap<AttemptId, Vec<Answer>>,
}

impl Asked {
    /// Of each question about a run what was asked last. Questions that this program does not know are left out.
    pub fn of_run(reader: &Reader, run: RunId) -> Result<Vec<Self>> {
        let mut latest: IndexMap<String, (Annotation, Question)> = IndexMap::new();
        for annotation in reader.annotations(run)? {
            if let Ok(question) = serde_json::from_value::<Question>(annotation.question.clone()) {
                latest.insert(question.key(), (annotation, question));
            }
        }
        let read = |(annotation, question): (Annotation, Question)| {
            let mut answers: HashMap<AttemptId, Vec<Answer>> = HashMap::new();
            for answer in reader.answers(annotation.id)? {
                answers.entry(answer.attempt).or_default().push(answer);
            }
            Ok(Self { annotation, question, answers })
        };
        latest.into_values().map(read).collect()
    }

    /// The answer about a row in a turn, where it was given to what the row reads now.
    pub fn answer(&self, row: AttemptId, basis: &str, turn: u32) -> Option<&Answer> {
        self.answers.get(&row)?.iter().find(|answer| answer.turn == turn && answer.basis == basis)
    }

    /// What was answered about a row as it reads now, in each turn.
    pub fn answers_about(&self, inquiry: &Inquiry<'_>, id: AttemptId, row: &Row) -> Vec<Option<&Answer>> {
        let item = if self.answers.contains_key(&id) { inquiry.item(id, row, false) } else { None };
        let answer = |turn| self.answer(id, &item.as_ref()?.basis, turn);
        (0..self.question.turns()).map(answer).collect()
    }

    /// How many answers there are in a turn, whatever their rows read then.
    pub fn count(&self, turn: u32) -> usize {
        self.answers.values().flatten().filter(|answer| answer.turn == turn).count()
    }

    /// Whether anything was answered about a row, whatever it read then.
    pub fn knows(&self, row: AttemptId) -> bool {
        self.answers.contains_key(&row)
    }
}
