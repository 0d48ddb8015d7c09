//! Chat templates: from the turns of a chat to the prompt that a model was trained on.
//!
//! A template comes with the model file and is as trustworthy as that file, so it runs with limited steps,
//! nesting and output and can reach nothing. The contents of the messages come from rows of data; they
//! never pass through the template and are marked as data in the result.

mod error;
mod placeholder;
mod review;
mod sandbox;

use jiff::civil::{Date, Time, date};
use minijinja::{Value, context};
use sandbox::Sandbox;
use sha2::{Digest, Sha256};

pub use error::ChatError;
pub use review::{TemplateReview, review};

use crate::gguf::{GgufError, Metadata};
use crate::model::{Message, Role};
use crate::tokenizer::{Segment, Tokenizer};

/// The form of most open models, used where a file brings no template but has its tokens.
const CHATML: &str = "{% for message in messages %}\
    {{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}\
    {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/// For models that know no chat.
const PLAIN: &str = "{% for message in messages %}\
    {{ message.role + ': ' + message.content + '\\n' }}\
    {% endfor %}{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}";

/// What templates that ask for today's date are told. The prompt of a row must not depend on the day on
/// which it is made; this is the date that the Llama 3 templates themselves fall back to.
pub const DEFAULT_DATE: Date = date(2024, 7, 26);

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The model brings it.
    Model,
    /// The model brings none but knows the tokens of ChatML.
    ChatMl,
    /// The model brings none and is no chat model as far as its vocabulary tells; turns are written as
    /// `role: text` on a line each.
    Plain,
}

/// A chat template, ready to render.
pub struct ChatTemplate {
    sandbox: Sandbox,
    source: String,
    origin: Origin,
}

impl ChatTemplate {
    /// A template that a model brings. Today is [`DEFAULT_DATE`].
    ///
    /// # Errors
    /// The source is no valid template or too long.
    pub fn from_source(source: &str) -> Result<Self, ChatError> {
        Self::on(source, Origin::Model, DEFAULT_DATE)
    }

    /// The template of a model file, or the one that fits its vocabulary where it brings none.
    ///
    /// # Errors
    /// The model's template is not valid or too long.
    pub fn for_model(metadata: &Metadata, tokenizer: &Tokenizer) -> Result<Self, ChatError> {
        let source =
            template_of(metadata).map_err(|error| ChatError::Syntax { reason: error.to_string() })?;
        match source {
            Some(source) => Self::from_source(source),
            None => Self::fallback(tokenizer),
        }
    }

    /// The template for a model that brings none.
    ///
    /// # Errors
    /// None in practice; the built-in templates are valid.
    pub fn fallback(tokenizer: &Tokenizer) -> Result<Self, ChatError> {
        match tokenizer.token("<|im_start|>") {
            Some(_) => Self::on(CHATML, Origin::ChatMl, DEFAULT_DATE),
            None => Self::on(PLAIN, Origin::Plain, DEFAULT_DATE),
        }
    }

    /// The same template with another date as today.
    ///
    /// # Errors
    /// None in practice; the template was valid before.
    pub fn with_date(self, today: Date) -> Result<Self, ChatError> {
        Self::on(&self.source, self.origin, today)
    }

    fn on(source: &str, origin: Origin, today: Date) -> Result<Self, ChatError> {
        let sandbox = Sandbox::new(source, today.to_datetime(Time::midnight()))?;
        Ok(Self { sandbox, source: source.to_owned(), origin })
    }

    /// Where the template comes from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The template's text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// SHA-256 of the template's text, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_of_text(&self.source)
    }

    /// The prompt for a chat, with the contents of the messages marked as data. `add_generation_prompt`
    /// ends it where the assistant starts to speak. `bos` and `eos` are the texts of these tokens, empty
    /// where the model has none. A template that knows no system turn gets its text at the head of the
    /// first turn of the user.
    ///
    /// # Errors
    /// The template refuses the chat, fails, takes too many steps, writes too much or leaves a message out.
    pub fn render(
        &self,
        messages: &[Message],
        add_generation_prompt: bool,
        bos: &str,
        eos: &str,
    ) -> Result<Vec<Segment>, ChatError> {
        let direct = self.render_as_given(messages, add_generation_prompt, bos, eos);
        let (
            Err(ChatError::Refused { .. } | ChatError::Dropped { number: 1, .. }),
            [system, user, rest @ ..],
        ) = (&direct, messages)
        else {
            return direct;
        };
        if system.role != Role::System || user.role != Role::User {
            return direct;
        }
        let first = Message { role: Role::User, content: format!("{}\n\n{}", system.content, user.content) };
        let merged: Vec<Message> = std::iter::once(first).chain(rest.iter().cloned()).collect();
        // Where that fails too, the template's own words about the chat as given are the clearer ones.
        self.render_as_given(&merged, add_generation_prompt, bos, eos).or(direct)
    }

    fn render_as_given(
        &self,
        messages: &[Message],
        add_generation_prompt: bool,
        bos: &str,
        eos: &str,
    ) -> Result<Vec<Segment>, ChatError> {
        let turns: Vec<Value> = messages
            .iter()
            .zip(placeholder::placeholders(messages)?)
            .map(|(message, content)| context! { role => role_name(message.role), content => content })
            .collect();
        let rendered = self.sandbox.render(context! {
            messages => turns,
            add_generation_prompt => add_generation_prompt,
            bos_token => bos,
            eos_token => eos,
            tools => (),
            documents => (),
            // Models that can think before they answer are asked for the answer alone.
            enable_thinking => false,
        })?;
        placeholder::fill(&rendered, messages)
    }
}

/// The template in a file's metadata.
///
/// # Errors
/// The value is no text.
pub fn template_of(metadata: &Metadata) -> Result<Option<&str>, GgufError> {
    metadata.opt_str("tokenizer.chat_template")
}

/// SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn sha256_of_text(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    }
}
