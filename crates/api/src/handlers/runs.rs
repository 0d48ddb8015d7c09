//! Runs: estimate, start, pause, resume, look.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::project::{Reader, Run, RunPlan, Status};
use ::recipe::Recipe;
use dataset::Fields;
use serde_json::json;

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::hardware;
use crate::models::ModelChoice;
use crate::project::OpenProject;
use crate::prompt::{self, Preview};
use crate::runs::{self, ActiveRun, Start};
use crate::sources::{self, SourceReader};
use crate::types::{
    CombinationCoverage, ConditionCoverage, Count, Covered, Estimate, EstimateRequest, NoveltyPoint, RunId,
    RunSummary, RunView, StartRun,
};
use crate::vectors::{Embedder, with_embedder};

/// Where the description of a run's model names the encoder.
const ENCODER: &str = "encoder";
/// Growth of a project file for one attempt beside its tokens, and for each token, in bytes.
const BYTES_PER_ATTEMPT: u64 = 3_000;
const BYTES_PER_TOKEN: u64 = 24;
/// Draws whose prompts an estimate renders.
const SAMPLED: u64 = 8;
/// Setting: the file that a run on the command line writes at its end.
const OUTPUT: &str = "output";

impl App {
    pub fn run_estimate(&self, request: EstimateRequest) -> Result<Estimate> {
        let model = self.model()?;
        let plan =
            self.preview_plan(&request.recipe, Preview { rows: request.rows, ..Preview::default() })?;
        let mut prompt_tokens = 0;
        let sampled = SAMPLED.min(plan.rows()).max(1);
        for draw in 0..sampled {
            for step in 0..request.recipe.steps.len() {
                let rendered = plan.render_draw(draw, step).map_err(prompt::failed)?;
                let tokens = model.model().tokenize_chat(&rendered.messages);
                prompt_tokens += tokens.map_err(|error| WireError::failed(error.to_string()))?.len();
            }
        }
        let pace = self.home.pace(model.id());
        let rows = plan.rows();
        let seconds = pace.map(|pace| pace.seconds_per_answer() * rows as f64);
        let tokens = pace.map_or(256, |pace| pace.tokens_per_answer());
        let project = self.project()?;
        let basis = match pace {
            Some(pace) => format!(
                "The last {} answers took {:.1} s here; rejected answers come on top.",
                pace.answers, pace.seconds
            ),
            None => "Make a preview first: its speed tells how long the run takes.".to_owned(),
        };
        Ok(Estimate {
            seconds,
            memory: self.model_entry().map_or(0, |entry| entry.fit.bytes),
            disk: rows * (BYTES_PER_ATTEMPT + tokens * BYTES_PER_TOKEN),
            free_disk: hardware::free_disk(project.path()),
            prompt_tokens: prompt_tokens as f64 / sampled as f64,
            basis,
        })
    }

    pub fn run_start(&self, request: StartRun) -> Result<RunSummary> {
        let project = self.project()?;
        let model = self.model()?;
        let started = self.begin_run(|| {
            let stored = self.save_draft(&project)?;
            let recipe = draft::parse(&stored.toml)?;
            let reader = SourceReader::new(&project.read())?;
            let snapshots = reader.load(&recipe)?;
            let (rows, attempts) = numbers(&recipe, request.rows)?;
            let card = model.model().card();
            let embedder = self.embedder(&recipe)?;
            let plan = RunPlan {
                recipe: stored.hash.clone(),
                model: described(card, embedder.as_deref())?,
                seed: request.seed,
                profile: to_value(&card.profile)?,
                rows: rows as u64,
                attempts: attempts as u64,
                overrides: overrides(&recipe, rows),
                input: recipe.task.input.clone(),
                personal: reader.stamp(),
            };
            let id = project.write()?.create_run(&plan, &snapshots, self.now())?;
            let run = project.read().run(id)?;
            let plan = prompt::plan(&recipe, &sources::of_snapshots(&snapshots), &run)?;
            self.start(run, with_embedder(plan, embedder), &project, Arc::clone(&model))
        })?;
        Ok(started.progress().summary)
    }

    pub fn run_pause(&self, request: RunId) -> Result<()> {
        self.active(request)?.pause()
    }

    pub fn run_resume(&self, request: RunId) -> Result<RunSummary> {
        if let Ok(run) = self.active(request) {
            run.resume()?;
            return Ok(run.progress().summary);
        }
        let project = self.project()?;
        let model = self.model()?;
        let started = self.begin_run(|| {
            let (run, plan) = {
                let reader = project.read();
                let run = reader.run(request.into())?;
                let plan = prompt::stored_plan(&reader, &run)?;
                (run, plan)
            };
            if matches!(run.status, Status::Completed | Status::Exhausted) {
                return Err(WireError::input("This run is finished; there is nothing to go on with."));
            }
            same_model(&run, model.model().card())?;
            let embedder = self.embedder(plan.recipe())?;
            same_encoder(&run, embedder.as_deref())?;
            self.start(run, with_embedder(plan, embedder), &project, Arc::clone(&model))
        })?;
        Ok(started.progress().summary)
    }

    pub fn run_cancel(&self, request: RunId) -> Result<()> {
        if let Ok(run) = self.active(request) {
            run.cancel();
            return Ok(());
        }
        let project = self.project()?;
        Ok(project.write()?.set_status(request.into(), &Status::Cancelled, self.now())?)
    }

    pub fn run_list(&self, (): ()) -> Result<Vec<RunSummary>> {
        let project = self.project()?;
        let reader = project.read();
        reader.runs()?.iter().map(|run| self.summary(&reader, run)).collect()
    }

    pub fn run_view(&self, request: RunId) -> Result<RunView> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(request.into())?;
        let recipe = draft::of_run(&reader, &run)?;
        let progress = match self.active(request) {
            Ok(active) => active.progress(),
            Err(_) => runs::stored_progress(&reader, &run, self.summary(&reader, &run)?)?,
        };
        let field = recipe.text_column();
        let mut words = Vec::new();
        let mut conditions: Vec<Fields> = Vec::new();
        let mut labels = indexmap::IndexMap::<String, u64>::new();
        let label = recipe.label_column();
        for name in recipe.task.labels.iter().filter(|_| label.is_some()) {
            labels.insert(name.name.clone(), 0);
        }
        for row in reader.accepted(request.into()) {
            let row = row?;
            if let Some(text) = field.as_ref().and_then(|field| row.values.get(field)) {
                words.push(measures::words(&generation::text(text)));
            }
            if let Some(value) = label.as_ref().and_then(|label| row.values.get(label)) {
                *labels.entry(generation::text(value)).or_default() += 1;
            }
            conditions.push(row.conditions);
        }
        let novelty = evaluation::novelty::curve(&words)
            .into_iter()
            .map(|point| NoveltyPoint { rows: point.rows, share: point.share })
            .collect();
        Ok(RunView {
            progress,
            novelty,
            coverage: coverage(&recipe, run.plan.rows as f64, &conditions),
            combinations: generation::combinations(&recipe)
                .map(|all| CombinationCoverage { covered: distinct(&recipe, &conditions), all }),
            labels: labels.into_iter().map(|(value, count)| Count { value, count }).collect(),
        })
    }

    /// One run of the open project.
    ///
    /// # Errors
    /// There is no such run.
    pub fn run_summary(&self, request: RunId) -> Result<RunSummary> {
        let project = self.project()?;
        let reader = project.read();
        let run = reader.run(request.into())?;
        self.summary(&reader, &run)
    }

    /// Loads the model that made a run, from the file given or from where it was.
    ///
    /// # Errors
    /// It cannot be found, or the file is another model.
    pub fn load_model_of(&self, request: RunId, file: Option<&str>, batch: Option<usize>) -> Result<()> {
        let run = self.project()?.read().run(request.into())?;
        let sha256 = run.plan.model["sha256"].as_str().unwrap_or_default().to_owned();
        let choice = match file {
            Some(file) => ModelChoice::parse(file),
            None => match self.project()?.read().setting::<PathBuf>(MODEL_FILE)? {
                Some(path) => ModelChoice::File(path),
                None if self.home.models().iter().any(|model| model.sha256 == sha256) => {
                    ModelChoice::Imported(sha256)
                }
                None => ModelChoice::BuiltIn,
            },
        };
        self.load_model(&choice, batch)?;
        same_model(&run, self.model()?.model().card())
    }

    /// Remembers in the project what a run on the command line is for, so that it can be resumed by the project alone.
    ///
    /// # Errors
    /// The project cannot be written.
    pub fn remember_job(&self, output: &Path) -> Result<()> {
        let project = self.project()?;
        let mut writer = project.write()?;
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        writer.set_setting(OUTPUT, &absolute(output))?;
        if let Some(file) = self.model()?.path() {
            writer.set_setting(MODEL_FILE, &absolute(file))?;
        }
        Ok(())
    }

    /// The file that the run on the command line was to write.
    ///
    /// # Errors
    /// The project cannot be read.
    pub fn remembered_output(&self) -> Result<Option<PathBuf>> {
        Ok(self.project()?.read().setting(OUTPUT)?)
    }

    fn active(&self, request: RunId) -> Result<Arc<ActiveRun>> {
        self.active_run()
            .filter(|run| run.id() == request)
            .ok_or_else(|| WireError::not_found("This run is not in progress."))
    }

    fn start(
        &self,
        run: Run,
        plan: generation::Plan,
        project: &Arc<OpenProject>,
        model: Arc<crate::models::LoadedModel>,
    ) -> Result<Arc<ActiveRun>> {
        let version = {
            let reader = project.read();
            let stored = reader.recipe(&run.plan.recipe)?;
            self.version(&reader, &stored)?.number
        };
        ActiveRun::start(Start {
            run,
            version,
            plan,
            model,
            project: Arc::clone(project),
            events: Arc::clone(&self.events),
            home: Arc::clone(&self.home),
            clock: self.clock(),
        })
    }

    fn summary(&self, reader: &Reader, run: &Run) -> Result<RunSummary> {
        if let Ok(active) = self.active(RunId { run: run.id.0.cast_unsigned() }) {
            return Ok(active.progress().summary);
        }
        let stored = reader.recipe(&run.plan.recipe)?;
        runs::summary(reader, run, self.version(reader, &stored)?.number)
    }

    /// Runs found at work in a project that was just opened were interrupted.
    pub(crate) fn set_interrupted_to_paused(&self, project: &OpenProject) -> Result<()> {
        let interrupted: Vec<_> = {
            let reader = project.read();
            reader
                .runs()?
                .into_iter()
                .filter(|run| matches!(run.status, Status::Running | Status::Pending))
                .collect()
        };
        if let Ok(mut writer) = project.write() {
            for run in interrupted {
                writer.set_status(run.id, &Status::Paused, self.now())?;
            }
        }
        Ok(())
    }
}

/// Setting: the model file that a run on the command line uses.
const MODEL_FILE: &str = "model-file";

/// What made a run's rows: the model and, where demonstrations are chosen by embeddings, what made these.
fn described(card: &inference::ModelCard, embedder: Option<&Embedder>) -> Result<serde_json::Value> {
    let mut model = to_value(card)?;
    if let Some(encoder) = embedder.map(Embedder::encoder) {
        model[ENCODER] = json!({ "name": encoder.name(), "sha256": encoder.sha256() });
    }
    Ok(model)
}

/// Refuses to go on with another encoder than that of the run, whose demonstrations would be others.
fn same_encoder(run: &Run, embedder: Option<&Embedder>) -> Result<()> {
    let Some(encoder) = embedder.map(Embedder::encoder) else { return Ok(()) };
    let before = &run.plan.model[ENCODER];
    if before["sha256"].as_str() == Some(encoder.sha256()) {
        return Ok(());
    }
    let name = before["name"].as_str().unwrap_or("another encoder");
    Err(WireError::input(format!(
        "Demonstrations of this run were compared by '{name}', but '{}' is chosen; choose the same in the settings to go on.",
        encoder.name()
    )))
}

fn to_value(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value)
        .map_err(|e| WireError::failed("The run could not be described.").with_detail(e.to_string()))
}

/// Rows and attempts: those asked for, or the recipe's. A budget that the recipe leaves open follows the rows.
fn numbers(recipe: &Recipe, rows: Option<usize>) -> Result<(usize, usize)> {
    let schedule = recipe::Schedule { rows: rows.unwrap_or(recipe.schedule.rows), ..recipe.schedule.clone() };
    if schedule.rows == 0 {
        return Err(WireError::input("No rows are wanted; ask for at least one."));
    }
    let attempts = match recipe.schedule.attempts {
        // The budget was meant for the recipe's own number of rows.
        Some(attempts) => attempts.saturating_mul(schedule.rows.div_ceil(recipe.schedule.rows.max(1)).max(1)),
        None => schedule.attempts(),
    };
    Ok((schedule.rows, attempts.max(schedule.rows)))
}

fn overrides(recipe: &Recipe, rows: usize) -> Fields {
    let mut overrides = Fields::new();
    if rows != recipe.schedule.rows {
        overrides.insert("schedule.rows".to_owned(), rows.into());
    }
    overrides
}

/// Whether a run was begun with a model.
pub fn same_model(run: &Run, card: &inference::ModelCard) -> Result<()> {
    if run.plan.model["sha256"].as_str() == Some(&card.sha256) {
        return Ok(());
    }
    let name = run.plan.model["name"].as_str().unwrap_or("another model");
    Err(WireError::input(format!(
        "This run was begun with '{name}', but '{}' is loaded; load the same model file to go on.",
        card.name
    )))
}

fn coverage(recipe: &Recipe, rows: f64, conditions: &[Fields]) -> Vec<ConditionCoverage> {
    recipe
        .conditions
        .iter()
        .filter_map(|condition| {
            let planned = generation::marginal(recipe, &condition.name)?;
            let values = planned
                .into_iter()
                .map(|(value, share)| {
                    let accepted =
                        conditions.iter().filter(|drawn| drawn.get(&condition.name) == Some(&value)).count();
                    Covered {
                        value: generation::text(&value),
                        expected: share * rows,
                        accepted: accepted as u64,
                    }
                })
                .collect();
            Some(ConditionCoverage { condition: condition.name.clone(), values })
        })
        .collect()
}

/// Different combinations of the conditions that can be listed.
fn distinct(recipe: &Recipe, conditions: &[Fields]) -> u64 {
    let listed: Vec<&str> = recipe
        .conditions
        .iter()
        .filter(|condition| generation::marginal(recipe, &condition.name).is_some())
        .map(|condition| condition.name.as_str())
        .collect();
    let combinations: HashSet<String> = conditions
        .iter()
        .map(|drawn| listed.iter().filter_map(|name| drawn.get(*name)).map(ToString::to_string).collect())
        .collect();
    combinations.len() as u64
}
