//! A judge's scores on rows that people reviewed: does it tell right from wrong, is it as sure as it should be, and where is
//! the threshold?

use measures::{
    Judgement, Z95, cohen_kappa, expected_calibration_error, percentile_interval, reliability, resample,
};
use students::{cross_fit, stratified_folds};

use super::panel::{Panel, chart, estimated, finding, grid};
use super::review::Review;
use super::student::Refused;
use crate::chart::{Curve, CurvePoint, Dashboard, Drawing};
use crate::finding::{Finding, Tone};
use crate::measure::{Measure, Unit};

/// Fewest right rows and fewest wrong ones.
const OF_EACH: usize = 10;
/// Bins of the reliability diagram.
pub(super) const BINS: usize = 10;
/// Samples that intervals rest on.
const ROUNDS: u64 = 1000;
/// Parts in which rows are held out when a threshold is tried.
const FOLDS: usize = 5;
/// Kappa from which agreement is called substantial (Landis and Koch 1977).
const SUBSTANTIAL: f64 = 0.6;

/// The reliability diagram of judgements of rows, by their places, with Wilson's interval of each bin.
pub(super) fn reliability_curve(name: &str, judgements: &[Judgement], rows: &[u64]) -> Curve {
    let bins = reliability(judgements, BINS);
    let points = bins.iter().filter(|bin| bin.count > 0).map(|bin| {
        let hits = (bin.accuracy * bin.count as f64).round() as u64;
        let interval = measures::wilson(hits, bin.count, Z95);
        let behind = judgements.iter().zip(rows).filter(|(judgement, _)| bin.holds(judgement.confidence));
        CurvePoint::new(bin.confidence, bin.accuracy, interval)
            .with_rows(behind.map(|(_, row)| *row).collect())
    });
    Curve { name: name.to_owned(), points: points.collect() }
}

/// A judge held against people's reviews.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Rows with a score and a review, by their places.
    pub rows: Vec<u64>,
    /// The judge's score of each, in [0, 1].
    pub scores: Vec<f64>,
    /// Whether people find each right.
    pub right: Vec<bool>,
    /// The score from which a row best counts as right (Youden 1950).
    pub threshold: f64,
    /// Whether each row passes a threshold that was chosen without it.
    pub passes: Vec<bool>,
}

/// Compares a judge's scores with reviews; rows that lack either, or whose score is not in [0, 1], are left out. Rows that
/// were chosen for a reason count too, as they are needed to have enough wrong ones.
///
/// # Errors
/// Fewer than ten right or ten wrong rows with a score.
pub fn calibrate(scores: &[Option<f64>], reviews: &[Option<Review>]) -> Result<Calibration, Refused> {
    let known: Vec<(u64, f64, bool)> = (0..)
        .zip(scores.iter().zip(reviews))
        .filter_map(|(row, (score, review))| {
            let score = score.filter(|score| (0.0..=1.0).contains(score))?;
            Some((row, score, (*review)?.is_right()))
        })
        .collect();
    let rows: Vec<u64> = known.iter().map(|one| one.0).collect();
    let scores: Vec<f64> = known.iter().map(|one| one.1).collect();
    let right: Vec<bool> = known.iter().map(|one| one.2).collect();
    let of = |wanted: bool| right.iter().filter(|right| **right == wanted).count();
    Refused::unless("rows with a score that people find right", of(true), OF_EACH)?;
    Refused::unless("rows with a score that people find wrong", of(false), OF_EACH)?;
    let classes: Vec<usize> = right.iter().map(|right| usize::from(*right)).collect();
    let folds = stratified_folds(&classes, FOLDS, 0);
    let passes = cross_fit(&folds, |seen, held| {
        let of = |rows: &[usize]| -> (Vec<f64>, Vec<bool>) {
            rows.iter().map(|at| (scores[*at], right[*at])).unzip()
        };
        let (seen_scores, seen_right) = of(seen);
        let threshold = measures::best_threshold(&seen_scores, &seen_right).unwrap_or(0.5);
        held.iter().map(|at| scores[*at] >= threshold).collect()
    });
    let threshold = measures::best_threshold(&scores, &right).unwrap_or(0.5);
    Ok(Calibration { rows, scores, right, threshold, passes })
}

impl Calibration {
    /// Of each resample of the rows a figure, as an interval.
    fn resampled(&self, figure: impl Fn(&[usize]) -> Option<f64>) -> Option<measures::Interval> {
        let rounds = (0..ROUNDS).filter_map(|round| figure(&resample(self.rows.len(), 0, round)));
        percentile_interval(&rounds.collect::<Vec<_>>())
    }

    fn judgements(&self, rows: impl Iterator<Item = usize>) -> Vec<Judgement> {
        rows.map(|at| Judgement { confidence: self.scores[at], correct: self.right[at] }).collect()
    }

    /// Area under the curve, kappa, calibration error and threshold; the reliability diagram.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let n = self.rows.len();
        let all = || 0..n;
        let error = |rows: &[usize]| {
            expected_calibration_error(&reliability(&self.judgements(rows.iter().copied()), BINS))
        };
        let kappa = |rows: &[usize]| {
            let pairs: Vec<(bool, bool)> =
                rows.iter().map(|at| (self.passes[*at], self.right[*at])).collect();
            cohen_kappa(&pairs)
        };
        let threshold = |rows: &[usize]| {
            let (scores, right): (Vec<f64>, Vec<bool>) =
                rows.iter().map(|at| (self.scores[*at], self.right[*at])).unzip();
            measures::best_threshold(&scores, &right)
        };
        let rows: Vec<usize> = all().collect();
        let measures = vec![
            estimated(
                "judge-auc",
                "The judge tells right from wrong",
                "Probability that the judge scores a right row above a wrong one; 0.5 is guessing.",
                Unit::Score,
                n,
                measures::auc(&self.scores, &self.right, Z95),
            ),
            Dashboard::Faithfulness.measure(
                "judge-kappa",
                "Agreement of judge and people",
                "Cohen's kappa of the judge's and people's verdicts: 1 is the same, 0 what chance gives.",
                Unit::Score,
                n,
                kappa(&rows),
            )
            .within(self.resampled(kappa))
            .noted("Each row is judged at a threshold that was chosen on other rows; interval by 1,000 resamples."),
            Dashboard::Faithfulness.measure(
                "judge-calibration-error",
                "Calibration error of the judge",
                "Mean distance of the judge's score from the share of right rows with such a score (ECE).",
                Unit::Share,
                n,
                error(&rows),
            )
            .within(self.resampled(error))
            .noted("Ten bins. Chosen rows shift it, and resampling lifts the interval a little."),
            Dashboard::Faithfulness.measure(
                "judge-threshold",
                "Best threshold",
                "Score from which a row best counts as right, as a share of the scale.",
                Unit::Score,
                n,
                Some(self.threshold),
            )
            .within(self.resampled(threshold))
            .noted("Where sensitivity and specificity have the largest sum (Youden 1950); interval by 1,000 resamples."),
        ];
        Panel { charts: self.charts(), finding: self.finding(&measures), measures }
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let even = |x: f64| CurvePoint::new(x, x, None);
        let cells = |right: bool| -> Vec<Vec<u64>> {
            let of = |passes: bool| {
                let rows =
                    (0..self.rows.len()).filter(|at| self.right[*at] == right && self.passes[*at] == passes);
                rows.map(|at| self.rows[at]).collect()
            };
            vec![of(true), of(false)]
        };
        let agreed = self.passes.iter().zip(&self.right).filter(|(a, b)| a == b).count();
        let names = || vec!["right".to_owned(), "wrong".to_owned()];
        vec![
            chart(
                "judge-reliability",
                "How often rows are right, by the judge's score".to_owned(),
                "Score of the judge",
                "Share of rows that people find right",
                Drawing::Curves {
                    curves: vec![
                        reliability_curve("The judge", &self.judgements(0..self.rows.len()), &self.rows),
                        Curve { name: "As sure as right".to_owned(), points: vec![even(0.0), even(1.0)] },
                    ],
                },
            ),
            chart(
                "judge-confusion",
                format!("Judge and people agree on {agreed} of {} rows", self.rows.len()),
                "Judge",
                "People",
                grid(names(), names(), &[cells(true), cells(false)]),
            ),
        ]
    }

    fn finding(&self, measures: &[Measure]) -> Finding {
        let ids = ["judge-kappa", "judge-auc", "judge-threshold"];
        let kappa = measures.iter().find(|measure| measure.id == "judge-kappa");
        let Some((kappa, low)) = kappa.and_then(|m| Some((m.value?, m.low?))) else {
            let sentence = "The judge says the same of every reviewed row, so it tells nothing.".to_owned();
            return finding(Tone::Doubtful, sentence, Some("Use another judge or a sharper rubric."), &ids);
        };
        let n = self.rows.len();
        let told = format!(
            "On {n} reviewed rows the judge agrees with people with a kappa of {kappa:.2} (1 is fully, 0 as by chance)."
        );
        match (kappa >= SUBSTANTIAL, low >= SUBSTANTIAL / 2.0) {
            (true, true) => finding(
                Tone::Good,
                told,
                Some(&format!("Trust it for rows that score {:.2} and more.", self.threshold)),
                &ids,
            ),
            (true, false) => finding(Tone::Unknown, told, Some("Review more rows to be sure of it."), &ids),
            (false, _) => finding(
                Tone::Doubtful,
                told,
                Some(
                    "Do not filter by it alone: sharpen the rubric, or use the judge trained on your reviews.",
                ),
                &ids,
            ),
        }
    }
}
