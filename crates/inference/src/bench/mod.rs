//! How fast a model is on this machine, for the workload of a dataset: many texts over one prompt.

mod rates;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

pub use rates::{ProductRate, memory_rate, product_rate};

use crate::engine::Engine;
use crate::model::{
    Cancel, Constraint, DrawKey, Event, GenerateRequest, Model, ModelError, Priority, Sampling,
};

/// A workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchOptions {
    /// Tokens with which all prompts start.
    pub shared_prompt: usize,
    /// Tokens of each prompt after these.
    pub private_prompt: usize,
    /// Tokens of each answer; the end of a turn does not end it.
    pub output: usize,
    /// Number of answers.
    pub rows: usize,
    /// Numbers of answers that are computed together, one run each. The engine must have been loaded
    /// for the largest.
    pub batches: Vec<usize>,
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self {
            shared_prompt: 600,
            private_prompt: 40,
            output: 128,
            rows: 64,
            batches: vec![1, 8, 16, 32, 64],
        }
    }
}

/// What one run measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BenchRun {
    /// Answers computed together.
    pub batch: usize,
    /// Prompt tokens computed in a second of computing prompts; shared ones count once.
    pub prompt_tokens_per_second: f64,
    /// Output tokens in a second of writing, from when all of a batch have their first token.
    pub decode_tokens_per_second: f64,
    /// Output tokens in a second of all.
    pub output_tokens_per_second: f64,
    /// Largest resident memory of the process, in bytes: until the end of the first run, during a later one.
    pub peak_bytes: u64,
}

/// Measures an engine that serves nothing else. Each run starts with prompts that are new to the engine.
///
/// # Errors
/// The model gives no answer, for example because the prompts do not fit its context window.
pub fn bench(engine: &Engine, options: &BenchOptions) -> Result<Vec<BenchRun>, ModelError> {
    let mut runs = Vec::new();
    for batch in &options.batches {
        if !runs.is_empty() {
            memory::start();
        }
        runs.push(run(engine, options, (*batch).max(1))?);
    }
    Ok(runs)
}

fn run(engine: &Engine, options: &BenchOptions, batch: usize) -> Result<BenchRun, ModelError> {
    let before = engine.speed();
    // No two runs may ask for the same prompt: the second would find it in the cache.
    let seed = before.output_tokens;
    let shared = prompt(engine, seed << 32, options.shared_prompt);
    let start = Instant::now();
    let (mut reading, mut writing) = (Duration::ZERO, Duration::ZERO);
    let mut decoded = 0;
    let rows: Vec<u64> = (1..=options.rows as u64).collect();
    for wave in rows.chunks(batch) {
        let prompts = wave.iter().map(|row| {
            let private = prompt(engine, seed << 32 | row, options.private_prompt);
            shared.iter().chain(&private).copied().collect()
        });
        let spent = write(engine, prompts.collect(), options.output)?;
        reading += spent.reading;
        writing += spent.writing;
        decoded += spent.written;
    }
    let all = start.elapsed();
    let prompt_tokens = engine.speed().prompt_tokens - before.prompt_tokens;
    Ok(BenchRun {
        batch,
        prompt_tokens_per_second: rate(prompt_tokens as usize, reading),
        decode_tokens_per_second: rate(decoded, writing),
        output_tokens_per_second: rate(options.rows * options.output, all),
        peak_bytes: memory::peak(),
    })
}

fn rate(tokens: usize, time: Duration) -> f64 {
    if time.is_zero() { 0.0 } else { tokens as f64 / time.as_secs_f64() }
}

/// Where the time of one wave went.
struct Spent {
    /// Until all answers had their first token.
    reading: Duration,
    /// From then on.
    writing: Duration,
    /// Tokens that came from then on.
    written: usize,
}

fn write(engine: &Engine, prompts: Vec<Arc<[u32]>>, output: usize) -> Result<Spent, ModelError> {
    let (sender, events) = crossbeam_channel::unbounded();
    let never_end = engine.tokenizer().ends().iter().map(|id| (*id, f32::NEG_INFINITY)).collect();
    let sampling = Sampling { temperature: 0.0, logit_bias: never_end, ..Sampling::default() };
    let count = prompts.len();
    let start = Instant::now();
    for (id, prompt) in prompts.into_iter().enumerate() {
        let request = GenerateRequest {
            id: id as u64,
            prompt,
            counter_prompts: Vec::new(),
            max_tokens: output,
            sampling: sampling.clone(),
            constraint: Constraint::Free,
            stop: Vec::new(),
            draws: DrawKey::default(),
            priority: Priority::Run,
            cancel: Cancel::default(),
        };
        engine.generate(request, sender.clone());
    }
    drop(sender);
    let mut begun = vec![false; count];
    let (mut reading, mut written) = (Duration::ZERO, 0);
    for event in events {
        match event {
            Event::Token { id, .. } => {
                written += 1;
                // Answers whose prompts were computed early have gone on meanwhile.
                if !std::mem::replace(&mut begun[id as usize], true) {
                    (reading, written) = (start.elapsed(), 0);
                }
            }
            Event::Done { result, .. } => drop(result?),
            _ => {}
        }
    }
    Ok(Spent { reading, writing: start.elapsed() - reading, written })
}

/// Tokens of plain text, different for each seed.
fn prompt(engine: &Engine, seed: u64, length: usize) -> Vec<u32> {
    let tokenizer = engine.tokenizer();
    let size = tokenizer.size() as u64;
    // A multiplicative generator: the tokens need only look unlike each other.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(0xd129_0b2d_a8c4_6c55);
        ((state >> 33) % size) as u32
    })
    .filter(|id| !tokenizer.is_special(*id) && !tokenizer.is_end(*id))
    .take(length)
    .collect()
}

/// The largest resident memory of this process.
#[cfg(target_os = "linux")]
mod memory {
    /// Forgets the largest so far, where the kernel lets a process do so.
    pub fn start() {
        drop(std::fs::write("/proc/self/clear_refs", "5"));
    }

    /// The largest since then, in bytes.
    pub fn peak() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }
}

/// The resident memory of this process: other systems are asked for what it is now.
#[cfg(not(target_os = "linux"))]
mod memory {
    use sysinfo::{ProcessesToUpdate, System};

    /// Nothing to do.
    pub fn start() {}

    /// Resident memory, in bytes.
    pub fn peak() -> u64 {
        let Ok(process) = sysinfo::get_current_pid() else { return 0 };
        let Ok(mut system) = System::new() else { return 0 };
        system.refresh_processes(ProcessesToUpdate::Some(&[process]), true);
        system.process(process).map_or(0, sysinfo::Process::memory)
    }
}
