//! The engine on the built-in model: what is written, scored and embedded, and what it must not depend on.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "test")]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::unbounded;
use inference::{
    Cancel, Constraint, DrawKey, EmbedRequest, Engine, EngineOptions, Event, Finish, GenerateRequest,
    Generation, KvFormat, Message, Model, ModelError, Placement, Priority, Role, Sampling, Score,
    ScoreRequest,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const REVIEW: &str = "Suppose you are a film critic. Please write a movie review. Requirements:\n\
    1. Sentiment: positive\n2. Genre: western\n3. Length: between 20 and 40 words";

fn engine(options: EngineOptions) -> Engine {
    Engine::load(&common::starter(), options).unwrap()
}

fn small() -> Engine {
    engine(EngineOptions {
        max_batch: 8,
        threads: 2,
        kv_bytes: 32 << 20,
        prompt_rows: 64,
        kv_format: KvFormat::F16,
        placement: Placement::Processor,
    })
}

fn chat(engine: &Engine, text: &str) -> Arc<[u32]> {
    let message = Message { role: Role::User, content: text.to_owned() };
    engine.tokenize_chat(&[message]).unwrap().into()
}

fn request(engine: &Engine, id: u64, text: &str) -> GenerateRequest {
    GenerateRequest {
        id,
        prompt: chat(engine, text),
        counter_prompts: Vec::new(),
        max_tokens: 96,
        sampling: Sampling { temperature: 0.8, ..Sampling::default() },
        constraint: Constraint::Free,
        stop: Vec::new(),
        draws: DrawKey([7, id, 0, 0]),
        priority: Priority::Run,
        cancel: Cancel::default(),
    }
}

/// Generates and checks that the tokens that were told one by one are those of the answer.
fn generate(
    engine: &Engine,
    requests: Vec<GenerateRequest>,
) -> BTreeMap<u64, Result<Generation, ModelError>> {
    let (sender, events) = unbounded();
    for request in requests {
        engine.generate(request, sender.clone());
    }
    drop(sender);
    let mut told: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    let mut results = BTreeMap::new();
    for event in events {
        match event {
            Event::Token { id, token } => told.entry(id).or_default().push(token),
            Event::Done { id, result } => {
                if let Ok(answer) = &result {
                    assert_eq!(told.remove(&id).unwrap_or_default(), answer.tokens, "request {id}");
                    let text: String = answer.tokens.iter().map(|t| t.text.as_str()).collect();
                    assert_eq!(text, answer.text, "request {id}");
                }
                assert!(results.insert(id, result).is_none(), "request {id} ended twice");
            }
            other => panic!("{other:?} was not asked for"),
        }
    }
    results
}

fn one(engine: &Engine, request: GenerateRequest) -> Generation {
    generate(engine, vec![request]).into_values().next().unwrap().unwrap()
}

fn score(engine: &Engine, prompt: &str, continuations: &[&str]) -> Vec<Score> {
    let (sender, events) = unbounded();
    let continuations = continuations.iter().map(|c| engine.tokenize(c)).collect();
    let request = ScoreRequest {
        id: 1,
        prompt: chat(engine, prompt),
        continuations,
        priority: Priority::Judge,
        cancel: Cancel::default(),
    };
    engine.score(request, sender);
    match events.recv().unwrap() {
        Event::Scored { result, .. } => result.unwrap(),
        other => panic!("{other:?} was not asked for"),
    }
}

fn embed(engine: &Engine, text: &str) -> Vec<f32> {
    let (sender, events) = unbounded();
    let tokens = engine.tokenize(text).into();
    let request = EmbedRequest { id: 1, tokens, priority: Priority::Run, cancel: Cancel::default() };
    engine.embed(request, sender);
    match events.recv().unwrap() {
        Event::Embedded { result, .. } => result.unwrap(),
        other => panic!("{other:?} was not asked for"),
    }
}

#[test]
fn greedy_tokens_equal_those_of_another_engine() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/greedy");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let reference: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let ids = |key: &str| -> Vec<u32> { serde_json::from_value(reference[key].clone()).unwrap() };
        let engine = common::reference_model(reference["model"].as_str().unwrap());
        let expected = ids("tokens");
        let request = GenerateRequest {
            prompt: ids("prompt_tokens").into(),
            max_tokens: expected.len(),
            sampling: Sampling { temperature: 0.0, ..Sampling::default() },
            ..request(&engine, 0, "")
        };
        let found: Vec<u32> = one(&engine, request).tokens.iter().map(|t| t.id).collect();
        assert_eq!(found, expected, "{}", path.display());
        checked += 1;
    }
    assert!(checked > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Texts, log-probabilities, scores and vectors are the same to the last bit for every way of
    /// computing them.
    #[test]
    fn results_do_not_depend_on_the_engine_options(
        max_batch in 1_usize..40,
        threads in 1_usize..4,
        prompt_rows in 1_usize..100,
        order in Just((0..12_u64).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let texts = [REVIEW, "Write a movie review with negative sentiment.", "List 5 cuisines. Use a numbered list."];
        let run = |options: EngineOptions, order: &[u64]| {
            let engine = engine(options);
            let requests = order.iter().map(|id| GenerateRequest {
                sampling: match id % 3 {
                    0 => Sampling { temperature: 1.0, ..Sampling::default() },
                    1 => Sampling { temperature: 0.7, top_k: Some(20), repetition_penalty: 1.1, ..Sampling::default() },
                    _ => Sampling { top_p: 0.9, min_p: 0.02, presence_penalty: 0.3, self_debiasing: 50.0, ..Sampling::default() },
                },
                counter_prompts: texts.iter().take(*id as usize % 4 / 2 * 2).map(|text| chat(&engine, text)).collect(),
                max_tokens: 30,
                ..request(&engine, *id, texts[*id as usize % texts.len()])
            });
            let answers = generate(&engine, requests.collect());
            let scores = score(&engine, REVIEW, &["The film is a joy.", "No", "No, thank you"]);
            (answers, scores, embed(&engine, REVIEW))
        };
        let plain = EngineOptions { max_batch: 1, threads: 1, kv_bytes: 16 << 20, prompt_rows: 512, kv_format: KvFormat::F16, placement: Placement::Processor };
        let expected = run(plain, &(0..12).collect::<Vec<_>>());
        let found = run(EngineOptions { max_batch, threads, kv_bytes: 64 << 20, prompt_rows, kv_format: KvFormat::F16, placement: Placement::Processor }, &order);
        prop_assert_eq!(found, expected);
    }
}

/// Probabilities of tokens after a prompt and what is written behind it, with the logits' own arithmetic.
fn probabilities(engine: &Engine, prompt: &[u32], tokens: &[u32]) -> Vec<f64> {
    let (sender, events) = unbounded();
    let continuations = tokens.iter().map(|id| vec![*id]).collect();
    let (priority, cancel) = (Priority::Judge, Cancel::default());
    engine.score(ScoreRequest { id: 1, prompt: prompt.into(), continuations, priority, cancel }, sender);
    match events.recv().unwrap() {
        Event::Scored { result, .. } => result.unwrap().iter().map(|score| score.sum().exp()).collect(),
        other => panic!("{other:?} was not asked for"),
    }
}

#[test]
fn self_debiasing_takes_the_best_of_the_lowered_probabilities() {
    let engine = small();
    let counters = ["Write a movie review with negative sentiment.", "What is the film?"];
    let counters: Vec<Arc<[u32]>> = counters.iter().map(|text| chat(&engine, text)).collect();
    let lowered = |decay: f32| GenerateRequest {
        counter_prompts: counters.clone(),
        sampling: Sampling { temperature: 0.0, self_debiasing: decay, ..Sampling::default() },
        max_tokens: 12,
        ..request(&engine, 1, REVIEW)
    };
    let ids = |answer: &Generation| -> Vec<u32> { answer.tokens.iter().map(|t| t.id).collect() };
    let free = one(&engine, GenerateRequest { counter_prompts: Vec::new(), ..lowered(200.0) });
    assert_eq!(one(&engine, lowered(0.0)), free, "without a decay, counter-prompts change nothing");

    let answer = one(&engine, lowered(200.0));
    assert_ne!(ids(&answer), ids(&free));
    let vocabulary: Vec<u32> = (0..engine.card().vocabulary as u32).collect();
    let written = ids(&answer);
    for (at, id) in written.iter().enumerate() {
        let behind = |prompt: &[u32]| probabilities(&engine, &[prompt, &written[..at]].concat(), &vocabulary);
        let own = behind(&chat(&engine, REVIEW));
        let others: Vec<Vec<f64>> = counters.iter().map(|prompt| behind(prompt)).collect();
        let lowered = |id: usize| {
            let gain = others.iter().map(|other| other[id] - own[id]).fold(0.0, f64::max);
            own[id] * (-200.0 * gain).exp().max(0.01)
        };
        let best = (0..own.len()).map(lowered).fold(0.0, f64::max);
        assert!(lowered(*id as usize) > best * 0.9999, "token {at} is {id}");
        assert!((f64::from(answer.tokens[at].log_probability) - own[*id as usize].ln()).abs() < 1e-3);
    }
}

#[test]
fn choices_are_kept_and_their_rest_is_forced() {
    let engine = small();
    let choices = ["entertaining", "educational", "a bit of both"].map(str::to_owned).to_vec();
    let requests = (0..20).map(|id| GenerateRequest {
        constraint: Constraint::Choice(choices.clone()),
        sampling: Sampling { temperature: 2.0, ..Sampling::default() },
        ..request(&engine, id, "What is the film?")
    });
    let answers = generate(&engine, requests.collect());
    for answer in answers.values().map(|a| a.as_ref().unwrap()) {
        assert!(choices.contains(&answer.text), "{:?}", answer.text);
        assert_eq!(answer.finish, Finish::End);
        assert!(answer.tokens.iter().any(|t| !t.forced) && answer.tokens.iter().any(|t| t.forced));
    }
}

#[test]
fn json_validates_against_its_schema() {
    let engine = small();
    let schema = json!({
        "type": "object",
        "properties": {
            "text": { "type": "string", "maxLength": 60 },
            "label": { "enum": ["positive", "negative"] },
            "stars": { "type": "integer", "minimum": 1, "maximum": 5 },
            "tags": { "type": "array", "items": { "type": "string", "pattern": "^[a-z]{2,8}$" }, "maxItems": 3 }
        },
        "required": ["text", "label", "stars", "tags"],
        "additionalProperties": false
    });
    let requests = (0..16).map(|id| GenerateRequest {
        constraint: Constraint::JsonSchema(schema.clone()),
        max_tokens: 400,
        ..request(&engine, id, &format!("{REVIEW}\nReturn a JSON object with the keys \"text\", \"label\"."))
    });
    let answers = generate(&engine, requests.collect());
    for answer in answers.values().map(|a| a.as_ref().unwrap()) {
        assert_eq!(answer.finish, Finish::End, "{:?}", answer.text);
        let value: Value = serde_json::from_str(&answer.text).unwrap();
        assert!(value["text"].as_str().unwrap().chars().count() <= 60);
        assert!(["positive", "negative"].contains(&value["label"].as_str().unwrap()));
        assert!((1..=5).contains(&value["stars"].as_i64().unwrap()));
        assert!(value["tags"].as_array().unwrap().len() <= 3);
        assert_eq!(value.as_object().unwrap().len(), 4);
        assert!(answer.tokens.iter().any(|t| t.forced), "keys are forced");
    }
}

#[test]
fn regular_expressions_match_the_whole_text() {
    let engine = small();
    let requests = (0..10).map(|id| GenerateRequest {
        constraint: Constraint::Regex("[A-Z][a-z]{1,5}, (19|20)[0-9]{2}\\.".to_owned()),
        ..request(&engine, id, "Where and when?")
    });
    let pattern = |text: &str| {
        let (word, year) = text.strip_suffix('.')?.split_once(", ")?;
        let lower = word.get(1..)?;
        (word.starts_with(|c: char| c.is_ascii_uppercase())
            && (1..=5).contains(&lower.len())
            && lower.bytes().all(|b| b.is_ascii_lowercase())
            && (1900..2100).contains(&year.parse::<u32>().ok()?))
        .then_some(())
    };
    for answer in generate(&engine, requests.collect()).values().map(|a| a.as_ref().unwrap()) {
        assert!(pattern(&answer.text).is_some(), "{:?}", answer.text);
    }
}

#[test]
fn a_band_of_words_is_kept_to() {
    let engine = small();
    let requests = (0..10).map(|id| GenerateRequest {
        constraint: Constraint::Regex(r"\S+([ \n]\S+){29,32}".to_owned()),
        max_tokens: 200,
        ..request(&engine, id, REVIEW)
    });
    for answer in generate(&engine, requests.collect()).values().map(|a| a.as_ref().unwrap()) {
        let words = answer.text.split_whitespace().count();
        assert!((30..=33).contains(&words), "{words} words: {:?}", answer.text);
        assert_eq!(answer.finish, Finish::End);
    }
}

#[test]
fn unusable_requests_are_answered_with_a_sentence() {
    let engine = small();
    let check = |change: &dyn Fn(&mut GenerateRequest), expected: &str| {
        let mut request = request(&engine, 1, "Hello");
        change(&mut request);
        let error = generate(&engine, vec![request]).remove(&1).unwrap().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(&|r| r.prompt = Arc::new([]), "The prompt is empty");
    check(&|r| r.prompt = vec![5; 5000].into(), "The prompt has 5000 tokens");
    check(&|r| r.prompt = vec![5, 4_000_000].into(), "no token 4000000");
    check(&|r| r.counter_prompts = vec![Arc::new([])], "The prompt is empty");
    check(&|r| r.counter_prompts = vec![vec![5; 5000].into()], "The prompt has 5000 tokens");
    check(&|r| r.counter_prompts = vec![vec![5, 4_000_000].into()], "no token 4000000");
    // Each of the prompts fits, but not all of them at once.
    check(&|r| r.counter_prompts = vec![vec![5; 900].into(); 2000], "more memory than the KV cache may use");
    check(&|r| r.constraint = Constraint::Choice(Vec::new()), "output format");
    check(&|r| r.constraint = Constraint::Choice(vec![String::new()]), "output format");
    check(&|r| r.constraint = Constraint::Regex("(".to_owned()), "output format");
    check(&|r| r.constraint = Constraint::JsonSchema(json!({ "type": "fish" })), "output format");
    check(&|r| r.constraint = Constraint::JsonSchema(json!(false)), "output format");
    // And it goes on.
    assert!(!one(&engine, request(&engine, 2, REVIEW)).text.is_empty());
}

#[test]
fn answers_end_for_the_right_reason() {
    let engine = small();
    let free = one(&engine, request(&engine, 3, REVIEW));
    assert_eq!(free.finish, Finish::End);
    assert_eq!(free.tokens.last().unwrap().id, engine.end_of_turn());
    assert!(free.mean_log_probability().unwrap() < 0.0);

    let cut = one(&engine, GenerateRequest { max_tokens: 5, ..request(&engine, 3, REVIEW) });
    assert_eq!((cut.finish, cut.tokens.len()), (Finish::Length, 5));
    assert!(free.text.starts_with(&cut.text));

    let none = one(&engine, GenerateRequest { max_tokens: 0, ..request(&engine, 3, REVIEW) });
    assert_eq!((none.finish, none.tokens.len()), (Finish::Length, 0));

    let word = free.text.split_whitespace().nth(4).unwrap().to_owned();
    let stopped = one(&engine, GenerateRequest { stop: vec![word.clone()], ..request(&engine, 3, REVIEW) });
    assert_eq!(stopped.finish, Finish::Stop);
    assert_eq!(stopped.text, free.text[..free.text.find(&word).unwrap()]);

    let never_end = Sampling { logit_bias: vec![(engine.end_of_turn(), -1000.0)], ..Sampling::default() };
    let window = GenerateRequest { max_tokens: 100_000, sampling: never_end, ..request(&engine, 3, REVIEW) };
    let prompt = window.prompt.len();
    let full = one(&engine, window);
    assert_eq!(full.finish, Finish::Context);
    assert_eq!(prompt + full.tokens.len(), engine.card().context);
}

#[test]
fn cancelling_ends_an_answer_with_what_it_has() {
    let engine = small();
    let (sender, events) = unbounded();
    let never_end = Sampling { logit_bias: vec![(engine.end_of_turn(), -1000.0)], ..Sampling::default() };
    let request = GenerateRequest { max_tokens: 900, sampling: never_end, ..request(&engine, 1, REVIEW) };
    let cancel = request.cancel.clone();
    engine.generate(request, sender);
    let mut seen = 0;
    for event in events {
        match event {
            Event::Token { .. } => {
                seen += 1;
                if seen == 3 {
                    cancel.cancel();
                }
            }
            Event::Done { result, .. } => {
                let answer = result.unwrap();
                assert_eq!(answer.finish, Finish::Cancelled);
                assert_eq!(answer.tokens.len(), seen);
                assert!(seen < 900);
            }
            other => panic!("{other:?} was not asked for"),
        }
    }
    assert!(seen >= 3);
}

#[test]
fn dropping_the_engine_answers_what_is_open() {
    let engine = small();
    let (sender, events) = unbounded();
    for id in 0..30 {
        engine.generate(GenerateRequest { max_tokens: 800, ..request(&engine, id, REVIEW) }, sender.clone());
    }
    drop(sender);
    drop(engine);
    let done: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Done { result, .. } => Some(result),
            _ => None,
        })
        .collect();
    assert_eq!(done.len(), 30);
    assert!(done.contains(&Err(ModelError::Stopped)));
}

#[test]
fn the_first_come_first_within_a_priority() {
    let engine = engine(EngineOptions {
        max_batch: 1,
        threads: 1,
        kv_bytes: 32 << 20,
        prompt_rows: 64,
        kv_format: KvFormat::F16,
        placement: Placement::Processor,
    });
    let (sender, events) = unbounded();
    let priorities = [Priority::Judge, Priority::Judge, Priority::Run, Priority::Preview];
    for (id, priority) in priorities.into_iter().enumerate() {
        let request = GenerateRequest { priority, max_tokens: 40, ..request(&engine, id as u64, REVIEW) };
        engine.generate(request, sender.clone());
    }
    drop(sender);
    let order: Vec<u64> = events
        .iter()
        .filter_map(|event| match event {
            Event::Done { id, .. } => Some(id),
            _ => None,
        })
        .collect();
    let place = |id: u64| order.iter().position(|o| *o == id).unwrap();
    assert!(place(3) < place(1) && place(2) < place(1), "{order:?}");
}

#[test]
fn scores_are_the_log_probabilities_of_generation() {
    let engine = small();
    let free = one(&engine, request(&engine, 3, REVIEW));
    let (sender, events) = unbounded();
    let tokens: Vec<u32> = free.tokens.iter().map(|t| t.id).collect();
    let continuations = vec![tokens[..1].to_vec(), tokens.clone(), tokens[..7].to_vec()];
    let request = ScoreRequest {
        id: 9,
        prompt: chat(&engine, REVIEW),
        continuations: continuations.clone(),
        priority: Priority::Judge,
        cancel: Cancel::default(),
    };
    engine.score(request, sender);
    let Event::Scored { id: 9, result } = events.recv().unwrap() else { panic!("no scores") };
    let written: Vec<f32> = free.tokens.iter().map(|t| t.log_probability).collect();
    for (score, continuation) in result.unwrap().iter().zip(&continuations) {
        assert_eq!(score.log_probabilities, written[..continuation.len()]);
    }
    assert!(events.recv_timeout(Duration::from_secs(1)).is_err(), "nothing follows");
}

#[test]
fn labels_are_told_apart_by_their_scores() {
    let engine = small();
    let check = |text: &str, expected: usize| {
        let prompt =
            format!("Classify the text by sentiment. Labels: positive, negative.\n\nText: {text}\nLabel:");
        let scores = score(&engine, &prompt, &["positive", "negative"]);
        assert_eq!(usize::from(scores[1].sum() > scores[0].sum()), expected, "{text}");
    };
    check("The plot is a mess and I was bored.", 1);
    check("I loved every minute of this wonderful film.", 0);
}

#[test]
fn vectors_have_unit_length_and_similar_texts_are_near() {
    let engine = small();
    let texts =
        ["A dull film with a weak plot.", "A boring film with a thin plot.", "Reset my password, please."];
    let [a, b, c] = texts.map(|text| embed(&engine, text));
    let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| f64::from(x * y)).sum::<f64>();
    assert!((dot(&a, &a) - 1.0).abs() < 1e-5);
    assert!(dot(&a, &b) > dot(&a, &c), "{} is not above {}", dot(&a, &b), dot(&a, &c));
}

#[test]
fn shared_prompts_are_computed_once() {
    let engine = engine(EngineOptions {
        max_batch: 16,
        threads: 2,
        kv_bytes: 32 << 20,
        prompt_rows: 64,
        kv_format: KvFormat::F16,
        placement: Placement::Processor,
    });
    let head = REVIEW.repeat(3);
    let requests: Vec<_> = (0..16)
        .map(|id| GenerateRequest { max_tokens: 4, ..request(&engine, id, &format!("{head} {id}")) })
        .collect();
    let tokens: usize = requests.iter().map(|r| r.prompt.len()).sum();
    let length = requests[0].prompt.len();
    generate(&engine, requests);
    let computed = engine.speed().prompt_tokens as usize;
    assert!(computed < tokens / 3 && computed >= length, "{computed} of {tokens} tokens were computed");
}
