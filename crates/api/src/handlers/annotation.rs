//! A model is asked about the rows of a run.

use std::sync::Arc;
use std::time::Instant;

use ::project::AnnotationId;
use curation::{Rows, Vectors};

use super::labelling::{report_of, taught};
use crate::annotation::{
    Asked, Inquiry, MOST_ROUNDS, RUBRIC, StartingLabels, Teaching, Work, is_open, wanted,
};
use crate::app::App;
use crate::curation::with_vectors;
use crate::error::{Result, WireError};
use crate::evaluation::RunRows;
use crate::models::LoadedModel;
use crate::pace::Pace;
use crate::project::OpenProject;
use crate::types::{AnnotationView, AskEstimate, AskRequest, Question, QuestionState, RunId};

impl App {
    pub fn annotation_view(&self, request: RunId) -> Result<AnnotationView> {
        let project = self.project()?;
        let found = RunRows::read(&project.read(), request.into())?;
        let state = |question: Question| {
            let asked = found.asked.iter().find(|asked| asked.question.key() == question.key());
            state(&found, question, asked)
        };
        Ok(AnnotationView {
            questions: Question::all(&found.recipe).into_iter().map(state).collect(),
            rubric: RUBRIC.to_owned(),
            rows: found.rows.len() as u64,
            reviewed: found.reviewed.len() as u64,
        })
    }

    pub fn annotation_estimate(&self, request: AskRequest) -> Result<AskEstimate> {
        let (project, model) = (self.project()?, self.model()?);
        let found = RunRows::read(&project.read(), RunId { run: request.run }.into())?;
        let before = before(&found, &request, &model);
        if let Question::FreeAl { rounds, .. } = request.question {
            let made = match before {
                Some(_) => taught(&project, request.run)?.len(),
                None => 0,
            };
            let rows = found.rows.len() * (rounds as usize).saturating_sub(made);
            // Examples make a prompt long, so that other questions' pace says nothing.
            return Ok(AskEstimate { rows: rows as u64, seconds: None });
        }
        let turns = request.question.turns();
        let items = wanted(&found, &request.question, request.rows);
        let open = |turn| items.iter().filter(move |item| is_open(item, turn, before)).count();
        let rows = items.iter().filter(|item| (0..turns).any(|turn| is_open(item, turn, before))).count();
        let answers = (0..turns).map(open).sum::<usize>() as f64;
        let pace = self.home.asking_pace(model.id());
        Ok(AskEstimate { rows: rows as u64, seconds: pace.map(|pace| pace.seconds_per_answer() * answers) })
    }

    pub fn annotation_start(&self, request: AskRequest) -> Result<()> {
        let (project, model) = (self.project()?, self.model()?);
        let found = RunRows::read(&project.read(), RunId { run: request.run }.into())?;
        if let Some(needs) = needs(&found) {
            return Err(WireError::input(needs));
        }
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
        let AskRequest { run, question, .. } = request.clone();
        self.in_background(format!("annotation:{}", question.key()), run, move |tell| {
            let (begun, read) = (Instant::now(), model.model().speed().prompt_tokens);
            let mut answers = 0;
            let inquiry = Inquiry::new(&found.recipe, &question);
            let before = before(&found, &request, &model);
            let ask = || match question {
                Question::FreeAl { rounds, start } => {
                    let start = StartingLabels::of(&found, &inquiry, start);
                    let texts = start.items.iter().map(|item| (item.given.text.clone(), None));
                    let rows = match &encoder {
                        Some(encoder) => with_vectors(Rows::new(texts), &mut [], encoder, &kept)?,
                        None => Rows::new(texts),
                    };
                    let (report, seed) = (report_of(run), found.run.plan.seed);
                    let teaching =
                        Teaching { inquiry, start, rows, rounds, before, annotation, report, seed };
                    teaching.make(model.model(), &project, clock, &control, &mut answers, tell)
                }
                _ => {
                    let (turns, items) = (question.turns(), wanted(&found, &question, request.rows));
                    let work = Work { inquiry, turns, items, before, annotation };
                    work.ask(model.model(), &project, clock, &control, &mut answers, tell)
                }
            };
            let result = ask();
            annotations.end(&run);
            if !matches!(question, Question::FreeAl { .. }) {
                home.asked(
                    model.id(),
                    Pace {
                        answers,
                        tokens: model.model().speed().prompt_tokens - read,
                        seconds: begun.elapsed().as_secs_f64(),
                        batch: model.batch(),
                    },
                )?;
            }
            result.map(|finished| finished.then_some(()))
        })
    }

    pub fn annotation_cancel(&self, request: RunId) -> Result<()> {
        self.annotations.cancel(&request.run);
        Ok(())
    }

    /// What answers are kept under: the annotation that they go on with, or a new one.
    fn annotation(
        &self,
        project: &OpenProject,
        found: &RunRows,
        request: &AskRequest,
        model: &LoadedModel,
    ) -> Result<AnnotationId> {
        let mut writer = project.write()?;
        if let Some(before) = before(found, request, model) {
            return Ok(before.annotation.id);
        }
        let question = serde_json::to_value(&request.question)
            .map_err(|e| WireError::failed("The question could not be kept.").with_detail(e.to_string()))?;
        let card = model.model().card();
        Ok(writer.annotate(found.run.id, &question, &card.name, &card.sha256, self.now())?)
    }
}

/// What the same model answered to the very same question, where it is gone on with.
fn before<'f>(found: &'f RunRows, request: &AskRequest, model: &LoadedModel) -> Option<&'f Asked> {
    let sha256 = &model.model().card().sha256;
    let same = |asked: &&Asked| asked.question == request.question && asked.annotation.sha256 == *sha256;
    let continues = |asked: &&Asked| match asked.question {
        // Rounds are made as before from the same labels of the same rows alone.
        Question::FreeAl { start, .. } => {
            StartingLabels::of(found, &Inquiry::new(&found.recipe, &asked.question), start).continues(asked)
        }
        _ => true,
    };
    found.asked.iter().find(same).filter(|_| !request.anew).filter(continues)
}

pub(super) fn needs(found: &RunRows) -> Option<String> {
    found.rows.is_empty().then(|| "The run has no rows yet.".to_owned())
}

pub(super) fn state(found: &RunRows, question: Question, asked: Option<&Asked>) -> QuestionState {
    let question = asked.map_or(question, |asked| asked.question.clone());
    let inquiry = Inquiry::new(&found.recipe, &question);
    let (mut answered, mut changed, mut reviewed) = (0, 0, 0);
    if let Some(asked) = asked {
        let holds = |id, row| {
            let item = inquiry.item(id, row, false);
            item.is_some_and(|item| (0..question.turns()).all(|turn| !is_open(&item, turn, Some(asked))))
        };
        for (id, row) in found.ids.iter().zip(found.rows.rows()) {
            match holds(*id, row) {
                true => answered += 1,
                false => changed += u64::from(asked.knows(*id)),
            }
        }
        reviewed = found.reviewed.iter().filter(|seen| holds(seen.id, &seen.row)).count() as u64;
    }
    QuestionState {
        key: question.key(),
        answered,
        changed,
        reviewed,
        at: asked.map(|asked| asked.annotation.at),
        model: asked.map(|asked| asked.annotation.model.clone()),
        needs: needs(found),
        question,
    }
}
