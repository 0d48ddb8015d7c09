//! Seedbed's engine beside candle-transformers' quantized Qwen3, on the same file in the same run.
//!
//! `cargo bench -p inference --bench candle -- --model FILE [--rounds N] [--prompt T] [--output T]`
//!
//! Both engines take turns; what counts is the median of the ratios of neighbours in time.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for developers")]

mod support;

use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;

use candle_core::quantized::gguf_file;
use candle_core::{Device, Tensor};
use candle_transformers::models::quantized_qwen3::ModelWeights;
use inference::{BenchOptions, Engine, EngineOptions, bench};

struct Options {
    model: PathBuf,
    rounds: usize,
    prompt: usize,
    output: usize,
}

fn options() -> Options {
    let mut options = Options { model: PathBuf::new(), rounds: 5, prompt: 128, output: 32 };
    support::options(|name, value| match name {
        "--model" => options.model = value().into(),
        "--rounds" => options.rounds = value().parse().unwrap(),
        "--prompt" => options.prompt = value().parse().unwrap(),
        "--output" => options.output = value().parse().unwrap(),
        _ => {}
    });
    options
}

/// Tokens per second of candle-transformers: prompt, one sequence.
fn candle(model: &mut ModelWeights, prompt: usize, output: usize) -> (f64, f64) {
    model.clear_kv_cache();
    let tokens: Vec<u32> = (0..prompt as u32).map(|i| 1000 + i * 7).collect();
    let input = |tokens: &[u32]| Tensor::new(tokens, &Device::Cpu).unwrap().unsqueeze(0).unwrap();
    let start = Instant::now();
    let mut logits = model.forward(&input(&tokens), 0).unwrap();
    let reading = start.elapsed();
    let start = Instant::now();
    for position in prompt..prompt + output - 1 {
        let next = logits.flatten_all().unwrap().argmax(0).unwrap().to_scalar::<u32>().unwrap();
        logits = model.forward(&input(&[next]), position).unwrap();
    }
    (prompt as f64 / reading.as_secs_f64(), (output - 1) as f64 / start.elapsed().as_secs_f64())
}

fn main() {
    let options = options();
    let engine =
        Engine::load(&options.model, EngineOptions { max_batch: 32, ..EngineOptions::default() }).unwrap();
    let mut file = File::open(&options.model).unwrap();
    let content = gguf_file::Content::read(&mut file).unwrap();
    let mut model = ModelWeights::from_gguf(content, &mut file, &Device::Cpu).unwrap();

    let run = |batch: usize| {
        let workload = BenchOptions {
            shared_prompt: options.prompt,
            private_prompt: 1,
            output: options.output,
            rows: batch,
            batches: vec![batch],
        };
        bench(&engine, &workload).unwrap()[0]
    };
    candle(&mut model, 32, 4);
    run(1);
    let (mut prompts, mut singles, mut batches) = (Vec::new(), Vec::new(), Vec::new());
    println!(
        "tokens/s     prompt: candle   seedbed   one sequence: candle   seedbed   seedbed, 32 sequences"
    );
    for _ in 0..options.rounds {
        let (prompt, single) = candle(&mut model, options.prompt, options.output);
        let one = run(1);
        let many = run(32);
        println!(
            "{prompt:27.1} {:9.1} {single:22.1} {:9.1} {:23.1}",
            one.prompt_tokens_per_second, one.decode_tokens_per_second, many.decode_tokens_per_second
        );
        prompts.push(one.prompt_tokens_per_second / prompt);
        singles.push(one.decode_tokens_per_second / single);
        batches.push(many.decode_tokens_per_second / one.decode_tokens_per_second);
    }
    println!("prompt, seedbed / candle:            {:.2}", support::median(prompts));
    println!("one sequence, seedbed / candle:      {:.2}", support::median(singles));
    println!("32 sequences / one, seedbed:         {:.2}", support::median(batches));
}
