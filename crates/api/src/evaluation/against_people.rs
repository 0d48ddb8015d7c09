//! How far a model's judgment of rows can be trusted: held against people's.

use ::project::{Answer, AttemptId};
use evaluation::Row;
use evaluation::faithfulness::rubric::Ratings;
use evaluation::faithfulness::{Review, StudentOptions, calibration, estimate, trained_judge};
use sha2::{Digest as _, Sha256};
use students::Input;

use super::measured::Figures;
use super::rows::RunRows;
use crate::annotation::{Inquiry, both_orders};
use crate::types::Question;

/// Fewest reviewed rows with an answer that were found right, and fewest that were found wrong.
const OF_EACH: usize = 10;

/// All rows that a run made and that people did not take out by hand, as they were before reviews; those of the dataset
/// first, in its order.
struct Population<'f> {
    rows: Vec<&'f Row>,
    reviews: Vec<Option<Review>>,
    /// How right the model finds each, in [0, 1].
    scores: Vec<Option<f64>>,
    /// The same without rows that people chose for a reason, unless they were drawn as well.
    drawn: Vec<Option<f64>>,
}

/// By its rating where rows were rated, and otherwise by the probability of the label that they carry.
fn population(found: &RunRows) -> Option<Population<'_>> {
    let of = |is_wanted: fn(&Question) -> bool| found.asked.iter().find(|asked| is_wanted(&asked.question));
    let asked = of(|question| matches!(question, Question::Rating { .. }))
        .or_else(|| of(|question| *question == Question::Label))?;
    let inquiry = Inquiry::new(&found.recipe, &asked.question);
    let seen: std::collections::HashMap<AttemptId, _> =
        found.reviewed.iter().map(|seen| (seen.id, seen)).collect();
    let of_dataset: std::collections::HashSet<AttemptId> = found.ids.iter().copied().collect();
    let dataset = found.asked_rows().subjects();
    let dataset = dataset.map(|(id, subject)| {
        seen.get(&id).map_or((id, subject, None), |seen| (id, seen.subject(), Some(seen.review)))
    });
    let others = found.reviewed.iter().filter(|seen| !of_dataset.contains(&seen.id));
    let others = others.map(|seen| (seen.id, seen.subject(), Some(seen.review)));
    let (mut rows, mut reviews, mut scores, mut drawn) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, subject, review) in dataset.chain(others) {
        let answers = asked.answers_about(&inquiry, id, subject);
        let score = score(&asked.question, subject.row, &answers);
        rows.push(subject.row);
        reviews.push(review);
        scores.push(score);
        drawn.push(score.filter(|_| answers.iter().flatten().all(|answer| answer.sampled)));
    }
    Some(Population { rows, reviews, scores, drawn })
}

fn score(question: &Question, row: &Row, answers: &[Option<&Answer>]) -> Option<f64> {
    match question {
        Question::Rating { scale, .. } => {
            Ratings::read(*scale, &[both_orders(answers)]).scores().first().copied()?
        }
        _ => answers.first().copied()??.probabilities.get(row.label.as_ref()?).copied(),
    }
}

impl Population<'_> {
    /// Reviewed rows with an answer, those found right and those found wrong.
    fn held(&self) -> [usize; 2] {
        let known = self
            .reviews
            .iter()
            .zip(&self.scores)
            .filter_map(|(review, score)| review.filter(|_| score.is_some()));
        known.fold([0, 0], |[right, wrong], review| match review.is_right() {
            true => [right + 1, wrong],
            false => [right, wrong + 1],
        })
    }
}

/// What is missing before a model can be held against people, in a sentence.
pub fn judges_need(found: &RunRows) -> Option<String> {
    let Some(population) = population(found) else {
        return Some("Let the model rate the rows or label them again first.".to_owned());
    };
    let [right, wrong] = population.held();
    (right < OF_EACH || wrong < OF_EACH).then(|| {
        format!(
            "The model is held against people once they found {OF_EACH} of the rows that it was asked about right and \
             {OF_EACH} wrong; so far {right} and {wrong}."
        )
    })
}

/// SHA-256 of reviews and scores, in hexadecimal.
pub fn judges_digest(found: &RunRows) -> String {
    let mut digest = Sha256::new();
    if let Some(population) = population(found) {
        for ((review, score), drawn) in
            population.reviews.iter().zip(&population.scores).zip(&population.drawn)
        {
            let known = review.map(|review| (review.is_right(), review.at_random()));
            digest.update(format!("{known:?} {score:?} {}\n", drawn.is_some()));
        }
    }
    hex::encode(digest.finalize())
}

/// The model's judgments held against people's: calibration, a judge trained on reviews beside it, and the share of right
/// rows by both together, or what it lacks.
pub fn judges(found: &RunRows) -> Figures {
    let mut figures = Figures::default();
    let Some(Population { rows, reviews, scores, drawn }) = population(found) else { return figures };
    match estimate::join(&reviews, &drawn) {
        Ok(joined) => figures.answer(joined.panel()),
        Err(refused) => figures.add(vec![estimate::unknown(&refused)], Vec::new()),
    }
    if let Ok(calibrated) = calibration::calibrate(&scores, &reviews) {
        figures.answer(calibrated.panel());
    }
    let judged: Vec<String> =
        rows.iter().map(|row| [row.label.as_deref().unwrap_or_default(), &row.text].join("\n")).collect();
    let inputs: Vec<Input<'_>> = judged.iter().map(|text| Input::from(text.as_str())).collect();
    if let Ok(trained) = trained_judge::train(&inputs, &reviews, &scores, &StudentOptions::default()) {
        figures.answer(trained.panel());
    }
    figures
}
