//! How far a model that labels by the codebook agrees with people who did, wording by wording (Pangakis et al. 2023).

use ::project::AttemptId;
use curation::enhancement::{
    Comparison, Confusion as Confused, LabelAgreement as Agreed, Proportion, halves, improvement,
};
use evaluation::Figure;
use measures::Interval;

use crate::annotation::{Asked, Inquiry};
use crate::evaluation::{RunRows, Seen};
use crate::types::{CodebookRound, CodebookView, Confusion, LabelAgreement, Question, Wording};

/// Rows that people have to label before anything is said: with half of them, an agreement of 80 % is known to about 18 points.
const FEWEST: usize = 40;
/// Largest share of the rows held out that may lack an answer for a wording to be judged.
const MISSING: f64 = 0.05;

/// The rows that people labelled, in the two halves.
struct Sample<'f> {
    found: &'f RunRows,
    rows: Vec<&'f Seen>,
    people: Vec<Option<String>>,
    refine: Vec<usize>,
    held: Vec<usize>,
}

/// A label for each row of a sample; `None` where none was given.
type Labels = Vec<Option<String>>;

/// How a model follows the codebook, against an aim in [0, 1].
pub fn view(found: &RunRows, aim: f64) -> CodebookView {
    let sample = Sample::of(found);
    let rounds = rounds(found, &sample, aim);
    let (labels, labelled) = (found.recipe.task.labels.len(), sample.rows.len());
    CodebookView {
        labelled: labelled as u64,
        more: FEWEST.saturating_sub(labelled) as u64,
        refine: sample.refine.len() as u64,
        held: sample.held.len() as u64,
        rounds,
        needs: (found.label.is_none() || labels < 2).then(|| {
            "The recipe of this run does not say which labels there are; choose a run whose rows have labels."
                .to_owned()
        }),
    }
}

fn rounds(found: &RunRows, sample: &Sample<'_>, aim: f64) -> Vec<CodebookRound> {
    let of_label = found.asked.iter().find(|asked| asked.question == Question::Label);
    let before = sample.said(&Question::Label, of_label);
    let first = sample.round(Question::Label, Wording::of(&found.recipe), of_label, &before, None, aim);
    let reworded = found.asked.iter().filter_map(|asked| match &asked.question {
        Question::Codebook { wording } => Some((asked, wording)),
        _ => None,
    });
    let rounds = reworded.map(|(asked, wording)| {
        let said = sample.said(&asked.question, Some(asked));
        sample.round(asked.question.clone(), wording.clone(), Some(asked), &said, Some(&before), aim)
    });
    [first].into_iter().chain(rounds).collect()
}

impl<'f> Sample<'f> {
    fn of(found: &'f RunRows) -> Self {
        let rows: Vec<&Seen> = found.reviewed.iter().filter(|seen| seen.label.is_some()).collect();
        let people: Labels = rows.iter().map(|seen| seen.label.clone()).collect();
        let names: Vec<u64> = rows.iter().map(|seen| name(seen.id)).collect();
        let (refine, held) = halves(&people, &names, found.run.plan.seed);
        Self { found, rows, people, refine, held }
    }

    /// What the model answered about each row as people saw it.
    fn said(&self, question: &Question, asked: Option<&Asked>) -> Labels {
        let inquiry = Inquiry::new(&self.found.recipe, question);
        let answer = |seen: &&Seen| {
            let answers = asked?.answers_about(&inquiry, seen.id, seen.subject());
            Some(answers.first().copied()??.said.clone())
        };
        self.rows.iter().map(answer).collect()
    }

    fn round(
        &self,
        question: Question,
        wording: Wording,
        asked: Option<&Asked>,
        said: &Labels,
        before: Option<&Labels>,
        aim: f64,
    ) -> CodebookRound {
        let on = |half: &[usize], labels: &Labels| -> Labels {
            half.iter().map(|row| labels[*row].clone()).collect()
        };
        let compare = |half: &[usize]| {
            Comparison::of(&on(half, &self.people), &on(half, said), self.found.run.plan.seed)
        };
        let (seen, held) = (compare(&self.refine), compare(&self.held));
        let known = |labels: &Labels| {
            let missing = self.held.iter().filter(|row| labels[**row].is_none()).count();
            missing as f64 <= MISSING * self.held.len() as f64
        };
        let effect = before.filter(|before| known(before) && known(said));
        CodebookRound {
            key: question.key(),
            question,
            wording,
            model: asked.map(|asked| asked.model.clone()),
            at: asked.map(|asked| asked.at),
            open: said.iter().filter(|label| label.is_none()).count() as u64,
            agreement: share(seen.agreement.as_ref()),
            kappa: figure(seen.kappa, seen.kappa_interval, seen.agreement.map_or(0, |agreed| agreed.rows)),
            labels: seen.labels.iter().map(|label| agreement(label, aim)).collect(),
            confusions: seen.confusions.iter().map(|confused| self.confusion(confused)).collect(),
            effect: effect.and_then(|before| improvement(&self.held, &self.people, before, said)),
            held: share(held.agreement.as_ref()),
        }
    }

    /// A confusion of the rows to refine by, with the draws that made them.
    fn confusion(&self, confused: &Confused) -> Confusion {
        let draw = |place: &usize| self.rows[self.refine[*place]].id.draw;
        Confusion {
            people: confused.human.clone(),
            model: confused.model.clone(),
            draws: confused.rows.iter().map(draw).collect(),
        }
    }
}

/// Names a row for the deal into halves.
fn name(id: AttemptId) -> u64 {
    id.draw ^ u64::from(id.attempt) << 48
}

fn agreement(label: &Agreed, aim: f64) -> LabelAgreement {
    LabelAgreement {
        label: label.label.clone(),
        recall: share(label.recall.as_ref()),
        precision: share(label.precision.as_ref()),
        f1: label.f1,
        standing: label.standing(aim),
    }
}

/// A share with its interval.
pub fn share(of: Option<&Proportion>) -> Figure {
    of.map_or_else(Figure::default, |of| figure(Some(of.share()), Some(of.interval), of.rows))
}

fn figure(value: Option<f64>, interval: Option<Interval>, n: u64) -> Figure {
    Figure { value, low: interval.map(|within| within.low), high: interval.map(|within| within.high), n }
}
