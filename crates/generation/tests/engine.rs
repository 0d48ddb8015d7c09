//! The runner with the real engine and the built-in model.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use dataset::Fields;
use generation::{Control, Outcome, Plan, Sources};
use inference::{Engine, EngineOptions};
use recipe::Recipe;
use support::Memory;

fn engine(max_batch: usize) -> Engine {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf");
    Engine::load(&path, EngineOptions { max_batch, ..EngineOptions::default() }).unwrap()
}

/// In the manner of AttrPrompt (Yu et al., 2023).
const REVIEWS: &str = r#"
schema = 1
name = "Movie reviews"
[task]
kind = "classification"
role = "You are a film critic."
labels = [{ name = "positive" }, { name = "negative" }]
[[conditions]]
name = "label"
labels = {}
[[conditions]]
name = "genre"
values = ["western", "comedy", "thriller"]
[[conditions]]
name = "length"
values = [[20, 40]]
[[steps]]
id = "review"
prompt = """
Please write a movie review. Requirements:
1. Sentiment: {{ label }}
2. Genre: {{ genre }}
3. Length: between {{ length.low }} and {{ length.high }} words
"""
output = { text = "string" }
sampling = { temperature = 0.8, max_tokens = 96 }
[schedule]
rows = 12
round = 12
[[checks]]
kind = "length"
field = "text"
band = "length"
tolerance = 0.2
[[checks]]
kind = "rouge-l"
field = "text"
max = 0.7
"#;

/// Labels for given texts, by the probability of their verbalizers.
const LABELS: &str = r#"
schema = 1
name = "Label reviews"
[task]
kind = "classification"
mode = "annotate"
input = "reviews"
labels = [{ name = "positive" }, { name = "negative" }]
fields = ["text", "label", "label_confidence"]
[[sources]]
name = "reviews"
file = "reviews.csv"
[[steps]]
id = "classify"
method = "score"
prompt = """
Classify the text by sentiment. Labels: {{ task.labels }}.

Text: {{ input.text }}
Label:"""
output = { label = "label" }
"#;

fn rows(recipe: &str, sources: &Sources, rows: usize, batch: usize) -> Vec<Fields> {
    let plan = Plan::new(&Recipe::parse(recipe).unwrap(), sources, 7, rows, 60).unwrap();
    let mut memory = Memory::default();
    let outcome = plan.run(&engine(batch), vec![], &mut memory, &Control::default()).unwrap();
    assert_eq!(outcome, Outcome::Completed);
    memory.rows(&plan, &[])
}

#[test]
fn the_built_in_model_writes_the_same_rows_in_any_batch() {
    let alone = rows(REVIEWS, &Sources::new(), 12, 1);
    assert_eq!(alone.len(), 12);
    assert_eq!(alone, rows(REVIEWS, &Sources::new(), 12, 32));
    assert_eq!(alone.iter().filter(|row| row["label"] == "positive").count(), 6);
}

#[test]
fn the_built_in_model_labels_what_it_is_given() {
    let texts = ["A wonderful film with a great cast.", "A dull and boring film, a waste of time."];
    let given =
        texts.iter().map(|text| [("text".to_string(), (*text).into())].into_iter().collect()).collect();
    let sources: Sources = [("reviews", given)].into_iter().collect();
    let found = rows(LABELS, &sources, 2, 8);
    let labels: Vec<_> = found.iter().map(|row| row["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["positive", "negative"]);
    assert!(found.iter().all(|row| row["label_confidence"].as_f64().unwrap() > 0.5));
}
