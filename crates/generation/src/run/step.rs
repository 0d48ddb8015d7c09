//! A step on its way: one prompt, or several at once where it is taken for each item of a list or put to a vote.

use dataset::{Fields, StepTrace};
use serde_json::Value as Json;

use crate::prompt::Rendered;

/// A step in progress.
#[derive(Debug)]
pub(super) struct Running {
    /// The items that it is taken for.
    pub items: Option<Vec<Json>>,
    /// How often it was taken before, each time with its own last answer at hand.
    pub turn: u32,
    pub parts: Vec<Part>,
}

/// One prompt of a step.
#[derive(Debug, Default)]
pub(super) struct Part {
    asked: Option<Asked>,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    /// Not answered yet.
    #[default]
    Open,
    Answered(Box<Answer>),
    /// Given up in a pause.
    GivenUp,
}

/// A prompt that was sent.
#[derive(Clone, Debug, Default)]
struct Asked {
    sha256: String,
    tokens: usize,
}

/// What came of a prompt.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub trace: Option<StepTrace>,
    pub fields: Fields,
    /// Why the fields are not complete.
    pub fault: Option<Fault>,
}

/// Why an answer is none.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub check: String,
    pub reason: String,
    /// No further try would mend it.
    pub last: bool,
}

impl Running {
    pub(super) fn new(items: Option<Vec<Json>>, parts: usize) -> Self {
        Self { items, turn: 0, parts: std::iter::repeat_with(Part::default).take(parts).collect() }
    }

    /// Begins the next turn.
    pub(super) fn again(&mut self) {
        self.turn += 1;
        self.parts = vec![Part::default()];
    }

    /// The item that a part is for.
    pub(super) fn item(&self, part: usize) -> Option<&Json> {
        self.items.as_ref()?.get(part)
    }

    pub(super) fn asked(&mut self, part: usize, rendered: &Rendered, tokens: usize) {
        self.parts[part].asked = Some(Asked { sha256: rendered.sha256.clone(), tokens });
    }

    /// The hash and length of what a part asked.
    pub(super) fn prompt(&self, part: usize) -> Option<(String, usize)> {
        self.parts[part].asked.clone().map(|asked| (asked.sha256, asked.tokens))
    }

    pub(super) fn answered(&mut self, part: usize, answer: Answer) {
        self.parts[part].state = State::Answered(Box::new(answer));
    }

    pub(super) fn given_up(&mut self, part: usize) {
        self.parts[part].state = State::GivenUp;
    }

    /// Whether no part waits for an answer.
    pub(super) fn is_settled(&self) -> bool {
        self.parts.iter().all(|part| !matches!(part.state, State::Open))
    }

    /// The answers of all parts in their order, or `None` where one was given up.
    pub(super) fn answers(&mut self) -> Option<Vec<Answer>> {
        let parts = std::mem::take(&mut self.parts);
        parts
            .into_iter()
            .map(|part| match part.state {
                State::Answered(answer) => Some(*answer),
                State::Open | State::GivenUp => None,
            })
            .collect()
    }
}
