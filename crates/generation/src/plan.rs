//! A plan: a recipe made ready to run with its rows, seed and numbers.

use std::sync::Arc;

use dataset::{Attempt, Fields, Shown};
use inference::Priority;
use recipe::{Check, Recipe, SYNTHETIC, Step, Strategy};
use serde_json::Value as Json;

use crate::check::{RowCheck, row_checks, set_checks};
use crate::demonstrations::{Chooser, Embed, Given, Pool, Shots};
use crate::draw::{Deck, DrawError};
use crate::expression::Expressions;
use crate::output::{Form, PatternError};
use crate::prompt::{Prompt, PromptError, Rendered, Scene, rendered};
use crate::sources::Sources;

/// Why a recipe cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The recipe has mistakes.
    #[error("{} {}", .0.message, .0.remedy)]
    Recipe(recipe::Problem),
    /// A condition cannot be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A template cannot be understood.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// An output cannot be asked for.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// Rows that the recipe reads were not loaded.
    #[error("The source '{0}' was not loaded; choose its file.")]
    Source(String),
    /// The recipe labels or transforms given rows, but there are none.
    #[error("The source '{0}' has no rows to work on.")]
    NoRows(String),
    /// A row that is to be shown always is not there.
    #[error("The demonstrations '{name}' pin row {row}, but '{source}' has {rows}.", source = .of)]
    Pinned {
        /// The demonstrations.
        name: String,
        /// The row, from 0.
        row: usize,
        /// Its source.
        of: String,
        /// How many rows that has.
        rows: usize,
    },
    /// Recorded conditions or pins name something that the recipe does not have.
    #[error("There is no condition '{0}' to pin.")]
    Pin(String),
}

/// Everything that decides which rows a run makes, but for the model.
#[derive(Debug)]
pub struct Plan {
    pub(crate) recipe: Recipe,
    pub(crate) seed: u64,
    /// Slot of the first draw; 0 but for previews.
    first: u64,
    pub(crate) rows: u64,
    pub(crate) attempts: u64,
    pub(crate) retries: u32,
    pub(crate) round: u64,
    pub(crate) priority: Priority,
    /// Whether answers are held to their form by a grammar.
    pub(crate) grammar: bool,
    /// Positions of the steps, each after those whose fields it reads.
    pub(crate) order: Vec<usize>,
    /// One for each step, by position.
    pub(crate) forms: Vec<Form>,
    /// The same.
    pub(crate) expressions: Vec<Expressions>,
    pub(crate) row_checks: Vec<RowCheck>,
    pub(crate) set_checks: Vec<Check>,
    prompts: Vec<Prompt>,
    pub(crate) shots: Vec<Shots>,
    deck: Deck,
    input: Option<Input>,
    pub(crate) encoder: Option<Arc<dyn Embed>>,
}

/// Given rows to be labelled or transformed.
#[derive(Debug)]
struct Input {
    source: String,
    rows: Vec<Fields>,
    /// Slots of the schedule: one for each row, or for each of the rows wanted where these are more.
    slots: u64,
}

/// What is drawn before the model is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Value of each condition.
    pub conditions: Fields,
    /// Position of the given row.
    pub input: Option<u64>,
    /// Demonstrations.
    pub shown: Vec<Shown>,
    /// Their rows, for each of `shown`.
    rows: Vec<Vec<Fields>>,
}

impl Drawn {
    /// The demonstrations that a step reads, by name.
    pub(crate) fn shown_to(&self, step: &Step) -> Vec<(&str, &[Fields])> {
        let all = self.shown.iter().zip(&self.rows);
        all.filter(|(shown, _)| step.demonstrations.contains(&shown.name))
            .map(|(shown, rows)| (shown.name.as_str(), rows.as_slice()))
            .collect()
    }
}

impl Plan {
    /// A plan for `rows` accepted rows by at most `attempts` answers. Where given rows are labelled or transformed, no
    /// more rows are wanted than there are.
    ///
    /// # Errors
    /// The recipe has a mistake or a source is missing.
    pub fn new(
        recipe: &Recipe,
        sources: &Sources,
        seed: u64,
        rows: usize,
        attempts: usize,
    ) -> Result<Self, PlanError> {
        Self::build(recipe, sources, seed, (rows as u64, attempts as u64), Fields::new())
    }

    /// A plan for a look at `rows` draws of a run of this recipe and seed, from draw `first` on, each tried once, with the
    /// conditions in `pins` held at their values. It goes before runs in the model's queue.
    ///
    /// # Errors
    /// The recipe has a mistake, a source is missing or a pin names no condition.
    pub fn preview(
        recipe: &Recipe,
        sources: &Sources,
        seed: u64,
        first: u64,
        rows: usize,
        pins: Fields,
    ) -> Result<Self, PlanError> {
        let whole = recipe.schedule.rows.max(1) as u64;
        let plan = Self::build(recipe, sources, seed, (whole, rows as u64), pins)?;
        let rows = plan.rows.min(rows as u64);
        Ok(Self { first, rows, retries: 0, priority: Priority::Preview, ..plan })
    }

    fn build(
        recipe: &Recipe,
        sources: &Sources,
        seed: u64,
        (wanted, attempts): (u64, u64),
        pins: Fields,
    ) -> Result<Self, PlanError> {
        let order = recipe.step_order().map_err(PlanError::Recipe)?;
        if let Some(pin) = pins.keys().find(|pin| !recipe.conditions.iter().any(|known| known.name == **pin))
        {
            return Err(PlanError::Pin(pin.clone()));
        }
        let drawn = recipe.conditions.iter().filter_map(|condition| condition.scope.source());
        let shown = recipe.demonstrations.iter().map(|shots| shots.source.as_str());
        let needed = shown.chain(recipe.task.input.as_deref()).chain(drawn);
        for name in needed.filter(|name| *name != SYNTHETIC) {
            if sources.get(name).is_none() {
                return Err(PlanError::Source(name.to_owned()));
            }
        }
        for shots in &recipe.demonstrations {
            let rows = sources.get(&shots.source).map_or(usize::MAX, <[Fields]>::len);
            if let Some(row) = shots.pinned.iter().copied().find(|row| *row >= rows) {
                return Err(PlanError::Pinned {
                    name: shots.name.clone(),
                    row,
                    of: shots.source.clone(),
                    rows,
                });
            }
        }
        let mut input = match &recipe.task.input {
            Some(name) if recipe.task.mode != recipe::Mode::Generate => {
                let rows = sources.get(name).unwrap_or_default().to_vec();
                if rows.is_empty() {
                    return Err(PlanError::NoRows(name.clone()));
                }
                let slots = rows.len() as u64;
                Some(Input { source: name.clone(), rows, slots })
            }
            _ => None,
        };
        let rows = match &mut input {
            // A given row has one label, but may be transformed in several ways.
            Some(input) if recipe.task.mode == recipe::Mode::Annotate => wanted.min(input.slots),
            Some(input) => {
                input.slots = input.slots.max(wanted);
                wanted
            }
            None => wanted,
        };
        let slots = input.as_ref().map_or(rows, |input| input.slots);
        let prompts = recipe
            .steps
            .iter()
            .map(|step| Prompt::compile(recipe, &format!("the prompt of '{}'", step.id), &step.prompt))
            .collect::<Result<_, _>>()?;
        let forms = recipe.steps.iter().map(|step| Form::new(recipe, step)).collect::<Result<_, _>>()?;
        let shots = recipe
            .demonstrations
            .iter()
            .enumerate()
            .map(|(at, spec)| Shots::new(recipe, at, spec, sources))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            deck: Deck::new(recipe, sources, seed, slots, pins)?,
            recipe: recipe.clone(),
            seed,
            first: 0,
            rows,
            attempts,
            retries: u32::try_from(recipe.schedule.retries).unwrap_or(u32::MAX),
            round: recipe.schedule.round.max(1) as u64,
            priority: Priority::Run,
            grammar: true,
            order,
            forms,
            expressions: recipe
                .steps
                .iter()
                .map(|step| Expressions::compile(recipe, step))
                .collect::<Result<_, _>>()?,
            row_checks: row_checks(recipe)?,
            set_checks: set_checks(recipe),
            prompts,
            shots,
            input,
            encoder: None,
        })
    }

    /// The same plan without grammars: shows how often the model keeps to the form by itself.
    #[must_use]
    pub fn without_grammar(self) -> Self {
        Self { grammar: false, ..self }
    }

    /// The same plan with what makes the vectors of demonstrations that are chosen by embeddings.
    #[must_use]
    pub fn with_encoder(self, encoder: Arc<dyn Embed>) -> Self {
        Self { encoder: Some(encoder), ..self }
    }

    /// Accepted rows wanted.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Answers that may be tried.
    #[must_use]
    pub fn attempts(&self) -> u64 {
        self.attempts
    }

    /// The recipe.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// How many draws there are at most before rejected ones are made up for, where rows are labelled or transformed.
    pub(crate) fn slots(&self) -> Option<u64> {
        self.input.as_ref().map(|input| input.slots)
    }

    /// Whether a rejected draw is made up for by a later draw with the same conditions.
    pub(crate) fn refills(&self) -> bool {
        self.input.is_none() && matches!(self.recipe.schedule.strategy, Strategy::Grid | Strategy::Quota)
    }

    /// The given row at a position.
    pub(crate) fn given(&self, at: Option<u64>) -> Option<&Fields> {
        self.input.as_ref()?.rows.get(usize::try_from(at?).ok()?)
    }

    /// What draw number `draw` of slot `slot` starts from. The draws of the first cycle of a run have the numbers of
    /// their slots.
    pub(crate) fn drawn(&self, draw: u64, slot: u64, pool: &Pool) -> Result<Drawn, DrawError> {
        let slot = self.slots().map_or(slot + self.first, |slots| (slot + self.first) % slots);
        let conditions = match self.recipe.schedule.strategy {
            Strategy::Diverse => self.deck.deal_unlike(slot, |values| pool.likeness(values))?,
            _ => self.deck.deal(slot)?,
        };
        let input = self.input.as_ref().map(|input| slot % input.rows.len() as u64);
        let given =
            self.input.as_ref().zip(input).and_then(|(given, at)| {
                Some(Given { source: &given.source, at, fields: self.given(input)? })
            });
        let chooser = Chooser {
            recipe: &self.recipe,
            seed: self.seed,
            draw,
            conditions: &conditions,
            given,
            pool,
            encoder: self.encoder.as_deref(),
        };
        let shown = self
            .shots
            .iter()
            .map(|shots| Ok(Shown { name: shots.name().into(), rows: shots.choose(&chooser)? }))
            .collect::<Result<_, PromptError>>()?;
        Ok(self.showing(conditions, input, shown, pool))
    }

    /// What a recorded attempt started from.
    pub(crate) fn recalled(&self, attempt: &Attempt, pool: &Pool) -> Drawn {
        self.showing(attempt.conditions.clone(), attempt.input, attempt.shown.clone(), pool)
    }

    fn showing(&self, conditions: Fields, input: Option<u64>, shown: Vec<Shown>, pool: &Pool) -> Drawn {
        let rows_of = |shown: &Shown| {
            let shots = self.shots.iter().find(|shots| shots.name() == shown.name);
            shots.map_or_else(Vec::new, |shots| {
                shown.rows.iter().filter_map(|at| shots.row(*at, pool)).cloned().collect()
            })
        };
        let rows = shown.iter().map(rows_of).collect();
        Drawn { conditions, input, shown, rows }
    }

    /// Whether anything is chosen by the rows made before.
    pub(crate) fn reads_rows(&self) -> bool {
        let suppresses = |step: &Step| step.sampling.suppression > 0.0;
        self.recipe.schedule.strategy == Strategy::Diverse
            || self.shots.iter().any(Shots::reads_rows)
            || self.recipe.steps.iter().any(suppresses)
    }

    /// Whether prompts show rows that the run made before.
    #[must_use]
    pub fn shows_rows(&self) -> bool {
        self.shots.iter().any(Shots::is_synthetic)
    }

    /// What row `draw` of a run starts from: 'which demonstrations would row 17 get?' Of rows made before there are none
    /// yet.
    ///
    /// # Errors
    /// A query of demonstrations cannot be filled in.
    pub fn draw(&self, draw: u64) -> Result<Drawn, DrawError> {
        self.drawn(draw, draw, &Pool::default())
    }

    /// The prompt of a step, by its position in the recipe, for row `draw`. Fields that earlier steps would make are
    /// shown as `‹name›`.
    ///
    /// # Errors
    /// The prompt cannot be filled in.
    pub fn render_draw(&self, draw: u64, step: usize) -> Result<Rendered, DrawError> {
        Ok(self.render(step, &self.draw(draw)?, &Fields::new(), None, true)?)
    }

    /// A draw with each other label of the condition that a step's prompt names; none where the step is not
    /// self-debiased.
    pub(crate) fn other_labels(&self, step: usize, drawn: &Drawn) -> Vec<Drawn> {
        let Some(label) = self.recipe.steps[step].counter_label(&self.recipe) else { return Vec::new() };
        let own = drawn.conditions.get(&label.name).and_then(Json::as_str);
        let others = self.recipe.task.labels.iter().filter(|other| own.is_some_and(|own| own != other.name));
        others
            .map(|other| {
                let mut drawn = drawn.clone();
                drawn.conditions.insert(label.name.clone(), other.name.clone().into());
                drawn
            })
            .collect()
    }

    /// The prompt of a step, for an item where it is taken for each of a list.
    pub(crate) fn render(
        &self,
        step: usize,
        drawn: &Drawn,
        fields: &Fields,
        item: Option<&Json>,
        pending: bool,
    ) -> Result<Rendered, PromptError> {
        let shown = drawn.shown_to(&self.recipe.steps[step]);
        let scene = Scene {
            conditions: &drawn.conditions,
            input: self.given(drawn.input),
            shown: &shown,
            fields,
            item,
            pending,
        };
        Ok(rendered(&self.recipe, self.prompts[step].pieces(&self.recipe, &scene)?))
    }

    /// The finished row of an attempt: the recipe's columns in order. A value that the attempt lacks is null; a list of
    /// one drawn word is that word.
    #[must_use]
    pub fn row(&self, attempt: &Attempt) -> Fields {
        let value = |name: &str| {
            let condition = || match attempt.conditions.get(name)? {
                Json::Array(words) if words.len() == 1 => words.first(),
                value => Some(value),
            };
            let given = || self.given(attempt.input)?.get(name);
            let found = attempt.fields.get(name).or_else(condition).or_else(given);
            found.cloned().unwrap_or(Json::Null)
        };
        self.recipe.columns().into_iter().map(|column| (column.name.clone(), value(&column.name))).collect()
    }
}
