//! From text to recipe. The structure is walked first, so that a misspelt key is reported with its place and the key
//! that was probably meant; only then the values become types.

mod lines;
mod shape;
#[cfg(test)]
mod tests;
mod walk;

use toml::de::DeTable;

pub(crate) use self::walk::join;
use self::{
    lines::{Lines, span_of},
    shape::DOCUMENT,
    walk::Walk,
};
use crate::{Problem, Recipe};

impl Recipe {
    /// Reads a recipe from its TOML text. References between its parts are [`Recipe::validate`]'s business.
    ///
    /// # Errors
    ///
    /// All structural problems found, each with its line: TOML syntax, a newer format version, unknown or missing keys,
    /// values of a wrong type.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let lines = Lines::new(text);
        let document = DeTable::parse(text).map_err(|error| vec![syntax_problem(&error, &lines)])?;
        let mut walk = Walk::new(&lines);
        if walk.readable_version(document.get_ref()) {
            walk.table("", document.get_ref(), document.span().start, DOCUMENT);
        }
        if !walk.problems.is_empty() {
            return Err(walk.problems);
        }
        toml::from_str(text).map_err(|error| vec![value_problem(&error, &lines)])
    }

    /// Reads and validates a recipe; every problem carries the line it is about. A recipe is returned whenever the text
    /// has the right structure, with errors of meaning or without.
    #[must_use]
    pub fn check(text: &str) -> (Option<Self>, Vec<Problem>) {
        match Self::parse(text) {
            Ok(recipe) => {
                let problems = recipe.validate().into_iter().map(|problem| located(problem, text)).collect();
                (Some(recipe), problems)
            }
            Err(problems) => (None, problems),
        }
    }
}

fn located(problem: Problem, text: &str) -> Problem {
    let line = span_of(text, &problem.path).map(|offset| Lines::new(text).at(offset));
    problem.on_line(line)
}

fn syntax_problem(error: &toml::de::Error, lines: &Lines) -> Problem {
    let line = error.span().map(|span| lines.at(span.start));
    Problem::error(
        "",
        format!("The recipe is not valid TOML: {}.", error.message().replace('\n', "; ")),
        "Compare the line with a recipe of the gallery; texts need quotation marks and lists need brackets.",
    )
    .on_line(line)
}

fn value_problem(error: &toml::de::Error, lines: &Lines) -> Problem {
    let line = error.span().map(|span| lines.at(span.start));
    Problem::error(
        "",
        format!("A value cannot be read: {}.", error.message().replace('\n', "; ")),
        "Correct this value.",
    )
    .on_line(line)
}
