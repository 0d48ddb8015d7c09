//! The recipe: draft, versions, differences.

use ::project::{Reader, RecipeVersion as Stored};
use ::recipe::Recipe;

use crate::app::App;
use crate::draft;
use crate::error::{Result, WireError};
use crate::types::{
    CheckedRecipe, DiffRequest, Edge, ParsedRecipe, RecipeDiff, RecipeRequest, RecipeState, RecipeVersion,
    TomlRequest, VersionRequest,
};

impl App {
    pub fn recipe_get(&self, (): ()) -> Result<RecipeState> {
        let project = self.project()?;
        let reader = project.read();
        let recipe = draft::recipe(&reader)?;
        let versions =
            reader.recipes()?.iter().map(|stored| self.version(&reader, stored)).collect::<Result<_>>()?;
        Ok(RecipeState { checked: check(&recipe), recipe, versions })
    }

    pub fn recipe_update(&self, request: RecipeRequest) -> Result<CheckedRecipe> {
        let checked = check(&request.recipe);
        draft::keep(&*self.project()?, &checked.toml, self.now())?;
        Ok(checked)
    }

    pub fn recipe_parse(&self, request: TomlRequest) -> Result<ParsedRecipe> {
        let (recipe, problems) = Recipe::check(&request.toml);
        Ok(ParsedRecipe { recipe, problems })
    }

    pub fn recipe_save(&self, (): ()) -> Result<RecipeVersion> {
        let project = self.project()?;
        let stored = self.save_draft(&project)?;
        let reader = project.read();
        self.version(&reader, &stored)
    }

    pub fn recipe_version(&self, request: VersionRequest) -> Result<ParsedRecipe> {
        let stored = self.project()?.read().recipe(&request.hash)?;
        let (recipe, problems) = Recipe::check(&stored.toml);
        Ok(ParsedRecipe { recipe, problems })
    }

    pub fn recipe_diff(&self, request: DiffRequest) -> Result<RecipeDiff> {
        let project = self.project()?;
        let reader = project.read();
        let read = |hash: &Option<String>| match hash {
            Some(hash) => draft::parse(&reader.recipe(hash)?.toml),
            None => draft::recipe(&reader),
        };
        Ok(RecipeDiff { changes: read(&request.before)?.diff(&read(&request.after)?) })
    }

    /// Stores the draft as a version, where it is not one already.
    pub(crate) fn save_draft(&self, project: &crate::project::OpenProject) -> Result<Stored> {
        let (recipe, parent) = {
            let reader = project.read();
            let recipe = draft::recipe(&reader)?;
            (recipe, draft::text(&reader)?.parent)
        };
        if let Some(error) = draft::first_error(&recipe.validate()) {
            return Err(error);
        }
        let hash = project.write()?.save_recipe(&recipe.format(), parent.as_deref(), self.now())?;
        Ok(project.read().recipe(&hash)?)
    }

    /// A stored version as the wire shows it.
    pub(crate) fn version(&self, reader: &Reader, stored: &Stored) -> Result<RecipeVersion> {
        let versions = reader.recipes()?;
        let position = versions.iter().rev().position(|version| version.hash == stored.hash);
        let number =
            position.ok_or_else(|| WireError::not_found("The project does not hold this version."))? + 1;
        let runs = reader.runs()?.iter().filter(|run| run.plan.recipe == stored.hash).count();
        Ok(RecipeVersion {
            hash: stored.hash.clone(),
            number: number as u64,
            created: stored.created,
            runs: runs as u64,
        })
    }
}

/// What follows from a recipe document.
pub fn check(recipe: &Recipe) -> CheckedRecipe {
    CheckedRecipe {
        toml: recipe.format(),
        hash: recipe.hash(),
        problems: recipe.validate(),
        columns: recipe.columns().into_iter().map(|column| column.name).collect(),
        combinations: generation::combinations(recipe),
        edges: recipe
            .edges()
            .into_iter()
            .map(|edge| Edge { from: edge.from.path(), to: edge.to.path(), name: edge.name })
            .collect(),
    }
}
