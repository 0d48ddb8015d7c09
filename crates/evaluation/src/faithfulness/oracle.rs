//! Label preservation: whether a student that learnt from gold rows gives rows the label that they carry (ZeroGen, Ye et al.
//! 2022, arXiv:2202.07922).
//!
//! A student that errs on gold rows errs on others too, so its own accuracy always stands beside.

use measures::{Interval, Z95};
use students::{Input, Row, TextClassifier, out_of_fold};

use super::ground_truth::{GroundTruth, ground_truth};
use super::panel::{Panel, behind, chart, finding, grid, most_probable};
use super::student::{Refused, StudentOptions};
use crate::chart::{Dashboard, Drawing, Point};
use crate::finding::{Finding, Tone, percent};
use crate::measure::Measure;

/// Fewest gold rows.
const GOLD: usize = 20;

/// What a student that learnt from gold rows says of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Oracle {
    /// Of each row the label that it gives and its probability.
    pub said: Vec<(String, f64)>,
    /// The label that it gives, against the label that rows carry; rows whose label it never saw are left out.
    pub against: GroundTruth,
    /// Rows whose label no gold row has.
    pub unknown: Vec<u64>,
    /// Gold rows that it labels rightly without having seen them.
    pub gold_right: u64,
    /// Gold rows.
    pub gold: u64,
    /// Gold rows with their most frequent label: what a student without eyes gets right.
    pub gold_largest: u64,
}

/// Trains a student on gold rows, tries it on them out of fold, and lets it label the rows.
///
/// # Errors
/// Fewer than 20 gold rows or two labels among them; `labels` not of the length of `inputs`.
pub fn oracle(
    gold: &[Row<'_>],
    inputs: &[Input<'_>],
    labels: &[Option<&str>],
    options: &StudentOptions,
) -> Result<Oracle, Refused> {
    Refused::unless("gold rows", gold.len(), GOLD)?;
    if inputs.len() != labels.len() {
        return Err(Refused::Lengths { rows: inputs.len(), found: labels.len() });
    }
    let held = out_of_fold(gold, options.folds, options.seed, &options.text);
    Refused::unless("labels of gold rows", held.classes.len(), 2)?;
    let said = |p: &[f64]| most_probable(p).and_then(|class| Some((held.classes.get(class)?, p[class])));
    let right = |(row, p): (&Row<'_>, &Vec<f64>)| said(p).is_some_and(|(label, _)| label == row.label);
    let gold_right = gold.iter().zip(&held.rows).filter(|pair| right(*pair)).count() as u64;
    let count = |class: &String| gold.iter().filter(|row| row.label == class).count() as u64;
    let student = TextClassifier::fit_rows(gold, &options.text);
    let said: Vec<(String, f64)> = (inputs.iter())
        .filter_map(|input| {
            let p = student.probabilities(*input);
            most_probable(&p).and_then(|class| Some((student.labels().get(class)?.clone(), p[class])))
        })
        .collect();
    let known = |label: &str| held.classes.iter().any(|class| class == label);
    let unknown = (0..).zip(labels).filter(|(_, label)| label.is_some_and(|label| !known(label)));
    let judged: Vec<Option<&str>> = labels.iter().map(|label| label.filter(|label| known(label))).collect();
    let given: Vec<Option<&str>> = said.iter().map(|(label, _)| Some(label.as_str())).collect();
    Ok(Oracle {
        against: ground_truth(&judged, &given),
        unknown: unknown.map(|(row, _)| row).collect(),
        gold_right,
        gold: gold.len() as u64,
        gold_largest: held.classes.iter().map(count).max().unwrap_or(0),
        said,
    })
}

impl Oracle {
    /// Agreement of the student with the labels, beside its accuracy on gold rows.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let confusion = &self.against.confusion;
        let agreement = Dashboard::Faithfulness
            .share(
                "oracle-agreement",
                "Labels that an oracle student gives too",
                "Share of rows whose label a student gives too that learnt from gold rows alone.",
                confusion.hits(),
                confusion.total(),
            )
            .noted(format!(
                "Right on {} of gold rows itself, and texts of another kind may mislead it.{}",
                percent(self.gold_right as f64 / self.gold as f64),
                match self.unknown.len() {
                    0 => String::new(),
                    rows => format!(" {rows} rows have a label that no gold row has and are left out."),
                }
            ));
        let accuracy = Dashboard::Faithfulness.share(
            "oracle-gold-accuracy",
            "The oracle student on gold rows",
            "Share of gold rows to which the student gives their label when it did not learn from them.",
            self.gold_right,
            self.gold,
        );
        Panel {
            charts: self.charts(&agreement, &accuracy),
            finding: self.finding(&agreement, &accuracy),
            measures: vec![agreement, accuracy],
        }
    }

    fn charts(&self, agreement: &Measure, accuracy: &Measure) -> Vec<crate::Chart> {
        let (Some(agreed), Some(right)) = (agreement.value, accuracy.value) else { return Vec::new() };
        let labels = &self.against.confusion.labels;
        let bars = labels.iter().enumerate().map(|(label, name)| {
            // The student's label stands for the gold one there, so rows that carry a label are a column.
            let carrying = || self.against.rows.iter().map(move |row| &row[label]);
            let mut others: Vec<u64> = (carrying().enumerate())
                .filter(|(said, _)| *said != label)
                .flat_map(|(_, rows)| rows.iter().copied())
                .collect();
            others.sort_unstable();
            let all = carrying().map(Vec::len).sum::<usize>().max(1) as f64;
            let share = 1.0 - others.len() as f64 / all;
            Point::new(name, 100.0 * share, Some(behind(&others)))
        });
        vec![
            chart(
                "oracle-labels",
                format!(
                    "The oracle agrees with {} of labels and is right on {} of gold rows",
                    percent(agreed),
                    percent(right)
                ),
                "Label that rows carry",
                "Label that the oracle gives",
                grid(labels.clone(), labels.clone(), &self.against.rows),
            ),
            chart(
                "oracle-by-label",
                format!("The oracle agrees with {} of labels", percent(agreed)),
                "Rows with its agreement in % (click for the others)",
                "Label that rows carry",
                Drawing::Bars { points: bars.collect() },
            ),
        ]
    }

    fn finding(&self, agreement: &Measure, accuracy: &Measure) -> Finding {
        let ids = ["oracle-agreement", "oracle-gold-accuracy"];
        let own = measures::wilson(self.gold_right, self.gold, Z95);
        let (Some(agreed), Some(high), Some(Interval { low, .. }), Some(right)) =
            (agreement.value, agreement.high, own, accuracy.value)
        else {
            let sentence = "No row has a label that the oracle student knows.".to_owned();
            return finding(
                Tone::Unknown,
                sentence,
                Some("Use gold rows with the labels of this dataset."),
                &ids,
            );
        };
        let blind = self.gold_largest as f64 / self.gold as f64;
        if low <= blind {
            let sentence = format!(
                "A student trained on the gold rows is right on {} of them, about what guessing gets, so it cannot judge the labels.",
                percent(right)
            );
            return finding(Tone::Unknown, sentence, Some("Give it more gold rows."), &ids);
        }
        let told = format!(
            "A student trained on gold rows agrees with {} of labels; on gold rows it is right on {}.",
            percent(agreed),
            percent(right)
        );
        if high < low {
            let advice =
                "Open the rows where it says otherwise; either labels are wrong or texts unlike real ones.";
            finding(Tone::Doubtful, told, Some(advice), &ids)
        } else {
            finding(Tone::Good, format!("{told} The labels hold as well as gold ones."), None, &ids)
        }
    }
}
