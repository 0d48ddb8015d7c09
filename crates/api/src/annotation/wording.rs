//! What annotators are told of the labels, apart from the recipe that it is to be tried for.

use ::recipe::Recipe;
use sha2::{Digest as _, Sha256};

use crate::types::{Definition, Wording};

impl Wording {
    /// That of a recipe.
    pub fn of(recipe: &Recipe) -> Self {
        let definition = |label: &::recipe::Label| Definition {
            label: label.name.clone(),
            text: label.definition.clone().unwrap_or_default(),
        };
        Self {
            codebook: recipe.task.codebook.clone(),
            definitions: recipe.task.labels.iter().map(definition).collect(),
        }
    }

    /// The recipe with this wording. Labels of which it does not speak keep their definitions.
    pub fn put_into(&self, recipe: &Recipe) -> Recipe {
        let mut recipe = recipe.clone();
        recipe.task.codebook.clone_from(&self.codebook);
        for label in &mut recipe.task.labels {
            if let Some(said) = self.definitions.iter().find(|said| said.label == label.name) {
                label.definition = Some(said.text.clone()).filter(|text| !text.trim().is_empty());
            }
        }
        recipe
    }

    /// The beginning of its SHA-256, in hexadecimal.
    pub fn digest(&self) -> String {
        let parts = self.definitions.iter().flat_map(|said| [&said.label, &said.text]);
        let mut digest = Sha256::new();
        for part in [&self.codebook].into_iter().chain(parts) {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        hex::encode(&digest.finalize()[..8])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_goes_into_a_recipe_and_comes_out_of_it() {
        let recipe = crate::draft::blank("a");
        let mut wording = Wording::of(&recipe);
        assert_eq!(wording.put_into(&recipe), recipe);
        let labels: Vec<&str> = wording.definitions.iter().map(|said| said.label.as_str()).collect();
        assert_eq!(labels, ["positive", "negative"]);
        let before = wording.digest();
        wording.codebook = "Irony counts as what it means.".to_owned();
        wording.definitions[0].text = "The writer would buy it again.".to_owned();
        let reworded = wording.put_into(&recipe);
        assert_eq!(Wording::of(&reworded), wording);
        assert_ne!(wording.digest(), before);
        // A label that is gone is not brought back, and one that is new stays as it is.
        wording.definitions[0].label = "great".to_owned();
        let other = wording.put_into(&recipe);
        assert_eq!(other.task.labels, recipe.task.labels);
        assert_eq!(other.task.codebook, wording.codebook);
    }
}
