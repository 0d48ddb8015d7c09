//! What a run promises: exactly as many rows as wanted, the same ones in any circumstances, nothing lost.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use dataset::{Attempt, Fields, Stage, Verdict};
use generation::{Control, Outcome, Plan, Pool, Rates, RetryError, RunError, Sources, estimate};
use inference::{Constraint, ModelError};
use proptest::prelude::*;
use support::{Memory, Scripted, chatter, reviews, support};

fn run(plan: &Plan, threads: usize, order: u64, recorded: Vec<Attempt>) -> (Outcome, Memory<'static>) {
    let mut memory = Memory::default();
    let model = Scripted::new(chatter, threads, order);
    let outcome = plan.run(&model, recorded, &mut memory, &Control::default()).unwrap();
    (outcome, memory)
}

fn plan(strategy: &str, seed: u64, rows: usize, attempts: usize, round: usize) -> Plan {
    Plan::new(&reviews(strategy, round, 2), &support(), seed, rows, attempts).unwrap()
}

const STRATEGIES: [&str; 3] = ["grid", "random", "quota"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_do_not_depend_on_the_order_of_answers(seed: u64, order: u64, threads in 2_usize..5, pick in 0_usize..3) {
        let plan = plan(STRATEGIES[pick], seed, 24, 400, 8);
        let (outcome, alone) = run(&plan, 1, 1, vec![]);
        let (other, together) = run(&plan, threads, order, vec![]);
        prop_assert_eq!(outcome, other);
        prop_assert_eq!(alone.sorted(), together.sorted());
        prop_assert_eq!(alone.accepted(), together.accepted());
    }

    #[test]
    fn a_resumed_run_makes_the_same_rows(seed: u64, order: u64, kept in 0.0_f64..1.0, pick in 0_usize..3) {
        let plan = plan(STRATEGIES[pick], seed, 18, 300, 7);
        let (outcome, whole) = run(&plan, 3, order, vec![]);
        // What was on disk when the power went: a prefix in the order of recording.
        let prefix = whole.attempts[..(whole.attempts.len() as f64 * kept) as usize].to_vec();
        let (resumed_outcome, resumed) = run(&plan, 2, order ^ 7, prefix.clone());
        prop_assert_eq!(outcome, resumed_outcome);
        prop_assert_eq!(whole.rows(&plan, &[]), resumed.rows(&plan, &prefix));
        prop_assert_eq!(prefix.len() + resumed.attempts.len(), whole.attempts.len(), "no attempt is made twice");
    }

    #[test]
    fn the_budget_is_kept_and_told(seed: u64, order: u64, rows in 1_usize..30, attempts in 0_usize..60, round in 1_usize..20) {
        let plan = plan("grid", seed, rows, attempts, round);
        let (outcome, memory) = run(&plan, 3, order, vec![]);
        prop_assert!(memory.attempts.len() <= attempts);
        let accepted = memory.accepted().len();
        match outcome {
            Outcome::Completed => prop_assert_eq!(accepted, rows),
            Outcome::AttemptsExhausted { accepted: told } => {
                prop_assert_eq!(accepted as u64, told);
                prop_assert!(accepted < rows);
                prop_assert_eq!(memory.attempts.len(), attempts);
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_try_by_hand_is_the_one_that_further_retries_would_have_made(seed: u64, order: u64) {
        // Rounds of the whole run, so that a draw has the same slot however often others are tried.
        let few = Plan::new(&reviews("random", 30, 0), &support(), seed, 30, 30).unwrap();
        let many = Plan::new(&reviews("random", 30, 3), &support(), seed, 30, 120).unwrap();
        let (_, alone) = run(&few, 2, order, vec![]);
        let (_, tried) = run(&many, 2, order, vec![]);
        let model = Scripted::new(chatter, 2, order);
        for failed in alone.attempts.iter().filter(|attempt| attempt.failure.is_some()) {
            prop_assert!(few.first_extra() > failed.attempt);
            let retried = few.retry(&model, failed, few.first_extra(), [], Pool::default(), &Control::default()).unwrap().unwrap();
            let expected = tried.attempts.iter().find(|made| (made.draw, made.attempt) == (failed.draw, 1));
            prop_assert_eq!(Some(&retried.attempt), expected);
            prop_assert_eq!(retried.rejection.is_some(), retried.attempt.failure.is_some(), "no other rows");
        }
        let (_, again) = run(&few, 3, order ^ 1, alone.attempts.clone());
        prop_assert_eq!(alone.accepted(), again.accepted(), "the run is as it was");
    }

    #[test]
    fn prompts_are_rendered_again_with_the_same_hash(seed: u64) {
        let plan = plan("random", seed, 10, 100, 10);
        let (_, memory) = run(&plan, 2, seed, vec![]);
        for attempt in &memory.attempts {
            let rendered = plan.render_attempt(attempt, &memory.pool(&plan)).unwrap();
            let hashes: Vec<&str> = rendered.iter().map(|rendered| rendered.sha256.as_str()).collect();
            let recorded: Vec<&str> = attempt.steps.iter().map(|step| step.prompt_sha256.as_str()).collect();
            prop_assert_eq!(hashes, recorded);
        }
    }

    #[test]
    fn a_pause_changes_nothing(seed: u64, at in 1_usize..200) {
        let plan = plan("quota", seed, 16, 300, 8);
        let (_, whole) = run(&plan, 2, seed, vec![]);
        let control = Control::default();
        let switch = control.clone();
        let mut memory = Memory { at_token: Some((at, Box::new(move || {
            switch.pause();
            let switch = switch.clone();
            std::thread::spawn(move || switch.resume());
        }))), ..Memory::default() };
        let outcome = plan.run(&Scripted::new(chatter, 2, 5), vec![], &mut memory, &control).unwrap();
        prop_assert_eq!(outcome, Outcome::Completed);
        prop_assert_eq!(whole.sorted(), memory.sorted());
    }

    #[test]
    fn a_cancelled_or_failed_run_loses_nothing(seed: u64, at in 1_usize..150, full in 0_usize..20) {
        let plan = plan("grid", seed, 16, 300, 8);
        let (_, whole) = run(&plan, 2, seed, vec![]);
        let control = Control::default();
        let switch = control.clone();
        let mut memory = Memory { at_token: Some((at, Box::new(move || switch.cancel()))), ..Memory::default() };
        let outcome = plan.run(&Scripted::new(chatter, 2, 5), vec![], &mut memory, &control).unwrap();
        prop_assert!(outcome == Outcome::Cancelled || outcome == Outcome::Completed);
        let mut record = memory.attempts;
        let mut memory = Memory { fail_after: Some(full), ..Memory::default() };
        let failed = plan.run(&Scripted::new(chatter, 3, 6), record.clone(), &mut memory, &Control::default());
        prop_assert!(matches!(failed, Err(RunError::Sink(_)) | Ok(Outcome::Completed)));
        record.extend(memory.attempts);
        let (_, rest) = run(&plan, 3, 9, record.clone());
        prop_assert_eq!(whole.rows(&plan, &[]), rest.rows(&plan, &record));
    }
}

#[test]
fn a_grid_is_exactly_balanced_in_the_end() {
    for strategy in ["grid", "quota"] {
        let plan = plan(strategy, 11, 30, 4000, 8);
        let (outcome, memory) = run(&plan, 3, 2, vec![]);
        assert_eq!(outcome, Outcome::Completed);
        assert!(memory.attempts.len() > 40, "the script fails often: {}", memory.attempts.len());
        let mut counts = BTreeMap::<String, u32>::new();
        for row in memory.rows(&plan, &[]) {
            *counts.entry(row["label"].to_string()).or_default() += 1;
            if strategy == "grid" {
                *counts.entry(format!("{} {}", row["label"], row["topic"])).or_default() += 1;
            }
        }
        assert!(
            counts.iter().all(|(key, count)| *count == if key.contains(' ') { 5 } else { 15 }),
            "{counts:?}"
        );
    }
}

#[test]
fn rejections_say_how_far_a_row_came() {
    let plan = plan("grid", 3, 40, 4000, 16);
    let (_, memory) = run(&plan, 2, 2, vec![]);
    let mut stages = BTreeMap::<(Stage, String), String>::new();
    for (_, _, verdict) in &memory.verdicts {
        if let Verdict::Rejected { stage, check, reason } = verdict {
            stages.insert((*stage, check.clone()), reason.clone());
        }
    }
    let kinds: Vec<(Stage, &str)> = stages.keys().map(|(stage, check)| (*stage, check.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (Stage::Parsed, "answer"),
            (Stage::Valid, "length"),
            (Stage::Unique, "duplicate"),
            (Stage::Unique, "rouge-l")
        ]
    );
    assert_eq!(stages[&(Stage::Parsed, "answer".into())], "'rating' is 7, 1 to 5 wanted.");
    let row = &memory.rows(&plan, &[])[0];
    assert_eq!(row.keys().collect::<Vec<_>>(), ["text", "label", "topic", "rating"]);
}

#[test]
fn demonstrations_match_and_differ_from_row_to_row() {
    let plan = plan("random", 3, 20, 100, 20);
    let shown: Vec<_> = (0..20).map(|draw| plan.draw(draw).unwrap()).collect();
    for drawn in &shown {
        let rows = &drawn.shown[0].rows;
        let of_label: &[usize] = if drawn.conditions["label"] == "pos" { &[0, 1] } else { &[2, 3, 4] };
        assert!(rows.len() == 2 && rows.iter().all(|row| of_label.contains(row)), "{drawn:?}");
    }
    let orders: std::collections::BTreeSet<_> =
        shown.iter().map(|drawn| drawn.shown[0].rows.clone()).collect();
    assert!(orders.len() > 4, "{orders:?}");
}

#[test]
fn a_preview_holds_pins_and_tries_once() {
    let pins = [("topic".to_string(), "cast".into())].into_iter().collect();
    let plan = Plan::preview(&reviews("grid", 64, 2), &support(), 5, 0, 5, pins).unwrap();
    let (_, memory) = run(&plan, 2, 2, vec![]);
    assert_eq!(memory.attempts.len(), 5);
    assert!(
        memory.attempts.iter().all(|attempt| attempt.attempt == 0 && attempt.conditions["topic"] == "cast")
    );
    let prompt = plan.render_draw(0, 1).unwrap();
    assert_eq!(prompt.messages[1].content, "Rate: ‹text›");
}

#[test]
fn a_model_that_fails_ends_the_run_but_a_long_prompt_only_its_row() {
    let failing = |error: ModelError, script: support::Script| {
        let plan = plan("grid", 5, 6, 12, 6);
        let mut memory = Memory::default();
        (plan.run(&Scripted::new(script, 2, 3), vec![], &mut memory, &Control::default()), memory, error)
    };
    let (result, memory, _) = failing(ModelError::Stopped, |_, _, _| Err(ModelError::Stopped));
    assert!(matches!(result, Err(RunError::Model { step, error: ModelError::Stopped }) if step == "write"));
    assert!(memory.attempts.is_empty());
    let long = ModelError::PromptTooLong { tokens: 9, context: 5 };
    let (result, memory, error) = failing(long, |prompt, constraint, luck| {
        if prompt.contains("plot") && !matches!(constraint, Constraint::JsonSchema(_)) {
            return Err(ModelError::PromptTooLong { tokens: 9, context: 5 });
        }
        chatter(prompt, constraint, luck)
    });
    assert!(matches!(result, Ok(Outcome::AttemptsExhausted { .. })), "{result:?}");
    let refused = memory.attempts.iter().find(|attempt| attempt.conditions["topic"] == "plot").unwrap();
    let expected =
        Verdict::Rejected { stage: Stage::Parsed, check: "prompt".into(), reason: error.to_string() };
    assert_eq!(refused.failure, Some(expected));
    assert_eq!(refused.attempt, 0);
}

#[test]
fn a_try_by_hand_is_held_against_the_dataset_and_can_be_stopped() {
    let plan = plan("grid", 3, 40, 4000, 16);
    let (_, memory) = run(&plan, 2, 2, vec![]);
    let failed = memory.attempts.iter().find(|attempt| attempt.failure.is_some()).unwrap();
    let model = Scripted::new(chatter, 1, 1);
    let retry = |number, accepted: Vec<(u64, Fields)>, control: &Control| {
        plan.retry(&model, failed, number, accepted, Pool::default(), control).unwrap()
    };
    let passes = (plan.first_extra()..).map(|number| retry(number, vec![], &Control::default()).unwrap());
    let passed = passes.into_iter().find(|retried| retried.rejection.is_none()).unwrap().attempt;
    let twin = (77, passed.fields.clone());
    let Some(Verdict::Rejected { stage: Stage::Unique, reason, .. }) =
        retry(passed.attempt, vec![twin], &Control::default()).unwrap().rejection
    else {
        panic!("a row that repeats one of the dataset is none")
    };
    assert_eq!(reason, "the same text as row 77");
    let control = Control::default();
    control.cancel();
    assert_eq!(retry(passed.attempt, vec![], &control), None);
}

#[test]
fn a_try_that_cannot_differ_is_not_made() {
    let mut recipe = reviews("grid", 8, 2);
    let failed = |plan: &Plan| {
        let (_, memory) = run(plan, 1, 1, vec![]);
        memory.attempts.into_iter().find(|attempt| attempt.failure.is_some()).unwrap()
    };
    let retry = |plan: &Plan, attempt: &Attempt| {
        plan.retry(
            &Scripted::new(chatter, 1, 1),
            attempt,
            plan.first_extra(),
            [],
            Pool::default(),
            &Control::default(),
        )
    };
    for step in &mut recipe.steps {
        step.sampling.temperature = 0.0;
    }
    let certain = Plan::new(&recipe, &support(), 1, 20, 80).unwrap();
    assert!(matches!(retry(&certain, &failed(&certain)), Err(RetryError::Certain)));
    let plan = plan("grid", 1, 20, 80, 8);
    let refused = Attempt {
        failure: Some(Verdict::Rejected {
            stage: Stage::Parsed,
            check: "prompt".into(),
            reason: String::new(),
        }),
        ..failed(&plan)
    };
    assert!(matches!(retry(&plan, &refused), Err(RetryError::Prompt)));
}

#[test]
fn a_record_of_another_run_is_refused() {
    let (_, memory) = run(&plan("grid", 1, 6, 50, 6), 1, 1, vec![]);
    let other = plan("grid", 2, 6, 50, 6);
    let result = other.run(
        &Scripted::new(chatter, 1, 1),
        memory.attempts,
        &mut Memory::default(),
        &Control::default(),
    );
    assert!(matches!(result, Err(RunError::Record { .. })));
}

#[test]
fn missing_sources_are_named() {
    let error = Plan::new(&reviews("grid", 8, 0), &Sources::new(), 1, 5, 5).unwrap_err();
    assert_eq!(error.to_string(), "The source 'support' was not loaded; choose its file.");
}

#[test]
fn the_rest_of_a_run_is_estimated_from_its_beginning() {
    let plan = plan("grid", 3, 30, 400, 10);
    let (_, memory) = run(&plan, 2, 2, vec![]);
    let (first, rates) =
        (&memory.attempts[..10], Rates { prompt_tokens_per_second: 1000.0, output_tokens_per_second: 100.0 });
    let found = estimate(&plan, first, 4, rates).unwrap();
    // 26 rows are wanted and (4 + 1) of (10 + 1) attempts succeed.
    assert_eq!(found.attempts, 58);
    let prompts: usize = first.iter().flat_map(|attempt| &attempt.steps).map(|step| step.prompt_tokens).sum();
    assert_eq!(found.prompt_tokens, (prompts as f64 / 10.0 * 58.0).round() as u64);
    let seconds = found.prompt_tokens as f64 / 1000.0 + found.output_tokens as f64 / 100.0;
    assert!((found.seconds - seconds).abs() < 0.1);
    assert_eq!(estimate(&plan, &[], 0, rates), None);
    assert_eq!(estimate(&plan, first, 4, Rates { output_tokens_per_second: 0.0, ..rates }), None);
}
