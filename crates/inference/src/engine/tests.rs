//! What the engine does when the computation itself fails.

use std::path::PathBuf;

use super::scheduler::Scheduler;
use super::*;
use crate::checkpoint::Checkpoint;
use crate::decoder::config::Config;
use crate::decoder::cpu::CpuDecoder;
use crate::decoder::weights::{Source, Weights};
use crate::model::{Cancel, Constraint, DrawKey, Priority, Sampling};
use crate::pool::Pool;

fn request(id: u64) -> GenerateRequest {
    GenerateRequest {
        id,
        prompt: vec![5; 40].into(),
        counter_prompts: Vec::new(),
        max_tokens: 4,
        sampling: Sampling::default(),
        constraint: Constraint::Free,
        stop: Vec::new(),
        draws: DrawKey::default(),
        priority: Priority::Run,
        cancel: Cancel::default(),
    }
}

#[test]
fn a_panic_in_the_computation_is_an_answer_and_not_the_end() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/starter.gguf");
    let checkpoint = Checkpoint::open(&path).unwrap();
    let tokenizer = checkpoint.tokenizer().unwrap();
    let pool = Pool::new(2).unwrap();
    let mut config = Config::read(&checkpoint, tokenizer.size()).unwrap();
    let weights = Weights::read(&checkpoint, &config, Source::files(&checkpoint).unwrap(), &pool).unwrap();
    // Pages for fewer layers than there are: the third runs out of bounds, as with a fault of our own.
    config.layers.truncate(2);
    let decoder = Box::new(CpuDecoder::new(config, weights, KvFormat::F16));
    let options = EngineOptions {
        max_batch: 4,
        threads: 2,
        kv_bytes: 8 << 20,
        prompt_rows: 64,
        kv_format: KvFormat::F16,
        placement: Placement::Processor,
    };

    let (queue, requests) = crossbeam_channel::unbounded();
    let (sender, events) = crossbeam_channel::unbounded();
    let serve = || Scheduler::new(&tokenizer, decoder, pool, options, Arc::default()).serve(&requests);
    std::thread::scope(|scope| {
        scope.spawn(serve);
        for id in 0..2 {
            queue.send(Request::Generate(request(id), None, sender.clone())).unwrap();
            let Event::Done { id: answered, result } = events.recv().unwrap() else { panic!("no answer") };
            assert_eq!(answered, id);
            assert!(matches!(result, Err(ModelError::Compute { .. })), "{result:?}");
        }
        drop(queue);
    });
}
