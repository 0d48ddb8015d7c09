//! Prompts: a recipe's templates rendered into messages whose every span knows where it comes from.

mod bounds;
mod scan;
mod trace;
mod values;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use dataset::Fields;
use inference::{Message, Role};
use minijinja::value::{Object, Value};
use minijinja::{Environment, Error, ErrorKind, State};
use recipe::Recipe;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use bounds::MOST_BYTES;
pub(crate) use trace::expression;
use trace::{PIECE, Shown, trace};
pub(crate) use values::values;

/// Where a span of a prompt comes from: the three parts of the survey's Figure 3, and what is made or given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The template's own words and the task specification.
    Task,
    /// A condition's value.
    Condition,
    /// A demonstration.
    Demonstration,
    /// A field that an earlier step made.
    Step,
    /// A field of the given row.
    Input,
}

/// A span of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it comes from.
    pub origin: Origin,
    /// Name of the condition, demonstration, field or part of the task; `None` for the template's own words.
    pub name: Option<String>,
    /// The text.
    pub text: String,
}

/// A rendered prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// What is sent: the task's role as system message where there is one, and the prompt.
    pub messages: Vec<Message>,
    /// The spans of the messages in order; the first is the role, named `role`, where there is one. The texts of the
    /// others, put together, are the user's message.
    pub pieces: Vec<Piece>,
    /// SHA-256 of the messages, in hexadecimal.
    pub sha256: String,
}

/// Why a prompt cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromptError {
    /// The template is not understood.
    #[error("Line {line} of {place} cannot be read: {reason}.")]
    Syntax {
        /// Which template, such as `the prompt of 'review'`.
        place: String,
        /// Line in the template, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A tag that is not part of prompts.
    #[error("In {place}, '{tag}' is not part of prompts; only `if` and `for` are.")]
    Tag {
        /// Which template.
        place: String,
        /// The tag.
        tag: String,
    },
    /// A name that the program keeps for itself.
    #[error("In {place}, the name '{name}' begins with two underscores; choose another.")]
    Reserved {
        /// Which template.
        place: String,
        /// The name.
        name: String,
    },
    /// Rendering failed.
    #[error("Line {line} of {place} cannot be filled in: {reason}.")]
    Render {
        /// Which template.
        place: String,
        /// Line in the template, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// Demonstrations cannot be compared.
    #[error("The demonstrations '{name}' are chosen by embeddings. {reason}")]
    Embedding {
        /// The demonstrations.
        name: String,
        /// Why there are none, as a sentence.
        reason: String,
    },
    /// The prompt is longer than any model reads.
    #[error("{place} becomes longer than {limit} bytes; shorten what it shows.")]
    TooLong {
        /// Which template.
        place: String,
        /// Most bytes.
        limit: usize,
    },
}

/// What is on stage when a prompt is rendered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    /// Values of the conditions.
    pub conditions: &'a Fields,
    /// The given row.
    pub input: Option<&'a Fields>,
    /// Demonstrations by name.
    pub shown: &'a [(&'a str, &'a [Fields])],
    /// Fields that earlier steps made.
    pub fields: &'a Fields,
    /// The item that the step is taken for.
    pub item: Option<&'a Json>,
    /// Fields that are not made yet are shown as `‹name›` instead of being errors.
    pub pending: bool,
}

/// A compiled template.
pub(crate) struct Prompt {
    env: Environment<'static>,
    place: String,
    shown: Arc<[Shown]>,
    mark: char,
}

impl fmt::Debug for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prompt").field("place", &self.place).finish_non_exhaustive()
    }
}

const TEMPLATE: &str = "prompt";

/// The environment of templates and expressions.
pub(crate) fn environment() -> Environment<'static> {
    let mut env = recipe::template::environment();
    bounds::bound(&mut env);
    env.set_recursion_limit(50);
    env
}

impl Prompt {
    /// Compiles a template; `place` names it in errors, such as `the prompt of 'review'`.
    pub(crate) fn compile(recipe: &Recipe, place: &str, source: &str) -> Result<Self, PromptError> {
        if source.len() > MOST_BYTES / 16 {
            return Err(PromptError::TooLong { place: place.into(), limit: MOST_BYTES / 16 });
        }
        let traced = trace(recipe, place, source)?;
        let mut env = environment();
        env.add_template_owned(TEMPLATE, traced.source).map_err(|error| PromptError::Syntax {
            place: place.into(),
            line: error.line().unwrap_or(1),
            reason: reason(&error),
        })?;
        Ok(Self { env, place: place.into(), shown: traced.shown.into(), mark: traced.mark })
    }

    /// Fills the template in; the spans, put together, are the text without space around it.
    pub(crate) fn pieces(&self, recipe: &Recipe, scene: &Scene<'_>) -> Result<Vec<Piece>, PromptError> {
        let recorder =
            Arc::new(Recorder { shown: self.shown.clone(), mark: self.mark, found: Mutex::default() });
        let mut values = values(recipe, scene);
        values.insert(PIECE.to_string(), Value::from_dyn_object(recorder.clone()));
        let mut output = Bounded::default();
        let template = self.env.get_template(TEMPLATE).map_err(|error| self.failed(&error))?;
        if let Err(error) = template.render_captured_to(Value::from(values), &mut output) {
            let full = output.full;
            return Err(if full { self.too_long() } else { self.failed(&error) });
        }
        let found = std::mem::take(&mut recorder.found.lock().unwrap_or_else(PoisonError::into_inner).pieces);
        let text = String::from_utf8_lossy(&output.bytes);
        Ok(trim(split(&text, self.mark, found)))
    }

    fn too_long(&self) -> PromptError {
        let mut place = self.place.clone();
        if let Some(first) = place.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        PromptError::TooLong { place, limit: MOST_BYTES }
    }

    fn failed(&self, error: &Error) -> PromptError {
        PromptError::Render {
            place: self.place.clone(),
            line: error.line().unwrap_or(1),
            reason: reason(error),
        }
    }
}

/// Puts a step's prompt behind the task's role.
pub(crate) fn rendered(recipe: &Recipe, pieces: Vec<Piece>) -> Rendered {
    let content: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let role = recipe.task.role.trim();
    let mut messages = Vec::new();
    let mut all = Vec::new();
    if !role.is_empty() {
        messages.push(Message { role: Role::System, content: role.into() });
        all.push(Piece { origin: Origin::Task, name: Some("role".into()), text: role.into() });
    }
    messages.push(Message { role: Role::User, content });
    all.extend(pieces);
    let mut hash = Sha256::new();
    for message in &messages {
        let role: &[u8] = match message.role {
            Role::System => b"system",
            Role::User => b"user",
            Role::Assistant => b"assistant",
        };
        // Lengths keep the end of one message apart from the beginning of the next.
        hash.update((role.len() as u64).to_le_bytes());
        hash.update(role);
        hash.update((message.content.len() as u64).to_le_bytes());
        hash.update(message.content.as_bytes());
    }
    Rendered { messages, pieces: all, sha256: hex::encode(hash.finalize()) }
}

/// What the template library says, in one line.
pub(crate) fn reason(error: &Error) -> String {
    match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too many steps; are its loops too long?".into(),
        (_, Some(detail)) => detail.into(),
        (kind, None) => kind.to_string(),
    }
}

/// Takes the place of `__piece` in a template: records each value and leaves a mark.
#[derive(Debug)]
struct Recorder {
    shown: Arc<[Shown]>,
    mark: char,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    pieces: Vec<Piece>,
    bytes: usize,
}

impl Object for Recorder {
    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let number = args.first().and_then(Value::as_usize);
        let (Some(shown), Some(value)) = (number.and_then(|number| self.shown.get(number)), args.get(1))
        else {
            return Err(Error::new(ErrorKind::InvalidOperation, "an expression has no value"));
        };
        if value.is_undefined() {
            let detail = format!("'{}' has no value here", shown.expression);
            return Err(Error::new(ErrorKind::UndefinedError, detail));
        }
        let text = values::shown(value);
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.bytes += text.len();
        if found.bytes > MOST_BYTES {
            let detail = format!("it becomes longer than {MOST_BYTES} bytes");
            return Err(Error::new(ErrorKind::InvalidOperation, detail));
        }
        let mark = format!("{0}{1}{0}", self.mark, found.pieces.len());
        found.pieces.push(Piece { origin: shown.origin, name: shown.name.clone(), text });
        Ok(mark.into())
    }
}

/// A writer that refuses more than [`MOST_BYTES`].
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            self.full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Puts the recorded values in the place of their marks. Odd parts between marks are numbers, as only the recorder
/// writes marks.
fn split(text: &str, mark: char, found: Vec<Piece>) -> Vec<Piece> {
    let mut found: Vec<Option<Piece>> = found.into_iter().map(Some).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, part) in text.split(mark).enumerate() {
        if at % 2 == 1 {
            let number = part.parse::<usize>().ok();
            pieces.extend(number.and_then(|number| found.get_mut(number)?.take()));
        } else if !part.is_empty() {
            pieces.push(Piece { origin: Origin::Task, name: None, text: part.into() });
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Takes away the template's own space around the whole.
fn trim(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let own = |piece: &Piece| piece.name.is_none() && piece.origin == Origin::Task;
    if let Some(first) = pieces.first_mut().filter(|piece| own(piece)) {
        first.text = first.text.trim_start().into();
    }
    if let Some(last) = pieces.last_mut().filter(|piece| own(piece)) {
        last.text = last.text.trim_end().into();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

#[cfg(test)]
mod tests;
