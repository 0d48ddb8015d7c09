//! A model and a student that teach each other the labels of rows (FreeAL, Xiao et al. 2023): a student learns what it can
//! trust of the model's labels, and the model labels the others again, each with those demonstrations that are most like it of
//! rows that both are sure of.

use std::collections::{BTreeMap, HashMap};

use ::project::{Answer, AttemptId, Reader};
use ::recipe::Label;
use curation::Rows;
use curation::enhancement::{Annotation, Distillation, FreeAlOptions, Request};
use generation::Control;
use inference::Model;
use serde::{Deserialize, Serialize};

use super::work::Keeper;
use super::{Asked, Example, Given, Inquiry, Item, LONGEST, Said, Subject};
use crate::error::Result;
use crate::evaluation::{RunRows, Seen};
use crate::types::{Question, StartLabels, Taught};

/// Rows that are asked about by one plan, which holds their demonstrations.
const TOGETHER: usize = 1024;

/// A label that rounds start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    label: String,
    /// Of each label its probability, where a model gave it.
    probabilities: BTreeMap<String, f64>,
}

/// The rows of a run and the labels that they start from.
pub struct StartingLabels {
    pub items: Vec<Item>,
    pub starts: Vec<Option<Start>>,
}

/// A row of the dataset as it is without what people said of it, so that their labels can judge the model's.
fn unreviewed(found: &RunRows) -> impl Iterator<Item = (AttemptId, Subject<'_>, Option<&Seen>)> {
    let seen: HashMap<AttemptId, &Seen> = found.reviewed.iter().map(|seen| (seen.id, seen)).collect();
    found.asked_rows().subjects().map(move |(id, subject)| {
        let seen = seen.get(&id).copied();
        (id, seen.map_or(subject, Seen::subject), seen)
    })
}

impl StartingLabels {
    /// The rows of the dataset with the labels that they carry, or that a model gave them when it was asked.
    pub fn of(found: &RunRows, inquiry: &Inquiry<'_>, from: StartLabels) -> Self {
        let asked = found.asked.iter().find(|asked| asked.question == Question::Label);
        let label = Inquiry::new(&found.recipe, &Question::Label);
        let start = |id: AttemptId, subject: Subject<'_>| match from {
            StartLabels::Carried => {
                Some(Start { label: subject.row.label.clone()?, probabilities: BTreeMap::new() })
            }
            StartLabels::Asked => {
                let answers = asked?.answers_about(&label, id, subject);
                let answer = answers.first().copied()??;
                Some(Start { label: answer.said.clone(), probabilities: answer.probabilities.clone() })
            }
        };
        let each = unreviewed(found)
            .filter_map(|(id, subject, _)| Some((inquiry.item(id, subject, true)?, start(id, subject))));
        let (items, starts) = each.unzip();
        Self { items, starts }
    }

    /// How many rows have a label to start from.
    pub fn labelled(&self) -> usize {
        self.starts.iter().flatten().count()
    }

    /// Whether what was answered before started from the same labels of the same rows: then every round is made as it was.
    pub fn continues(&self, before: &Asked) -> bool {
        let holds = |(item, start): (&Item, &Option<Start>)| {
            let known = before.answer(item.id, &item.basis, 0).map(|answer| &answer.said);
            known == start.as_ref().map(|start| &start.label)
        };
        before.count(0) == self.labelled() && self.items.iter().zip(&self.starts).all(holds)
    }
}

/// The label of a row after so many rounds.
pub fn label_after<'a>(answers: &[Option<&'a Answer>], round: usize) -> Option<&'a Answer> {
    answers.iter().take(round + 1).rev().find_map(|answer| *answer)
}

/// Labels of rows; `None` where none was given.
type Labels = Vec<Option<String>>;

/// The labels of the rows of the dataset to which people gave one: theirs, and the model's before the first round and after
/// each.
pub fn beside_people(found: &RunRows, taught: &Asked) -> (Labels, Vec<Labels>) {
    let inquiry = Inquiry::new(&found.recipe, &taught.question);
    let (mut people, mut after) = (Labels::new(), vec![Labels::new(); taught.question.turns() as usize]);
    for (id, row, seen) in unreviewed(found) {
        let Some(label) = seen.and_then(|seen| seen.label.clone()) else { continue };
        people.push(Some(label));
        let answers = taught.answers_about(&inquiry, id, row);
        for (round, labels) in (0..).zip(&mut after) {
            labels.push(label_after(&answers, round).map(|answer| answer.said.clone()));
        }
    }
    (people, after)
}

/// What became of the rounds so far, as the project keeps it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TaughtRounds {
    /// SHA-256 of what made the vectors by which the student learns, in hexadecimal; `None` where it learns by words alone.
    pub encoder: Option<String>,
    /// Those that were finished.
    pub rounds: Vec<Taught>,
}

impl TaughtRounds {
    /// Setting of the project that keeps those of a run.
    pub fn setting(run: u64) -> String {
        format!("taught-{run}")
    }

    /// Those that were made last.
    pub fn of_run(reader: &Reader, run: u64) -> Result<Self> {
        Ok(reader.setting(&Self::setting(run))?.unwrap_or_default())
    }
}

/// Rounds in which a model and a student teach each other.
pub struct Teaching<'t> {
    pub inquiry: Inquiry<'t>,
    pub start: StartingLabels,
    /// The texts, and their vectors where there are some.
    pub rows: Rows,
    pub rounds: u32,
    /// What was answered before and is gone on with.
    pub before: Option<&'t Asked>,
    /// Keeps answers, all or none.
    pub keep: &'t dyn Fn(&[Answer]) -> Result<()>,
    /// Keeps what became of the rounds so far, of which there were so many before.
    pub report: &'t dyn Fn(&[Taught]) -> Result<()>,
    pub finished: usize,
    pub seed: u64,
}

impl Teaching<'_> {
    /// Makes the rounds, and counts the model's answers. Says whether it went to the end; what was answered before `control`
    /// stopped it is kept.
    pub fn make(
        &self,
        model: &dyn Model,
        clock: fn() -> i64,
        control: &Control,
        answers: &mut u64,
        tell: &dyn Fn(u64, u64),
    ) -> Result<bool> {
        let rows = self.start.items.len() as u64;
        let total = rows * u64::from(self.rounds);
        tell(0, total);
        let Some(asking) = self.inquiry.asking(0, self.choices(), 0) else { return Ok(true) };
        let mut keeper = Keeper::new(self.keep);
        if self.before.is_none() {
            for (item, start) in self.start.items.iter().zip(&self.start.starts) {
                if let Some(Start { label, probabilities }) = start.clone() {
                    keeper.take(item, 0, Said { answer: label, probabilities }, clock())?;
                }
            }
            keeper.keep()?;
        }
        let labels = self.start.starts.iter().map(|start| Some(start.as_ref()?.label.clone())).collect();
        let (mut annotation, mut taught) = (Annotation::new(labels), Vec::new());
        for round in 1..=self.rounds {
            let distilled = annotation.distil(&self.rows, FreeAlOptions::default(), self.seed);
            if control.is_cancelled() {
                return Ok(false);
            }
            let mut said: Vec<(usize, String)> = Vec::new();
            let mut open: Vec<&Request> = Vec::new();
            for request in &distilled.requests {
                let item = &self.start.items[request.row];
                match self.before.and_then(|before| before.answer(item.id, &item.basis, round)) {
                    Some(answer) => said.push((request.row, answer.said.clone())),
                    None => open.push(request),
                }
            }
            let mut done = rows * u64::from(round) - open.len() as u64;
            tell(done, total);
            for requests in open.chunks(TOGETHER) {
                let given: Vec<Given> =
                    requests.iter().map(|request| self.given(request, &distilled)).collect();
                let finished = asking.ask(&given, model, control, |at, answer| {
                    let row = requests[at].row;
                    said.push((row, answer.answer.clone()));
                    *answers += 1;
                    done += 1;
                    tell(done, total);
                    keeper.take(&self.start.items[row], round, answer, clock())
                });
                keeper.keep()?;
                if !finished? {
                    return Ok(false);
                }
            }
            let mut round = Taught {
                learnt: distilled.learnt.len() as u64,
                clean: distilled.clean.len() as u64,
                asked: distilled.requests.len() as u64,
                answered: said.len() as u64,
                changed: 0,
            };
            let before = distilled.annotation().labels().to_vec();
            annotation = distilled.answered(said);
            round.changed =
                before.iter().zip(annotation.labels()).filter(|(old, new)| old != new).count() as u64;
            taught.push(round);
            // Rounds that are gone on with are the same again, and those after them still stand.
            if taught.len() > self.finished {
                (self.report)(&taught)?;
            }
        }
        tell(total, total);
        Ok(true)
    }

    fn choices(&self) -> &[Label] {
        self.start.items.first().map_or(&[], |item| &item.choices)
    }

    /// A row with its demonstrations, the most like it last and so next to it. Together they are no longer than a text may be.
    fn given(&self, request: &Request, distilled: &Distillation) -> Given {
        let labels = distilled.annotation().labels();
        let example = |row: &usize| {
            let text = self.start.items.get(*row)?.given.text.clone();
            Some(Example { text, answer: labels.get(*row)?.clone()? })
        };
        let mut words = 0;
        let fits = |example: &Example| {
            words += measures::word_count(&example.text);
            words <= LONGEST
        };
        let mut shown: Vec<Example> =
            request.demonstrations.iter().filter_map(example).take_while(fits).collect();
        shown.reverse();
        Given { shown, ..self.start.items[request.row].given.clone() }
    }
}
