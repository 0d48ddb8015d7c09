//! The recipe that a project is editing now.

use std::path::{Path, PathBuf};

use ::project::{Draft, Reader, Run};
use recipe::{Label, Mode, Output, Recipe, Step, Task, TaskKind};

use crate::error::{Result, WireError};
use crate::project::OpenProject;

/// A project edits one recipe.
const DRAFT: &str = "recipe";
/// Setting: folder that relative paths of sources start from.
const FOLDER: &str = "recipe-folder";

/// The draft's text, or an error where a project holds none.
pub fn text(reader: &Reader) -> Result<Draft> {
    reader
        .drafts()?
        .into_iter()
        .find(|draft| draft.id == DRAFT)
        .ok_or_else(|| WireError::not_found("This project holds no recipe; open another one."))
}

/// The draft as a recipe.
///
/// # Errors
/// The text has no readable structure.
pub fn recipe(reader: &Reader) -> Result<Recipe> {
    parse(&text(reader)?.toml)
}

/// The recipe that a run was made by.
///
/// # Errors
/// The text has no readable structure.
pub fn of_run(reader: &Reader, run: &Run) -> Result<Recipe> {
    parse(&reader.recipe(&run.plan.recipe)?.toml)
}

/// Keeps a text as the draft.
pub fn keep(project: &OpenProject, toml: &str, now: i64) -> Result<()> {
    let parent = project.read().recipes()?.into_iter().map(|version| version.hash).next();
    Ok(project.write()?.save_draft(&of(toml, parent, now))?)
}

/// A text as the draft of a project.
pub fn of(toml: &str, parent: Option<String>, now: i64) -> Draft {
    Draft { id: DRAFT.to_owned(), toml: toml.to_owned(), parent, updated: now }
}

/// Folder that relative paths of sources start from.
pub fn folder(reader: &Reader) -> Result<Option<PathBuf>> {
    Ok(reader.setting(FOLDER)?)
}

/// Remembers the folder that relative paths of sources start from.
pub fn set_folder(project: &OpenProject, folder: Option<&Path>) -> Result<()> {
    // A recipe named without a folder lies in the one that the program was started in, whose path here is empty.
    let absolute = |folder: &Path| std::path::absolute(folder.join("."));
    let folder = folder.map(|folder| absolute(folder).unwrap_or_else(|_| folder.to_path_buf()));
    Ok(project.write()?.set_setting(FOLDER, &folder)?)
}

/// Reads a recipe file.
pub fn read_file(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| {
        WireError::input(format!(
            "The recipe '{}' cannot be read; check the name and the permissions.",
            path.display()
        ))
        .with_detail(error.to_string())
    })
}

/// Reads a recipe from text; the first problem becomes the error.
pub fn parse(toml: &str) -> Result<Recipe> {
    Recipe::parse(toml).map_err(|problems| {
        problems.first().map_or_else(|| WireError::input("The recipe cannot be read."), problem_error)
    })
}

/// Checks a recipe's text before anything is begun with it.
///
/// # Errors
/// The first mistake, with its line.
pub fn check(toml: &str) -> Result<()> {
    let (_, problems) = Recipe::check(toml);
    first_error(&problems).map_or(Ok(()), Err)
}

/// The first error among problems, as one sentence.
pub fn first_error(problems: &[recipe::Problem]) -> Option<WireError> {
    problems.iter().find(|problem| problem.severity == recipe::Severity::Error).map(problem_error)
}

fn problem_error(problem: &recipe::Problem) -> WireError {
    let place = match problem.line {
        Some(line) => format!("line {line}, {}", problem.path),
        None => problem.path.clone(),
    };
    WireError::input(format!("The recipe cannot be used: {} {}", problem.message, problem.remedy))
        .with_detail(place)
}

/// A recipe to start from: texts with one of two labels.
pub fn blank(name: &str) -> Recipe {
    let task = Task {
        kind: TaskKind::Classification,
        mode: Mode::Generate,
        input: None,
        role: "You are a customer.".to_owned(),
        goal: "Write a product review.".to_owned(),
        codebook: String::new(),
        labels: ["positive", "negative"].map(Label::plain).to_vec(),
        fields: Vec::new(),
    };
    let step = Step::plain(
        "write",
        "{{ task.goal }} Requirements:\n1. Sentiment: {{ label }}",
        "text",
        Output::String { words: None, strict: false, pattern: None },
    );
    Recipe {
        conditions: vec![recipe::Condition {
            name: "label".to_owned(),
            scope: recipe::Scope::Labels(recipe::Labels::default()),
        }],
        checks: vec![recipe::Check::Duplicate { field: "text".to_owned() }],
        ..Recipe::plain(name, task, vec![step])
    }
}

/// A recipe's text with another file for the source whose rows are labelled or transformed.
///
/// # Errors
/// The recipe cannot be read, or labels and transforms nothing.
pub fn with_input(toml: &str, input: &Path) -> Result<String> {
    let mut recipe = parse(toml)?;
    let name = recipe.task.input.clone().ok_or_else(|| {
        WireError::input("This recipe makes rows from nothing; '--input' is for recipes that label or transform given rows.")
    })?;
    let source = recipe
        .sources
        .iter_mut()
        .find(|source| source.name == name)
        .ok_or_else(|| WireError::input(format!("The recipe has no source '{name}' to replace.")))?;
    let path = std::path::absolute(input).unwrap_or_else(|_| input.to_path_buf());
    source.file = path.to_string_lossy().into_owned();
    Ok(recipe.format())
}
