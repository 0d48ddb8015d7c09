//! Plans for looking, and prompts in their parts.

use ::project::{Reader, Run};
use ::recipe::Recipe;
use dataset::{Attempt, Fields, Verdict};
use generation::{Plan, PlanError, Pool, Rendered};
use inference::Role;

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::project::sentence;
use crate::sources::{self, SourceReader};
use crate::types::{Origin, PromptMessage, PromptPiece, StepPrompt};
use crate::vectors::with_embedder;

/// What a look at some rows needs beside the recipe.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Seed of all random draws.
    pub seed: u64,
    /// First draw.
    pub first: u64,
    /// Number of draws.
    pub rows: usize,
    /// Conditions held to a value.
    pub pins: Fields,
}

impl Default for Preview {
    fn default() -> Self {
        Self { seed: 0, first: 0, rows: 1, pins: Fields::new() }
    }
}

impl App {
    /// A plan for looking at rows of a recipe that need not be saved.
    pub(crate) fn preview_plan(&self, recipe: &Recipe, preview: Preview) -> Result<Plan> {
        if let Some(error) = draft::first_error(&recipe.validate()) {
            return Err(error);
        }
        let reader = SourceReader::new(&self.project()?.read())?;
        let sources = sources::of_snapshots(&reader.load(recipe)?);
        let Preview { seed, first, rows, pins } = preview;
        let plan = Plan::preview(recipe, &sources, seed, first, rows, pins);
        Ok(with_embedder(plan.map_err(|error| cannot_plan(&error))?, self.embedder(recipe)?))
    }
}

/// The plan of a stored run.
pub fn stored_plan(reader: &Reader, run: &Run) -> Result<Plan> {
    let recipe = draft::of_run(reader, run)?;
    let sources = sources::of_run(reader, run)?;
    plan(&recipe, &sources, run)
}

/// A plan with the numbers of a run.
pub fn plan(recipe: &Recipe, sources: &generation::Sources, run: &Run) -> Result<Plan> {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Plan::new(recipe, sources, run.plan.seed, number(run.plan.rows), number(run.plan.attempts))
        .map_err(|error| cannot_plan(&error))
}

/// The rows that a run made, by their numbers, where its prompts show some of them.
pub fn pool(reader: &Reader, run: &Run, plan: &Plan) -> Result<Pool> {
    if !plan.shows_rows() {
        return Ok(Pool::default());
    }
    let mut rows = Vec::new();
    for made in reader.attempts_of(run.id) {
        if let (attempt, Some(Verdict::Accepted { row })) = made? {
            rows.push((row, plan.row(&attempt)));
        }
    }
    rows.sort_by_key(|(row, _)| *row);
    Ok(Pool::of(rows.into_iter().map(|(_, row)| row).collect()))
}

/// Each step's prompt of a stored attempt, rendered again and held against the recorded hash.
pub fn of_attempt(plan: &Plan, attempt: &Attempt, pool: &Pool) -> Result<Vec<StepPrompt>> {
    let rendered = plan.render_attempt(attempt, pool).map_err(failed)?;
    Ok(attempt
        .steps
        .iter()
        .zip(rendered)
        .map(|(step, rendered)| StepPrompt {
            step: step.step.clone(),
            proven: rendered.sha256 == step.prompt_sha256,
            messages: messages(&rendered),
        })
        .collect())
}

/// A prompt's messages in their parts. The first part is the system message, the task's role, where there is one.
pub fn messages(rendered: &Rendered) -> Vec<PromptMessage> {
    let system = rendered.messages.iter().filter(|message| message.role == Role::System).count();
    let own = rendered.pieces.get(system..).unwrap_or_default();
    rendered
        .messages
        .iter()
        .map(|message| match message.role {
            Role::User => PromptMessage { role: "user".to_owned(), pieces: own.iter().map(piece).collect() },
            Role::System | Role::Assistant => PromptMessage {
                role: if message.role == Role::System { "system" } else { "assistant" }.to_owned(),
                pieces: vec![PromptPiece { origin: Origin::Task, name: None, text: message.content.clone() }],
            },
        })
        .collect()
}

fn piece(piece: &generation::Piece) -> PromptPiece {
    let origin = match piece.origin {
        generation::Origin::Task => Origin::Task,
        generation::Origin::Condition => Origin::Condition,
        generation::Origin::Demonstration => Origin::Demonstration,
        generation::Origin::Step => Origin::Step,
        generation::Origin::Input => Origin::Input,
    };
    PromptPiece { origin, name: piece.name.clone(), text: piece.text.clone() }
}

/// A recipe that cannot be run.
pub fn cannot_plan(error: &PlanError) -> WireError {
    WireError::input(sentence(&error.to_string()))
}

/// A prompt that cannot be rendered.
pub fn failed(error: impl std::error::Error) -> WireError {
    WireError::input(sentence(&error.to_string()))
}
