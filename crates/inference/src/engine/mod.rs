//! The engine: one loaded model, one thread that computes, one queue.
//!
//! [`Engine`] is what the application holds. Requests go through a channel to the engine's thread
//! ([`scheduler`]), which computes one ragged batch after another and answers on the channel that came
//! with the request.

mod admission;
mod load;
mod placement;
mod scheduler;
mod score;
mod sequence;
mod settle;
mod stop;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::Sender;

pub use placement::Placement;

use crate::chat::{ChatError, ChatTemplate};
use crate::constraint::{Grammars, Guide};
use crate::decoder::KvFormat;
use crate::error::LoadError;
use crate::model::{
    EmbedRequest, Event, GenerateRequest, Message, Model, ModelCard, ModelError, ScoreRequest, Speed,
};
use crate::tokenizer::Tokenizer;

/// How an engine may use the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// Most requests that are computed together.
    pub max_batch: usize,
    /// Threads that compute; results do not depend on it.
    pub threads: usize,
    /// Most memory for the KV cache, in bytes; it grows as needed.
    pub kv_bytes: usize,
    /// Most rows of one forward pass beyond one for each running answer: prompts are cut into pieces of
    /// this size so that answers go on meanwhile. Results do not depend on it.
    pub prompt_rows: usize,
    /// How keys and values are kept.
    pub kv_format: KvFormat,
    /// Where it may compute.
    pub placement: Placement,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            max_batch: 32,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            kv_bytes: 2 << 30,
            prompt_rows: 256,
            kv_format: KvFormat::F16,
            placement: Placement::Fastest,
        }
    }
}

/// Counters that the engine's thread keeps.
#[derive(Default)]
struct Counters {
    prompt_tokens: AtomicU64,
    output_tokens: AtomicU64,
    running: AtomicUsize,
    waiting: AtomicUsize,
}

/// What comes in through the queue, with where to answer.
enum Request {
    Generate(GenerateRequest, Option<Box<Guide>>, Sender<Event>),
    Score(ScoreRequest, Sender<Event>),
    Embed(EmbedRequest, Sender<Event>),
}

/// A loaded model on this machine. Dropping it stops its thread; open requests are then
/// answered with [`ModelError::Stopped`].
pub struct Engine {
    card: ModelCard,
    tokenizer: Arc<Tokenizer>,
    /// A model whose template cannot be used still completes plain prompts.
    template: Result<ChatTemplate, ChatError>,
    grammars: Grammars,
    counters: Arc<Counters>,
    /// `None` only while the engine is dropped.
    queue: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Engine {
    /// Loads a GGUF file.
    ///
    /// # Errors
    /// The file is not sound, or the model is of a kind that cannot be run.
    pub fn load(path: &Path, options: EngineOptions) -> Result<Self, LoadError> {
        load::from_file(path, options)
    }

    /// Loads a GGUF file that is part of the program.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn load_bytes(bytes: &'static [u8], name: &str, options: EngineOptions) -> Result<Self, LoadError> {
        load::from_bytes(bytes, name, options)
    }

    /// The model's vocabulary.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    fn send(&self, request: Request) {
        // The thread ends before the engine only if it cannot go on; the request then says so.
        let refused = match &self.queue {
            Some(queue) => queue.send(request).err().map(|error| error.0),
            None => Some(request),
        };
        if let Some(request) = refused {
            answer(&request, ModelError::Stopped);
        }
    }
}

/// Answers a request with an error. Nobody may be listening any more, which is no error.
fn answer(request: &Request, error: ModelError) {
    let (events, event) = match request {
        Request::Generate(r, _, events) => (events, Event::Done { id: r.id, result: Err(error) }),
        Request::Score(r, events) => (events, Event::Scored { id: r.id, result: Err(error) }),
        Request::Embed(r, events) => (events, Event::Embedded { id: r.id, result: Err(error) }),
    };
    drop(events.send(event));
}

impl Model for Engine {
    fn card(&self) -> &ModelCard {
        &self.card
    }

    fn tokenize_chat(&self, messages: &[Message]) -> Result<Vec<u32>, ModelError> {
        let template = self.template.as_ref().map_err(|error| ModelError::from(error.clone()))?;
        let special = |id: Option<u32>| {
            let bytes = id.map(|id| self.tokenizer.token_bytes(id)).unwrap_or_default();
            String::from_utf8_lossy(bytes)
        };
        let (bos, eos) = (special(self.tokenizer.bos()), special(self.tokenizer.eos()));
        Ok(self.tokenizer.encode_segments(&template.render(messages, true, &bos, &eos)?))
    }

    fn tokenize(&self, text: &str) -> Vec<u32> {
        self.tokenizer.encode_text(text)
    }

    fn end_of_turn(&self) -> u32 {
        self.tokenizer.end_of_turn()
    }

    fn start_of_text(&self) -> Option<u32> {
        self.tokenizer.start_of_text()
    }

    fn generate(&self, request: GenerateRequest, events: Sender<Event>) {
        // Compiled on the caller's thread, so that a large schema does not hold up the batch.
        match self.grammars.compile(&request.constraint) {
            Ok(guide) => self.send(Request::Generate(request, guide.map(Box::new), events)),
            Err(error) => answer(&Request::Generate(request, None, events), error),
        }
    }

    fn score(&self, request: ScoreRequest, events: Sender<Event>) {
        self.send(Request::Score(request, events));
    }

    fn embed(&self, request: EmbedRequest, events: Sender<Event>) {
        self.send(Request::Embed(request, events));
    }

    fn speed(&self) -> Speed {
        let c = &self.counters;
        Speed {
            prompt_tokens: c.prompt_tokens.load(Ordering::Relaxed),
            output_tokens: c.output_tokens.load(Ordering::Relaxed),
            running: c.running.load(Ordering::Relaxed),
            waiting: c.waiting.load(Ordering::Relaxed),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // The thread catches panics of the computation; should it still have died of one, there is
            // nobody left to tell.
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests;
