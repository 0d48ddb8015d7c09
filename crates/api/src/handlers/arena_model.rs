//! The arena with a model as judge.

use std::sync::Arc;

use crate::annotation::judge_pairs;
use crate::app::App;
use crate::error::{Result, WireError};
use crate::evaluation::Competition;
use crate::types::{ArenaRequest, ModelArena, ModelPairs};

impl App {
    pub fn arena_models(&self, request: ArenaRequest) -> Result<Vec<ModelArena>> {
        let project = self.project()?;
        let competition = Competition::read(&project.read(), &request.runs)?;
        Ok(competition.models())
    }

    pub fn arena_model_start(&self, request: ModelPairs) -> Result<()> {
        let (project, model) = (self.project()?, self.model()?);
        // Fails before the model is asked rather than after.
        drop(project.write()?);
        let competition = Competition::read(&project.read(), &request.runs)?;
        if competition.for_model(&model.model().card().sha256, 1).is_empty() {
            return Err(WireError::input("The model has judged every pair of these runs."));
        }
        let control =
            self.arenas.begin(()).ok_or_else(|| WireError::busy("The model is already judging pairs."))?;
        let (arenas, clock) = (Arc::clone(&self.arenas), self.clock());
        let run = request.runs.first().copied().unwrap_or_default();
        self.in_background("arena".to_owned(), run, move |tell| {
            let pairs = competition.for_model(&model.model().card().sha256, request.pairs);
            let result = judge_pairs(&pairs, model.model(), &project, clock, &control, tell);
            arenas.end(&());
            result.map(|finished| finished.then_some(()))
        })
    }

    pub fn arena_model_cancel(&self, (): ()) -> Result<()> {
        self.arenas.cancel(&());
        Ok(())
    }
}
