//! What a model said of rows, in figures.

use ::project::Answer;
use evaluation::faithfulness::rubric::Ratings;
use evaluation::faithfulness::{Agreement, Panel, adherence, answers, labels, perplexity};
use evaluation::{Chart, Measure, Row};

use super::rows::AskedRows;
use crate::annotation::{Asked, Inquiry, LONGEST, answer, both_orders, is_long, log_probability};
use crate::types::{AnswerFields, Question};

/// Answers of one question about rows of the dataset.
struct Said<'f> {
    asked: &'f Asked,
    /// Of each row its answer in each turn; none where it was not drawn by chance, so that the others stand for all.
    answers: Vec<Vec<Option<&'f Answer>>>,
    /// Rows of which the model read a part only.
    in_part: usize,
}

impl<'f> Said<'f> {
    fn of(found: AskedRows<'f>, asked: &'f Asked) -> Self {
        let inquiry = Inquiry::new(found.recipe, &asked.question);
        let in_parts = asked.question.reads_in_part();
        let mut in_part = 0;
        let answers = found.subjects().map(|(id, subject)| {
            let answers = asked.answers_about(&inquiry, id, subject);
            let answers: Vec<_> =
                answers.into_iter().map(|answer| answer.filter(|one| one.sampled)).collect();
            let any = answers.iter().any(Option::is_some);
            in_part += usize::from(in_parts && any && is_long(&subject.row.text));
            answers
        });
        Self { asked, answers: answers.collect(), in_part }
    }

    fn of_kind(found: AskedRows<'f>, is_wanted: impl Fn(&Question) -> bool) -> Option<Self> {
        let asked = found.asked.iter().find(|asked| is_wanted(&asked.question))?;
        Some(Self::of(found, asked)).filter(|said| said.count() > 0)
    }

    fn turn(&self, turn: usize) -> Vec<Option<&'f str>> {
        let said = |answers: &Vec<Option<&'f Answer>>| Some(answers.get(turn).copied()??.said.as_str());
        self.answers.iter().map(said).collect()
    }

    fn count(&self) -> usize {
        self.answers.iter().filter(|answers| answers.iter().any(Option::is_some)).count()
    }

    /// The figure with who was asked about how many rows, and how they were read.
    fn told(&self, mut measure: Measure) -> Measure {
        let (model, count, all) = (&self.asked.model, self.count(), self.answers.len());
        let drawn = if count < all { " drawn by chance" } else { "" };
        let in_part = match self.in_part {
            0 => String::new(),
            rows => format!(
                " Of {rows} texts with more than {LONGEST} words it read the sentences that bear most on the question."
            ),
        };
        let told = format!("'{model}' was asked about {count} of {all} rows{drawn}.{in_part}");
        measure.note = Some(measure.note.map_or(told.clone(), |note| format!("{note} {told}")));
        measure
    }
}

/// Labels that a model was asked for again.
pub struct Relabelled<'f> {
    said: Said<'f>,
    again: labels::LabelsAgain,
}

/// What a model says of the labels, where it was asked.
pub fn relabelled(found: AskedRows<'_>) -> Option<Relabelled<'_>> {
    let said = Said::of_kind(found, |question| *question == Question::Label)?;
    let carried: Vec<Option<&str>> = found.rows.rows().iter().map(|row| row.label.as_deref()).collect();
    let again = labels::labels_again(&carried, &said.turn(0));
    Some(Relabelled { said, again })
}

impl Relabelled<'_> {
    /// How often the model agrees.
    pub fn agreement(&self) -> Agreement {
        self.again.agreement()
    }

    /// The figures, that of the agreement with who was asked.
    pub fn told(&self, measures: Vec<Measure>) -> Vec<Measure> {
        let is_about = |measure: &Measure| measure.id == "label-agreement";
        measures.into_iter().map(|one| if is_about(&one) { self.said.told(one) } else { one }).collect()
    }

    /// What the model gives in place of the labels.
    pub fn chart(&self) -> Option<Chart> {
        self.again.chart()
    }
}

/// What else the model says: ratings, conditions as it finds them in the texts, answers once more, and how much it expects
/// the texts.
pub fn panels(found: AskedRows<'_>) -> Vec<Panel> {
    let panel = |asked: &Asked| {
        let said = Said::of(found, asked);
        let panel = match &asked.question {
            _ if said.count() == 0 => return None,
            Question::Label | Question::Codebook { .. } | Question::FreeAl { .. } | Question::Groups => {
                return None;
            }
            Question::Rating { scale, .. } => {
                let answers: Vec<_> = said.answers.iter().map(|turns| both_orders(turns)).collect();
                Ratings::read(*scale, &answers).panel()
            }
            Question::Condition { name } => {
                let kept = |(row, said): (&Row, Option<&str>)| {
                    Some(generation::text(row.conditions.get(name)?) == said?)
                };
                let verdicts = found.rows.rows().iter().zip(said.turn(0)).map(kept).collect::<Vec<_>>();
                adherence::by_model(found.rows, name, &verdicts).panel()
            }
            Question::Recheck { fields } => {
                let carried = carried(found, fields);
                answers::recheck(&texts(&carried), &said.turn(0)).panel()
            }
            Question::Consistency { fields, .. } => {
                let repeated: Vec<Vec<String>> = said.answers.iter().map(all_said).collect();
                answers::consistency(&repeated).panel(&texts(&carried(found, fields)))
            }
            Question::Perplexity => {
                let scores = said.turn(0).into_iter().map(|said| log_probability(said?));
                perplexity::panel(&scores.collect::<Vec<_>>())
            }
        };
        let measures = panel.measures.into_iter().map(|measure| said.told(measure)).collect();
        Some(Panel { measures, ..panel })
    };
    found.asked.iter().filter_map(panel).collect()
}

/// The answers that rows carry.
fn carried(found: AskedRows<'_>, fields: &AnswerFields) -> Vec<Option<String>> {
    found.fields.iter().map(|row| answer(fields, row)).collect()
}

fn texts(answers: &[Option<String>]) -> Vec<Option<&str>> {
    answers.iter().map(Option::as_deref).collect()
}

/// What was answered about a row in all turns.
fn all_said(turns: &Vec<Option<&Answer>>) -> Vec<String> {
    turns.iter().flatten().map(|answer| answer.said.clone()).collect()
}
