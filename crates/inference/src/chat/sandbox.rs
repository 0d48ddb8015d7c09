//! The template engine with nothing to reach and everything limited.

use std::{io, thread};

use jiff::civil::DateTime;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, Value};
use minijinja_contrib::pycompat::unknown_method_callback;

use super::ChatError;

/// Steps of one rendering. A chat takes about a hundred for each message.
const FUEL: u64 = 500_000;

/// Nesting of calls; real templates stay below ten.
const RECURSION_LIMIT: usize = 64;

/// Largest template, in bytes; the longest published ones have about 30 thousand.
const SOURCE_LIMIT: usize = 128 << 10;

/// Stack for the template engine, in bytes, of which only what is used is ever taken. The engine walks
/// expressions and values recursively; the limits on source and steps bound how deep either can nest,
/// and this is room for that.
const STACK: usize = 512 << 20;

/// Most that a template may write beside the messages, in bytes.
const OUTPUT_LIMIT: usize = 1 << 20;

/// The name of the one template.
const NAME: &str = "chat template";

/// What `raise_exception` was called with.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Raised(String);

/// A template in an environment without loaders, files or variables of its own.
pub(super) struct Sandbox {
    environment: Environment<'static>,
}

impl Sandbox {
    pub(super) fn new(source: &str, date: DateTime) -> Result<Self, ChatError> {
        if source.len() > SOURCE_LIMIT {
            return Err(ChatError::TooLong { limit: SOURCE_LIMIT });
        }
        with_room(|| Self::compile(source, date))
    }

    fn compile(source: &str, date: DateTime) -> Result<Self, ChatError> {
        let syntax_error = |error: Error| ChatError::Syntax { reason: describe(&error) };
        let mut environment = Environment::new();
        // The settings with which the models' makers render, those of the library transformers.
        let syntax =
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(syntax_error)?;
        environment.set_syntax(syntax);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(RECURSION_LIMIT);
        environment.set_unknown_method_callback(unknown_method_callback);
        // As in Jinja2, where nothing is not iterable; templates ask so whether there are tools.
        environment.add_test("iterable", |value: &Value| !value.is_none() && value.try_iter().is_ok());
        environment.add_function("raise_exception", |message: String| -> Result<Value, Error> {
            Err(Error::new(ErrorKind::InvalidOperation, "raised").with_source(Raised(message)))
        });
        environment.add_function("strftime_now", move |format: String| -> Result<String, Error> {
            jiff::fmt::strtime::format(&format, date)
                .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
        });
        environment.add_template_owned(NAME, without_training_marks(source)).map_err(syntax_error)?;
        Ok(Self { environment })
    }

    /// Renders with these variables.
    pub(super) fn render(&self, variables: Value) -> Result<String, ChatError> {
        with_room(|| self.run(variables))
    }

    fn run(&self, variables: Value) -> Result<String, ChatError> {
        let template = self
            .environment
            .get_template(NAME)
            .map_err(|error| ChatError::Syntax { reason: describe(&error) })?;
        let mut output = Capped(Vec::new());
        match template.render_captured_to(variables, &mut output) {
            Ok(_) => {
                String::from_utf8(output.0).map_err(|error| ChatError::Failed { reason: error.to_string() })
            }
            Err(error) => Err(match error.kind() {
                ErrorKind::OutOfFuel => ChatError::Endless { limit: FUEL },
                ErrorKind::WriteFailure => ChatError::TooLong { limit: OUTPUT_LIMIT },
                _ => raised(&error).map_or_else(
                    || ChatError::Failed { reason: describe(&error) },
                    |message| ChatError::Refused { message },
                ),
            }),
        }
    }
}

/// Runs `work` on a thread of its own with a large stack; a panic there is an error here.
fn with_room<T: Send>(work: impl FnOnce() -> Result<T, ChatError> + Send) -> Result<T, ChatError> {
    let failed = |reason: &str| ChatError::Failed { reason: reason.to_owned() };
    thread::scope(|scope| {
        thread::Builder::new()
            .name(NAME.to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| failed(&error.to_string()))?
            .join()
            .map_err(|_panic| failed("the template engine stopped"))?
    })
}

/// The source with `{% generation %}` blocks, which mark what a trainer learns from, as blocks that do nothing.
fn without_training_marks(source: &str) -> String {
    let mut parts = source.split("{%");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result.push_str("{%");
        let block =
            part.split_once("%}").map(|(tag, rest)| (tag, tag.trim_matches(['-', '+', ' ', '\n']), rest));
        match block {
            Some((tag, name @ ("generation" | "endgeneration"), rest)) => {
                let plain = if name == "generation" { "if true" } else { "endif" };
                result.push_str(&tag.replace(name, plain));
                result.push_str("%}");
                result.push_str(rest);
            }
            _ => result.push_str(part),
        }
    }
    result
}

/// The message of `raise_exception`, however deep it was called.
fn raised(error: &Error) -> Option<String> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if let Some(Raised(message)) = error.downcast_ref() {
            return Some(message.clone());
        }
        source = error.source();
    }
    None
}

fn describe(error: &Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    match error.line() {
        Some(line) => format!("{what}, line {line}"),
        None => what,
    }
}

/// Takes bytes up to the limit.
struct Capped(Vec<u8>);

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > OUTPUT_LIMIT {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the template writes too much"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
