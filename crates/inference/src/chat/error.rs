//! Why a chat has no prompt.

use crate::model::{ModelError, Role};

/// Why a chat template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// The template is no template.
    #[error("it is not valid ({reason})")]
    Syntax {
        /// What the template engine says.
        reason: String,
    },
    /// The template itself refuses the chat.
    #[error("it refuses this chat: {message}")]
    Refused {
        /// What the template says.
        message: String,
    },
    /// The template fails on this chat.
    #[error("it fails on this chat ({reason})")]
    Failed {
        /// What the template engine says.
        reason: String,
    },
    /// The template takes too many steps.
    #[error("it takes more than {limit} steps, it may never end")]
    Endless {
        /// The number of steps allowed.
        limit: u64,
    },
    /// The template, or what it writes beside the messages, is too long.
    #[error("it is or writes more than {limit} bytes")]
    TooLong {
        /// The number of bytes allowed.
        limit: usize,
    },
    /// The chat has too many turns.
    #[error("the chat has {found} messages, more than the {limit} allowed")]
    TooManyMessages {
        /// Messages of the chat.
        found: usize,
        /// The number allowed.
        limit: usize,
    },
    /// The template leaves a message out.
    #[error("it leaves out message {number}, which the {role:?} speaks")]
    Dropped {
        /// The message, from 1.
        number: usize,
        /// Who speaks it.
        role: Role,
    },
}

impl From<ChatError> for ModelError {
    fn from(error: ChatError) -> Self {
        Self::ChatTemplate { reason: error.to_string() }
    }
}
