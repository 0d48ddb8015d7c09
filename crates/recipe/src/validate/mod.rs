//! Whether the parts of a recipe fit together. Every problem names its place and a remedy in plain words.

mod checks;
mod conditions;
mod demonstrations;
mod expressions;
mod names;
mod prompts;
mod schedule;
mod steps;
mod task;
mod unused;

pub use names::{is_free_name, is_identifier};

use crate::{Problem, Recipe};

impl Recipe {
    /// Everything that is wrong or doubtful, errors and warnings, in the order of the document. A recipe without errors
    /// can run, given its source files and a model.
    #[must_use]
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        task::validate(self, &mut problems);
        names::validate(self, &mut problems);
        conditions::validate(self, &mut problems);
        demonstrations::validate(self, &mut problems);
        steps::validate(self, &mut problems);
        prompts::validate(self, &mut problems);
        schedule::validate(self, &mut problems);
        checks::validate(self, &mut problems);
        unused::validate(self, &mut problems);
        problems
    }
}

/// A band whose ends are out of order, or that holds nothing.
fn validate_band(path: &str, [low, high]: [u32; 2], problems: &mut Vec<Problem>) {
    if low > high {
        problems.push(Problem::error(
            path,
            format!("The band [{low}, {high}] begins above its end."),
            format!("Write [{high}, {low}]."),
        ));
    } else if high == 0 {
        problems.push(Problem::error(path, "The band [0, 0] allows no words.", "Raise its upper end."));
    }
}
