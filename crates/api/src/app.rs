//! The application's state.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use generation::Control;

use crate::curation::Curating;
use crate::error::{Result, WireError};
use crate::events::Events;
use crate::home::Home;
use crate::jobs::Jobs;
use crate::kept::Kept;
use crate::models::{self, Downloads, HubChoice, LoadedModel};
use crate::project::OpenProject;
use crate::runs::ActiveRun;
use crate::sync::lock;
use crate::tables::Tables;
use crate::types::{EvaluationPart, Event, ModelEntry, Notice, Settings};
use crate::vectors::TextEncoder;

/// How an application is set up.
pub struct Options {
    /// Folder for settings and new projects; the user's own folder for the program where absent.
    pub home: Option<PathBuf>,
    /// The time now, in milliseconds since 1970 (UTC).
    pub clock: fn() -> i64,
    /// Allows downloads, whatever the settings say, and from which hub.
    pub hub: Option<HubChoice>,
}

impl Default for Options {
    fn default() -> Self {
        Self { home: None, clock: system_clock, hub: None }
    }
}

fn system_clock() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// The application: settings, the loaded model, the open project and what goes on in it.
pub struct App {
    pub(crate) home: Arc<Home>,
    pub(crate) events: Arc<Events>,
    /// Previews by number.
    pub(crate) previews: Arc<Jobs<u64>>,
    /// Questions about rows that a model is asked, by run.
    pub(crate) annotations: Arc<Jobs<u64>>,
    /// Pairs of an arena that a model judges.
    pub(crate) arenas: Arc<Jobs<()>>,
    /// Pipelines of curation being made, by run.
    pub(crate) curations: Arc<Jobs<u64>>,
    /// The rows under work on the Curate page.
    pub(crate) curating: Arc<Mutex<Curating>>,
    /// Parts of figures being measured, by run.
    pub(crate) parts: Arc<Jobs<(u64, EvaluationPart)>>,
    /// The comparison of runs under way.
    pub(crate) comparison: Mutex<Control>,
    /// Files that rows are held against.
    pub(crate) tables: Arc<Tables>,
    /// Tries by hand, by run and draw.
    pub(crate) retries: Jobs<(u64, u64)>,
    pub(crate) downloads: Arc<Downloads>,
    clock: fn() -> i64,
    model: Mutex<Option<Arc<LoadedModel>>>,
    project: Mutex<Option<Arc<OpenProject>>>,
    run: Mutex<Option<Arc<ActiveRun>>>,
    next_preview: AtomicU64,
    pub(crate) kept: Arc<Kept>,
    /// The sentence encoder last used, with its folder.
    encoder: Mutex<Option<(String, Arc<TextEncoder>)>>,
}

impl App {
    /// Sets the application up. The model is loaded by [`App::load_chosen_model`] or [`App::load_model`].
    ///
    /// # Errors
    /// The program's folder cannot be written.
    pub fn open(options: Options) -> Result<Self> {
        let folder = match options.home {
            Some(folder) => folder,
            None => directories::ProjectDirs::from("app", "", "Seedbed")
                .ok_or_else(|| {
                    WireError::failed(
                        "There is no home folder for settings; set the variable HOME to a folder.",
                    )
                })?
                .data_dir()
                .to_path_buf(),
        };
        let (home, events) = (Arc::new(Home::open(folder)?), Arc::<Events>::default());
        let downloads = Downloads::new(Arc::clone(&home), Arc::clone(&events), options.clock, options.hub);
        Ok(Self {
            kept: Arc::new(Kept::new(Arc::clone(&home))),
            home,
            events,
            downloads: Arc::new(downloads),
            previews: Arc::default(),
            annotations: Arc::default(),
            arenas: Arc::default(),
            curations: Arc::default(),
            curating: Arc::default(),
            parts: Arc::default(),
            comparison: Mutex::default(),
            tables: Arc::default(),
            retries: Jobs::default(),
            clock: options.clock,
            model: Mutex::new(None),
            project: Mutex::new(None),
            run: Mutex::new(None),
            next_preview: AtomicU64::new(1),
            encoder: Mutex::new(None),
        })
    }

    /// Sends every event from now on to a listener, until it answers `false`.
    pub fn subscribe(&self, listener: impl Fn(&Event) -> bool + Send + 'static) {
        self.events.listen(listener);
    }

    /// The user's settings.
    pub fn settings(&self) -> Settings {
        self.home.settings()
    }

    /// The time now, in milliseconds since 1970 (UTC).
    pub(crate) fn now(&self) -> i64 {
        (self.clock)()
    }

    pub(crate) fn clock(&self) -> fn() -> i64 {
        self.clock
    }

    /// The model in use.
    ///
    /// # Errors
    /// None is loaded yet.
    pub fn model(&self) -> Result<Arc<LoadedModel>> {
        lock(&self.model)
            .clone()
            .ok_or_else(|| WireError::busy("The model is still being loaded; try again in a moment."))
    }

    /// The sentence encoder in a folder, loaded once.
    pub(crate) fn sentence_encoder(&self, folder: &str) -> Result<Arc<TextEncoder>> {
        let mut known = lock(&self.encoder);
        if let Some((_, encoder)) = known.as_ref().filter(|(known, _)| known == folder) {
            return Ok(Arc::clone(encoder));
        }
        let encoder = Arc::new(TextEncoder::load(Path::new(folder))?);
        *known = Some((folder.to_owned(), Arc::clone(&encoder)));
        Ok(encoder)
    }

    pub(crate) fn model_entry(&self) -> Option<ModelEntry> {
        lock(&self.model).as_ref().map(|model| models::entry_of(model, &self.home, true))
    }

    pub(crate) fn set_model(&self, model: Option<Arc<LoadedModel>>) {
        *lock(&self.model) = model;
        self.events.send(Notice::Model { model: self.model_entry().map(Box::new), failure: None });
    }

    /// The open project.
    ///
    /// # Errors
    /// None is open.
    pub fn project(&self) -> Result<Arc<OpenProject>> {
        lock(&self.project).clone().ok_or_else(|| {
            WireError::not_found("No project is open; choose a recipe from the gallery or open a project.")
        })
    }

    pub(crate) fn tell_model_failure(&self, error: WireError) {
        self.events
            .send(Notice::Model { model: self.model_entry().map(Box::new), failure: Some(error.message) });
    }

    pub(crate) fn set_project(&self, project: OpenProject) {
        *lock(&self.project) = Some(Arc::new(project));
    }

    pub(crate) fn take_project(&self) -> Option<Arc<OpenProject>> {
        lock(&self.project).take()
    }

    /// The run in progress.
    pub(crate) fn active_run(&self) -> Option<Arc<ActiveRun>> {
        let mut run = lock(&self.run);
        run.take_if(|run| run.is_over());
        run.clone()
    }

    /// Begins a run unless one is in progress.
    pub(crate) fn begin_run(&self, begin: impl FnOnce() -> Result<Arc<ActiveRun>>) -> Result<Arc<ActiveRun>> {
        let mut run = lock(&self.run);
        if run.as_ref().is_some_and(|run| !run.is_over()) {
            return Err(WireError::busy("A run is in progress; pause or stop it first."));
        }
        let started = begin()?;
        *run = Some(Arc::clone(&started));
        Ok(started)
    }

    pub(crate) fn next_preview(&self) -> u64 {
        self.next_preview.fetch_add(1, Ordering::Relaxed)
    }
}
