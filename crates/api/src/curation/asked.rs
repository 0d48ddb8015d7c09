//! What a model said of rows, as columns for the steps that read one.

use ::project::{Reader, RowSummary};
use ::recipe::Recipe;
use curation::{MODEL_CERTAINTY, MODEL_LABEL, Rows};
use evaluation::Row;
use evaluation::faithfulness::rubric::Ratings;

use super::unfit;
use crate::annotation::{Asked, Inquiry, Subject, TaughtRounds, both_orders, label_after};
use crate::error::Result;
use crate::types::Question;

/// Column of the labels that a model and a student taught each other.
const TAUGHT_LABEL: &str = "freeal_label";
/// Column of their probabilities; none where a row kept a label of its own.
const TAUGHT_CERTAINTY: &str = "freeal_label_probability";
/// Column of the rating by levels from 1, the mean over both orders.
const MODEL_RATING: &str = "model_rating";

/// Adds what a model was asked about the rows of a run, where they have no column of the same name; gives the names of
/// the columns of numbers.
pub fn with_answers(
    mut rows: Rows,
    reader: &Reader,
    recipe: &Recipe,
    found: &[RowSummary],
) -> Result<(Vec<String>, Rows)> {
    let mut numbers = Vec::new();
    let Some(run) = found.first().map(|row| row.id.run) else { return Ok((numbers, rows)) };
    for asked in Asked::of_run(reader, run)? {
        let inquiry = Inquiry::new(recipe, &asked.question);
        let answers = found.iter().zip(rows.texts()).zip(rows.labels()).map(|((row, text), label)| {
            let read = Row {
                text: text.clone(),
                label: label.clone(),
                conditions: row.conditions.clone(),
                mean_log_probability: None,
            };
            asked.answers_about(&inquiry, row.id, Subject { row: &read, fields: &row.values })
        });
        let answers: Vec<_> = answers.collect();
        let has = |rows: &Rows, name: &str| rows.values(name).is_some();
        match &asked.question {
            Question::Label | Question::FreeAl { .. } => {
                let is_taught = matches!(asked.question, Question::FreeAl { .. });
                let (names, round) = match is_taught {
                    true => {
                        let made = TaughtRounds::of_run(reader, run.0.cast_unsigned())?;
                        ([TAUGHT_LABEL, TAUGHT_CERTAINTY], made.rounds.len())
                    }
                    false => ([MODEL_LABEL, MODEL_CERTAINTY], 0),
                };
                // Labels of a round that was stopped were held against people's by nobody.
                let unfinished = is_taught && round == 0;
                let [name, certainty] = names;
                if unfinished || has(&rows, name) || has(&rows, certainty) {
                    continue;
                }
                let last = || answers.iter().map(|turns| label_after(turns, round));
                let labels = last().map(|answer| Some(answer?.said.clone())).collect();
                let certain =
                    last().map(|answer| answer?.probabilities.get(&answer?.said).copied()).collect();
                rows = rows.with_values(name, labels).map_err(|error| unfit(&error))?;
                rows = rows.with_numbers(certainty, certain).map_err(|error| unfit(&error))?;
                numbers.push(certainty.to_owned());
            }
            Question::Rating { scale, .. } if !has(&rows, MODEL_RATING) => {
                let said: Vec<_> = answers.iter().map(|turns| both_orders(turns)).collect();
                let scores = Ratings::read(*scale, &said).scores();
                let top = (scale.names().len() - 1) as f64;
                let levels = scores.into_iter().map(|score| score.map(|score| 1.0 + score * top)).collect();
                rows = rows.with_numbers(MODEL_RATING, levels).map_err(|error| unfit(&error))?;
                numbers.push(MODEL_RATING.to_owned());
            }
            _ => {}
        }
    }
    Ok((numbers, rows))
}
