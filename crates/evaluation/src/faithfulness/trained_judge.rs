//! A judge of one's own: a student that learns people's verdicts, beside a model as judge on the same rows.

use measures::{Estimate, Judgement, Z95, auc, auc_difference, expected_calibration_error, reliability};
use students::{Input, Row, Temperature, TextClassifier, cross_fit, out_of_fold, stratified_folds};

use super::calibration::{BINS, reliability_curve};
use super::panel::{Panel, chart, estimated, finding, histogram};
use super::review::Review;
use super::student::{Refused, StudentOptions};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Finding, Tone, percent};
use crate::measure::Unit;

/// Fewest right rows and fewest wrong ones.
const OF_EACH: usize = 10;

/// What a student that learnt people's verdicts says.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainedJudge {
    /// Of each row the probability that people would find it right, calibrated. Of a reviewed row by a student that did not
    /// see it.
    pub probabilities: Vec<f64>,
    /// Reviewed rows, by their places.
    pub reviewed: Vec<u64>,
    /// Whether people find each of them right.
    pub right: Vec<bool>,
    /// Their probabilities before calibration.
    pub raw: Vec<f64>,
    /// What the probabilities were calibrated by.
    pub temperature: Temperature,
    /// Area under its curve on the reviewed rows.
    pub auc: Estimate,
    /// A model as judge on the reviewed rows that it scored.
    pub model: Option<Beside>,
}

/// Two judges on the same rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// Area under the model's curve.
    pub auc: Estimate,
    /// How much larger the student's is there.
    pub difference: Estimate,
    /// Rows.
    pub rows: usize,
}

/// Trains a student on reviewed rows and lets it judge all: reviewed ones out of fold, the others by one that saw every
/// review. An input should hold all that people judged, such as the label before the text. `scores` are those of a model as
/// judge, one for each row, or empty.
///
/// # Errors
/// Fewer than ten right or ten wrong rows; lists of different lengths.
pub fn train(
    inputs: &[Input<'_>],
    reviews: &[Option<Review>],
    scores: &[Option<f64>],
    options: &StudentOptions,
) -> Result<TrainedJudge, Refused> {
    for found in [reviews.len(), if scores.is_empty() { inputs.len() } else { scores.len() }] {
        if found != inputs.len() {
            return Err(Refused::Lengths { rows: inputs.len(), found });
        }
    }
    let known: Vec<(usize, bool)> =
        (reviews.iter().enumerate()).filter_map(|(at, review)| Some((at, (*review)?.is_right()))).collect();
    let of = |wanted: bool| known.iter().filter(|(_, right)| *right == wanted).count();
    Refused::unless("rows that people find right", of(true), OF_EACH)?;
    Refused::unless("rows that people find wrong", of(false), OF_EACH)?;

    let name = |right: bool| if right { "right" } else { "wrong" };
    let rows: Vec<Row<'_>> = known
        .iter()
        .map(|(at, right)| Row { input: inputs[*at], label: name(*right), weight: 1.0 })
        .collect();
    let held = out_of_fold(&rows, options.folds, options.seed, &options.text);
    let column = usize::from(held.classes.first().is_some_and(|class| class == "wrong"));
    let pair = |p: &[f64]| vec![1.0 - p[column], p[column]];
    let judged: Vec<Vec<f64>> = held.rows.iter().map(|p| pair(p)).collect();
    let right: Vec<bool> = known.iter().map(|(_, right)| *right).collect();
    let classes: Vec<usize> = right.iter().map(|right| usize::from(*right)).collect();

    // A reviewed row is calibrated by the others.
    let folds = stratified_folds(&classes, options.folds, options.seed);
    let calibrated = cross_fit(&folds, |seen, others| {
        let temperature = fit(&judged, &classes, seen);
        others.iter().map(|at| temperature.apply(&judged[*at])[1]).collect()
    });
    let temperature = Temperature::fit(&judged, &classes);
    let student = TextClassifier::fit_rows(&rows, &options.text);
    let mut probabilities: Vec<f64> =
        inputs.iter().map(|input| temperature.apply(&pair(&student.probabilities(*input)))[1]).collect();
    for ((at, _), p) in known.iter().zip(&calibrated) {
        probabilities[*at] = *p;
    }
    let raw: Vec<f64> = judged.iter().map(|p| p[1]).collect();
    let Some(own) = auc(&raw, &right, Z95) else {
        return Err(Refused::TooFew { what: "rows with a probability", found: 0, needed: 2 * OF_EACH });
    };
    let model = beside(&known, &raw, scores);
    let reviewed = known.iter().map(|(at, _)| *at as u64).collect();
    Ok(TrainedJudge { probabilities, reviewed, right, raw, temperature, auc: own, model })
}

fn fit(judged: &[Vec<f64>], classes: &[usize], rows: &[usize]) -> Temperature {
    let seen: Vec<Vec<f64>> = rows.iter().map(|at| judged[*at].clone()).collect();
    Temperature::fit(&seen, &rows.iter().map(|at| classes[*at]).collect::<Vec<_>>())
}

/// The model's area on the reviewed rows that it scored, beside the student's there.
fn beside(known: &[(usize, bool)], own: &[f64], scores: &[Option<f64>]) -> Option<Beside> {
    let both: Vec<(f64, f64, bool)> = (known.iter().zip(own))
        .filter_map(|((at, right), own)| Some((*own, (*scores.get(*at)?).filter(|s| !s.is_nan())?, *right)))
        .collect();
    let own: Vec<f64> = both.iter().map(|one| one.0).collect();
    let model: Vec<f64> = both.iter().map(|one| one.1).collect();
    let right: Vec<bool> = both.iter().map(|one| one.2).collect();
    Some(Beside {
        auc: auc(&model, &right, Z95)?,
        difference: auc_difference(&own, &model, &right, Z95)?,
        rows: both.len(),
    })
}

impl TrainedJudge {
    fn calibrated(&self) -> Vec<f64> {
        self.reviewed.iter().map(|row| self.probabilities[*row as usize]).collect()
    }

    fn judgements(&self, confidence: &[f64]) -> Vec<Judgement> {
        let judgement =
            |(confidence, correct): (&f64, &bool)| Judgement { confidence: *confidence, correct: *correct };
        confidence.iter().zip(&self.right).map(judgement).collect()
    }

    /// Areas under the curve of both judges, calibration before and after, and what the student expects of all rows.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let n = self.reviewed.len();
        let mut measures = vec![estimated(
            "trained-judge-auc",
            "The trained judge tells right from wrong",
            "Probability that a student which learnt people's verdicts scores a right row above a wrong one, neither seen.",
            Unit::Score,
            n,
            Some(self.auc),
        )];
        if let Some(model) = &self.model {
            measures.push(estimated(
                "model-judge-auc",
                "The model as judge on the same rows",
                "Probability that the model scores a right row above a wrong one; 0.5 is guessing.",
                Unit::Score,
                model.rows,
                Some(model.auc),
            ));
            measures.push(estimated(
                "trained-judge-gain",
                "What the trained judge gains",
                "Its area under the curve less the model's on the same rows; 0 is no difference.",
                Unit::Score,
                model.rows,
                Some(model.difference),
            ));
        }
        let error =
            |confidence: &[f64]| expected_calibration_error(&reliability(&self.judgements(confidence), BINS));
        measures.push(
            Dashboard::Faithfulness.measure(
                "trained-judge-calibration-error",
                "Calibration error of the trained judge",
                "Mean distance of its probability from the share of right rows with such a probability (ECE, ten bins).",
                Unit::Share,
                n,
                error(&self.calibrated()),
            )
            .noted(format!(
                "{:.3} before calibration by a temperature of {:.2}.",
                error(&self.raw).unwrap_or(0.0),
                self.temperature.value()
            )),
        );
        Panel { charts: self.charts(), finding: self.finding(), measures }
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let curve = |name: &str, confidence: &[f64]| {
            reliability_curve(name, &self.judgements(confidence), &self.reviewed)
        };
        let all: Vec<(u64, f64)> = (0..).zip(self.probabilities.iter().copied()).collect();
        let doubted = self.probabilities.iter().filter(|p| **p < 0.5).count() as f64;
        vec![
            chart(
                "trained-judge-reliability",
                "How often rows are right, by the trained judge's probability".to_owned(),
                "Probability of being right",
                "Share of rows that people find right",
                Drawing::Curves {
                    curves: vec![curve("Calibrated", &self.calibrated()), curve("Before", &self.raw)],
                },
            ),
            chart(
                "trained-judge",
                format!(
                    "The trained judge doubts {} of rows",
                    percent(doubted / self.probabilities.len() as f64)
                ),
                "Probability of being right",
                "Rows",
                histogram(&all, 20),
            ),
        ]
    }

    fn finding(&self) -> Finding {
        let ids = ["trained-judge-auc", "model-judge-auc"];
        let ids = if self.model.is_some() { &ids[..] } else { &ids[..1] };
        let n = self.reviewed.len();
        let own = format!(
            "A judge trained on {n} reviews ranks a right row above a wrong one in {} of pairs",
            percent(self.auc.value)
        );
        let sure = self.auc.interval.is_some_and(|i| i.low > 0.5);
        if !sure {
            let advice = "Review more rows, wrong ones above all; so far it may be guessing.";
            return finding(Tone::Unknown, format!("{own}."), Some(advice), ids);
        }
        match &self.model {
            None => finding(Tone::Good, format!("{own}."), Some("Review next the rows that it doubts."), ids),
            Some(model) => {
                let apart = model.difference.interval.map(|i| (i.low > 0.0, i.high < 0.0));
                let advice = match apart {
                    Some((true, _)) => "Use the trained judge to sort rows.",
                    Some((_, true)) => "Use the model as judge; its verdicts are better.",
                    _ => "Neither is clearly better; review more rows to tell them apart.",
                };
                let sentence = format!("{own}; the model does in {}.", percent(model.auc.value));
                finding(Tone::Good, sentence, Some(advice), ids)
            }
        }
    }
}
