//! Every recipe of the gallery makes rows with the built-in model: 8 within 64 attempts, at least 6 of them different.
//! What share of attempts is valid without any grammar is printed, so that a grammar hides nothing.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use std::collections::HashSet;
use std::path::Path;

use dataset::{Attempt, Fields, Stage, Verdict};
use generation::{Control, Outcome, Plan, Sources};
use inference::{Engine, EngineOptions};
use recipe::{Recipe, gallery};
use support::Memory;

const ROWS: usize = 8;
const ATTEMPTS: usize = 64;
const DISTINCT: usize = 6;

/// Share of attempts whose answers could be read and whose row passes its own checks.
fn valid(attempts: &[Attempt]) -> f64 {
    let is_valid = |attempt: &&Attempt| {
        !matches!(&attempt.failure, Some(Verdict::Rejected { stage: Stage::Parsed | Stage::Valid, .. }))
    };
    attempts.iter().filter(is_valid).count() as f64 / attempts.len().max(1) as f64
}

#[test]
fn every_recipe_makes_rows_with_the_built_in_model() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let engine = Engine::load(&root.join("models/starter/starter.gguf"), EngineOptions::default()).unwrap();
    let only = std::env::var("RECIPE").ok();
    let mut failures = Vec::new();
    println!(
        "{:24}{:>6}{:>10}{:>10}{:>9}{:>14}",
        "recipe", "rows", "attempts", "distinct", "valid", "no grammar"
    );
    for entry in gallery::entries().iter().filter(|entry| only.as_ref().is_none_or(|only| *only == entry.id))
    {
        let recipe = Recipe::parse(entry.toml).unwrap();
        let sources = Sources::load(&recipe, &root.join("recipes")).unwrap();
        let new = || Plan::new(&recipe, &sources, 7, ROWS, ATTEMPTS).unwrap();
        let run = |plan: &Plan| {
            let mut memory = Memory::default();
            let outcome = plan.run(&engine, vec![], &mut memory, &Control::default()).unwrap();
            (outcome, memory)
        };
        let plan = new();
        let (outcome, memory) = run(&plan);
        let (_, free) = run(&new().without_grammar());
        let rows = memory.rows(&plan, &[]);
        // What was drawn makes no two rows distinct.
        let drawn = |name: &String| recipe.conditions.iter().any(|condition| condition.name == *name);
        let made = |row: &Fields| -> Fields {
            row.iter()
                .filter(|(name, _)| !drawn(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        let distinct =
            rows.iter().map(|row| serde_json::to_string(&made(row)).unwrap()).collect::<HashSet<_>>().len();
        let (held, by_itself) = (valid(&memory.attempts), valid(&free.attempts));
        println!(
            "{:24}{:>6}{:>10}{:>10}{:>8.0}%{:>13.0}%",
            entry.id,
            rows.len(),
            memory.attempts.len(),
            distinct,
            100.0 * held,
            100.0 * by_itself
        );
        if only.is_some() {
            for row in &rows {
                println!("{}", serde_json::to_string(row).unwrap());
            }
            for attempt in memory.attempts.iter().filter(|attempt| attempt.failure.is_some()).take(12) {
                println!("! {:?}\n  {}", attempt.failure, serde_json::to_string(&attempt.fields).unwrap());
            }
        }
        if outcome != Outcome::Completed || distinct < DISTINCT {
            failures.push(format!("{}: {outcome:?}, {distinct} distinct", entry.id));
        }
        let columns: Vec<String> = recipe.columns().into_iter().map(|column| column.name).collect();
        for row in rows {
            assert_eq!(row.keys().cloned().collect::<Vec<_>>(), columns, "{}", entry.id);
            assert!(row.values().all(|value| *value != "" && !value.is_null()), "{}: {row:?}", entry.id);
        }
        for attempt in &memory.attempts {
            let prompts = plan.render_attempt(attempt, &memory.pool(&plan)).unwrap();
            let hashes: Vec<&str> = prompts.iter().map(|prompt| prompt.sha256.as_str()).collect();
            let recorded: Vec<&str> = attempt.steps.iter().map(|step| step.prompt_sha256.as_str()).collect();
            assert_eq!(hashes, recorded, "{}", entry.id);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
