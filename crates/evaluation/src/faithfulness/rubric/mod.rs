//! A judge's ratings by a rubric, asked in both orders (position bias: Wang et al. 2023, arXiv:2305.17926; the four levels
//! are those of Self-Instruct, Wang et al. 2023).

mod answers;

use measures::{Disagreement, Z95, percentile_interval, ratio, resample, weighted_kappa};

use super::panel::{Panel, chart, count_bar, estimated, finding, grid, tone};
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Finding, Tone, percent};
use crate::measure::{Measure, Unit};

pub use answers::Answers;
pub use dataset::Scale;

/// Samples that the interval of a kappa rests on.
const ROUNDS: u64 = 1000;

/// A judge's levels, from 0, the worst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    /// The scale.
    pub scale: Scale,
    /// Of each row its level in the first and the second order.
    pub levels: Vec<[Option<usize>; 2]>,
    /// Rows with an answer that names no level, by their places.
    pub unreadable: Vec<u64>,
}

impl Ratings {
    /// Reads answers, one entry for each row.
    #[must_use]
    pub fn read(scale: Scale, answers: &[Answers<'_>]) -> Self {
        let level = |answer: Option<&str>| answer.and_then(|answer| scale.level(answer));
        let levels: Vec<[Option<usize>; 2]> =
            answers.iter().map(|answer| [level(answer.first), level(answer.second)]).collect();
        let unreadable = (0..).zip(answers.iter().zip(&levels)).filter(|(_, (answer, levels))| {
            (answer.first.is_some() && levels[0].is_none())
                || (answer.second.is_some() && levels[1].is_none())
        });
        let unreadable = unreadable.map(|(row, _)| row).collect();
        Self { scale, unreadable, levels }
    }

    /// Of each row its mean level over the orders as a share of the scale, in [0, 1].
    #[must_use]
    pub fn scores(&self) -> Vec<Option<f64>> {
        let top = (self.scale.names().len() - 1) as f64;
        self.means().into_iter().map(|mean| mean.map(|mean| mean / top)).collect()
    }

    /// Of each row its lower level of both orders.
    #[must_use]
    pub fn lower(&self) -> Vec<Option<usize>> {
        self.levels.iter().map(|levels| levels.iter().flatten().copied().min()).collect()
    }

    fn means(&self) -> Vec<Option<f64>> {
        let mean = |levels: &[Option<usize>; 2]| {
            let n = levels.iter().flatten().count();
            (n > 0).then(|| levels.iter().flatten().sum::<usize>() as f64 / n as f64)
        };
        self.levels.iter().map(mean).collect()
    }

    /// Rows with both orders: place and levels.
    fn both(&self) -> Vec<(u64, (usize, usize))> {
        (0..).zip(&self.levels).filter_map(|(row, [a, b])| Some((row, ((*a)?, (*b)?)))).collect()
    }

    /// Ratings, position bias and agreement between the orders.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let means: Vec<(f64, f64)> =
            self.means().into_iter().flatten().map(|mean| (mean + 1.0, 1.0)).collect();
        let lower: Vec<usize> = self.lower().into_iter().flatten().collect();
        let good = lower.iter().filter(|level| **level >= self.scale.good()).count() as u64;
        let (scale, enough) = match self.scale {
            Scale::OneToFive => ("from 1 to 5", "4 or 5"),
            Scale::FourLevel => ("with A as 4 and D as 1", "A or B"),
        };
        let mut measures = vec![
            Dashboard::Faithfulness.share(
                "rating-good",
                "Rows that the judge finds good enough",
                format!(
                    "Share of rows that the judge rates {enough}, in both orders where it was asked in both."
                ),
                good,
                lower.len() as u64,
            ),
            estimated(
                "rating-mean",
                "Mean rating",
                &format!("Mean of the judge's ratings {scale}, over both orders."),
                Unit::Score,
                means.len(),
                ratio(&means, Z95),
            ),
        ];
        measures.extend(self.orders());
        let asked = (lower.len() + self.unreadable.len()) as u64;
        if !self.unreadable.is_empty() {
            measures.push(Dashboard::Faithfulness.share(
                "judge-unreadable",
                "Answers without a level",
                "Share of rows for which an answer of the judge names no level of the scale.",
                self.unreadable.len() as u64,
                asked,
            ));
        }
        Panel { charts: self.charts(), finding: self.finding(&measures), measures }
    }

    fn orders(&self) -> Vec<Measure> {
        let both = self.both();
        if both.is_empty() {
            return Vec::new();
        }
        let changed = both.iter().filter(|(_, (a, b))| a != b).count() as u64;
        let leans: Vec<(f64, f64)> = both.iter().map(|(_, (a, b))| (*b as f64 - *a as f64, 1.0)).collect();
        let pairs: Vec<(usize, usize)> = both.iter().map(|(_, pair)| *pair).collect();
        vec![
            Dashboard::Faithfulness.share(
                "position-bias",
                "Position bias",
                "Share of rows whose rating changes when the order in which the judge reads is turned round.",
                changed,
                both.len() as u64,
            ),
            estimated(
                "order-lean",
                "Lean of the second order",
                "Mean of the rating in the second order less that in the first, in levels; 0 is none.",
                Unit::Score,
                both.len(),
                ratio(&leans, Z95),
            ),
            kappa(
                "order-kappa",
                "Consistency of the judge",
                "Weighted kappa of the ratings in both orders: 1 is the same, 0 what chance gives.",
                &pairs,
            ),
        ]
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let names: Vec<String> = (0..self.scale.names().len()).map(|level| self.scale.shown(level)).collect();
        let of = |wanted: usize| -> Vec<u64> {
            let rows = (0..).zip(self.lower()).filter(|(_, level)| *level == Some(wanted));
            rows.map(|(row, _)| row).collect()
        };
        let levels: Vec<Vec<u64>> = (0..names.len()).map(of).collect();
        let rated: usize = levels.iter().map(Vec::len).sum();
        if rated == 0 {
            return Vec::new();
        }
        let good: usize = levels.iter().skip(self.scale.good()).map(Vec::len).sum();
        let points = names.iter().zip(&levels).map(|(name, rows)| count_bar(name, rows)).collect();
        let title = format!("The judge finds {} of rows good enough", percent(good as f64 / rated as f64));
        let mut charts = vec![chart(
            "ratings",
            title,
            "Rating (the lower of both orders)",
            "Rows",
            Drawing::Histogram { points },
        )];
        let both = self.both();
        if !both.is_empty() {
            let mut cells = vec![vec![Vec::new(); names.len()]; names.len()];
            let mut changed = 0;
            for (row, (a, b)) in &both {
                cells[*a][*b].push(*row);
                changed += usize::from(a != b);
            }
            charts.push(chart(
                "rating-orders",
                format!("Turning the order round changes {changed} of {} ratings", both.len()),
                "Rating in the second order",
                "Rating in the first order",
                grid(names.clone(), names, &cells),
            ));
        }
        charts
    }

    fn finding(&self, measures: &[Measure]) -> Finding {
        let ids = ["rating-good", "position-bias", "order-kappa"];
        let of = |id: &str| measures.iter().find(|measure| measure.id == id);
        let Some((good, share)) = of("rating-good").and_then(|m| Some((m, m.value?))) else {
            let advice = "Let the judge rate some rows, in both orders.";
            return finding(Tone::Unknown, "The judge rated no row.".to_owned(), Some(advice), &ids);
        };
        let rated = format!("The judge finds {} of rows good enough.", percent(share));
        match of("position-bias").and_then(|m| m.value) {
            Some(bias) if bias > 0.2 => finding(
                Tone::Doubtful,
                format!("{rated} {} of its ratings change with the order in which it reads.", percent(bias)),
                Some(
                    "Do not rely on single ratings; use the mean of both orders, and review some rows to calibrate it.",
                ),
                &ids,
            ),
            bias => {
                let order = bias.map_or(String::new(), |bias| {
                    format!(" {} of its ratings change with the order in which it reads.", percent(bias))
                });
                let advice = match tone(good) {
                    Tone::Good => None,
                    Tone::Doubtful => {
                        Some("Open the rows with low ratings; review some to see whether the judge is right.")
                    }
                    Tone::Unknown => Some("Let it rate more rows."),
                };
                finding(tone(good), format!("{rated}{order}"), advice, &ids)
            }
        }
    }
}

/// Agreement of a judge's levels with people's on the same rows: quadratic weighted kappa. People's levels are named as the
/// scale names them; `None` for rows not reviewed.
#[must_use]
pub fn against_people(ratings: &Ratings, people: &[Option<&str>]) -> Measure {
    let pairs: Vec<(usize, usize)> = (ratings.lower().into_iter().zip(people))
        .filter_map(|(judge, person)| Some((judge?, ratings.scale.level((*person)?)?)))
        .collect();
    kappa(
        "rating-kappa",
        "Agreement of judge and people",
        "Weighted kappa of the judge's and people's ratings of the same rows: 1 is the same, 0 what chance gives.",
        &pairs,
    )
}

/// A quadratic weighted kappa with its interval by resampling of rows.
fn kappa(id: &str, title: &str, meaning: &str, pairs: &[(usize, usize)]) -> Measure {
    let of = |pairs: &[(usize, usize)]| weighted_kappa(pairs, Disagreement::Quadratic);
    let value = of(pairs);
    let rounds: Vec<f64> = (0..if value.is_some() { ROUNDS } else { 0 })
        .filter_map(|round| {
            let drawn = resample(pairs.len(), 0, round);
            of(&drawn.into_iter().map(|at| pairs[at]).collect::<Vec<_>>())
        })
        .collect();
    Dashboard::Faithfulness
        .measure(id, title, meaning, Unit::Score, pairs.len(), value)
        .within(percentile_interval(&rounds))
        .noted("Quadratic weights (Cohen 1968); interval by 1,000 resamples of rows.")
}
