//! Demonstrations: which rows of a source, or of those made so far, a prompt shows.

mod likeness;
mod pool;
mod space;
mod spread;

use std::sync::OnceLock;

use dataset::Fields;
use recipe::{Demonstration, Recipe, SYNTHETIC, Select};

use crate::draw::text;
use crate::prompt::PromptError;
use crate::random::{Purpose, Stream};
use crate::sources::Sources;
use likeness::Likeness;
pub(crate) use pool::Made;
pub use pool::Pool;
pub use space::Embed;
use spread::Spread;

/// The rows that one block of demonstrations chooses from.
#[derive(Debug)]
pub(crate) struct Shots {
    spec: Demonstration,
    /// Position in the recipe.
    position: usize,
    /// Rows of the source; none where rows made so far are shown.
    rows: Vec<Fields>,
    likeness: Option<Likeness>,
    spread: Option<Spread>,
}

/// The given row for which demonstrations are chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub source: &'a str,
    pub at: u64,
    pub fields: &'a Fields,
}

/// The draw for which demonstrations are chosen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chooser<'a> {
    pub recipe: &'a Recipe,
    pub seed: u64,
    pub draw: u64,
    pub conditions: &'a Fields,
    pub given: Option<Given<'a>>,
    pub pool: &'a Pool,
    pub encoder: Option<&'a dyn Embed>,
}

impl Shots {
    pub(crate) fn new(
        recipe: &Recipe,
        position: usize,
        spec: &Demonstration,
        sources: &Sources,
    ) -> Result<Self, PromptError> {
        let rows = sources.get(&spec.source).unwrap_or_default().to_vec();
        let likeness = match spec.select {
            Select::Similar | Select::Bm25 => {
                let given = recipe.task.input.as_deref().and_then(|name| sources.get(name)?.first());
                Some(Likeness::new(recipe, spec, &rows, given)?)
            }
            _ => None,
        };
        let spread = match spec.select {
            Select::Diverse | Select::VoteK => Some(Spread::default()),
            _ => None,
        };
        Ok(Self { spec: spec.clone(), position, rows, likeness, spread })
    }

    pub(crate) fn name(&self) -> &str {
        &self.spec.name
    }

    /// Whether it shows rows made so far.
    pub(crate) fn is_synthetic(&self) -> bool {
        self.spec.source == SYNTHETIC
    }

    /// Whether what it chooses depends on the rows made so far.
    pub(crate) fn reads_rows(&self) -> bool {
        self.is_synthetic() || matches!(self.spec.select, Select::Hard | Select::LeastShown)
    }

    pub(crate) fn row<'a>(&'a self, at: usize, pool: &'a Pool) -> Option<&'a Fields> {
        self.candidates(pool).get(at)
    }

    fn candidates<'a>(&'a self, pool: &'a Pool) -> &'a [Fields] {
        if self.is_synthetic() { pool.rows() } else { &self.rows }
    }

    /// Positions of the rows that a draw shows, in the order shown: all pinned ones, then as many chosen ones as the count
    /// leaves, of which the nearest is last. The given row itself is never among them.
    pub(crate) fn choose(&self, chooser: &Chooser<'_>) -> Result<Vec<usize>, PromptError> {
        let rows = self.candidates(chooser.pool);
        let given = chooser.given;
        let mut shown: Vec<usize> = self
            .spec
            .pinned
            .iter()
            .copied()
            .filter(|at| rows.get(*at).is_some_and(|row| !self.is_given(*at, row, given)))
            .collect();
        let fits = |(at, row): &(usize, &Fields)| {
            !shown.contains(at) && !self.is_given(*at, row, given) && self.matches(row, chooser.conditions)
        };
        let candidates: Vec<usize> = rows.iter().enumerate().filter(fits).map(|(at, _)| at).collect();
        let count = self.spec.count.saturating_sub(shown.len());
        let mut stream =
            Stream::new(chooser.seed, Purpose::Demonstrations, [chooser.draw, self.position as u64]);
        let mut any = |among: Vec<usize>| -> Vec<usize> {
            stream.choose(among.len(), count).into_iter().map(|at| among[at]).collect()
        };
        let chosen = match (self.spec.select, &self.likeness, &self.spread) {
            (_, Some(likeness), _) => likeness.nearest(&self.spec, chooser, candidates, count)?,
            (_, _, Some(spread)) if !self.is_synthetic() => {
                let fixed = spread.of(&self.spec, &self.rows, chooser.conditions, chooser.encoder)?;
                let fixed = fixed.iter().copied();
                fixed.filter(|at| candidates.contains(at)).take(count).collect()
            }
            (Select::FromLeaf, ..) => self.of_one_leaf(rows, candidates, &mut any),
            (Select::LeastShown, ..) => {
                // Drawn in random order, so that equals take turns by chance.
                let mut order: Vec<usize> = stream.choose(candidates.len(), candidates.len());
                order.sort_by_key(|at| chooser.pool.shown(self.name(), candidates[*at]));
                order.into_iter().take(count).map(|at| candidates[at]).collect()
            }
            _ => match chooser.pool.preferred(self.position) {
                // Nothing is preferred until enough rows are made, nor where no preferred row fits.
                Some(preferred) if preferred.iter().any(|at| candidates.contains(at)) => {
                    any(preferred.iter().copied().filter(|at| candidates.contains(at)).collect())
                }
                _ => any(candidates),
            },
        };
        shown.extend(chosen);
        Ok(shown)
    }

    /// Rows that all have the value of one row chosen at random.
    fn of_one_leaf(
        &self,
        rows: &[Fields],
        candidates: Vec<usize>,
        any: &mut impl FnMut(Vec<usize>) -> Vec<usize>,
    ) -> Vec<usize> {
        let leaf = |at: usize| self.spec.matching.as_ref().and_then(|field| rows[at].get(field)).map(text);
        let Some(first) = any(candidates.clone()).first().copied() else { return Vec::new() };
        any(candidates.into_iter().filter(|at| leaf(*at) == leaf(first)).collect())
    }

    fn is_given(&self, at: usize, row: &Fields, given: Option<Given<'_>>) -> bool {
        given.is_some_and(|given| {
            let same_place = given.source == self.spec.source && given.at == at as u64;
            // The same row may stand in a second source, with its answer beside it.
            let mut shared =
                given.fields.iter().filter_map(|(name, value)| Some((value, row.get(name)?))).peekable();
            same_place || (shared.peek().is_some() && shared.all(|(a, b)| a == b))
        })
    }

    fn matches(&self, row: &Fields, conditions: &Fields) -> bool {
        let Some(field) = &self.spec.matching else { return true };
        match (row.get(field), conditions.get(field)) {
            (Some(row), Some(condition)) => text(row) == text(condition),
            (None, _) => false,
            (_, None) => true,
        }
    }
}

/// What a cell holds, made when it is first asked; a failure leaves it empty.
fn made_once<T, E>(cell: &OnceLock<T>, make: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    match cell.get() {
        Some(value) => Ok(value),
        None => make().map(|value| cell.get_or_init(|| value)),
    }
}

/// The fields whose texts are compared: those that given rows have too, or all, but never the one that must match.
fn compared(rows: &[Fields], given: Option<&Fields>, matching: Option<&str>) -> Vec<String> {
    let Some(first) = rows.first() else { return Vec::new() };
    let names = |shared: bool| -> Vec<String> {
        first
            .keys()
            .filter(|name| Some(name.as_str()) != matching)
            .filter(|name| !shared || given.is_some_and(|given| given.contains_key(*name)))
            .cloned()
            .collect()
    };
    let shared = names(true);
    if shared.is_empty() { names(false) } else { shared }
}

fn joined(row: &Fields, fields: &[String]) -> String {
    fields.iter().filter_map(|name| row.get(name)).map(text).collect::<Vec<_>>().join(" ")
}
