//! Demonstrations that come from the rows made so far, and what holds frequent words back.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::{HashMap, HashSet};

use dataset::{Attempt, Fields};
use generation::{Control, Plan, Sources};
use inference::{Constraint, ModelError};
use proptest::prelude::*;
use recipe::{Condition, Recipe, Scope, Severity, Strategy as Order, Value};
use serde_json::json;
use support::{Memory, Scripted};

fn recipe(select: &str, source: &str) -> Recipe {
    let text = format!(
        r#"
schema = 1
name = "reviews"
task = {{ kind = "classification", labels = [{{ name = "good" }}, {{ name = "bad" }}], fields = ["text", "label"] }}
[[sources]]
name = "real"
file = "real.csv"
fields = {{ text = "text", label = "label" }}
[[conditions]]
name = "label"
labels = {{}}
[[demonstrations]]
name = "shots"
source = "{source}"
select = "{select}"
count = 2
matching = "label"
[[steps]]
id = "write"
demonstrations = ["shots"]
prompt = "{{{{ label }}}}{{% for shot in shots %}}|{{{{ shot.text }}}}{{% endfor %}}"
output = {{ text = "string" }}
[schedule]
round = 10
"#
    );
    let (recipe, problems) = Recipe::check(&text);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning), "{problems:#?}");
    recipe.unwrap()
}

/// With two more conditions of twelve values.
fn placed(mut recipe: Recipe, strategy: Order) -> Recipe {
    for name in ["place", "time"] {
        let values = (0..12).map(|at| Value::Text(format!("{name}{at}")).into()).collect();
        recipe.conditions.push(Condition { name: name.into(), scope: Scope::Values(values) });
    }
    recipe.schedule.strategy = strategy;
    recipe
}

fn real() -> Sources {
    let row = |text: &str, label: &str| -> Fields {
        json!({ "text": text, "label": label }).as_object().unwrap().clone()
    };
    let rows = vec![
        row("a fine joy", "good"),
        row("fine and warm", "good"),
        row("sour milk", "good"),
        row("a dull bore", "bad"),
        row("dull and cold", "bad"),
        row("sweet cake", "bad"),
    ];
    [("real", rows)].into_iter().collect()
}

/// Texts whose words tell the label most of the time.
fn script(prompt: &str, _: &Constraint, luck: u64) -> Result<String, ModelError> {
    let good = prompt.starts_with("good") != luck.is_multiple_of(7);
    let words = if good { ["fine", "warm", "joy", "sweet"] } else { ["dull", "cold", "bore", "sour"] };
    Ok(format!("{} {} n{}", words[luck as usize % 4], words[(luck >> 9) as usize % 4], luck % 50))
}

fn run(plan: &Plan, threads: usize, order: u64, recorded: Vec<Attempt>) -> Memory<'static> {
    let mut memory = Memory::default();
    plan.run(&Scripted::new(script, threads, order), recorded, &mut memory, &Control::default()).unwrap();
    memory
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn rows_do_not_depend_on_the_order_of_answers(seed: u64, order: u64, kept in 0.0_f64..1.0, pick in 0_usize..6) {
        let (select, source) = [
            ("random", "synthetic"), ("informative", "synthetic"), ("diverse", "synthetic"), ("vote-k", "synthetic"),
            ("hard", "real"), ("least-shown", "synthetic"),
        ][pick];
        let order_of_draws = if seed.is_multiple_of(2) { Order::Diverse } else { Order::Grid };
        let recipe = placed(recipe(select, source), order_of_draws);
        let plan = Plan::new(&recipe, &real(), seed, 60, 400).unwrap();
        let alone = run(&plan, 1, 1, vec![]);
        let together = run(&plan, 4, order, vec![]);
        prop_assert_eq!(alone.sorted(), together.sorted());
        let prefix = alone.attempts[..(alone.attempts.len() as f64 * kept) as usize].to_vec();
        let resumed = run(&plan, 2, order ^ 3, prefix.clone());
        prop_assert_eq!(alone.rows(&plan, &[]), resumed.rows(&plan, &prefix));
        let pool = alone.pool(&plan);
        for attempt in &alone.attempts {
            let rendered = plan.render_attempt(attempt, &pool).unwrap();
            prop_assert_eq!(&rendered[0].sha256, &attempt.steps[0].prompt_sha256);
            // A round shows rows of earlier rounds alone, of the same label.
            for row in attempt.shown[0].rows.iter().filter(|_| source == "synthetic") {
                prop_assert!((*row as u64) < attempt.draw);
                let shown = alone.attempts.iter().find(|made| made.draw == *row as u64).unwrap();
                prop_assert_eq!(&shown.conditions["label"], &attempt.conditions["label"]);
            }
        }
    }
}

fn shown_late(select: &str, source: &str) -> HashSet<usize> {
    let plan = Plan::new(&recipe(select, source), &real(), 5, 100, 400).unwrap();
    let memory = run(&plan, 2, 2, vec![]);
    let late = memory.attempts.iter().filter(|attempt| attempt.draw >= 60);
    late.flat_map(|attempt| attempt.shown[0].rows.clone()).collect()
}

#[test]
fn hard_rows_are_those_that_the_student_gets_wrong() {
    // Both have words of the other label, which the student learns from what the script writes.
    assert_eq!(shown_late("hard", "real"), HashSet::from([2, 5]));
    assert_eq!(shown_late("random", "real").len(), 6);
}

#[test]
fn informative_rows_carry_their_own_label() {
    let plan = Plan::new(&recipe("informative", "synthetic"), &real(), 5, 100, 400).unwrap();
    let memory = run(&plan, 2, 2, vec![]);
    let shown = shown_late("informative", "synthetic");
    assert!(
        shown.len() > 5 && shown.iter().all(|row| row % 5 != 0),
        "every fifth row is held out: {shown:?}"
    );
    let misled = |row: &usize| {
        let attempt = memory.attempts.iter().find(|attempt| attempt.draw == *row as u64).unwrap();
        let text = attempt.fields["text"].as_str().unwrap();
        let good = ["fine", "warm", "joy", "sweet"].iter().any(|word| text.contains(word));
        good != (attempt.conditions["label"] == "good")
    };
    let share =
        |rows: &HashSet<usize>| rows.iter().filter(|row| misled(row)).count() as f64 / rows.len() as f64;
    let (informative, random) = (share(&shown), share(&shown_late("random", "synthetic")));
    assert!(random > 0.1, "the script misleads now and then: {random}");
    assert!(informative < random / 2.0, "{informative} of the informative rows mislead, {random} of all");
}

/// A tree that grows: each row goes on from a row of an earlier round, or begins anew below the greatest depth.
#[test]
fn formulas_read_the_rows_that_a_step_is_shown() {
    let text = r#"
schema = 1
name = "tree"
task = { kind = "instruction", fields = ["text", "depth"] }
[[demonstrations]]
name = "found"
source = "synthetic"
count = 1
[[steps]]
id = "go_on"
method = "formula"
demonstrations = ["found"]
formulas = { depth = "found[0].depth + 1 if found and found[0].depth < 3 else 1" }
output = { depth = "integer" }
[[steps]]
id = "write"
prompt = "Depth {{ depth }}"
output = { text = "string" }
[schedule]
round = 10
"#;
    let plan = Plan::new(&Recipe::parse(text).unwrap(), &Sources::new(), 3, 60, 200).unwrap();
    let memory = run(&plan, 2, 9, vec![]);
    let (rows, pool) = (memory.rows(&plan, &[]), memory.pool(&plan));
    let depth = |row: &Fields| row["depth"].as_i64().unwrap();
    for attempt in &memory.attempts {
        let above = attempt.shown[0].rows.first().map(|row| depth(&rows[*row]));
        assert_eq!(depth(&attempt.fields), above.filter(|depth| *depth < 3).map_or(1, |depth| depth + 1));
        let rendered = plan.render_attempt(attempt, &pool).unwrap();
        assert_eq!(rendered[0].sha256, attempt.steps[0].prompt_sha256);
    }
    assert_eq!(rows.iter().map(depth).collect::<HashSet<_>>(), HashSet::from([1, 2, 3]));
}

#[test]
fn draws_keep_away_from_what_is_there() {
    let covered = |strategy: Order| {
        let recipe = placed(recipe("random", "real"), strategy);
        let plan = Plan::new(&recipe, &real(), 5, 140, 400).unwrap();
        let memory = run(&plan, 1, 1, vec![]);
        let pair =
            |attempt: &Attempt| format!("{} {}", attempt.conditions["place"], attempt.conditions["time"]);
        memory.attempts.iter().map(pair).collect::<HashSet<_>>().len()
    };
    let (random, diverse) = (covered(Order::Random), covered(Order::Diverse));
    assert!(diverse > random + 15, "{diverse} pairs instead of {random}");
}

#[test]
fn what_was_shown_least_is_shown_next() {
    let most = |select: &str| {
        let plan = Plan::new(&recipe(select, "synthetic"), &real(), 3, 80, 400).unwrap();
        let mut shown = HashMap::<usize, usize>::new();
        for attempt in &run(&plan, 1, 1, vec![]).attempts {
            attempt.shown[0].rows.iter().for_each(|at| *shown.entry(*at).or_default() += 1);
        }
        shown.values().copied().max().unwrap()
    };
    let (random, least) = (most("random"), most("least-shown"));
    assert!(least < random, "{least} times instead of {random}");
}
