//! What the rest of Seedbed may ask of a loaded language model.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::Sender;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who speaks in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Standing instructions.
    System,
    /// The person who asks.
    User,
    /// The model that answers.
    Assistant,
}

/// One turn of a chat. The content is data: neither template syntax nor special tokens in it are interpreted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, verbatim.
    pub content: String,
}

/// How the next token is drawn from the logits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// Divisor of the logits; 0 takes the most probable token.
    pub temperature: f32,
    /// Keep only the k most probable tokens; `None` keeps all.
    pub top_k: Option<u32>,
    /// Keep the smallest set of tokens whose probabilities sum to at least this, in (0, 1].
    pub top_p: f32,
    /// Drop tokens less probable than this share of the most probable one, in [0, 1).
    pub min_p: f32,
    /// Divides positive and multiplies negative logits of tokens already generated (CTRL, Keskar 2019); 1 is off.
    pub repetition_penalty: f32,
    /// Subtracted from the logits of tokens already generated; 0 is off.
    pub presence_penalty: f32,
    /// Added to the logits of single tokens.
    pub logit_bias: Vec<(u32, f32)>,
    /// How fast tokens fall that a counter-prompt makes more probable than the prompt does: a token's probability is
    /// multiplied by max(e^(-λΔ), 0.01), where Δ is what the most favourable counter-prompt gives it more; 0 is off
    /// (self-debiasing, Schick et al. 2021, arXiv:2103.00453; between labels, Schick & Schütze 2021,
    /// arXiv:2104.07540).
    pub self_debiasing: f32,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 1.0,
            top_k: None,
            top_p: 1.0,
            min_p: 0.0,
            repetition_penalty: 1.0,
            presence_penalty: 0.0,
            logit_bias: Vec::new(),
            self_debiasing: 0.0,
        }
    }
}

/// What the answer must look like.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Constraint {
    /// Any text.
    #[default]
    Free,
    /// Exactly one of these texts.
    Choice(Vec<String>),
    /// A JSON document that validates against this schema.
    JsonSchema(serde_json::Value),
    /// A text that matches this regular expression as a whole.
    Regex(String),
}

/// Names one stream of random draws. The draw at output position `p` depends on this key and `p` only, so a
/// text does not depend on its neighbours in the batch. The caller packs seed, row, step and attempt into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DrawKey(pub [u64; 4]);

/// Which work goes first when the batch is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A person waits for this.
    Preview,
    /// Rows of a run.
    Run,
    /// Annotation and judging in the background.
    Judge,
}

/// Shared flag that stops requests at their next token.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops every request that holds a clone of this flag.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether [`Cancel::cancel`] was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A text to be written.
#[derive(Clone, Debug)]
pub struct GenerateRequest {
    /// The caller's name for this request; every event carries it.
    pub id: u64,
    /// Prompt tokens, from [`Model::tokenize_chat`].
    pub prompt: Arc<[u32]>,
    /// Prompts for which the same answer would be wrong; see [`Sampling::self_debiasing`].
    pub counter_prompts: Vec<Arc<[u32]>>,
    /// Most tokens to write; the context window may end the text sooner.
    pub max_tokens: usize,
    /// How tokens are drawn.
    pub sampling: Sampling,
    /// What the text must look like.
    pub constraint: Constraint,
    /// Texts that end the answer; they are not part of it.
    pub stop: Vec<String>,
    /// The stream of random draws.
    pub draws: DrawKey,
    /// Where the request stands in the queue.
    pub priority: Priority,
    /// Stops the request at its next token.
    pub cancel: Cancel,
}

/// One token of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Its number in the vocabulary.
    pub id: u32,
    /// The text it adds; a token that ends inside a UTF-8 character adds nothing until the character is complete.
    pub text: String,
    /// Natural logarithm of its probability under the unmasked model at temperature 1; 0 for tokens that
    /// the constraint forced and that were therefore fed without asking the model.
    pub log_probability: f32,
    /// The constraint left no other token; such tokens are left out of means.
    pub forced: bool,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finish {
    /// The model ended its turn, or the constraint was complete.
    End,
    /// A stop text appeared.
    Stop,
    /// `max_tokens` were written.
    Length,
    /// The context window is full.
    Context,
    /// The request was cancelled.
    Cancelled,
}

/// A finished answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generation {
    /// The answer without the stop text.
    pub text: String,
    /// Its tokens, with the one that ended the turn where there was one.
    pub tokens: Vec<Token>,
    /// Why it ended.
    pub finish: Finish,
}

impl Generation {
    /// Mean log-probability of the tokens that were not forced, or `None` where all were.
    #[must_use]
    pub fn mean_log_probability(&self) -> Option<f64> {
        let free: Vec<f64> =
            self.tokens.iter().filter(|t| !t.forced).map(|t| f64::from(t.log_probability)).collect();
        (!free.is_empty()).then(|| free.iter().sum::<f64>() / free.len() as f64)
    }
}

/// What happens to a request, with the request's id.
#[derive(Clone, Debug)]
pub enum Event {
    /// A token was written.
    Token {
        /// The request.
        id: u64,
        /// The token.
        token: Token,
    },
    /// The request is finished; nothing follows.
    Done {
        /// The request.
        id: u64,
        /// The answer, or why there is none.
        result: Result<Generation, ModelError>,
    },
    /// Continuations were scored, in the order asked; nothing follows.
    Scored {
        /// The request.
        id: u64,
        /// One score for each continuation, or why there are none.
        result: Result<Vec<Score>, ModelError>,
    },
    /// A text was embedded; nothing follows.
    Embedded {
        /// The request.
        id: u64,
        /// The vector, of unit length, or why there is none.
        result: Result<Vec<f32>, ModelError>,
    },
}

/// Continuations whose log-probabilities after one prompt are wanted.
#[derive(Clone, Debug)]
pub struct ScoreRequest {
    /// The caller's name for this request.
    pub id: u64,
    /// Prompt tokens.
    pub prompt: Arc<[u32]>,
    /// Token sequences, each scored directly after the prompt; none may be empty.
    pub continuations: Vec<Vec<u32>>,
    /// Where the request stands in the queue.
    pub priority: Priority,
    /// Stops the request.
    pub cancel: Cancel,
}

/// A text whose vector is wanted.
#[derive(Clone, Debug)]
pub struct EmbedRequest {
    /// The caller's name for this request.
    pub id: u64,
    /// Tokens of the text, from [`Model::tokenize`].
    pub tokens: Arc<[u32]>,
    /// Where the request stands in the queue.
    pub priority: Priority,
    /// Stops the request.
    pub cancel: Cancel,
}

/// Log-probabilities of one continuation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Natural log-probability of each token given all before it, at temperature 1.
    pub log_probabilities: Vec<f32>,
}

impl Score {
    /// Natural log-probability of the whole continuation.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.log_probabilities.iter().map(|p| f64::from(*p)).sum()
    }

    /// Perplexity: the exponential of the mean negative log-probability of a token.
    #[must_use]
    pub fn perplexity(&self) -> f64 {
        (-self.sum() / self.log_probabilities.len() as f64).exp()
    }
}

/// Two machines with the same profile compute the same bits, if [`NumericProfile::is_exact`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NumericProfile {
    /// Version of the engine.
    pub engine: String,
    /// Device, such as `cpu`.
    pub device: String,
    /// Instruction set that the kernels use, such as `avx2`.
    pub instructions: String,
}

impl NumericProfile {
    /// Whether a row's bits depend on nothing but its own sequence: on graphics processors they do not promise that.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.device == "cpu"
    }
}

/// What is known of a loaded model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ModelCard {
    /// Name from the file's metadata, else the file's name.
    pub name: String,
    /// Architecture, such as `qwen3`.
    pub architecture: String,
    /// Quantization of most of the weights, such as `Q4_K`.
    pub quantization: String,
    /// SHA-256 of the model file, in hexadecimal.
    pub sha256: String,
    /// Number of weights.
    pub parameters: u64,
    /// Size of the weights in memory, in bytes.
    pub weight_bytes: u64,
    /// Size of the KV cache for one token of one sequence, in bytes.
    pub kv_bytes_per_token: u64,
    /// Context window, in tokens.
    pub context: usize,
    /// Number of tokens in the vocabulary.
    pub vocabulary: usize,
    /// Licence named in the file.
    pub license: Option<String>,
    /// SHA-256 of the chat template, in hexadecimal; `None` where the file brings none.
    pub chat_template_sha256: Option<String>,
    /// How it computes.
    pub profile: NumericProfile,
    /// What the one who uses it should know of where it computes: why not on the graphics processor, or what is not
    /// promised there.
    pub notice: Option<String>,
}

/// Counters of the engine since it was loaded; differences over time give rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Prompt tokens computed (shared ones once).
    pub prompt_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Requests in the batch now.
    pub running: usize,
    /// Requests that wait.
    pub waiting: usize,
}

/// Why a model gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The prompt leaves no room for an answer.
    #[error(
        "The prompt has {tokens} tokens but the model's context window holds {context}; shorten the prompt or choose a model with a longer context."
    )]
    PromptTooLong {
        /// Tokens of the prompt.
        tokens: usize,
        /// Tokens the window holds.
        context: usize,
    },
    /// A prompt or continuation without tokens.
    #[error("The {what} is empty; there is nothing to compute.")]
    Empty {
        /// Which part.
        what: &'static str,
    },
    /// The constraint cannot be compiled.
    #[error("The output format cannot be used as a constraint: {reason}.")]
    Constraint {
        /// What is wrong with it.
        reason: String,
    },
    /// The chat template failed.
    #[error("The model's chat template cannot be used: {reason}.")]
    ChatTemplate {
        /// What is wrong with it.
        reason: String,
    },
    /// The computation failed.
    #[error("The model could not compute: {reason}.")]
    Compute {
        /// What happened.
        reason: String,
    },
    /// The request was cancelled before it had an answer.
    #[error("The request was cancelled.")]
    Cancelled,
    /// The engine has stopped.
    #[error("The model is no longer loaded; load it again on the Models page.")]
    Stopped,
}

/// A loaded language model. Calls may come from any thread.
pub trait Model: Send + Sync {
    /// What is known of the model.
    fn card(&self) -> &ModelCard;

    /// Tokens of a chat up to where the assistant starts to speak.
    ///
    /// # Errors
    /// The chat template fails.
    fn tokenize_chat(&self, messages: &[Message]) -> Result<Vec<u32>, ModelError>;

    /// Tokens of plain text, without special tokens.
    fn tokenize(&self, text: &str) -> Vec<u32>;

    /// The token with which the model ends its turn.
    fn end_of_turn(&self) -> u32;

    /// The token with which a text begins; `None` for models whose texts begin with none.
    fn start_of_text(&self) -> Option<u32>;

    /// Queues a text to be written. Events arrive in order on `events`, the last one is
    /// [`Event::Done`]; errors arrive there too.
    fn generate(&self, request: GenerateRequest, events: Sender<Event>);

    /// Queues continuations to be scored; [`Event::Scored`] answers.
    fn score(&self, request: ScoreRequest, events: Sender<Event>);

    /// Queues a text to be embedded as the mean of its last hidden states; [`Event::Embedded`] answers.
    fn embed(&self, request: EmbedRequest, events: Sender<Event>);

    /// Counters since the model was loaded.
    fn speed(&self) -> Speed;
}
