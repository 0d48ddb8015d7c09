//! What a text alone tells.

use std::collections::HashSet;

use crate::lexicon::Phrases;
use crate::measure::{StepError, View};
use crate::{Evidence, Measured};

/// Share of a text's n-grams that occurred before in it, in [0, 1); `None` for a text shorter than one n-gram.
pub(super) fn repetition(text: &str, ngram: usize) -> Option<f64> {
    let words = measures::words(text);
    if ngram == 0 || words.len() < ngram {
        return None;
    }
    let all = words.windows(ngram);
    let total = all.len();
    let different = all.collect::<HashSet<_>>().len();
    Some((total - different) as f64 / total as f64)
}

/// How sure it is that a text is in none of some languages; texts without letters cannot be told.
pub(super) fn foreign(view: View<'_>, languages: &[String]) -> Measured {
    let found = view.positions().filter_map(|at| Some((at, whatlang::detect(&view.rows.texts()[at])?)));
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for (at, found) in found {
        let wanted = languages.iter().any(|code| code == found.lang().code());
        measured.values[at] = Some(if wanted { 0.0 } else { found.confidence() });
        measured.evidence[at] = Some(Evidence::Words(found.lang().eng_name().to_owned()));
    }
    measured
}

/// How an assistant begins to decline, or speaks of itself, as whole words without apostrophes.
const REFUSALS: [&str; 13] = [
    "as an ai",
    "as a language model",
    "as a large language model",
    "i am an ai",
    "im an ai",
    "i am a language model",
    "sorry but i cant",
    "sorry but i cannot",
    "i cannot assist with",
    "i cant assist with",
    "i cannot fulfill",
    "i cant fulfill",
    "i am unable to provide",
];

/// Number of phrases with which a model declines.
pub(super) fn refusals(view: View<'_>, more: &[String]) -> Measured {
    phrases(view, REFUSALS.into_iter().chain(more.iter().map(String::as_str)))
}

/// Number of places at which a text holds a word of a list that comes with the program, or one beside them.
pub(super) fn listed(view: View<'_>, list: &[String], more: &[String]) -> Measured {
    phrases(view, list.iter().chain(more).map(String::as_str))
}

/// Number of places at which a text holds one of some phrases.
pub(super) fn phrases<'p>(view: View<'_>, phrases: impl IntoIterator<Item = &'p str>) -> Measured {
    let phrases = Phrases::new(phrases);
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for at in view.positions() {
        let (count, first) = phrases.count(&view.rows.texts()[at]);
        measured.values[at] = Some(count as f64);
        measured.evidence[at] = first.map(Evidence::Words);
    }
    measured
}

/// Words of the longest span that a text shares with a private source. No evidence: the outcome of a pipeline may be shown
/// and exported where the span may not.
pub(super) fn leakage(view: View<'_>) -> Result<Measured, StepError> {
    let sources = view.rows.private_sources().ok_or(StepError::NoSources)?;
    let spans = measures::CopiedSpans::new(sources.iter().map(String::as_str));
    Ok(view.each(|text| Some(spans.longest(text).map_or(0.0, |span| span.words as f64))))
}
