//! What is wrong with a recipe, where, and what to do about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that is wrong or doubtful in a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Problem {
    /// Place in the document, such as `conditions[1].values`; empty for the document as a whole.
    pub path: String,
    /// Line in the recipe's text, from 1, where the text is at hand.
    pub line: Option<usize>,
    /// Whether the recipe can run all the same.
    pub severity: Severity,
    /// What is wrong, in a sentence that names the thing.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// Whether a recipe with this problem can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It cannot run.
    Error,
    /// It can run, but probably not as meant.
    Warning,
}

impl Problem {
    /// A problem that keeps the recipe from running.
    #[must_use]
    pub fn error(path: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            severity: Severity::Error,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// A problem with which the recipe can run.
    #[must_use]
    pub fn warning(path: impl Into<String>, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, message, remedy) }
    }

    /// The same problem with its line.
    #[must_use]
    pub(crate) fn on_line(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        } else if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} {}", self.message, self.remedy)
    }
}

/// The known name that a misspelt one probably means.
pub(crate) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&folded, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// A remedy for a name that is not known: the nearest one, or all that would do.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(name) = nearest(wrong, known.clone()) {
        return format!("Did you mean `{name}`?");
    }
    let all: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    if all.is_empty() {
        format!("There are no {what} here.")
    } else {
        format!("Known {what}: {}.", all.join(", "))
    }
}
