//! From a model file to a running engine.

use std::fs::File;
use std::io::{Cursor, Error, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::scheduler::Scheduler;
use super::{Counters, Engine, EngineOptions};
use crate::cache::BLOCK;
use crate::chat::{ChatTemplate, sha256_of_text, template_of};
use crate::constraint::Grammars;
use crate::decoder::Decoder;
use crate::decoder::config::Config;
use crate::decoder::simd::Instructions;
use crate::decoder::weights::{Source, Weights};
use crate::error::LoadError;
use crate::gguf::Gguf;
use crate::model::{Cancel, ModelCard, NumericProfile};
use crate::model_file::{dominant, sha256_of};
use crate::pool::Pool;
use crate::tokenizer::Tokenizer;

pub(super) fn from_file(path: &Path, options: EngineOptions) -> Result<Engine, LoadError> {
    let gguf = Gguf::open(path)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // The file is read twice, once for its digest: beside the weights, so that it costs no time.
    let digest = std::thread::scope(|scope| {
        let digest = scope.spawn(|| sha256_of(path, &Cancel::default()));
        let start = start(&gguf, Source::File(File::open(path)?), options)?;
        let digest = digest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, LoadError>((start, digest.ok_or_else(|| Error::from(ErrorKind::Interrupted))?))
    });
    let (start, digest) = digest?;
    finish(&gguf, start, name, digest, options)
}

pub(super) fn from_bytes(
    bytes: &'static [u8],
    name: &str,
    options: EngineOptions,
) -> Result<Engine, LoadError> {
    let gguf = Gguf::preflight(Cursor::new(bytes), bytes.len() as u64)?;
    let start = start(&gguf, Source::Bytes(Cursor::new(bytes)), options)?;
    finish(&gguf, start, name.to_owned(), hex::encode(Sha256::digest(bytes)), options)
}

/// What is ready before the engine's thread runs.
struct Start {
    tokenizer: Arc<Tokenizer>,
    decoder: Decoder,
    pool: Pool,
}

fn start(gguf: &Gguf, source: Source, options: EngineOptions) -> Result<Start, LoadError> {
    let tokenizer = Arc::new(Tokenizer::from_gguf(&gguf.metadata)?);
    let config = Config::read(gguf, tokenizer.size())?;
    let pool = Pool::new(options.threads.max(1))?;
    let weights = Weights::read(gguf, &config, source, &pool)?;
    Ok(Start { tokenizer, decoder: Decoder::new(config, weights), pool })
}

fn finish(
    gguf: &Gguf,
    start: Start,
    file_name: String,
    sha256: String,
    options: EngineOptions,
) -> Result<Engine, LoadError> {
    let Start { tokenizer, decoder, pool } = start;
    let config = decoder.config();
    let text = |key: &str| gguf.metadata.opt_str(key).ok().flatten().map(str::to_owned);
    let block_bytes = Decoder::cache_shape(config).block_bytes();
    let card = ModelCard {
        name: text("general.name").unwrap_or(file_name),
        architecture: config.architecture.clone(),
        quantization: dominant(gguf).to_string(),
        sha256,
        parameters: gguf.tensors.values().map(|t| t.weights()).sum(),
        weight_bytes: decoder.weight_bytes() as u64,
        kv_bytes_per_token: (block_bytes / BLOCK) as u64,
        context: config.context.min((options.kv_bytes / block_bytes).max(1) * BLOCK),
        vocabulary: config.vocabulary,
        license: text("general.license"),
        chat_template_sha256: template_of(&gguf.metadata).ok().flatten().map(sha256_of_text),
        profile: NumericProfile {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            device: "cpu".to_owned(),
            instructions: Instructions::detect().name().to_owned(),
        },
    };
    let template = ChatTemplate::for_model(&gguf.metadata, &tokenizer);
    let grammars = Grammars::new(tokenizer.clone())?;
    let counters = Arc::new(Counters::default());
    let (queue, requests) = crossbeam_channel::unbounded();
    let thread = std::thread::Builder::new().name("inference".to_owned()).spawn({
        let (tokenizer, counters) = (tokenizer.clone(), counters.clone());
        move || Scheduler::new(&tokenizer, decoder, pool, options, counters).serve(&requests)
    })?;
    Ok(Engine { card, tokenizer, template, grammars, counters, queue: Some(queue), thread: Some(thread) })
}
