//! The share of right rows by few reviews and many verdicts of a judge (ARES, Saad-Falcon et al. 2023, arXiv:2311.09476).

use measures::{Estimate, Interval, Judged, PredictionPowered, Weight, Z95, prediction_powered, ratio};

use super::panel::{Panel, behind, chart, estimated, finding, grid, tone};
use super::review::Review;
use super::student::Refused;
use crate::chart::{Dashboard, Drawing, Point};
use crate::finding::{Finding, Tone, percent, percentage_points};
use crate::measure::{Measure, Unit};

/// Fewest reviewed rows. Below, ARES finds the interval unreliable.
const REVIEWED: usize = 50;

/// Prediction-powered estimates of the share of right rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// By the reviews alone.
    pub reviewed: Estimate,
    /// By the judge alone, which leans.
    pub judged: f64,
    /// How much more rows the judge passes than people, by rows that both judged.
    pub lean: Estimate,
    /// Both, the judge counted fully, as in ARES.
    pub full: PredictionPowered,
    /// Both, the judge counted by its worth (PPI++).
    pub tuned: PredictionPowered,
    /// Rows drawn by chance and reviewed that the judge passes rightly, passes wrongly, fails wrongly and fails rightly
    /// (at a verdict of a half), by their places.
    pub cells: [Vec<u64>; 4],
    /// Rows that the judge alone judged, by their places.
    pub others: Vec<u64>,
}

/// Joins reviews and verdicts. A verdict is 1 for right and 0 for wrong or a probability between; rows without one are left
/// out. Reviews of rows that were chosen for a reason are not counted: such rows are to the judge like any other, so both
/// parts stand for the same rows.
///
/// # Errors
/// Fewer than 50 rows drawn by chance have a review and a verdict, or fewer than two others a verdict.
pub fn join(reviews: &[Option<Review>], verdicts: &[Option<f64>]) -> Result<Joined, Refused> {
    let mut labelled = Vec::new();
    let (mut others, mut unseen): (Vec<f64>, Vec<u64>) = (Vec::new(), Vec::new());
    let mut cells: [Vec<u64>; 4] = Default::default();
    for (row, (review, verdict)) in (0..).zip(reviews.iter().zip(verdicts)) {
        let Some(verdict) = verdict.filter(|verdict| (0.0..=1.0).contains(verdict)) else { continue };
        match review.filter(|review| review.at_random()) {
            Some(review) => {
                let truth = f64::from(u8::from(review.is_right()));
                labelled.push(Judged { truth, predicted: verdict });
                cells[match (verdict >= 0.5, review.is_right()) {
                    (true, true) => 0,
                    (true, false) => 1,
                    (false, true) => 2,
                    (false, false) => 3,
                }]
                .push(row);
            }
            None => {
                others.push(verdict);
                unseen.push(row);
            }
        }
    }
    let too_few = |what, found, needed| Refused::TooFew { what, found, needed };
    let few = || too_few("rows drawn by chance with a review and a verdict", labelled.len(), REVIEWED);
    if labelled.len() < REVIEWED {
        return Err(few());
    }
    let joined = |weight| prediction_powered(&labelled, &others, weight, Z95).map(kept);
    let mean = |value: fn(&Judged) -> f64| {
        ratio(&labelled.iter().map(|item| (value(item), 1.0)).collect::<Vec<_>>(), Z95)
    };
    let (Some(full), Some(tuned)) = (joined(Weight::Full), joined(Weight::Tuned)) else {
        return Err(too_few("other rows with a verdict", others.len(), 2));
    };
    let right = labelled.iter().filter(|item| item.truth > 0.5).count() as u64;
    let n = labelled.len() as u64;
    let all = labelled.iter().map(|item| item.predicted).chain(others.iter().copied());
    Ok(Joined {
        reviewed: Estimate { value: right as f64 / n as f64, interval: measures::wilson(right, n, Z95) },
        judged: all.sum::<f64>() / (labelled.len() + others.len()) as f64,
        lean: mean(|item| item.predicted - item.truth).ok_or_else(few)?,
        full,
        tuned,
        cells,
        others: unseen,
    })
}

/// A share is in [0, 1].
fn kept(found: PredictionPowered) -> PredictionPowered {
    let interval = Interval { low: found.interval.low.max(0.0), high: found.interval.high.min(1.0) };
    PredictionPowered { mean: found.mean.clamp(0.0, 1.0), interval, ..found }
}

fn by_both(rows: usize, found: Option<Estimate>) -> Measure {
    estimated(
        "right-joined",
        "Right rows by reviews and judge",
        "Share of right rows: the judge's verdicts, corrected by how they differ from people's on reviewed rows.",
        Unit::Share,
        rows,
        found,
    )
}

/// The figure that reviews and verdicts do not allow, with what is missing.
#[must_use]
pub fn unknown(refused: &Refused) -> Measure {
    by_both(0, None).noted(refused.to_string())
}

impl Joined {
    fn labelled(&self) -> usize {
        self.cells.iter().map(Vec::len).sum()
    }

    /// The estimates beside each other.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let (n, others) = (self.labelled(), self.others.len());
        let of =
            |found: &PredictionPowered| Some(Estimate { value: found.mean, interval: Some(found.interval) });
        let never_contradicted = self.cells[1].is_empty() && self.cells[2].is_empty();
        let caution = if never_contradicted {
            " No review contradicts the judge, so the interval is too narrow."
        } else {
            ""
        };
        let measures = vec![
            by_both(n + others, of(&self.tuned)).noted(format!(
                "PPI++ (Angelopoulos et al. 2023) with {n} reviewed and {others} judged rows; the judge counts by {:.2}.{caution}",
                self.tuned.lambda
            )),
            estimated(
                "right-joined-full",
                "The same with the judge counted fully",
                "Share of right rows by prediction-powered inference as in ARES.",
                Unit::Share,
                n + others,
                of(&self.full),
            ),
            estimated(
                "right-reviewed",
                "Right rows by reviews alone",
                "Share of right rows among those drawn by chance and reviewed.",
                Unit::Share,
                n,
                Some(self.reviewed),
            ),
            Dashboard::Faithfulness.measure(
                "right-judged",
                "Right rows by the judge alone",
                "Share of rows that the judge passes, uncorrected.",
                Unit::Share,
                n + others,
                Some(self.judged),
            )
            .noted("A judge leans, and no number of verdicts mends it; so no interval is given."),
            estimated(
                "judge-lean",
                "Lean of the judge",
                "How many more rows the judge passes than people do, as a difference of shares; 0 is none.",
                Unit::Score,
                n,
                Some(self.lean),
            ),
        ];
        Panel { charts: self.charts(), finding: self.finding(&measures[0]), measures }
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let mut reviewed: Vec<u64> = self.cells.iter().flatten().copied().collect();
        reviewed.sort_unstable();
        let mut all: Vec<u64> = reviewed.iter().chain(&self.others).copied().collect();
        all.sort_unstable();
        let bar = |name: &str, share: f64, rows: &[u64]| Point::new(name, 100.0 * share, Some(behind(rows)));
        let [passed_right, passed_wrong, failed_wrong, failed_right] = &self.cells;
        vec![
            chart(
                "right-joined",
                format!("Joined, {} of rows are right", percent(self.tuned.mean)),
                "Right rows in %",
                "Estimate",
                Drawing::Bars {
                    points: vec![
                        bar("Reviews and judge", self.tuned.mean, &all),
                        bar("Reviews alone", self.reviewed.value, &reviewed),
                        bar("Judge alone", self.judged, &all),
                    ],
                },
            ),
            chart(
                "judge-and-people",
                format!(
                    "The judge and people agree on {} of {} rows",
                    passed_right.len() + failed_right.len(),
                    reviewed.len()
                ),
                "Judge",
                "People",
                grid(
                    vec!["right".to_owned(), "wrong".to_owned()],
                    vec!["right".to_owned(), "wrong".to_owned()],
                    &[
                        vec![passed_right.clone(), failed_wrong.clone()],
                        vec![passed_wrong.clone(), failed_right.clone()],
                    ],
                ),
            ),
        ]
    }

    fn finding(&self, joined: &Measure) -> Finding {
        let Interval { low, high } = self.tuned.interval;
        let leans = self.lean.interval.is_some_and(|i| i.low > 0.0 || i.high < 0.0);
        let lean = if leans {
            let more = if self.lean.value > 0.0 { "more" } else { "fewer" };
            format!(
                " The judge alone passes {} {more} rows than people.",
                percentage_points(self.lean.value.abs())
            )
        } else {
            String::new()
        };
        let sentence = format!(
            "With reviews and judge together, {} to {} of rows are right.{lean}",
            percent(low),
            percent(high)
        );
        let tone = tone(joined);
        let advice = match tone {
            Tone::Good => None,
            Tone::Unknown => Some("Review more rows drawn by chance."),
            Tone::Doubtful => Some("Open rows that people or the judge call wrong, and mend the recipe."),
        };
        finding(tone, sentence, advice, &["right-joined", "right-reviewed", "judge-lean"])
    }
}
