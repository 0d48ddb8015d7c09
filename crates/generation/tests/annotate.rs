//! Given rows: each is worked on once, labels come with their probability, failures are recorded.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use dataset::{Fields, Verdict};
use generation::{Control, Outcome, Plan, Sources};
use inference::Constraint;
use recipe::Recipe;
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
