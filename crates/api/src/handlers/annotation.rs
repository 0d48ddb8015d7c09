//! A model is asked about the rows of a run.

use std::sync::Arc;
use std::time::Instant;

use ::project::{AnnotationId, Answer, AttemptId};
use curation::{Rows, Vectors};

use crate::annotation::{
    Asked, Inquiry, MOST_ROUNDS, RUBRIC, StartingLabels, Subject, TaughtRounds, Teaching, Work, columns,
    is_open, wanted,
};
use crate::app::App;
use crate::curation::with_vectors;
use crate::error::{Result, WireError};
use crate::evaluation::RunRows;
use crate::home::Home;
use crate::models::LoadedModel;
use crate::pace::Pace;
use crate::project::OpenProject;
use crate::types::{AnnotationView, AskEstimate, AskRequest, Question, QuestionState, RunId, Taught};

impl App {
    pub fn annotation_view(&self, request: RunId) -> Result<AnnotationView> {
        let project = self.project()?;
        let found = self.grouped(&project.read(), request.run)?;
        let state = |question: Question| {
            let asked = found.asked.iter().find(|asked| asked.question.key() == question.key());
            state(&found, question, asked)
        };
        Ok(AnnotationView {
            questions: Question::all(&found.recipe).into_iter().map(state).collect(),
            rubric: RUBRIC.to_owned(),
            columns: columns(&found.recipe),
            rows: found.rows.len() as u64,
            reviewed: found.reviewed.len() as u64,
        })
    }

    pub fn annotation_estimate(&self, request: AskRequest) -> Result<AskEstimate> {
        let (project, model) = (self.project()?, self.model()?);
        let request = self.with_encoder(&project, request)?;
        let found = self.grouped(&project.read(), request.run)?;
        let before = before(&found, &request, &model);
        let pace = self.home.asking_pace(&request.question.pace(model.id()));
        let estimate = |rows: usize, answers: usize| AskEstimate {
            rows: rows as u64,
            seconds: pace.map(|pace| pace.seconds_per_answer() * answers as f64),
        };
        if let Question::FreeAl { rounds, .. } = request.question {
            let made = match before {
                Some(_) => TaughtRounds::of_run(&project.read(), request.run)?.rounds.len(),
                None => 0,
            };
            let answers = found.rows.len() * (rounds as usize).saturating_sub(made);
            return Ok(estimate(answers, answers));
        }
        let turns = request.question.turns();
        let items = wanted(&found, &request.question, request.rows);
        let open = |turn| items.iter().filter(move |item| is_open(item, turn, before)).count();
        let rows = items.iter().filter(|item| (0..turns).any(|turn| is_open(item, turn, before))).count();
        Ok(estimate(rows, (0..turns).map(open).sum()))
    }

    pub fn annotation_start(&self, request: AskRequest) -> Result<()> {
        let (project, model) = (self.project()?, self.model()?);
        let request = self.with_encoder(&project, request)?;
        let found = self.grouped(&project.read(), request.run)?;
        ready(&found, &request.question)?;
        let encoder = match request.question {
            Question::FreeAl { rounds, .. } if !(1..=MOST_ROUNDS).contains(&rounds) => {
                return Err(WireError::input(format!("Choose from 1 to {MOST_ROUNDS} rounds.")));
            }
            Question::FreeAl { start, .. } => {
                let inquiry = Inquiry::new(&found.recipe, &request.question);
                if StartingLabels::of(&found, &inquiry, start).labelled() == 0 {
                    return Err(WireError::input(
                        "No row has a label to start from; let the model label the rows first.",
                    ));
                }
                self.encoder_for(Vectors::Welcome)?
            }
            _ => None,
        };
        let control = self
            .annotations
            .begin(request.run)
            .ok_or_else(|| WireError::busy("The model is already being asked about this run."))?;
        // Fails before the model is asked rather than after.
        let annotation = self
            .annotation(&project, &found, &request, &model)
            .inspect_err(|_| self.annotations.end(&request.run))?;
        let (annotations, home, kept, clock) =
            (Arc::clone(&self.annotations), Arc::clone(&self.home), Arc::clone(&self.kept), self.clock());
        let AskRequest { run, question, rows, .. } = request;
        self.in_background(format!("annotation:{}", question.key()), run, move |tell| {
            let keep = |answers: &[Answer]| Ok(project.write()?.add_answers(annotation, answers)?);
            let inquiry = Inquiry::new(&found.recipe, &question);
            // Only one that is gone on with was there before.
            let before = found.asked.iter().find(|asked| asked.id == Some(annotation));
            let ask = |answers: &mut u64| match question {
                Question::FreeAl { rounds, start } => {
                    let sha256 = encoder.as_ref().map(|encoder| encoder.sha256().to_owned());
                    let report = |made: &[Taught]| {
                        let made = TaughtRounds { encoder: sha256.clone(), rounds: made.to_vec() };
                        Ok(project.write()?.set_setting(&TaughtRounds::setting(run), &made)?)
                    };
                    let finished = match before {
                        Some(_) => TaughtRounds::of_run(&project.read(), run)?.rounds.len(),
                        None => report(&[]).map(|()| 0)?,
                    };
                    let start = StartingLabels::of(&found, &inquiry, start);
                    let texts = start.items.iter().map(|item| (item.given.text.clone(), None));
                    let texts = match &encoder {
                        Some(encoder) => with_vectors(Rows::new(texts), &mut [], encoder, &kept)?,
                        None => Rows::new(texts),
                    };
                    let teaching = Teaching {
                        inquiry,
                        start,
                        rows: texts,
                        rounds,
                        before,
                        keep: &keep,
                        report: &report,
                        finished,
                        seed: found.run.plan.seed,
                    };
                    teaching.make(model.model(), clock, &control, answers, tell)
                }
                _ => {
                    let (turns, items) = (question.turns(), wanted(&found, &question, rows));
                    let work = Work { inquiry, turns, items, before, keep: &keep };
                    work.ask(model.model(), clock, &control, answers, tell)
                }
            };
            let result = paced(&question, &model, &home, ask);
            annotations.end(&run);
            result.map(|finished| finished.then_some(()))
        })
    }

    pub fn annotation_cancel(&self, request: RunId) -> Result<()> {
        self.annotations.cancel(&request.run);
        Ok(())
    }

    /// What answers are kept under: the annotation that they go on with, or a new one.
    pub(super) fn annotation(
        &self,
        project: &OpenProject,
        found: &RunRows,
        request: &AskRequest,
        model: &LoadedModel,
    ) -> Result<AnnotationId> {
        let mut writer = project.write()?;
        if let Some(kept) = before(found, request, model).and_then(|before| before.id) {
            return Ok(kept);
        }
        let question = serde_json::to_value(&request.question)
            .map_err(|e| WireError::failed("The question could not be kept.").with_detail(e.to_string()))?;
        let card = model.model().card();
        Ok(writer.annotate(found.run.id, &question, &card.name, &card.sha256, self.now())?)
    }
}

/// Asks, and remembers how fast the model was. Says whether it went to the end.
pub(super) fn paced(
    question: &Question,
    model: &LoadedModel,
    home: &Home,
    ask: impl FnOnce(&mut u64) -> Result<bool>,
) -> Result<bool> {
    let (begun, read) = (Instant::now(), model.model().speed().prompt_tokens);
    let mut answers = 0;
    let result = ask(&mut answers);
    let pace = Pace {
        answers,
        tokens: model.model().speed().prompt_tokens - read,
        seconds: begun.elapsed().as_secs_f64(),
        batch: model.batch(),
    };
    home.asked(&question.pace(model.id()), pace)?;
    result
}

/// What the same model answered to the very same question, where it is gone on with.
pub(super) fn before<'f>(found: &'f RunRows, request: &AskRequest, model: &LoadedModel) -> Option<&'f Asked> {
    let sha256 = &model.model().card().sha256;
    let same = |asked: &&Asked| asked.question == request.question && asked.sha256 == *sha256;
    let continues = |asked: &&Asked| match asked.question {
        // Rounds are made as before from the same labels of the same rows alone.
        Question::FreeAl { start, .. } => {
            StartingLabels::of(found, &Inquiry::new(&found.recipe, &asked.question), start).continues(asked)
        }
        _ => true,
    };
    found.asked.iter().find(same).filter(|_| !request.anew).filter(continues)
}

/// # Errors
/// The question cannot be asked yet.
pub(super) fn ready(found: &RunRows, question: &Question) -> Result<()> {
    needs(found, question).map_or(Ok(()), |needs| Err(WireError::input(needs)))
}

/// Why a question cannot be asked, in a sentence.
pub(super) fn needs(found: &RunRows, question: &Question) -> Option<String> {
    let sentence = match question {
        _ if found.rows.is_empty() => "The run has no rows yet.",
        Question::Groups if found.groups.is_empty() => {
            "Groups are found where likeness in meaning is measured; measure it first."
        }
        _ => return None,
    };
    Some(sentence.to_owned())
}

pub(super) fn state(found: &RunRows, question: Question, asked: Option<&Asked>) -> QuestionState {
    let question = asked.map_or(question, |asked| asked.question.clone());
    let inquiry = Inquiry::new(&found.recipe, &question);
    let (mut answered, mut changed, mut reviewed) = (0, 0, 0);
    let of_groups = question == Question::Groups;
    if of_groups {
        let items = wanted(found, &question, None);
        answered = items.iter().filter(|item| !is_open(item, 0, asked)).count() as u64;
    } else if let Some(asked) = asked {
        let holds = |id: AttemptId, subject: Subject<'_>| {
            let item = inquiry.item(id, subject, false);
            item.is_some_and(|item| (0..question.turns()).all(|turn| !is_open(&item, turn, Some(asked))))
        };
        for (id, subject) in found.asked_rows().subjects() {
            match holds(id, subject) {
                true => answered += 1,
                false => changed += u64::from(asked.knows(id)),
            }
        }
        reviewed = found.reviewed.iter().filter(|seen| holds(seen.id, seen.subject())).count() as u64;
    }
    QuestionState {
        key: question.key(),
        of: if of_groups { found.groups.len() } else { found.rows.len() } as u64,
        answered,
        changed,
        reviewed,
        at: asked.map(|asked| asked.at),
        model: asked.map(|asked| asked.model.clone()),
        needs: needs(found, &question),
        question,
    }
}
