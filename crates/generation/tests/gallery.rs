//! Every recipe of the gallery makes rows with the built-in model, most of them at the first try.

mod support;

use std::path::Path;

use dataset::ReadOptions;
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
        let mut sources = Sources::new();
        for source in &recipe.sources {
            let options = ReadOptions { fields: source.fields.clone(), ..ReadOptions::default() };
            let loaded = dataset::read(&root.join("recipes").join(&source.file), &options).unwrap();
            sources.insert(source.name.clone(), loaded.table.rows);
        }
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
    }
}
