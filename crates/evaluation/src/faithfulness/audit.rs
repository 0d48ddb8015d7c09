//! The share of right rows by people's review, and how many rows to review.

use measures::{Interval, Z95};

use super::panel::{Panel, chart, count_bar, finding, tone};
use super::review::Review;
use crate::chart::{Dashboard, Drawing};
use crate::finding::{Tone, percent};
use crate::measure::{Measure, Unit};

/// Half the width of the interval that a review aims at where nobody says otherwise.
pub const HALF_WIDTH: f64 = 0.05;

/// The rows of a dataset by what people said of them, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Drawn by chance and right.
    pub right: Vec<u64>,
    /// Drawn by chance and wrong.
    pub wrong: Vec<u64>,
    /// Chosen for a reason and right.
    pub chosen_right: Vec<u64>,
    /// Chosen for a reason and wrong.
    pub chosen_wrong: Vec<u64>,
    /// Not reviewed.
    pub unseen: Vec<u64>,
}

/// Sorts rows by their reviews.
#[must_use]
pub fn audit(reviews: &[Option<Review>]) -> Audit {
    let mut audit = Audit::default();
    for (row, review) in (0..).zip(reviews) {
        let rows = match review.map(|review| (review.at_random(), review.is_right())) {
            Some((true, true)) => &mut audit.right,
            Some((true, false)) => &mut audit.wrong,
            Some((false, true)) => &mut audit.chosen_right,
            Some((false, false)) => &mut audit.chosen_wrong,
            None => &mut audit.unseen,
        };
        rows.push(row);
    }
    audit
}

impl Audit {
    fn drawn(&self) -> (u64, u64) {
        let right = self.right.len() as u64;
        (right, right + self.wrong.len() as u64)
    }

    fn rows(&self) -> u64 {
        let (_, drawn) = self.drawn();
        drawn + (self.chosen_right.len() + self.chosen_wrong.len() + self.unseen.len()) as u64
    }

    /// The interval of the share of right rows among all, by those drawn by chance; narrower the larger their part is.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        let (right, drawn) = self.drawn();
        measures::wilson_finite(right, drawn, self.rows(), Z95)
    }

    /// How many more rows to draw by chance until the 95 % interval is at most `half_width` either way; 0 once it is.
    /// `None` without rows, or for a width that is not above 0.
    #[must_use]
    pub fn further_rows(&self, half_width: f64) -> Option<u64> {
        let (right, drawn) = self.drawn();
        measures::further_rows(right, drawn, half_width, Some(self.rows()), Z95)
    }

    /// The share of right rows, those chosen for a reason beside it, and the rows still to review for an interval of
    /// `half_width` either way.
    #[must_use]
    pub fn panel(&self, half_width: f64) -> Panel {
        let (right, drawn) = self.drawn();
        let all = self.rows();
        let share = Dashboard::Faithfulness
            .share(
                "audit-right",
                "Right rows by review",
                "Share of rows that people find right, by rows that were drawn by chance.",
                right,
                drawn,
            )
            .within(self.interval())
            .noted(format!(
                "Of {all} rows {drawn} were drawn and reviewed; the interval counts that none is drawn twice."
            ));
        let chosen = (self.chosen_right.len() + self.chosen_wrong.len()) as u64;
        let mut measures = vec![share.clone()];
        if chosen > 0 {
            measures.push(
                Dashboard::Faithfulness.share(
                    "audit-right-chosen",
                    "Right rows among those chosen",
                    "Share of rows that people find right among those that were chosen for review for a reason.",
                    self.chosen_right.len() as u64,
                    chosen,
                )
                .within(None)
                .noted("They stand for themselves alone, so no interval is given for all rows."),
            );
        }
        let further = self.further_rows(half_width);
        measures.push(
            Dashboard::Faithfulness.measure(
                "audit-further",
                "Rows still to review",
                format!(
                    "How many more rows, drawn by chance, to review until the share is known to {:.0} points either way.",
                    100.0 * half_width
                ),
                Unit::Count,
                drawn as usize,
                further.map(|rows| rows as f64),
            )
            .noted("Expects about the share found so far; from the size of Wilson's interval at 95 %."),
        );
        Panel { charts: self.charts(), finding: self.finding(&share, further), measures }
    }

    fn charts(&self) -> Vec<crate::Chart> {
        let (right, drawn) = self.drawn();
        let points = [
            ("Right", &self.right),
            ("Wrong", &self.wrong),
            ("Chosen, right", &self.chosen_right),
            ("Chosen, wrong", &self.chosen_wrong),
            ("Not reviewed", &self.unseen),
        ];
        let points = points.iter().filter(|(_, rows)| !rows.is_empty());
        let points: Vec<_> = points.map(|(name, rows)| count_bar(*name, rows)).collect();
        if points.is_empty() {
            return Vec::new();
        }
        let title = format!("{right} of {drawn} rows drawn by chance are right");
        vec![chart("audit", title, "Rows", "Review", Drawing::Bars { points })]
    }

    fn finding(&self, share: &Measure, further: Option<u64>) -> crate::Finding {
        let ids = ["audit-right", "audit-further"];
        let more = match further {
            Some(rows) if rows > 0 => Some(format!("Review {rows} more rows drawn by chance.")),
            _ => None,
        };
        let (Some(value), Some(low), Some(high)) = (share.value, share.low, share.high) else {
            let sentence = "No row drawn by chance was reviewed yet.".to_owned();
            return finding(Tone::Unknown, sentence, more.as_deref(), &ids);
        };
        let tone = tone(share);
        let sentence = format!(
            "People find {} of reviewed rows right; among all rows it is {} to {}.",
            percent(value),
            percent(low),
            percent(high)
        );
        let advice = match tone {
            Tone::Doubtful => Some("Open the wrong rows, see what they have in common, and mend the recipe."),
            _ => more.as_deref(),
        };
        finding(tone, sentence, advice, &ids)
    }
}
