//! The frame of pictures with an upright scale.

use super::super::markup::Markup;
use super::WIDTH;
use super::label::{Anchor, label, measured, rule};
use super::scale::Scale;
use crate::chart::Chart;

/// Height of the picture.
pub(super) const HEIGHT: f64 = 300.0;
/// Upper end of the scale; above it stands its title.
const TOP: f64 = 28.0;
/// Lower end of the scale; below it stand the texts and the title of the horizontal axis.
pub(super) const BOTTOM: f64 = HEIGHT - 46.0;

/// Where a picture has its scale.
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: Scale,
}

impl Plot {
    /// A frame with room for `values`, which ends `margin` before the right.
    pub(super) fn over(values: impl Iterator<Item = f64>, margin: f64) -> Self {
        let y = Scale::over(values, BOTTOM, TOP);
        let widest = y.ticks().iter().map(|(_, text)| measured(text)).fold(0.0, f64::max);
        Self { left: widest + 10.0, right: WIDTH - margin, y }
    }

    /// The lines of the scale and the titles of both axes.
    pub(super) fn frame(&self, m: &mut Markup, chart: &Chart) {
        label(m, "axis", Anchor::Start, (0.0, 12.0), WIDTH, &chart.y);
        for (value, text) in self.y.ticks() {
            let y = self.y.at(value);
            rule(m, "rule", (self.left, y), (self.right, y));
            label(m, "axis", Anchor::End, (self.left - 8.0, y + 4.0), self.left - 8.0, &text);
        }
        label(m, "axis", Anchor::End, (WIDTH, HEIGHT - 6.0), WIDTH - self.left, &chart.x);
    }
}
