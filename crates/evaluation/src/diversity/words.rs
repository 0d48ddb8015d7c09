//! Lengths, vocabulary and sequences of words.

use crate::chart::Dashboard;
use crate::measure::{Measure, Unit};
use crate::rows::Rows;

/// Words drawn by HD-D, as usual.
const DRAWS: usize = 42;
/// Words of MATTR's window.
const WINDOW: usize = 100;
const FALLS: &str = "It falls with the number of rows; compare datasets of one size.";
const ONE_TEXT: &str = "All texts are read as one, in order; the number of rows changes it little.";

pub(super) fn measure(rows: &Rows) -> Vec<Measure> {
    let n = rows.len();
    let all: Vec<u32> = rows.ids().iter().flatten().copied().collect();
    let ngrams = rows.ngrams();
    let share = |size: usize| ngrams.get(size - 1).and_then(measures::Ngrams::distinct_share);
    let mut found = vec![
        Dashboard::Diversity.measure(
            "length-mean",
            "Mean length",
            "How many words a text has on average.",
            Unit::Words,
            n,
            (n > 0).then(|| all.len() as f64 / n as f64),
        ),
        Dashboard::Diversity.measure(
            "vocabulary",
            "Vocabulary",
            "How many different words occur in all texts together.",
            Unit::Count,
            n,
            Some(ngrams.first().map_or(0, |words| words.each().len()) as f64),
        )
        .sized("It grows with the number of rows; compare datasets of one size."),
        Dashboard::Diversity.measure(
            "type-token-ratio",
            "Type-token ratio",
            "Different words as a share of all words.",
            Unit::Share,
            n,
            share(1),
        )
        .sized(FALLS),
        Dashboard::Diversity.measure(
            "mtld",
            "MTLD",
            "How many words one reads on average before 72 % of them or fewer are different; more is richer.",
            Unit::Words,
            n,
            measures::mtld(&all),
        )
        .noted(ONE_TEXT),
        Dashboard::Diversity.measure(
            "hd-d",
            "HD-D",
            "The expected share of different words among 42 words drawn from all texts; more is richer.",
            Unit::Share,
            n,
            measures::hdd(&all, DRAWS),
        )
        .noted("The number of rows changes it little."),
        Dashboard::Diversity.measure(
            "mattr",
            "Moving-average type-token ratio",
            "The mean share of different words over all stretches of 100 words; more is richer.",
            Unit::Share,
            n,
            measures::mattr(&all, WINDOW),
        )
        .noted(ONE_TEXT),
    ];
    for size in 1..=ngrams.len() {
        let meaning = format!(
            "Different sequences of {size} words as a share of all such sequences; more is more varied."
        );
        let title = format!("Distinct-{size}");
        found.push(
            Dashboard::Diversity
                .measure(format!("distinct-{size}"), title, meaning, Unit::Share, n, share(size))
                .sized(FALLS),
        );
    }
    let shares: Vec<f64> = (1..=ngrams.len()).filter_map(share).collect();
    found.push(
        Dashboard::Diversity
            .measure(
                "ngram-diversity",
                "N-gram diversity",
                "The sum of distinct-1 to distinct-4; more is more varied.",
                Unit::Score,
                n,
                (!shares.is_empty()).then(|| shares.iter().sum()),
            )
            .sized(FALLS),
    );
    found.push(
        Dashboard::Diversity.measure(
            "repeat-probability-3",
            "3-gram repeat probability",
            "The probability that two sequences of three words, drawn from all texts, are the same; less is more varied.",
            Unit::Share,
            n,
            ngrams.get(2).and_then(measures::Ngrams::repeat_probability),
        )
        .noted(
            "Simpson's index, the sum of squared frequencies without pairs of one with itself: the reading taken here \
             of 'n-gram frequency' (INGF), which has no agreed definition. The number of rows does not change its expectation.",
        ),
    );
    found
}
