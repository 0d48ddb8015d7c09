//! The arena: runs that compete by blind pairs of rows.

use crate::app::App;
use crate::error::{Result, WireError};
use crate::evaluation::{Competition, word};
use crate::types::{ArenaPair, ArenaRequest, ArenaView, JudgePair};

impl App {
    pub fn arena_next(&self, request: ArenaRequest) -> Result<Option<ArenaPair>> {
        let project = self.project()?;
        let competition = Competition::read(&project.read(), &request.runs)?;
        Ok(competition.next())
    }

    pub fn arena_judge(&self, request: JudgePair) -> Result<()> {
        let project = self.project()?;
        let word = word(request.outcome);
        let (left, right) = (request.left.into(), request.right.into());
        Ok(project.write()?.judge_pair(left, right, word, &self.reviewer(), self.now())?)
    }

    pub fn arena_take_back(&self, request: ArenaRequest) -> Result<ArenaView> {
        let project = self.project()?;
        project.write()?.take_pair_back(&self.reviewer(), self.now())?.ok_or_else(|| {
            WireError::not_found("There is nothing to take back: no judgment of yours on a pair stands.")
        })?;
        self.arena_view(request)
    }

    pub fn arena_view(&self, request: ArenaRequest) -> Result<ArenaView> {
        let project = self.project()?;
        let competition = Competition::read(&project.read(), &request.runs)?;
        Ok(competition.view())
    }
}
