//! Labels against gold labels.

use measures::{Confusion, Z95};

use super::panel::{Panel, chart, count_bar, estimated, finding, grid, tone};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Tone, percent};
use crate::measure::{Measure, Unit};

/// Rows by their gold label and the label that they carry.
#[derive(Clone, Debug, PartialEq)]
pub struct GroundTruth {
    /// How often each label was given where each is true.
    pub confusion: Confusion,
    /// `[gold label][label carried]`: the rows, by their places among those that were measured.
    pub rows: Vec<Vec<Vec<u64>>>,
}

/// Compares labels with gold labels, row by row; rows that lack either are left out.
#[must_use]
pub fn ground_truth(labels: &[Option<&str>], gold: &[Option<&str>]) -> GroundTruth {
    let known: Vec<(u64, (&str, &str))> = (0..)
        .zip(labels.iter().zip(gold))
        .filter_map(|(row, (label, gold))| Some((row, ((*gold)?, (*label)?))))
        .collect();
    let confusion = Confusion::of(&known.iter().map(|(_, pair)| *pair).collect::<Vec<_>>());
    let mut rows = vec![vec![Vec::new(); confusion.labels.len()]; confusion.labels.len()];
    for (row, (truth, given)) in known {
        if let (Some(truth), Some(given)) = (confusion.place(truth), confusion.place(given)) {
            rows[truth][given].push(row);
        }
    }
    GroundTruth { confusion, rows }
}

impl GroundTruth {
    /// Accuracy, macro-F1, kappa, and precision, recall and F1 of each label; the confusion matrix.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let accuracy = self.accuracy();
        let mut measures = vec![accuracy.clone(), self.macro_f1()];
        measures.extend(self.by_label());
        Panel { finding: self.finding(&accuracy), charts: self.charts(&accuracy), measures }
    }

    fn accuracy(&self) -> Measure {
        Dashboard::Faithfulness.share(
            "gold-accuracy",
            "Agreement with ground truth",
            "Share of rows with a gold label that carry it.",
            self.confusion.hits(),
            self.confusion.total(),
        )
    }

    fn macro_f1(&self) -> Measure {
        let n = self.confusion.total() as usize;
        estimated(
            "gold-macro-f1",
            "Macro-F1",
            "Mean of the F1 of all labels, so that rare labels count as much as frequent ones.",
            Unit::Score,
            n,
            self.confusion.macro_f1(Z95),
        )
    }

    fn by_label(&self) -> Vec<Measure> {
        let scores = self.confusion.scores(Z95);
        let of_label = |(label, scores): (&String, &measures::ClassScores)| {
            [
                Dashboard::Faithfulness.share(
                    format!("gold-precision-{label}"),
                    format!("Precision of {label}"),
                    "Share of rows with this label whose gold label it is.",
                    scores.hits,
                    scores.given,
                ),
                Dashboard::Faithfulness.share(
                    format!("gold-recall-{label}"),
                    format!("Recall of {label}"),
                    "Share of rows with this gold label that carry it.",
                    scores.hits,
                    scores.truly,
                ),
                estimated(
                    &format!("gold-f1-{label}"),
                    &format!("F1 of {label}"),
                    "Harmonic mean of precision and recall.",
                    Unit::Score,
                    (scores.given + scores.truly - scores.hits) as usize,
                    Some(scores.f1),
                ),
            ]
        };
        self.confusion.labels.iter().zip(&scores).flat_map(of_label).collect()
    }

    /// The most frequent confusion: gold label, label carried, rows.
    fn worst(&self) -> Option<(&str, &str, usize)> {
        let labels = &self.confusion.labels;
        let pairs = (0..labels.len()).flat_map(|truth| (0..labels.len()).map(move |given| (truth, given)));
        pairs
            .filter(|(truth, given)| truth != given && !self.rows[*truth][*given].is_empty())
            .map(|(truth, given)| {
                (labels[truth].as_str(), labels[given].as_str(), self.rows[truth][given].len())
            })
            .reduce(|most, other| if other.2 > most.2 { other } else { most })
    }

    fn charts(&self, accuracy: &Measure) -> Vec<crate::Chart> {
        let labels = &self.confusion.labels;
        let Some(share) = accuracy.value else { return Vec::new() };
        let title = match self.worst() {
            None => "Every row carries its gold label".to_owned(),
            Some((truth, given, rows)) => format!("Most often '{truth}' is labelled '{given}': {rows} rows"),
        };
        let wrong: Vec<_> = (labels.iter().enumerate())
            .map(|(truth, label)| {
                let others = (0..labels.len()).filter(|given| *given != truth);
                let mut rows: Vec<u64> =
                    others.flat_map(|given| self.rows[truth][given].iter().copied()).collect();
                rows.sort_unstable();
                count_bar(label, &rows)
            })
            .collect();
        vec![
            chart(
                "gold-confusion",
                title,
                "Label that rows carry",
                "Gold label",
                grid(labels.clone(), labels.clone(), &self.rows),
            ),
            chart(
                "gold-wrong",
                format!("{} of rows carry their gold label", percent(share)),
                "Rows with another label",
                "Gold label",
                Drawing::Bars { points: wrong },
            ),
        ]
    }

    fn finding(&self, accuracy: &Measure) -> crate::Finding {
        let ids = ["gold-accuracy", "gold-macro-f1"];
        let Some(share) = accuracy.value else {
            let sentence = "No row has a gold label to compare with.".to_owned();
            return finding(Tone::Unknown, sentence, Some("Add gold labels to some rows."), &ids);
        };
        let tone = tone(accuracy);
        let confused = self.worst().map_or(String::new(), |(truth, given, rows)| {
            format!(" Most often '{truth}' is labelled '{given}' ({rows} rows).")
        });
        let advice = match tone {
            Tone::Good => None,
            Tone::Doubtful => {
                Some("Open those rows and make the difference of the two labels clearer in the prompt.")
            }
            Tone::Unknown => Some("Add gold labels to more rows; there are too few to be sure."),
        };
        let n = accuracy.n;
        finding(
            tone,
            format!("{} of {n} rows carry their gold label.{confused}", percent(share)),
            advice,
            &ids,
        )
    }
}
