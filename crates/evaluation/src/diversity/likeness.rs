//! How well texts predict each other.

use crate::chart::Dashboard;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;
use crate::sampled::estimate;

/// Texts compared with each other at a time: the work grows with the square of their number, and Self-BLEU with the number.
const SAMPLE: usize = 200;
/// Greatest n of the n-gram Vendi score.
const VENDI_ORDERS: usize = 2;

pub(super) fn measure(rows: &Rows) -> Vec<Measure> {
    let ids = rows.ids();
    let chosen =
        |places: Vec<usize>| -> Vec<Vec<u32>> { places.into_iter().map(|at| ids[at].clone()).collect() };
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
        .estimated(&alike),
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
        .noted("It grows with the number of rows compared.")
        .estimated(&effective),
    );
    found
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
        .noted("It grows with the number of rows; compare datasets of one size.")
}
