//! Answers asked again: one more time, as Self-Prompting does (Li et al. 2022, arXiv:2212.08635), or several times, whose
//! majority is the answer (self-consistency, Wang et al. 2022, arXiv:2203.11171).

use indexmap::IndexMap;
use measures::{Z95, entropy, exact_match, normalize_answer, ratio, token_f1};

use super::panel::{Panel, chart, count_bar, estimated, finding, histogram, tone};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Finding, Tone, percent};
use crate::measure::{Measure, Unit};

/// Answers of rows against answers given when asked again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck {
    /// Rows whose answers are equal once normalised, by their places.
    pub same: Vec<u64>,
    /// Rows whose answers differ.
    pub other: Vec<u64>,
    /// Of each of all these rows the F1 of the words that both answers share.
    pub f1: Vec<(u64, f64)>,
}

/// Compares answers as SQuAD does: without case, punctuation and articles. Rows that lack either are left out.
#[must_use]
pub fn recheck(answers: &[Option<&str>], again: &[Option<&str>]) -> Recheck {
    let mut found = Recheck { same: Vec::new(), other: Vec::new(), f1: Vec::new() };
    for (row, pair) in (0..).zip(answers.iter().zip(again)) {
        let (Some(first), Some(second)) = pair else { continue };
        if exact_match(first, second) { &mut found.same } else { &mut found.other }.push(row);
        found.f1.push((row, token_f1(first, second)));
    }
    found
}

impl Recheck {
    /// Exact match and F1, with the rows behind.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let (same, asked) = (self.same.len() as u64, self.f1.len() as u64);
        let exact = Dashboard::Faithfulness.share(
            "recheck-exact",
            "Answers given again",
            "Share of rows whose answer the model gives again, apart from case, punctuation and articles.",
            same,
            asked,
        )
        .noted("The same model may err twice in the same way.");
        let items: Vec<(f64, f64)> = self.f1.iter().map(|(_, f1)| (*f1, 1.0)).collect();
        let f1 = estimated(
            "recheck-f1",
            "Words of answers given again",
            "Mean F1 of the words that the answer of the row and the one given again share.",
            Unit::Score,
            items.len(),
            ratio(&items, Z95),
        );
        let charts = if self.f1.is_empty() {
            Vec::new()
        } else {
            vec![
                chart(
                    "recheck",
                    format!("{} answers of {asked} come out otherwise", self.other.len()),
                    "Rows",
                    "Answer asked again",
                    Drawing::Bars {
                        points: vec![count_bar("the same", &self.same), count_bar("another", &self.other)],
                    },
                ),
                chart(
                    "recheck-f1",
                    "How much of the answer comes again".to_owned(),
                    "F1 of words",
                    "Rows",
                    histogram(&self.f1, 10),
                ),
            ]
        };
        Panel { charts, finding: self.finding(&exact), measures: vec![exact, f1] }
    }

    fn finding(&self, exact: &Measure) -> Finding {
        let ids = ["recheck-exact", "recheck-f1"];
        let Some(share) = exact.value else {
            let advice = "Let the model answer the questions again.";
            return finding(Tone::Unknown, "No answer was asked again.".to_owned(), Some(advice), &ids);
        };
        let tone = tone(exact);
        let advice = match tone {
            Tone::Good => None,
            Tone::Doubtful => Some("Drop or review rows whose answer comes out otherwise."),
            Tone::Unknown => Some("Ask again for more rows."),
        };
        finding(
            tone,
            format!("Asked again, the model gives {} of answers again.", percent(share)),
            advice,
            &ids,
        )
    }
}

/// Several answers to the same row.
#[derive(Clone, Debug, PartialEq)]
pub struct Consistency {
    /// Of each row with at least two answers what they come to.
    pub rows: Vec<Majority>,
}

/// What several answers come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Majority {
    /// The row, by its place.
    pub row: u64,
    /// The most frequent answer, normalised; of equals the one that came first.
    pub answer: String,
    /// Answers that are it.
    pub count: u64,
    /// All answers.
    pub answers: u64,
    /// Entropy of the answers in nats: 0 where all are one.
    pub entropy: f64,
}

/// Counts answers that are equal once normalised; rows with fewer than two are left out.
#[must_use]
pub fn consistency(answers: &[Vec<String>]) -> Consistency {
    let majority = |(row, answers): (u64, &Vec<String>)| {
        let mut counts: IndexMap<String, u64> = IndexMap::new();
        for answer in answers {
            *counts.entry(normalize_answer(answer)).or_default() += 1;
        }
        let entropy = entropy(&counts.values().copied().collect::<Vec<_>>());
        let (answer, count) =
            counts.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (answers.len() > 1).then_some(Majority { row, answer, count, answers: answers.len() as u64, entropy })
    };
    Consistency { rows: (0..).zip(answers).filter_map(majority).collect() }
}

impl Majority {
    /// Share of the answers that are the most frequent one, above 0.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.count as f64 / self.answers as f64
    }
}

impl Consistency {
    /// How many rows there are whose own answer is the most frequent one, among those that have one, by their places: the
    /// same, and another.
    fn held(&self, carried: &[Option<&str>]) -> [Vec<u64>; 2] {
        let mut held = [Vec::new(), Vec::new()];
        for majority in &self.rows {
            let own = usize::try_from(majority.row).ok().and_then(|row| *carried.get(row)?);
            let Some(own) = own else { continue };
            held[usize::from(normalize_answer(own) != majority.answer)].push(majority.row);
        }
        held
    }

    /// Majority share and entropy, and how often the majority is the answer that the row carries, with the rows behind.
    #[must_use]
    pub fn panel(&self, carried: &[Option<&str>]) -> Panel {
        let mean = |of: fn(&Majority) -> f64| {
            ratio(&self.rows.iter().map(|row| (of(row), 1.0)).collect::<Vec<_>>(), Z95)
        };
        let n = self.rows.len();
        let [same, other] = self.held(carried);
        let settled = self.rows.iter().filter(|row| 2 * row.count > row.answers).count() as u64;
        let share = mean(Majority::share);
        let measures = vec![
            Dashboard::Faithfulness.share(
                "consistency-exact",
                "Answers that the majority gives",
                "Share of rows whose answer is the most frequent of the repeated ones, apart from case, punctuation and \
                 articles.",
                same.len() as u64,
                (same.len() + other.len()) as u64,
            ),
            Dashboard::Faithfulness.share(
                "consistency-settled",
                "Rows with a majority",
                "Share of rows for which more than half of the repeated answers are the same.",
                settled,
                n as u64,
            ),
            estimated(
                "consistency-share",
                "Answers that are the majority's",
                "Mean share of a row's repeated answers that are its most frequent one.",
                Unit::Share,
                n,
                share,
            ),
            estimated(
                "consistency-entropy",
                "Entropy of repeated answers",
                "Mean entropy of a row's repeated answers in nats; 0 where all are the same.",
                Unit::Score,
                n,
                mean(|row| row.entropy),
            ),
        ];
        let shares: Vec<(u64, f64)> = self.rows.iter().map(|row| (row.row, row.share())).collect();
        let charts = share.map(|share| {
            let title = format!("Repeated answers are the same in {} on average", percent(share.value));
            chart(
                "consistency",
                title,
                "Share of answers that are the majority's",
                "Rows",
                histogram(&shares, 10),
            )
        });
        let against = (!same.is_empty() || !other.is_empty()).then(|| {
            let points = vec![count_bar("the same", &same), count_bar("another", &other)];
            let title =
                format!("{} answers of {} are not the majority's", other.len(), same.len() + other.len());
            chart("consistency-exact", title, "Rows", "Most frequent answer", Drawing::Bars { points })
        });
        let charts = against.into_iter().chain(charts).collect();
        Panel { charts, finding: self.finding(&measures[1]), measures }
    }

    fn finding(&self, settled: &Measure) -> Finding {
        let ids = ["consistency-settled", "consistency-share"];
        let Some(share) = settled.value else {
            let advice = "Let the model answer each row several times.";
            return finding(
                Tone::Unknown,
                "No row was answered more than once.".to_owned(),
                Some(advice),
                &ids,
            );
        };
        let tone = tone(settled);
        let advice = match tone {
            Tone::Good => None,
            Tone::Doubtful => Some("Keep rows with a majority, and review those without."),
            Tone::Unknown => Some("Repeat the answers of more rows."),
        };
        finding(
            tone,
            format!("For {} of rows most repeated answers are the same.", percent(share)),
            advice,
            &ids,
        )
    }
}
