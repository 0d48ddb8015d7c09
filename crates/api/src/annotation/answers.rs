//! What a model answered, as the project keeps it.

use std::collections::HashMap;

use ::project::{Annotation, AnnotationId, Answer, AttemptId, Reader, RunId};
use evaluation::faithfulness::rubric::Answers;
use indexmap::IndexMap;
use inference::ModelCard;

use super::{Inquiry, Subject};
use crate::error::Result;
use crate::types::Question;

/// What was answered about a row when the levels stood in one order and in the other.
pub fn both_orders<'a>(turns: &[Option<&'a Answer>]) -> Answers<'a> {
    let said = |turn: usize| Some(turns.get(turn).copied()??.said.as_str());
    Answers { first: said(0), second: said(1) }
}

/// A question that was put about rows, with its answers.
pub struct Asked {
    /// Where the project keeps it; `None` where it does not.
    pub id: Option<AnnotationId>,
    /// Name of the model.
    pub model: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// When it was asked first, in milliseconds since 1970 (UTC).
    pub at: i64,
    pub question: Question,
    answers: HashMap<AttemptId, Vec<Answer>>,
}

impl Asked {
    /// What a model answered just now.
    pub fn new(question: Question, card: &ModelCard, at: i64, answers: Vec<Answer>) -> Self {
        let (model, sha256) = (card.name.clone(), card.sha256.clone());
        Self { id: None, model, sha256, at, question, answers: by_row(answers) }
    }

    /// Of each question about a run what was asked last, or answered last where there is no answer yet. Questions that this
    /// program does not know are left out.
    pub fn of_run(reader: &Reader, run: RunId) -> Result<Vec<Self>> {
        let mut asked: IndexMap<String, Vec<(Annotation, Question)>> = IndexMap::new();
        for annotation in reader.annotations(run)? {
            if let Ok(question) = serde_json::from_value::<Question>(annotation.question.clone()) {
                asked.entry(question.key()).or_default().push((annotation, question));
            }
        }
        let latest = |times: Vec<(Annotation, Question)>| {
            let mut unanswered = None;
            for (Annotation { id, model, sha256, at, .. }, question) in times.into_iter().rev() {
                let answers = by_row(reader.answers(id)?);
                let found = Self { id: Some(id), model, sha256, at, question, answers };
                if !found.answers.is_empty() {
                    return Ok(Some(found));
                }
                unanswered.get_or_insert(found);
            }
            Ok(unanswered)
        };
        asked.into_values().filter_map(|times| latest(times).transpose()).collect()
    }

    /// The answer about a row in a turn, where it was given to what the row reads now.
    pub fn answer(&self, row: AttemptId, basis: &str, turn: u32) -> Option<&Answer> {
        self.answers.get(&row)?.iter().find(|answer| answer.turn == turn && answer.basis == basis)
    }

    /// What was answered about a row as it reads now, in each turn.
    pub fn answers_about(
        &self,
        inquiry: &Inquiry<'_>,
        id: AttemptId,
        row: Subject<'_>,
    ) -> Vec<Option<&Answer>> {
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

fn by_row(answers: Vec<Answer>) -> HashMap<AttemptId, Vec<Answer>> {
    let mut rows: HashMap<AttemptId, Vec<Answer>> = HashMap::new();
    for answer in answers {
        rows.entry(answer.attempt).or_default().push(answer);
    }
    rows
}
