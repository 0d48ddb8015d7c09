//! One figure about a dataset.

use measures::Interval;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::chart::Dashboard;

/// One figure about a dataset, with what is needed to read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Measure {
    /// Its id, such as `distinct-2`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it means, in one sentence.
    pub meaning: String,
    /// Dashboard that it belongs to.
    pub dashboard: Dashboard,
    /// The figure; `None` where it cannot be computed, and `note` says why.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval, where one is known.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval, where one is known.
    pub high: Option<f64>,
    /// Rows or items that it rests on.
    pub n: u64,
    /// Unit.
    pub unit: Unit,
    /// Whether it follows the number of rows, so that only datasets of one size can be compared.
    #[serde(default)]
    pub sized: bool,
    /// Encoder of a semantic figure.
    pub encoder: Option<String>,
    /// Definition, sampling and limits, in a sentence.
    pub note: Option<String>,
}

/// Unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A part of one, in [0, 1].
    Share,
    /// A number of things.
    Count,
    /// Words.
    Words,
    /// Natural logarithm of a probability.
    LogProbability,
    /// A ratio or score without unit.
    Score,
}

impl Dashboard {
    /// A figure of this dashboard, without interval.
    pub(crate) fn measure(
        self,
        id: impl Into<String>,
        title: impl Into<String>,
        meaning: impl Into<String>,
        unit: Unit,
        n: usize,
        value: Option<f64>,
    ) -> Measure {
        Measure {
            id: id.into(),
            title: title.into(),
            meaning: meaning.into(),
            dashboard: self,
            value,
            low: None,
            high: None,
            n: n as u64,
            unit,
            sized: false,
            encoder: None,
            note: None,
        }
    }

    /// A share with its Wilson interval.
    pub(crate) fn share(
        self,
        id: impl Into<String>,
        title: impl Into<String>,
        meaning: impl Into<String>,
        hits: u64,
        n: u64,
    ) -> Measure {
        let value = (n > 0).then(|| hits as f64 / n as f64);
        let share = self.measure(id, title, meaning, Unit::Share, 0, value);
        Measure { n, ..share }.within(measures::wilson(hits, n, measures::Z95))
    }
}

impl Measure {
    /// The same with its 95 % interval.
    pub(crate) fn within(mut self, interval: Option<Interval>) -> Self {
        self.low = interval.map(|i| i.low);
        self.high = interval.map(|i| i.high);
        self
    }

    /// The same with a note that tells that it follows the number of rows.
    pub(crate) fn sized(self, note: impl Into<String>) -> Self {
        Self { sized: true, ..self.noted(note) }
    }

    /// The same with an interval that stays where the figure can be.
    pub(crate) fn bounded(mut self, low: f64, high: f64) -> Self {
        self.low = self.low.map(|end| end.max(low));
        self.high = self.high.map(|end| end.min(high));
        self
    }

    /// The same with an interval that reaches as far from its value to both sides, but that shares end at 0 and 1, and numbers of
    /// things at 0.
    pub(crate) fn reaching(self, reach: f64) -> Self {
        let ends = self.value.map(|value| match self.unit {
            Unit::Share => Interval { low: (value - reach).max(0.0), high: (value + reach).min(1.0) },
            Unit::Count | Unit::Words => Interval { low: (value - reach).max(0.0), high: value + reach },
            Unit::Score | Unit::LogProbability => Interval { low: value - reach, high: value + reach },
        });
        self.within(ends)
    }

    /// The same with one more sentence of a definition or limit.
    pub(crate) fn noted_too(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        self.note = Some(self.note.map_or(note.clone(), |before| format!("{before} {note}")));
        self
    }

    /// The same with a definition or limit.
    pub(crate) fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}
