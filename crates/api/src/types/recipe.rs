//! Gallery, recipe and prompt.

use ::recipe::{Branch, Change, Problem, Recipe};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A gallery recipe.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GalleryEntry {
    /// Its id, such as `attrprompt`.
    pub id: String,
    /// What it makes, in plain words.
    pub title: String,
    /// Task group in plain words: 'Sort messages'.
    pub group: String,
    /// One or two sentences.
    pub summary: String,
    /// Name of the published method.
    pub method: String,
    /// Its citation.
    pub citation: String,
    /// Section of the survey that treats it.
    pub section: String,
    /// What the user must bring, such as 'texts to label'; empty where nothing is needed.
    pub needs: String,
}

/// The open project's recipe.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecipeState {
    /// The document as it is edited now.
    pub recipe: Recipe,
    /// What follows from it.
    pub checked: CheckedRecipe,
    /// Saved versions, newest first.
    pub versions: Vec<RecipeVersion>,
}

/// What follows from a recipe document.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CheckedRecipe {
    /// The document as TOML.
    pub toml: String,
    /// SHA-256 of the document, in hexadecimal.
    pub hash: String,
    /// What is wrong or doubtful.
    pub problems: Vec<Problem>,
    /// Columns of a finished row, in order.
    pub columns: Vec<String>,
    /// Number of combinations of conditions; `None` where it is unbounded.
    pub combinations: Option<u64>,
    /// Which field, condition or demonstration each step's prompt uses.
    pub edges: Vec<Edge>,
}

/// That one part of the recipe reads another; both are called by their places, such as `steps[2]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Edge {
    /// What is read.
    pub from: String,
    /// What reads it.
    pub to: String,
    /// The name by which it is read.
    pub name: String,
}

/// A saved version of the recipe.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecipeVersion {
    /// SHA-256 of the document.
    pub hash: String,
    /// Number in the project, from 1.
    pub number: u64,
    /// When it was saved.
    pub created: i64,
    /// Runs made with it.
    pub runs: u64,
}

/// A recipe to be looked at without being saved.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecipeRequest {
    /// The document.
    pub recipe: Recipe,
}

/// A recipe as text.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct TomlRequest {
    /// The document.
    pub toml: String,
}

/// A recipe read from text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ParsedRecipe {
    /// The document, where it could be read.
    pub recipe: Option<Recipe>,
    /// What is wrong or doubtful.
    pub problems: Vec<Problem>,
}

/// Names a saved version.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct VersionRequest {
    /// SHA-256 of the document.
    pub hash: String,
}

/// Two versions to compare; the edited document where a hash is absent.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DiffRequest {
    /// The earlier one.
    pub before: Option<String>,
    /// The later one.
    pub after: Option<String>,
}

/// Differences between two versions, in the form's words.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecipeDiff {
    /// The differences, in document order.
    pub changes: Vec<Change>,
}

/// Asks for the prompt of one draw.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PromptRequest {
    /// The document.
    pub recipe: Recipe,
    /// Which draw.
    pub draw: u64,
    /// Id of the step.
    pub step: String,
    /// Conditions held to a value, each as an alternative gave it.
    #[ts(type = "Record<string, unknown>")]
    pub pins: dataset::Fields,
}

/// A rendered prompt in its parts.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PromptView {
    /// System message and user message, each in parts.
    pub messages: Vec<PromptMessage>,
    /// Length of the prompt in tokens, with the chat template.
    pub tokens: usize,
    /// The model's context window, in tokens.
    pub context: usize,
    /// Each condition's value in this draw, and what else it could be.
    pub conditions: Vec<DrawnCondition>,
}

/// One message of a prompt.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PromptMessage {
    /// `system` or `user`.
    pub role: String,
    /// Its parts in order.
    pub pieces: Vec<PromptPiece>,
}

/// A part of a prompt that comes from one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PromptPiece {
    /// Which of the survey's parts it belongs to.
    pub origin: Origin,
    /// Condition, demonstration block, step field or input field; `None` for the task's own words.
    pub name: Option<String>,
    /// The text.
    pub text: String,
}

/// The parts of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Task specification.
    Task,
    /// Value of a condition.
    Condition,
    /// Demonstration.
    Demonstration,
    /// Written by the model in an earlier step.
    Step,
    /// Field of the row that is labelled or transformed.
    Input,
}

/// A condition in one draw.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DrawnCondition {
    /// Its name.
    pub name: String,
    /// The value as the prompt shows it.
    pub shown: String,
    /// The value.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
    /// All values with their shares, most frequent first; empty where they cannot be listed.
    pub alternatives: Vec<Alternative>,
}

/// A value that a condition can take.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Alternative {
    /// The value.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
    /// The value as the prompt shows it.
    pub shown: String,
    /// Share of rows that get it, in [0, 1].
    pub share: f64,
}

/// Asks how many rows each pair of values gets.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct MatrixRequest {
    /// The document.
    pub recipe: Recipe,
    /// Condition down the side.
    pub rows: String,
    /// Condition across the top.
    pub columns: String,
    /// Run whose accepted rows are counted beside the expected ones.
    pub run: Option<u64>,
}

/// Rows for each pair of values of two conditions.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Matrix {
    /// Values down the side.
    pub rows: Vec<String>,
    /// Values across the top.
    pub columns: Vec<String>,
    /// Expected number of rows, by side and then top.
    pub expected: Vec<Vec<f64>>,
    /// Accepted rows of the run asked for.
    pub actual: Option<Vec<Vec<u64>>>,
}

/// Asks for the first rows of a source.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SourceRequest {
    /// The document.
    pub recipe: Recipe,
    /// Name of the source.
    pub source: String,
}

/// First rows of a file.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SourcePreview {
    /// Path as the recipe should write it.
    pub file: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The first rows, at most 100.
    #[ts(type = "Array<Record<string, unknown>>")]
    pub rows: Vec<dataset::Fields>,
    /// Number of rows.
    pub total: usize,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// What the reader noticed, such as a guessed encoding.
    pub notices: Vec<String>,
    /// Different personal values that are replaced in the rows, here and in every prompt.
    pub replaced: usize,
}

/// A tree of values that a file describes.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Tree {
    /// Its roots.
    pub branches: Vec<Branch>,
    /// What the reader noticed, such as a guessed encoding.
    pub notices: Vec<String>,
}

/// Asks which demonstrations a draw would get.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ShownRequest {
    /// The document.
    pub recipe: Recipe,
    /// Name of the demonstration block.
    pub demonstration: String,
    /// Which draw.
    pub draw: u64,
}

/// For which condition values are proposed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SuggestRequest {
    /// The recipe as it stands.
    pub recipe: Recipe,
    /// Name of the condition.
    pub condition: String,
    /// For a condition whose values depend on another: the value of that one.
    pub case: Option<String>,
    /// Another seed gives other proposals.
    #[ts(type = "number")]
    pub seed: u64,
}

/// Proposed values, those that the model named most often first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Suggestions {
    /// The values; none that the condition has already.
    pub values: Vec<String>,
    /// Values that the model finds as typical of a similar case, which would blur the two (AttrPrompt, Yu et al. 2023).
    pub blurring: Vec<Blurring>,
}

/// A proposed value that tells two cases badly apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Blurring {
    /// The value.
    pub value: String,
    /// The other case.
    pub case: String,
}
