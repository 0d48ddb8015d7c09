//! `seedbed recipes`: the gallery and recipe files.

use std::path::{Path, PathBuf};

use api::WireError;
use clap::{Args, Subcommand};
use recipe::{Recipe, Severity, gallery};

use crate::output;

/// List, show or check recipes.
#[derive(Args)]
pub struct Recipes {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The gallery.
    List {
        /// Machine-readable.
        #[arg(long)]
        json: bool,
    },
    /// A recipe as text.
    Show {
        /// Recipe file, or the id of a gallery recipe.
        recipe: String,
    },
    /// Check recipes for mistakes.
    Check {
        /// Recipe files or ids of gallery recipes.
        #[arg(required_unless_present = "all")]
        recipes: Vec<String>,
        /// Every recipe of the gallery.
        #[arg(long)]
        all: bool,
    },
}

impl Recipes {
    pub fn execute(self) -> Result<(), WireError> {
        match self.command {
            Command::List { json } => list(json),
            Command::Show { recipe } => output::line(read(&recipe)?.0.trim_end()),
            Command::Check { recipes, all } => {
                let gallery = gallery::entries().iter().filter(|_| all).map(|entry| entry.id.to_owned());
                check(recipes.into_iter().chain(gallery))
            }
        }
    }
}

fn list(json: bool) -> Result<(), WireError> {
    if json {
        let entries: Vec<_> = gallery::entries()
            .iter()
            .map(|e| serde_json::json!({ "id": e.id, "title": e.title, "group": e.group, "summary": e.summary }))
            .collect();
        return output::json(&entries.into());
    }
    for entry in gallery::entries() {
        output::line(&format!("{:<16} {} ({})", entry.id, entry.title, entry.method))?;
    }
    Ok(())
}

fn check(recipes: impl Iterator<Item = String>) -> Result<(), WireError> {
    let mut wrong = 0;
    for name in recipes {
        let (toml, _) = read(&name)?;
        let (_, problems) = Recipe::check(&toml);
        for problem in &problems {
            let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
            let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
            output::line(&format!("{name}{line}: {severity}: {} {}", problem.message, problem.remedy))?;
        }
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            wrong += 1;
        } else {
            output::line(&format!("{name}: ok"))?;
        }
    }
    if wrong == 0 { Ok(()) } else { Err(WireError::input(format!("{wrong} recipes have errors."))) }
}

/// A recipe's text, and the folder that its sources are relative to.
pub fn read(name: &str) -> Result<(String, Option<PathBuf>), WireError> {
    if let Some(entry) = gallery::entry(name) {
        return Ok((entry.toml.to_owned(), None));
    }
    let path = Path::new(name);
    let toml = api::read_recipe_file(path)?;
    Ok((toml, path.parent().map(Path::to_path_buf)))
}
