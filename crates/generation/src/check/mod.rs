//! Checks: tests that a row must pass, on its own and beside the rows accepted before.

mod row;
mod set;

pub(crate) use row::RowCheck;
pub(crate) use set::Accepted;

use dataset::{Fields, StepTrace};
use recipe::{Check, CheckScope, Output, Recipe};
use serde_json::Value as Json;

use crate::prompt::PromptError;

/// What checks can read of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub fields: &'a Fields,
    pub conditions: &'a Fields,
    pub input: Option<&'a Fields>,
    /// What the model answered.
    pub steps: &'a [StepTrace],
}

impl<'a> Row<'a> {
    /// A field, condition or given field by name.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Json> {
        let made = self.fields.get(name).or_else(|| self.conditions.get(name));
        made.or_else(|| self.input.and_then(|input| input.get(name)))
    }
}

/// The checks of a recipe on single rows. A text whose output names a number of words is held to it, where no check of
/// its length says otherwise.
pub(crate) fn row_checks(recipe: &Recipe) -> Result<Vec<RowCheck>, PromptError> {
    let mut checks: Vec<Check> =
        recipe.checks.iter().filter(|check| check.scope() == CheckScope::Row).cloned().collect();
    for (name, output) in recipe.steps.iter().flat_map(|step| &step.output) {
        let has_own =
            recipe.checks.iter().any(|check| matches!(check, Check::Length { field, .. } if field == name));
        if let Output::String { words: Some(words), .. } = output
            && !has_own
        {
            checks.push(Check::Length {
                field: name.clone(),
                words: Some(*words),
                band: None,
                tolerance: 0.0,
            });
        }
    }
    checks.into_iter().map(|check| RowCheck::new(recipe, check)).collect()
}

/// The checks of a recipe against accepted rows.
pub(crate) fn set_checks(recipe: &Recipe) -> Vec<Check> {
    recipe.checks.iter().filter(|check| check.scope() == CheckScope::Set).cloned().collect()
}

#[cfg(test)]
mod tests;
