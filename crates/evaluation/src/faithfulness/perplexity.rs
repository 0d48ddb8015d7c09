//! How expected texts are to a model.

use measures::{Estimate, Interval, Z95, ratio};
use serde::{Deserialize, Serialize};

use super::panel::{Panel, chart, finding, histogram};
use crate::finding::Tone;
use crate::measure::Unit;

/// The log-probability of a text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogProbability {
    /// Mean over its tokens, natural logarithm, at most 0.
    pub mean: f64,
    /// Its tokens, where they were counted.
    pub tokens: Option<u64>,
}

/// Perplexity, `exp(-Σ ln p / tokens)`: of the corpus, with each token counting the same, where tokens of every text were
/// counted, and otherwise with each text counting the same. The interval is that of the mean log-probability, by texts.
/// `None` without texts.
#[must_use]
pub fn perplexity(texts: &[Option<LogProbability>]) -> Option<Estimate> {
    let known: Vec<LogProbability> =
        texts.iter().flatten().copied().filter(|text| text.mean.is_finite()).collect();
    let by_tokens = by_tokens(&known);
    let weight = |text: &LogProbability| if by_tokens { text.tokens.unwrap_or(0) as f64 } else { 1.0 };
    let items: Vec<(f64, f64)> = known.iter().map(|text| (text.mean * weight(text), weight(text))).collect();
    let mean = ratio(&items, Z95)?;
    let interval = mean.interval.map(|i| Interval { low: (-i.high).exp(), high: (-i.low).exp() });
    Some(Estimate { value: (-mean.value).exp(), interval })
}

fn by_tokens(texts: &[LogProbability]) -> bool {
    texts.iter().all(|text| text.tokens.is_some())
}

/// Perplexity of the corpus and of each text.
#[must_use]
pub fn panel(texts: &[Option<LogProbability>]) -> Panel {
    let each: Vec<(u64, f64)> = (0..)
        .zip(texts)
        .filter_map(|(row, text)| Some((row, text.map(|text| (-text.mean).exp())?)))
        .filter(|(_, perplexity)| perplexity.is_finite())
        .collect();
    let found = perplexity(texts);
    let counted = by_tokens(&texts.iter().flatten().copied().collect::<Vec<_>>());
    let measure = super::panel::estimated(
        "perplexity",
        "Perplexity",
        "How many tokens the model wavers between on average as it reads the texts; less is more expected.",
        Unit::Score,
        each.len(),
        found,
    )
    .noted(if counted {
        "Over all tokens of all texts. It depends on the model; compare figures of one model."
    } else {
        "Every text counts the same, as tokens were not counted. Compare figures of one model."
    });
    let charts = found.map(|found| {
        let title = format!("Texts have a perplexity of {:.1}", found.value);
        chart("perplexity", title, "Perplexity of the text", "Rows", histogram(&each, 20))
    });
    let sentence = match found {
        None => "How expected the texts are to the model is not known.".to_owned(),
        Some(found) => format!("The texts have a perplexity of {:.1} to the model.", found.value),
    };
    let advice = "Look at the rows that surprise it most: they are its rarest texts or its mistakes.";
    let finding = finding(Tone::Unknown, sentence, found.map(|_| advice), &["perplexity"]);
    Panel { measures: vec![measure], charts: charts.into_iter().collect(), finding }
}
