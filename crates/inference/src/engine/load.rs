//! From a model file to a running engine.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use candle_core::Device;
use sha2::{Digest, Sha256};

use super::placement::{Unusable, graphics};
use super::scheduler::Scheduler;
use super::{Counters, Engine, EngineOptions};
use crate::cache::BLOCK;
use crate::chat::{ChatTemplate, sha256_of_text, template_of};
use crate::checkpoint::Checkpoint;
use crate::constraint::Grammars;
use crate::decoder::Decoder;
use crate::decoder::config::Config;
use crate::decoder::cpu::CpuDecoder;
use crate::decoder::cpu::linear::Linear;
use crate::decoder::cpu::simd::Instructions;
use crate::decoder::device::DeviceDecoder;
use crate::decoder::weights::{Source, Weights};
use crate::error::LoadError;
use crate::gguf::GgmlType;
use crate::model::{Cancel, ModelCard, NumericProfile};
use crate::model_file::{dominant, identity_of};
use crate::pool::Pool;
use crate::tokenizer::Tokenizer;

pub(super) fn from_file(path: &Path, options: EngineOptions) -> Result<Engine, LoadError> {
    let checkpoint = Checkpoint::open(path)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // The files are read twice, once for their digest: beside the weights, so that it costs no time.
    let (start, digest) = std::thread::scope(|scope| {
        let digest = scope.spawn(|| identity_of(&checkpoint, &Cancel::default()));
        let start = start(&checkpoint, &|| Source::files(&checkpoint), options)?;
        let digest = digest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, LoadError>((start, digest.unwrap_or_default()))
    })?;
    finish(&checkpoint, start, name, digest, options)
}

pub(super) fn from_bytes(
    bytes: &'static [u8],
    name: &str,
    options: EngineOptions,
) -> Result<Engine, LoadError> {
    let checkpoint = Checkpoint::of_bytes(bytes)?;
    let start = start(&checkpoint, &|| Ok(Source::Bytes(Cursor::new(bytes))), options)?;
    finish(&checkpoint, start, name.to_owned(), hex::encode(Sha256::digest(bytes)), options)
}

/// What is ready before the engine's thread runs.
struct Start {
    tokenizer: Arc<Tokenizer>,
    decoder: Box<dyn Decoder>,
    pool: Pool,
    profile: NumericProfile,
    notice: Option<String>,
}

fn start(
    checkpoint: &Checkpoint,
    source: &dyn Fn() -> std::io::Result<Source>,
    options: EngineOptions,
) -> Result<Start, LoadError> {
    let tokenizer = checkpoint.tokenizer()?;
    let config = Config::read(checkpoint, tokenizer.size())?;
    let pool = Pool::new(options.threads.max(1))?;
    let placed = graphics(options.placement).map(|device| {
        let (kind, device) = device?;
        let decoder = on_device(checkpoint, &config, source, device, options);
        decoder.map(|decoder| (kind, decoder)).map_err(|error| Unusable::new(kind, error))
    });
    let (decoder, device, notice): (Box<dyn Decoder>, _, _) = match placed {
        Some(Ok((kind, decoder))) => {
            let notice = "Computes on the graphics processor. How fast that is has not been measured, and a row \
                          may differ in single tokens when it is made again.";
            (Box::new(decoder), kind, Some(notice.to_owned()))
        }
        unplaced => {
            let decoder = on_processor(checkpoint, config, source, &pool, options)?;
            let reason = unplaced.and_then(Result::err);
            (Box::new(decoder), "cpu", reason.map(|reason| format!("Computes on the processor: {reason}.")))
        }
    };
    let instructions = match device {
        "cpu" => Instructions::detect().profile(),
        _ => "candle",
    };
    let profile = NumericProfile {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        device: device.to_owned(),
        instructions: instructions.to_owned(),
    };
    Ok(Start { tokenizer, decoder, pool, profile, notice })
}

fn on_device(
    checkpoint: &Checkpoint,
    config: &Config,
    source: &dyn Fn() -> std::io::Result<Source>,
    device: Device,
    options: EngineOptions,
) -> Result<DeviceDecoder, LoadError> {
    let weights = Weights::read(checkpoint, config, source()?, &device)?;
    Ok(DeviceDecoder::new(device, config.clone(), weights, options.kv_format, options.kv_bytes)?)
}

fn on_processor(
    checkpoint: &Checkpoint,
    config: Config,
    source: &dyn Fn() -> std::io::Result<Source>,
    pool: &Pool,
    options: EngineOptions,
) -> Result<CpuDecoder, LoadError> {
    let kinds: BTreeSet<GgmlType> = checkpoint.tensors.values().map(|tensor| tensor.kind).collect();
    for (kind, kept) in kinds.into_iter().filter_map(|kind| Some((kind, Linear::repacked(kind)?))) {
        tracing::info!("weights stored as {kind} have no fast product here and are kept as {kept}");
    }
    let weights = Weights::read(checkpoint, &config, source()?, pool)?;
    Ok(CpuDecoder::new(config, weights, options.kv_format))
}

fn finish(
    checkpoint: &Checkpoint,
    start: Start,
    file_name: String,
    sha256: String,
    options: EngineOptions,
) -> Result<Engine, LoadError> {
    let Start { tokenizer, decoder, pool, profile, notice } = start;
    let config = decoder.config();
    let text = |key: &str| checkpoint.metadata.opt_str(key).ok().flatten().map(str::to_owned);
    let block_bytes = decoder.block_bytes();
    let card = ModelCard {
        name: text("general.name").unwrap_or(file_name),
        architecture: config.architecture.clone(),
        quantization: dominant(checkpoint).to_string(),
        sha256,
        parameters: checkpoint.tensors.values().map(|t| t.weights()).sum(),
        weight_bytes: decoder.weight_bytes() as u64,
        kv_bytes_per_token: (block_bytes / BLOCK) as u64,
        context: config.context.min((options.kv_bytes / block_bytes).max(1) * BLOCK),
        vocabulary: config.vocabulary,
        license: text("general.license"),
        chat_template_sha256: template_of(&checkpoint.metadata).ok().flatten().map(sha256_of_text),
        profile,
        notice,
    };
    let template = ChatTemplate::for_model(&checkpoint.metadata, &tokenizer);
    let grammars = Grammars::new(tokenizer.clone())?;
    let counters = Arc::new(Counters::default());
    let (queue, requests) = crossbeam_channel::unbounded();
    let thread = std::thread::Builder::new().name("inference".to_owned()).spawn({
        let (tokenizer, counters) = (tokenizer.clone(), counters.clone());
        move || Scheduler::new(&tokenizer, decoder, pool, options, counters).serve(&requests)
    })?;
    Ok(Engine { card, tokenizer, template, grammars, counters, queue: Some(queue), thread: Some(thread) })
}
