//! What a recipe's conditions will look like, before anything is drawn.

use dataset::Fields;
use recipe::{Recipe, Strategy};
use serde_json::Value as Json;

use super::group::{cases_under, groups, weight_of};
use super::rules::Rules;
use super::value::key;
use super::variable::{Case, Kind, Variable, variables};
use super::{Deck, check};
use crate::sources::Sources;

/// Combinations that are tried one by one.
const MOST_COUNTED: u64 = 20_000;
/// Rows that are dealt to see how often a value comes.
const MOST_DEALT: u64 = 2_000;

/// Rows expected for each pair of values of two conditions.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Values of the first condition, as text.
    pub rows: Vec<String>,
    /// Values of the second condition, as text.
    pub columns: Vec<String>,
    /// Rows expected: one list for each of `rows`, one number for each of `columns`. They sum to the rows wanted.
    pub counts: Vec<Vec<f64>>,
}

/// How many different combinations of values a recipe has, or `None` where they cannot be counted in 64 bits or
/// conditions lack values. Ranges and words vary inside a combination and are not counted.
#[must_use]
pub fn combinations(recipe: &Recipe) -> Option<u64> {
    let variables = variables(recipe, &Sources::new());
    check(&variables).ok()?;
    let all = groups(&variables).iter().try_fold(1_u64, |product, group| {
        if group.size == u64::MAX { None } else { product.checked_mul(group.size) }
    })?;
    let Some(rules) = Rules::of(recipe).ok()? else { return Some(all) };
    if all > MOST_COUNTED {
        return None;
    }
    // Every combination comes once in a cycle of the grid.
    let grid = unruled(recipe, Strategy::Grid)?;
    Some((0..all).filter(|slot| grid.deal(*slot).is_ok_and(|values| rules.allow(&values))).count() as u64)
}

/// What the recipe deals without its rules.
fn unruled(recipe: &Recipe, strategy: Strategy) -> Option<Deck> {
    let mut recipe = recipe.clone();
    recipe.schedule.rules.clear();
    recipe.schedule.strategy = strategy;
    Deck::new(&recipe, &Sources::new(), 0, recipe.schedule.rows as u64, Fields::new()).ok()
}

/// What is dealt by the rules, where a recipe has any: no formula says how often, so the rows of a run are counted, or a
/// part of them where they are many.
fn dealt(recipe: &Recipe) -> Option<Vec<Fields>> {
    let rows = (recipe.schedule.rows as u64).clamp(1, MOST_DEALT);
    let deck = Deck::new(recipe, &Sources::new(), 0, rows, Fields::new()).ok()?;
    (0..rows).map(|slot| deck.deal(slot).ok()).collect()
}

/// The rows that a finished run is expected to hold for each pair of values of the conditions `a` and `b`, or `None`
/// where one of them is unknown, has no list of values (ranges, words), or both are the same.
#[must_use]
pub fn expected(recipe: &Recipe, a: &str, b: &str) -> Option<Expected> {
    let variables = variables(recipe, &Sources::new());
    check(&variables).ok()?;
    let place = |name: &str| variables.iter().position(|variable| variable.name == name);
    let (a, b) = (place(a)?, place(b)?);
    if a == b {
        return None;
    }
    let (rows, columns) = (values(&variables[a])?, values(&variables[b])?);
    if !recipe.schedule.rules.is_empty() {
        let dealt = dealt(recipe)?;
        let share = recipe.schedule.rows as f64 / dealt.len() as f64;
        let mut counts = vec![vec![0.0; columns.len()]; rows.len()];
        for values in dealt {
            let of = |at: usize, known: &[String]| {
                let value = key(values.get(&variables[at].name)?);
                known.iter().position(|known| *known == value)
            };
            if let (Some(row), Some(column)) = (of(a, &rows), of(b, &columns)) {
                counts[row][column] += share;
            }
        }
        return Some(Expected { rows, columns, counts });
    }
    let mut needed = ancestry(&variables, a)?;
    for at in ancestry(&variables, b)? {
        if !needed.contains(&at) {
            needed.push(at);
        }
    }
    let walk = Walk { variables: &variables, needed, by_count: recipe.schedule.strategy == Strategy::Grid };
    let mut counts = vec![vec![0.0; columns.len()]; rows.len()];
    let mut texts = vec![String::new(); variables.len()];
    walk.visit(0, recipe.schedule.rows as f64, &mut texts, &mut |texts, count| {
        let row = rows.iter().position(|row| *row == texts[a]);
        let column = columns.iter().position(|column| *column == texts[b]);
        if let (Some(row), Some(column)) = (row, column) {
            counts[row][column] += count;
        }
    });
    Some(Expected { rows, columns, counts })
}

/// Share of rows that a finished run is expected to hold for each value of a condition, in [0, 1], or `None` where its
/// values are not listed (ranges, words).
#[must_use]
pub fn marginal(recipe: &Recipe, name: &str) -> Option<Vec<(Json, f64)>> {
    let variables = variables(recipe, &Sources::new());
    check(&variables).ok()?;
    let at = variables.iter().position(|variable| variable.name == name)?;
    let keys = values(&variables[at])?;
    if !recipe.schedule.rules.is_empty() {
        let dealt = dealt(recipe)?;
        let share = |key: &String| {
            let has = |values: &&Fields| values.get(name).map(super::value::key).as_ref() == Some(key);
            dealt.iter().filter(has).count() as f64 / dealt.len() as f64
        };
        let value = |key: &String| cases(&variables[at]).into_iter().find(|case| case.key == *key);
        return Some(keys.iter().filter_map(|key| Some((value(key)?.value.clone(), share(key)))).collect());
    }
    let needed = ancestry(&variables, at)?;
    let walk = Walk { variables: &variables, needed, by_count: recipe.schedule.strategy == Strategy::Grid };
    let mut shares = vec![0.0; keys.len()];
    let mut texts = vec![String::new(); variables.len()];
    walk.visit(0, 1.0, &mut texts, &mut |texts, share| {
        if let Some(place) = keys.iter().position(|key| *key == texts[at]) {
            shares[place] += share;
        }
    });
    let value = |key: &String| cases(&variables[at]).into_iter().find(|case| case.key == *key);
    Some(
        keys.iter().zip(shares).filter_map(|(key, share)| Some((value(key)?.value.clone(), share))).collect(),
    )
}

/// What a condition can be in a draw whose other conditions have the values in `drawn`, with the share of each;
/// empty where values are not listed.
#[must_use]
pub fn shares(recipe: &Recipe, name: &str, drawn: &Fields) -> Vec<(Json, f64)> {
    let variables = variables(recipe, &Sources::new());
    let Some(at) = variables.iter().position(|variable| variable.name == name) else { return Vec::new() };
    let parent = match &variables[at].kind {
        Kind::Dependent { on, .. } => drawn.get(&variables[*on].name).map(key).unwrap_or_default(),
        Kind::Listed(_) => String::new(),
        Kind::Free(_) => return Vec::new(),
    };
    let by_count = recipe.schedule.strategy == Strategy::Grid && check(&variables).is_ok();
    let weight = |case: &Case| if by_count { weight_of(&variables, at, case) as f64 } else { case.share };
    let rules = Rules::of(recipe).ok().flatten();
    let allowed = |case: &&Case| {
        let Some(rules) = &rules else { return true };
        let mut values = drawn.clone();
        values.insert(name.to_owned(), case.value.clone());
        rules.allow(&values)
    };
    let cases: Vec<&Case> = cases_under(&variables[at], &parent).iter().filter(allowed).collect();
    let sum: f64 = cases.iter().map(|case| weight(case)).sum();
    cases.iter().map(|case| (case.value.clone(), weight(case) / sum)).collect()
}

/// All values that a condition can have, each once, or `None` where they are not listed.
fn values(variable: &Variable) -> Option<Vec<String>> {
    if matches!(variable.kind, Kind::Free(_)) {
        return None;
    }
    let mut texts: Vec<String> = Vec::new();
    for case in cases(variable) {
        if !texts.contains(&case.key) {
            texts.push(case.key.clone());
        }
    }
    Some(texts)
}

/// Every case of a condition, whatever it depends on.
fn cases(variable: &Variable) -> Vec<&Case> {
    match &variable.kind {
        Kind::Listed(cases) => cases.iter().collect(),
        Kind::Dependent { cases, .. } => cases.values().flatten().collect(),
        Kind::Free(_) => Vec::new(),
    }
}

/// The conditions that decide a condition's value, the first one first, or `None` where one is drawn freely.
fn ancestry(variables: &[Variable], at: usize) -> Option<Vec<usize>> {
    match &variables[at].kind {
        Kind::Listed(_) => Some(vec![at]),
        Kind::Free(_) => None,
        Kind::Dependent { on, .. } => {
            let mut above = ancestry(variables, *on)?;
            above.push(at);
            Some(above)
        }
    }
}

/// Goes through every combination of some conditions with its expected number of rows.
struct Walk<'a> {
    variables: &'a [Variable],
    /// The conditions, each after the one on which it depends.
    needed: Vec<usize>,
    /// Cases are as frequent as they have combinations below them, instead of by their shares.
    by_count: bool,
}

impl Walk<'_> {
    fn visit(&self, depth: usize, rows: f64, texts: &mut [String], found: &mut impl FnMut(&[String], f64)) {
        let Some(&at) = self.needed.get(depth) else {
            found(texts, rows);
            return;
        };
        let parent = match &self.variables[at].kind {
            Kind::Dependent { on, .. } => texts[*on].clone(),
            Kind::Listed(_) | Kind::Free(_) => String::new(),
        };
        let cases = cases_under(&self.variables[at], &parent);
        let weight =
            |case: &Case| if self.by_count { weight_of(self.variables, at, case) as f64 } else { case.share };
        let sum: f64 = cases.iter().map(weight).sum();
        for case in cases {
            texts[at].clone_from(&case.key);
            self.visit(depth + 1, rows * weight(case) / sum, texts, found);
        }
    }
}
