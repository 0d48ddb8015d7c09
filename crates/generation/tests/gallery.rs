//! Every recipe of the gallery makes rows with the built-in model, most of them at the first try.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use generation::{Control, Outcome, Plan, Sources};
use inference::{Engine, EngineOptions};
use recipe::{Recipe, gallery};
use support::Memory;

const ROWS: usize = 6;

#[test]
fn every_recipe_makes_rows_with_the_built_in_model() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let engine = Engine::load(&root.join("models/starter/starter.gguf"), EngineOptions::default()).unwrap();
    for entry in gallery::entries() {
        let recipe = Recipe::parse(entry.toml).unwrap();
        let sources = Sources::load(&recipe, &root.join("recipes")).unwrap();
        let plan = Plan::new(&recipe, &sources, 7, ROWS, 3 * ROWS).unwrap();
        let mut memory = Memory::default();
        let outcome = plan.run(&engine, vec![], &mut memory, &Control::default()).unwrap();
        assert_eq!(outcome, Outcome::Completed, "{}", entry.id);
        let rows = memory.rows(&plan, &[]);
        assert_eq!(rows.len(), ROWS, "{}", entry.id);
        let columns: Vec<String> = recipe.columns().into_iter().map(|column| column.name).collect();
        for row in rows {
            assert_eq!(row.keys().cloned().collect::<Vec<_>>(), columns, "{}", entry.id);
            assert!(row.values().all(|value| *value != "" && !value.is_null()), "{}: {row:?}", entry.id);
        }
        for attempt in &memory.attempts {
            let prompts = plan.render_attempt(attempt).unwrap();
            let hashes: Vec<&str> = prompts.iter().map(|prompt| prompt.sha256.as_str()).collect();
            let recorded: Vec<&str> = attempt.steps.iter().map(|step| step.prompt_sha256.as_str()).collect();
            assert_eq!(hashes, recorded, "{}", entry.id);
        }
    }
}
