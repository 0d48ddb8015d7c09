//! The log-probabilities of every next token at every position of given texts, for comparing with other engines.
//!
//! `next_token MODEL TEXTS OUT`: TEXTS is a JSON list of lists of token ids. OUT gets, for each token of each text, one
//! little-endian f32 for each token of the vocabulary.
#![allow(missing_docs, clippy::print_stderr, reason = "a measurement for developers")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use inference::{Cancel, Engine, EngineOptions, Event, KvFormat, Model, Priority, ScoreRequest};

/// Positions that are asked for at once.
const WINDOW: usize = 32;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, texts, out] = arguments.as_slice() else {
        eprintln!("usage: next_token MODEL TEXTS OUT");
        return ExitCode::from(2);
    };
    match write(model.as_ref(), texts.as_ref(), out.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(model: &Path, texts: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    // As the other engines are set, so that only the arithmetic differs.
    let options = EngineOptions { kv_format: KvFormat::F32, ..EngineOptions::default() };
    let engine = Engine::load(model, options)?;
    let texts: Vec<Vec<u32>> = serde_json::from_reader(File::open(texts)?)?;
    let mut out = BufWriter::new(File::create(out)?);
    for text in texts {
        let prefixes: Vec<&[u32]> = (1..=text.len()).map(|end| &text[..end]).collect();
        for window in prefixes.chunks(WINDOW) {
            for distribution in score(&engine, window)? {
                for log_probability in distribution {
                    out.write_all(&log_probability.to_le_bytes())?;
                }
            }
        }
    }
    Ok(out.flush()?)
}

/// One distribution for each prefix: each token of the vocabulary is scored as a continuation.
fn score(engine: &Engine, prefixes: &[&[u32]]) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
    let (sender, events) = crossbeam_channel::unbounded();
    for (id, prefix) in prefixes.iter().enumerate() {
        let request = ScoreRequest {
            id: id as u64,
            prompt: (*prefix).into(),
            continuations: (0..engine.card().vocabulary as u32).map(|token| vec![token]).collect(),
            priority: Priority::Run,
            cancel: Cancel::default(),
        };
        engine.score(request, sender.clone());
    }
    drop(sender);
    let mut distributions = BTreeMap::new();
    for event in events {
        if let Event::Scored { id, result } = event {
            distributions.insert(id, result?.into_iter().flat_map(|score| score.log_probabilities).collect());
        }
    }
    Ok(distributions.into_values().collect())
}
