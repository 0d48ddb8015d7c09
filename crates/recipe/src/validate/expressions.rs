//! Expressions: the tests and formulas of steps and checks.

use super::prompts;
use crate::{Problem, Recipe, template};

/// What is wrong with an expression; `step` is the position of the step that it belongs to.
pub(super) fn validate(
    recipe: &Recipe,
    step: Option<usize>,
    path: &str,
    source: &str,
    problems: &mut Vec<Problem>,
) {
    match template::expression_uses(source) {
        Err(faults) => problems.extend(faults.into_iter().map(|fault| {
            Problem::error(
                path,
                format!("`{source}` cannot be read: {}.", fault.message),
                "Write names, numbers, texts in quotation marks and signs between them, such as `grade >= 4`.",
            )
        })),
        Ok(uses) => problems.extend(uses.iter().find_map(|read| prompts::unknown(recipe, step, read, path))),
    }
}
