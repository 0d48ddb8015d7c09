//! Models that label beside people, and with students.

use curation::Vectors;
use curation::enhancement::{Comparison, improvement};
use evaluation::Figure;

use super::annotation::{before, needs, state};
use crate::annotation::{TaughtRounds, beside_people};
use crate::app::App;
use crate::codebook;
use crate::error::{Result, WireError};
use crate::evaluation::RunRows;
use crate::project::OpenProject;
use crate::types::{
    AskRequest, CodebookRequest, CodebookView, Question, RunId, Taught, TaughtRound, TeachingView,
};

impl App {
    pub fn codebook_view(&self, request: CodebookRequest) -> Result<CodebookView> {
        if !(0.0..=1.0).contains(&request.aim) {
            return Err(WireError::input("The aim is a share of the rows, from 0 to 1."));
        }
        let project = self.project()?;
        if project.exchange().is_some() {
            return Err(WireError::input(
                "This is a reviewer's file; the model is compared with people in the project that it came from.",
            ));
        }
        let found = RunRows::read(&project.read(), RunId { run: request.run }.into())?;
        Ok(codebook::view(&found, request.aim))
    }

    pub fn teaching_view(&self, request: RunId) -> Result<TeachingView> {
        let project = self.project()?;
        let found = RunRows::read(&project.read(), request.into())?;
        let made = TaughtRounds::of_run(&project.read(), request.run)?.rounds;
        let last = found.asked.iter().find(|asked| matches!(asked.question, Question::FreeAl { .. }));
        let (people, after) = last.map(|asked| beside_people(&found, asked)).unwrap_or_default();
        let labelled: Vec<usize> = (0..people.len()).collect();
        let agreement = |model: &[Option<String>]| {
            codebook::share(Comparison::of(&people, model, found.run.plan.seed).agreement.as_ref())
        };
        let round = |(taught, model): (Taught, &Vec<Option<String>>)| TaughtRound {
            taught,
            agreement: agreement(model),
            effect: after.first().and_then(|before| improvement(&labelled, &people, before, model)),
        };
        let labels = found.rows.rows().iter().filter(|row| row.label.is_some()).count();
        let asked = found.asked.iter().find(|asked| asked.question == Question::Label);
        let continues = match last.zip(self.model().ok()) {
            None => false,
            Some((asked, model)) => {
                let question = asked.question.clone();
                let request = AskRequest { run: request.run, question, rows: None, anew: false };
                before(&found, &self.with_encoder(&project, request)?, &model).is_some()
            }
        };
        Ok(TeachingView {
            continues,
            rows: found.rows.len() as u64,
            carried: labels as u64,
            asked: state(&found, Question::Label, asked).answered,
            question: last.map(|asked| asked.question.clone()),
            model: last.map(|asked| asked.model.clone()),
            at: last.map(|asked| asked.at),
            start: after.first().map_or_else(Figure::default, |before| agreement(before)),
            rounds: made.into_iter().zip(after.iter().skip(1)).map(round).collect(),
            needs: (found.recipe.task.labels.len() < 2 || found.label.is_none())
                .then(|| "The recipe of this run does not say which labels there are.".to_owned())
                .or_else(|| needs(&found, &Question::Label)),
        })
    }
}

impl App {
    /// The same request; of rounds that were made with vectors of another encoder, for new ones.
    pub(super) fn with_encoder(&self, project: &OpenProject, request: AskRequest) -> Result<AskRequest> {
        if !matches!(request.question, Question::FreeAl { .. }) {
            return Ok(request);
        }
        let encoder = self.encoder_for(Vectors::Welcome)?.map(|encoder| encoder.sha256().to_owned());
        let made = TaughtRounds::of_run(&project.read(), request.run)?;
        Ok(AskRequest { anew: request.anew || made.encoder != encoder, ..request })
    }
}
