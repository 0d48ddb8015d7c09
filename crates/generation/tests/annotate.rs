//! Given rows: each is worked on once, labels come with their probability, failures are recorded.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use dataset::{Fields, Verdict};
use generation::{Control, Embed, Outcome, Plan, Sources};
use inference::Constraint;
use recipe::{Recipe, Select, Similarity};
use support::{Memory, Scripted, chatter};

fn recipe(method: &str, select: &str) -> Recipe {
    let text = format!(
        r#"
schema = 1
name = "annotate"
[task]
kind = "classification"
mode = "annotate"
input = "notes"
labels = [{{ name = "pos", verbalizer = "good" }}, {{ name = "neg", verbalizer = "bad" }}]
fields = ["text", "label"]
[[sources]]
name = "notes"
file = "notes.csv"
[[sources]]
name = "support"
file = "support.csv"
[[demonstrations]]
name = "shots"
source = "support"
select = "{select}"
count = 3
[[steps]]
id = "classify"
method = "{method}"
demonstrations = ["shots"]
prompt = "{{% for shot in shots %}}{{{{ shot.text }}}}={{{{ shot.label }}}}; {{% endfor %}}{{{{ input.text }}}}"
output = {{ label = "label" }}
[schedule]
round = 4
retries = 1
"#
    );
    Recipe::parse(&text).unwrap()
}

const TEXTS: [&str; 6] =
    ["the red cat", "a red car", "blue sky", "the sky is blue", "a cat and a car", "rain in spain"];

fn sources() -> Sources {
    let row = |pairs: &[(&str, &str)]| -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_string(), (*value).into())).collect()
    };
    let notes = TEXTS.iter().map(|text| row(&[("text", text)])).collect();
    let support = TEXTS.iter().map(|text| row(&[("text", text), ("label", "pos")])).collect();
    [("notes", notes), ("support", support)].into_iter().collect()
}

fn run(plan: &Plan, script: support::Script) -> (Outcome, Memory<'static>) {
    let mut memory = Memory::default();
    let outcome = plan.run(&Scripted::new(script, 3, 8), vec![], &mut memory, &Control::default()).unwrap();
    (outcome, memory)
}

#[test]
fn every_given_row_gets_a_scored_label() {
    let plan = Plan::new(&recipe("score", "random"), &sources(), 4, 100, 400).unwrap();
    assert_eq!(plan.rows(), 6);
    let (outcome, memory) = run(&plan, chatter);
    assert_eq!(outcome, Outcome::Completed);
    let inputs: Vec<_> = memory.sorted().iter().map(|attempt| attempt.input.unwrap()).collect();
    assert_eq!(inputs, [0, 1, 2, 3, 4, 5]);
    for (attempt, row) in memory.sorted().iter().zip(memory.rows(&plan, &[])) {
        assert_eq!(row["text"], TEXTS[attempt.input.unwrap() as usize]);
        let trace = &attempt.steps[0];
        assert_eq!((trace.finish.as_str(), trace.tokens.len()), ("scored", 2));
        let confidence = attempt.fields["label_confidence"].as_f64().unwrap();
        assert!((0.5..=1.0).contains(&confidence));
        let chosen = trace.tokens.iter().find(|token| !token.forced).unwrap();
        assert!(trace.tokens.iter().all(|token| token.log_probability <= chosen.log_probability));
        assert_eq!(chosen.text, trace.raw);
    }
}

#[test]
fn the_nearest_demonstration_is_last_and_never_the_row_itself() {
    let plan = Plan::new(&recipe("score", "similar"), &sources(), 4, 6, 6).unwrap();
    for draw in 0..6 {
        let shown = plan.draw(draw).unwrap().shown[0].rows.clone();
        assert_eq!(shown.len(), 3);
        assert!(!shown.contains(&(draw as usize)), "{draw}: {shown:?}");
    }
    assert_eq!(plan.draw(2).unwrap().shown[0].rows.last(), Some(&3));
    assert_eq!(plan.draw(3).unwrap().shown[0].rows.last(), Some(&2));
}

/// A text is how long it is and how many letters a it has, so that what is near by its words is far here.
#[derive(Debug)]
struct Lengths;

impl Embed for Lengths {
    fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, String> {
        if texts.iter().any(|text| text.contains("snow")) {
            return Err("Snow cannot be embedded.".to_owned());
        }
        let vector = |text: &String| vec![text.len() as f32, text.matches('a').count() as f32 * 4.0];
        Ok(texts.iter().map(vector).collect())
    }
}

#[test]
fn demonstrations_are_near_by_their_embeddings() {
    let mut recipe = recipe("score", "similar");
    recipe.demonstrations[0].similarity = Similarity::Embedding;
    let plan = Plan::new(&recipe, &sources(), 4, 6, 6).unwrap();
    let error = plan.draw(0).unwrap_err().to_string();
    assert_eq!(error, "The demonstrations 'shots' are chosen by embeddings. No model is loaded; choose one.");

    let plan = plan.with_encoder(Arc::new(Lengths));
    // (11, 4), (9, 8), (8, 0), (15, 0), (15, 20), (13, 8): at 20, 42, 0, 0, 53 and 32 degrees.
    let expected = [[3, 2, 5], [0, 4, 5], [5, 0, 3], [5, 0, 2], [0, 5, 1], [4, 0, 1]];
    for (draw, expected) in (0..).zip(expected) {
        assert_eq!(plan.draw(draw).unwrap().shown[0].rows, expected, "row {draw}");
    }
    // Spread out: from the first row the farthest angles, and those between them.
    recipe.demonstrations[0].select = Select::Diverse;
    let plan = Plan::new(&recipe, &sources(), 4, 6, 6).unwrap().with_encoder(Arc::new(Lengths));
    assert_eq!(plan.draw(5).unwrap().shown[0].rows, [0, 4, 2]);

    recipe.demonstrations[0].select = Select::Similar;
    recipe.demonstrations[0].query = Some("snow".to_owned());
    let plan = Plan::new(&recipe, &sources(), 4, 6, 6).unwrap().with_encoder(Arc::new(Lengths));
    let error = plan.draw(0).unwrap_err().to_string();
    assert_eq!(error, "The demonstrations 'shots' are chosen by embeddings. Snow cannot be embedded.");
}

#[test]
fn rows_that_fail_all_tries_are_recorded() {
    let plan = Plan::new(&recipe("write", "random"), &sources(), 4, 6, 100).unwrap();
    let (outcome, memory) = run(&plan, |prompt, constraint, luck| match constraint {
        Constraint::Choice(_) if prompt.ends_with("blue sky") => Ok("ugly".into()),
        _ => chatter(prompt, constraint, luck),
    });
    assert_eq!(outcome, Outcome::InputsExhausted { accepted: 5 });
    let failed: Vec<_> =
        memory.sorted().iter().filter(|a| a.failure.is_some()).map(|a| (a.input, a.attempt)).collect();
    assert_eq!(failed, [(Some(2), 0), (Some(2), 1)]);
    let rejected =
        memory.verdicts.iter().filter(|(.., verdict)| matches!(verdict, Verdict::Rejected { .. })).count();
    assert_eq!(rejected, 2);
    let accepted: BTreeSet<u64> = memory.accepted().iter().map(|(draw, _)| *draw).collect();
    assert_eq!(accepted, BTreeSet::from([0, 1, 3, 4, 5]));
}
