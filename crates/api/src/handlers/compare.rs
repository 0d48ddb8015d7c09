//! Figures of several runs side by side.

use generation::Control;

use crate::app::App;
use crate::error::{Result, WireError};
use crate::evaluation::{self as figures, Compared, RunRows};
use crate::handlers::evaluate::files;
use crate::sync::lock;
use crate::types::{CompareRuns, Notice, RunComparison, RunId, RunStatus};

/// Name of the job that tells how a comparison goes.
const JOB: &str = "comparison";

impl App {
    pub fn evaluation_compare(&self, request: CompareRuns) -> Result<RunComparison> {
        let control = Control::default();
        std::mem::replace(&mut *lock(&self.comparison), control.clone()).cancel();
        let project = self.project()?;
        let reader = project.read();
        let files = files(&reader)?;
        let read = |run: &u64| {
            let run = RunRows::read(&reader, RunId { run: *run }.into())?;
            let (parts, _) = self.parts_of(&reader, &run, &files)?;
            Ok(Compared { run, parts: parts.into_iter().flat_map(|part| part.measures).collect() })
        };
        let runs = request.runs.iter().map(read).collect::<Result<Vec<_>>>()?;
        drop(reader);
        let run = request.runs.first().copied().unwrap_or_default();
        let tell = |done, total| {
            let (job, status) = (JOB.to_owned(), RunStatus::Running);
            self.events.send(Notice::Job { job, run, done, total, status, failure: None });
            !control.is_cancelled()
        };
        figures::compare(&runs, &tell).ok_or_else(|| WireError::cancelled("The comparison was stopped."))
    }

    pub fn evaluation_compare_cancel(&self, (): ()) -> Result<()> {
        lock(&self.comparison).cancel();
        Ok(())
    }
}
