//! A model that answers from a script, in any order, and a sink that remembers.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;

use crossbeam_channel::Sender;
use dataset::{Attempt, Fields, Verdict};
use generation::{Plan, Pool, Sink, SinkError, Sources};
use inference::{
    Constraint, EmbedRequest, Event, Finish, GenerateRequest, Generation, Message, Model, ModelCard,
    ModelError, NumericProfile, Score, ScoreRequest, Speed, Token,
};
use recipe::Recipe;

/// What the script says to a prompt, given a number that depends on prompt and draw key only.
pub type Script = fn(prompt: &str, constraint: &Constraint, luck: u64) -> Result<String, ModelError>;

enum Request {
    Write(GenerateRequest, Sender<Event>),
    Score(ScoreRequest, Sender<Event>),
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Request>,
    closed: bool,
}

/// Answers with several threads that take requests in an order drawn from `order`.
pub struct Scripted {
    card: ModelCard,
    queue: Arc<(Mutex<Queue>, Condvar)>,
    threads: Vec<JoinHandle<()>>,
    pub written: Arc<AtomicU64>,
}

impl Scripted {
    pub fn new(script: Script, threads: usize, order: u64) -> Self {
        let queue = Arc::new((Mutex::new(Queue::default()), Condvar::new()));
        let written = Arc::new(AtomicU64::new(0));
        let threads = (0..threads as u64)
            .map(|thread| {
                let (queue, written) = (queue.clone(), written.clone());
                std::thread::spawn(move || answer(script, &queue, order ^ (thread << 32) | 1, &written))
            })
            .collect();
        let profile =
            NumericProfile { engine: "test".into(), device: "cpu".into(), instructions: "none".into() };
        let card = ModelCard {
            name: "scripted".into(),
            architecture: "none".into(),
            quantization: "none".into(),
            sha256: String::new(),
            parameters: 0,
            weight_bytes: 0,
            kv_bytes_per_token: 0,
            context: 4096,
            vocabulary: 256,
            license: None,
            chat_template_sha256: None,
            profile,
            notice: None,
        };
        Self { card, queue, threads, written }
    }

    fn push(&self, request: Request) {
        self.queue.0.lock().unwrap().waiting.push(request);
        self.queue.1.notify_one();
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.queue.0.lock().unwrap().closed = true;
        self.queue.1.notify_all();
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
    }
}

fn answer(script: Script, queue: &(Mutex<Queue>, Condvar), mut order: u64, written: &AtomicU64) {
    loop {
        let mut waiting = queue.0.lock().unwrap();
        while waiting.waiting.is_empty() && !waiting.closed {
            waiting = queue.1.wait(waiting).unwrap();
        }
        if waiting.waiting.is_empty() {
            return;
        }
        order = order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (order >> 33) as usize % waiting.waiting.len();
        let request = waiting.waiting.swap_remove(at);
        drop(waiting);
        written.fetch_add(1, Ordering::Relaxed);
        match request {
            Request::Write(request, events) => write(script, request, &events),
            Request::Score(request, events) => score(request, &events),
        }
    }
}

/// A number that depends on what is given only.
pub fn luck(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

fn write(script: Script, request: GenerateRequest, events: &Sender<Event>) {
    let id = request.id;
    let send = |event: Event| drop(events.send(event));
    let prompt = decode(&request.prompt);
    let text = match script(&prompt, &request.constraint, luck((&request.prompt, request.draws))) {
        Ok(text) => text,
        Err(error) => return send(Event::Done { id, result: Err(error) }),
    };
    let mut tokens = Vec::new();
    for word in text.split_inclusive(' ') {
        if request.cancel.is_cancelled() {
            let result = Ok(Generation { text: String::new(), tokens, finish: Finish::Cancelled });
            return send(Event::Done { id, result });
        }
        let token = Token { id: 0, text: word.into(), log_probability: -1.0, forced: false };
        tokens.push(token.clone());
        send(Event::Token { id, token });
    }
    let finish = if tokens.len() > request.max_tokens { Finish::Length } else { Finish::End };
    send(Event::Done { id, result: Ok(Generation { text, tokens, finish }) });
}

fn score(request: ScoreRequest, events: &Sender<Event>) {
    let score = |tokens: &Vec<u32>| {
        let lucky = luck((&request.prompt, tokens)) % 1000;
        Score { log_probabilities: vec![-(lucky as f32) / 200.0] }
    };
    let result = match request.cancel.is_cancelled() {
        true => Err(ModelError::Cancelled),
        false => Ok(request.continuations.iter().map(score).collect()),
    };
    drop(events.send(Event::Scored { id: request.id, result }));
}

fn decode(tokens: &[u32]) -> String {
    tokens.iter().filter_map(|token| char::from_u32(*token)).collect()
}

impl Model for Scripted {
    fn card(&self) -> &ModelCard {
        &self.card
    }

    fn tokenize_chat(&self, messages: &[Message]) -> Result<Vec<u32>, ModelError> {
        Ok(messages.iter().flat_map(|message| self.tokenize(&message.content)).collect())
    }

    fn tokenize(&self, text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    fn end_of_turn(&self) -> u32 {
        0
    }

    fn start_of_text(&self) -> Option<u32> {
        None
    }

    fn generate(&self, request: GenerateRequest, events: Sender<Event>) {
        self.push(Request::Write(request, events));
    }

    fn score(&self, request: ScoreRequest, events: Sender<Event>) {
        self.push(Request::Score(request, events));
    }

    fn embed(&self, request: EmbedRequest, events: Sender<Event>) {
        drop(events.send(Event::Embedded { id: request.id, result: Err(ModelError::Stopped) }));
    }

    fn speed(&self) -> Speed {
        Speed::default()
    }
}

/// Remembers all that a run reports, and may do something after a number of tokens or fail after a number of attempts.
#[derive(Default)]
pub struct Memory<'a> {
    pub attempts: Vec<Attempt>,
    pub verdicts: Vec<(u64, u32, Verdict)>,
    pub started: Vec<(u64, u32)>,
    pub tokens: usize,
    pub at_token: Option<(usize, Box<dyn FnMut() + 'a>)>,
    pub fail_after: Option<usize>,
}

impl Memory<'_> {
    /// The attempts by draw and try, whatever the order in which they were finished.
    pub fn sorted(&self) -> Vec<Attempt> {
        let mut attempts = self.attempts.clone();
        attempts.sort_by_key(|attempt| (attempt.draw, attempt.attempt));
        attempts
    }

    /// Accepted draws in the order of their rows; rows are numbered without gaps.
    pub fn accepted(&self) -> Vec<(u64, u32)> {
        let mut rows = Vec::new();
        for (draw, attempt, verdict) in &self.verdicts {
            if let Verdict::Accepted { row } = verdict {
                assert_eq!(*row, rows.len() as u64);
                rows.push((*draw, *attempt));
            }
        }
        rows
    }

    /// The finished rows, as later prompts show them.
    pub fn pool(&self, plan: &Plan) -> Pool {
        Pool::of(self.rows(plan, &[]))
    }

    /// The finished rows.
    pub fn rows(&self, plan: &Plan, known: &[Attempt]) -> Vec<Fields> {
        let find = |(draw, attempt): (u64, u32)| {
            let mut all = self.attempts.iter().chain(known);
            all.find(|found| found.draw == draw && found.attempt == attempt)
                .map(|found| plan.row(found))
                .unwrap()
        };
        self.accepted().into_iter().map(find).collect()
    }
}

impl Sink for Memory<'_> {
    fn started(&mut self, draw: u64, attempt: u32, _: &Fields) -> Result<(), SinkError> {
        self.started.push((draw, attempt));
        Ok(())
    }

    fn token(&mut self, _: u64, _: &str, _: &str) -> Result<(), SinkError> {
        self.tokens += 1;
        if let Some((at, action)) = &mut self.at_token
            && *at == self.tokens
        {
            action();
        }
        Ok(())
    }

    fn attempt(&mut self, attempt: &Attempt) -> Result<(), SinkError> {
        if self.fail_after == Some(self.attempts.len()) {
            return Err("the disk is full".into());
        }
        self.attempts.push(attempt.clone());
        Ok(())
    }

    fn verdict(&mut self, draw: u64, attempt: u32, verdict: &Verdict) -> Result<(), SinkError> {
        self.verdicts.push((draw, attempt, verdict.clone()));
        Ok(())
    }
}

/// A recipe of two steps that fails checks of every kind now and then.
pub fn reviews(strategy: &str, round: usize, retries: usize) -> Recipe {
    let text = format!(
        r#"
schema = 1
name = "reviews"
[task]
kind = "classification"
role = "You are a critic."
goal = "Write a review."
labels = [{{ name = "pos", verbalizer = "praise" }}, {{ name = "neg" }}]
fields = ["text", "label", "topic", "rating"]
[[sources]]
name = "support"
file = "support.csv"
[[conditions]]
name = "label"
labels = {{}}
[[conditions]]
name = "topic"
values = ["plot", "score", "cast"]
[[demonstrations]]
name = "shots"
source = "support"
count = 2
matching = "label"
[[steps]]
id = "write"
demonstrations = ["shots"]
prompt = "{{% for shot in shots %}}{{{{ shot.text }}}} {{% endfor %}}{{{{ task.goal }}}} {{{{ label.verbalizer }}}} {{{{ topic }}}}"
output = {{ text = "string" }}
[[steps]]
id = "rate"
prompt = "Rate: {{{{ text }}}}"
output = {{ rating = {{ type = "integer", min = 1, max = 5 }} }}
[schedule]
strategy = "{strategy}"
rows = 30
round = {round}
retries = {retries}
[[checks]]
kind = "length"
field = "text"
words = [3, 7]
[[checks]]
kind = "duplicate"
field = "text"
[[checks]]
kind = "rouge-l"
field = "text"
max = 0.8
"#
    );
    Recipe::parse(&text).unwrap()
}

pub fn support() -> Sources {
    let row = |text: &str, label: &str| -> Fields {
        [("text".to_string(), text.into()), ("label".to_string(), label.into())].into_iter().collect()
    };
    let rows = vec![
        row("loved it", "pos"),
        row("a joy", "pos"),
        row("dull", "neg"),
        row("a bore", "neg"),
        row("a mess", "neg"),
    ];
    [("support", rows)].into_iter().collect()
}

/// Words drawn by luck for texts; numbers that are sometimes out of bounds for objects.
pub fn chatter(_: &str, constraint: &Constraint, luck: u64) -> Result<String, ModelError> {
    const WORDS: [&str; 3] = ["red", "cat", "runs"];
    Ok(match constraint {
        Constraint::JsonSchema(_) if luck.is_multiple_of(9) => r#"{"rating": 7}"#.into(),
        Constraint::JsonSchema(_) => format!(r#"{{"rating": {}}}"#, luck % 5 + 1),
        Constraint::Choice(of) => of[luck as usize % of.len()].clone(),
        _ => {
            let count = luck % 7 + 2;
            let word = |at: u64| WORDS[(luck >> (8 + at * 5)) as usize % WORDS.len()];
            (0..count).map(word).collect::<Vec<_>>().join(" ")
        }
    })
}
