//! How varied the texts are.

mod charts;
mod edges;
mod likeness;
mod templates;
mod words;

use rayon::prelude::*;

use crate::chart::Chart;
use crate::finding::{Finding, Question, Tone, percent};
use crate::measure::Measure;
use crate::rows::Rows;

use edges::Edge;

/// Above this Self-BLEU-4 texts repeat each other much; real film reviews are near 0.1, texts of narrow templates
/// near 0.8.
const MUCH_ALIKE: f64 = 0.6;
/// Above this share of rows with one of the five commonest openings, openings repeat.
const OPENINGS_REPEAT: f64 = 0.4;
/// Rows from which on something is said of them all.
const FEWEST: usize = 10;
/// Bars of a chart of the commonest things.
const SHOWN: usize = 12;

/// Figures about vocabulary, n-grams, openings, endings, templates and compression, over all rows.
#[must_use]
pub fn measure(rows: &Rows) -> Vec<Measure> {
    let others = || {
        let mut measures = words::measure(rows);
        measures.push(edges::measure(rows, Edge::Opening));
        measures.push(edges::measure(rows, Edge::Ending));
        measures.push(templates::measure(rows));
        measures
    };
    // Nothing else takes as long as compressing.
    let (compression, mut measures) = rayon::join(|| likeness::compression(rows), others);
    measures.push(compression);
    measures
}

/// Figures that compare rows with each other, over samples where there are many; with their intervals.
#[must_use]
pub fn likeness(rows: &Rows) -> Vec<Measure> {
    likeness::measure(rows)
}

/// Lengths, repeated sequences and how often sequences occur, openings, endings, templates and novelty.
#[must_use]
pub fn charts(rows: &Rows) -> Vec<Chart> {
    let drawn: [fn(&Rows) -> Option<Chart>; 7] = [
        |rows| Some(charts::lengths(rows)),
        charts::repeats,
        charts::frequencies,
        |rows| edges::chart(rows, Edge::Opening),
        |rows| edges::chart(rows, Edge::Ending),
        templates::chart,
        charts::novelty_curve,
    ];
    // One by one: a half of them may take most of the time.
    drawn.par_iter().with_max_len(1).filter_map(|chart| chart(rows)).collect()
}

/// One sentence about the variety.
#[must_use]
pub fn finding(rows: &Rows, measures: &[Measure]) -> Finding {
    let value = |id: &str| measures.iter().find(|m| m.id == id).and_then(|m| m.value);
    let measures = ["distinct-2", "self-bleu-4", "openings-top-5"].map(str::to_owned).to_vec();
    let question = Question::Diverse;
    let figures = value("self-bleu-4").zip(value("openings-top-5"));
    let Some((alike, openings)) = figures.filter(|_| rows.len() >= FEWEST) else {
        return Finding {
            question,
            tone: Tone::Unknown,
            sentence: "Too few rows to say how varied they are.".to_owned(),
            advice: Some("Make some more rows.".to_owned()),
            measures,
        };
    };
    let (tone, sentence, advice) = if openings > OPENINGS_REPEAT {
        (
            Tone::Doubtful,
            format!("The same five openings start {} of rows.", percent(openings)),
            Some("Add a condition for the style or the opening, or raise the temperature."),
        )
    } else if alike > MUCH_ALIKE {
        (
            Tone::Doubtful,
            format!("Rows repeat each other's phrases (Self-BLEU-4 of {alike:.2})."),
            Some("Add conditions or values, raise the temperature, or lower the ROUGE-L limit."),
        )
    } else {
        (Tone::Good, format!("Rows differ in wording (Self-BLEU-4 of {alike:.2})."), None)
    };
    Finding { question, tone, sentence, advice: advice.map(str::to_owned), measures }
}
