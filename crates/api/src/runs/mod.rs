//! Runs: generate → commit → show.
//!
//! The runner makes attempts on its own thread and hands them to the committer, which writes them in groups, at
//! most [`commit::GROUP`] apart, and tells the window only then. What the window has shown is therefore on disk.

mod commit;
mod progress;

use std::sync::{Arc, Mutex};

use ::project::{Reader, Run, Status};
use dataset::Verdict;
use generation::{Control, Outcome, Plan};

use crate::error::{Result, WireError};
use crate::events::Events;
use crate::home::Home;
use crate::models::LoadedModel;
use crate::pace::Pace;
use crate::project::{OpenProject, sentence};
use crate::sync::lock;
use crate::types::{RunId, RunProgress, RunStatus, RunSummary};

use commit::Committer;
use progress::Tracker;

/// A run at work, or held.
pub struct ActiveRun {
    id: RunId,
    control: Control,
    tracker: Arc<Mutex<Tracker>>,
    project: Arc<OpenProject>,
    events: Arc<Events>,
    home: Arc<Home>,
    clock: fn() -> i64,
}

/// What a run needs to begin or to go on.
pub struct Start {
    pub run: Run,
    pub version: u64,
    pub plan: Plan,
    pub model: Arc<LoadedModel>,
    pub project: Arc<OpenProject>,
    pub events: Arc<Events>,
    pub home: Arc<Home>,
    pub clock: fn() -> i64,
}

impl ActiveRun {
    /// Begins, or goes on after what is stored.
    ///
    /// # Errors
    /// The project cannot be read or written.
    pub fn start(start: Start) -> Result<Arc<Self>> {
        let Start { run, version, plan, model, project, events, home, clock } = start;
        project.write()?.set_status(run.id, &Status::Running, clock())?;
        let run = project.read().run(run.id)?;
        let summary = summary(&project.read(), &run, version)?;
        let tracker = Tracker::new(summary, run.plan.attempts, &project.read().funnel(run.id)?, clock());
        let active = Arc::new(Self {
            id: RunId { run: run.id.0.cast_unsigned() },
            control: Control::default(),
            tracker: Arc::new(Mutex::new(tracker)),
            project,
            events,
            home,
            clock,
        });
        let runner = Arc::clone(&active);
        std::thread::Builder::new()
            .name("run".to_owned())
            .spawn(move || runner.work(&run, &plan, &model))
            .map_err(|e| {
                WireError::failed("The run could not be started; close other programs and try again.")
                    .with_detail(e.to_string())
            })?;
        Ok(active)
    }

    /// Its number.
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Whether nothing more will happen.
    pub fn is_over(&self) -> bool {
        !matches!(lock(&self.tracker).status(), RunStatus::Running | RunStatus::Paused)
    }

    /// How it goes.
    pub fn progress(&self) -> RunProgress {
        lock(&self.tracker).progress((self.clock)())
    }

    /// A person changed what became of one of its attempts, or had one made, whose verdict before is `None`.
    pub fn changed(&self, before: Option<&Verdict>, after: &Verdict) {
        lock(&self.tracker).changed(before, after);
        self.tell(Vec::new());
    }

    /// Holds it at the next token.
    pub fn pause(&self) -> Result<()> {
        self.control.pause();
        self.set_status(RunStatus::Paused, None)
    }

    /// Goes on.
    pub fn resume(&self) -> Result<()> {
        self.control.resume();
        self.set_status(RunStatus::Running, None)
    }

    /// Ends it at the next token; its rows stay.
    pub fn cancel(&self) {
        self.control.cancel();
    }

    fn work(&self, run: &Run, plan: &Plan, model: &LoadedModel) {
        let before = model.model().speed().output_tokens;
        let made = self.progress().funnel.generated;
        let result = self.generate(run, plan, model);
        let pace = Pace {
            answers: self.progress().funnel.generated.saturating_sub(made),
            tokens: model.model().speed().output_tokens - before,
            seconds: self.progress().elapsed,
            batch: model.batch(),
        };
        let result = result.and_then(|outcome| self.home.measured(model.id(), pace).map(|()| outcome));
        let (status, failure) = match result {
            Ok(Outcome::Completed) => (RunStatus::Completed, None),
            Ok(Outcome::AttemptsExhausted { .. } | Outcome::InputsExhausted { .. }) => {
                (RunStatus::Exhausted, None)
            }
            Ok(Outcome::Cancelled) => (RunStatus::Cancelled, None),
            Err(error) => (RunStatus::Failed, Some(error.message)),
        };
        // A status that cannot be stored is shown all the same; on the next opening the run counts as interrupted.
        if let Err(error) = self.set_status(status, failure) {
            lock(&self.tracker).set_status(RunStatus::Failed, Some(error.message), (self.clock)());
            self.tell(Vec::new());
        }
    }

    fn generate(&self, run: &Run, plan: &Plan, model: &LoadedModel) -> Result<Outcome> {
        let reader = Reader::open(self.project.path())?;
        let mut committer = Committer::start(self, run.id, model, reader.judged(run.id)?);
        let mut unreadable = None;
        let recorded = reader.attempts_of(run.id).map_while(|next| match next {
            Ok((attempt, _)) => Some(attempt),
            Err(error) => {
                unreadable = Some(error);
                None
            }
        });
        let outcome = plan.run(model.model(), recorded, &mut committer, &self.control);
        let committed = committer.finish();
        if let Some(error) = unreadable {
            return Err(error.into());
        }
        // A failed commit is the cause of whatever the runner says.
        committed?;
        outcome.map_err(|error| WireError::failed(sentence(&error.to_string())))
    }

    fn set_status(&self, status: RunStatus, failure: Option<String>) -> Result<()> {
        let stored = stored_status(status, failure.as_deref());
        self.project.write()?.set_status(self.id.into(), &stored, (self.clock)())?;
        lock(&self.tracker).set_status(status, failure, (self.clock)());
        self.tell(Vec::new());
        Ok(())
    }

    fn tell(&self, rows: Vec<crate::types::RowSummary>) {
        self.events.send(crate::types::Notice::Run { progress: self.progress(), rows, writing: None });
    }
}

fn stored_status(status: RunStatus, failure: Option<&str>) -> Status {
    match status {
        RunStatus::Running => Status::Running,
        RunStatus::Paused => Status::Paused,
        RunStatus::Completed => Status::Completed,
        RunStatus::Exhausted => Status::Exhausted,
        RunStatus::Cancelled => Status::Cancelled,
        RunStatus::Failed => Status::Failed { reason: failure.unwrap_or_default().to_owned() },
    }
}

/// A stored run as a list shows it.
pub fn summary(reader: &Reader, run: &Run, version: u64) -> Result<RunSummary> {
    let funnel = reader.funnel(run.id)?;
    let (status, failure) = match &run.status {
        // Stored as running but not at work: interrupted.
        Status::Pending | Status::Paused => (RunStatus::Paused, None),
        Status::Running => (RunStatus::Running, None),
        Status::Completed => (RunStatus::Completed, None),
        Status::Exhausted => (RunStatus::Exhausted, None),
        Status::Cancelled => (RunStatus::Cancelled, None),
        Status::Failed { reason } => (RunStatus::Failed, Some(reason.clone())),
    };
    Ok(RunSummary {
        run: run.id.0.cast_unsigned(),
        status,
        failure,
        recipe: run.plan.recipe.clone(),
        version,
        model: run.plan.model["name"].as_str().unwrap_or_default().to_owned(),
        seed: run.plan.seed,
        accepted: funnel.accepted,
        dropped: reader.dropped_count(run.id)?,
        wanted: run.plan.rows,
        attempts: funnel.generated,
        started: run.started.unwrap_or(run.created),
        finished: run.finished,
    })
}

/// How a run went that is not at work.
pub fn stored_progress(reader: &Reader, run: &Run, summary: RunSummary) -> Result<RunProgress> {
    let (now, finished) = (summary.started, summary.finished.unwrap_or(summary.started));
    let mut tracker = Tracker::new(summary, run.plan.attempts, &reader.funnel(run.id)?, now);
    tracker.stop(finished);
    Ok(tracker.progress(finished))
}
