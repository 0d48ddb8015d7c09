//! How well texts predict each other.

use crate::chart::Dashboard;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;
use crate::sampled::estimate;

/// Texts compared with each other at a time: the work grows with the square of their number, and Self-BLEU with the number.
const SAMPLE: usize = 200;
/// Words of a text that are compared, from its beginning.
const WORDS: usize = 1000;
/// Greatest n of the n-gram Vendi score.
const VENDI_ORDERS: usize = 2;

pub(super) fn measure(rows: &Rows) -> Vec<Measure> {
    let ids = rows.ids();
    let beginning = |at: usize| ids[at][..ids[at].len().min(WORDS)].to_vec();
    let chosen = |places: Vec<usize>| -> Vec<Vec<u32>> { places.into_iter().map(beginning).collect() };
    let is_cut = ids.iter().any(|words| words.len() > WORDS);
    let told = |measure: Measure| match is_cut {
        true => measure.noted_too(format!("Of longer texts the first {WORDS} words.")),
        false => measure,
    };
    let bleu = estimate([rows.len()], SAMPLE, |[places], _| {
        let texts = chosen(places);
        let mut scores = [0.0; 5];
        for (order, score) in (1..).zip(&mut scores) {
            *score = measures::mean_self_bleu(&texts, order)?;
        }
        Some(scores)
    });
    let mut found: Vec<Measure> = (1..)
        .zip(&bleu)
        .map(|(order, score)| {
            Dashboard::Diversity.measure(
                format!("self-bleu-{order}"),
                format!("Self-BLEU-{order}"),
                format!(
                    "How well other rows predict a row's sequences of up to {order} words; less is more varied."
                ),
                Unit::Score,
                0,
                None,
            )
            .estimated(score)
            .bounded(0.0, 1.0)
        })
        .collect();
    let [alike, effective] = estimate([rows.len()], SAMPLE, |[places], _| {
        let texts = chosen(places);
        Some([measures::homogenization(&texts)?, measures::ngram_vendi(&texts, VENDI_ORDERS)?])
    });
    found.push(
        Dashboard::Diversity.measure(
            "homogenization",
            "Homogenization",
            "The mean ROUGE-L of pairs of rows, their longest common subsequence of words; less is more varied.",
            Unit::Score,
            0,
            None,
        )
        .estimated(&alike)
        .bounded(0.0, 1.0),
    );
    found.push(
        Dashboard::Diversity.measure(
            "ngram-vendi",
            "N-gram Vendi score",
            "How many different texts the rows amount to, by the words and pairs of words that they share.",
            Unit::Count,
            0,
            None,
        )
        .sized("It grows with the number of rows compared.")
        .estimated(&effective)
        .bounded(1.0, SAMPLE.min(rows.len()) as f64),
    );
    found.into_iter().map(told).collect()
}

pub(super) fn compression(rows: &Rows) -> Measure {
    let texts: Vec<&str> = rows.rows().iter().map(|row| row.text.as_str()).collect();
    Dashboard::Diversity
        .measure(
            "compression-ratio",
            "Compression ratio",
            "Size of all texts over their size after gzip; less is more varied.",
            Unit::Score,
            rows.len(),
            measures::compression_ratio(&texts),
        )
        .sized("It grows with the number of rows; compare datasets of one size.")
}
