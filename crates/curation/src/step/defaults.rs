//! What a document may leave out.

/// Column of the label that a model names for a text.
pub const MODEL_LABEL: &str = "model_label";
/// Column of the probability that it gives to that label.
pub const MODEL_CERTAINTY: &str = "model_label_probability";

pub(super) fn ngram() -> usize {
    3
}

pub(super) fn repetition() -> f64 {
    0.3
}

pub(super) fn language() -> f64 {
    0.9
}

pub(super) fn shingle() -> usize {
    3
}

pub(super) fn near() -> f64 {
    0.8
}

pub(super) fn embedding() -> f64 {
    0.95
}

pub(super) fn log_probability() -> String {
    "score".to_owned()
}

pub(super) fn model_label() -> String {
    MODEL_LABEL.to_owned()
}

pub(super) fn model_certainty() -> String {
    MODEL_CERTAINTY.to_owned()
}

pub(super) fn half() -> f64 {
    0.5
}

pub(super) fn small_loss() -> f64 {
    0.7
}

pub(super) fn dynamics() -> f64 {
    0.2
}

pub(super) fn neighbours() -> usize {
    10
}

pub(super) fn rounds() -> usize {
    50
}

pub(super) fn keep() -> f64 {
    0.3
}

pub(super) fn epochs() -> usize {
    10
}

pub(super) fn hidden() -> usize {
    100
}

pub(super) fn one() -> u32 {
    1
}

/// As many as a warning takes before an export, less one.
pub(super) fn span() -> u32 {
    7
}

pub(super) fn stages() -> usize {
    2
}
