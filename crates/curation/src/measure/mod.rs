//! What each kind of step measures.

mod duplicates;
mod neighbours;
mod personal;
mod ratings;
mod scores;
pub(crate) mod students;
mod tables;
mod text;

pub(crate) use duplicates::FLOOR as NEAR_FLOOR;

use crate::study::Study;
use crate::{Measured, Rows, Step, lexicon};

/// The rows as a step finds them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'r> {
    pub rows: &'r Rows,
    /// Which rows are still there.
    pub kept: &'r [bool],
    /// The labels after the steps before.
    pub labels: &'r [Option<String>],
    /// The weights after the steps before.
    pub weights: &'r [f64],
}

/// Why a step could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It reads a column that the rows lack.
    #[error("the rows have no column {0:?}")]
    NoColumn(String),
    /// It reads vectors and there are none.
    #[error("the texts have no vectors; compute them with an encoder")]
    NoVectors,
    /// It compares with the texts of private sources and none are given.
    #[error("the texts of the private sources are not given")]
    NoSources,
    /// It reads a column that the gold rows lack.
    #[error("the gold rows have no column {0:?}")]
    NoGoldColumn(String),
    /// None of the rows has a rating from which a student could learn the others'.
    #[error("no row has a rating in {0:?} from which a student could learn")]
    NoRatings(String),
    /// It compares with gold rows and there are none.
    #[error("the step needs gold rows: rows whose label a person has checked")]
    NoGold,
    /// It was stopped.
    #[error("the step was stopped")]
    Stopped,
    /// The texts hold more different personal values than can be searched for at once.
    #[error("the texts seem to hold too many personal values")]
    TooManyValues,
}

impl View<'_> {
    /// Measures each text that is still there.
    fn each(&self, mut value: impl FnMut(&str) -> Option<f64>) -> Measured {
        let texts = self.rows.texts().iter().zip(self.kept);
        Measured::of(texts.map(|(text, kept)| kept.then(|| value(text))?).collect())
    }

    /// The rows that are still there.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(at, _)| at)
    }
}

/// Measures the rows that are still there. What takes long asks now and then whether to go on.
pub(crate) fn measure(
    step: &Step,
    view: View<'_>,
    study: &Study<'_>,
    go_on: &dyn Fn() -> bool,
) -> Result<Measured, StepError> {
    match step {
        Step::Length { .. } => Ok(view.each(|text| Some(measures::word_count(text) as f64))),
        Step::Repetition { ngram, .. } => Ok(view.each(|text| text::repetition(text, *ngram))),
        Step::Language { languages, .. } => Ok(text::foreign(view, languages)),
        Step::Refusal { phrases } => Ok(text::refusals(view, phrases)),
        Step::Blocklist { words } => Ok(text::phrases(view, words.iter().map(String::as_str))),
        Step::Toxicity { words, .. } => Ok(text::listed(view, &lexicon::toxicity(), words)),
        Step::Stereotype { words, .. } => Ok(text::listed(view, &lexicon::stereotypes(), words)),
        Step::SourceLeakage { .. } => text::leakage(view),
        Step::Consistency { columns, .. } => scores::consistency(view, columns),
        Step::Ambiguity { .. } => Ok(students::ambiguity(view, study)),
        Step::CrossPartition { stages, .. } => Ok(students::cross_partition(view, study, *stages)),
        Step::Pii { unsure } => personal::values(view, *unsure),
        Step::ExactDuplicate {} => Ok(duplicates::exact(view)),
        Step::NearDuplicate { ngram, limit } => Ok(duplicates::near(view, *ngram, *limit, study.seed)),
        Step::EmbeddingDuplicate { .. } => duplicates::embedding(view),
        Step::Rating { column, student: true, .. } => ratings::by_student(view, study, column),
        Step::GenerationProbability { column, .. } | Step::Rating { column, .. } => {
            scores::column(view, column)
        }
        Step::ModelLabel { column, certainty, .. } => scores::model_label(view, column, certainty),
        Step::Balance { column } => scores::balance(view, column.as_deref()),
        Step::LabelErrors { .. } => students::label_errors(view, study, go_on),
        Step::StudentAgreement { .. } => Ok(students::agreement(view, study)),
        Step::Relabel { keep, features, .. } => students::relabel(view, study, *keep, *features),
        Step::Dynamics { columns, .. } if columns.is_empty() => students::dynamics(view, study),
        Step::Dynamics { columns, .. } => tables::dynamics(view, study, columns),
        Step::Influence { .. } => students::influence(view, study),
        Step::NeighbourAgreement { neighbours, .. } => Ok(neighbours::agreement(view, study, *neighbours)),
        Step::SunGen { rounds } => Ok(students::sungen(view, study, *rounds)),
        Step::OnlineWeights { epochs } => students::online_weights(view, study, *epochs),
        Step::MetaWeights { epochs, hidden } => students::meta_weights(view, study, *epochs, *hidden),
        Step::SmallLoss { .. } => Ok(students::small_loss(view, study)),
    }
}

#[cfg(test)]
mod tests;
