//! What a constraint costs: answers in a batch that are held to a form, beside free ones.
//!
//! `cargo bench -p inference --bench constraint -- --model FILE [--rounds N] [--batch N] [--output T]`
//!
//! All kinds take turns in each round; what counts is the median of their ratios to the free answers of the round.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for developers")]

mod support;

use std::path::PathBuf;
use std::time::Instant;

use inference::{
    Cancel, Constraint, DrawKey, Engine, EngineOptions, Event, GenerateRequest, Model, Priority, Sampling,
};
use serde_json::json;

struct Options {
    model: PathBuf,
    rounds: usize,
    batch: u64,
    output: usize,
}

fn options() -> Options {
    let mut options = Options { model: PathBuf::new(), rounds: 5, batch: 32, output: 64 };
    support::options(|name, value| match name {
        "--model" => options.model = value().into(),
        "--rounds" => options.rounds = value().parse().unwrap(),
        "--batch" => options.batch = value().parse().unwrap(),
        "--output" => options.output = value().parse().unwrap(),
        _ => {}
    });
    options
}

/// Forms without an end, as long as no quotation mark is written and no turn ends.
fn kinds() -> Vec<(&'static str, Constraint)> {
    let schema = json!({
        "type": "object",
        "properties": {
            "label": { "enum": ["positive", "negative"] },
            "stars": { "type": "integer", "minimum": 1, "maximum": 5 },
            "text": { "type": "string" }
        },
        "required": ["label", "stars", "text"],
        "additionalProperties": false
    });
    vec![
        ("free", Constraint::Free),
        ("JSON schema", Constraint::JsonSchema(schema)),
        ("regular expression", Constraint::Regex("[A-Za-z ,.]+".to_owned())),
        ("band of words", Constraint::Regex(r"\S+([ \n]\S+){100,140}".to_owned())),
    ]
}

/// Tokens written in a second, from when all answers have their first that was drawn.
fn rate(engine: &Engine, options: &Options, constraint: &Constraint, seed: u64) -> f64 {
    let (sender, events) = crossbeam_channel::unbounded();
    let ends = |id: &u32| {
        *id == engine.end_of_turn()
            || engine.tokenizer().token_bytes(*id).iter().any(|byte| b"\"\\".contains(byte))
    };
    let never = (0..engine.card().vocabulary as u32).filter(ends).map(|id| (id, -1e4)).collect();
    let never_end = Sampling { logit_bias: never, ..Sampling::default() };
    for id in 0..options.batch {
        let request = GenerateRequest {
            id,
            prompt: (0..64).map(|at| 300 + (at * 7 + id as u32 * 3) % 400).collect(),
            counter_prompts: Vec::new(),
            max_tokens: options.output,
            sampling: never_end.clone(),
            constraint: constraint.clone(),
            stop: Vec::new(),
            draws: DrawKey([seed, id, 0, 0]),
            priority: Priority::Run,
            cancel: Cancel::default(),
        };
        engine.generate(request, sender.clone());
    }
    drop(sender);
    let mut begun = vec![false; options.batch as usize];
    let mut start = None;
    let mut written = 0;
    for event in events {
        match event {
            Event::Token { id, token } => {
                written += usize::from(start.is_some());
                // What the form forces at the start is written before the prompt is computed.
                begun[id as usize] |= !token.forced;
                if start.is_none() && begun.iter().all(|begun| *begun) {
                    start = Some(Instant::now());
                }
            }
            Event::Done { result, .. } => drop(result.unwrap()),
            other => panic!("{other:?} was not asked for"),
        }
    }
    written as f64 / start.unwrap().elapsed().as_secs_f64()
}

fn main() {
    let options = options();
    let engine = EngineOptions { max_batch: options.batch as usize, ..EngineOptions::default() };
    let engine = Engine::load(&options.model, engine).unwrap();
    let kinds = kinds();
    let mut ratios = vec![Vec::new(); kinds.len()];
    rate(&engine, &options, &Constraint::Free, 0);
    for round in 1..=options.rounds as u64 {
        let rates: Vec<f64> =
            kinds.iter().map(|(_, constraint)| rate(&engine, &options, constraint, round)).collect();
        for (ratios, rate) in ratios.iter_mut().zip(&rates) {
            ratios.push(rate / rates[0]);
        }
        println!("{}", rates.iter().map(|rate| format!("{rate:8.1}")).collect::<String>());
    }
    for ((name, _), ratios) in kinds.iter().zip(ratios) {
        println!("{name:20} {:.3} of the speed of free answers", support::median(ratios));
    }
}
