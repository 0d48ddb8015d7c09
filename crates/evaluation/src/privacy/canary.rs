//! Texts that were put among the known ones on purpose, to see whether they come out again.

use measures::{CopiedSpans, words};

use crate::Rows;

/// A canary: a text that nobody would write by chance, put among the known texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Canary {
    /// The text.
    pub text: String,
    /// Texts made by the same rule that were not put there.
    pub alternatives: Vec<String>,
    /// What the model says of it and of the alternatives, where it was asked.
    pub log_probabilities: Option<LogProbabilities>,
}

/// Logarithms of the probabilities that a model gives to texts.
#[derive(Clone, Debug, PartialEq)]
pub struct LogProbabilities {
    /// Of the canary.
    pub canary: f64,
    /// Of texts made by the same rule.
    pub alternatives: Vec<f64>,
}

/// How much of a canary came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposed {
    /// Its words.
    pub words: usize,
    /// The longest run of them that a row holds.
    pub copied: usize,
    /// Rows that hold all of it.
    pub rows: Vec<usize>,
    /// Exposure in bits by how many words in a row were copied, among the alternatives; `None` without these.
    pub exposure: Option<f64>,
    /// Exposure in bits by the probabilities of the model; `None` where it was not asked.
    pub model_exposure: Option<f64>,
}

/// Looks for canaries in the rows.
#[must_use]
pub fn canaries(rows: &Rows, canaries: &[Canary]) -> Vec<Exposed> {
    if canaries.is_empty() {
        return Vec::new();
    }
    let index = CopiedSpans::new(rows.rows().iter().map(|row| row.text.as_str()));
    let copied = |text: &str| index.longest(text).map_or(0, |span| span.words);
    let exposed = |canary: &Canary| {
        let own = words(&canary.text);
        let holds =
            |row: &usize| !own.is_empty() && rows.words()[*row].windows(own.len()).any(|run| *run == own);
        let longest = copied(&canary.text);
        let others: Vec<f64> = canary.alternatives.iter().map(|text| copied(text) as f64).collect();
        let model = canary.log_probabilities.as_ref();
        Exposed {
            words: own.len(),
            copied: longest,
            rows: (0..rows.len()).filter(holds).collect(),
            exposure: exposure(longest as f64, &others),
            model_exposure: model.and_then(|said| exposure(said.canary, &said.alternatives)),
        }
    };
    canaries.iter().map(exposed).collect()
}

/// Exposure in bits (Carlini et al. 2019, arXiv:1802.08232): `log2 |R| − log2 rank` for the rank of a canary among `R`, itself
/// and the alternatives, by a score that is higher the better it is known. 0 for the last, about 1 on average where it is not
/// known, `log2 |R|` for the first; of equals each is as likely to be the first. `None` without alternatives, or where the
/// canary's score is no number; alternatives without one are left out.
#[must_use]
pub fn exposure(canary: f64, alternatives: &[f64]) -> Option<f64> {
    let others: Vec<f64> = alternatives.iter().copied().filter(|score| !score.is_nan()).collect();
    if others.is_empty() || canary.is_nan() {
        return None;
    }
    let above = others.iter().filter(|score| **score > canary).count() as f64;
    let equal = others.iter().filter(|score| **score == canary).count() as f64;
    Some((others.len() as f64 + 1.0).log2() - (1.0 + above + equal / 2.0).log2())
}
