//! What a text alone tells.

use std::collections::HashSet;

use crate::measure::View;
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
    count(view, REFUSALS.iter().copied().chain(more.iter().map(String::as_str)))
}

/// Number of places at which a text holds one of some phrases.
pub(super) fn phrases(view: View<'_>, phrases: &[String]) -> Measured {
    count(view, phrases.iter().map(String::as_str))
}

/// The words of a text between spaces, so that a phrase between spaces is found as whole words only. Apostrophes come in
/// two shapes and are left out.
fn spaced(text: &str) -> String {
    let words = measures::words(&text.replace(['\'', '’'], ""));
    format!(" {} ", words.join(" "))
}

fn count<'p>(view: View<'_>, phrases: impl Iterator<Item = &'p str>) -> Measured {
    let phrases: Vec<String> = phrases.map(spaced).filter(|phrase| !phrase.trim().is_empty()).collect();
    let mut measured = Measured::of(vec![None; view.rows.len()]);
    for at in view.positions() {
        let text = spaced(&view.rows.texts()[at]);
        let found: Vec<(usize, &String)> =
            phrases.iter().map(|phrase| (text.matches(phrase.as_str()).count(), phrase)).collect();
        measured.values[at] = Some(found.iter().map(|(count, _)| *count).sum::<usize>() as f64);
        let first = found.iter().find(|(count, _)| *count > 0);
        measured.evidence[at] = first.map(|(_, phrase)| Evidence::Words(phrase.trim().to_owned()));
    }
    measured
}
