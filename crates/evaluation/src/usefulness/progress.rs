//! How far a study is, and why it ends early.

use std::ops::ControlFlow;

use students::transformer::TransformerError;

/// Why there is no outcome.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// Its caller stopped it.
    #[error("the study was stopped")]
    Stopped,
    /// A transformer could not learn.
    #[error(transparent)]
    Transformer(TransformerError),
}

impl From<TransformerError> for StudyError {
    fn from(error: TransformerError) -> Self {
        match error {
            TransformerError::Stopped => Self::Stopped,
            other => Self::Transformer(other),
        }
    }
}

/// Is told how many of how many trainings are done, and says whether to go on; a long training asks several times.
pub type Progress<'p> = &'p mut dyn FnMut(usize, usize) -> ControlFlow<()>;

/// How far a study is.
pub(super) struct Trainings<'p> {
    pub done: usize,
    pub total: usize,
    pub progress: Progress<'p>,
}

impl Trainings<'_> {
    pub fn go_on(&mut self) -> ControlFlow<()> {
        (self.progress)(self.done, self.total)
    }

    pub fn finish(&mut self, trainings: usize) -> Result<(), StudyError> {
        self.done += trainings;
        if self.go_on().is_break() { Err(StudyError::Stopped) } else { Ok(()) }
    }
}
